//! `/places/{id}/officers`: who looks after a place, who did before, and the forms that change it.

use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::officer::{OfficerRole, PlaceOfficer};
use domain::permission::Action;
use leptos::prelude::*;
use uuid::Uuid;

use super::actions::Assigned;
use super::at_place::{has, officer_words};
use crate::named::Named;
use crate::ui::{Choice, Notice, PostForm, Select, date, texts};
use crate::visit::{Page, Visit};

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, Assigned::default(), FieldErrors::default()).await;
    visit.answer(page).await
}

/// The page; `typed` and `errors` are of a form that could not be taken.
pub async fn page(visit: &Visit, id: Uuid, typed: Assigned, errors: FieldErrors) -> Result<Page, Failure> {
    let place = visit.session.place(id).await?;
    let unit = place.draft.admin_unit_id;
    let officers = visit.session.officers_of(&place).await?;
    let before = visit.session.former_officers_of(&place).await?;
    let open = place.draft.closed_on.is_none();
    let assigns = visit.may_in(Action::OfficerAssign, unit);
    let choices = if assigns && open { visit.session.officers_to_choose(unit).await? } else { Vec::new() };
    let own = visit.asker.actor.account;
    let takes = open && visit.may_in(Action::OfficerTake, unit) && !has(&officers, own);
    let name = place.draft.name;
    Ok(Page::new(format!("{} · {name}", visit.texts.t("officers.title")), move || {
        let t = texts();
        // What is wrong with a chosen person stands beside the choice; the rest above all.
        let beside = |field: &str| field == "account" && assigns && !typed.account.is_empty();
        let above: Vec<String> = errors.0.iter().filter(|error| !beside(&error.field)).map(|error| t.field_error(error)).collect();
        let rows: Vec<_> = officers
            .iter()
            .map(|officer| {
                let ends = assigns || Some(officer.account) == own;
                view! { <Now place=id officer=officer.clone() ends=ends own={Some(officer.account) == own}/> }.into_any()
            })
            .collect();
        let nobody = rows.is_empty();
        let before: Vec<_> = before.iter().map(|officer| view! { <Before officer=officer.clone()/> }.into_any()).collect();
        view! {
            <article class="narrow">
                <p><a href=format!("/places/{id}")>{name.clone()}</a></p>
                <h1>{t.t("officers.title")}</h1>
                {(!above.is_empty()).then(|| view! { <Notice tone="bad"><p>{above.join(" ")}</p></Notice> })}
                <section class="card">
                    {nobody.then(|| view! { <p>{t.t("officers.nobody_yet")}</p> })}
                    <ul class="plain-list">{rows}</ul>
                    {takes.then(|| view! {
                        <PostForm action=format!("/places/{id}/officers/take")>
                            <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                            <button>{t.t("officers.take")}</button>
                        </PostForm>
                    })}
                </section>
                {(!choices.is_empty()).then(|| view! { <Assign place=id choices=choices.clone() typed=typed.clone() errors=errors.clone()/> })}
                {(!before.is_empty()).then(|| view! {
                    <details class="card"><summary>{t.t("officers.before")}</summary><ul class="plain-list">{before}</ul></details>
                })}
            </article>
        }
    }))
}

#[component]
fn Now(place: Uuid, officer: PlaceOfficer, ends: bool, own: bool) -> impl IntoView {
    let t = texts();
    let button = t.t(if own { "officers.give_up" } else { "officers.end" });
    let label = format!("{button}: {}", officer.name);
    view! {
        <li class="row">
            <span><strong>{officer_words(t, &officer)}</strong><br/><span class="soft">{t.tf("officers.since", &[("day", &date(t, officer.valid_from))])}</span></span>
            {ends.then(|| view! {
                <PostForm action=format!("/places/{place}/officers/end") class="no-print">
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="officer" value=officer.id.to_string()/>
                    <button class="plain" aria-label=label>{button}</button>
                </PostForm>
            })}
        </li>
    }
}

#[component]
fn Before(officer: PlaceOfficer) -> impl IntoView {
    let t = texts();
    let until = officer.valid_to.map(|day| date(t, day)).unwrap_or_default();
    let days = t.tf("officers.from_to", &[("from", &date(t, officer.valid_from)), ("to", &until)]);
    view! { <li>{officer_words(t, &officer)}" "<span class="soft">{days}</span></li> }
}

#[component]
fn Assign(place: Uuid, choices: Vec<(Uuid, String)>, typed: Assigned, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let people = choices.into_iter().map(|(account, name)| Choice { code: account.to_string(), words: name }).collect();
    let roles =
        OfficerRole::all().iter().map(|role| Choice { code: role.code().into(), words: t.code("officer_role", role.code()) }).collect();
    view! {
        <section class="card no-print">
            <h2>{t.t("officers.assign")}</h2>
            <PostForm action=format!("/places/{place}/officers")>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <div class="columns">
                    <Select name="account" label=t.t("officers.person") value=typed.account choices=people errors=errors.clone() blank=t.t("officers.choose")/>
                    <Select name="role" label=t.t("officers.role") value=typed.role choices=roles errors=errors/>
                </div>
                <button>{t.t("officers.assign_button")}</button>
            </PostForm>
        </section>
    }
}
