//! The agreements of a place on its page.

use chrono::NaiveDate;
use domain::failure::Failure;
use domain::permission::Action;
use domain::place::Place;
use leptos::prelude::*;
use store::agreement::Agreement;
use uuid::Uuid;

use super::words::{field_words, title};
use crate::texts::Texts;
use crate::ui::{date, texts};
use crate::visit::Visit;

/// What a visitor sees and may do here, found out before the page is drawn.
#[derive(Clone, Default)]
pub struct AtPlace {
    all: Vec<Agreement>,
    /// Named by the register alone.
    of_register: Option<(Option<String>, Option<NaiveDate>)>,
    shown: bool,
    adds: bool,
}

impl AtPlace {
    pub async fn of(visit: &Visit, place: &Place) -> Result<Self, Failure> {
        let (draft, unit) = (&place.draft, place.draft.admin_unit_id);
        if !draft.has_board() || !visit.may_in(Action::AgreementRead, unit) {
            return Ok(Self::default());
        }
        let all = visit.session.agreements_of(place.id).await?;
        let named = (draft.agreement_number.clone(), draft.agreement_on);
        let of_register = (all.is_empty() && named != (None, None)).then_some(named);
        Ok(Self { all, of_register, shown: true, adds: draft.closed_on.is_none() && visit.may_in(Action::AgreementChange, unit) })
    }
}

/// "số 01/TTPH · 05/01/2026".
fn named(t: Texts, (number, on): (Option<String>, Option<NaiveDate>)) -> String {
    number.into_iter().chain(on.map(|day| date(t, day))).collect::<Vec<_>>().join(" · ")
}

#[component]
pub fn PlaceAgreements(place: Uuid, found: AtPlace) -> impl IntoView {
    let t = texts();
    if !found.shown || (!found.adds && found.all.is_empty() && found.of_register.is_none()) {
        return ().into_any();
    }
    let none = found.all.is_empty() && found.of_register.is_none();
    let words = if found.of_register.is_some() { "agreements.write_down" } else { "agreements.new" };
    let rows: Vec<_> = found.all.into_iter().map(|agreement| view! { <Row place=place agreement=agreement/> }.into_any()).collect();
    view! {
        <section class="card" id="agreements">
            <h2>{t.t("agreements.title")}</h2>
            {none.then(|| view! { <p class="soft">{t.t("agreements.none")}</p> })}
            {found.of_register.map(|it| view! { <p>{t.t("agreements.of_register")}" "<strong>{named(t, it)}</strong></p> })}
            {(!rows.is_empty()).then(|| view! { <ul class="plain-list">{rows}</ul> })}
            {found.adds.then(|| view! { <p class="no-print"><a class="button plain" href=format!("/places/{place}/agreements/new")>{t.t(words)}</a></p> })}
        </section>
    }
    .into_any()
}

#[component]
fn Row(place: Uuid, agreement: Agreement) -> impl IntoView {
    let t = texts();
    let of_cluster = (agreement.place_id != place).then(|| t.tf("agreements.of_cluster", &[("name", &agreement.place_name)]));
    let d = &agreement.draft;
    let day = |name: &str, day: Option<NaiveDate>| day.map(|day| format!("{}: {}", field_words(t, name), date(t, day)));
    let days = [day("signed_on", d.signed_on), day("review_on", d.review_on.filter(|_| d.ended_on.is_none())), day("ended_on", d.ended_on)];
    let days = days.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let id = agreement.id;
    view! {
        <li>
            <p>
                <a class="name" href=format!("/agreements/{id}")>{title(t, d)}</a>" · "<strong>{t.code("agreement_status", d.status().code())}</strong>
                {of_cluster.map(|words| view! { <br/><span>{words}</span> })}
                {(!days.is_empty()).then(|| view! { <br/><span class="soft">{days}</span> })}
                {agreement.file.map(|file| view! { <br/><a href=format!("/agreements/{id}/file") download="">{file.name}</a> })}
            </p>
        </li>
    }
}
