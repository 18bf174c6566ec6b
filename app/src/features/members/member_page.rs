//! `/members/{id}`: who somebody is to the task, whom they help by code, what they are asked to do. The name stands in
//! the page, not in its title.

use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::member::{Member, MemberState};
use domain::permission::{Action, Role};
use domain::person_request::PersonKind;
use leptos::prelude::*;
use store::member::HelpedHousehold;
use uuid::Uuid;

use super::account_form::AccountForm;
use super::actions::Typed;
use super::list_page::helps;
use super::tasks::Tasks;
use crate::features::data_rights::address as held_address;
use crate::named::Named;
use crate::ui::{Choice, Notice, PostForm, Select, date, texts};
use crate::visit::{Page, Visit};

/// What whoever asks may do here.
#[derive(Clone, Copy)]
struct May {
    change: bool,
    task: bool,
    assign: bool,
    households: bool,
    /// What is held of them, and what they may ask about it.
    person: bool,
    /// Records that are restricted are opened by the lead.
    restricted: bool,
}

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, Typed::default(), FieldErrors::default()).await;
    visit.answer(page).await
}

/// The page; `typed` and `errors` are of a form that could not be taken.
pub async fn page(visit: &Visit, id: Uuid, typed: Typed, errors: FieldErrors) -> Result<Page, Failure> {
    let member = visit.session.member(id).await?;
    let (households, tasks) = (visit.session.households_of_member(id).await?, visit.session.member_tasks(id).await?);
    let unit = member.admin_unit_id;
    let may = May {
        change: visit.may_in(Action::MemberChange, unit),
        task: visit.may_in(Action::TaskChange, unit),
        assign: visit.may_in(Action::AssignmentChange, unit),
        households: visit.may_in(Action::HouseholdRead, unit),
        person: visit.may_in(Action::PersonRead, unit),
        restricted: visit.asker.actor.has_role(Role::WardLead),
    };
    let accounts =
        if may.change && member.state == MemberState::Active { visit.session.accounts_for_member(id).await? } else { Vec::new() };
    let cell = match member.draft.cell {
        Some(cell) => visit.session.organization(cell).await.ok().map(|found| (cell, found.draft.name)),
        None => None,
    };
    let residence = match member.draft.residence {
        Some(place) => visit.session.places_whole(&[place]).await?.pop().map(|place| (place.id, place.draft.name)),
        None => None,
    };
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let number = |name: &str| asked.iter().find(|(key, _)| key == name).and_then(|(_, value)| value.parse::<u32>().ok());
    let ended = number("ended");
    let (saved, moved, left) = (number("saved"), number("moved"), number("left").unwrap_or_default());
    let today = visit.session.today;
    Ok(Page::new(visit.texts.t("members.one_title"), move || {
        let t = texts();
        // Beside their fields the forms of tasks say what is wrong; above all stands the rest.
        let beside = ["aim", "from", "to", "of_month", "outcome"];
        let above = errors.0.iter().filter(|error| !beside.contains(&error.field.as_str()));
        let above: Vec<String> = above.map(|error| t.field_error(error)).collect();
        let moved = moved.map(|moved| t.tf("members.moved", &[("count", &moved.to_string())]));
        let left = (left > 0).then(|| t.tf("members.left", &[("count", &left.to_string())]));
        let active = member.state == MemberState::Active;
        let heading = view! { <Heading member=member.clone() cell=cell.clone() residence=residence.clone() may=may/> }.into_any();
        let helped = view! { <Helped id=id households=households.clone() may=may/> }.into_any();
        let tasks = view! { <Tasks member=id tasks=tasks.clone() today=today sets=may.task adds=may.task && active typed=typed.clone() errors=errors.clone()/> }.into_any();
        let account = (may.change && active)
            .then(|| view! { <AccountForm member=id chosen=member.account_id accounts=accounts.clone()/> }.into_any());
        let state = may.change.then(|| view! { <StateForm member=member.clone()/> }.into_any());
        view! {
            <article class="narrow">
                <p class="no-print"><a href="/members">"← "{t.t("members.title")}</a></p>
                {saved.map(|_| view! { <Notice tone="good"><p>{t.t("places.saved")}</p>{ended.map(|count| view! { <p>{t.tf("members.neighbour_ended", &[("count", &count.to_string())])}</p> })}</Notice> })}
                {moved.map(|words| view! { <Notice tone="good"><p>{words}</p>{left.map(|words| view! { <p>{words}</p> })}</Notice> })}
                {(!above.is_empty()).then(|| view! { <Notice tone="bad"><p>{above.join(" ")}</p></Notice> })}
                {heading}
                {tasks}
                {helped}
                {account}
                {state}
            </article>
        }
    }))
}

