//! One person, one place: beginning and ending.

use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::officer::OfficerRole;
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::people_of;
use crate::entities::place_officer;
use crate::fault::fault;
use crate::place::load_own;
use crate::session::{Operation, Session, Write};

/// The table's name in the change log.
const TABLE: &str = "place_officer";

impl Session {
    /// Gives a place to somebody of its ward. One's own name needs less than anybody else's.
    pub async fn assign_officer(&self, operation: Operation, place: Uuid, account: Uuid, role: OfficerRole) -> Result<(), Failure> {
        let own = self.actor.account == Some(account);
        let action = if own { Action::OfficerTake } else { Action::OfficerAssign };
        self.write(action, operation, move |write| {
            Box::pin(async move {
                let current = load_own(write, place).await?;
                if current.draft.closed_on.is_some() {
                    return Err(FieldErrors::one("account", "officer_of_closed_place", "").into());
                }
                if !works_in(&write.tx, account, current.draft.admin_unit_id).await? {
                    return Err(FieldErrors::one("account", "officer_not_of_ward", "").into());
                }
                if is_there(&write.tx, place, account, role.code()).await? {
                    return Err(FieldErrors::one("account", "officer_already", "").into());
                }
                begin(write, place, account, role.code()).await
            })
        })
        .await
    }

    /// Takes a place from somebody, or gives up one's own.
    pub async fn end_officer(&self, operation: Operation, place: Uuid, id: Uuid) -> Result<(), Failure> {
        let found = place_officer::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?;
        let own = found.is_none_or(|row| Some(row.account_id) == self.actor.account);
        let action = if own { Action::OfficerTake } else { Action::OfficerAssign };
        self.write(action, operation, move |write| {
            Box::pin(async move {
                load_own(write, place).await?;
                let found = place_officer::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?;
                match found.filter(|row| row.place_id == place && row.valid_to.is_none()) {
                    Some(row) => end(write, row).await,
                    None => Err(FieldErrors::one("officer", "officer_not_there", "").into()),
                }
            })
        })
        .await
    }
}

/// Whether this account is open and can look after places of this unit.
pub(super) async fn works_in(db: &impl ConnectionTrait, account: Uuid, unit: Uuid) -> Result<bool, Failure> {
    Ok(people_of(db, &[unit].into()).await?.iter().any(|(id, ..)| *id == account))
}

pub(super) async fn is_there(db: &impl ConnectionTrait, place: Uuid, account: Uuid, role: &str) -> Result<bool, Failure> {
    use place_officer::Column as C;
    let open = place_officer::Entity::find().filter(C::PlaceId.eq(place)).filter(C::ValidTo.is_null());
    let same = open.filter(C::AccountId.eq(account)).filter(C::Role.eq(role));
    Ok(same.count(db).await.map_err(fault)? > 0)
}

/// Somebody looks after a place from today.
pub(super) async fn begin(write: &mut Write, place: Uuid, account: Uuid, role: &str) -> Result<(), Failure> {
    let id = Uuid::now_v7();
    let row = place_officer::ActiveModel {
        id: Set(id),
        place_id: Set(place),
        account_id: Set(account),
        role: Set(role.to_owned()),
        valid_from: Set(write.today),
        valid_to: Set(None),
        operation_id: Set(write.operation_id()),
        ended_operation_id: Set(None),
        recorded_by: Set(write.actor().to_owned()),
        recorded_at: Set(write.now),
        ended_by: Set(None),
        ended_at: Set(None),
    };
    place_officer::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
    let said = |field: &str, to: Value| FieldChange { field: field.into(), from: Value::Null, to };
    let changes = [
        said("place_id", json!(place)),
        said("account", json!(account)),
        said("role", json!(role)),
        said("valid_from", json!(write.today)),
    ];
    write.log(TABLE, id, 1, &changes).await
}

/// They stop today. The row stays: who looked after it when can still be told.
pub(super) async fn end(write: &mut Write, row: place_officer::Model) -> Result<(), Failure> {
    let (id, place) = (row.id, row.place_id);
    let mut row = row.into_active_model();
    row.valid_to = Set(Some(write.today));
    row.ended_operation_id = Set(Some(write.operation_id()));
    row.ended_by = Set(Some(write.actor().to_owned()));
    row.ended_at = Set(Some(write.now));
    row.update(&write.tx).await.map_err(fault)?;
    let ended = FieldChange { field: "valid_to".into(), from: Value::Null, to: json!(write.today) };
    let of = FieldChange { field: "place_id".into(), from: json!(place), to: json!(place) };
    write.log(TABLE, id, 2, &[of, ended]).await
}
