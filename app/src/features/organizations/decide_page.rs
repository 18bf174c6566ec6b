//! `/organizations/{id}/decide`: what was decided about an organization, one form for each kind.

use std::collections::{BTreeMap, BTreeSet};

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::organization::{DecisionDraft, OrganizationEventKind, OrganizationFilter};
use domain::permission::Action;
use leptos::prelude::*;
use store::organization::{OrganizationRow, OrganizationView};
use uuid::Uuid;

use super::decide_form::{DecisionForm, DecisionState};
use super::organization_for;
use super::typed::Typed;
use crate::named::Named;
use crate::ui::{Choice, Notice, date};
use crate::visit::{Answer, Page, Visit};

/// So many organizations are offered.
const OFFERED: u64 = 500;

pub async fn decisions(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = blank(&visit, id).await;
    visit.answer(page).await
}

async fn blank(visit: &Visit, id: Uuid) -> Result<Page, Failure> {
    let found = organization_for(visit, Action::OrganizationDecide, id).await?;
    page(visit, found, None).await
}

pub async fn decide(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Vec<(String, String)>>) -> Response {
    let answer = decide_typed(&visit, id, Typed(typed)).await;
    visit.answer(answer).await
}

async fn decide_typed(visit: &Visit, id: Uuid, typed: Typed) -> Result<Answer, Failure> {
    let found = organization_for(visit, Action::OrganizationDecide, id).await?;
    let done = match draft(&typed) {
        Ok(draft) => visit.session.decide(typed.operation(id), id, draft).await,
        Err(errors) => Err(errors.into()),
    };
    match done {
        Ok(_) => Ok(Answer::SeeOther(format!("/organizations/{id}?saved={}", typed.operation_id()))),
        Err(Failure::Invalid(errors)) => {
            Ok(page(visit, found, Some((typed, errors))).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into())
        }
        Err(other) => Err(other),
    }
}

/// The decision that was told; what of it cannot be read is an error of its field.
fn draft(typed: &Typed) -> Result<DecisionDraft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let kind = typed.code::<OrganizationEventKind>("kind", &mut errors);
    let on = typed.day("on", &mut errors);
    if on.is_none() && errors.is_empty() {
        errors.push("on", "required", "");
    }
    let mut others = BTreeSet::new();
    for id in typed.all("others") {
        match id.parse::<Uuid>() {
            Ok(id) => drop(others.insert(id)),
            Err(_) => errors.push("others", "not_a_choice", ""),
        }
    }
    let (new, moves) = split(typed, &mut errors);
    let (admin_unit_id, superior_id) = (typed.id("admin_unit_id", &mut errors), typed.id("superior_id", &mut errors));
    let (Some(kind), Some(on), true) = (kind, on, errors.is_empty()) else { return Err(errors) };
    let (number, issuer, overruled) = (typed.text("number"), typed.text("issuer"), typed.text("overruled"));
    Ok(DecisionDraft { kind, on, number, issuer, overruled, others, new, moves, admin_unit_id, superior_id })
}

/// New names, those left empty passed over, and which place goes to which of them: `moves=PLACE:1` to the first
/// field of a name.
fn split(typed: &Typed, errors: &mut FieldErrors) -> (Vec<String>, BTreeMap<Uuid, usize>) {
    let names = typed.all("new");
    let filled: Vec<usize> = (0..names.len()).filter(|at| !names[*at].trim().is_empty()).collect();
    let mut moves = BTreeMap::new();
    for chosen in typed.all("moves").iter().filter(|chosen| !chosen.is_empty()) {
        let parts = chosen.split_once(':').and_then(|(place, field)| Some((place.parse::<Uuid>().ok()?, field.parse::<usize>().ok()?)));
        let at = parts.and_then(|(_, field)| filled.iter().position(|filled| filled + 1 == field));
        match (parts, at) {
            (Some((place, _)), Some(at)) => drop(moves.insert(place, at)),
            // A place was given to one that has no name.
            (Some(_), None) => errors.push("new", "required", ""),
            (None, _) => errors.push("moves", "not_a_choice", ""),
        }
    }
    (filled.into_iter().map(|at| names[at].clone()).collect(), moves)
}

