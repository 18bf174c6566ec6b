//! The form of one decision: its day, number and issuer, and what its kind asks for.

use chrono::NaiveDate;
use domain::failure::FieldErrors;
use domain::organization::OrganizationEventKind;
use domain::place::limits;
use leptos::prelude::*;
use store::organization::OrganizationView;
use uuid::Uuid;

use super::typed::Typed;
use crate::features::places::KeptDraft;
use crate::ui::{CheckGroup, Choice, Field, Notice, PostForm, Select, count, texts};

/// So many new organizations come out of a split at once; more take another decision.
const NEW: [&str; 3] = ["split-1", "split-2", "split-3"];

/// All that one form shows.
#[derive(Clone)]
pub struct DecisionState {
    pub organization: OrganizationView,
    /// Others of its kind in its ward, which go on.
    pub alike: Vec<Choice>,
    /// Those that may stand above it.
    pub above: Vec<Choice>,
    /// Other units in which whoever asks may write.
    pub units: Vec<Choice>,
    pub today: NaiveDate,
    pub typed: Typed,
    pub errors: FieldErrors,
    /// It was sent and could not be taken.
    pub open: bool,
}

/// Fields that have a place of their own in the form of a kind.
fn shown(kind: OrganizationEventKind) -> Vec<&'static str> {
    use OrganizationEventKind::{Merged, Split, Transferred};
    let own = match kind {
        Merged => &["others"][..],
        Split => &["new"],
        Transferred => &["admin_unit_id", "superior_id"],
        _ => &[],
    };
    [&["on", "number", "issuer", "overruled"], own].concat()
}

#[component]
pub fn DecisionForm(kind: OrganizationEventKind, state: DecisionState) -> impl IntoView {
    let t = texts();
    let (code, shown) = (kind.code(), shown(kind));
    let others: Vec<_> = state.errors.0.iter().filter(|error| !shown.contains(&error.field.as_str())).collect();
    let others: Vec<_> = others.into_iter().map(|error| view! { <p>{t.field_error(error)}</p> }).collect();
    let (v, e) = (state.typed.clone(), state.errors.clone());
    let on = if state.open { v.get("on") } else { state.today.to_string() };
    let warned = e.0.iter().any(|error| ["decision_number_shared", "cell_below_least_members"].contains(&error.code.as_str()))
        || !v.get("overruled").is_empty();
    let (open, action) = (state.open, format!("/organizations/{}/decide", state.organization.id));
    let details = view! { <Details kind=kind state=state/> }.into_any();
    view! {
        <KeptDraft form=code action=action.clone() of=t.code("organization_event", code)/>
        <details class="fact" name="decision" open=open>
            <summary>{t.code("organization_event", code)}</summary>
            <PostForm id=code action=action>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <input type="hidden" name="kind" value=code/>
                <p class="soft">{t.t(&format!("organizations.meaning.{code}"))}</p>
                {(!others.is_empty()).then(|| view! { <Notice tone="bad">{others}</Notice> })}
                {details}
                <Field name="on" within=code kind="date" label=t.t("organizations.decided_on") value=on errors=e.clone() required=true/>
                <Field name="number" within=code label=t.t("organizations.number") value=v.get("number") errors=e.clone() limit=limits::NUMBER/>
                <Field name="issuer" within=code label=t.t("organizations.issuer") value=v.get("issuer") errors=e.clone() limit=limits::NAME/>
                {warned.then(|| view! { <Field name="overruled" within=code label=t.t("course.overruled") value=v.get("overruled") errors=e.clone() limit=limits::NOTE/> })}
                <div><button>{t.t("organizations.decide_save")}</button></div>
            </PostForm>
        </details>
    }
}

#[component]
fn Details(kind: OrganizationEventKind, state: DecisionState) -> impl IntoView {
    let t = texts();
    let (v, e) = (state.typed.clone(), state.errors.clone());
    match kind {
        OrganizationEventKind::Merged if state.alike.is_empty() => view! { <p>{t.t("organizations.nothing_to_merge")}</p> }.into_any(),
        OrganizationEventKind::Merged => {
            view! { <CheckGroup name="others" label=t.t("organizations.which_end") values=v.all("others") choices=state.alike errors=e/> }
                .into_any()
        }
        OrganizationEventKind::Split => view! { <SplitDetails state=state/> }.into_any(),
        OrganizationEventKind::Transferred => {
            let units = (!state.units.is_empty()).then(|| {
                view! { <Select name="admin_unit_id" within="transferred" label=t.t("organizations.to_unit") value=v.get("admin_unit_id") choices=state.units errors=e.clone() blank=t.t("organizations.stays")/> }
            });
            view! {
                <Select name="superior_id" within="transferred" label=t.t("organizations.to_superior") value=v.get("superior_id") choices=state.above errors=e.clone() blank=t.t("organizations.stays")/>
                {units}
            }
            .into_any()
        }
        OrganizationEventKind::Dissolved => {
            let places = state.organization.places.len() as u64 + state.organization.elsewhere;
            let words = t.tf("organizations.dissolves_links", &[("count", &count(t, places))]);
            (places > 0).then(|| view! { <p><strong>{words}</strong></p> }).into_any()
        }
        OrganizationEventKind::Founded | OrganizationEventKind::Renewed => ().into_any(),
    }
}

/// New names, and for each place which of them takes it over.
#[component]
fn SplitDetails(state: DecisionState) -> impl IntoView {
    let t = texts();
    let names = state.typed.all("new");
    let fields = NEW.iter().enumerate().map(|(at, within)| {
        let number = (at + 1).to_string();
        // What is wrong with the names is said once.
        let errors = if at == 0 { state.errors.clone() } else { FieldErrors::default() };
        let value = names.get(at).cloned().unwrap_or_default();
        view! { <Field name="new" within=within label=t.tf("organizations.new_name", &[("number", &number)]) value=value errors=errors limit=limits::NAME/> }.into_any()
    });
    let chosen = state.typed.all("moves");
    let places = state.organization.places.iter().map(|place| {
        let id = format!("moves-{}", place.place_id);
        let options: Vec<_> = (1..=NEW.len())
            .map(|number| {
                let value = format!("{}:{number}", place.place_id);
                let selected = chosen.contains(&value);
                view! { <option value=value selected=selected>{t.tf("organizations.goes_to", &[("number", &number.to_string())])}</option> }
            })
            .collect();
        view! {
            <div class="field">
                <label for=id.clone()>{place.name.clone()}</label>
                <select id=id name="moves"><option value="">{t.t("organizations.place_stays")}</option>{options}</select>
            </div>
        }
        .into_any()
    });
    let (fields, places): (Vec<_>, Vec<_>) = (fields.collect(), places.collect());
    view! {
        {fields}
        {(!places.is_empty()).then(|| view! { <fieldset class="field"><legend>{t.t("organizations.which_places_go")}</legend>{places}</fieldset> })}
    }
}
