//! A decision is taken back: organizations, links and the ledger are as they were before it. Only as long as nobody did
//! anything else there since; the change log keeps the decision and its end.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::change::{ChangeEntry, FieldChange};
use domain::failure::{Failure, FieldErrors};
use domain::organization::{Link, OrganizationEventKind, check_superior};
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use super::known::Known;
use super::ledger::Kept;
use super::rows::{changed, load_own, save_row, to_draft, wrong};
use super::settle::{restate, shares};
use super::{EVENT, LINK, ORGANIZATION};
use crate::admin_unit::units_by_id;
use crate::entities::{change_log, organization, organization_event, organization_involved, organization_link};
use crate::fault::{broken, fault};
use crate::place::{entry, load};
use crate::session::{Operation, Session, Write};

impl Session {
    /// Takes back a decision that stands in the ledger of an organization. Answers the organization that goes on: one
    /// that came out of a split is gone.
    pub async fn undo_decision(&self, operation: Operation, id: Uuid, event: Uuid) -> Result<Uuid, Failure> {
        self.write(Action::OrganizationDecide, operation, move |write| Box::pin(async move { undo(write, id, event).await })).await
    }
}

async fn undo(write: &mut Write, id: Uuid, event: Uuid) -> Result<Uuid, Failure> {
    let row = organization_event::Entity::find_by_id(event).one(&write.tx).await.map_err(fault)?.ok_or(Failure::NotFound)?;
    let kept = Kept::of(&row)?;
    let involved: BTreeSet<Uuid> = kept.event.involved().collect();
    if !involved.contains(&id) {
        return Err(Failure::NotFound);
    }
    for organization in &involved {
        load_own(write, *organization).await?;
    }
    let trace = trace(write, &row).await?;
    check_nothing_since(write, &involved, &trace).await?;
    if kept.event.kind == OrganizationEventKind::Founded {
        // One operation may have founded many, and linked them: of all that only this founding goes.
        let before = load_own(write, id).await?;
        let mut row = before.clone().into_active_model();
        row.founded_on = Set(None);
        let change = changed("founded_on", json!(before.founded_on), Value::Null);
        save_row(write, &before, row, &Vec::from_iter(change)).await?;
    } else {
        put_links_back(write, &row, &involved, &trace).await?;
        put_organizations_back(write, &trace).await?;
    }
    let gone = domain::change::fields(&kept.event).into_iter().filter(|(field, value)| field != "id" && !value.is_null());
    let gone: Vec<FieldChange> = gone.map(|(field, from)| FieldChange { field, from, to: Value::Null }).collect();
    organization_event::Entity::delete_by_id(event).exec(&write.tx).await.map_err(fault)?;
    write.log(EVENT, event, 2, &gone).await?;
    Ok(kept.event.organization_id)
}

/// All that the operation of a decision wrote, newest first. Of decisions whose entries are no longer kept nothing is
/// known that could be put back.
async fn trace(write: &Write, event: &organization_event::Model) -> Result<Vec<ChangeEntry>, Failure> {
    use change_log::Column as C;
    let rows = change_log::Entity::find().filter(C::OperationId.eq(event.operation_id)).filter(C::Actor.eq(&event.recorded_by));
    let rows = rows.order_by_desc(C::Seq).all(&write.tx).await.map_err(fault)?;
    let trace: Vec<ChangeEntry> = rows.into_iter().map(entry).collect::<Result<_, _>>()?;
    let whole = trace.iter().any(|entry| entry.row_table == EVENT && entry.row_id == event.id);
    if whole { Ok(trace) } else { wrong("event", "decision_not_traced") }
}

