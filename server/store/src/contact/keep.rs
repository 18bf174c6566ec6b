//! How long contacts are kept, and what becomes of them with their places.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::change::FieldChange;
use domain::course::{BoardFact, BoardPost, contact_erased_on, elected_on, left_office, with_cluster};
use domain::failure::Failure;
use domain::setting::Rules;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use crate::course::facts_of;
use crate::entities::{board_contact, board_status, place};
use crate::fault::fault;
use crate::sealed::erase;
use crate::session::Write;

/// What of some places says when their boards left office.
pub(super) struct Office {
    today: NaiveDate,
    facts: HashMap<Uuid, Vec<BoardFact>>,
    terms: HashMap<Uuid, NaiveDate>,
    closed: HashMap<Uuid, NaiveDate>,
}

impl Office {
    pub async fn of(db: &impl ConnectionTrait, places: &[Uuid], today: NaiveDate) -> Result<Self, Failure> {
        let mut all = Self { today, facts: HashMap::new(), terms: HashMap::new(), closed: HashMap::new() };
        for ids in places.chunks(500) {
            let rows = place::Entity::find().filter(place::Column::Id.is_in(ids.iter().copied())).select_only();
            let rows = rows.column(place::Column::Id).column(place::Column::ParentId).column(place::Column::ClosedOn);
            let rows: Vec<(Uuid, Option<Uuid>, Option<NaiveDate>)> = rows.into_tuple().all(db).await.map_err(fault)?;
            let of: Vec<Uuid> = rows.iter().flat_map(|(id, parent, _)| [Some(*id), *parent]).flatten().collect();
            let facts = facts_of(db, &of).await?;
            let facts_at = |id: Option<Uuid>| id.and_then(|id| facts.get(&id)).map(Vec::as_slice).unwrap_or_default();
            for (id, parent, closed_on) in rows {
                all.facts.insert(id, with_cluster(facts_at(Some(id)), facts_at(parent)));
                all.closed.extend(closed_on.map(|day| (id, day)));
            }
            let terms = board_status::Entity::find().filter(board_status::Column::PlaceId.is_in(ids.iter().copied()));
            let terms = terms.all(db).await.map_err(fault)?;
            all.terms.extend(terms.into_iter().filter_map(|row| Some((row.place_id, row.term_ends_on?))));
        }
        Ok(all)
    }

    pub fn facts(&self, place: Uuid) -> &[BoardFact] {
        self.facts.get(&place).map(Vec::as_slice).unwrap_or_default()
    }

    /// Since when somebody who holds a post today has held it: the last election. Of a board whose time was over by
    /// then, today: it is still the one that the ward calls, about the next election above all.
    pub fn since(&self, place: Uuid) -> NaiveDate {
        let facts = self.facts(place);
        let elected = elected_on(facts, self.today).unwrap_or(self.today);
        let over = left_office(elected, facts, self.terms.get(&place).copied(), self.today).is_some();
        if over { self.today } else { elected }
    }

    /// When the board of a contact left office, by whatever says so first.
    pub fn ended_on(&self, row: &board_contact::Model) -> Option<NaiveDate> {
        let left = left_office(row.since, self.facts(row.place_id), self.terms.get(&row.place_id).copied(), self.today);
        left.into_iter().chain(row.ended_on).chain(self.closed.get(&row.place_id).copied()).min()
    }

    /// The same, and the day on which the contact is erased.
    pub fn ends(&self, row: &board_contact::Model, rules: &Rules) -> (Option<NaiveDate>, NaiveDate) {
        let ended_on = self.ended_on(row);
        (ended_on, contact_erased_on(ended_on, row.updated_at.date_naive(), rules))
    }
}

/// Contacts whose time is over.
pub(crate) async fn over(write: &Write, rules: &Rules) -> Result<Vec<Uuid>, Failure> {
    let all = board_contact::Entity::find().all(&write.tx).await.map_err(fault)?;
    let mut places: Vec<Uuid> = all.iter().map(|row| row.place_id).collect();
    places.sort_unstable();
    places.dedup();
    let office = Office::of(&write.tx, &places, write.today).await?;
    Ok(all.iter().filter(|row| office.ends(row, rules).1 <= write.today).map(|row| row.id).collect())
}

/// Takes contacts out for good: their rows, and with their keys whatever is left of them anywhere.
pub(crate) async fn remove(write: &mut Write, ids: &[Uuid]) -> Result<(), Failure> {
    for ids in ids.chunks(500) {
        let of = || board_contact::Column::Id.is_in(ids.iter().copied());
        for row in board_contact::Entity::find().filter(of()).all(&write.tx).await.map_err(fault)? {
            let gone = |field: &str, from: Value| FieldChange { field: field.into(), from, to: Value::Null };
            let changes = [gone("post", json!(row.post)), gone("name", json!(row.name_sealed)), gone("phone", json!(row.phone_sealed))];
            write.log(TABLE, row.id, row.revision + 1, &changes).await?;
        }
        board_contact::Entity::delete_many().filter(of()).exec(&write.tx).await.map_err(fault)?;
        erase(write, ids).await?;
    }
    Ok(())
}

/// The same for all contacts of places that are taken out.
pub(crate) async fn remove_of(write: &mut Write, places: impl Iterator<Item = Uuid>) -> Result<(), Failure> {
    let places: Vec<Uuid> = places.collect();
    for places in places.chunks(500) {
        let of = board_contact::Entity::find().filter(board_contact::Column::PlaceId.is_in(places.iter().copied()));
        let ids: Vec<Uuid> = of.select_only().column(board_contact::Column::Id).into_tuple().all(&write.tx).await.map_err(fault)?;
        remove(write, &ids).await?;
    }
    Ok(())
}

/// A duplicate's contacts come to the place that stays. Where that has a head, the other is one no more.
pub(crate) async fn carry(write: &mut Write, from: Uuid, to: Uuid) -> Result<(), Failure> {
    let of = |place: Uuid| board_contact::Entity::find().filter(board_contact::Column::PlaceId.eq(place));
    let moved = of(from).all(&write.tx).await.map_err(fault)?;
    if moved.is_empty() {
        return Ok(());
    }
    let office = Office::of(&write.tx, &[to], write.today).await?;
    let there = of(to).all(&write.tx).await.map_err(fault)?;
    let has_head = there.iter().any(|row| row.post == BoardPost::Head.code() && office.ended_on(row).is_none());
    for row in moved {
        let (id, revision) = (row.id, row.revision + 1);
        let second = has_head && row.post == BoardPost::Head.code() && row.ended_on.is_none();
        let mut changes = vec![FieldChange { field: "place_id".into(), from: json!(from), to: json!(to) }];
        let mut row = row.into_active_model();
        row.place_id = Set(to);
        row.revision = Set(revision);
        if second {
            row.ended_on = Set(Some(write.today));
            changes.push(FieldChange { field: "ended_on".into(), from: Value::Null, to: json!(write.today) });
        }
        row.update(&write.tx).await.map_err(fault)?;
        write.log(TABLE, id, revision, &changes).await?;
    }
    Ok(())
}
