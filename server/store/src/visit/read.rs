//! Looking at visits. Each look stands in the access log.

use std::collections::{HashMap, HashSet};

use domain::failure::Failure;
use domain::permission::Action;
use domain::visit::VisitEntry;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::TABLE;
use crate::account::actor_names;
use crate::entities::visit;
use crate::fault::fault;
use crate::household::in_sight;
use crate::my_households::own_household;
use crate::sealed::read_records_of;
use crate::session::Session;

impl Session {
    /// The visits to a household of a ward of the actor, latest first.
    pub async fn visits_of(&self, household: Uuid) -> Result<Vec<VisitEntry>, Failure> {
        in_sight(self, household).await?;
        visits(self, Action::HouseholdRead, household).await
    }

    /// The visits to a household that the actor helps today, latest first.
    pub async fn own_visits_of(&self, household: Uuid) -> Result<Vec<VisitEntry>, Failure> {
        own_household(self, household).await?;
        visits(self, Action::OwnHouseholdRead, household).await
    }

    /// Those who recorded these visits by their names, for people of the ward.
    pub async fn recorders_of(&self, visits: &[VisitEntry]) -> Result<HashMap<String, String>, Failure> {
        self.allow(Action::HouseholdRead)?;
        actor_names(&self.db, visits.iter().map(|visit| visit.recorded_by.clone())).await
    }
}

pub(crate) async fn visits(session: &Session, action: Action, household: Uuid) -> Result<Vec<VisitEntry>, Failure> {
    let rows = visit::Entity::find().filter(visit::Column::HouseholdId.eq(household)).all(&session.db).await.map_err(fault)?;
    let corrected: HashSet<Uuid> = rows.iter().filter_map(|row| row.corrects).collect();
    let mut found = open_visits(session, action, household, rows).await?;
    for entry in &mut found {
        entry.corrected = corrected.contains(&entry.id);
    }
    found.sort_by_key(|entry| std::cmp::Reverse((entry.draft.on, entry.id)));
    Ok(found)
}

/// Opens visits, with one entry in the access log. Which of them were corrected is not looked up here.
pub(crate) async fn open_visits(
    session: &Session,
    action: Action,
    about: Uuid,
    rows: Vec<visit::Model>,
) -> Result<Vec<VisitEntry>, Failure> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let households: Vec<Uuid> = rows.iter().map(|row| row.household_id).collect();
    let openers = read_records_of(session, action, TABLE, about, &ids, &households).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(opener) = openers.get(&row.id) else { continue };
        found.push(VisitEntry {
            id: row.id,
            household: row.household_id,
            draft: opener.open_all(&row.sealed)?,
            corrects: row.corrects,
            corrected: false,
            recorded_by: row.recorded_by,
        });
    }
    Ok(found)
}
