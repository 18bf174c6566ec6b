//! Days that are not what their weekday says.

use chrono::{Datelike, NaiveDate};
use domain::failure::FieldErrors;
use domain::setting::Holidays;
use leptos::prelude::*;
use store::setting::KeptHoliday;
use uuid::Uuid;

use super::page::Typed;
use crate::ui::{Field, PostForm, date, texts};

#[component]
pub fn HolidayList(holidays: Vec<KeptHoliday>, today: NaiveDate, writes: bool, typed: Typed, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    // Only a form of its own speaks of its fields.
    let errors = if typed.setting.is_empty() { errors } else { FieldErrors::default() };
    let known = |day: NaiveDate| holidays.iter().any(|kept| kept.holiday.on == day);
    let year = [today.year(), today.year() + 1].into_iter().find(|year| Holidays::fixed(*year).iter().any(|day| !known(day.on)));
    let rows: Vec<_> = holidays
        .iter()
        // Last year's still count for deadlines that began in it; older ones stand in the change log.
        .filter(|kept| kept.holiday.on.year() >= today.year() - 1)
        .map(|kept| view! { <Day kept=kept.clone() writes=writes/> }.into_any())
        .collect();
    let none = rows.is_empty();
    view! {
        <section class="card" id="holidays">
            <h2>{t.t("settings.holidays")}</h2>
            <p class="soft">{t.t("settings.holidays_meaning")}</p>
            {none.then(|| view! { <p>{t.t("settings.no_holidays")}</p> })}
            <ul class="plain-list">{rows}</ul>
            {writes.then(|| view! {
                {year.map(|year| view! {
                    <PostForm action="/settings/holidays/fixed">
                        <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                        <input type="hidden" name="year" value=year.to_string()/>
                        <button class="plain">{t.tf("settings.add_fixed", &[("year", &year.to_string())])}</button>
                    </PostForm>
                })}
                <PostForm action="/settings/holidays">
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <div class="columns">
                        <Field name="on" label=t.t("settings.day") value=typed.on.clone() errors=errors.clone() kind="date"/>
                        <Field name="name" label=t.t("settings.day_name") value=typed.name.clone() errors=errors.clone() limit=200/>
                    </div>
                    <label class="check"><input type="checkbox" name="worked" value="1" checked=!typed.worked.is_empty()/><span>{t.t("settings.worked")}</span></label>
                    <button>{t.t("settings.add_day")}</button>
                </PostForm>
            })}
        </section>
    }
}

#[component]
fn Day(kept: KeptHoliday, writes: bool) -> impl IntoView {
    let t = texts();
    let day = kept.holiday;
    let label = t.tf("settings.remove_day", &[("day", &date(t, day.on))]);
    view! {
        <li class="row">
            <span><strong>{date(t, day.on)}</strong>" "{day.name}{(!day.free).then(|| format!(" · {}", t.t("settings.is_worked")))}</span>
            {writes.then(|| view! {
                <PostForm action="/settings/holidays/remove">
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="id" value=kept.id.to_string()/>
                    <button class="plain" aria-label=label>{t.t("settings.remove")}</button>
                </PostForm>
            })}
        </li>
    }
}
