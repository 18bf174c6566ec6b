//! A household that does not want a member. It gives no reason, none is kept, and it loses nothing by it.

use domain::assignment::AssignmentEnd;
use domain::change::FieldChange;
use domain::failure::{Failure, FieldErrors};
use domain::household::HouseholdDraft;
use domain::permission::Action;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use super::write::{close, holding};
use crate::fault::fault;
use crate::household::{self, own_seen};
use crate::sealed::sealer;
use crate::session::{Operation, Session};

impl Session {
    /// Ends the member's assignment to this household from today on; the member is not suggested to it again.
    pub async fn refuse_member(&self, operation: Operation, household: Uuid, member: Uuid) -> Result<(), Failure> {
        // The list of those whom it does not want is opened by its own door, with its entry.
        let said = self.household(household).await?;
        let actor = self.actor.clone();
        self.write(Action::AssignmentChange, operation, move |write| {
            Box::pin(async move {
                let row = own_seen(write, &actor, household).await?;
                if row.revision != said.revision {
                    return Err(FieldErrors::one("member", "changed_meanwhile", "").into());
                }
                let theirs: Vec<_> = holding(write, household).await?.into_iter().filter(|row| row.member_id == member).collect();
                if theirs.is_empty() {
                    return Err(FieldErrors::one("member", "no_longer_there", "").into());
                }
                for assignment in theirs {
                    close(write, assignment, AssignmentEnd::HouseholdAsked).await?;
                }
                let refused = said.draft.refused.iter().copied().chain([member]).collect();
                let draft = HouseholdDraft { refused, ..said.draft }.check()?;
                let sealed = sealer(write, household::TABLE, household).await?.seal_all(&draft)?;
                let change = FieldChange { field: "record".into(), from: json!(row.sealed), to: json!(sealed) };
                let revision = row.revision + 1;
                let mut row = row.into_active_model();
                row.sealed = Set(sealed);
                row.recorded_by = Set(write.actor().to_owned());
                row.revision = Set(revision);
                row.updated_at = Set(write.now);
                row.update(&write.tx).await.map_err(fault)?;
                write.log(household::TABLE, household, revision, &[change]).await
            })
        })
        .await
    }
}
