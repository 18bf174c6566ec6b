//! Recording visits. Nothing of one changes: what was wrong is corrected by a later entry.

use chrono::TimeDelta;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::visit::{VisitDraft, VisitEntry};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::keep::remove;
use super::save::{Correction, save_visit};
use crate::entities::{household, visit};
use crate::fault::fault;
use crate::household::{self as households, helped};
use crate::my_households::own_row;
use crate::session::{Operation, Session, Write};

/// So long whoever recorded "nobody home" by one tap can take it back, in minutes.
const TAKE_BACK_MINUTES: i64 = 60;

impl Session {
    /// Records a visit of somebody of the ward. `corrects` names the entry that this one stands instead of.
    pub async fn record_visit(
        &self,
        operation: Operation,
        household: Uuid,
        draft: VisitDraft,
        corrects: Option<Uuid>,
    ) -> Result<Uuid, Failure> {
        let correction = match corrects {
            None => None,
            // What the other visits say of the household's days is opened by its own door, with its entry.
            Some(id) => Some(Correction { id, entries: self.visits_of(household).await? }),
        };
        let actor = self.actor.clone();
        self.write(Action::VisitRecord, operation, move |write| {
            Box::pin(async move {
                let row = households::own_seen(write, &actor, household).await?;
                if !helped(&row) {
                    return Err(FieldErrors::one("household", "support_is_over", "").into());
                }
                save_visit(write, row, draft, correction).await
            })
        })
        .await
    }

    /// The same by a member, to a household that they help today. They correct what they recorded themselves.
    pub async fn record_own_visit(
        &self,
        operation: Operation,
        household: Uuid,
        draft: VisitDraft,
        corrects: Option<Uuid>,
    ) -> Result<Uuid, Failure> {
        let correction = match corrects {
            None => None,
            Some(id) => Some(Correction { id, entries: self.own_visits_of(household).await? }),
        };
        let foreign = |entry: &&VisitEntry| Some(entry.id) == corrects && entry.recorded_by != self.actor.name;
        if correction.as_ref().is_some_and(|correction| correction.entries.iter().any(|entry| foreign(&entry))) {
            return Err(Failure::NotFound);
        }
        let account = self.actor.account;
        self.write(Action::OwnVisitRecord, operation, move |write| {
            Box::pin(async move {
                let row = own_row(&write.tx, account, &write.scope, write.today, household).await?;
                save_visit(write, row, draft, correction).await
            })
        })
        .await
    }

    /// Takes "nobody home" back that the actor recorded within the hour: its row goes, and with its key all of it.
    pub async fn take_back_visit(&self, operation: Operation, id: Uuid) -> Result<(), Failure> {
        let actor = self.actor.clone();
        self.write(Action::VisitRecord, operation, move |write| {
            Box::pin(async move {
                let row = found(write, id).await?;
                households::own_seen(write, &actor, row.household_id).await?;
                take_back(write, row).await
            })
        })
        .await
    }

    /// The same by a member, as long as they help the household.
    pub async fn take_back_own_visit(&self, operation: Operation, id: Uuid) -> Result<(), Failure> {
        let account = self.actor.account;
        self.write(Action::OwnVisitRecord, operation, move |write| {
            Box::pin(async move {
                let row = found(write, id).await?;
                let _: household::Model = own_row(&write.tx, account, &write.scope, write.today, row.household_id).await?;
                take_back(write, row).await
            })
        })
        .await
    }
}

/// A visit that the actor recorded; of any other nothing is said.
async fn found(write: &Write, id: Uuid) -> Result<visit::Model, Failure> {
    let row = visit::Entity::find_by_id(id).one(&write.tx).await.map_err(fault)?;
    row.filter(|row| row.recorded_by == write.actor()).ok_or(Failure::NotFound)
}

async fn take_back(write: &mut Write, row: visit::Model) -> Result<(), Failure> {
    let corrections = visit::Entity::find().filter(visit::Column::Corrects.eq(row.id)).count(&write.tx).await.map_err(fault)?;
    let late = write.now - row.recorded_at > TimeDelta::minutes(TAKE_BACK_MINUTES);
    if late || !row.until_next || row.corrects.is_some() || corrections > 0 {
        return Err(FieldErrors::one("visit", "too_late_to_take_back", "").into());
    }
    remove(write, &[row.id]).await
}
