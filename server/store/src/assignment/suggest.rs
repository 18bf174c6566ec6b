//! Who could help a household: by how near they live and how many more they can take, without those whom it does not
//! want. Numbers for a choice that a person makes, and that nobody is measured by.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use domain::assignment::{Suggestion, rank};
use domain::failure::Failure;
use domain::member::{MemberDraft, MemberState};
use domain::permission::Action;
use domain::setting::Setting;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::house::Houses;
use crate::entities::{household_assignment, member};
use crate::fault::fault;
use crate::household::restricted;
use crate::member::TABLE as MEMBER;
use crate::sealed::find_records;
use crate::session::Session;
use crate::setting::rules_in;

/// So many are suggested at once. To show everybody of a ward is no suggestion.
pub const SUGGESTED: usize = 20;

/// Who is suggested.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    pub members: Vec<Suggestion>,
    /// How many more there are after these.
    pub more: usize,
}

impl Session {
    /// Members of its ward who could be assigned to a household from this day on, the likeliest first; nobody where it
    /// is not helped. Whoever helps it until the day before is one of them. `skip` leaves out as many that were shown
    /// before. Those shown stand in the access log.
    pub async fn suggestions(&self, household: Uuid, from: NaiveDate, skip: usize) -> Result<Suggestions, Failure> {
        let said = self.household(household).await?;
        if said.restricted || said.ended_on.is_some() {
            return Ok(Suggestions::default());
        }
        let (unit, home) = (said.admin_unit_id, said.place_id);
        let rows = member::Entity::find()
            .filter(member::Column::AdminUnitId.eq(unit))
            .filter(member::Column::State.eq(MemberState::Active.code()));
        let mut rows = rows.all(&self.db).await.map_err(fault)?;
        let there = members_of(&self.db, household, self.today).await?;
        let then = |id: Uuid| there.iter().any(|(member, to)| *member == id && *to >= from);
        rows.retain(|row| !said.draft.refused.contains(&row.id) && !then(row.id));
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let most = rules_in(&self.db, unit).await?.on(Setting::HouseholdsOfAMember, self.today);
        let loads = loads(&self.db, &ids, self.today, Some(household)).await?;
        let sealed: Vec<(Uuid, String)> = rows.into_iter().map(|row| (row.id, row.sealed)).collect();
        // Where they live, and nobody with it: these are the places that are looked up, and nobody is shown yet.
        let mut homes = BTreeSet::from([home]);
        let none = |all: Vec<(Uuid, MemberDraft)>| {
            homes.extend(all.iter().filter_map(|(_, draft)| draft.residence));
            Vec::new()
        };
        find_records(self, Action::MemberRead, MEMBER, unit, sealed.clone(), none).await?;
        let houses = Houses::of(&self.db, homes).await?;
        let suggest = |id: Uuid, draft: &MemberDraft| Suggestion {
            member: id,
            name: draft.name.clone(),
            distance_m: draft.residence.and_then(|lives| houses.metres(home, lives)),
            same_building: draft.residence.is_some_and(|lives| houses.same(home, lives)),
            helps_now: there.iter().any(|(member, _)| *member == id),
            free: draft.capacity.min(most).saturating_sub(loads.get(&id).copied().unwrap_or_default()),
        };
        let mut found = Suggestions::default();
        let choose = |mut all: Vec<(Uuid, MemberDraft)>| {
            let mut ranked: Vec<Suggestion> = all.iter().map(|(id, draft)| suggest(*id, draft)).collect();
            ranked.retain(|one| said.draft.neighbours_allowed || !one.same_building);
            rank(&mut ranked);
            found.more = ranked.len().saturating_sub(skip.saturating_add(SUGGESTED));
            ranked = ranked.into_iter().skip(skip).take(SUGGESTED).collect();
            all.retain(|(id, _)| ranked.iter().any(|one| one.member == *id));
            found.members = ranked;
            all
        };
        find_records(self, Action::MemberRead, MEMBER, unit, sealed, choose).await?;
        Ok(found)
    }
}

/// To how many households each of these is assigned, those that begin later included; `but` one household. Records
/// that are restricted are nobody's work, and a number must not tell of them.
pub(crate) async fn loads(
    db: &impl ConnectionTrait,
    members: &[Uuid],
    today: NaiveDate,
    but: Option<Uuid>,
) -> Result<HashMap<Uuid, u32>, Failure> {
    use household_assignment::Column as C;
    let mut helped = HashSet::new();
    for ids in members.chunks(500) {
        let rows = household_assignment::Entity::find()
            .filter(C::MemberId.is_in(ids.iter().copied()))
            .filter(C::ToDay.gte(today))
            .filter(C::EndedOn.is_null())
            .filter(C::HouseholdId.not_in_subquery(restricted()));
        let rows = rows.select_only().columns([C::MemberId, C::HouseholdId]).into_tuple();
        let rows: Vec<(Uuid, Uuid)> = rows.all(db).await.map_err(fault)?;
        helped.extend(rows.into_iter().filter(|(_, household)| Some(*household) != but));
    }
    let mut found = HashMap::new();
    for (member, _) in helped {
        *found.entry(member).or_insert(0) += 1;
    }
    Ok(found)
}

/// Whoever is assigned to a household, or will be, and until when.
async fn members_of(db: &impl ConnectionTrait, household: Uuid, today: NaiveDate) -> Result<Vec<(Uuid, NaiveDate)>, Failure> {
    use household_assignment::Column as C;
    let rows = household_assignment::Entity::find().filter(C::HouseholdId.eq(household)).filter(C::ToDay.gte(today));
    rows.filter(C::EndedOn.is_null()).select_only().columns([C::MemberId, C::ToDay]).into_tuple().all(db).await.map_err(fault)
}
