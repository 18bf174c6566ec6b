//! What a member sees of the households that they help. Each look stands in the access log.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::failure::Failure;
use domain::household::{HouseholdDraft, apartment_order};
use domain::permission::Action;
use domain::request::RequestState;
use domain::text;
use domain::visit::VisitEntry;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::own::{own_assignments, own_household, own_rows};
use crate::entities::{household, household_assignment, place, request, visit};
use crate::fault::fault;
use crate::household::{TABLE, next_visit};
use crate::request::OPEN;
use crate::sealed::read_records;
use crate::session::Session;
use crate::setting::rules_in;
use crate::visit::open_visits;

/// A household as its member needs it at the door: nothing of why it is supported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnHousehold {
    pub id: Uuid,
    pub code: String,
    pub place_name: String,
    pub address: String,
    /// Apartment or house number.
    pub unit: String,
    /// Whom to ask for.
    pub name: String,
    pub phone: String,
    /// What it asked for, in its own words.
    pub need: String,
    pub last_met_on: Option<NaiveDate>,
    pub next_visit_on: Option<NaiveDate>,
    /// When it is to be visited at the latest: what was promised, or the rhythm of the ward. None where it needs no visits.
    pub visit_due_on: Option<NaiveDate>,
    /// What they were assigned for.
    pub aim: String,
    /// The last day of the assignment.
    pub until: NaiveDate,
}

/// A household in the member's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyHousehold {
    pub household: OwnHousehold,
    /// What was promised at the last visit; empty: nothing.
    pub promised: String,
    /// Nobody was at home on this day, and nobody was met since.
    pub missed_on: Option<NaiveDate>,
    pub open_requests: u32,
}

impl Session {
    /// The actor's own households by building and floor: one entry of the access log for them, one for the visits at
    /// which something was promised.
    pub async fn my_households(&self) -> Result<Vec<MyHousehold>, Failure> {
        let scope = self.allow(Action::OwnHouseholdRead)?;
        let rows = own_rows(&self.db, self.actor.account, &scope, self.today, None).await?;
        let Some(unit) = rows.first().map(|row| row.admin_unit_id) else { return Ok(Vec::new()) };
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut last = self.last_visits(unit, &ids).await?;
        let requests = self.open_requests_of(&ids).await?;
        let mut found: Vec<MyHousehold> = self
            .opened(unit, rows)
            .await?
            .into_iter()
            .map(|household| {
                let Last { promised, missed_on } = last.remove(&household.id).unwrap_or_default();
                let open_requests = requests.get(&household.id).copied().unwrap_or_default();
                MyHousehold { household, promised, missed_on, open_requests }
            })
            .collect();
        found.sort_by_cached_key(|MyHousehold { household, .. }| {
            (text::sort_key(&household.place_name), apartment_order(&household.unit), household.id)
        });
        Ok(found)
    }

    /// One of them.
    pub async fn my_household(&self, id: Uuid) -> Result<OwnHousehold, Failure> {
        let row = own_household(self, id).await?;
        self.opened(row.admin_unit_id, vec![row]).await?.pop().ok_or(Failure::NotFound)
    }