/// Later decisions, links that began or ended, corrections: whatever came after it rests on it.
async fn check_nothing_since(write: &Write, involved: &BTreeSet<Uuid>, trace: &[ChangeEntry]) -> Result<(), Failure> {
    let links = organization_link::Entity::find().filter(organization_link::Column::OrganizationId.is_in(involved.iter().copied()));
    let links: Vec<Uuid> = links.select_only().column(organization_link::Column::Id).into_tuple().all(&write.tx).await.map_err(fault)?;
    let events =
        organization_involved::Entity::find().filter(organization_involved::Column::OrganizationId.is_in(involved.iter().copied()));
    let events = events.select_only().column(organization_involved::Column::EventId).distinct();
    let events: Vec<Uuid> = events.into_tuple().all(&write.tx).await.map_err(fault)?;
    let touched = trace.iter().filter(|entry| entry.row_table == ORGANIZATION).map(|entry| entry.row_id);
    let rows: BTreeSet<Uuid> = involved.iter().copied().chain(touched).chain(links).chain(events).collect();
    let last = trace.iter().map(|entry| entry.seq).max().unwrap_or_default();
    let mut later: BTreeSet<Uuid> = BTreeSet::new();
    for rows in rows.into_iter().collect::<Vec<_>>().chunks(500) {
        use change_log::Column as C;
        let entries = change_log::Entity::find().filter(C::RowId.is_in(rows.iter().copied())).filter(C::Seq.gt(last));
        let operations = entries.select_only().column(C::OperationId).distinct();
        let operations: Vec<Uuid> = operations.into_tuple().all(&write.tx).await.map_err(fault)?;
        later.extend(operations);
    }
    if later.is_empty() || later.is_subset(&taken_back(write, &later).await?) { Ok(()) } else { wrong("event", "decision_followed") }
}

/// Operations among these that took a decision back, and those that had taken it: together they left nothing.
async fn taken_back(write: &Write, later: &BTreeSet<Uuid>) -> Result<BTreeSet<Uuid>, Failure> {
    use change_log::Column as C;
    let events = || change_log::Entity::find().filter(C::RowTable.eq(EVENT));
    let undone = events().filter(C::RowRevision.eq(2)).filter(C::OperationId.is_in(later.iter().copied()));
    let undone = undone.all(&write.tx).await.map_err(fault)?;
    let decided = events().filter(C::RowRevision.eq(1)).filter(C::RowId.is_in(undone.iter().map(|row| row.row_id)));
    let mut pairs: BTreeSet<Uuid> = undone.into_iter().map(|row| row.operation_id).collect();
    for row in decided.all(&write.tx).await.map_err(fault)? {
        let decision = entry(row)?;
        let kind = decision.changes.iter().find(|change| change.field == "kind");
        // A founding may have come with more than itself.
        if kind.is_some_and(|kind| kind.to != json!(OrganizationEventKind::Founded)) {
            pairs.insert(decision.operation_id);
        }
    }
    Ok(pairs)
}

/// What it ended goes on, what it began never held; and the register says so.
async fn put_links_back(
    write: &mut Write,
    event: &organization_event::Model,
    involved: &BTreeSet<Uuid>,
    trace: &[ChangeEntry],
) -> Result<(), Failure> {
    let known = Known::load(&write.tx, involved.iter().copied(), &[]).await?;
    let before = known.all_links();
    let (mut after, mut touched): (Vec<Link>, BTreeSet<Uuid>) = (Vec::new(), BTreeSet::new());
    let mut written: Vec<(organization_link::Model, Option<NaiveDate>)> = Vec::new();
    for (row, link) in &known.links {
        let to = if row.operation_id == event.operation_id {
            Some(row.began_on)
        } else if row.ended_operation_id == Some(event.operation_id) {
            ended_before(trace, row.id)?
        } else {
            after.push(link.clone());
            continue;
        };
        if to.is_none_or(|to| to > link.from) {
            after.push(Link { to, ..link.clone() });
        }
        touched.insert(link.place_id);
        written.push((row.clone(), to));
    }
    for place in load(&write.tx, &touched.iter().copied().collect::<Vec<_>>()).await? {
        if place.draft.closed_on.is_some() || place.draft.merged_into.is_some() {
            return Err(FieldErrors::one("event", "decision_place_closed", place.draft.name).into());
        }
    }
    for (row, to) in written {
        let began_by_it = row.operation_id == event.operation_id;
        let change = changed("to", json!(row.ended_on), json!(to));
        let id = row.id;
        let mut row = row.into_active_model();
        row.ended_on = Set(to);
        row.needs_home = Set(false);
        row.ended_operation_id = Set(began_by_it.then(|| write.operation_id()));
        row.update(&write.tx).await.map_err(fault)?;
        write.log(LINK, id, 2, &Vec::from_iter(change)).await?;
    }
    restate(write, &shares(&known, &before, &after, &touched, write.today)).await
}

