//! Looking at contacts. Each look stands in the access log.

use domain::course::{BoardContact, PostHolder};
use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::TABLE;
use super::keep::Office;
use crate::entities::board_contact;
use crate::fault::fault;
use crate::place::load;
use crate::place::rows::parse;
use crate::sealed::read_records;
use crate::session::Session;
use crate::setting::rules;

impl Session {
    /// The contacts of a board, those in office first, the head before all; with an entry in the access log for
    /// what is shown.
    pub async fn board_contacts(&self, place_id: Uuid) -> Result<Vec<BoardContact>, Failure> {
        let scope = self.allow(Action::BoardContactRead)?;
        let place = load(&self.db, &[place_id]).await?.pop();
        let place = place.filter(|place| scope.holds(place.draft.admin_unit_id)).ok_or(Failure::NotFound)?;
        let rows = board_contact::Entity::find().filter(board_contact::Column::PlaceId.eq(place_id));
        let rows = rows.order_by_asc(board_contact::Column::Id).all(&self.db).await.map_err(fault)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let office = Office::of(&self.db, &[place_id], self.today).await?;
        let rules = rules(&self.db).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let openers = read_records(self, Action::BoardContactRead, TABLE, place.id, &ids).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(opener) = openers.get(&row.id) else { continue };
            let (ended_on, erased_on) = office.ends(&row, &rules);
            found.push(BoardContact {
                id: row.id,
                holder: PostHolder {
                    post: parse(&row.post)?,
                    name: opener.open("name", &row.name_sealed)?,
                    phone: opener.open("phone", &row.phone_sealed)?,
                },
                since: row.since,
                ended_on,
                erased_on,
                revision: row.revision,
            });
        }
        found.sort_by_key(|contact| (contact.ended_on.is_some(), contact.holder.post as u8, contact.id));
        Ok(found)
    }
}
