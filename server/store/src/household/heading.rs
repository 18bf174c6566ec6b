//! A household by its code alone: what stands above pages of what hangs on it.

use domain::failure::Failure;
use uuid::Uuid;

use crate::entities::household;
use crate::session::Session;

/// A household without anything of its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdHeading {
    pub id: Uuid,
    pub code: String,
    pub admin_unit_id: Uuid,
    /// Its support goes on, and it did not ask that nothing be done with its record.
    pub helped: bool,
}

impl Session {
    /// A household of a ward of the actor. Nothing of its record is opened.
    pub async fn household_heading(&self, id: Uuid) -> Result<HouseholdHeading, Failure> {
        let row = in_sight(self, id).await?;
        let helped = helped(&row);
        Ok(HouseholdHeading { id, code: row.code, admin_unit_id: row.admin_unit_id, helped })
    }
}

/// The row of a household that the actor may read; for any other there is none.
pub(crate) async fn in_sight(session: &Session, id: Uuid) -> Result<household::Model, Failure> {
    session.seen_household(id).await
}

/// Whether something may still be done for it.
pub(crate) fn helped(row: &household::Model) -> bool {
    row.ended_on.is_none() && !row.restricted
}
