//! The form of a visit. Its first button saves at once; all below it may be left as it is.

use domain::failure::FieldErrors;
use domain::visit::{HelpKind, LONGEST_PROMISE, VisitHow, VisitOutcome};
use leptos::prelude::*;
use uuid::Uuid;

use super::typed::{HELP, Typed};
use crate::ui::{Choice, Field, Notice, PostForm, Select, texts};

/// What stands beside a field of its own; the rest is said above all.
const FIELDS: [&str; 5] = ["outcome", "on", "how", "promised", "next_on"];

#[component]
pub fn VisitForm(
    action: String,
    typed: Typed,
    errors: FieldErrors,
    /// Where whoever corrects an entry goes back to.
    leave: String,
) -> impl IntoView {
    let t = texts();
    let v = typed;
    let corrects = v.corrects();
    let beside =
        |field: &str| FIELDS.contains(&field) || HELP.iter().any(|(kind, amount, count)| [*kind, *amount, *count].contains(&field));
    let above: Vec<String> = errors.0.iter().filter(|error| !beside(&error.field)).map(|error| t.field_error(error)).collect();
    let outcomes: Vec<Choice> =
        VisitOutcome::all().iter().map(|one| Choice { code: one.code().into(), words: t.code("visit_outcome", one.code()) }).collect();
    let ways: Vec<Choice> =
        VisitHow::all().iter().map(|how| Choice { code: how.code().into(), words: t.code("visit_how", how.code()) }).collect();
    let details = corrects.is_some() || ["on", "how"].iter().any(|field| errors.of(field).next().is_some());
    let heading = if corrects.is_some() { "house_visits.correct_title" } else { "house_visits.record_title" };
    view! {
        <section class="card no-print" id="visit">
            <h2>{t.t(heading)}</h2>
            <p class="soft">{t.t("house_visits.purpose")}</p>
            {(!above.is_empty()).then(|| view! { <Notice tone="bad"><p>{above.join(" ")}</p></Notice> })}
            <PostForm about_people=true action=action>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                {corrects.map(|id| view! { <input type="hidden" name="corrects" value=id.to_string()/> })}
                <Select name="outcome" label=t.t("house_visits.outcome") value=v.get("outcome") choices=outcomes errors=errors.clone()/>
                {corrects.is_none().then(|| view! { <p><button>{t.t("house_visits.save_now")}</button></p> })}
                <Field name="promised" label=t.t("house_visits.promised") hint=t.t("house_visits.promised_hint") value=v.get("promised") errors=errors.clone() limit=LONGEST_PROMISE/>
                <Field name="next_on" kind="date" label=t.t("house_visits.next_on") hint=t.t("house_visits.next_on_hint") value=v.get("next_on") errors=errors.clone()/>
                <Help typed=v.clone() errors=errors.clone()/>
                <details class="folded" open=details>
                    <summary>{t.t("house_visits.when_and_how")}</summary>
                    <div class="columns">
                        <Field name="on" kind="date" label=t.t("house_visits.on") value=v.get("on") errors=errors.clone()/>
                        <Select name="how" label=t.t("house_visits.how") value=v.get("how") choices=ways errors=errors/>
                    </div>
                </details>
                <div class="row form-buttons">
                    <button>{t.t("house_visits.save")}</button>
                    {corrects.map(|_| view! { <a class="button plain" href=leave>{t.t("house_visits.leave")}</a> })}
                </div>
            </PostForm>
        </section>
    }
}

/// What was given: the first line is open, the others unfold for those who have more.
#[component]
fn Help(typed: Typed, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let kinds: Vec<Choice> =
        HelpKind::all().iter().map(|kind| Choice { code: kind.code().into(), words: t.code("help_kind", kind.code()) }).collect();
    let line = |(kind, amount, quantity): (&'static str, &'static str, &'static str)| {
        let (v, errors, choices) = (typed.clone(), errors.clone(), kinds.clone());
        view! {
            <div class="columns">
                <Select name=kind label=t.t("house_visits.help") value=v.get(kind) choices=choices errors=errors.clone() blank=t.t("house_visits.no_help")/>
                <Field name=amount label=t.t("house_visits.amount") value=v.get(amount) errors=errors.clone() digits=true limit=20/>
                <Field name=quantity label=t.t("house_visits.quantity") value=v.get(quantity) errors=errors digits=true limit=8/>
            </div>
        }
        .into_any()
    };
    let [first, rest @ ..] = HELP;
    let said = |name: &str| !typed.get(name).is_empty() || errors.of(name).next().is_some();
    let more = rest.iter().any(|(kind, amount, quantity)| [*kind, *amount, *quantity].into_iter().any(said));
    let rest: Vec<_> = rest.into_iter().map(line).collect();
    view! {
        <p class="soft">{t.t("house_visits.help_hint")}</p>
        {line(first)}
        <details class="folded" open=more><summary>{t.t("house_visits.more_help")}</summary>{rest}</details>
    }
}
