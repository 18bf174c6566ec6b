//! Looking at members. Each look stands in the access log.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::failure::Failure;
use domain::member::{Member, MemberDraft, MemberState};
use domain::permission::Action;
use domain::setting::Setting;
use domain::text;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::TABLE;
use crate::entities::{household, household_assignment, member, member_task};
use crate::fault::fault;
use crate::household::{opens_restricted, restricted};
use crate::place::rows::parse;
use crate::sealed::{find_records, read_records};
use crate::session::Session;
use crate::setting::rules_in;

/// Which members of a ward are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberFilter {
    /// Words of the name or the phone; nothing: all.
    pub q: String,
    /// None: whoever is active.
    pub state: Option<MemberState>,
    /// Only those without a task today.
    pub without_task: bool,
    /// Only those who help more households than they can, or than the ward lets anybody.
    pub over_capacity: bool,
    /// How many are passed over: those of the pages before.
    pub skip: usize,
}

impl Session {
    /// The members of one ward in the order of their names, as many as `most`, and how many there are: opened in
    /// memory for search and order. Those shown stand in the access log.
    pub async fn members(&self, unit: Uuid, filter: &MemberFilter, most: usize) -> Result<(Vec<Member>, usize), Failure> {
        let scope = self.allow(Action::MemberRead)?;
        if !scope.holds(unit) {
            return Err(Failure::NotFound);
        }
        let state = filter.state.unwrap_or(MemberState::Active);
        let rows = member::Entity::find()
            .filter(member::Column::AdminUnitId.eq(unit))
            .filter(member::Column::State.eq(state.code()))
            .order_by_asc(member::Column::Id);
        let mut rows = rows.all(&self.db).await.map_err(fault)?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let (households, tasks) = (households_of(self, unit, &ids).await?, with_task(self, &ids).await?);
        if filter.without_task {
            rows.retain(|row| !tasks.contains(&row.id));
        }
        let of_anybody = most_of_anybody(self, unit).await?;
        let helps_too_many =
            |(id, draft): &(Uuid, MemberDraft)| households.get(id).is_some_and(|helped| *helped > draft.capacity.min(of_anybody));
        let sealed = rows.iter_mut().map(|row| (row.id, std::mem::take(&mut row.sealed))).collect();
        let mut total = 0;
        let found = find_records(self, Action::MemberRead, TABLE, unit, sealed, |mut all: Vec<(Uuid, MemberDraft)>| {
            all.retain(|(_, draft)| text::is_meant(&filter.q, &[&draft.name], &draft.phone));
            if filter.over_capacity {
                all.retain(helps_too_many);
            }
            all.sort_by_cached_key(|(_, draft)| by_given_name(&draft.name));
            total = all.len();
            all.into_iter().skip(filter.skip).take(most).collect()
        });
        let found = found.await?;
        let by_id: HashMap<Uuid, member::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
        let whole = found.into_iter().filter_map(|(id, draft)| Some((by_id.get(&id)?, draft)));
        let members: Result<Vec<Member>, Failure> =
            whole.map(|(row, draft)| whole_member(row, draft, of_anybody, &households, &tasks)).collect();
        Ok((members?, total))
    }

    /// One member of a ward of the actor.
    pub async fn member(&self, id: Uuid) -> Result<Member, Failure> {
        let scope = self.allow(Action::MemberRead)?;
        let row = member::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?;
        let row = row.filter(|row| scope.holds(row.admin_unit_id)).ok_or(Failure::NotFound)?;
        let opener = read_records(self, Action::MemberRead, TABLE, row.admin_unit_id, &[id]).await?.remove(&id).ok_or(Failure::NotFound)?;
        let (households, tasks) = (households_of(self, row.admin_unit_id, &[id]).await?, with_task(self, &[id]).await?);
        let of_anybody = most_of_anybody(self, row.admin_unit_id).await?;
        whole_member(&row, opener.open_all(&row.sealed)?, of_anybody, &households, &tasks)
    }
}

/// A household that a member helps: by its code, nothing else of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpedHousehold {
    pub id: Uuid,
    pub code: String,
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// It asked that its record be left alone.
    pub restricted: bool,
}

impl Session {
    /// The ward that a member belongs to.
    pub async fn unit_of_member(&self, id: Uuid) -> Result<Uuid, Failure> {
        let scope = self.allow(Action::MemberRead)?;
        let row = member::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?;
        row.map(|row| row.admin_unit_id).filter(|unit| scope.holds(*unit)).ok_or(Failure::NotFound)
    }

