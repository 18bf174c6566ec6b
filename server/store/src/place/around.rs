//! What happened around a place: work that was put off, its organizations, agreements and officers. It stands in
//! the change log under rows of their own, and is told in the place's history.

use std::collections::BTreeMap;

use domain::change::ChangeEntry;
use domain::due::DueKind;
use domain::failure::Failure;
use domain::permission::Action;
use domain::place::Place;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::rows::parse;
use crate::account::actor_names;
use crate::entities::{agreement, organization, organization_link, place_officer, postponed};
use crate::fault::fault;
use crate::session::Session;

/// What an entry of the history is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Work that was put off, or is due again.
    Work(DueKind),
    /// The place's share in an organization, by its name.
    Organization(String),
    /// An agreement, by its number.
    Agreement(Option<String>),
    /// Somebody who looks after it, by their name.
    Officer(String),
}

/// An entry of the change log about something that belongs to a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Around {
    pub about: About,
    pub entry: ChangeEntry,
}

impl Session {
    /// All of it that the actor may see, newest first. What was taken out as if it had never been is not told.
    pub async fn history_around(&self, place: &Place) -> Result<Vec<Around>, Failure> {
        let unit = place.draft.admin_unit_id;
        if !self.allow(Action::HistoryRead)?.holds(unit) {
            return Err(Failure::NotFound);
        }
        let mut about: BTreeMap<Uuid, About> = BTreeMap::new();
        let put_off = postponed::Entity::find().filter(postponed::Column::PlaceId.eq(place.id)).all(&self.db).await.map_err(fault)?;
        for row in put_off {
            about.insert(row.id, About::Work(parse(&row.kind)?));
        }
        if self.allow(Action::OrganizationRead).is_ok_and(|scope| scope.holds(unit)) {
            about.extend(self.shares(place.id).await?);
        }
        if self.allow(Action::AgreementRead).is_ok_and(|scope| scope.holds(unit)) {
            let own = agreement::Entity::find().filter(agreement::Column::PlaceId.eq(place.id)).all(&self.db).await.map_err(fault)?;
            about.extend(own.into_iter().map(|row| (row.id, About::Agreement(row.number))));
        }
        let officers = place_officer::Entity::find().filter(place_officer::Column::PlaceId.eq(place.id)).all(&self.db).await;
        let officers = officers.map_err(fault)?;
        let names = actor_names(&self.db, officers.iter().map(|row| row.account_id.to_string())).await?;
        let name = |account: Uuid| names.get(&account.to_string()).cloned().unwrap_or_default();
        about.extend(officers.into_iter().map(|row| (row.id, About::Officer(name(row.account_id)))));
        let ids: Vec<Uuid> = about.keys().copied().collect();
        let mut entries = self.entries_of(&ids, u64::MAX).await?;
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
        Ok(entries.into_iter().filter_map(|entry| Some(Around { about: about.get(&entry.row_id)?.clone(), entry })).collect())
    }

    /// Links of a place, open or ended, with the names of their organizations.
    async fn shares(&self, place: Uuid) -> Result<Vec<(Uuid, About)>, Failure> {
        let links = organization_link::Entity::find().filter(organization_link::Column::PlaceId.eq(place)).all(&self.db).await;
        let links = links.map_err(fault)?;
        let of = organization::Entity::find().filter(organization::Column::Id.is_in(links.iter().map(|link| link.organization_id)));
        let of = of.select_only().columns([organization::Column::Id, organization::Column::Name]);
        let names: Vec<(Uuid, String)> = of.into_tuple().all(&self.db).await.map_err(fault)?;
        let names: BTreeMap<Uuid, String> = names.into_iter().collect();
        let share = |link: organization_link::Model| Some((link.id, About::Organization(names.get(&link.organization_id)?.clone())));
        Ok(links.into_iter().filter_map(share).collect())
    }
}
