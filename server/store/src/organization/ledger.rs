//! The ledger: one decision, with all that it does to organizations, links and places, in one write.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::organization::{
    Decision, DecisionDraft, Effects, LinkKind, Organization, OrganizationDraft, OrganizationEvent, OrganizationEventKind, check_event,
    check_size, check_superior, effects,
};
use domain::permission::Action;
use domain::setting::{Setting, months_after};
use domain::text;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::EVENT;
use super::known::Known;
use super::rows::{add_row, changed, load_own, save_row, to_draft, wrong};
use super::settle::{Opened, settle};
use crate::admin_unit::units_by_id;
use crate::entities::{board_status, organization, organization_event, organization_involved, place};
use crate::fault::{broken, fault};
use crate::session::{Operation, Session, Write};
use crate::setting::rules;

/// What came of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    pub event: Uuid,
    /// Places that had a party organization and have none any more: they need a new home.
    pub without_home: BTreeSet<Uuid>,
}

/// A decision as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    pub event: OrganizationEvent,
    /// Of a transfer: where to.
    pub admin_unit_id: Option<Uuid>,
    pub superior_id: Option<Uuid>,
    pub without_home: BTreeSet<Uuid>,
}

impl Kept {
    pub fn of(row: &organization_event::Model) -> Result<Self, Failure> {
        serde_json::from_str(&row.details).map_err(|error| broken(&error))
    }
}

impl Session {
    /// Records what was decided about an organization.
    pub async fn decide(&self, operation: Operation, id: Uuid, draft: DecisionDraft) -> Result<Decided, Failure> {
        self.write(Action::OrganizationDecide, operation, move |write| Box::pin(async move { decide(write, id, draft).await })).await
    }
}

async fn mark_sample(write: &Write, id: Uuid, sample: bool) -> Result<(), Failure> {
    let marked = organization::Entity::update_many().col_expr(organization::Column::Sample, Expr::value(sample));
    marked.filter(organization::Column::Id.eq(id)).exec(&write.tx).await.map(drop).map_err(fault)
}

/// Checks a decision, does what it says, and keeps it in the ledger.
pub(super) async fn decide(write: &mut Write, id: Uuid, draft: DecisionDraft) -> Result<Decided, Failure> {
    let own = load_own(write, id).await?;
    let (event, new) = draft.event(Uuid::now_v7(), id, Uuid::now_v7)?;
    let transferred = draft.kind == OrganizationEventKind::Transferred;
    let mut kept = Kept {
        event,
        admin_unit_id: draft.admin_unit_id.filter(|_| transferred),
        superior_id: draft.superior_id.filter(|_| transferred),
        without_home: BTreeSet::new(),
    };
    let mut known = Known::load(&write.tx, kept.event.involved().chain(kept.superior_id), &[]).await?;
    let foreign = |id: &Uuid| known.rows.get(id).is_some_and(|row| !write.scope.holds(row.admin_unit_id));
    if kept.event.others.iter().any(foreign) {
        return wrong("others", "organization_not_found");
    }
    if kept.superior_id.iter().any(foreign) {
        return wrong("superior_id", "organization_not_found");
    }
    for (new, _) in &new {
        let Some(like) = known.organizations.get(&id).cloned() else { return Err(Failure::NotFound) };
        known.add_new(Organization { id: *new, founded_on: None, ended_on: None, ..like });
    }
    let (earlier, of_ward) = (earlier(write, &kept.event).await?, of_ward(write, &own, &kept.event).await?);
    let links = known.all_links();
    let rules = rules(&write.tx).await?;
    if kept.event.kind == OrganizationEventKind::Founded {
        let (is, least) = (to_draft(&own)?, rules.on(Setting::CellFromMembers, write.today));
        check_size("members", is.kind, is.members, least, kept.event.overruled.as_deref())?;
    }
    kept.event = check_event(&known.organizations, &links, &earlier, &of_ward, kept.event, write.today)?;
    check_destination(write, &known, &kept).await?;
    let effects = effects(&kept.event, &known.organizations, &links);
    kept.without_home.clone_from(&effects.without_home);
    let like = to_draft(&own)?;
    for (id, name) in new {
        add_row(write, id, &OrganizationDraft { name, members: None, cell_committee: None, ..like.clone() }).await?;
        // What comes out of an invented one is invented.
        mark_sample(write, id, own.sample).await?;
    }
    begin_and_end(write, &kept, &effects).await?;
    let look_again = months_after(write.today, rules.on(Setting::LinkReviewMonths, write.today));
    move_links(write, &known, &kept.event, &effects, look_again).await?;
    keep(write, own.admin_unit_id, &kept).await?;
    Ok(Decided { event: kept.event.id, without_home: kept.without_home })
}

