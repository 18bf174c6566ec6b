//! What is kept for a time, and goes when it is over. Safe to run twice; each run that removes something
//! stands in the change log.

use chrono::{DateTime, Months, TimeDelta, Utc};
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::permission::Action;
use domain::setting::Setting;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::audit::cut;
use crate::contact;
use crate::entities::{access_log, account_link, applied_operation};
use crate::fault::fault;
use crate::session::{Operation, Session};
use crate::setting::rules;

/// Answers to operations: no phone waits so long before it sends again.
const OPERATION_DAYS: i64 = 400;
/// Links that were taken or have expired, so that the account's page can still say what became of them.
const LINK_DAYS: i64 = 30;

/// How many rows of each kind were let go of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retained {
    pub change_log: i64,
    pub access_log: u64,
    pub operations: u64,
    pub links: u64,
    /// Contacts of boards that left office.
    pub contacts: u64,
    /// The oldest part of the change log is not whole: it stays, and `gandan audit verify` says why.
    pub change_log_is_broken: bool,
}

impl Session {
    /// Lets go of everything whose time is over; a dry run only counts.
    pub async fn enforce_retention(&self, dry_run: bool) -> Result<Retained, Failure> {
        self.try_out(Action::RetentionEnforce, Operation::once(), dry_run, something, |write| {
            Box::pin(async move {
                let rules = rules(&write.tx).await?;
                let months = |setting| Months::new(rules.on(setting, write.today));
                let months_ago = |setting| write.now.checked_sub_months(months(setting)).unwrap_or(DateTime::UNIX_EPOCH);
                let (log_until, access_until) = (months_ago(Setting::ChangeLogMonths), months_ago(Setting::AccessLogMonths));
                let mut done = Retained::default();
                match cut(write, log_until).await? {
                    Ok(cut) if cut.entries > 0 => {
                        done.change_log = cut.entries;
                        let said = |field: &str, to: i64| FieldChange { field: field.into(), from: json!(null), to: json!(to) };
                        write.log("change_log", Uuid::nil(), cut.seq, &[said("cut_seq", cut.seq), said("entries", cut.entries)]).await?;
                    }
                    Ok(_) => {}
                    Err(broken) => {
                        tracing::error!(?broken, "the change log is not whole; its oldest part stays");
                        done.change_log_is_broken = true;
                    }
                }
                let days_ago = |days: i64| -> DateTime<Utc> { write.now - TimeDelta::days(days) };
                let old = access_log::Entity::delete_many().filter(access_log::Column::At.lt(access_until));
                done.access_log = old.exec(&write.tx).await.map_err(fault)?.rows_affected;
                let old = applied_operation::Entity::delete_many().filter(applied_operation::Column::At.lt(days_ago(OPERATION_DAYS)));
                done.operations = old.exec(&write.tx).await.map_err(fault)?.rows_affected;
                let old = account_link::Entity::delete_many().filter(account_link::Column::ExpiresAt.lt(days_ago(LINK_DAYS)));
                done.links = old.exec(&write.tx).await.map_err(fault)?.rows_affected;
                let over = contact::over(write, &rules).await?;
                done.contacts = over.len() as u64;
                contact::remove(write, &over).await?;
                Ok(done)
            })
        })
        .await
    }
}

/// A run that found nothing leaves no trace.
fn something(done: &Retained) -> bool {
    let kept = Retained { change_log_is_broken: done.change_log_is_broken, ..Retained::default() };
    *done != kept
}
