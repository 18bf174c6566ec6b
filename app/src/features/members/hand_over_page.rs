//! `/members/{id}/hand-over`: all that a member is assigned to goes to another.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use leptos::prelude::*;
use serde::Deserialize;
use store::Operation;
use store::member::MemberFilter;
use uuid::Uuid;

use super::despite_load::DespiteLoad;
use super::list_page::helps;
use crate::named::Named;
use crate::ui::{Choice, PostForm, Select, texts};
use crate::visit::{Answer, Page, Visit};

/// Members that are offered.
const OFFERED: usize = 500;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    operation: Uuid,
    to: String,
    despite_load: String,
}

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, Typed::default(), FieldErrors::default()).await;
    visit.answer(page).await
}

pub async fn hand_over(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Typed>) -> Response {
    let to = typed.to.parse::<Uuid>();
    let done = match to {
        Err(_) => visit.session.allow(Action::AssignmentChange).and(Err(FieldErrors::one("to", "required", "").into())),
        Ok(to) => {
            let despite_load = !typed.despite_load.is_empty();
            visit.session.hand_over(Operation::new(typed.operation, &("hand over", id, to, despite_load)), id, to, despite_load).await
        }
    };
    let answer = match done {
        // Numbers only; the page shows which ones stay, by their codes.
        Ok(done) => Ok(Answer::SeeOther(format!("/members/{id}?moved={}&left={}", done.moved, done.left.len()))),
        Err(Failure::Invalid(errors)) => {
            let page = page(&visit, id, typed, errors).await;
            page.map(|page| Answer::Page(page.with_status(StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(other) => Err(other),
    };
    visit.answer(answer).await
}

async fn page(visit: &Visit, id: Uuid, typed: Typed, errors: FieldErrors) -> Result<Page, Failure> {
    visit.session.allow(Action::AssignmentChange)?;
    let member = visit.session.member(id).await?;
    if !visit.may_in(Action::AssignmentChange, member.admin_unit_id) {
        return Err(Failure::NotFound);
    }
    let (others, _) = visit.session.members(member.admin_unit_id, &MemberFilter::default(), OFFERED).await?;
    let t = visit.texts;
    let others = others.into_iter().filter(|other| other.id != id);
    let choices: Vec<Choice> =
        others.map(|other| Choice { code: other.id.to_string(), words: format!("{} · {}", other.draft.name, helps(t, &other)) }).collect();
    Ok(Page::new(t.t("members.hand_over"), move || {
        let (t, typed, choices, errors) = (texts(), typed.clone(), choices.clone(), errors.clone());
        view! {
            <article class="narrow">
                <p><a href=format!("/members/{id}")>"← "{member.draft.name.clone()}</a></p>
                <h1>{t.t("members.hand_over")}</h1>
                <p>{t.t("members.hand_over_meaning")}</p>
                <PostForm about_people=true action=format!("/members/{id}/hand-over") class="card">
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <Select name="to" label=t.t("members.hand_over_to") value=typed.to choices=choices errors=errors.clone() blank=t.t("places.form.choose")/>
                    <DespiteLoad errors=errors ticked=!typed.despite_load.is_empty() label=t.t("members.hand_over_despite_load")/>
                    <div class="row form-buttons">
                        <button>{t.t("members.hand_over_button")}</button>
                        <a class="button plain" href=format!("/members/{id}")>{t.t("places.form.cancel")}</a>
                    </div>
                </PostForm>
            </article>
        }
    }))
}
