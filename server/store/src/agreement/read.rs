//! Agreements as they are shown: those of a place, one with its history.

use chrono::NaiveDate;
use domain::change::ChangeEntry;
use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::file::files_of;
use super::keep::rows_of;
use super::{Agreement, to_draft};
use crate::account::actor_names;
use crate::entities::{agreement, change_log, place};
use crate::fault::fault;
use crate::place::entry;
use crate::session::Session;

impl Session {
    /// The agreements of a place: the one in force first, then drafts and those that ended, newest first. The one in
    /// force of a building's cluster is among them.
    pub async fn agreements_of(&self, place_id: Uuid) -> Result<Vec<Agreement>, Failure> {
        let place = self.place_of_agreements(place_id).await?;
        let rows = rows_of(&self.db, &[place_id]).await?;
        let mut found = self.to_agreements(rows, place).await?;
        let today = self.today;
        if let Some((cluster, number, on)) = self.cluster_of(place_id).await?
            && let Ok(named) = self.place_of_agreements(cluster).await
        {
            // Only where the building's register says it: what it says of its own comes first.
            let says = |row: &agreement::Model| to_draft(row).holds_on(today) && (&row.number, row.signed_on) == (&number, on);
            let rows = rows_of(&self.db, &[cluster]).await?.into_iter().filter(says);
            found.extend(self.to_agreements(rows.collect(), named).await?);
        }
        found.sort_by_key(|found| (!found.draft.holds_on(today), found.draft.ended_on.is_some(), std::cmp::Reverse(found.id)));
        Ok(found)
    }

    /// One agreement; what the actor may not see does not exist for them.
    pub async fn agreement(&self, id: Uuid) -> Result<Agreement, Failure> {
        self.allow(Action::AgreementRead)?;
        let row = agreement::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?.ok_or(Failure::NotFound)?;
        let place = self.place_of_agreements(row.place_id).await?;
        self.to_agreements(vec![row], place).await?.pop().ok_or(Failure::NotFound)
    }

    /// What became of an agreement and its document, newest first, by the names of who did it.
    pub async fn agreement_history(&self, id: Uuid, most: u64) -> Result<Vec<ChangeEntry>, Failure> {
        self.agreement(id).await?;
        let query = change_log::Entity::find().filter(change_log::Column::RowId.eq(id));
        let rows = query.order_by_desc(change_log::Column::Seq).limit(most).all(&self.db).await.map_err(fault)?;
        let names = actor_names(&self.db, rows.iter().map(|row| row.actor.clone())).await?;
        let named = |mut found: ChangeEntry| {
            found.actor = names.get(&found.actor).cloned().unwrap_or(found.actor);
            found
        };
        rows.into_iter().map(|row| entry(row).map(named)).collect()
    }

    /// Name and unit of a place whose agreements the actor may see.
    async fn place_of_agreements(&self, id: Uuid) -> Result<(String, Uuid), Failure> {
        let scope = self.allow(Action::AgreementRead)?;
        let found = place::Entity::find_by_id(id).filter(scope.on(place::Column::AdminUnitId)).select_only();
        let found = found.columns([place::Column::Name, place::Column::AdminUnitId]).into_tuple();
        found.one(&self.db).await.map_err(fault)?.ok_or(Failure::NotFound)
    }

    /// The cluster of a building, and the agreement that the building's register says.
    async fn cluster_of(&self, place_id: Uuid) -> Result<Option<(Uuid, Option<String>, Option<NaiveDate>)>, Failure> {
        use place::Column as C;
        let found = place::Entity::find_by_id(place_id).filter(C::ParentId.is_not_null()).select_only();
        let found = found.columns([C::ParentId, C::AgreementNumber, C::AgreementOn]).into_tuple();
        found.one(&self.db).await.map_err(fault)
    }

    async fn to_agreements(&self, rows: Vec<agreement::Model>, place: (String, Uuid)) -> Result<Vec<Agreement>, Failure> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut files = files_of(&self.db, &ids).await?;
        let agreement = |row: agreement::Model| Agreement {
            draft: to_draft(&row),
            id: row.id,
            place_id: row.place_id,
            place_name: place.0.clone(),
            admin_unit_id: place.1,
            revision: row.revision,
            file: files.iter().position(|(id, _)| *id == row.id).map(|at| files.swap_remove(at).1),
        };
        Ok(rows.into_iter().map(agreement).collect())
    }
}
