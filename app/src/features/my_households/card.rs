//! A household as its member needs it: where, whom to ask for, what was promised, what is next.

use chrono::NaiveDate;
use domain::visit::VisitOutcome;
use leptos::prelude::*;
use store::my_households::{MyHousehold, OwnHousehold};
use uuid::Uuid;

use crate::features::contacts::dialled;
use crate::texts::Texts;
use crate::ui::{PostForm, ago, count, date, texts};

pub fn address(household: Uuid) -> String {
    format!("/my-households/{household}")
}

/// "Chung cư An Bình, căn 5.01".
pub fn where_words(t: Texts, household: &OwnHousehold) -> String {
    match household.unit.as_str() {
        "" => household.place_name.clone(),
        unit => format!("{}, {}", household.place_name, t.tf("my_households.apartment", &[("unit", unit)])),
    }
}

/// When somebody was met, and when somebody is to come again.
pub fn days(t: Texts, household: &OwnHousehold, today: NaiveDate) -> Vec<(String, bool)> {
    let met = household.last_met_on.map_or_else(
        || t.t("my_households.not_met_yet"),
        |day| t.tf("my_households.met_on", &[("day", &date(t, day)), ("ago", &ago(t, day, today))]),
    );
    let Some(due) = household.visit_due_on else { return vec![(met, false)] };
    let late = due < today;
    let words = match (household.next_visit_on, late) {
        (Some(_), false) => "my_households.next_on",
        (Some(_), true) => "my_households.next_was",
        (None, false) => "my_households.due_by",
        (None, true) => "my_households.due_was",
    };
    vec![(met, false), (t.tf(words, &[("day", &date(t, due))]), late)]
}

/// What they were asked to do there, and how long.
pub fn aim(t: Texts, household: &OwnHousehold) -> String {
    t.tf("my_households.aim", &[("aim", &household.aim), ("day", &date(t, household.until))])
}

/// The phone's own dialler; nothing where there is no number.
#[component]
pub fn Call(phone: String, whom: String) -> impl IntoView {
    let t = texts();
    let label = t.tf("my_households.call_of", &[("phone", &phone), ("name", &whom)]);
    (!phone.is_empty()).then(|| view! { <a class="button plain" href=dialled(&phone) aria-label=label>{t.t("my_households.call")}</a> })
}

#[component]
pub fn Card(mine: MyHousehold, today: NaiveDate) -> impl IntoView {
    let t = texts();
    let MyHousehold { household, promised, missed_on, open_requests } = mine;
    let (id, here) = (household.id, where_words(t, &household));
    let days: Vec<_> = days(t, &household, today).into_iter().map(|(words, late)| view! { <p class:late=late>{words}</p> }).collect();
    let promised = (!promised.is_empty()).then(|| t.tf("my_households.promised", &[("promise", &promised)]));
    let missed = missed_on.map(|day| t.tf("my_households.missed_on", &[("day", &date(t, day))]));
    let requests = (open_requests > 0).then(|| t.tf("my_households.open_requests", &[("count", &count(t, open_requests.into()))]));
    view! {
        <li class="card my-household">
            <h2><a href=address(id)>{here.clone()}</a></h2>
            <p class="soft">{household.address}" · "{household.code}</p>
            <div class="row whom">
                <p>{t.t("my_households.ask_for")}" "<strong>{household.name.clone()}</strong></p>
                <Call phone=household.phone whom=household.name/>
            </div>
            {days}
            {missed.map(|words| view! { <p>{words}</p> })}
            {promised.map(|words| view! { <p><strong>{words}</strong></p> })}
            {requests.map(|words| view! { <p><a href=format!("{}#requests", address(id))>{words}</a></p> })}
            <Taps id=id here=here/>
        </li>
    }
}

/// One tap where nobody was at home; the others open the form, whose first button saves.
#[component]
pub fn Taps(id: Uuid, here: String) -> impl IntoView {
    let t = texts();
    let words =
        [VisitOutcome::Met, VisitOutcome::NobodyHome, VisitOutcome::Postponed].map(|outcome| t.code("visit_outcome", outcome.code()));
    let labels = words.clone().map(|words| format!("{words}: {here}"));
    let ([met, nobody_home, postponed], [met_here, nobody_home_here, postponed_here]) = (words, labels);
    let opens = |outcome: VisitOutcome| format!("{}?outcome={}#visit", address(id), outcome.code());
    view! {
        <div class="row taps no-print">
            <a class="button" href=opens(VisitOutcome::Met) aria-label=met_here>{met}</a>
            <PostForm about_people=true action=format!("{}/visit", address(id))>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <input type="hidden" name="outcome" value=VisitOutcome::NobodyHome.code()/>
                <button class="plain" aria-label=nobody_home_here>{nobody_home}</button>
            </PostForm>
            <a class="button plain" href=opens(VisitOutcome::Postponed) aria-label=postponed_here>{postponed}</a>
        </div>
    }
}
