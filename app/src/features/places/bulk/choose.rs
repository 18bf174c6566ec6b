//! What is to be said, and of which places: all that the filter finds, each with its box.

use chrono::NaiveDate;
use domain::bulk::{BulkField, MOST};
use domain::failure::FieldErrors;
use domain::place::{PlaceRow, Segment, limits};
use leptos::prelude::*;
use store::place::BulkListed;

use super::super::form::{choices, yes_no};
use super::super::form_values::FormValues;
use super::super::happening::Happening;
use super::asked::{Asked, Kind, codes, details};
use super::words::said_words;
use crate::ui::{Choice, Field, Notice, PostForm, Select, count, moment, texts};
use crate::visit::{Page, Visit};

/// All that the page shows.
#[derive(Clone)]
pub struct State {
    pub asked: Asked,
    pub items: Vec<PlaceRow>,
    pub total: u64,
    /// What was typed before.
    pub sent: Option<FormValues>,
    pub errors: FieldErrors,
    pub lately: Vec<BulkListed>,
    pub today: NaiveDate,
}

impl State {
    fn typed(&self, name: &str) -> String {
        self.sent.as_ref().map(|sent| sent.get(name)).unwrap_or_default()
    }

    /// Errors of no field that the page shows.
    fn others(&self) -> Vec<&domain::failure::FieldError> {
        let mut shown = vec!["change", "places", "chosen"];
        match self.asked.kind {
            Some(Kind::Field(field)) => shown.push(field.code()),
            Some(Kind::Happened(happening)) => shown.extend(details(happening)),
            None => {}
        }
        self.errors.0.iter().filter(|error| !shown.contains(&error.field.as_str())).collect()
    }
}

pub fn page(visit: &Visit, state: State) -> Page {
    let t = visit.texts;
    Page::new(t.t("bulk.title"), move || {
        let others: Vec<_> = state.others().into_iter().map(|error| view! { <p>{t.field_error(error)}</p> }).collect();
        let list = format!("/places?{}", state.asked.filter());
        let total = t.tf("bulk.found", &[("count", &count(t, state.total))]);
        let none = state.items.is_empty();
        let what = (!none).then(|| view! { <What state=state.clone()/> }.into_any());
        let form = state.asked.kind.filter(|_| !none).map(|kind| view! { <Said state=state.clone() kind=kind/> }.into_any());
        view! {
            <div class="narrow bulk">
                <p><a href=list>"← "{t.t("places.title")}</a></p>
                <h1>{t.t("bulk.title")}</h1>
                <p>{total}</p>
                {none.then(|| view! { <div class="card"><p>{t.t("bulk.none")}</p></div> })}
                {(!others.is_empty()).then(|| view! { <Notice tone="bad">{others}</Notice> })}
                {what}
                {form}
                <Lately lately=state.lately.clone()/>
            </div>
        }
    })
}

/// Which change: a form whose answer is a URL.
#[component]
fn What(state: State) -> impl IntoView {
    let t = texts();
    let kinds = Kind::all().into_iter().map(|kind| Choice { code: kind.code().into(), words: kind.words(t) }).collect();
    let chosen = state.asked.kind.map(|kind| kind.code().to_owned()).unwrap_or_default();
    let hidden: Vec<_> =
        state.asked.pairs().into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect();
    view! {
        <form class="card" action="/places/bulk" method="get">
            {hidden}
            <Select name="change" label=t.t("bulk.what") value=chosen choices=kinds errors=state.errors.clone() blank=t.t("places.form.choose")/>
            <button class="plain">{t.t("bulk.choose")}</button>
        </form>
    }
}

/// The change itself, and the places.
#[component]
fn Said(state: State, kind: Kind) -> impl IntoView {
    let t = texts();
    let fields = match kind {
        Kind::Field(field) => view! { <FieldOf state=state.clone() field=field/> }.into_any(),
        Kind::Happened(happening) => view! { <FactOf state=state.clone() happening=happening/> }.into_any(),
    };
    let places = view! { <Places state=state.clone()/> }.into_any();
    view! {
        <PostForm action=state.asked.link()>
            <fieldset class="card">
                <legend><h2>{kind.words(t)}</h2></legend>
                {fields}
            </fieldset>
            {places}
            <div class="row form-buttons">
                <button name="step" value="preview">{t.t("bulk.preview")}</button>
                <a class="button plain" href=format!("/places?{}", state.asked.filter())>{t.t("places.form.cancel")}</a>
            </div>
        </PostForm>
    }
}

