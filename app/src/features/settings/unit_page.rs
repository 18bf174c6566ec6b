//! `/admin-units/{code}/settings`: what a ward settles for itself, beside what the city says.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::admin_unit::AdminUnit;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::setting::{Setting, UnitSettingDraft};
use leptos::prelude::*;
use store::Operation;

use super::actions::{Given, NamedRow};
use super::one_setting::{Doors, Line, OneSetting, amount};
use super::page::Typed;
use crate::named::Named;
use crate::ui::{Notice, texts};
use crate::visit::{Answer, Page, Visit};

pub async fn show(visit: Visit, Named(code): Named<String>) -> Response {
    let page = async { page(&visit, unit(&visit, Action::UnitSettingRead, &code).await?, Typed::default(), FieldErrors::default()).await };
    let page = page.await;
    visit.answer(page).await
}

pub async fn set(visit: Visit, Named(code): Named<String>, Form(typed): Form<Typed>) -> Response {
    let answer = async {
        let unit = unit(&visit, Action::UnitSettingChange, &code).await?;
        let done = match draft(&typed) {
            Ok(draft) => visit.session.set_unit_setting(Operation::new(typed.operation, &draft), unit.id, draft).await.map(drop),
            Err(errors) => Err(errors.into()),
        };
        after(&visit, unit, done, typed).await
    };
    let answer = answer.await;
    visit.answer(answer).await
}

pub async fn take_back(visit: Visit, Named(code): Named<String>, Form(row): Form<NamedRow>) -> Response {
    let answer = async {
        let unit = unit(&visit, Action::UnitSettingChange, &code).await?;
        let done = visit.session.take_unit_setting_back(Operation::new(row.operation, &row.id), unit.id, row.id).await;
        after(&visit, unit, done, Typed::default()).await
    };
    let answer = answer.await;
    visit.answer(answer).await
}

/// A unit in which whoever asks may take this action; any other has no such page.
async fn unit(visit: &Visit, action: Action, code: &str) -> Result<AdminUnit, Failure> {
    let unit = visit.session.admin_unit(code).await?;
    if visit.may_in(action, unit.id) { Ok(unit) } else { Err(Failure::NotFound) }
}

fn draft(typed: &Typed) -> Result<UnitSettingDraft, FieldErrors> {
    let Given { setting, value, valid_from } = Given::of(typed)?;
    Ok(UnitSettingDraft { setting, valid_from, value, as_the_city: !typed.as_the_city.is_empty(), reason: typed.reason.clone() })
}

async fn after(visit: &Visit, unit: AdminUnit, done: Result<(), Failure>, typed: Typed) -> Result<Answer, Failure> {
    match done {
        Ok(()) => Ok(Answer::SeeOther(address(&unit))),
        Err(Failure::Invalid(errors)) => {
            page(visit, unit, typed, errors).await.map(|page| Answer::Page(page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(other) => Err(other),
    }
}

/// Where the page of a unit's settings stands.
pub fn address(unit: &AdminUnit) -> String {
    format!("/admin-units/{}/settings", unit.code)
}

async fn page(visit: &Visit, unit: AdminUnit, typed: Typed, errors: FieldErrors) -> Result<Page, Failure> {
    let (kept, rules) = visit.session.unit_settings(unit.id).await?;
    let today = visit.session.today;
    let doors = visit.may_in(Action::UnitSettingChange, unit.id).then(|| Doors {
        set: address(&unit),
        take_back: format!("{}/take-back", address(&unit)),
        of_a_unit: true,
    });
    Ok(Page::new(visit.texts.t("settings.of_unit_title"), move || {
        let t = texts();
        let fields = ["value", "valid_from", "reason"];
        let rest: Vec<String> =
            errors.0.iter().filter(|error| !fields.contains(&error.field.as_str())).map(|error| t.field_error(error)).collect();
        let rows: Vec<_> = Setting::all()
            .iter()
            .filter(|setting| setting.is_of_a_unit())
            .map(|setting| {
                let own = kept.iter().map(|kept| (kept.id, &kept.said)).filter(|(_, said)| said.setting == *setting);
                let lines = own.map(|(id, said)| Line { id, valid_from: said.valid_from, value: said.value, reason: said.reason.clone() });
                let city = amount(t, *setting, rules.of_the_city(*setting, today));
                let (typed, errors) =
                    if typed.setting == setting.code() { (typed.clone(), errors.clone()) } else { Default::default() };
                view! {
                    <OneSetting setting=*setting now=rules.on(*setting, today) lines=lines.collect() origin=t.t("settings.as_the_city") today=today doors=doors.clone() typed=typed errors=errors/>
                    <p class="soft">{t.tf("settings.the_city_has", &[("value", &city)])}</p>
                }
                .into_any()
            })
            .collect();
        view! {
            <article class="narrow settings">
                <p><a href=format!("/admin-units/{}", unit.code)>{unit.full_name()}</a></p>
                <h1>{t.t("settings.of_unit_title")}</h1>
                <p class="soft">{t.t("settings.of_unit_meaning")}</p>
                {(!rest.is_empty()).then(|| view! { <Notice tone="bad"><p>{rest.join(" ")}</p></Notice> })}
                <section class="card">{rows}</section>
                {doors.is_none().then(|| view! { <p class="soft">{t.t("settings.lead_changes")}</p> })}
            </article>
        }
    }))
}
