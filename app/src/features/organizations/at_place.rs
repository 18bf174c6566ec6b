//! On a place's page: which organizations it belongs to, what stands in place of an own cell, and the way to
//! link one.

use domain::failure::Failure;
use domain::organization::{LinkKind, PartyCategory};
use domain::permission::Action;
use domain::place::Place;
use leptos::prelude::*;
use store::organization::{At, OrganizationsAt};
use uuid::Uuid;

use super::places::kind_words;
use crate::texts::Texts;
use crate::ui::{date, texts};
use crate::visit::Visit;

/// What the card shows, found out before the page is drawn.
#[derive(Clone, Default)]
pub struct Here {
    place: Uuid,
    found: OrganizationsAt,
    party: Option<PartyCategory>,
    links: bool,
}

impl Here {
    pub async fn of(visit: &Visit, place: &Place) -> Result<Self, Failure> {
        let unit = place.draft.admin_unit_id;
        if !visit.may_in(Action::OrganizationRead, unit) {
            return Ok(Self::default());
        }
        let found = visit.session.organizations_at(place.id).await?;
        let links = visit.may_in(Action::OrganizationLink, unit) && place.draft.closed_on.is_none();
        Ok(Self { place: place.id, found, party: Some(place.party_category), links })
    }
}

#[component]
pub fn OrganizationsHere(here: Here) -> impl IntoView {
    let t = texts();
    let Here { place, found, party, links } = here;
    let empty = found.now.is_empty() && found.past.is_empty();
    if empty && !links {
        return ().into_any();
    }
    let stands_in = stands_in(t, party, &found);
    let now: Vec<_> = found.now.into_iter().map(|share| view! { <Share share=share links=links/> }.into_any()).collect();
    let past: Vec<_> = found.past.into_iter().map(|share| view! { <Before share=share/> }.into_any()).collect();
    view! {
        <section class="card" id="organizations">
            <h2>{t.t("organizations.here")}</h2>
            {stands_in.map(|words| view! { <p><strong>{words}</strong></p> })}
            {now.is_empty().then(|| view! { <p class="soft">{t.t("organizations.none_linked")}</p> })}
            <ul class="work">{now}</ul>
            {links.then(|| view! { <p class="no-print"><a class="button plain" href=format!("/organizations?place={place}")>{t.t("organizations.link_this_place")}</a></p> })}
            {(!past.is_empty()).then(|| view! { <details class="folded"><summary>{t.t("organizations.before")}</summary><ul>{past}</ul></details> })}
        </section>
    }
    .into_any()
}

/// What a place has as long as it has no cell of its own, and when that is looked at again. None where it has one,
/// or where nobody knows.
fn stands_in(t: Texts, party: Option<PartyCategory>, found: &OrganizationsAt) -> Option<String> {
    let with_review = |share: &At, words: String| match share.review_on {
        Some(day) => format!("{words}; {}", t.tf("organizations.review_on", &[("day", &date(t, day))])),
        None => words,
    };
    if party == Some(PartyCategory::OwnCell) {
        return None;
    }
    let cell = found.now.iter().find(|share| share.organization.kind.is_party() && share.kind != Some(LinkKind::OwnCell));
    if let Some(share) = cell {
        let key = match share.kind {
            Some(LinkKind::ClusterCell) => "organizations.in_cluster",
            Some(LinkKind::GroupWithinCell) => "organizations.in_group",
            _ => "organizations.in_shared",
        };
        return Some(with_review(share, t.tf(key, &[("name", &share.organization.name)])));
    }
    if party.is_some_and(PartyCategory::is_party) {
        return None;
    }
    if let Some(day) = found.without_home_since {
        return Some(t.tf("organizations.without_home_since", &[("day", &date(t, day))]));
    }
    let union = found.now.iter().find(|share| share.organization.kind.is_socio_political())?;
    Some(with_review(union, t.tf("organizations.only_union", &[("name", &union.organization.name)])))
}

#[component]
fn Share(share: At, links: bool) -> impl IntoView {
    let t = texts();
    let id = share.organization.id;
    let name = match share.in_sight {
        true => view! { <a class="name" href=format!("/organizations/{id}")>{share.organization.name.clone()}</a> }.into_any(),
        false => view! { <span class="name">{share.organization.name.clone()}</span> }.into_any(),
    };
    let kind = kind_words(t, share.kind).unwrap_or_else(|| t.code("organization_kind", share.organization.kind.code()));
    let since = t.tf("organizations.since", &[("day", &date(t, share.from))]);
    let review = share.review_on.map(|day| format!(" · {}", t.tf("organizations.review_on", &[("day", &date(t, day))])));
    let settle = format!("{}: {}", t.t("organizations.settle_link"), share.organization.name);
    view! {
        <li class="row">
            <p>{name}<br/><span class="soft">{kind}" · "{since}{review}</span></p>
            {(links && share.in_sight).then(|| view! { <a class="button plain no-print" href=format!("/organizations/{id}/links/{}", share.link_id) aria-label=settle>{t.t("organizations.settle_link")}</a> })}
        </li>
    }
}

#[component]
fn Before(share: At) -> impl IntoView {
    let t = texts();
    let until = share.to.map(|to| date(t, to)).unwrap_or_default();
    let span = t.tf("organizations.from_to", &[("from", &date(t, share.from)), ("to", &until)]);
    let kind = kind_words(t, share.kind).map(|kind| format!("{kind} · "));
    let name = match share.in_sight {
        true => view! { <a href=format!("/organizations/{}", share.organization.id)>{share.organization.name}</a> }.into_any(),
        false => share.organization.name.into_any(),
    };
    view! { <li>{name}" "<span class="soft">{kind}{span}</span></li> }
}
