//! Setting a value from a day on, taking one back, entering and removing holidays.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::setting::{Holiday, Setting, SettingDraft};
use serde::Deserialize;
use store::Operation;
use uuid::Uuid;

use super::page::{Typed, page};
use crate::visit::{Answer, Visit};

/// What names a row that goes.
#[derive(Deserialize)]
pub struct NamedRow {
    pub operation: Uuid,
    pub id: Uuid,
}

/// Fixed holidays of a year.
#[derive(Deserialize)]
pub struct Year {
    operation: Uuid,
    year: i32,
}

pub async fn set(visit: Visit, Form(typed): Form<Typed>) -> Response {
    let done = match visit.session.allow(Action::SettingChange).and_then(|_| Ok(draft(&typed)?)) {
        Ok(draft) => visit.session.set_setting(Operation::new(typed.operation, &draft), draft).await.map(drop),
        Err(failure) => Err(failure),
    };
    after(visit, done, typed).await
}

pub async fn take_back(visit: Visit, Form(named): Form<NamedRow>) -> Response {
    let done = visit.session.take_setting_back(Operation::new(named.operation, &named.id), named.id).await;
    after(visit, done, Typed::default()).await
}

pub async fn add_holiday(visit: Visit, Form(typed): Form<Typed>) -> Response {
    let done = match visit.session.allow(Action::SettingChange).and_then(|_| Ok(day("on", &typed.on)?)) {
        Ok(Some(on)) => {
            let day = Holiday { on, name: typed.name.clone(), free: typed.worked.is_empty() };
            visit.session.add_holiday(Operation::new(typed.operation, &day), day).await
        }
        Ok(None) => Err(FieldErrors::one("on", "required", "").into()),
        Err(failure) => Err(failure),
    };
    after(visit, done, typed).await
}

pub async fn add_fixed_holidays(visit: Visit, Form(asked): Form<Year>) -> Response {
    let done = visit.session.add_fixed_holidays(Operation::new(asked.operation, &asked.year), asked.year).await.map(drop);
    after(visit, done, Typed::default()).await
}

pub async fn remove_holiday(visit: Visit, Form(named): Form<NamedRow>) -> Response {
    let done = visit.session.remove_holiday(Operation::new(named.operation, &named.id), named.id).await;
    after(visit, done, Typed::default()).await
}

fn draft(typed: &Typed) -> Result<SettingDraft, FieldErrors> {
    let Given { setting, value, valid_from } = Given::of(typed)?;
    Ok(SettingDraft { setting, valid_from, value, reason: typed.reason.clone() })
}

/// What a form of one setting says.
pub struct Given {
    pub setting: Setting,
    pub value: Option<u32>,
    pub valid_from: Option<NaiveDate>,
}

impl Given {
    /// Or every field of it that is no number or date.
    pub fn of(typed: &Typed) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let setting = typed.setting.parse().map_err(|_| FieldErrors::one("setting", "not_a_choice", ""))?;
        let value = match typed.value.trim() {
            "" => None,
            text => text.parse().map(Some).unwrap_or_else(|_| {
                errors.push("value", "not_a_whole_number", text);
                None
            }),
        };
        let valid_from = day("valid_from", &typed.valid_from).unwrap_or_else(|found| {
            errors.0.extend(found.0);
            None
        });
        if errors.is_empty() { Ok(Self { setting, value, valid_from }) } else { Err(errors) }
    }
}

fn day(field: &str, typed: &str) -> Result<Option<NaiveDate>, FieldErrors> {
    match typed.trim() {
        "" => Ok(None),
        text => domain::text::day(text).map(Some).ok_or_else(|| FieldErrors::one(field, "not_a_date", text)),
    }
}

async fn after(visit: Visit, done: Result<(), Failure>, typed: Typed) -> Response {
    let answer = match done {
        Ok(()) => Ok(Answer::SeeOther(if typed.setting.is_empty() { "/settings#holidays".into() } else { "/settings".into() })),
        Err(Failure::Invalid(errors)) => {
            page(&visit, typed, errors).await.map(|page| Answer::Page(page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(other) => Err(other),
    };
    visit.answer(answer).await
}