/// Writes down that an organization was founded, which nothing has happened to yet, without asking the rules.
pub(super) async fn found(write: &mut Write, id: Uuid, unit: Uuid, draft: DecisionDraft) -> Result<(), Failure> {
    let (event, _) = draft.event(Uuid::now_v7(), id, Uuid::now_v7)?;
    let kept = Kept { event, admin_unit_id: None, superior_id: None, without_home: BTreeSet::new() };
    let effects = Effects { begin: BTreeSet::from([id]), ..Effects::default() };
    begin_and_end(write, &kept, &effects).await?;
    keep(write, unit, &kept).await
}

/// An organization comes to a unit in which the actor may write, as a place does.
async fn check_destination(write: &Write, known: &Known, kept: &Kept) -> Result<(), Failure> {
    if let Some(unit) = kept.admin_unit_id {
        let found = units_by_id(&write.tx, Some(unit).filter(|unit| write.scope.holds(*unit))).await?;
        if found.values().all(|unit| unit.valid_to.is_some()) {
            return wrong("admin_unit_id", "admin_unit_not_found");
        }
    }
    if let (Some(superior), Some(own)) = (kept.superior_id, known.organizations.get(&kept.event.organization_id)) {
        check_superior(&known.organizations, own, superior)?;
    }
    Ok(())
}

/// All that was decided before about those whom an event speaks of.
async fn earlier(write: &Write, event: &OrganizationEvent) -> Result<Vec<OrganizationEvent>, Failure> {
    let of = organization_involved::Entity::find().filter(organization_involved::Column::OrganizationId.is_in(event.involved()));
    let of = of.select_only().column(organization_involved::Column::EventId).into_query();
    let rows = organization_event::Entity::find().filter(organization_event::Column::Id.in_subquery(of)).all(&write.tx).await;
    rows.map_err(fault)?.iter().map(|row| Ok(Kept::of(row)?.event)).collect()
}

/// Decisions of the ward that bear the same number, about organizations and about boards.
async fn of_ward(write: &Write, own: &organization::Model, event: &OrganizationEvent) -> Result<Vec<Decision>, Failure> {
    let Some(number) = event.number.as_deref().map(text::fold).filter(|number| !number.is_empty()) else { return Ok(Vec::new()) };
    let events = organization_event::Entity::find()
        .filter(organization_event::Column::AdminUnitId.eq(own.admin_unit_id))
        .filter(organization_event::Column::NumberFolded.eq(&number));
    let events = events.all(&write.tx).await.map_err(fault)?;
    let mut found: Vec<Decision> = events.into_iter().map(|row| Decision { id: row.id, number: number.clone(), on: row.day }).collect();
    use board_status::Column as C;
    let places = place::Entity::find().filter(place::Column::AdminUnitId.eq(own.admin_unit_id)).select_only().column(place::Column::Id);
    let boards = board_status::Entity::find().filter(C::PlaceId.in_subquery(places.into_query())).filter(C::DecisionNumber.is_not_null());
    let boards = boards.select_only().columns([C::PlaceId, C::DecisionNumber, C::DecisionOn]);
    let boards: Vec<(Uuid, Option<String>, Option<NaiveDate>)> = boards.into_tuple().all(&write.tx).await.map_err(fault)?;
    found.extend(boards.into_iter().filter_map(|(id, number, on)| Some(Decision { id, number: number?, on: on? })));
    Ok(found)
}

