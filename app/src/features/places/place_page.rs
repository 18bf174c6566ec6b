//! `/places/{id}`: a place in words, what can be done, what happened.

use axum::response::Response;
use domain::change::{ChangeEntry, fields};
use domain::course::{BoardFact, MeetingResult};
use domain::failure::Failure;
use domain::permission::Action;
use domain::place::{Place, PlaceKind, PlaceRow};
use leptos::prelude::*;
use serde_json::Value;
use store::course::{Course, WorkRow};
use uuid::Uuid;

use super::area::Area;
use super::corrections::{Corrections, PlaceCorrections, Typed};
use super::due::until_words;
use super::due_list::DueList;
use super::fact_words::saved_words;
use super::facts::{field_words, value_words};
use super::happening::Happening;
use super::names::Names;
use super::postpone::Postponing;
use super::reasons::reasons_of;
use super::timeline::Timeline;
use crate::features::agreements::{AtPlace as AgreementsAtPlace, PlaceAgreements};
use crate::features::households::{AtPlace as HouseholdsAtPlace, HouseholdsHere};
use crate::features::officers::{AtPlace, OfficersLine};
use crate::features::organizations::{Here, OrganizationsHere};
use crate::named::Named;
use crate::ui::{BoardMark, Notice, PartyMark, PostForm, ago, date, texts};
use crate::visit::{Page, Visit};

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, Typed::default(), Postponing::default()).await;
    visit.answer(page).await
}

/// The page; `typed` and `put_off` are what could not be taken of what was just sent.
pub(super) async fn page(visit: &Visit, id: Uuid, typed: Typed, put_off: Postponing) -> Result<Page, Failure> {
    let place = visit.session.place(id).await?;
    let course = visit.session.course(&place).await?;
    let history = visit.session.place_history(id, u64::from(u16::MAX)).await?;
    let around = visit.session.history_around(&place).await?;
    let names = Names::of(visit, &history).await?;
    let alike = if place.draft.closed_on.is_none() { visit.session.likely_duplicates(&place).await? } else { Vec::new() };
    let linked: Vec<Uuid> = [place.draft.parent_id, place.draft.merged_into].into_iter().flatten().collect();
    let linked = visit.session.places_whole(&linked).await?;
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let saved = asked.iter().find(|(name, _)| name == "saved").and_then(|(_, id)| id.parse::<Uuid>().ok());
    let saved = saved.and_then(|operation| JustSaved::find(operation, &history, &course));
    let skip = asked.iter().find(|(name, _)| name == "skip").and_then(|(_, skip)| skip.parse().ok()).unwrap_or(0);
    let undone = asked.iter().any(|(name, _)| name == "undone");
    let put_right = ["corrected", "withdrawn"].into_iter().find(|done| asked.iter().any(|(name, _)| name == done));
    let redrawn = asked.iter().any(|(name, _)| name == "redrawn");
    let today = visit.session.today;
    let area = visit.session.area_of_place(&place).await?;
    let corrections = Corrections::of(visit, id, place.draft.admin_unit_id).await?;
    let officers = AtPlace::of(visit, &place).await?;
    let agreements = AgreementsAtPlace::of(visit, &place).await?;
    let writes = visit.may_in(Action::PlaceChange, place.draft.admin_unit_id);
    let puts_right = (writes && place.draft.closed_on.is_none()).then_some(id);
    let contacts = place.draft.has_board() && visit.may_in(Action::BoardContactRead, place.draft.admin_unit_id);
    let here = Here::of(visit, &place).await?;
    let households = HouseholdsAtPlace::of(visit, &place);
    Ok(Page::new(place.draft.name.clone(), move || {
        let heading = view! { <Heading place=place.clone() linked=linked.clone()/> }.into_any();
        let due = view! { <DueList place=id course=course.clone() today=today writes=writes typed=put_off.clone()/> }.into_any();
        let facts = view! { <Facts place=place.clone() course=course.clone()/> }.into_any();
        let likely = Happening::likeliest_first(course.derived.as_ref()).first().copied();
        let likely = likely.filter(|happening| !matches!(happening, Happening::Organizations(_)));
        let buttons = writes.then(|| view! { <Buttons place=place.clone() likely=likely today=today/> }.into_any());
        let agreements = view! { <PlaceAgreements place=id found=agreements.clone()/> }.into_any();
        let timeline =
            view! { <Timeline facts=course.facts.clone() entries=history.clone() around=around.clone() skip=skip place=id writes=puts_right names=names.clone()/> }.into_any();
        view! {
            <article class="narrow place">
                {saved.clone().map(|saved| view! { <Saved saved=saved names=names.clone() place=place.clone() contacts=contacts next=course.work.first().cloned() today=today/> }.into_any())}
                {undone.then(|| view! { <Notice tone="good"><p>{texts().t("places.undone")}</p></Notice> })}
                {put_right.map(|done| view! { <Notice tone="good"><p>{texts().t(&format!("course.{done}"))}</p></Notice> })}
                {redrawn.then(|| view! { <Notice tone="good"><p>{texts().t("areas.redrawn")}</p></Notice> })}
                {heading}
                <Area place=id found=area.clone()/>
                <OfficersLine found=officers.clone()/>
                {due}
                {buttons}
                <PlaceCorrections place=id found=corrections.clone() typed=typed.clone()/>
                {contacts.then(|| view! { <p class="no-print"><a class="button plain" href=format!("/places/{id}/contacts")>{texts().t("contacts.title")}</a></p> })}
                <HouseholdsHere place=id found=households/>
                {facts}
                {agreements}
                <OrganizationsHere here=here.clone()/>
                <Alike id=id alike=alike.clone() writes=writes/>
                {timeline}
                {writes.then(|| view! { <More place=place.clone()/> })}
            </article>
        }
    }))
}

