//! One setting, of the city or of a ward: what holds today, what held before and what will, and a form for another value.

use chrono::NaiveDate;
use domain::failure::FieldErrors;
use domain::setting::Setting;
use leptos::prelude::*;
use uuid::Uuid;

use super::page::Typed;
use crate::texts::Texts;
use crate::ui::{Field, PostForm, count, date, texts};

/// A value as it was set once; none of a ward: again as the city has it.
#[derive(Clone)]
pub struct Line {
    pub id: Uuid,
    pub valid_from: NaiveDate,
    pub value: Option<u32>,
    pub reason: String,
}

/// Where its forms go, for whoever may send them.
#[derive(Clone)]
pub struct Doors {
    pub set: String,
    pub take_back: String,
    /// A ward may also go by the city again.
    pub of_a_unit: bool,
}

/// "10 ngày".
pub fn amount(t: Texts, setting: Setting, value: u32) -> String {
    t.tf(&format!("settings.unit.{}", setting.unit().code()), &[("count", &count(t, value.into()))])
}

/// The same of a line, which may say that the city's holds.
fn said(t: Texts, setting: Setting, value: Option<u32>) -> String {
    value.map_or_else(|| t.t("settings.as_the_city"), |value| amount(t, setting, value))
}

/// `lines` oldest first; `origin` says where today's value comes from if none of them holds today.
#[component]
pub fn OneSetting(
    setting: Setting,
    now: u32,
    lines: Vec<Line>,
    origin: String,
    today: NaiveDate,
    doors: Option<Doors>,
    typed: Typed,
    errors: FieldErrors,
) -> impl IntoView {
    let t = texts();
    let holding = lines.iter().rfind(|line| line.valid_from <= today).filter(|line| line.value.is_some());
    let since = holding.map_or(origin, |line| t.tf("settings.since", &[("day", &date(t, line.valid_from))]));
    let coming = lines.iter().find(|line| line.valid_from > today).map(|line| {
        let values = [("day", date(t, line.valid_from)), ("value", said(t, setting, line.value))];
        t.tf("settings.coming", &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    });
    let take_back = |line: &Line| doors.as_ref().filter(|_| line.valid_from >= today).map(|doors| doors.take_back.clone());
    let history: Vec<_> =
        lines.iter().rev().map(|line| view! { <Kept setting=setting line=line.clone() take_back=take_back(line)/> }.into_any()).collect();
    let open = !errors.is_empty();
    view! {
        <details id=setting.code() open=open>
            <summary>
                <span>{t.code("setting", setting.code())}</span>
                <strong>{amount(t, setting, now)}</strong>
                <span class="soft">{since}{coming.map(|coming| format!(" · {coming}"))}</span>
            </summary>
            {(!history.is_empty()).then(|| view! { <ul class="plain-list">{history}</ul> })}
            {doors.map(|doors| view! { <Another setting=setting doors=doors typed=typed errors=errors/> })}
        </details>
    }
}

/// A form for another value.
#[component]
fn Another(setting: Setting, doors: Doors, typed: Typed, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let bounds = setting.bounds();
    let hint = t.tf("settings.bounds", &[("from", &bounds.start().to_string()), ("to", &bounds.end().to_string())]);
    view! {
        <PostForm action=doors.set>
            <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
            <input type="hidden" name="setting" value=setting.code()/>
            <div class="columns">
                <Field within=setting.code() name="value" label=t.t("settings.value") hint=hint value=typed.value.clone() errors=errors.clone() numeric=true limit=6/>
                <Field within=setting.code() name="valid_from" label=t.t("settings.valid_from") value=typed.valid_from.clone() errors=errors.clone() kind="date"/>
            </div>
            {doors.of_a_unit.then(|| view! {
                <label class="check"><input type="checkbox" name="as_the_city" value="1" checked=!typed.as_the_city.is_empty()/><span>{t.t("settings.instead_as_the_city")}</span></label>
            })}
            <Field within=setting.code() name="reason" label=t.t("settings.reason") hint=t.t("settings.reason_hint") value=typed.reason.clone() errors=errors.clone() limit=500/>
            <button>{t.t("settings.set")}</button>
        </PostForm>
    }
}

#[component]
fn Kept(setting: Setting, line: Line, take_back: Option<String>) -> impl IntoView {
    let t = texts();
    let from = t.tf("settings.since", &[("day", &date(t, line.valid_from))]);
    view! {
        <li class="row">
            <span><strong>{said(t, setting, line.value)}</strong>" "{from}<br/><span class="soft">{line.reason}</span></span>
            {take_back.map(|action| view! {
                <PostForm action=action>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="id" value=line.id.to_string()/>
                    <button class="plain">{t.t("settings.take_back")}</button>
                </PostForm>
            })}
        </li>
    }
}