/// When a link was to end before the decision ended it.
fn ended_before(trace: &[ChangeEntry], link: Uuid) -> Result<Option<NaiveDate>, Failure> {
    let mut of_link = trace.iter().filter(|entry| entry.row_table == LINK && entry.row_id == link).flat_map(|entry| &entry.changes);
    match of_link.rfind(|change| change.field == "to") {
        Some(change) => value(&change.from),
        None => Ok(None),
    }
}

fn value<T: DeserializeOwned>(said: &Value) -> Result<T, Failure> {
    serde_json::from_value(said.clone()).map_err(|error| broken(&error))
}

/// What begun with it goes; what it changed is as it was.
async fn put_organizations_back(write: &mut Write, trace: &[ChangeEntry]) -> Result<(), Failure> {
    let of_organizations = || trace.iter().filter(|entry| entry.row_table == ORGANIZATION);
    let new: BTreeSet<Uuid> = of_organizations().filter(|entry| entry.row_revision == 1).map(|entry| entry.row_id).collect();
    let mut superiors: BTreeMap<Uuid, Uuid> = BTreeMap::new();
    for entry in of_organizations().filter(|entry| !new.contains(&entry.row_id)) {
        let before = load_own(write, entry.row_id).await?;
        let mut row = before.clone().into_active_model();
        let mut changes = Vec::new();
        for change in &entry.changes {
            match change.field.as_str() {
                "founded_on" => row.founded_on = Set(value(&change.from)?),
                "ended_on" => row.ended_on = Set(value(&change.from)?),
                "superior_id" => {
                    let superior: Option<Uuid> = value(&change.from)?;
                    row.superior_id = Set(superior);
                    superiors.extend(superior.map(|superior| (entry.row_id, superior)));
                }
                "admin_unit_id" => {
                    let unit: Uuid = value(&change.from)?;
                    let found = units_by_id(&write.tx, Some(unit).filter(|unit| write.scope.holds(*unit))).await?;
                    if found.values().all(|unit| unit.valid_to.is_some()) {
                        return wrong("event", "admin_unit_not_found");
                    }
                    row.admin_unit_id = Set(unit);
                }
                _ => continue,
            }
            changes.push(FieldChange { field: change.field.clone(), from: change.to.clone(), to: change.from.clone() });
        }
        save_row(write, &before, row, &changes).await?;
    }
    // What stood above may have ended since, or come to stand below.
    for (below, superior) in superiors {
        let known = Known::load(&write.tx, [below, superior], &[]).await?;
        if let Some(own) = known.organizations.get(&below) {
            check_superior(&known.organizations, own, superior)?;
        }
    }
    for id in new {
        let row = load_own(write, id).await?;
        let below = organization::Entity::find().filter(organization::Column::SuperiorId.eq(id)).count(&write.tx).await;
        if below.map_err(fault)? > 0 {
            return wrong("event", "decision_followed");
        }
        let said = domain::change::difference(&to_draft(&row)?, &domain::organization::OrganizationDraft::default());
        write.log(ORGANIZATION, id, row.revision + 1, &said).await?;
        organization::Entity::delete_by_id(id).exec(&write.tx).await.map_err(fault)?;
    }
    Ok(())
}