/// What one operation did here: facts, and what changed of the place.
#[derive(Clone)]
struct JustSaved {
    operation: Uuid,
    entry: Option<ChangeEntry>,
    facts: Vec<BoardFact>,
    /// Who did it, by their name.
    by: String,
    /// Nothing else happened here since.
    last: bool,
}

impl JustSaved {
    fn find(operation: Uuid, history: &[ChangeEntry], course: &Course) -> Option<Self> {
        let entry = history.iter().find(|entry| entry.operation_id == operation).cloned();
        let facts = course.facts.iter().filter(|fact| fact.operation_id == operation);
        let at = facts.clone().map(|fact| fact.at).max();
        let own = facts.clone().any(|fact| !fact.of_cluster);
        let by = entry.as_ref().map(|entry| entry.actor.clone()).or_else(|| facts.clone().map(|fact| fact.by.clone()).next());
        let facts: Vec<BoardFact> = facts.map(|fact| fact.fact.clone()).collect();
        let last = match &entry {
            // A duplicate that went into this place does not come back out of it by this.
            Some(entry) => {
                let newest = history.iter().all(|other| other.row_revision <= entry.row_revision);
                newest && entry.row_revision > 1 && entry.action != Action::PlaceMerge.code()
            }
            // A fact from which nothing follows leaves no entry of the place.
            None => {
                let later = |fact: &&store::course::RecordedFact| !fact.of_cluster && Some(fact.at) > at;
                own && history.iter().all(|entry| Some(entry.at) <= at) && !course.facts.iter().any(|fact| later(&fact))
            }
        };
        (entry.is_some() || !facts.is_empty()).then_some(Self { operation, entry, facts, by: by.unwrap_or_default(), last })
    }
}

