//! `/settings`: every setting of the city, by group, and the holidays.

use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::setting::{Rules, Setting, SettingGroup};
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use super::holidays::HolidayList;
use super::one_setting::{Doors, Line, OneSetting};
use crate::ui::{Notice, texts};
use crate::visit::{Page, Visit};

/// All that the forms of this page may send.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub operation: Uuid,
    pub setting: String,
    pub value: String,
    pub valid_from: String,
    pub reason: String,
    /// Not empty: a ward goes by the city again, instead of a value.
    pub as_the_city: String,
    pub on: String,
    pub name: String,
    /// Not empty: a weekend day on which offices work.
    pub worked: String,
}

pub async fn show(visit: Visit) -> Response {
    let page = page(&visit, Typed::default(), FieldErrors::default()).await;
    visit.answer(page).await
}

/// The page; `typed` and `errors` are of a form that could not be taken.
pub async fn page(visit: &Visit, typed: Typed, errors: FieldErrors) -> Result<Page, Failure> {
    let kept = visit.session.settings().await?;
    let holidays = visit.session.holidays().await?;
    let writes = visit.may(Action::SettingChange);
    let doors = writes.then(|| Doors { set: "/settings".into(), take_back: "/settings/take-back".into(), of_a_unit: false });
    let rules = Rules::new(kept.iter().map(|kept| kept.value.clone()).collect());
    let today = visit.session.today;
    let province = visit.context.province.clone();
    Ok(Page::new(visit.texts.t("settings.title"), move || {
        let t = texts();
        // Beside the fields of the form that was sent stands what is wrong with them; above all, the rest.
        let fields: &[&str] = if typed.setting.is_empty() { &["on", "name"] } else { &["value", "valid_from", "reason"] };
        let rest = errors.0.iter().filter(|error| !fields.contains(&error.field.as_str()));
        let of_forms: Vec<String> = rest.map(|error| t.field_error(error)).collect();
        let groups: Vec<_> = SettingGroup::all()
            .iter()
            .map(|group| {
                let rows: Vec<_> = Setting::all()
                    .iter()
                    .filter(|setting| setting.group() == *group)
                    .map(|setting| {
                        let own = kept.iter().map(|kept| (kept.id, &kept.value)).filter(|(_, value)| value.setting == *setting);
                        let lines = own
                            .map(|(id, set)| Line { id, valid_from: set.valid_from, value: Some(set.value), reason: set.reason.clone() });
                        let (typed, errors) =
                            if typed.setting == setting.code() { (typed.clone(), errors.clone()) } else { Default::default() };
                        view! { <OneSetting setting=*setting now=rules.on(*setting, today) lines=lines.collect() origin=t.t("settings.by_default") today=today doors=doors.clone() typed=typed errors=errors/> }
                            .into_any()
                    })
                    .collect();
                let own = (*group == SettingGroup::Support).then(|| view! { <p class="soft">{t.t("settings.wards_may_differ")}</p> });
                view! { <section class="card"><h2>{t.code("setting_group", group.code())}</h2>{own}{rows}</section> }
            })
            .collect();
        view! {
            <article class="narrow settings">
                <h1>{t.t("settings.title")}</h1>
                <p class="soft">{t.t("settings.meaning")}</p>
                {(!of_forms.is_empty()).then(|| view! { <Notice tone="bad"><p>{of_forms.join(" ")}</p></Notice> })}
                {groups}
                <HolidayList holidays=holidays.clone() today=today writes=writes typed=typed.clone() errors=errors.clone()/>
                <section class="card">
                    <h2>{t.t("settings.province")}</h2>
                    <p>{if province.is_empty() { t.t("settings.province_implied") } else { province.clone() }}</p>
                    <p class="soft">{t.t("settings.province_meaning")}</p>
                </section>
            </article>
        }
    }))
}
