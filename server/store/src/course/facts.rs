//! Facts as rows, and back.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::board::BoardStatus;
use domain::change::{self, FieldChange, Fields};
use domain::course::{BoardFact, baseline, told_by_cluster};
use domain::failure::Failure;
use domain::place::Place;
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::entities::{board_fact, change_log};
use crate::fault::{broken, fault};
use crate::place::insert;
use crate::session::Write;

/// The table's name in the change log.
pub(super) const TABLE: &str = "board_fact";

/// A row says the day, the kind and the rest; together they are the fact.
pub(super) fn to_fact(row: &board_fact::Model) -> Result<BoardFact, Failure> {
    serde_json::from_str(&row.details).map_err(|error| broken(&error))
}

/// Facts of some places, each in the order in which they happened.
pub(crate) async fn facts_of(db: &impl ConnectionTrait, places: &[Uuid]) -> Result<HashMap<Uuid, Vec<BoardFact>>, Failure> {
    let mut found: HashMap<Uuid, Vec<BoardFact>> = HashMap::new();
    for places in places.chunks(500) {
        let rows = board_fact::Entity::find()
            .filter(board_fact::Column::PlaceId.is_in(places.iter().copied()))
            .order_by_asc(board_fact::Column::Day)
            .order_by_asc(board_fact::Column::Id)
            .all(db)
            .await
            .map_err(fault)?;
        for row in rows {
            found.entry(row.place_id).or_default().push(to_fact(&row)?);
        }
    }
    Ok(found)
}

/// Whether anything was recorded of a place's board, or of its cluster's.
pub(crate) async fn has_facts(write: &Write, place: &Place) -> Result<bool, Failure> {
    let of = [Some(place.id), place.draft.parent_id].into_iter().flatten();
    let found = board_fact::Entity::find().filter(board_fact::Column::PlaceId.is_in(of)).count(&write.tx).await.map_err(fault)?;
    Ok(found > 0)
}

/// Keeps facts of a place, each with its entry in the change log.
pub(crate) async fn keep(write: &mut Write, place: Uuid, facts: &[BoardFact]) -> Result<(), Failure> {
    let mut kept = ToKeep::default();
    kept.add(write, place, facts)?;
    kept.keep(write).await
}

/// Facts to be kept, of one place or of many.
#[derive(Default)]
pub(super) struct ToKeep {
    rows: Vec<board_fact::ActiveModel>,
    entries: Vec<(Uuid, Vec<FieldChange>)>,
}

impl ToKeep {
    pub fn add(&mut self, write: &Write, place: Uuid, facts: &[BoardFact]) -> Result<(), Failure> {
        for fact in facts {
            let said = said_of(fact);
            self.rows.push(board_fact::ActiveModel {
                id: Set(fact.id),
                place_id: Set(place),
                day: Set(fact.on),
                kind: Set(fact.kind.code().into()),
                details: Set(details_of(fact)?),
                operation_id: Set(write.operation_id()),
                recorded_by: Set(write.actor().to_owned()),
                recorded_at: Set(write.now),
            });
            self.entries.push((fact.id, entry(place, said)));
        }
        Ok(())
    }

    pub async fn keep(self, write: &mut Write) -> Result<(), Failure> {
        insert(&write.tx, self.rows).await?;
        for (id, changes) in self.entries {
            write.log(TABLE, id, 1, &changes).await?;
        }
        Ok(())
    }
}

/// Details that the fact does not have are not written down: they are the same when it is read.
fn said_of(fact: &BoardFact) -> Fields {
    change::fields(fact).into_iter().filter(|(_, value)| !value.is_null()).collect()
}

fn details_of(fact: &BoardFact) -> Result<String, Failure> {
    serde_json::to_string(&said_of(fact)).map_err(|error| broken(&error))
}

/// What the log says of a fact: whose it is, and every detail that it has.
fn entry(place: Uuid, said: Fields) -> Vec<FieldChange> {
    let told = |(field, to): (String, Value)| FieldChange { field, from: Value::Null, to };
    let details = said.into_iter().filter(|(field, _)| field != "id");
    std::iter::once(("place_id".to_owned(), json!(place))).chain(details).map(told).collect()
}

