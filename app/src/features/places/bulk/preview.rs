//! What the change would do: what becomes of each place, which of them refuse and why.

use domain::bulk::BulkChange;
use domain::course::Warning;
use domain::place::limits;
use leptos::prelude::*;
use store::place::{BulkPreview, BulkRefused, BulkRow};
use uuid::Uuid;

use super::super::form_values::FormValues;
use super::asked::Asked;
use super::words::{change_words, said_words};
use crate::texts::Texts;
use crate::ui::{Field, Notice, PostForm, count, texts};
use crate::visit::{Page, Visit};

/// All that the page shows.
#[derive(Clone)]
pub struct State {
    pub asked: Asked,
    pub change: BulkChange,
    pub sent: FormValues,
    pub found: BulkPreview,
    /// It was to be saved, and could not be as it had been shown.
    pub again: bool,
}

impl State {
    /// What was said, as hidden fields; not the places, nor which button was pressed.
    fn hidden(&self, without: &[&str]) -> Vec<AnyView> {
        let left_out = ["form_token", "operation", "step", "places", "seen"];
        let said = self.sent.0.iter().filter(|(name, _)| !left_out.contains(&name.as_str()) && !without.contains(&name.as_str()));
        said.map(|(name, value)| view! { <input type="hidden" name=name.clone() value=value.clone()/> }.into_any()).collect()
    }

    fn places(&self) -> Vec<AnyView> {
        let places = self.sent.all("places").into_iter();
        places.map(|id| view! { <input type="hidden" name="places" value=id/> }.into_any()).collect()
    }

    /// Whether somebody may overrule what the rules say of some of them.
    fn is_warned(&self) -> bool {
        self.found.refused.iter().any(|refused| refused.errors.0.iter().all(|error| Warning::of(error).is_some()))
    }
}

pub fn page(visit: &Visit, state: State) -> Page {
    let t = visit.texts;
    Page::new(t.t("bulk.preview_title"), move || {
        let save = (!state.found.changed.is_empty()).then(|| view! { <Save state=state.clone()/> }.into_any());
        let refused = view! { <Refused found=state.found.clone()/> }.into_any();
        let back = view! { <Back state=state.clone()/> }.into_any();
        view! {
            <div class="narrow bulk">
                <h1>{t.t("bulk.preview_title")}</h1>
                <p><strong>{said_words(t, &state.change)}</strong></p>
                {state.again.then(|| view! { <Notice tone="bad"><p>{t.t("bulk.not_saved")}</p></Notice> })}
                <Numbers found=state.found.clone()/>
                {save}
                {refused}
                {back}
            </div>
        }
    })
}

#[component]
fn Numbers(found: BulkPreview) -> impl IntoView {
    let t = texts();
    let number = |key: &str, number: u64| (number > 0).then(|| view! { <li>{t.tf(key, &[("count", &count(t, number))])}</li> });
    view! {
        <ul>
            <li>{t.tf("bulk.to_change", &[("count", &count(t, found.changed.len() as u64))])}</li>
            {number("bulk.unchanged", found.unchanged)}
            {number("bulk.refused", found.refused.len() as u64)}
            {number("bulk.gone", found.gone)}
        </ul>
    }
}

/// What would be saved, and the button that saves it.
#[component]
fn Save(state: State) -> impl IntoView {
    let t = texts();
    let seen: Vec<_> = state
        .found
        .changed
        .iter()
        .map(|row| view! { <input type="hidden" name="seen" value=format!("{}.{}", row.id, row.revision)/> }.into_any())
        .collect();
    let (hidden, places) = (state.hidden(&[]), state.places());
    let rows: Vec<_> = state.found.changed.iter().map(|row| changed(t, row)).collect();
    let words = t.tf("bulk.save", &[("count", &count(t, state.found.changed.len() as u64))]);
    view! {
        <section class="card">
            <h2>{t.t("bulk.what_changes")}</h2>
            <ul class="bulk-rows">{rows}</ul>
            <PostForm action=state.asked.link()>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                {hidden}{places}{seen}
                <button name="step" value="save">{words}</button>
            </PostForm>
        </section>
    }
}

fn changed(t: Texts, row: &BulkRow) -> AnyView {
    let lines = change_words(t, &row.changes, row.party);
    let lines = if lines.is_empty() { vec![t.t("bulk.only_recorded")] } else { lines };
    let lines: Vec<_> = lines.into_iter().map(|line| view! { <br/>{line} }).collect();
    view! { <li><a href=format!("/places/{}", row.id)>{row.name.clone()}</a>" "<span class="soft">{row.admin_unit_name.clone()}</span>{lines}</li> }
        .into_any()
}

#[component]
fn Refused(found: BulkPreview) -> impl IntoView {
    let t = texts();
    let line = |refused: &BulkRefused| {
        let why: Vec<String> = refused.errors.0.iter().map(|error| t.field_error(error)).collect();
        let (id, name) = (refused.id, refused.name.clone());
        view! { <li><a href=format!("/places/{id}")>{name}</a>" "<span class="soft">{refused.admin_unit_name.clone()}</span><br/>{why.join(" ")}</li> }
            .into_any()
    };
    let rows: Vec<_> = found.refused.iter().map(line).collect();
    (!rows.is_empty()).then(|| {
        view! { <section class="card"><h2>{t.t("bulk.left_out")}</h2><p class="soft">{t.t("bulk.left_out_hint")}</p><ul class="bulk-rows">{rows}</ul></section> }
    })
}

/// Back to the form with all that was typed; where rules only warned, the reason why it holds.
#[component]
fn Back(state: State) -> impl IntoView {
    let t = texts();
    let warned = state.is_warned();
    let hidden = state.hidden(if warned { &["overruled"] } else { &[] });
    let places = state.places();
    view! {
        <PostForm action=state.asked.link()>
            {hidden}{places}
            {warned.then(|| view! {
                <Field name="overruled" label=t.t("course.overruled") hint=t.t("bulk.overruled_hint") value=state.sent.get("overruled") errors=Default::default() limit=limits::NOTE/>
            })}
            <div class="row form-buttons">
                {warned.then(|| view! { <button name="step" value="preview">{t.t("bulk.preview_again")}</button> })}
                <button class="plain" name="step" value="edit">{t.t("bulk.edit")}</button>
                <a class="button plain" href=format!("/places?{}", state.asked.filter())>{t.t("places.form.cancel")}</a>
            </div>
        </PostForm>
    }
}