/// What was just recorded, and the way back until something else is.
#[component]
fn Saved(saved: JustSaved, names: Names, place: Place, contacts: bool, next: Option<WorkRow>, today: chrono::NaiveDate) -> impl IntoView {
    let t = texts();
    // Whoever has just written down an election knows whom the ward may call from now on.
    let elected = contacts && saved.facts.iter().any(|fact| fact.result == Some(MeetingResult::Elected));
    let can_undo = saved.last;
    let by = (!saved.by.is_empty()).then(|| t.tf("places.saved_by", &[("by", &saved.by)]));
    let next = next.map(|row| format!("{}: {}, {}", t.t("places.next_due"), t.code("due", row.kind.code()), until_words(t, &row, today)));
    let changes = saved.entry.map(|entry| entry.changes).unwrap_or_default();
    let words = saved_words(t, &saved.facts, &changes, &names);
    view! {
        <Notice tone="good">
            <p><strong>{t.t("places.saved")}</strong>" "{words}{by.map(|by| view! { " "<span class="soft">{by}</span> })}</p>
            {next.map(|next| view! { <p>{next}</p> })}
            {elected.then(|| view! { <p><a class="button plain" href=format!("/places/{}/contacts", place.id)>{t.t("contacts.after_election")}</a></p> })}
            {can_undo.then(|| view! {
                <PostForm action=format!("/places/{}/undo", place.id)>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="undone" value=saved.operation.to_string()/>
                    <button class="plain">{t.t("places.undo")}</button>
                </PostForm>
            })}
        </Notice>
    }
}

#[component]
fn Heading(place: Place, linked: Vec<Place>) -> impl IntoView {
    let t = texts();
    let d = place.draft.clone();
    let of = |id: Option<Uuid>| linked.iter().find(|place| Some(place.id) == id).map(|place| (place.id, place.draft.name.clone()));
    let (cluster, merged) = (of(d.parent_id), of(d.merged_into));
    view! {
        <header>
            <p class="soft">{t.code("kind", d.kind.code())}
                {d.segment.map(|segment| view! {
                    " · "<a href=format!("/places?kind={}&segment={}", d.kind.code(), segment.code())>{t.code("segment", segment.code())}</a>
                })}
            </p>
            <h1>{d.name.clone()}</h1>
            <p>
                {(!d.address.is_empty()).then(|| format!("{}, ", d.address))}
                <a href=format!("/admin-units/{}", place.admin_unit_code)>{place.admin_unit_name.clone()}</a>
                {d.former_district.clone().map(|district| view! { <span class="soft">" · "{district}" "{t.t("places.former")}</span> })}
            </p>
            {cluster.map(|(id, name)| view! { <p>{t.t("places.parent")}": "<a href=format!("/places/{id}")>{name}</a></p> })}
            {merged.map(|(id, name)| view! { <Notice tone="plain"><p>{t.t("places.merged_into")}" "<a href=format!("/places/{id}")>{name}</a></p></Notice> })}
            {d.closed_on.filter(|_| d.merged_into.is_none()).map(|day| view! { <Notice tone="plain"><p>{t.t("places.closed_on")}" "{date(t, day)}</p></Notice> })}
            <dl class="status">
                {d.has_board().then(|| view! { <div><dt>{t.t("places.board")}</dt><dd><BoardMark board=place.board_category/></dd></div> })}
                <div><dt>{t.t("places.organizations")}</dt><dd><PartyMark party=place.party_category/></dd></div>
            </dl>
        </header>
    }
}

/// Always under the thumb: the likeliest next fact, "still true", and all that can be recorded.
#[component]
fn Buttons(place: Place, likely: Option<Happening>, today: chrono::NaiveDate) -> impl IntoView {
    let t = texts();
    if place.draft.closed_on.is_some() {
        return ().into_any();
    }
    let words = format!("{} · {}", t.code("board", place.board_category.code()), t.code("party", place.party_category.code()));
    let reviewed = place
        .draft
        .reviewed_on
        .map_or_else(|| t.t("places.never_reviewed"), |day| t.tf("places.reviewed_ago", &[("ago", &ago(t, day, today))]));
    view! {
        <section class="thumb-bar no-print" aria-label=t.t("places.record")>
            <PostForm action=format!("/places/{}/confirm", place.id)>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <button class="plain" aria-describedby="still-true">{t.t("places.still_true")}</button>
            </PostForm>
            <p id="still-true" class="soft">{words}<br/>{reviewed}</p>
            {likely.map(|happening| view! { <a class="button plain" href=format!("/places/{}/record#{}", place.id, happening.code())>{happening.words(t)}</a> })}
            <a class="button" href=format!("/places/{}/record", place.id)>{t.t("places.record")}</a>
        </section>
    }
    .into_any()
}

