//! What holds today, what held before and what will, and a form for another value.

use axum::response::Response;
use chrono::NaiveDate;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::setting::{Rules, Setting, SettingGroup};
use leptos::prelude::*;
use serde::Deserialize;
use store::setting::KeptSetting;
use uuid::Uuid;

use super::holidays::HolidayList;
use crate::texts::Texts;
use crate::ui::{Field, Notice, PostForm, count, date, texts};
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
                        let mine = typed.setting == setting.code();
                        let (typed, errors) =
                            if mine { (typed.clone(), errors.clone()) } else { (Typed::default(), FieldErrors::default()) };
                        view! { <OneSetting setting=*setting kept=kept.clone() today=today writes=writes typed=typed errors=errors/> }
                            .into_any()
                    })
                    .collect();
                view! { <section class="card"><h2>{t.code("setting_group", group.code())}</h2>{rows}</section> }
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

/// "10 ngày".
fn amount(t: Texts, setting: Setting, value: u32) -> String {
    t.tf(&format!("settings.unit.{}", setting.unit().code()), &[("count", &count(t, value.into()))])
}

#[component]
fn OneSetting(
    setting: Setting,
    kept: Vec<KeptSetting>,
    today: NaiveDate,
    writes: bool,
    typed: Typed,
    errors: FieldErrors,
) -> impl IntoView {
    let t = texts();
    let rules = Rules::new(kept.iter().map(|kept| kept.value.clone()).collect());
    let mut own: Vec<KeptSetting> = kept.into_iter().filter(|kept| kept.value.setting == setting).collect();
    own.reverse();
    let now = amount(t, setting, rules.on(setting, today));
    let since = own
        .iter()
        .find(|kept| kept.value.valid_from <= today)
        .map_or_else(|| t.t("settings.by_default"), |kept| t.tf("settings.since", &[("day", &date(t, kept.value.valid_from))]));
    let coming = own.iter().rfind(|kept| kept.value.valid_from > today).map(|kept| {
        let values = [("day", date(t, kept.value.valid_from)), ("value", amount(t, setting, kept.value.value))];
        t.tf("settings.coming", &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    });
    let history: Vec<_> = own.iter().map(|kept| view! { <Kept kept=kept.clone() today=today writes=writes/> }.into_any()).collect();
    let (bounds, open) = (setting.bounds(), !errors.is_empty());
    let hint = t.tf("settings.bounds", &[("from", &bounds.start().to_string()), ("to", &bounds.end().to_string())]);
    view! {
        <details id=setting.code() open=open>
            <summary>
                <span>{t.code("setting", setting.code())}</span>
                <strong>{now}</strong>
                <span class="soft">{since}{coming.map(|coming| format!(" · {coming}"))}</span>
            </summary>
            {(!history.is_empty()).then(|| view! { <ul class="plain-list">{history}</ul> })}
            {writes.then(|| view! {
                <PostForm action="/settings">
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="setting" value=setting.code()/>
                    <div class="columns">
                        <Field within=setting.code() name="value" label=t.t("settings.value") hint=hint value=typed.value.clone() errors=errors.clone() numeric=true limit=6/>
                        <Field within=setting.code() name="valid_from" label=t.t("settings.valid_from") value=typed.valid_from.clone() errors=errors.clone() kind="date"/>
                    </div>
                    <Field within=setting.code() name="reason" label=t.t("settings.reason") hint=t.t("settings.reason_hint") value=typed.reason.clone() errors=errors.clone() limit=500/>
                    <button>{t.t("settings.set")}</button>
                </PostForm>
            })}
        </details>
    }
}

#[component]
fn Kept(kept: KeptSetting, today: NaiveDate, writes: bool) -> impl IntoView {
    let t = texts();
    let value = kept.value;
    let from = t.tf("settings.since", &[("day", &date(t, value.valid_from))]);
    view! {
        <li class="row">
            <span><strong>{amount(t, value.setting, value.value)}</strong>" "{from}<br/><span class="soft">{value.reason}</span></span>
            {(writes && value.valid_from >= today).then(|| view! {
                <PostForm action="/settings/take-back">
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="id" value=kept.id.to_string()/>
                    <button class="plain">{t.t("settings.take_back")}</button>
                </PostForm>
            })}
        </li>
    }
}
