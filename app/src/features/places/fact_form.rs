//! The form of one fact: details for those who have them, then the day, and that tap saves. A fact that stands is
//! corrected in the same form.

use chrono::NaiveDate;
use domain::board::{BoardStatus, DisputeKind, FundHandover, Recognition, Requirement};
use domain::course::{Convener, FactKind, MeetingKind, Warning};
use domain::failure::FieldErrors;
use domain::place::limits;
use leptos::prelude::*;
use uuid::Uuid;

use super::form::choices;
use super::happening::Happening;
use super::kept_draft::KeptDraft;
use super::recorded::Recorded;
use crate::ui::{Field, Notice, PostForm, Select, date, texts};

/// Fields of a meeting that fold away.
const OF_MEETING: [&str; 6] = ["meeting", "convened_by", "owners_total", "owners_present", "owners_represented", "number"];

/// All that one form shows.
#[derive(Clone)]
pub struct FactState {
    pub place: Uuid,
    pub revision: i64,
    pub happening: Happening,
    /// What is derived of the board now.
    pub status: BoardStatus,
    pub today: NaiveDate,
    /// What was sent and could not be taken.
    pub typed: Option<Recorded>,
    pub errors: FieldErrors,
}

impl FactState {
    fn typed(&self, field: impl Fn(&Recorded) -> &String) -> String {
        self.typed.as_ref().map(|typed| field(typed).clone()).unwrap_or_default()
    }

    /// As it was sent, else what is likely.
    fn or(&self, field: impl Fn(&Recorded) -> &String, likely: &str) -> String {
        self.typed.as_ref().map_or_else(|| likely.to_owned(), |typed| field(typed).clone())
    }

    /// A fact that stands is said anew: all that is known of it is shown.
    fn corrects(&self) -> bool {
        self.typed.as_ref().is_some_and(|typed| !typed.was.is_empty())
    }

    fn wrong_in(&self, fields: &[&str]) -> bool {
        self.errors.0.iter().any(|error| fields.contains(&error.field.as_str()))
    }

    /// Fields that have a place of their own in the form: what is wrong with the others stands above them.
    fn shown(&self) -> Vec<&'static str> {
        let mut shown = vec!["on", "chosen", "overruled"];
        match self.happening {
            Happening::Meeting(_) => shown.extend(OF_MEETING),
            Happening::Board(kind) => shown.extend(match kind {
                FactKind::Recognised => &["number", "issuer", "term_ends_on"][..],
                FactKind::Fund => &["fund"],
                FactKind::DisputeOpened | FactKind::DisputeClosed => &["dispute"],
                FactKind::RequirementStated => &["requirement", "reason"],
                FactKind::DossierReturned => &["reason"],
                _ => &[],
            }),
            Happening::Organizations(_) => {}
        }
        shown
    }
}

#[component]
pub fn FactForm(state: FactState) -> impl IntoView {
    let t = texts();
    let code = state.happening.code();
    let (open, place) = (state.typed.is_some(), state.place);
    let shown = state.shown();
    let others: Vec<_> = state.errors.0.iter().filter(|error| !shown.contains(&error.field.as_str())).collect();
    let others: Vec<_> = others.into_iter().map(|error| view! { <p>{t.field_error(error)}</p> }).collect();
    let details = view! { <Details state=state.clone()/> }.into_any();
    let overruled = view! { <Overruled state=state.clone()/> }.into_any();
    let days = view! { <Days state=state.clone()/> }.into_any();
    let action = format!("/places/{place}/record");
    // What is put right stands in the form as it was recorded: a draft of something new does not belong there.
    let draft = (!state.corrects()).then(|| view! { <KeptDraft form=code action=action.clone() of=state.happening.words(t)/> });
    view! {
        {draft}
        <details class="fact" name="fact" open=open>
            <summary>{state.happening.words(t)}</summary>
            // A link to what lies inside opens it: the building's page leads to its likeliest fact.
            <PostForm id=code action=action>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <input type="hidden" name="revision" value=state.revision.to_string()/>
                <input type="hidden" name="fact" value=code/>
                {state.corrects().then(|| view! { <input type="hidden" name="was" value=state.typed(|typed| &typed.was)/> })}
                {(!others.is_empty()).then(|| view! { <Notice tone="bad">{others}</Notice> })}
                {details}
                {overruled}
                {days}
            </PostForm>
        </details>
    }
}

