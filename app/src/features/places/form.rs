//! The form of a place, for adding and for correcting: every field, what was typed, what is wrong with it.

use domain::admin_unit::AdminUnit;
use domain::failure::{FieldConflict, FieldErrors};
use leptos::prelude::*;

use super::form_values::FormValues;
use crate::texts::Texts;
use crate::ui::{CheckGroup, Choice, Field, Select, texts};

/// All that a form shows.
#[derive(Clone, Default)]
pub struct FormState {
    pub values: FormValues,
    pub errors: FieldErrors,
    pub conflicts: Vec<FieldConflict>,
    pub units: Vec<AdminUnit>,
    /// Clusters that a building may stand in: id and name.
    pub clusters: Vec<(String, String)>,
    /// Residential areas in which a building may lie: id and name.
    pub areas: Vec<(String, String)>,
    /// A place that is there already: fields of its board may follow from facts.
    pub changes: bool,
}

/// The codes of an enumeration with their words.
pub fn choices(t: Texts, set: &str, codes: impl IntoIterator<Item = &'static str>) -> Vec<Choice> {
    codes.into_iter().map(|code| Choice { code: code.to_owned(), words: t.code(set, code) }).collect()
}

pub fn yes_no(t: Texts) -> Vec<Choice> {
    vec![Choice { code: "true".into(), words: t.t("places.yes") }, Choice { code: "false".into(), words: t.t("places.no") }]
}

macro_rules! codes_of {
    ($t:expr, $set:literal, $type:ty) => {
        choices($t, $set, <$type>::all().iter().map(|value| value.code()))
    };
}

#[component]
pub fn PlaceFields(state: FormState) -> impl IntoView {
    let first = view! { <WhereItIs state=state.clone()/> }.into_any();
    let second = view! { <HowLargeItIs state=state.clone()/> }.into_any();
    let third = view! { <BoardFields state=state.clone()/> }.into_any();
    let fourth = view! { <OrganizationFields state=state/> }.into_any();
    view! { {first} {second} {third} {fourth} }
}

#[component]
fn WhereItIs(state: FormState) -> impl IntoView {
    let t = texts();
    let FormState { values: v, errors: e, units, clusters, areas, .. } = state;
    let units = units.into_iter().map(|unit| Choice { words: unit.full_name(), code: unit.id.to_string() }).collect();
    let choice = |(code, words)| Choice { code, words };
    let clusters = clusters.into_iter().map(choice).collect();
    let areas = areas.into_iter().map(choice).collect();
    view! {
        <fieldset class="card">
            <legend><h2>{t.t("places.form.place")}</h2></legend>
            <Field name="name" label=t.t("places.name") value=v.get("name") errors=e.clone() required=true limit=200/>
            <div class="columns">
                <Select name="kind" label=t.t("places.kind") value=v.get("kind") errors=e.clone() choices=codes_of!(t, "kind", domain::place::PlaceKind)/>
                <Select name="segment" label=t.t("places.segment") value=v.get("segment") errors=e.clone() blank=t.t("places.unknown") choices=codes_of!(t, "segment", domain::place::Segment)/>
            </div>
            <Field name="address" label=t.t("places.address") value=v.get("address") errors=e.clone()/>
            <div class="columns">
                <Select name="admin_unit_id" label=t.t("places.unit") value=v.get("admin_unit_id") errors=e.clone() blank=t.t("places.form.choose") choices=units/>
                <Field name="former_district" label=t.t("places.former_district") value=v.get("former_district") errors=e.clone() limit=100/>
            </div>
            <div id="pick-map" data-lon=v.get("lon") data-lat=v.get("lat")></div>
            <div class="columns">
                <Field name="lat" label=t.t("places.lat") value=v.get("lat") errors=e.clone() numeric=true hint=t.t("places.form.lat_hint")/>
                <Field name="lon" label=t.t("places.lon") value=v.get("lon") errors=e.clone() numeric=true hint=t.t("places.form.lon_hint")/>
            </div>
            <Select name="parent_id" label=t.t("places.parent") value=v.get("parent_id") errors=e.clone() blank=t.t("places.form.no_cluster") choices=clusters/>
            <div class="columns">
                <Select name="residential_area_id" label=t.t("places.residential_area_id") value=v.get("residential_area_id") errors=e.clone() blank=t.t("places.unknown") choices=areas/>
                <Select name="head_post" label=t.t("places.head_post") value=v.get("head_post") errors=e blank=t.t("places.unknown") choices=codes_of!(t, "head_post", domain::residential::HeadPost)/>
            </div>
        </fieldset>
    }
}

