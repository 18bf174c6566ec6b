//! One person's places go to another in one operation, which can be taken back whole.

use domain::failure::{Failure, FieldErrors};
use domain::officer::TakeOver;
use domain::permission::Action;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::write::{begin, end, is_there, works_in};
use crate::actor::Scope;
use crate::entities::{admin_unit, place, place_officer};
use crate::fault::fault;
use crate::session::{Operation, Session};

impl Session {
    /// Gives all places of one person in one unit, or those that were chosen, to another; answers how many
    /// assignments went over. What the other had already is only taken from the first.
    pub async fn take_over(&self, operation: Operation, said: TakeOver) -> Result<u64, Failure> {
        self.write(Action::OfficerAssign, operation, move |write| {
            Box::pin(async move {
                let said = said.check()?;
                let unit = unit_of(&write.tx, &write.scope, &said.unit).await?;
                if !works_in(&write.tx, said.to, unit).await? {
                    return Err(FieldErrors::one("to", "officer_not_of_ward", "").into());
                }
                let here = Condition::all().add(place::Column::AdminUnitId.eq(unit)).add(place::Column::ClosedOn.is_null());
                let mut rows = open_rows(&write.tx, said.from, here).await?;
                if let Some(chosen) = &said.places {
                    rows.retain(|row| chosen.contains(&row.place_id));
                }
                if rows.is_empty() {
                    return Err(FieldErrors::one("places", "take_over_nothing", "").into());
                }
                let moved = rows.len() as u64;
                for row in rows {
                    let (place, role) = (row.place_id, row.role.clone());
                    end(write, row).await?;
                    if !is_there(&write.tx, place, said.to, &role).await? {
                        begin(write, place, said.to, &role).await?;
                    }
                }
                Ok(moved)
            })
        })
        .await
    }

    /// Takes back what one operation changed of who looks after what: everybody has again what they had before
    /// it, even who has left meanwhile, so that nothing is forgotten. Answers how many assignments came back.
    pub async fn undo_take_over(&self, operation: Operation, undone: Uuid) -> Result<u64, Failure> {
        self.write(Action::OfficerAssign, operation, move |write| {
            Box::pin(async move {
                use place_officer::Column as C;
                let begun = Condition::all().add(C::OperationId.eq(undone)).add(C::ValidTo.is_null());
                let which = Condition::any().add(begun).add(C::EndedOperationId.eq(undone));
                let rows = place_officer::Entity::find().filter(which).all(&write.tx).await.map_err(fault)?;
                let places = place::Entity::find().filter(place::Column::Id.is_in(rows.iter().map(|row| row.place_id)));
                let places = places.filter(write.scope.on(place::Column::AdminUnitId)).select_only().column(place::Column::Id);
                let own: Vec<Uuid> = places.into_tuple().all(&write.tx).await.map_err(fault)?;
                let rows = rows.into_iter().filter(|row| own.contains(&row.place_id));
                let (ended, begun): (Vec<_>, Vec<_>) = rows.partition(|row| row.ended_operation_id == Some(undone));
                let mut back = 0;
                for row in begun {
                    end(write, row).await?;
                }
                for row in ended {
                    if !is_there(&write.tx, row.place_id, row.account_id, &row.role).await? {
                        begin(write, row.place_id, row.account_id, &row.role).await?;
                        back += 1;
                    }
                }
                if back == 0 {
                    return Err(FieldErrors::one("undone", "take_over_not_there", "").into());
                }
                Ok(back)
            })
        })
        .await
    }
}

/// The unit in force with this code, if it is one of the actor's.
pub(super) async fn unit_of(db: &impl ConnectionTrait, scope: &Scope, code: &str) -> Result<Uuid, Failure> {
    let found = admin_unit::Entity::find().filter(admin_unit::Column::Code.eq(code)).filter(admin_unit::Column::ValidTo.is_null());
    // PostgreSQL takes no text with a zero byte in it.
    let found = if code.contains('\0') { None } else { found.one(db).await.map_err(fault)? };
    let found = found.filter(|unit| scope.holds(unit.id)).map(|unit| unit.id);
    found.ok_or_else(|| FieldErrors::one("unit", "unit_not_found", code).into())
}

/// What somebody looks after today, at places of which this holds.
async fn open_rows(db: &impl ConnectionTrait, account: Uuid, of_places: Condition) -> Result<Vec<place_officer::Model>, Failure> {
    use place_officer::Column as C;
    let open = place_officer::Entity::find().filter(C::AccountId.eq(account)).filter(C::ValidTo.is_null());
    let rows = open.all(db).await.map_err(fault)?;
    let places = place::Entity::find().filter(place::Column::Id.is_in(rows.iter().map(|row| row.place_id))).filter(of_places);
    let places: Vec<Uuid> = places.select_only().column(place::Column::Id).into_tuple().all(db).await.map_err(fault)?;
    Ok(rows.into_iter().filter(|row| places.contains(&row.place_id)).collect())
}
