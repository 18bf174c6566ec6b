//! The form of an agreement, for writing one down and for correcting it.

use domain::agreement::AgreementStatus;
use domain::failure::{FieldConflict, FieldErrors};
use domain::place::limits;
use leptos::prelude::*;
use uuid::Uuid;

use super::words::{field_words, value_words};
use crate::features::places::{FormValues, KeptDraft};
use crate::ui::{Choice, Field, Notice, PostForm, Select, TextArea, texts};

/// All that the form shows.
#[derive(Clone, Default)]
pub struct FormState {
    pub values: FormValues,
    pub errors: FieldErrors,
    pub conflicts: Vec<FieldConflict>,
    /// Where the agreement stands; none: it is written down now.
    pub status: Option<AgreementStatus>,
    /// The register names one already: its number and day stand in the form.
    pub of_register: bool,
    /// Party organizations that the place belongs to, or did.
    pub parties: Vec<Choice>,
}

const SHOWN: [&str; 9] =
    ["number", "organization_id", "party_organization", "scope", "signed_on", "review_on", "reviewed_on", "ended_on", "overruled"];

#[component]
pub fn AgreementForm(action: String, cancel: String, state: FormState) -> impl IntoView {
    let t = texts();
    let FormState { values: v, errors: e, conflicts, status, of_register, parties } = state;
    use AgreementStatus::{Ended, Reviewed};
    // What did not happen yet is recorded as a step, not here.
    let new = status.is_none();
    let signed = new || status != Some(AgreementStatus::Draft);
    let reviewed = new || status == Some(Reviewed) || (status == Some(Ended) && !v.get("reviewed_on").is_empty());
    let ended = status == Some(Ended);
    let others: Vec<_> = e.0.iter().filter(|error| !SHOWN.contains(&error.field.as_str())).map(|error| t.field_error(error)).collect();
    let wrong = !e.is_empty();
    let overruled = !v.get("overruled").is_empty() || e.0.iter().any(|error| error.code == "agreement_number_twice");
    let offered = !parties.is_empty();
    let chosen = offered.then(|| {
        let blank = t.t("agreements.other_party");
        view! { <Select name="organization_id" label=field_words(t, "party_organization") value=v.get("organization_id") choices=parties errors=e.clone() blank=blank/> }
            .into_any()
    });
    let typed_label = if offered { t.t("agreements.other_party_name") } else { field_words(t, "party_organization") };
    // What is chosen above has its own name.
    let typed_party = if v.get("organization_id").is_empty() { v.get("party_organization") } else { String::new() };
    let first = view! { <Conflicts conflicts=conflicts/> }.into_any();
    let day = |name: &'static str, hint: &'static str| {
        let hint = if hint.is_empty() { String::new() } else { t.t(hint) };
        view! { <Field name=name kind="date" label=field_words(t, name) hint=hint value=v.get(name) errors=e.clone()/> }.into_any()
    };
    let days = view! {
        <div class="columns">
            {signed.then(|| day("signed_on", if new { "agreements.signed_hint" } else { "" }))}
            {reviewed.then(|| day("reviewed_on", if new { "agreements.reviewed_hint" } else { "" }))}
            {(!ended).then(|| day("review_on", "agreements.review_hint"))}
            {ended.then(|| day("ended_on", ""))}
        </div>
    }
    .into_any();
    view! {
        {wrong.then(|| view! { <Notice tone="bad"><p>{t.t("places.form.look_again")}</p>{others.into_iter().map(|words| view! { <p>{words}</p> }).collect::<Vec<_>>()}</Notice> })}
        <KeptDraft form="agreement-form" action=action.clone()/>
        <PostForm id="agreement-form" class="card" action=action>
            <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
            <input type="hidden" name="revision" value=v.get("revision")/>
            {first}
            {of_register.then(|| view! { <p>{t.t("agreements.of_register_hint")}</p> })}
            <div class="columns">
                <Field name="number" label=field_words(t, "number") value=v.get("number") errors=e.clone() limit=limits::NUMBER/>
                {chosen}
                <Field name="party_organization" label=typed_label hint=t.t("agreements.party_hint") value=typed_party errors=e.clone() limit=limits::NAME/>
            </div>
            {overruled.then(|| view! { <Field name="overruled" label=field_words(t, "overruled") hint=t.t("agreements.overruled_hint") value=v.get("overruled") errors=e.clone() limit=limits::NOTE/> })}
            <TextArea name="scope" label=field_words(t, "scope") hint=t.t("agreements.scope_hint") value=v.get("scope") errors=e.clone() limit=limits::NOTE/>
            {days}
            <div class="row form-buttons">
                <button>{t.t("places.form.save")}</button>
                <a class="button plain" href=cancel>{t.t("places.form.cancel")}</a>
            </div>
        </PostForm>
    }
}

/// What somebody else wrote meanwhile where the person wrote something else: theirs is told, and the form holds mine.
#[component]
fn Conflicts(conflicts: Vec<FieldConflict>) -> impl IntoView {
    let t = texts();
    let rows: Vec<_> = conflicts
        .into_iter()
        .filter(|conflict| conflict.field != "organization_id")
        .map(|conflict| {
            let (mine, theirs) = (value_words(t, &conflict.field, &conflict.mine), value_words(t, &conflict.field, &conflict.theirs));
            view! { <li>{field_words(t, &conflict.field)}": "{t.t("places.form.theirs")}" "<strong>{theirs}</strong>"; "{t.t("places.form.mine")}" "<strong>{mine}</strong></li> }
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <Notice tone="bad"><p><strong>{t.t("agreements.conflict")}</strong></p><ul>{rows}</ul></Notice> })
}