#[component]
fn Details(state: FactState) -> impl IntoView {
    let t = texts();
    let (within, e) = (state.happening.code(), state.errors.clone());
    match state.happening {
        Happening::Meeting(_) => view! { <MeetingDetails state=state/> }.into_any(),
        Happening::Board(FactKind::Recognised) => view! { <DecisionDetails state=state/> }.into_any(),
        Happening::Organizations(fact) if fact.has_number() => {
            view! { <Field name="number" within=within label=t.t("places.decision_number") value=state.typed(|typed| &typed.number) errors=e limit=limits::NUMBER/> }
                .into_any()
        }
        Happening::Board(FactKind::Fund) => {
            let codes = FundHandover::all().iter().filter(|fund| **fund != FundHandover::Unknown).map(|fund| fund.code());
            let value = state.or(|typed| &typed.fund, FundHandover::Handed.code());
            view! { <Select name="fund" within=within label=t.t("course.fund") value=value errors=e choices=choices(t, "fund_handover", codes)/> }
                .into_any()
        }
        Happening::Board(kind @ (FactKind::DisputeOpened | FactKind::DisputeClosed)) => {
            let open = &state.status.disputes;
            let own = state.typed(|typed| &typed.dispute);
            let fits = |dispute: &&DisputeKind| open.contains(dispute) == (kind == FactKind::DisputeClosed) || dispute.code() == own;
            let codes = DisputeKind::all().iter().filter(fits).map(|dispute| dispute.code());
            let disputes = choices(t, "dispute", codes);
            view! { <Select name="dispute" within=within label=t.t("course.dispute") value=state.typed(|typed| &typed.dispute) errors=e choices=disputes/> }
                .into_any()
        }
        Happening::Board(FactKind::RequirementStated) => {
            let codes = Requirement::all().iter().filter(|requirement| **requirement != Requirement::Unknown);
            let codes = choices(t, "requirement", codes.map(|requirement| requirement.code()));
            view! {
                <Select name="requirement" within=within label=t.t("places.requirement") value=state.typed(|typed| &typed.requirement) errors=e.clone() choices=codes/>
                <Field name="reason" within=within label=t.t("course.reason") required=true value=state.typed(|typed| &typed.reason) errors=e limit=limits::NOTE/>
            }
            .into_any()
        }
        Happening::Board(FactKind::DossierReturned) => {
            let open = state.corrects() || !state.typed(|typed| &typed.reason).is_empty() || state.wrong_in(&["reason"]);
            view! {
                <details class="folded" open=open>
                    <summary>{t.t("course.details")}</summary>
                    <Field name="reason" within=within label=t.t("course.returned_reason") value=state.typed(|typed| &typed.reason) errors=e limit=limits::NOTE/>
                </details>
            }
            .into_any()
        }
        _ => ().into_any(),
    }
}

#[component]
fn MeetingDetails(state: FactState) -> impl IntoView {
    let t = texts();
    let (within, e) = (state.happening.code(), state.errors.clone());
    let meeting = state.or(|typed| &typed.meeting, state.happening.likely_meeting(&state.status).code());
    let open = state.typed.as_ref().is_some_and(|typed| {
        let said = [&typed.convened_by, &typed.owners_total, &typed.owners_present, &typed.owners_represented, &typed.number];
        said.iter().any(|text| !text.is_empty())
    });
    let owners = [
        ("owners_total", state.typed(|typed| &typed.owners_total)),
        ("owners_present", state.typed(|typed| &typed.owners_present)),
        ("owners_represented", state.typed(|typed| &typed.owners_represented)),
    ];
    let owners = owners.map(|(name, value)| {
        view! { <Field name=name within=within label=t.t(&format!("course.{name}")) value=value errors=e.clone() numeric=true/> }.into_any()
    });
    view! {
        <details class="folded" open=open || state.corrects() || state.wrong_in(&OF_MEETING)>
            <summary>{t.t("course.details")}</summary>
            <div class="columns">
                <Select name="meeting" within=within label=t.t("course.meeting") value=meeting errors=e.clone() choices=choices(t, "meeting_kind", MeetingKind::all().iter().map(|kind| kind.code()))/>
                <Select name="convened_by" within=within label=t.t("course.convened_by") value=state.typed(|typed| &typed.convened_by) errors=e.clone() blank=t.t("places.unknown") choices=choices(t, "convener", Convener::all().iter().map(|convener| convener.code()))/>
                {owners.into_iter().collect::<Vec<_>>()}
                <Field name="number" within=within label=t.t("course.minutes_number") value=state.typed(|typed| &typed.number) errors=e.clone() limit=limits::NUMBER/>
            </div>
        </details>
    }
}

