//! Recording and correcting members.

use std::collections::HashMap;

use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::member::{MemberDraft, MemberState};
use domain::organization::OrganizationKind;
use domain::permission::Action;
use domain::text;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TABLE;
use crate::assignment::{Changed, end_as_neighbour};
use crate::entities::{admin_unit, member, organization, place};
use crate::fault::fault;
use crate::place::rows::parse;
use crate::sealed::{alike, new_record, sealer};
use crate::session::{Operation, Session, Write};

impl Session {
    /// Records a member of a ward.
    pub async fn add_member(&self, operation: Operation, unit: Uuid, draft: MemberDraft) -> Result<Uuid, Failure> {
        self.write(Action::MemberChange, operation, move |write| {
            Box::pin(async move {
                let id = Uuid::now_v7();
                save_member(write, id, unit, draft, false).await?;
                Ok(id)
            })
        })
        .await
    }

    /// Says it anew. Whoever did not see what stands now is told so. Households of the house in which they live now, and
    /// that want nobody of it, they help no longer.
    pub async fn change_member(&self, operation: Operation, id: Uuid, revision: i64, draft: MemberDraft) -> Result<Changed, Failure> {
        self.allow(Action::MemberChange)?;
        // What those households said of neighbours is opened by its own door, with its entry.
        let said = match draft.residence {
            Some(home) => self.said_of_neighbours(id, home).await?,
            None => HashMap::new(),
        };
        self.write(Action::MemberChange, operation, move |write| {
            Box::pin(async move {
                let row = own(write, id).await?;
                if row.revision != revision {
                    return Err(FieldErrors::one("name", "member_changed_meanwhile", "").into());
                }
                let draft = draft.check()?;
                check_ties(write, row.admin_unit_id, &draft).await?;
                let ended = match draft.residence {
                    Some(home) => end_as_neighbour(write, id, home, &said).await?,
                    None => 0,
                };
                let alike = alike_of(write, row.admin_unit_id, Some(id), &draft).await?;
                let sealed = sealer(write, TABLE, id).await?.seal_all(&draft)?;
                let change = FieldChange { field: "record".into(), from: json!(row.sealed), to: json!(sealed) };
                let mut row = row.into_active_model();
                row.sealed = Set(sealed);
                row.alike = Set(alike);
                row.recorded_by = Set(write.actor().to_owned());
                row.revision = Set(revision + 1);
                row.updated_at = Set(write.now);
                row.update(&write.tx).await.map_err(fault)?;
                write.log(TABLE, id, revision + 1, &[change]).await?;
                Ok(Changed { revision: revision + 1, ended })
            })
        })
        .await
    }
}

/// A member of the actor's own units; for any other there is none.
pub(crate) async fn own(write: &Write, id: Uuid) -> Result<member::Model, Failure> {
    let found = member::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?;
    found.filter(|row| write.scope.holds(row.admin_unit_id)).ok_or(Failure::NotFound)
}

/// Writes down somebody new.
pub(crate) async fn save_member(write: &mut Write, id: Uuid, unit: Uuid, draft: MemberDraft, sample: bool) -> Result<(), Failure> {
    let there = admin_unit::Entity::find_by_id(unit).one(&write.tx).await.map_err(fault)?;
    there.filter(|unit| unit.valid_to.is_none() && write.scope.holds(unit.id)).ok_or(Failure::NotFound)?;
    let draft = draft.check()?;
    check_ties(write, unit, &draft).await?;
    // Somebody who is there already gets no second key; the first record of all has nobody to be alike.
    alike_of(write, unit, None, &draft).await?;
    let sealed = new_record(write, TABLE, id).await?.seal_all(&draft)?;
    let alike = alike_of(write, unit, None, &draft).await?;
    let change = FieldChange { field: "record".into(), from: Value::Null, to: json!(sealed) };
    let row = member::ActiveModel {
        id: Set(id),
        admin_unit_id: Set(unit),
        state: Set(MemberState::Active.code().into()),
        ended_on: Set(None),
        account_id: Set(None),
        alike: Set(alike),
        sealed: Set(sealed),
        recorded_by: Set(write.actor().to_owned()),
        sample: Set(sample),
        revision: Set(1),
        created_at: Set(write.now),
        updated_at: Set(write.now),
    };
    member::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
    write.log(TABLE, id, 1, &[change]).await
}

/// Their cell and the place where they live are of the same ward: no other is offered.
async fn check_ties(write: &Write, unit: Uuid, draft: &MemberDraft) -> Result<(), Failure> {
    let mut errors = FieldErrors::default();
    if let Some(cell) = draft.cell {
        let found = organization::Entity::find_by_id(cell).one(&write.tx).await.map_err(fault)?.filter(|row| row.admin_unit_id == unit);
        let kind = found.map(|row| parse::<OrganizationKind>(&row.kind)).transpose()?;
        if !kind.is_some_and(OrganizationKind::is_party) {
            errors.push("cell", "not_a_choice", "");
        }
    }
    if let Some(residence) = draft.residence {
        let found = place::Entity::find_by_id(residence).filter(place::Column::AdminUnitId.eq(unit));
        if found.count(&write.tx).await.map_err(fault)? == 0 {
            errors.push("residence", "not_a_choice", "");
        }
    }
    errors.into_result()
}

/// The keyed sum of name and phone; somebody with the same is refused.
async fn alike_of(write: &Write, unit: Uuid, but: Option<Uuid>, draft: &MemberDraft) -> Result<Option<String>, Failure> {
    let Some(sum) = alike(write, unit, &[&draft.name, &text::phone_number(&draft.phone)]).await? else { return Ok(None) };
    let same = member::Entity::find().filter(member::Column::AdminUnitId.eq(unit)).filter(member::Column::Alike.eq(sum.as_str()));
    let same: Vec<Uuid> = same.select_only().column(member::Column::Id).into_tuple().all(&write.tx).await.map_err(fault)?;
    if same.iter().any(|id| Some(*id) != but) {
        return Err(FieldErrors::one("name", "recorded_already", "").into());
    }
    Ok(Some(sum))
}