/// Whether facts that other operations recorded of a cluster say already how its buildings' boards stand.
pub(super) async fn followed_before(write: &Write, cluster: Uuid) -> Result<bool, Failure> {
    let others = board_fact::Entity::find()
        .filter(board_fact::Column::PlaceId.eq(cluster))
        .filter(board_fact::Column::OperationId.ne(write.operation_id()));
    let others: Vec<BoardFact> = others.all(&write.tx).await.map_err(fault)?.iter().map(to_fact).collect::<Result<_, _>>()?;
    Ok(!told_by_cluster(&others).is_empty())
}

/// What a register of states said before anything was recorded, as facts.
pub(super) fn baseline_of(status: &BoardStatus, on: NaiveDate) -> Vec<BoardFact> {
    baseline(status, on, "", Uuid::now_v7)
}

/// Takes back the facts that one operation recorded at these places; answers those that had any. What the same
/// operation recorded elsewhere, as an import does, stays.
pub(crate) async fn withdraw(write: &mut Write, operation: Uuid, of: &[Uuid]) -> Result<Vec<Uuid>, Failure> {
    let mut rows = Vec::new();
    for of in of.chunks(500) {
        let query = board_fact::Entity::find()
            .filter(board_fact::Column::OperationId.eq(operation))
            .filter(board_fact::Column::PlaceId.is_in(of.iter().copied()));
        rows.extend(query.all(&write.tx).await.map_err(fault)?);
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let revisions = revisions_of(write, &ids).await?;
    let mut places: Vec<Uuid> = Vec::new();
    for row in rows {
        take_out(write, &row, revisions.get(&row.id).copied().unwrap_or(1)).await?;
        if !places.contains(&row.place_id) {
            places.push(row.place_id);
        }
    }
    Ok(places)
}

/// Takes one fact out, and says so in the log.
pub(super) async fn take_out(write: &mut Write, row: &board_fact::Model, revision: i64) -> Result<(), Failure> {
    let gone = FieldChange { field: "kind".into(), from: json!(row.kind), to: Value::Null };
    write.log(TABLE, row.id, revision + 1, &[gone]).await?;
    board_fact::Entity::delete_by_id(row.id).exec(&write.tx).await.map_err(fault)?;
    Ok(())
}

/// Puts a corrected fact in the place of its former version. Whoever recorded it first stays named; who corrected
/// it, and what, stands in the log.
pub(super) async fn put_right(write: &mut Write, row: board_fact::Model, to: &BoardFact) -> Result<(), Failure> {
    let changes = change::difference(&to_fact(&row)?, to);
    if changes.is_empty() {
        return Ok(());
    }
    let revision = revisions_of(write, &[row.id]).await?.get(&row.id).copied().unwrap_or(1);
    write.log(TABLE, row.id, revision + 1, &changes).await?;
    let mut row = row.into_active_model();
    row.day = Set(to.on);
    row.kind = Set(to.kind.code().into());
    row.details = Set(details_of(to)?);
    row.update(&write.tx).await.map_err(fault)?;
    Ok(())
}

/// The last revision of facts that the log knows; of one whose beginning went with the log, none.
pub(super) async fn revisions_of(write: &Write, facts: &[Uuid]) -> Result<HashMap<Uuid, i64>, Failure> {
    use change_log::Column as C;
    let mut found = HashMap::new();
    for facts in facts.chunks(500) {
        let last = change_log::Entity::find().filter(C::RowId.is_in(facts.iter().copied())).filter(C::RowTable.eq(TABLE)).select_only();
        let last = last.column(C::RowId).column_as(C::RowRevision.max(), "revision").group_by(C::RowId);
        let last: Vec<(Uuid, i64)> = last.into_tuple().all(&write.tx).await.map_err(fault)?;
        found.extend(last);
    }
    Ok(found)
}
