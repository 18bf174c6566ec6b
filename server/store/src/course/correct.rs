//! Facts that stand are completed, corrected, or taken out, as long as what is known of other days holds.

use domain::course::{BoardFact, Ground, check_withdrawal, with_cluster};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::place::Place;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::facts::{TABLE, facts_of, put_right, revisions_of, take_out, to_fact};
use super::rulebook;
use super::write::{buildings_of, check_at, check_open, derive_again};
use crate::entities::{board_fact, change_log};
use crate::fault::fault;
use crate::place::load_own;
use crate::session::{Operation, Session, Write};

impl Session {
    /// Says a fact of a place anew and answers the place's revision. `was` is what the person saw: where somebody else
    /// has put it right since, they are told so. Nobody was there again: the field review stays as it is.
    pub async fn correct_fact(&self, operation: Operation, place: Uuid, was: BoardFact, fact: BoardFact) -> Result<i64, Failure> {
        self.write(Action::PlaceChange, operation, move |write| {
            Box::pin(async move {
                let current = load_own(write, place).await?;
                let (row, known) = own_fact(write, &current, was.id).await?;
                if to_fact(&row)? != was {
                    return Err(FieldErrors::one("fact", "fact_changed_meanwhile", "").into());
                }
                let book = rulebook(write).await?;
                let fact = BoardFact { id: was.id, ..fact };
                let checked = check_at(write, &current, &known, fact, &book.rules).await?;
                put_right(write, row, &checked.fact).await?;
                follow(write, &current).await
            })
        })
        .await
    }

    /// Takes a fact out that was recorded by mistake, and answers the place's revision.
    pub async fn withdraw_fact(&self, operation: Operation, place: Uuid, fact: Uuid) -> Result<i64, Failure> {
        self.write(Action::PlaceChange, operation, move |write| {
            Box::pin(async move {
                let current = load_own(write, place).await?;
                let (row, known) = own_fact(write, &current, fact).await?;
                let book = rulebook(write).await?;
                check_withdrawal(&Ground::of(&current.draft), &known, &to_fact(&row)?, &book.rules)?;
                let revision = revisions_of(write, &[fact]).await?.get(&fact).copied().unwrap_or(1);
                take_out(write, &row, revision).await?;
                follow(write, &current).await
            })
        })
        .await
    }
}

/// A fact that was recorded at this place itself, with all that is known of its board. What the register said before
/// anything was recorded is no fact that anybody recorded.
async fn own_fact(write: &Write, place: &Place, fact: Uuid) -> Result<(board_fact::Model, Vec<BoardFact>), Failure> {
    check_open(place)?;
    let row = board_fact::Entity::find_by_id(fact).one(&write.tx).await.map_err(fault)?;
    let row = row.filter(|row| row.place_id == place.id);
    let row = row.ok_or_else(|| FieldErrors::one("fact", "fact_no_longer_there", ""))?;
    if to_fact(&row)?.is_baseline() {
        return Err(FieldErrors::one("fact", "fact_no_longer_there", "").into());
    }
    let ids: Vec<Uuid> = [Some(place.id), place.draft.parent_id].into_iter().flatten().collect();
    let found = facts_of(&write.tx, &ids).await?;
    let of = |id: Option<Uuid>| id.and_then(|id| found.get(&id)).map(Vec::as_slice).unwrap_or_default();
    Ok((row, with_cluster(of(Some(place.id)), of(place.draft.parent_id))))
}

/// What follows now, at the place and at the buildings of a cluster.
async fn follow(write: &mut Write, place: &Place) -> Result<i64, Failure> {
    let revision = derive_again(write, place, None).await?;
    for building in buildings_of(write, place).await? {
        derive_again(write, &building, None).await?;
    }
    Ok(revision)
}

/// Whether somebody corrected what an operation recorded at a place: then it is no longer what it was.
pub(crate) async fn changed_since(write: &Write, place: Uuid, operation: Uuid) -> Result<bool, Failure> {
    let facts = facts_by(write, place, operation).await?;
    let corrected = change_log::Entity::find()
        .filter(change_log::Column::RowTable.eq(TABLE))
        .filter(change_log::Column::RowId.is_in(facts))
        .filter(change_log::Column::OperationId.ne(operation));
    Ok(corrected.count(&write.tx).await.map_err(fault)? > 0)
}

/// Whether facts from which nothing followed are the last that happened at a place.
pub(crate) async fn last_of_all(write: &Write, place: Uuid, operation: Uuid) -> Result<bool, Failure> {
    use change_log::Column as C;
    let own = facts_by(write, place, operation).await?;
    if own.is_empty() {
        return Ok(false);
    }
    let newest = change_log::Entity::find().filter(C::RowTable.eq(TABLE)).filter(C::RowId.is_in(own)).order_by_desc(C::Seq);
    let Some(newest) = newest.one(&write.tx).await.map_err(fault)? else { return Ok(false) };
    let at_place = change_log::Entity::find()
        .filter(C::RowId.eq(place))
        .filter(C::Seq.gt(newest.seq))
        .filter(C::Action.ne(Action::CourseDerive.code()));
    if at_place.count(&write.tx).await.map_err(fault)? > 0 {
        return Ok(false);
    }
    let others = board_fact::Entity::find().filter(board_fact::Column::PlaceId.eq(place));
    let others = others.filter(board_fact::Column::OperationId.ne(operation)).all(&write.tx).await.map_err(fault)?;
    let others: Vec<Uuid> = others.into_iter().map(|row| row.id).collect();
    let later = change_log::Entity::find().filter(C::RowTable.eq(TABLE)).filter(C::RowId.is_in(others)).filter(C::Seq.gt(newest.seq));
    Ok(later.count(&write.tx).await.map_err(fault)? == 0)
}

async fn facts_by(write: &Write, place: Uuid, operation: Uuid) -> Result<Vec<Uuid>, Failure> {
    let rows = board_fact::Entity::find().filter(board_fact::Column::PlaceId.eq(place));
    let rows = rows.filter(board_fact::Column::OperationId.eq(operation)).all(&write.tx).await.map_err(fault)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
