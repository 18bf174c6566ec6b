//! Recording, correcting and removing contacts.

use domain::change::FieldChange;
use domain::course::{BoardPost, PostHolder};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::place::Place;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::keep::{Office, remove};
use super::{MOST, TABLE};
use crate::entities::board_contact;
use crate::fault::fault;
use crate::place::load_own;
use crate::sealed::{new_record, sealer};
use crate::session::{Operation, Session, Write};

impl Session {
    /// Records who holds a post of a place's board.
    pub async fn add_board_contact(&self, operation: Operation, place: Uuid, holder: PostHolder) -> Result<Uuid, Failure> {
        self.write(Action::BoardContactChange, operation, move |write| {
            Box::pin(async move {
                let place = load_own(write, place).await?;
                if !place.draft.has_board() || place.draft.closed_on.is_some() {
                    return Err(FieldErrors::one("post", "place_has_no_board", "").into());
                }
                let holder = holder.check()?;
                let office = check_post(write, &place, None, holder.post).await?;
                let since = office.since(place.id);
                let id = Uuid::now_v7();
                let sealer = new_record(write, TABLE, id).await?;
                let (name, phone) = (sealer.seal("name", &holder.name)?, sealer.seal("phone", &holder.phone)?);
                let said = |field: &str, to: Value| FieldChange { field: field.into(), from: Value::Null, to };
                let changes = [
                    said("place_id", json!(place.id)),
                    said("post", json!(holder.post)),
                    said("name", json!(name)),
                    said("phone", json!(phone)),
                    said("since", json!(since)),
                ];
                let row = board_contact::ActiveModel {
                    id: Set(id),
                    place_id: Set(place.id),
                    post: Set(holder.post.code().into()),
                    name_sealed: Set(name),
                    phone_sealed: Set(phone),
                    since: Set(since),
                    ended_on: Set(None),
                    recorded_by: Set(write.actor().to_owned()),
                    revision: Set(1),
                    created_at: Set(write.now),
                    updated_at: Set(write.now),
                };
                board_contact::Entity::insert(row).exec_without_returning(&write.tx).await.map_err(fault)?;
                write.log(TABLE, id, 1, &changes).await?;
                Ok(id)
            })
        })
        .await
    }

    /// Says it anew. Whoever did not see what stands now is told so: the two cannot be laid over each other
    /// without reading them.
    pub async fn change_board_contact(
        &self,
        operation: Operation,
        place: Uuid,
        (id, revision): (Uuid, i64),
        holder: PostHolder,
    ) -> Result<i64, Failure> {
        self.write(Action::BoardContactChange, operation, move |write| {
            Box::pin(async move {
                let place = load_own(write, place).await?;
                let row = own(write, &place, id).await?;
                if row.revision != revision {
                    return Err(FieldErrors::one("name", "contact_changed_meanwhile", "").into());
                }
                let holder = holder.check()?;
                check_post(write, &place, Some(id), holder.post).await?;
                let sealer = sealer(write, TABLE, id).await?;
                let (name, phone) = (sealer.seal("name", &holder.name)?, sealer.seal("phone", &holder.phone)?);
                let change = |field: &str, from: &str, to: &str| FieldChange { field: field.into(), from: json!(from), to: json!(to) };
                let mut changes = vec![change("name", &row.name_sealed, &name), change("phone", &row.phone_sealed, &phone)];
                if row.post != holder.post.code() {
                    changes.push(change("post", &row.post, holder.post.code()));
                }
                let mut row = row.into_active_model();
                row.post = Set(holder.post.code().into());
                row.name_sealed = Set(name);
                row.phone_sealed = Set(phone);
                row.recorded_by = Set(write.actor().to_owned());
                row.revision = Set(revision + 1);
                row.updated_at = Set(write.now);
                row.update(&write.tx).await.map_err(fault)?;
                write.log(TABLE, id, revision + 1, &changes).await?;
                Ok(revision + 1)
            })
        })
        .await
    }

    /// Erases a contact: nobody can read it any more, in the change log neither.
    pub async fn remove_board_contact(&self, operation: Operation, place: Uuid, id: Uuid) -> Result<(), Failure> {
        self.write(Action::BoardContactChange, operation, move |write| {
            Box::pin(async move {
                let place = load_own(write, place).await?;
                let row = own(write, &place, id).await?;
                remove(write, &[row.id]).await
            })
        })
        .await
    }
}

/// A contact of this place; somebody else was faster where there is none.
async fn own(write: &Write, place: &Place, id: Uuid) -> Result<board_contact::Model, Failure> {
    let found = board_contact::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?;
    found.filter(|row| row.place_id == place.id).ok_or_else(|| FieldErrors::one("contact", "no_longer_there", "").into())
}

/// One head, and no more people than a board has.
async fn check_post(write: &Write, place: &Place, but: Option<Uuid>, post: BoardPost) -> Result<Office, Failure> {
    let rows = board_contact::Entity::find().filter(board_contact::Column::PlaceId.eq(place.id)).all(&write.tx).await.map_err(fault)?;
    let office = Office::of(&write.tx, &[place.id], write.today).await?;
    let mut others = rows.iter().filter(|row| Some(row.id) != but);
    if but.is_none() && rows.len() >= MOST {
        return Err(FieldErrors::one("post", "too_many_contacts", MOST).into());
    }
    if post == BoardPost::Head && others.any(|row| row.post == BoardPost::Head.code() && office.ended_on(row).is_none()) {
        return Err(FieldErrors::one("post", "board_has_a_head", "").into());
    }
    Ok(office)
}