#[component]
fn HowLargeItIs(state: FormState) -> impl IntoView {
    let t = texts();
    let FormState { values: v, errors: e, .. } = state;
    let number = |name: &'static str| {
        view! { <Field name=name label=t.t(&format!("places.{name}")) value=v.get(name) errors=e.clone() numeric=true/> }.into_any()
    };
    let numbers: Vec<_> = ["blocks", "apartments", "handed_over", "handover_year", "residents"].into_iter().map(number).collect();
    view! {
        <fieldset class="card">
            <legend><h2>{t.t("places.form.size")}</h2></legend>
            <div class="columns">
                {numbers}
                <Field name="handed_over_on" kind="date" label=t.t("places.handed_over_on") hint=t.t("places.form.handed_over_on_hint") value=v.get("handed_over_on") errors=e.clone()/>
                <Select name="several_owners" label=t.t("places.several_owners") value=v.get("several_owners") errors=e blank=t.t("places.unknown") choices=yes_no(t)/>
            </div>
        </fieldset>
    }
}

#[component]
fn BoardFields(state: FormState) -> impl IntoView {
    let t = texts();
    let FormState { values: v, errors: e, changes, .. } = state;
    use domain::board::{DisputeKind, FundHandover, MeetingStage, Recognition, Requirement, Term};
    view! {
        <fieldset class="card">
            <legend><h2>{t.t("places.board")}</h2></legend>
            <div class="columns">
                <Select name="requirement" label=t.t("places.requirement") value=v.get("requirement") errors=e.clone() choices=codes_of!(t, "requirement", Requirement)/>
                <Select name="meeting_stage" label=t.t("places.meeting_stage") value=v.get("meeting_stage") errors=e.clone() choices=codes_of!(t, "meeting_stage", MeetingStage)/>
                <Select name="recognition" label=t.t("places.recognition") value=v.get("recognition") errors=e.clone() choices=codes_of!(t, "recognition", Recognition)/>
                <Select name="term" label=t.t("places.term") value=v.get("term") errors=e.clone() choices=codes_of!(t, "term", Term)/>
                <Select name="fund_handover" label=t.t("places.fund_handover") value=v.get("fund_handover") errors=e.clone() choices=codes_of!(t, "fund_handover", FundHandover)/>
            </div>
            <p class="soft">{t.t("places.form.awaiting_number")}</p>
            <div class="columns">
                <Field name="decision_number" label=t.t("places.decision_number") value=v.get("decision_number") errors=e.clone() limit=100/>
                <Field name="decision_on" kind="date" label=t.t("places.decision_on") value=v.get("decision_on") errors=e.clone()/>
                <Field name="term_ends_on" kind="date" label=t.t("places.term_ends_on") value=v.get("term_ends_on") errors=e.clone()/>
            </div>
            <CheckGroup name="disputes" label=t.t("places.disputes") values=v.all("disputes") errors=e.clone() choices=codes_of!(t, "dispute", DisputeKind)/>
            {changes.then(|| view! { <Field name="reason" label=t.t("places.form.reason") hint=t.t("places.form.reason_hint") value=v.get("reason") errors=e limit=500/> })}
        </fieldset>
    }
}

#[component]
fn OrganizationFields(state: FormState) -> impl IntoView {
    let t = texts();
    let FormState { values: v, errors: e, .. } = state;
    view! {
        <fieldset class="card">
            <legend><h2>{t.t("places.organizations")}</h2></legend>
            <CheckGroup name="organizations" label=t.t("places.form.linked_to") values=v.all("organizations") errors=e.clone() choices=codes_of!(t, "organization", domain::organization::PlaceOrganization)/>
            <Field name="organizations_confirmed_on" kind="date" label=t.t("places.organizations_confirmed_on") hint=t.t("places.form.confirmed_hint") value=v.get("organizations_confirmed_on") errors=e.clone()/>
            <div class="columns">
                <Field name="party_decision" label=t.t("places.party_decision") value=v.get("party_decision") errors=e.clone() limit=100/>
                <Field name="party_members" label=t.t("places.party_members") value=v.get("party_members") errors=e.clone() numeric=true/>
                <Select name="cell_committee" label=t.t("places.cell_committee") value=v.get("cell_committee") errors=e.clone() blank=t.t("places.unknown") choices=yes_no(t)/>
                <Field name="agreement_number" label=t.t("places.agreement_number") value=v.get("agreement_number") errors=e.clone() limit=100/>
                <Field name="agreement_on" kind="date" label=t.t("places.agreement_on") value=v.get("agreement_on") errors=e.clone()/>
            </div>
        </fieldset>
        <fieldset class="card">
            <legend><h2>{t.t("places.review")}</h2></legend>
            <Field name="reviewed_on" kind="date" label=t.t("places.reviewed_on") value=v.get("reviewed_on") errors=e.clone()/>
            <Field name="note" label=t.t("places.note") hint=t.t("places.form.note_hint") value=v.get("note") errors=e limit=500/>
        </fieldset>
    }
}
