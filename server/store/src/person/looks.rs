//! Who looked at a record, and when: what the person of it may know, and the officer for data protection.

use chrono::{DateTime, Utc};
use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use uuid::Uuid;

use crate::account::actor_names;
use crate::entities::{access_log, household};
use crate::fault::fault;
use crate::session::Session;

/// One look at one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Look {
    pub at: DateTime<Utc>,
    /// The name of whoever works for the ward; none for the command line, and for those whose account is gone.
    pub who: Option<String>,
    /// What they did, as the access log names it.
    pub action: String,
}

/// Of one record; older ones stand in the access log.
const MOST: u64 = 500;

impl Session {
    /// Looks at any of these records, latest first.
    pub(super) async fn looks_at(&self, records: &[Uuid]) -> Result<Vec<Look>, Failure> {
        let mut found = Vec::new();
        for id in records {
            let rows = access_log::Entity::find()
                .filter(access_log::Column::RowIds.contains(id.to_string()))
                .order_by_desc(access_log::Column::Seq)
                .limit(MOST);
            found.extend(rows.all(&self.db).await.map_err(fault)?);
        }
        found.sort_by_key(|row| std::cmp::Reverse(row.seq));
        found.dedup_by_key(|row| row.seq);
        let names = actor_names(&self.db, found.iter().map(|row| row.actor.clone())).await?;
        let look = |row: access_log::Model| Look { at: row.at, who: names.get(&row.actor).cloned(), action: row.action };
        Ok(found.into_iter().map(look).collect())
    }

    /// Who looked at the household of this code, for the officer for data protection: nothing of the record itself,
    /// and none where no household has the code.
    pub async fn looks_at_code(&self, code: &str) -> Result<Option<Vec<Look>>, Failure> {
        self.allow(Action::AccessLogRead)?;
        let row = household::Entity::find().filter(household::Column::Code.eq(code.trim().to_uppercase()));
        match row.one(&self.db).await.map_err(fault)? {
            Some(row) => self.looks_at(&[row.id]).await.map(Some),
            None => Ok(None),
        }
    }
}
