//! The course of management boards: facts are recorded, the six fields and what is due are derived from them
//! and kept, so that no query works them out.

mod correct;
mod facts;
mod funnel;
mod funnel_by_unit;
mod keep;
mod median;
mod new;
mod numbers;
mod read;
mod stale;
mod write;

use std::sync::Arc;

use domain::failure::Failure;
use domain::setting::{Holidays, Rules};
use sea_orm::ConnectionTrait;

pub(crate) use correct::{changed_since, last_of_all};
pub(crate) use facts::{facts_of, has_facts, keep, withdraw};
pub use funnel::{StageCount, Waiting};
pub(crate) use keep::{Plan, carry_facts, forget, register_before, settle};
pub(crate) use median::{half_year, keep_median};
pub(crate) use new::{keep_new, settle_new};
pub(crate) use numbers::{check_number, decisions_of_ward};
pub use read::{Course, RecordedFact, WorkPage, WorkQuery, WorkRow};
pub use stale::Freshness;
pub(crate) use write::{buildings_of, derive_again, derive_everything_again, record_at, save_as};

use crate::session::Write;
use crate::setting::{holidays, rules};

/// What deadlines are worked out by: read once for each write.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rulebook {
    pub rules: Rules,
    pub holidays: Holidays,
}

impl Rulebook {
    pub async fn read(db: &impl ConnectionTrait) -> Result<Self, Failure> {
        Ok(Self { rules: rules(db).await?, holidays: holidays(db).await? })
    }
}

/// The rulebook of an open write.
pub(crate) async fn rulebook(write: &mut Write) -> Result<Arc<Rulebook>, Failure> {
    if let Some(known) = &write.rulebook {
        return Ok(known.clone());
    }
    let read = Arc::new(Rulebook::read(&write.tx).await?);
    write.rulebook = Some(read.clone());
    Ok(read)
}
