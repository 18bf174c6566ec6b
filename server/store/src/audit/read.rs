//! Reading the change log and the log of looks, for those who answer for them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::change::ChangeEntry;
use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::account::actor_names;
use crate::actor::Scope;
use crate::admin_unit::units_by_id;
use crate::entities::{access_log, account, change_log, household, place};
use crate::fault::fault;
use crate::place::entry;
use crate::session::Session;

/// What to look for; nothing: everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuditFilter {
    /// A user name, or `local` for the command line.
    pub actor: Option<String>,
    pub action: Option<Action>,
    pub row_id: Option<Uuid>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// Entries before this number.
    pub before: Option<i64>,
}

/// Tables about households and members. Boards' contacts are no such: who holds a post is no secret of a ward.
const PEOPLE: [&str; 9] = [
    crate::household::TABLE,
    "household_assignment",
    crate::visit::TABLE,
    crate::request::TABLE,
    "consent",
    crate::member::TABLE,
    "member_task",
    "monthly_check",
    "person_request",
];

/// An entry with the name of who made it, as far as there still is one.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    pub entry: ChangeEntry,
    pub actor_name: Option<String>,
}

/// Somebody took data out, or looked at what is personal.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessEntry {
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub actor: String,
    pub actor_name: Option<String>,
    pub action: String,
    pub row_table: String,
    pub row_count: i64,
    /// The ward whose records they are, as far as it can be said.
    pub ward: Option<String>,
}

/// The register's day begins seven hours before that of UTC.
pub(crate) fn begins(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc() - Duration::hours(7)
}

impl Session {
    /// Entries that the filter finds, newest first; a ward lead sees those of places in their own units.
    pub async fn audit(&self, filter: &AuditFilter, most: u64) -> Result<Vec<AuditEntry>, Failure> {
        use change_log::Column as C;
        let scope = self.allow(Action::AuditRead)?;
        // What happens to people is in the log so that it is whole. Nobody reads it there by ward, person or day: that
        // would tell the counts that the monthly tables hide. A person's own page tells it to their ward.
        let mut all = Condition::all();
        if !self.actor.is_local() {
            all = all.add(C::RowTable.is_not_in(PEOPLE));
        }
        if let Scope::Units(_) = scope {
            let own =
                place::Entity::find().filter(scope.on(place::Column::AdminUnitId)).select_only().column(place::Column::Id).into_query();
            all = all.add(C::RowTable.eq("place")).add(C::RowId.in_subquery(own));
        }
        if let Some(actor) = &filter.actor {
            let name = domain::account::user_name(actor);
            let found = account::Entity::find().filter(account::Column::UserName.eq(&name)).one(&self.db).await.map_err(fault)?;
            all = all.add(C::Actor.eq(found.map_or(name, |account| account.id.to_string())));
        }
        all = all
            .add_option(filter.action.map(|action| C::Action.eq(action.code())))
            .add_option(filter.row_id.map(|id| C::RowId.eq(id)))
            .add_option(filter.from.map(|day| C::At.gte(begins(day))))
            .add_option(filter.to.and_then(|day| day.succ_opt()).map(|day| C::At.lt(begins(day))))
            .add_option(filter.before.map(|seq| C::Seq.lt(seq)));
        let rows = change_log::Entity::find().filter(all).order_by_desc(C::Seq).limit(most).all(&self.db).await.map_err(fault)?;
        let names = actor_names(&self.db, rows.iter().map(|row| row.actor.clone())).await?;
        rows.into_iter().map(|row| Ok(AuditEntry { actor_name: names.get(&row.actor).cloned(), entry: entry(row)? })).collect()
    }

    /// Keeps that the actor took rows out: what, and how many, never which.
    pub async fn note_access(&self, action: Action, table: &str, rows: u64) -> Result<(), Failure> {
        self.allow(action)?;
        let entry = access_log::ActiveModel {
            seq: NotSet,
            at: Set(self.now),
            actor: Set(self.actor.name.clone()),
            action: Set(action.code().into()),
            row_table: Set(table.into()),
            row_id: Set(None),
            row_count: Set(i64::try_from(rows).unwrap_or(i64::MAX)),
            row_ids: Set(None),
        };
        access_log::Entity::insert(entry).exec_without_returning(&self.db).await.map_err(fault)?;
        Ok(())
    }

    /// Who took data out, newest first.
    pub async fn access_log(&self, before: Option<i64>, most: u64) -> Result<Vec<AccessEntry>, Failure> {
        self.allow(Action::AccessLogRead)?;
        let query = access_log::Entity::find().filter(Condition::all().add_option(before.map(|seq| access_log::Column::Seq.lt(seq))));
        let rows = query.order_by_desc(access_log::Column::Seq).limit(most).all(&self.db).await.map_err(fault)?;
        let names = actor_names(&self.db, rows.iter().map(|row| row.actor.clone())).await?;
        let wards = self.wards_of(rows.iter().filter_map(|row| row.row_id)).await?;
        Ok(rows
            .into_iter()
            .map(|row| AccessEntry {
                seq: row.seq,
                at: row.at,
                actor_name: names.get(&row.actor).cloned(),
                actor: row.actor,
                action: row.action,
                row_table: row.row_table,
                row_count: row.row_count,
                ward: row.row_id.and_then(|id| wards.get(&id).cloned()),
            })
            .collect())
    }

    /// The names of the wards that entries are about: each names the unit, or a place or household of it.
    async fn wards_of(&self, ids: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, String>, Failure> {
        let ids: HashSet<Uuid> = ids.collect();
        let mut unit_of: HashMap<Uuid, Uuid> = ids.iter().map(|id| (*id, *id)).collect();
        use {household::Column as H, place::Column as P};
        let places = place::Entity::find().filter(P::Id.is_in(ids.iter().copied())).select_only().columns([P::Id, P::AdminUnitId]);
        let households = household::Entity::find().filter(H::Id.is_in(ids.iter().copied())).select_only().columns([H::Id, H::AdminUnitId]);
        unit_of.extend(places.into_tuple::<(Uuid, Uuid)>().all(&self.db).await.map_err(fault)?);
        unit_of.extend(households.into_tuple::<(Uuid, Uuid)>().all(&self.db).await.map_err(fault)?);
        let units = units_by_id(&self.db, unit_of.values().copied()).await?;
        Ok(unit_of.into_iter().filter_map(|(id, unit)| Some((id, units.get(&unit)?.full_name()))).collect())
    }
}