    /// The households that a member is assigned to, now or from a later day, by their codes.
    pub async fn households_of_member(&self, id: Uuid) -> Result<Vec<HelpedHousehold>, Failure> {
        use household_assignment::Column as C;
        let unit = self.unit_of_member(id).await?;
        let open = household_assignment::Entity::find().filter(C::MemberId.eq(id)).filter(C::EndedOn.is_null());
        let open = open.filter(C::ToDay.gte(self.today)).order_by_asc(C::Id).all(&self.db).await.map_err(fault)?;
        let households: HashSet<Uuid> = open.iter().map(|row| row.household_id).collect();
        let mut rows = household::Entity::find().filter(household::Column::Id.is_in(households));
        rows = rows.filter(household::Column::AdminUnitId.eq(unit));
        if !opens_restricted(&self.actor, unit) {
            rows = rows.filter(household::Column::Restricted.eq(false));
        }
        let rows = rows.all(&self.db).await.map_err(fault)?;
        let by_id: HashMap<Uuid, household::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
        let helped = open.into_iter().filter_map(|row| {
            let household = by_id.get(&row.household_id)?;
            let (id, code, restricted) = (household.id, household.code.clone(), household.restricted);
            Some(HelpedHousehold { id, code, from: row.from_day, to: row.to_day, restricted })
        });
        Ok(helped.collect())
    }
}

/// A Vietnamese list goes by the given name, the last word, then by the rest.
fn by_given_name(name: &str) -> (String, String) {
    (text::sort_key(name.rsplit(' ').next().unwrap_or(name)), text::sort_key(name))
}

/// How many households the ward lets anybody help today.
pub(crate) async fn most_of_anybody(session: &Session, unit: Uuid) -> Result<u32, Failure> {
    Ok(rules_in(&session.db, unit).await?.on(Setting::HouseholdsOfAMember, session.today))
}

fn whole_member(
    row: &member::Model,
    draft: MemberDraft,
    of_anybody: u32,
    households: &HashMap<Uuid, u32>,
    tasks: &HashSet<Uuid>,
) -> Result<Member, Failure> {
    Ok(Member {
        id: row.id,
        admin_unit_id: row.admin_unit_id,
        most: draft.capacity.min(of_anybody),
        draft,
        state: parse(&row.state)?,
        ended_on: row.ended_on,
        account_id: row.account_id,
        households: households.get(&row.id).copied().unwrap_or_default(),
        has_task: tasks.contains(&row.id),
        revision: row.revision,
    })
}

/// How many households each of these members of a unit is assigned to today, of those that the actor may open: a
/// number must not tell of others.
pub(crate) async fn households_of(session: &Session, unit: Uuid, members: &[Uuid]) -> Result<HashMap<Uuid, u32>, Failure> {
    use household_assignment::Column as C;
    let mut found = HashMap::new();
    for ids in members.chunks(500) {
        let mut rows = household_assignment::Entity::find()
            .filter(C::MemberId.is_in(ids.iter().copied()))
            .filter(C::FromDay.lte(session.today))
            .filter(C::ToDay.gte(session.today))
            .filter(C::EndedOn.is_null());
        if !opens_restricted(&session.actor, unit) {
            rows = rows.filter(C::HouseholdId.not_in_subquery(restricted()));
        }
        let rows: Vec<Uuid> = rows.select_only().column(C::MemberId).into_tuple().all(&session.db).await.map_err(fault)?;
        for member in rows {
            *found.entry(member).or_insert(0) += 1;
        }
    }
    Ok(found)
}

/// Which of these members have a task today.
async fn with_task(session: &Session, members: &[Uuid]) -> Result<HashSet<Uuid>, Failure> {
    task_holders(&session.db, members, session.today).await
}

async fn task_holders(db: &impl ConnectionTrait, members: &[Uuid], today: chrono::NaiveDate) -> Result<HashSet<Uuid>, Failure> {
    use member_task::Column as C;
    let mut found = HashSet::new();
    for ids in members.chunks(500) {
        let rows = member_task::Entity::find()
            .filter(C::MemberId.is_in(ids.iter().copied()))
            .filter(C::FromDay.lte(today))
            .filter(C::ToDay.gte(today))
            .filter(C::EndedOn.is_null())
            .select_only()
            .column(C::MemberId);
        found.extend(rows.into_tuple::<Uuid>().all(db).await.map_err(fault)?);
    }
    Ok(found)
}
