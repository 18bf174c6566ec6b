//! Who looked at a record, and when: what the person of it may know, and the officer for data protection.

use chrono::{DateTime, Utc};
use domain::failure::Failure;
use domain::household::code_of;
use domain::member::code_of_member;
use domain::permission::Action;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use serde::Serialize;
use uuid::Uuid;

use crate::account::actor_names;
use crate::entities::{access_log, consent, household, record_key, request, visit};
use crate::fault::fault;
use crate::member::TABLE as MEMBER;
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

impl Session {
    /// Looks at a record, and at others that hang on it, latest first: all that the access log still has.
    pub(super) async fn looks_at(&self, record: Uuid, others: &[Uuid]) -> Result<Vec<Look>, Failure> {
        use access_log::Column as C;
        let ids: Vec<Uuid> = [record].into_iter().chain(others.iter().copied()).collect();
        let mut found = Vec::new();
        for ids in ids.chunks(100) {
            let named = ids.iter().fold(Condition::any(), |any, id| any.add(C::RowIds.contains(id.to_string())));
            // Visits and requests are opened under their household; so they are found when they are gone.
            let rows = access_log::Entity::find().filter(named.add(C::RowId.eq(record))).select_only();
            let rows = rows.columns([C::Seq, C::At, C::Actor, C::Action]).into_tuple();
            let rows: Vec<(i64, DateTime<Utc>, String, String)> = rows.all(&self.db).await.map_err(fault)?;
            found.extend(rows);
        }
        found.sort_by_key(|(seq, ..)| std::cmp::Reverse(*seq));
        found.dedup_by_key(|(seq, ..)| *seq);
        let names = actor_names(&self.db, found.iter().map(|(_, _, actor, _)| actor.clone())).await?;
        Ok(found.into_iter().map(|(_, at, actor, action)| Look { at, who: names.get(&actor).cloned(), action }).collect())
    }

    /// Who looked at the household or member of this code, or at the household of the form of this number, for the
    /// officer for data protection: nothing of the record itself, and none where there is no such record.
    pub async fn looks_at_code(&self, code: &str) -> Result<Option<Vec<Look>>, Failure> {
        self.allow(Action::AccessLogRead)?;
        let code = code.trim().to_uppercase();
        let row = household::Entity::find().filter(household::Column::Code.eq(&code));
        let id = match row.one(&self.db).await.map_err(fault)? {
            Some(row) => Some(row.id),
            None => match self.signed_by(&code).await? {
                Some(id) => Some(id),
                None => match self.gone_household(&code).await? {
                    Some(id) => Some(id),
                    None => self.member_of_code(&code).await?,
                },
            },
        };
        let Some(id) = id else { return Ok(None) };
        let visits = visit::Entity::find().filter(visit::Column::HouseholdId.eq(id)).select_only().column(visit::Column::Id);
        let mut others: Vec<Uuid> = visits.into_tuple().all(&self.db).await.map_err(fault)?;
        let requests = request::Entity::find().filter(request::Column::HouseholdId.eq(id)).select_only().column(request::Column::Id);
        others.extend(requests.into_tuple::<Uuid>().all(&self.db).await.map_err(fault)?);
        self.looks_at(id, &others).await.map(Some)
    }

    /// The household that signed the form of this number, also when its record is gone.
    pub(super) async fn signed_by(&self, number: &str) -> Result<Option<Uuid>, Failure> {
        let row = consent::Entity::find().filter(consent::Column::FormNumber.eq(number)).one(&self.db).await.map_err(fault)?;
        Ok(row.map(|row| row.household_id))
    }

    /// A household whose record is gone is known by its proof of consent, as long as that is kept.
    async fn gone_household(&self, code: &str) -> Result<Option<Uuid>, Failure> {
        let proofs = consent::Entity::find().select_only().column(consent::Column::HouseholdId).distinct();
        let proofs: Vec<Uuid> = proofs.into_tuple().all(&self.db).await.map_err(fault)?;
        Ok(proofs.into_iter().find(|id| code_of(*id) == code))
    }

    /// Members whose record is gone are known by what is left of its key: that there was one.
    async fn member_of_code(&self, code: &str) -> Result<Option<Uuid>, Failure> {
        let records = record_key::Entity::find().filter(record_key::Column::Kind.eq(MEMBER));
        let records: Vec<Uuid> =
            records.select_only().column(record_key::Column::RecordId).into_tuple().all(&self.db).await.map_err(fault)?;
        let mut found = records.into_iter().filter(|id| code_of_member(*id) == code);
        // Of two that share one, nobody's looks are told to the other.
        Ok(found.next().filter(|_| found.next().is_none()))
    }
}