async fn offered(visit: &Visit, filter: &OrganizationFilter) -> Result<Vec<OrganizationRow>, Failure> {
    match visit.session.organizations(filter, OFFERED, None).await {
        Ok(found) => Ok(found.items),
        // Its ward has ended: nothing is offered.
        Err(Failure::Invalid(_)) => Ok(Vec::new()),
        Err(other) => Err(other),
    }
}

async fn page(visit: &Visit, found: OrganizationView, sent: Option<(Typed, FieldErrors)>) -> Result<Page, Failure> {
    let t = visit.texts;
    let own = found.id;
    let in_ward = OrganizationFilter { unit: Some(found.admin_unit_code.clone()), ..OrganizationFilter::default() };
    let in_ward = offered(visit, &in_ward).await?;
    let choice = |row: &OrganizationRow| Choice { code: row.id.to_string(), words: row.name.clone() };
    let alike = in_ward.iter().filter(|row| row.id != own && row.kind == found.draft.kind).map(choice).collect();
    let above = in_ward.iter().filter(|row| row.id != own && row.kind.is_party() == found.draft.kind.is_party()).map(choice).collect();
    let units = visit.session.admin_units().await?.into_iter();
    let units = units.filter(|unit| unit.id != found.draft.admin_unit_id && visit.may_in(Action::OrganizationDecide, unit.id));
    let units: Vec<Choice> = units.map(|unit| Choice { words: unit.full_name(), code: unit.id.to_string() }).collect();
    let state = DecisionState {
        organization: found.clone(),
        alike,
        above,
        units,
        today: visit.session.today,
        typed: Typed::default(),
        errors: FieldErrors::default(),
        open: false,
    };
    let title = t.t("organizations.decide");
    Ok(Page::new(title.clone(), move || {
        let kinds = OrganizationEventKind::all()
            .iter()
            .copied()
            .filter(|kind| *kind != OrganizationEventKind::Founded || found.founded_on.is_none());
        let ended = found.ended_on;
        let forms = kinds.filter(|_| ended.is_none()).map(|kind| {
            let mut state = state.clone();
            if let Some((typed, errors)) = sent.as_ref().filter(|(typed, _)| typed.get("kind") == kind.code()) {
                (state.typed, state.errors, state.open) = (typed.clone(), errors.clone(), true);
            }
            view! { <DecisionForm kind=kind state=state/> }.into_any()
        });
        let forms: Vec<_> = forms.collect();
        let unread = sent.as_ref().is_some_and(|(typed, _)| typed.get("kind").parse::<OrganizationEventKind>().is_err());
        view! {
            <div class="narrow">
                <p><a href=format!("/organizations/{own}")>"← "{found.draft.name.clone()}</a></p>
                <h1>{title.clone()}</h1>
                {ended.map(|day| view! { <Notice tone="plain"><p>{t.tf("organizations.ended_on", &[("day", &date(t, day))])}</p></Notice> })}
                {unread.then(|| view! { <Notice tone="bad"><p>{t.t("errors.not_a_choice")}</p></Notice> })}
                <div class="fact-list">{forms}</div>
            </div>
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn places_go_to_the_names_beside_which_they_were_put() {
        let place = Uuid::from_u128(7);
        let of_second = format!("{place}:2");
        let said = [("kind", "split"), ("on", "2026-05-05"), ("new", ""), ("new", "Chi bộ mới"), ("moves", &of_second), ("moves", "")];
        let draft = draft(&typed(&said)).expect("a decision");
        assert_eq!((draft.new, draft.moves), (vec!["Chi bộ mới".to_owned()], BTreeMap::from([(place, 0)])));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let nameless = format!("{}:1", Uuid::nil());
        let said = [("kind", "split"), ("on", "soon"), ("new", " "), ("moves", nameless.as_str()), ("others", "x")];
        let errors = draft(&typed(&said)).expect_err("three faults");
        let fields: Vec<&str> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["on", "others", "new"]);
    }
}
