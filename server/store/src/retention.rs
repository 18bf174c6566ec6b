//! What is kept for a time, and goes when it is over. Safe to run twice; each run that removes something
//! stands in the change log.

use chrono::{DateTime, Months, TimeDelta, Utc};
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::permission::Action;
use domain::setting::{Rules, Setting};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::audit::cut;
use crate::entities::{access_log, account_link, applied_operation, consent};
use crate::fault::fault;
use crate::session::{Operation, Session, Write};
use crate::setting::rules;
use crate::{assignment, breach, contact, household, import, member, person, request, visit};

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
    /// Files of imports: what came of them stays.
    #[serde(default)]
    pub import_files: u64,
    /// Contacts of boards that left office.
    pub contacts: u64,
    /// Households whose support nobody ended when what they were granted was over: ended now, to go later.
    pub households_ended: u64,
    pub households: u64,
    pub visits: u64,
    pub requests: u64,
    /// Proofs of consents, of households that are gone.
    pub consents: u64,
    pub members: u64,
    /// Assignments that are over, of households that are still there.
    #[serde(default)]
    pub assignments: u64,
    /// Tasks that are over, of members who are still there.
    #[serde(default)]
    pub tasks: u64,
    /// Months of tasks that were looked at.
    #[serde(default)]
    pub monthly_checks: u64,
    /// Requests over one's own record that were answered.
    pub person_requests: u64,
    /// Breaches that were notified.
    pub breaches: u64,
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
                done.import_files = import::forget_files(write).await?;
                let over = contact::over(write, &rules).await?;
                done.contacts = over.len() as u64;
                contact::remove(write, &over).await?;
                let_people_go(write, &rules, &mut done).await?;
                Ok(done)
            })
        })
        .await
    }
}

/// Records of members and of households, and of what was done for those. Those that somebody asked
/// to have left alone stay.
async fn let_people_go(write: &mut Write, rules: &Rules, done: &mut Retained) -> Result<(), Failure> {
    let over = household::over(write, rules).await?;
    done.households = over.len() as u64;
    household::remove(write, &over, None).await?;
    done.households_ended = household::end_forgotten(write, rules).await?;
    let over = visit::over(write).await?;
    done.visits = over.len() as u64;
    visit::remove(write, &over).await?;
    let over = request::over(write, rules).await?;
    done.requests = over.len() as u64;
    request::remove(write, &over).await?;
    let over = member::over(write, rules).await?;
    done.members = over.len() as u64;
    member::remove(write, &over).await?;
    let over = assignment::over(write, rules).await?;
    done.assignments = over.len() as u64;
    assignment::remove(write, &over).await?;
    let over = member::tasks_over(write, rules).await?;
    done.tasks = over.len() as u64;
    done.monthly_checks = member::remove_tasks(write, &over).await?;
    let over = member::checks_over(write, rules).await?;
    done.monthly_checks += over.len() as u64;
    member::remove_checks(write, &over).await?;
    let proofs = consent::Entity::delete_many().filter(consent::Column::KeptUntil.lte(write.today));
    done.consents = proofs.exec(&write.tx).await.map_err(fault)?.rows_affected;
    done.person_requests = person::forget_requests(write, rules).await?;
    done.breaches = breach::forget(write, rules).await?;
    // How many, and nothing by which one of them was known.
    for (table, gone) in [("consent", done.consents), ("person_request", done.person_requests), ("breach", done.breaches)] {
        if gone > 0 {
            let count = FieldChange { field: "entries".into(), from: json!(null), to: json!(gone) };
            write.log(table, Uuid::nil(), 0, &[count]).await?;
        }
    }
    Ok(())
}

/// A run that found nothing leaves no trace.
fn something(done: &Retained) -> bool {
    let kept = Retained { change_log_is_broken: done.change_log_is_broken, ..Retained::default() };
    *done != kept
}
