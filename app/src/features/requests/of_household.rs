//! What one household asked for, latest first.

use chrono::NaiveDate;
use domain::request::Request;
use leptos::prelude::*;

use super::words::{due_words, state_words};
use crate::ui::{date, texts};

#[component]
pub fn Requests(
    requests: Vec<Request>,
    today: NaiveDate,
    /// Each leads to its own page, for those of the ward.
    linked: bool,
) -> impl IntoView {
    let t = texts();
    let none = requests.is_empty();
    let rows: Vec<_> = requests.into_iter().map(|request| view! { <Row request=request today=today linked=linked/> }.into_any()).collect();
    view! {
        <section class="card" id="requests">
            <h2>{t.t("requests.so_far")}</h2>
            {none.then(|| view! { <p>{t.t("requests.none_here")}</p> })}
            <ul class="work">{rows}</ul>
        </section>
    }
}

#[component]
fn Row(request: Request, today: NaiveDate, linked: bool) -> impl IntoView {
    let t = texts();
    let category = t.code("help_kind", request.draft.category.code());
    let title = match linked {
        true => view! { <a class="name" href=format!("/requests/{}", request.id)>{category}</a> }.into_any(),
        false => view! { <strong>{category}</strong> }.into_any(),
    };
    let late = request.overdue(today).is_some();
    let (state, due) = (state_words(t, &request), due_words(t, &request, today));
    let received = t.tf("requests.received_on", &[("day", &date(t, request.received_on))]);
    let answer = (!request.answer.is_empty()).then(|| t.tf("requests.answer_words", &[("answer", &request.answer)]));
    view! {
        <li class="row" class:work-overdue=late>
            <div>
                {title}" · "{state}" · "<span class="until">{due}</span>
                <br/>{request.draft.asked}
                {answer.map(|words| view! { <br/><span>{words}</span> })}
                <br/><span class="soft">{received}</span>
            </div>
        </li>
    }
}