#[component]
fn Facts(place: Place, course: Course) -> impl IntoView {
    let t = texts();
    let all = fields(&place.draft);
    let group = |title: &str, names: &[&str]| {
        let rows: Vec<_> = names
            .iter()
            .filter_map(|name| all.get(*name).map(|value| (*name, value)))
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| {
                let reasons =
                    reasons_of(t, &course, &place.draft, name).into_iter().map(|words| view! { <p class="soft reason">{words}</p> });
                let reasons: Vec<_> = reasons.collect();
                view! { <div><dt>{field_words(t, name)}</dt><dd>{value_words(t, name, value)}{reasons}</dd></div> }
            })
            .collect();
        (!rows.is_empty()).then(|| view! { <section class="card"><h2>{t.t(title)}</h2><dl class="facts">{rows}</dl></section> }.into_any())
    };
    let board = [
        "requirement",
        "meeting_stage",
        "recognition",
        "decision_number",
        "decision_on",
        "term",
        "term_ends_on",
        "fund_handover",
        "disputes",
    ];
    let organizations = [
        "organizations",
        "organizations_confirmed_on",
        "party_decision",
        "party_members",
        "cell_committee",
        "agreement_number",
        "agreement_on",
    ];
    let size = [
        "head_post",
        "blocks",
        "apartments",
        "handed_over",
        "handover_year",
        "handed_over_on",
        "several_owners",
        "residents",
        "lat",
        "lon",
        "reviewed_on",
        "note",
    ];
    let empty = all.get("note") == Some(&Value::Null) && place.draft.apartments.is_none();
    view! {
        {place.draft.has_board().then(|| group("places.board", &board))}
        {group("places.organizations", &organizations)}
        {group("places.form.size", &size)}
        {empty.then(|| view! { <p class="soft">{t.t("places.little_known")}</p> })}
    }
}

#[component]
fn Alike(id: Uuid, alike: Vec<PlaceRow>, writes: bool) -> impl IntoView {
    let t = texts();
    let items: Vec<_> = alike
        .into_iter()
        .map(|row| view! { <li><a href=format!("/places/{}", row.id)>{row.name}</a>" · "{row.address}{writes.then(|| view! { " · "<a href=format!("/places/{id}/merge?into={}", row.id)>{t.t("places.merge_here")}</a> })}</li> })
        .collect();
    (!items.is_empty()).then(|| view! { <details class="card no-print"><summary>{t.t("places.alike")}</summary><ul>{items}</ul></details> })
}

#[component]
fn More(place: Place) -> impl IntoView {
    let t = texts();
    let id = place.id;
    let closed = place.draft.closed_on.is_some();
    let (path, words) = if closed { ("reopen", t.t("places.reopen")) } else { ("close", t.t("places.close")) };
    view! {
        <section class="row no-print more">
            {(!closed).then(|| view! {
                <a class="button plain" href=format!("/places/{id}/edit")>{t.t("places.edit")}</a>
                <a class="button plain" href=format!("/places/{id}/merge")>{t.t("places.merge")}</a>
                {(place.draft.kind == PlaceKind::ResidentialArea).then(|| view! { <a class="button plain" href=format!("/places/{id}/redraw")>{t.t("areas.redraw")}</a> })}
            })}
            <PostForm action=format!("/places/{id}/{path}")>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <input type="hidden" name="revision" value=place.revision.to_string()/>
                <button class="plain">{words}</button>
            </PostForm>
        </section>
    }
}
