//! Baselines for `gandan bench`: the same database, without anything that the register adds.

use std::collections::BTreeMap;

use chrono::DateTime;
use domain::failure::Failure;
use domain::place::PlaceDraft;
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, DatabaseConnection, EntityTrait, Statement, TransactionTrait};
use uuid::Uuid;

use crate::admin_unit::units_by_id;
use crate::audit::entry_hash;
use crate::entities::{board_status, change_log, place};
use crate::fault::fault;
use crate::place::rows::to_rows;
use crate::session::Session;

/// The cheapest question that reaches the database.
pub async fn bare_query(db: &DatabaseConnection) -> Result<(), Failure> {
    db.query_one_raw(Statement::from_string(db.get_database_backend(), "SELECT 1")).await.map_err(fault)?;
    Ok(())
}

/// Hashes as many entries as are asked for, each upon the one before: what the chain adds to a write.
pub fn chain_links(entries: u32) -> String {
    let mut entry = change_log::Model {
        seq: 1,
        at: DateTime::UNIX_EPOCH,
        device_at: None,
        actor: Uuid::nil().to_string(),
        action: "place_change".into(),
        operation_id: Uuid::nil(),
        row_table: "place".into(),
        row_id: Uuid::nil(),
        row_revision: 2,
        changes: r#"[{"field":"meeting_stage","from":"due","to":"overdue"}]"#.into(),
        previous_hash: String::new(),
        hash: String::new(),
    };
    for _ in 0..entries {
        entry.previous_hash = entry_hash(&entry);
        entry.seq += 1;
    }
    entry.previous_hash
}

/// Inserts places and boards in bulk: no log, no tally, no operation, no organizations.
pub async fn bare_insert(session: &Session, drafts: Vec<PlaceDraft>) -> Result<(), Failure> {
    let units: BTreeMap<Uuid, _> = units_by_id(&session.db, drafts.iter().map(|draft| draft.admin_unit_id)).await?;
    let tx = session.db.begin().await.map_err(fault)?;
    for chunk in drafts.chunks(400) {
        let mut places = Vec::with_capacity(chunk.len());
        let mut boards = Vec::with_capacity(chunk.len());
        for draft in chunk {
            let Some(unit) = units.get(&draft.admin_unit_id) else { continue };
            let mut rows = to_rows(Uuid::now_v7(), draft, unit);
            rows.place.revision = Set(1);
            rows.place.created_at = Set(session.now);
            rows.place.updated_at = Set(session.now);
            rows.place.sample = Set(false);
            places.push(rows.place);
            boards.extend(rows.board);
        }
        place::Entity::insert_many(places).exec_without_returning(&tx).await.map_err(fault)?;
        if !boards.is_empty() {
            board_status::Entity::insert_many(boards).exec_without_returning(&tx).await.map_err(fault)?;
        }
    }
    tx.commit().await.map_err(fault)
}