#[component]
fn FieldOf(state: State, field: BulkField) -> impl IntoView {
    let t = texts();
    let (name, errors) = (field.code(), state.errors.clone());
    let label = t.t(&format!("bulk.field.{name}"));
    let typed = state.typed(name);
    match field {
        BulkField::Segment => {
            let segments = choices(t, "segment", Segment::all().iter().map(|segment| segment.code()));
            view! { <Select name=name label=label value=typed errors=errors blank=t.t("places.unknown") choices=segments/> }.into_any()
        }
        BulkField::SeveralOwners => {
            view! { <Select name=name label=label value=typed errors=errors blank=t.t("places.unknown") choices=yes_no(t)/> }.into_any()
        }
        _ => {
            let hint = t.t(&format!("bulk.hint.{name}"));
            view! { <Field name=name kind="date" label=label hint=hint value=typed errors=errors/> }.into_any()
        }
    }
}

#[component]
fn FactOf(state: State, happening: Happening) -> impl IntoView {
    let t = texts();
    let day = state.sent.as_ref().map_or_else(|| state.today.to_string(), |sent| sent.get("chosen"));
    let errors = state.errors.clone();
    let rows: Vec<_> = details(happening)
        .iter()
        .copied()
        .map(|name| {
            let (errors, typed) = (state.errors.clone(), state.typed(name));
            let label = match name {
                "requirement" => t.t("places.requirement"),
                other => t.t(&format!("course.{other}")),
            };
            let set = match name {
                "meeting" => "meeting_kind",
                "convened_by" => "convener",
                "fund" => "fund_handover",
                other => other,
            };
            if name == "reason" {
                return view! { <Field name="reason" label=label value=typed errors=errors limit=limits::NOTE/> }.into_any();
            }
            let offered = choices(t, set, codes(name));
            let blank = (name == "convened_by").then(|| t.t("places.unknown"));
            match blank {
                Some(blank) => view! { <Select name=name label=label value=typed errors=errors choices=offered blank=blank/> }.into_any(),
                None => view! { <Select name=name label=label value=typed errors=errors choices=offered/> }.into_any(),
            }
        })
        .collect();
    view! {
        <Field name="chosen" kind="date" label=t.t("bulk.day") value=day errors=errors/>
        {rows}
        <p class="soft">{t.t("bulk.fact_hint")}</p>
    }
}

/// All of them, unless somebody takes one out.
#[component]
fn Places(state: State) -> impl IntoView {
    let t = texts();
    let kept = state.sent.as_ref().map(|sent| sent.all("places"));
    let error: Vec<String> = state.errors.of("places").map(|error| t.field_error(error)).collect();
    let boxes: Vec<_> = state
        .items
        .iter()
        .map(|row| {
            let id = row.id.to_string();
            let checked = kept.as_ref().is_none_or(|kept| kept.contains(&id));
            let place = [row.address.as_str(), &row.admin_unit_name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
            view! {
                <label class="check"><input type="checkbox" name="places" value=id checked=checked/><span>{row.name.clone()}" "<span class="soft">{place}</span></span></label>
            }
            .into_any()
        })
        .collect();
    let more = state.total > state.items.len() as u64;
    let most = t.tf("bulk.only_the_first", &[("count", &count(t, MOST as u64)), ("total", &count(t, state.total))]);
    view! {
        <fieldset class="card">
            <legend><h2>{t.t("bulk.places")}</h2></legend>
            {(!error.is_empty()).then(|| view! { <Notice tone="bad"><p>{error.join(" ")}</p></Notice> })}
            {more.then(|| view! { <Notice tone="plain"><p>{most}</p></Notice> })}
            <p class="soft">{t.t("bulk.places_hint")}</p>
            {boxes}
        </fieldset>
    }
}

#[component]
fn Lately(lately: Vec<BulkListed>) -> impl IntoView {
    let t = texts();
    let rows: Vec<_> = lately
        .into_iter()
        .map(|done| {
            let about = t.tf("bulk.by", &[("count", &count(t, done.places)), ("who", &done.by), ("moment", &moment(t, done.at))]);
            view! {
                <li>
                    <a href=format!("/places/bulk/{}", done.operation_id)>{said_words(t, &done.said)}</a>" "
                    <span class="soft">{about}{done.undone.then(|| format!(" · {}", t.t("bulk.taken_back")))}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <section class="card"><h2>{t.t("bulk.lately")}</h2><ul>{rows}</ul></section> })
}
