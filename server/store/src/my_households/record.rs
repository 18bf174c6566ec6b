//! What a member sees of their own record beside the households: the code by which they ask who looked at it, and what
//! they were asked to do. The look stands in the access log like any other.

use domain::failure::Failure;
use domain::member::{MemberTask, code_of_member};
use domain::permission::Action;

use super::own::own_member;
use crate::member::tasks_of;
use crate::session::Session;

/// The actor's own, and nobody else's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRecord {
    pub code: String,
    /// Latest first.
    pub tasks: Vec<MemberTask>,
}

impl Session {
    /// None where the account is no member's.
    pub async fn my_record(&self) -> Result<Option<OwnRecord>, Failure> {
        let scope = self.allow(Action::OwnHouseholdRead)?;
        let Some(row) = own_member(&self.db, self.actor.account, &scope).await? else { return Ok(None) };
        let tasks = tasks_of(self, Action::OwnHouseholdRead, row.admin_unit_id, row.id).await?;
        Ok(Some(OwnRecord { code: code_of_member(row.id), tasks }))
    }
}
