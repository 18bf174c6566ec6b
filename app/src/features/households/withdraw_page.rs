//! `/households/{id}/withdraw`: what a household consented to is taken back. First what will be erased and what is
//! kept; then a receipt that says so once more. No reason is asked for.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::household::{ConsentHow, Household, Kept, KeptFor, WithdrawalDraft, Withdrawn};
use domain::permission::Action;
use leptos::prelude::*;
use uuid::Uuid;

use super::typed::Typed;
use super::{address, household_for};
use crate::named::Named;
use crate::texts::Texts;
use crate::ui::{Choice, Field, Notice, PostForm, Select, count, date, texts};
use crate::visit::{Answer, Page, Visit};

pub async fn ask(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let today = visit.session.today.to_string();
    let page = page(&visit, id, Typed(vec![("on".into(), today)]), FieldErrors::default()).await;
    visit.answer(page).await
}

pub async fn withdraw(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = withdraw_typed(&visit, id, Typed(typed)).await;
    visit.answer(answer).await
}

async fn withdraw_typed(visit: &Visit, id: Uuid, typed: Typed) -> Result<Answer, Failure> {
    visit.session.allow(Action::ConsentWithdraw)?;
    let mut errors = FieldErrors::default();
    let said = WithdrawalDraft { on: typed.day("on", &mut errors), how: typed.read("how", &mut errors) };
    let done = match errors.is_empty() {
        true => visit.session.withdraw_consent(typed.operation("withdraw", id), id, said).await,
        false => Err(errors.into()),
    };
    match done {
        // Sent once more, the same form gives the same receipt: there is nothing left to be erased twice.
        Ok(withdrawn) => receipt(visit, withdrawn).await.map(Answer::from),
        Err(Failure::Invalid(errors)) => Ok(page(visit, id, typed, errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into()),
        Err(other) => Err(other),
    }
}

async fn page(visit: &Visit, id: Uuid, typed: Typed, errors: FieldErrors) -> Result<Page, Failure> {
    let found = household_for(visit, Action::ConsentWithdraw, id).await?;
    let kept = visit.session.kept_for().await?;
    let title = visit.texts.tf("households.withdraw_title", &[("code", &found.code)]);
    Ok(Page::new(title.clone(), move || {
        let t = texts();
        let form = view! { <Asking found=found.clone() typed=typed.clone() errors=errors.clone()/> }.into_any();
        view! {
            <article class="narrow">
                <p class="no-print"><a href=address(id)>"← "{found.code.clone()}</a></p>
                <h1>{title.clone()}</h1>
                <p>{t.t("households.withdraw_meaning")}</p>
                <section class="card"><h2>{t.t("households.will_go")}</h2><p>{t.t("households.will_go_list")}</p></section>
                <section class="card"><h2>{t.t("households.will_stay")}</h2><ul>{before(t, kept)}</ul></section>
                {form}
            </article>
        }
    }))
}

/// What will be kept, before the day is known.
fn before(t: Texts, kept: KeptFor) -> Vec<impl IntoView> {
    let months = |months: u32| months.to_string();
    [
        t.tf("households.stays_proof", &[("months", &months(kept.proof))]),
        t.t("households.stays_log"),
        t.tf("households.stays_access_log", &[("months", &months(kept.looks))]),
        t.t("households.stays_copies"),
        t.t("households.stays_figures"),
    ]
    .into_iter()
    .map(|words| view! { <li>{words}</li> })
    .collect()
}

#[component]
fn Asking(found: Household, typed: Typed, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let hows = ConsentHow::all().iter().map(|how| Choice { code: how.code().into(), words: t.code("consent_how", how.code()) }).collect();
    view! {
        <PostForm action=format!("{}/withdraw", address(found.id)) class="card no-print" about_people=true>
            <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
            <div class="columns">
                <Field name="on" kind="date" label=t.t("households.withdrawn_on") value=typed.get("on") errors=errors.clone() required=true/>
                <Select name="how" label=t.t("households.how") value=typed.get("how") choices=hows errors=errors/>
            </div>
            <p><strong>{t.t("households.no_way_back")}</strong></p>
            <div class="row form-buttons">
                <button>{t.t("households.withdraw_now")}</button>
                <a class="button plain" href=address(found.id)>{t.t("households.leave")}</a>
            </div>
        </PostForm>
    }
}

async fn receipt(visit: &Visit, withdrawn: Withdrawn) -> Result<Page, Failure> {
    Ok(Page::new(visit.texts.t("households.withdrawn"), move || {
        let t = texts();
        let gone = [withdrawn.visits, withdrawn.requests, withdrawn.assignments].map(|number| count(t, number));
        let erased = t.tf("households.erased", &[("visits", &gone[0]), ("requests", &gone[1]), ("assignments", &gone[2])]);
        let kept: Vec<_> = withdrawn.kept.iter().map(|kept| view! { <li>{kept_words(t, kept)}</li> }).collect();
        view! {
            <article class="narrow">
                <h1>{t.t("households.withdrawn")}</h1>
                <Notice tone="good"><p>{erased}</p></Notice>
                <section class="card"><h2>{t.t("households.stayed")}</h2><ul>{kept}</ul></section>
                <p class="no-print"><a class="button plain" href="/households">{t.t("households.title")}</a></p>
            </article>
        }
    }))
}

fn kept_words(t: Texts, kept: &Kept) -> String {
    match kept {
        Kept::Proof { form_number, text_version, given_on, withdrawn_on, until } => {
            let days = [given_on, withdrawn_on, until].map(|day| date(t, *day));
            let said = [
                ("number", form_number.as_str()),
                ("version", text_version.as_str()),
                ("given", days[0].as_str()),
                ("withdrawn", days[1].as_str()),
                ("until", days[2].as_str()),
            ];
            t.tf("households.stayed_proof", &said)
        }
        Kept::Log => t.t("households.stays_log"),
        Kept::AccessLog { months } => t.tf("households.stays_access_log", &[("months", &months.to_string())]),
        Kept::Asked { count, months } => t.tf("households.stays_asked", &[("count", &count.to_string()), ("months", &months.to_string())]),
        Kept::Figures => t.t("households.stays_figures"),
        Kept::Copies => t.t("households.stays_copies"),
    }
}
