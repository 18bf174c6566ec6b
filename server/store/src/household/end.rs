//! The end of support, and its return. The record stays for its time, so that a household that asks again need not
//! say everything anew.

use chrono::NaiveDate;
use domain::assignment::AssignmentEnd;
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::household::HouseholdEnd;
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use super::TABLE;
use super::consent::standing;
use super::write::{not_restricted, own_seen};
use crate::assignment;
use crate::entities::household;
use crate::fault::fault;
use crate::place::load;
use crate::session::{Operation, Session, Write};

impl Session {
    /// Ends a household's support from today on, and with it whoever is assigned to it.
    pub async fn end_household(&self, operation: Operation, id: Uuid, revision: i64, end: HouseholdEnd) -> Result<i64, Failure> {
        let actor = self.actor.clone();
        self.write(Action::HouseholdEnd, operation, move |write| {
            Box::pin(async move {
                let row = as_seen(not_restricted(own_seen(write, &actor, id).await?)?, revision)?;
                if row.ended_on.is_some() {
                    return Err(FieldErrors::one("household", "household_ended_already", "").into());
                }
                for assignment in assignment::holding(write, id).await? {
                    assignment::close(write, assignment, AssignmentEnd::SupportEnded).await?;
                }
                let today = write.today;
                save(write, row, Some((today, end))).await
            })
        })
        .await
    }

    /// Takes up again the support of a household that is still recorded and whose consent still stands.
    pub async fn resume_household(&self, operation: Operation, id: Uuid, revision: i64) -> Result<i64, Failure> {
        let actor = self.actor.clone();
        self.write(Action::HouseholdEnd, operation, move |write| {
            Box::pin(async move {
                let row = as_seen(not_restricted(own_seen(write, &actor, id).await?)?, revision)?;
                if row.ended_on.is_none() {
                    return Err(FieldErrors::one("household", "household_not_ended", "").into());
                }
                if standing(&write.tx, id).await?.is_none() {
                    return Err(FieldErrors::one("household", "no_record_without_consent", "").into());
                }
                if load(&write.tx, &[row.place_id]).await?.iter().any(|place| place.draft.closed_on.is_some()) {
                    return Err(FieldErrors::one("household", "place_is_closed", "").into());
                }
                save(write, row, None).await
            })
        })
        .await
    }
}

fn as_seen(row: household::Model, revision: i64) -> Result<household::Model, Failure> {
    if row.revision == revision { Ok(row) } else { Err(FieldErrors::one("household", "changed_meanwhile", "").into()) }
}

async fn save(write: &mut Write, row: household::Model, ended: Option<(NaiveDate, HouseholdEnd)>) -> Result<i64, Failure> {
    let (id, revision) = (row.id, row.revision + 1);
    let ended_on = ended.map(|(on, _)| on);
    let change = FieldChange { field: "ended_on".into(), from: json!(row.ended_on), to: json!(ended_on) };
    let mut row = row.into_active_model();
    row.ended_on = Set(ended_on);
    row.end_kind = Set(ended.map(|(_, end)| end.code().into()));
    // What was promised before is no longer due.
    row.next_visit_on = Set(None);
    row.needs_no_visits = Set(false);
    row.recorded_by = Set(write.actor().to_owned());
    row.revision = Set(revision);
    row.updated_at = Set(write.now);
    row.update(&write.tx).await.map_err(fault)?;
    write.log(TABLE, id, revision, &[change]).await?;
    Ok(revision)
}