/// What becomes of the organizations themselves. Those that stood below one that goes on in another stand
/// below that one.
async fn begin_and_end(write: &mut Write, kept: &Kept, effects: &Effects) -> Result<(), Failure> {
    let on = kept.event.on;
    for id in effects.begin.iter().chain(&effects.end) {
        let before = load_own(write, *id).await?;
        let mut row = before.clone().into_active_model();
        let change = if effects.begin.contains(id) {
            row.founded_on = Set(Some(on));
            changed("founded_on", json!(before.founded_on), json!(on))
        } else {
            row.ended_on = Set(Some(on));
            changed("ended_on", json!(before.ended_on), json!(on))
        };
        save_row(write, &before, row, &Vec::from_iter(change)).await?;
    }
    if kept.event.kind == OrganizationEventKind::Merged {
        let below = organization::Column::SuperiorId.is_in(effects.end.iter().copied());
        let below = organization::Entity::find().filter(below).all(&write.tx).await.map_err(fault)?;
        for row in below.into_iter().filter(|row| row.id != kept.event.organization_id) {
            set_superior(write, row, kept.event.organization_id).await?;
        }
    }
    if let Some(superior) = kept.superior_id {
        let before = load_own(write, kept.event.organization_id).await?;
        set_superior(write, before, superior).await?;
    }
    if let Some(unit) = kept.admin_unit_id {
        let before = load_own(write, kept.event.organization_id).await?;
        let mut row = before.clone().into_active_model();
        row.admin_unit_id = Set(unit);
        let change = changed("admin_unit_id", json!(before.admin_unit_id), json!(unit));
        save_row(write, &before, row, &Vec::from_iter(change)).await?;
    }
    Ok(())
}

async fn set_superior(write: &mut Write, before: organization::Model, superior: Uuid) -> Result<(), Failure> {
    let mut row = before.clone().into_active_model();
    row.superior_id = Set(Some(superior));
    let change = changed("superior_id", json!(before.superior_id), json!(superior));
    save_row(write, &before, row, &Vec::from_iter(change)).await.map(drop)
}

/// What is to be looked at again stays so where a link only goes on under another organization; what was an own
/// cell and is one no more is to be, on the day `look_again`.
async fn move_links(
    write: &mut Write,
    known: &Known,
    event: &OrganizationEvent,
    effects: &Effects,
    look_again: NaiveDate,
) -> Result<(), Failure> {
    let closing = || known.links.iter().filter(|(_, link)| effects.close.contains(link));
    let closed: BTreeMap<Uuid, NaiveDate> = closing().map(|(row, _)| (row.id, event.on)).collect();
    let opened = effects.open.iter().map(|link| {
        let review_on = closing().filter(|(row, _)| row.place_id == link.place_id).filter_map(|(row, _)| row.review_on).min();
        let shared = link.to.is_none() && link.kind.is_some_and(|kind| kind != LinkKind::OwnCell);
        let review_on = review_on.or(shared.then_some(look_again));
        Opened::new(link.clone(), review_on)
    });
    let opened = opened.collect();
    settle(write, known, &closed, opened).await
}

async fn keep(write: &mut Write, unit: Uuid, kept: &Kept) -> Result<(), Failure> {
    let event = &kept.event;
    let row = organization_event::ActiveModel {
        id: Set(event.id),
        organization_id: Set(event.organization_id),
        admin_unit_id: Set(unit),
        day: Set(event.on),
        kind: Set(event.kind.code().into()),
        number_folded: Set(event.number.as_deref().map(text::fold)),
        details: Set(serde_json::to_string(kept).map_err(|error| broken(&error))?),
        operation_id: Set(write.operation_id()),
        recorded_by: Set(write.actor().to_owned()),
        recorded_at: Set(write.now),
    };
    organization_event::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
    involve(&write.tx, event).await?;
    let said = domain::change::fields(event).into_iter().filter(|(field, value)| field != "id" && !value.is_null());
    let said: Vec<FieldChange> = said.map(|(field, to)| FieldChange { field, from: Value::Null, to }).collect();
    write.log(EVENT, event.id, 1, &said).await
}

/// So that the ledger of each of them is found without reading them all.
async fn involve(db: &impl ConnectionTrait, event: &OrganizationEvent) -> Result<(), Failure> {
    let rows = event.involved().map(|id| organization_involved::ActiveModel { event_id: Set(event.id), organization_id: Set(id) });
    organization_involved::Entity::insert_many(rows).exec_without_returning(db).await.map_err(fault)?;
    Ok(())
}
