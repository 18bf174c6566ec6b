//! Who is assigned to a household, and how that ends. The household may ask for somebody else at any time; it is not
//! asked why.

use chrono::NaiveDate;
use domain::assignment::AssignmentEnd;
use domain::failure::FieldErrors;
use domain::household::Household;
use domain::setting::days_after;
use leptos::prelude::*;
use store::assignment::AssignedMember;
use uuid::Uuid;

use super::address;
use super::words::assignment_words;
use crate::ui::{Choice, PostForm, Select, texts};

/// Why a person of the ward ends one. That the household asked has a form of its own, and the end of support ends all.
const ENDS: [AssignmentEnd; 3] = [AssignmentEnd::Over, AssignmentEnd::HandedOver, AssignmentEnd::MemberLeft];

#[component]
pub fn Assigned(household: Household, all: Vec<AssignedMember>, may: bool, today: NaiveDate) -> impl IntoView {
    let t = texts();
    // Those that begin later stand with those of now: they can be ended too.
    let (open, over): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|one| one.assignment.ended_on.is_none() && one.assignment.draft.to >= today);
    let nobody = !open.iter().any(|one| one.assignment.holds_on(today));
    let may = may && !household.restricted;
    let assigns = may && household.ended_on.is_none();
    let here = address(household.id);
    let unwanted = |one: &AssignedMember| one.neighbour && !household.draft.neighbours_allowed;
    // Whoever goes on after that day has been assigned anew already.
    let lasts: Vec<(Uuid, NaiveDate)> = open.iter().map(|one| (one.assignment.draft.member, one.assignment.draft.to)).collect();
    let open: Vec<_> = open
        .into_iter()
        .map(|one| {
            let (unwanted, draft) = (unwanted(&one), &one.assignment.draft);
            let last = lasts.iter().all(|(member, to)| *member != draft.member || *to <= draft.to);
            view! { <Open household=household.id one=one may=may renews=assigns && last && !unwanted unwanted=unwanted/> }.into_any()
        })
        .collect();
    let over: Vec<_> = over
        .into_iter()
        .map(|one| view! { <li><strong>{one.name}</strong><br/><span class="soft">{assignment_words(t, &one.assignment)}</span></li> })
        .collect();
    view! {
        <section class="card">
            <h2>{t.t("households.assigned")}</h2>
            {nobody.then(|| view! { <p><strong>{t.t("households.nobody_assigned")}</strong></p> })}
            <ul class="plain-list">{open}</ul>
            {assigns.then(|| view! { <p class="no-print"><a class="button" href=format!("{here}/assign")>{t.t("households.assign")}</a></p> })}
            {(!over.is_empty()).then(|| view! { <details class="folded"><summary>{t.t("households.assigned_before")}</summary><ul class="plain-list">{over}</ul></details> })}
        </section>
    }
}

#[component]
fn Open(
    household: Uuid,
    one: AssignedMember,
    may: bool,
    renews: bool,
    /// They live in its house, and the household wants nobody of it.
    unwanted: bool,
) -> impl IntoView {
    let t = texts();
    let AssignedMember { assignment, name, .. } = one;
    let ends = ENDS.iter().map(|end| Choice { code: end.code().into(), words: t.code("assignment_end", end.code()) }).collect();
    let here = address(household);
    let change = t.tf("households.change_assignment_of", &[("name", &name)]);
    let renew = renews.then(|| {
        let label = t.tf("households.renew_assignment_of", &[("name", &name)]);
        let from = days_after(assignment.draft.to, 1);
        let href = format!("{here}/assign?member={}&from={from}", assignment.draft.member);
        view! { <p class="no-print"><a href=href aria-label=label>{t.t("households.renew_assignment")}</a></p> }
    });
    let forms = may.then(|| {
        view! {
            <details class="folded no-print">
                <summary aria-label=change>{t.t("households.change_assignment")}</summary>
                <PostForm action=format!("{here}/refuse") about_people=true>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="member" value=assignment.draft.member.to_string()/>
                    <p class="soft">{t.t("households.refuse_hint")}</p>
                    <button class="plain">{t.t("households.refuse")}</button>
                </PostForm>
                <PostForm action=format!("{here}/assignments/end") about_people=true>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="assignment" value=assignment.id.to_string()/>
                    <Select name="end" label=t.t("households.why_ended") value=String::new() choices=ends errors=FieldErrors::default()/>
                    <button class="plain">{t.t("households.end_assignment")}</button>
                </PostForm>
            </details>
        }
        .into_any()
    });
    view! {
        <li>
            <strong>{name}</strong>" · "{assignment.draft.aim.clone()}
            <br/><span class="soft">{assignment_words(t, &assignment)}</span>
            {unwanted.then(|| view! { <p><strong>{t.t("households.neighbour_unwanted")}</strong></p> })}
            {renew}
            {forms}
        </li>
    }
}
