//! `/households/consent-form`: the paper on which a household consents, each with a number of its own. Its text is of
//! one version, which also names the terms that are printed into it: whoever changes a sentence gives it another.

use axum::response::Response;
use domain::failure::Failure;
use domain::household::{KeptFor, TextVersion, form_number};
use domain::permission::Action;
use leptos::prelude::*;
use uuid::Uuid;

use super::asked::wards;
use super::words::how_long;
use crate::ui::{Notice, texts};
use crate::visit::{Page, Visit};

pub async fn show(visit: Visit) -> Response {
    let page = page(&visit).await;
    visit.answer(page).await
}

async fn page(visit: &Visit) -> Result<Page, Failure> {
    let (_, unit) = wards(visit, Action::HouseholdAdd, &asked_unit(visit), None).await?;
    let kept = visit.session.kept_for().await?;
    let title = visit.texts.t("households.consent_form");
    Ok(Page::new(title.clone(), move || {
        let t = texts();
        let number = form_number(Uuid::now_v7());
        let text = view! { <Text ward=unit.full_name() kept=kept/> }.into_any();
        view! {
            <article class="narrow paper-form">
                <p class="no-print"><a href="/households">"← "{t.t("households.title")}</a></p>
                <div class="no-print"><Notice tone="plain"><p>{t.t("households.print_hint")}</p></Notice></div>
                <h1>{title.clone()}</h1>
                <p><strong>{t.t("households.form_number")}": "<code>{number}</code></strong>" · "{t.t("households.text_version")}": "<code>{TextVersion::printed(kept).to_string()}</code></p>
                {text}
                <dl class="to-fill">
                    <div><dt>{t.t("households.form_household")}</dt><dd></dd></div>
                    <div><dt>{t.t("households.form_need")}</dt><dd></dd></div>
                    <div><dt>{t.t("households.form_day")}</dt><dd></dd></div>
                    <div><dt>{t.t("households.form_signature")}</dt><dd></dd></div>
                </dl>
            </article>
        }
    }))
}

fn asked_unit(visit: &Visit) -> String {
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    asked.into_iter().find(|(name, _)| name == "unit").map(|(_, code)| code).unwrap_or_default()
}

/// What somebody must know before they say yes.
#[component]
fn Text(ward: String, kept: KeptFor) -> impl IntoView {
    let t = texts();
    let points = [
        ("households.form_who_title", t.tf("households.form_who", &[("ward", &ward)])),
        ("households.form_what_for_title", t.t("households.form_what_for")),
        ("households.form_what_title", t.t("households.form_what")),
        ("households.form_who_sees_title", t.t("households.form_who_sees")),
        ("households.form_how_long_title", how_long(t, kept)),
        ("households.form_free_title", t.t("households.form_free")),
        ("households.form_member_title", t.t("households.form_member")),
        ("households.form_rights_title", t.t("households.form_rights")),
        ("households.form_complain_title", t.t("households.form_complain")),
    ];
    let points: Vec<_> = points.into_iter().map(|(title, words)| view! { <li><strong>{t.t(title)}": "</strong>{words}</li> }).collect();
    view! { <ol>{points}</ol> <p>{t.t("households.form_yes")}<br/>{t.t("households.form_neighbours")}</p> }
}
