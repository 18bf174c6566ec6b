//! The form of one assignment.

use domain::assignment::{LONGEST_AIM, Suggestion};
use domain::failure::FieldErrors;
use leptos::prelude::*;
use store::assignment::{SUGGESTED, Suggestions};
use uuid::Uuid;

use super::address;
use super::typed::Typed;
use super::words::distance;
use crate::features::members::DespiteLoad;
use crate::ui::{Field, Notice, PostForm, count, texts};

#[component]
pub fn AssignForm(household: Uuid, suggestions: Suggestions, typed: Typed, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let v = typed;
    let of_form = ["member", "despite_load", "from", "to", "aim"];
    let others: Vec<String> =
        errors.0.iter().filter(|error| !of_form.contains(&error.field.as_str())).map(|error| t.field_error(error)).collect();
    let wrong = |field: &str| errors.of(field).map(|error| t.field_error(error)).collect::<Vec<_>>().join(" ");
    let wrong_member = wrong("member");
    let chosen = v.get("member");
    let more = suggestions.more;
    let skip: usize = v.get("skip").parse().unwrap_or_default();
    let next = format!("{}/assign?from={}&skip={}", address(household), v.get("from"), skip.saturating_add(SUGGESTED));
    let members: Vec<_> = suggestions
        .members
        .into_iter()
        .map(|one| {
            let id = one.member.to_string();
            let checked = id == chosen;
            view! {
                <label class="check"><input type="radio" name="member" value=id checked=checked/>
                    <span>{one.name.clone()}<span class="soft">" · "{said_of(&one)}</span></span></label>
            }
            .into_any()
        })
        .collect();
    let no_member = !wrong_member.is_empty();
    view! {
        <PostForm action=format!("{}/assign", address(household)) class="card" about_people=true>
            <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
            <input type="hidden" name="skip" value=skip.to_string()/>
            {(!others.is_empty()).then(|| view! { <Notice tone="bad"><p>{others.join(" ")}</p></Notice> })}
            <fieldset class="field" class:wrong=no_member>
                <legend>{t.t("households.which_member")}</legend>
                {members}
                {(more > 0).then(|| view! {
                    <p class="soft">{t.tf("households.more_members", &[("count", &count(t, more as u64))])}" "<a href=next>{t.t("households.next_members")}</a></p>
                })}
                {no_member.then(|| view! { <p class="error">{wrong_member}</p> })}
            </fieldset>
            <DespiteLoad errors=errors.clone() ticked=v.ticked("despite_load") label=t.t("households.despite_load")/>
            <div class="columns">
                <Field name="from" kind="date" label=t.t("households.from") value=v.get("from") errors=errors.clone() required=true/>
                <Field name="to" kind="date" label=t.t("households.to") hint=t.t("households.to_hint") value=v.get("to") errors=errors.clone() required=true/>
            </div>
            <Field name="aim" label=t.t("households.aim") hint=t.t("households.aim_hint") value=v.get("aim") errors=errors required=true limit=LONGEST_AIM/>
            <div class="row form-buttons">
                <button>{t.t("households.assign_save")}</button>
                <a class="button plain" href=address(household)>{t.t("households.leave")}</a>
            </div>
        </PostForm>
    }
}

/// How near and how free somebody is.
fn said_of(one: &Suggestion) -> String {
    let t = texts();
    let near = match (one.same_building, one.distance_m) {
        (true, _) => t.t("households.same_building"),
        (false, Some(metres)) => t.tf("households.away", &[("distance", &distance(t, metres))]),
        (false, None) => t.t("households.residence_unknown"),
    };
    let free = t.tf("households.free", &[("count", &one.free.to_string())]);
    let now = if one.helps_now { format!("{} · ", t.t("households.helps_now")) } else { String::new() };
    format!("{now}{near} · {free}")
}