    async fn opened(&self, about: Uuid, rows: Vec<household::Model>) -> Result<Vec<OwnHousehold>, Failure> {
        let places = self.addresses(&rows).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let (consented, rules) = (self.consents_of(&ids).await?, rules_in(&self.db, about).await?);
        let scope = self.allow(Action::OwnHouseholdRead)?;
        let mut assigned: HashMap<Uuid, household_assignment::Model> = HashMap::new();
        for row in own_assignments(&self.db, self.actor.account, &scope, self.today, None).await? {
            assigned.insert(row.household_id, row);
        }
        let openers = read_records(self, Action::OwnHouseholdRead, TABLE, about, &ids).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let (Some(opener), Some(consented_on), Some(assignment)) =
                (openers.get(&row.id), consented.get(&row.id), assigned.get(&row.id))
            else {
                continue;
            };
            let visit_due_on = next_visit(&row).due_on(row.last_met_on, *consented_on, &rules);
            let draft: HouseholdDraft = opener.open_all(&row.sealed)?;
            let (place_name, address) = places.get(&row.place_id).cloned().unwrap_or_default();
            found.push(OwnHousehold {
                id: row.id,
                code: row.code,
                place_name,
                address,
                unit: draft.unit,
                name: draft.name,
                phone: draft.phone,
                need: draft.need,
                last_met_on: row.last_met_on,
                next_visit_on: row.next_visit_on,
                visit_due_on,
                aim: opener.open(&format!("assignment {}", assignment.id), &assignment.sealed)?,
                until: assignment.to_day,
            });
        }
        Ok(found)
    }

    /// A member reads no places: of theirs they learn name and address.
    async fn addresses(&self, rows: &[household::Model]) -> Result<HashMap<Uuid, (String, String)>, Failure> {
        use place::Column as C;
        let ids: HashSet<Uuid> = rows.iter().map(|row| row.place_id).collect();
        let found = place::Entity::find().filter(C::Id.is_in(ids)).select_only().columns([C::Id, C::Name, C::Address]);
        let found: Vec<(Uuid, String, String)> = found.into_tuple().all(&self.db).await.map_err(fault)?;
        Ok(found.into_iter().map(|(id, name, address)| (id, (name, address))).collect())
    }

    /// How many requests of each are not answered yet.
    async fn open_requests_of(&self, households: &[Uuid]) -> Result<HashMap<Uuid, u32>, Failure> {
        use request::Column as C;
        let mut found = HashMap::new();
        for ids in households.chunks(500) {
            let rows = request::Entity::find()
                .filter(C::HouseholdId.is_in(ids.iter().copied()))
                .filter(C::State.is_in(OPEN.map(RequestState::code)));
            let rows: Vec<Uuid> = rows.select_only().column(C::HouseholdId).into_tuple().all(&self.db).await.map_err(fault)?;
            for household in rows {
                *found.entry(household).or_insert(0) += 1;
            }
        }
        Ok(found)
    }

    /// What the last visits say. Where one did not take place, and nothing was said at it, the promise of before stands:
    /// then the one before it is opened too.
    async fn last_visits(&self, about: Uuid, households: &[Uuid]) -> Result<HashMap<Uuid, Last>, Failure> {
        // The latest of each at the end.
        let mut standing: HashMap<Uuid, Vec<visit::Model>> = HashMap::new();
        for ids in households.chunks(500) {
            let rows = visit::Entity::find().filter(visit::Column::HouseholdId.is_in(ids.iter().copied()));
            let mut rows = rows.all(&self.db).await.map_err(fault)?;
            let corrected: HashSet<Uuid> = rows.iter().filter_map(|row| row.corrects).collect();
            rows.retain(|row| !corrected.contains(&row.id));
            rows.sort_by_key(|row| (row.day, row.id));
            rows.into_iter().for_each(|row| standing.entry(row.household_id).or_default().push(row));
        }
        let mut found: HashMap<Uuid, Last> = HashMap::new();
        for (household, rows) in &standing {
            found.entry(*household).or_default().missed_on = rows.last().filter(|row| row.until_next).map(|row| row.day);
        }
        while !standing.is_empty() {
            let rows = standing.values_mut().flat_map(latest_of).collect();
            let mut entries = open_visits(self, Action::OwnHouseholdRead, about, rows).await?;
            entries.sort_by_key(|entry| std::cmp::Reverse((entry.draft.on, entry.id)));
            for VisitEntry { household, draft, .. } in entries {
                let known = found.entry(household).or_default();
                if known.promised.is_empty() {
                    known.promised = draft.promised.clone();
                }
                if !known.promised.is_empty() || draft.took_place() {
                    standing.remove(&household);
                }
            }
            standing.retain(|_, rows| !rows.is_empty());
        }
        Ok(found)
    }
}

/// The latest visits of a household back to the first at which somebody was at home, taken out.
fn latest_of(rows: &mut Vec<visit::Model>) -> Vec<visit::Model> {
    let at = rows.iter().rposition(|row| !row.until_next).unwrap_or_default();
    rows.split_off(at)
}

#[derive(Clone, Debug, Default)]
struct Last {
    promised: String,
    missed_on: Option<NaiveDate>,
}
