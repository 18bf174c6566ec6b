//! The places of an organization: now, before, and those that its end left without a home.

use chrono::NaiveDate;
use domain::organization::LinkKind;
use leptos::prelude::*;
use store::organization::PlaceAt;
use uuid::Uuid;

use crate::texts::Texts;
use crate::ui::{Notice, count, date, texts};

pub fn kind_words(t: Texts, kind: Option<LinkKind>) -> Option<String> {
    kind.map(|kind| t.code("link_kind", kind.code()))
}

#[component]
pub fn PlacesNow(id: Uuid, places: Vec<PlaceAt>, elsewhere: u64, links: bool, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let empty = places.is_empty() && elsewhere == 0;
    let rows: Vec<_> = places.into_iter().map(|place| view! { <Row id=id place=place links=links today=today/> }.into_any()).collect();
    view! {
        <section>
            <h2>{t.t("organizations.places_now")}</h2>
            {empty.then(|| view! { <p class="soft">{t.t("organizations.no_places")}</p> })}
            <ul class="work card">{rows}</ul>
            {(elsewhere > 0).then(|| view! { <p class="soft">{t.tf("organizations.places_elsewhere", &[("count", &count(t, elsewhere))])}</p> })}
        </section>
    }
}

#[component]
fn Row(id: Uuid, place: PlaceAt, links: bool, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let since = t.tf("organizations.since", &[("day", &date(t, place.from))]);
    let share: Vec<String> = kind_words(t, place.kind).into_iter().chain([since]).collect();
    let late = place.review_on.is_some_and(|day| day < today);
    let review = place.review_on.map(|day| t.tf("organizations.review_on", &[("day", &date(t, day))]));
    let settle = format!("{}: {}", t.t("organizations.settle_link"), place.name);
    view! {
        <li class="row" class:work-overdue=late>
            <p>
                <a class="name" href=format!("/places/{}", place.place_id)>{place.name}</a>
                {place.closed.then(|| view! { " "<span class="tag">{t.t("places.closed")}</span> })}
                <br/><span class="soft">{place.address}</span>
                <br/>{share.join(" · ")}{review.map(|review| view! { " · "<span class="until">{review}</span> })}
            </p>
            {links.then(|| view! { <a class="button plain no-print" href=format!("/organizations/{id}/links/{}", place.link_id) aria-label=settle>{t.t("organizations.settle_link")}</a> })}
        </li>
    }
}

#[component]
pub fn NeedHome(places: Vec<PlaceAt>, links: bool) -> impl IntoView {
    let t = texts();
    let rows: Vec<_> = places
        .into_iter()
        .filter(|place| place.needs_home)
        .map(|place| {
            let find = links
                .then(|| view! { " · "<a href=format!("/organizations?place={}", place.place_id)>{t.t("organizations.find_home")}</a> });
            view! { <li><a href=format!("/places/{}", place.place_id)>{place.name}</a>{find}</li> }
        })
        .collect();
    (!rows.is_empty())
        .then(|| view! { <Notice tone="bad"><p><strong>{t.t("organizations.need_home")}</strong></p><ul>{rows}</ul></Notice> })
}

#[component]
pub fn Past(places: Vec<PlaceAt>) -> impl IntoView {
    let t = texts();
    let rows: Vec<_> = places
        .into_iter()
        .map(|place| {
            let kind = kind_words(t, place.kind).map(|kind| format!("{kind} · "));
            let until = place.to.map(|to| date(t, to)).unwrap_or_default();
            let span = t.tf("organizations.from_to", &[("from", &date(t, place.from)), ("to", &until)]);
            view! { <li><a href=format!("/places/{}", place.place_id)>{place.name}</a>" "<span class="soft">{kind}{span}</span></li> }
        })
        .collect();
    (!rows.is_empty())
        .then(|| view! { <details class="card"><summary>{t.t("organizations.places_before")}</summary><ul>{rows}</ul></details> })
}