/// What a phone dials.
fn dialled(phone: &str) -> String {
    format!("tel:{}", phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>())
}

#[component]
fn Heading(member: Member, cell: Option<(Uuid, String)>, residence: Option<(Uuid, String)>, may: May) -> impl IntoView {
    let t = texts();
    let d = member.draft.clone();
    let ended = member
        .ended_on
        .map(|day| t.tf("members.ended", &[("state", &t.code("member_state", member.state.code())), ("day", &date(t, day))]));
    view! {
        <header class="card">
            <h1>{d.name}</h1>
            {ended.map(|words| view! { <Notice tone="plain"><p>{words}</p></Notice> })}
            <dl class="facts">
                <div><dt>{t.t("members.post")}</dt><dd>{t.code("cell_post", d.post.code())}</dd></div>
                {cell.map(|(id, name)| view! { <div><dt>{t.t("members.cell")}</dt><dd><a href=format!("/organizations/{id}")>{name}</a></dd></div> })}
                {residence.map(|(id, name)| view! { <div><dt>{t.t("members.residence")}</dt><dd><a href=format!("/places/{id}")>{name}</a></dd></div> })}
                {d.residence_linked.then(|| view! { <div><dt>"213"</dt><dd>{t.t("members.residence_linked")}</dd></div> })}
                <div><dt>{t.t("members.households")}</dt><dd>{helps(t, &member)}</dd></div>
            </dl>
            <p class="row no-print">
                {(!d.phone.is_empty()).then(|| view! { <a class="button" href=dialled(&d.phone)>{d.phone.clone()}</a> })}
                {may.change.then(|| view! { <a class="button plain" href=format!("/members/{}/edit", member.id)>{t.t("members.edit")}</a> })}
                {may.person.then(|| view! { <a class="button plain" href=held_address(PersonKind::Member, member.id)>{t.t("data_rights.to_held")}</a> })}
            </p>
        </header>
    }
}

/// Whom they help: codes, no names.
#[component]
fn Helped(id: Uuid, households: Vec<HelpedHousehold>, may: May) -> impl IntoView {
    let t = texts();
    let some = !households.is_empty();
    let rows: Vec<_> = households
        .into_iter()
        .map(|helped| {
            let until = t.tf("members.from_to", &[("from", &date(t, helped.from)), ("to", &date(t, helped.to))]);
            let opens = may.households && (may.restricted || !helped.restricted);
            let code = match opens {
                true => view! { <a href=format!("/households/{}", helped.id)>{helped.code}</a> }.into_any(),
                false => view! { <span>{helped.code}</span> }.into_any(),
            };
            view! { <li class="row">{code}<span class="soft">{until}</span></li> }
        })
        .collect();
    view! {
        <section class="card">
            <h2>{t.t("members.households")}</h2>
            {(!some).then(|| view! { <p class="soft">{t.t("members.helps_nobody")}</p> })}
            <ul class="plain-list">{rows}</ul>
            {(some && may.assign).then(|| view! { <a class="button plain no-print" href=format!("/members/{id}/hand-over")>{t.t("members.hand_over")}</a> })}
        </section>
    }
}

/// Stops helping, or helps again.
#[component]
fn StateForm(member: Member) -> impl IntoView {
    let t = texts();
    let (id, revision) = (member.id, member.revision.to_string());
    let operation = Uuid::now_v7().to_string();
    if member.state != MemberState::Active {
        return view! {
            <section class="card no-print">
                <PostForm about_people=true action=format!("/members/{id}/resume")>
                    <input type="hidden" name="operation" value=operation/>
                    <input type="hidden" name="revision" value=revision/>
                    <p class="soft">{t.t("members.resume_meaning")}</p>
                    <button class="plain">{t.t("members.resume")}</button>
                </PostForm>
            </section>
        }
        .into_any();
    }
    let states = [MemberState::Moved, MemberState::Resigned];
    let states: Vec<Choice> =
        states.iter().map(|state| Choice { code: state.code().into(), words: t.code("member_state", state.code()) }).collect();
    view! {
        <details class="card no-print">
            <summary>{t.t("members.stop")}</summary>
            <PostForm about_people=true action=format!("/members/{id}/stop")>
                <input type="hidden" name="operation" value=operation/>
                <input type="hidden" name="revision" value=revision/>
                <p>{t.t("members.stop_meaning")}</p>
                <Select name="state" label=t.t("members.stop_why") value=String::new() choices=states errors=FieldErrors::default()/>
                <button class="plain">{t.t("members.stop_button")}</button>
            </PostForm>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::dialled;

    #[test]
    fn a_phone_dials_digits() {
        assert_eq!(dialled("+84 909 123 456"), "tel:+84909123456");
    }
}
