//! `/households`: the households of one ward. A search by name, phone, apartment or code is posted: its words must not
//! stand in an address.

use axum::Form;
use axum::response::Response;
use domain::admin_unit::AdminUnit;
use domain::failure::Failure;
use domain::permission::Action;
use leptos::prelude::*;
use store::household::{HouseholdRow, SupportNumbers};

use super::asked::{Asked, wards};
use super::list::Rows;
use super::numbers::Numbers;
use crate::ui::{Pager, PostForm, Span, count, texts};
use crate::visit::{Page, Visit};

/// Rows of one page: each is opened for it.
const ROWS: usize = 200;

pub async fn list(visit: Visit) -> Response {
    let asked = Asked::of_address(&visit);
    let page = page(&visit, asked).await;
    visit.answer(page).await
}

pub async fn search(visit: Visit, Form(asked): Form<Asked>) -> Response {
    let page = page(&visit, asked).await;
    visit.answer(page).await
}

/// What was found, for the page.
#[derive(Clone)]
struct Found {
    asked: Asked,
    units: Vec<AdminUnit>,
    unit: AdminUnit,
    numbers: SupportNumbers,
    rows: Vec<HouseholdRow>,
    total: usize,
    /// The name of the place that is asked for.
    place: Option<String>,
    may: May,
}

/// What whoever asks may do in this ward.
#[derive(Clone, Copy)]
struct May {
    add: bool,
}

async fn page(visit: &Visit, mut asked: Asked) -> Result<Page, Failure> {
    let t = visit.texts;
    asked.q = asked.q.chars().take(200).collect();
    let filter = asked.filter(visit.session.today);
    let (units, unit) = wards(visit, Action::HouseholdRead, &asked.unit, filter.place).await?;
    let place = match filter.place {
        Some(id) => Some(visit.session.place(id).await?.draft.name),
        None => None,
    };
    let numbers = visit.session.support_numbers(unit.id).await?;
    let (rows, total) = visit.session.households(unit.id, &filter, ROWS).await?;
    let may = May { add: visit.may_in(Action::HouseholdAdd, unit.id) };
    let found = Found { asked, units, unit, numbers, rows, total, place, may };
    let today = visit.session.today;
    Ok(Page::new(t.t("households.title"), move || {
        let found = found.clone();
        // One ward is nothing to name in links.
        let code = if found.units.len() > 1 { found.unit.code.clone() } else { String::new() };
        let total = found.total;
        let span = Span { skip: found.asked.skip, shown: found.rows.len(), total, most: ROWS };
        let (again, posted) = (found.asked.fields(), !found.asked.q.is_empty());
        let heading = view! { <Heading found=found.clone()/> }.into_any();
        let narrowing = view! { <Narrowing asked=found.asked.clone() code=code.clone() place=found.place.clone()/> }.into_any();
        view! {
            {heading}
            <Numbers numbers=found.numbers unit=code/>
            {narrowing}
            <p class="results"><strong>{count(t, total as u64)}</strong>" "{t.t("households.found")}</p>
            {(total == 0).then(|| view! { <p class="card">{t.t("households.none")}</p> })}
            <Rows rows=found.rows today=today/>
            <Pager span=span action="/households" asked=again posted=posted/>
        }
    }))
}

#[component]
fn Heading(found: Found) -> impl IntoView {
    let t = texts();
    let several = found.units.len() > 1;
    let wards: Vec<_> = found
        .units
        .iter()
        .map(|unit| {
            let current = unit.id == found.unit.id;
            let link = Asked { unit: unit.code.clone(), ..Asked::default() }.link();
            let class = if current { "button" } else { "button plain" };
            view! { <a class=class href=link aria-current=current.then_some("true")>{unit.full_name()}</a> }
        })
        .collect();
    let new = match found.asked.place.is_empty() {
        true => "/households/new".to_owned(),
        false => format!("/households/new?place={}", found.asked.place),
    };
    let import = format!("/households/import?unit={}", found.unit.code);
    let form = format!("/households/consent-form?unit={}", found.unit.code);
    let requests = format!("/requests?unit={}", found.unit.code);
    view! {
        <div class="row heading">
            <h1>{t.t("households.title")}</h1>
            <a class="button plain no-print" href=requests>{t.t("requests.title")}</a>
            {found.may.add.then(|| view! {
                <span class="row no-print">
                    <a class="button" href=new>{t.t("households.add")}</a>
                    <a class="button plain" href=import>{t.t("households.import")}</a>
                    <a class="button plain" href=form>{t.t("households.consent_form")}</a>
                </span>
            })}
        </div>
        {(!several).then(|| view! { <p class="soft">{found.unit.full_name()}</p> })}
        {several.then(|| view! { <nav class="row no-print" aria-label=t.t("households.wards")>{wards}</nav> })}
        <p class="soft">{t.t("households.meaning")}</p>
    }
}

/// The search, and which part of the list is shown.
#[component]
fn Narrowing(asked: Asked, code: String, place: Option<String>) -> impl IntoView {
    let t = texts();
    let of = |asked: Asked| Asked { unit: code.clone(), ..asked }.link();
    let parts = [
        (!asked.without_member.is_empty()).then(|| t.t("households.without_member")),
        (!asked.visit_overdue.is_empty()).then(|| t.t("households.visits_overdue")),
        (!asked.place_ended.is_empty()).then(|| t.t("households.place_ended")),
        (!asked.ended.is_empty()).then(|| t.t("households.ended_title")),
        place.map(|name| t.tf("households.at_place", &[("place", &name)])),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let (all, ended) = (of(Asked::default()), of(Asked { ended: "1".into(), ..Asked::default() }));
    let shows_ended = !asked.ended.is_empty();
    let narrowed = !parts.is_empty() || !asked.q.is_empty();
    view! {
        <PostForm action="/households" class="card no-print" about_people=true>
            <input type="hidden" name="unit" value=code.clone()/>
            <input type="hidden" name="place" value=asked.place.clone()/>
            <input type="hidden" name="ended" value=asked.ended.clone()/>
            <input type="hidden" name="without_member" value=asked.without_member.clone()/>
            <input type="hidden" name="place_ended" value=asked.place_ended.clone()/>
            <input type="hidden" name="visit_overdue" value=asked.visit_overdue.clone()/>
            <div class="row search-row">
                <input type="search" name="q" value=asked.q.clone() maxlength="200" autocomplete="off" aria-label=t.t("households.search") placeholder=t.t("households.search")/>
                <button>{t.t("shell.search_button")}</button>
            </div>
        </PostForm>
        <p class="row no-print">
            {(!parts.is_empty()).then(|| view! { <strong>{parts.join(" · ")}</strong> })}
            {narrowed.then(|| view! { <a class="button plain" href=all>{t.t("households.all")}</a> })}
            {(!shows_ended).then(|| view! { <a class="button plain" href=ended>{t.t("households.ended_title")}</a> })}
        </p>
    }
}
