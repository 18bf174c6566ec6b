//! `/households/{id}/edit`: what is said of a household is said anew.

use std::collections::HashMap;

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::household::Household;
use domain::permission::Action;
use leptos::prelude::*;
use store::assignment::Changed;
use uuid::Uuid;

use super::changed_since::{Other, Others, others_now};
use super::form::{HouseholdFields, draft, of_draft};
use super::typed::Typed;
use super::{address, household_for};
use crate::features::places::{Residence, residences};
use crate::named::Named;
use crate::ui::{Notice, PostForm, texts};
use crate::visit::{Answer, Page, Visit};

pub async fn edit(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = filled(&visit, id).await;
    visit.answer(page).await
}

async fn filled(visit: &Visit, id: Uuid) -> Result<Page, Failure> {
    let found = household_for(visit, Action::HouseholdChange, id).await?;
    let mut typed = of_draft(&found.draft);
    typed.set("revision", found.revision.to_string());
    typed.set("residence", found.place_id.to_string());
    page(visit, found, typed, FieldErrors::default(), Vec::new()).await
}

pub async fn save(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = save_typed(&visit, id, Typed(typed)).await;
    visit.answer(answer).await
}

async fn save_typed(visit: &Visit, id: Uuid, mut typed: Typed) -> Result<Answer, Failure> {
    visit.session.allow(Action::HouseholdChange)?;
    if typed.lives().searches {
        let found = household_for(visit, Action::HouseholdChange, id).await?;
        return page(visit, found, typed, FieldErrors::default(), Vec::new()).await.map(Answer::from);
    }
    let place = match typed.get("residence").as_str() {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| FieldErrors::one("residence", "choose_a_place", "")),
    };
    let done = match (draft(&typed), place) {
        (Ok(draft), Ok(place)) => {
            visit.session.change_household(typed.operation("household", id), id, typed.revision(), place, draft).await
        }
        (said, place) => {
            let mut errors = said.err().unwrap_or_default();
            errors.0.extend(place.err().unwrap_or_default().0);
            Err(errors.into())
        }
    };
    match done {
        Ok(Changed { ended: 0, .. }) => Ok(Answer::SeeOther(address(id))),
        Ok(Changed { ended, .. }) => Ok(Answer::SeeOther(format!("{}?ended={ended}", address(id)))),
        Err(Failure::Invalid(errors)) => {
            let found = household_for(visit, Action::HouseholdChange, id).await?;
            let mut others = Vec::new();
            if errors.0.iter().any(|error| error.code == "changed_meanwhile") {
                others = others_now(visit.texts, &found, &mut typed);
            }
            Ok(page(visit, found, typed, errors, others).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into())
        }
        Err(other) => Err(other),
    }
}

/// The page; `others` is what the record says instead of the form.
async fn page(visit: &Visit, found: Household, typed: Typed, errors: FieldErrors, others: Vec<Other>) -> Result<Page, Failure> {
    let t = visit.texts;
    let names = visit.session.member_names(found.admin_unit_id, &found.draft.refused).await?;
    let units = visit.session.admin_units().await?;
    let unit = units.into_iter().find(|unit| unit.id == found.admin_unit_id);
    let mut lives = typed.lives();
    if lives.chosen.parse::<Uuid>().is_err() {
        lives.chosen = found.place_id.to_string();
    }
    // A ward that has ended has no places to move to.
    lives.searches &= unit.is_some();
    let places = residences(visit, unit.as_ref().map_or("", |unit| &unit.code), &lives).await?;
    let title = t.tf("households.change_title", &[("code", &found.code)]);
    Ok(Page::new(title.clone(), move || {
        let of_all: Vec<String> = errors.of("household").map(|error| t.field_error(error)).collect();
        let (wrong, revision) = (!errors.is_empty(), typed.get("revision"));
        let fields = view! { <HouseholdFields typed=typed.clone() errors=errors.clone()/> }.into_any();
        let lives =
            view! { <Residence typed=lives.clone() places=places.clone() errors=errors.clone() hint=t.t("households.moved_hint")/> }
                .into_any();
        let refused = view! { <Refused found=found.clone() names=names.clone() typed=typed.clone()/> }.into_any();
        view! {
            <div class="narrow">
                <p><a href=address(found.id)>"← "{found.code.clone()}</a></p>
                <h1>{title.clone()}</h1>
                {wrong.then(|| view! { <Notice tone="bad"><p>{t.t("places.form.look_again")}" "{of_all.join(" ")}</p></Notice> })}
                <Others others=others.clone()/>
                <PostForm action=format!("{}/edit", address(found.id)) about_people=true>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="revision" value=revision/>
                    // What the Enter key presses: it saves, and looks for no place.
                    <button class="hidden" tabindex="-1" aria-hidden="true"></button>
                    {fields}
                    <div class="card">{lives}</div>
                    {refused}
                    <div class="row form-buttons">
                        <button>{t.t("households.save_change")}</button>
                        <a class="button plain" href=address(found.id)>{t.t("households.leave")}</a>
                    </div>
                </PostForm>
            </div>
        }
    }))
}

/// Members whom the household does not want, to be taken off that list at its wish.
#[component]
fn Refused(found: Household, names: HashMap<Uuid, String>, typed: Typed) -> impl IntoView {
    let t = texts();
    let still = typed.all("refused");
    let boxes: Vec<_> = found
        .draft
        .refused
        .iter()
        .map(|id| {
            let id_text = id.to_string();
            match names.get(id) {
                // Whoever is gone from the list of members is on this one all the same.
                None => view! { <input type="hidden" name="refused" value=id_text/> }.into_any(),
                Some(name) => {
                    let checked = still.contains(&id_text);
                    view! { <label class="check"><input type="checkbox" name="refused" value=id_text checked=checked/><span>{name.clone()}</span></label> }
                        .into_any()
                }
            }
        })
        .collect();
    let some = !boxes.is_empty();
    some.then(|| {
        view! {
            <fieldset class="card">
                <legend><h2>{t.t("households.refused")}</h2></legend>
                <p class="soft">{t.t("households.refused_hint")}</p>
                {boxes}
            </fieldset>
        }
    })
}
