//! What of the law's clocks runs, for the first page that somebody sees: how many, and by when. No names.

use chrono::{DateTime, NaiveDate, Utc};
use domain::failure::Failure;
use domain::permission::Action;
use leptos::prelude::*;

use crate::routes;
use crate::ui::{count, date, moment, texts};
use crate::visit::Visit;

/// Of both only what whoever asks answers for.
#[derive(Clone, Copy)]
pub struct Clocks {
    requests: Option<(u64, NaiveDate)>,
    breaches: Option<(u64, DateTime<Utc>)>,
    today: NaiveDate,
    now: DateTime<Utc>,
}

impl Clocks {
    pub async fn of(visit: &Visit) -> Result<Self, Failure> {
        let session = &visit.session;
        let requests = if visit.may(Action::PersonRequestChange) { session.person_requests_waiting().await? } else { None };
        let breaches = if visit.may(Action::BreachRead) { session.breaches_waiting().await? } else { None };
        Ok(Self { requests, breaches, today: session.today, now: session.now })
    }
}

#[component]
pub fn Waiting(clocks: Clocks) -> impl IntoView {
    let t = texts();
    let requests =
        clocks.requests.map(|(many, next)| (many, routes::DATA_RIGHTS, "data_rights.waiting", date(t, next), next < clocks.today));
    let breaches = clocks.breaches.map(|(many, next)| (many, routes::BREACHES, "breaches.waiting", moment(t, next), next < clocks.now));
    let rows: Vec<_> = requests
        .into_iter()
        .chain(breaches)
        .map(|(many, href, words, next, late)| {
            let deadline = t.tf(if late { "data_rights.deadline_was" } else { "data_rights.deadline" }, &[("day", &next)]);
            view! {
                <li><a href=href>
                    <strong>{count(t, many)}</strong>" "<span>{t.t(words)}", "</span><span class:bad=late>{deadline}</span>
                </a></li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <ul class="waiting no-print" aria-label=t.t("data_rights.clocks_running")>{rows}</ul> })
}