#[component]
fn DecisionDetails(state: FactState) -> impl IntoView {
    let t = texts();
    let (within, e) = (state.happening.code(), state.errors.clone());
    let (issuer, ends) = (state.typed(|typed| &typed.issuer), state.typed(|typed| &typed.term_ends_on));
    let open = state.corrects() || !issuer.is_empty() || !ends.is_empty() || state.wrong_in(&["issuer", "term_ends_on"]);
    view! {
        <Field name="number" within=within label=t.t("places.decision_number") hint=t.t("places.number_later") value=state.typed(|typed| &typed.number) errors=e.clone() limit=limits::NUMBER/>
        <details class="folded" open=open>
            <summary>{t.t("course.details")}</summary>
            <div class="columns">
                <Field name="issuer" within=within label=t.t("course.issuer") value=issuer errors=e.clone() limit=limits::NAME/>
                <Field name="term_ends_on" within=within kind="date" label=t.t("places.term_ends_on") hint=t.t("course.term_hint") value=ends errors=e/>
            </div>
        </details>
    }
}

/// Life is messier than rules: who says why it holds is believed, and the reason stands in the timeline.
#[component]
fn Overruled(state: FactState) -> impl IntoView {
    let t = texts();
    let said = state.typed(|typed| &typed.overruled);
    let warned = state.errors.0.iter().any(|error| Warning::of(error).is_some());
    let on = state.typed.as_ref().and_then(|typed| typed.on(state.today));
    (warned || !said.is_empty()).then(|| {
        view! {
            <Field name="overruled" within=state.happening.code() label=t.t("course.overruled") hint=t.t("course.overruled_hint") value=said errors=state.errors.clone() limit=limits::NOTE/>
            {on.map(|on| view! { <button name="day" value=on.to_string()>{t.tf("course.record_all_the_same", &[("day", &date(t, on))])}</button> })}
        }
    })
}

#[component]
fn Days(state: FactState) -> impl IntoView {
    let t = texts();
    let code = state.happening.code();
    // A decision that waits for its number has its day already.
    let decided = state.status.decision_on.filter(|_| state.status.recognition == Recognition::AwaitingNumber);
    let decided = decided.filter(|_| state.happening == Happening::Board(FactKind::Recognised));
    let corrects = state.corrects();
    let decided = decided.filter(|_| !corrects);
    let wrong: Vec<String> =
        state.errors.0.iter().filter(|error| matches!(error.field.as_str(), "on" | "chosen")).map(|error| t.field_error(error)).collect();
    let (chosen_id, error_id) = (format!("{code}-chosen"), format!("{code}-chosen-error"));
    let invalid = !wrong.is_empty();
    view! {
        {decided.map(|on| view! { <button name="day" value=on.to_string()>{t.tf("course.add_number", &[("day", &date(t, on))])}</button> })}
        {(!corrects).then(|| view! {
            <div class="row days">
                <button name="day" value="today">{t.t("places.today")}</button>
                <button name="day" value="yesterday">{t.t("places.yesterday")}</button>
            </div>
        })}
        <div class="field" class:wrong=invalid>
            <div class="row days">
                <label class:hidden=!corrects for=chosen_id.clone()>{t.t(if corrects { "course.happened_on" } else { "places.choose_day" })}</label>
                <input id=chosen_id type="date" name="chosen" value=state.typed(|typed| &typed.chosen) max=state.today.to_string() aria-invalid=invalid.then_some("true") aria-describedby=invalid.then(|| error_id.clone())/>
                <button class:plain=!corrects name="day" value="chosen">{t.t(if corrects { "course.save_correction" } else { "places.save_day" })}</button>
            </div>
            {invalid.then(|| view! { <p class="error" id=error_id>{wrong.join(" ")}</p> })}
        </div>
    }
}
