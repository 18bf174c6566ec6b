//! Looking at households. Each look stands in the access log.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use domain::failure::Failure;
use domain::household::{Household, HouseholdDraft, NextVisit};
use domain::permission::Action;
use domain::text;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::TABLE;
use super::write::opens_restricted;
use crate::entities::{consent, household, household_assignment, place};
use crate::fault::fault;
use crate::place::rows::parse;
use crate::sealed::{find_records, read_records};
use crate::session::Session;
use crate::setting::rules_in;

/// Which households of a ward are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HouseholdFilter {
    /// Words of name, phone, apartment number, or its code; nothing: all.
    pub q: String,
    pub place: Option<Uuid>,
    /// Only those that nobody is assigned to today. This and the next are lists of work: restricted ones are none.
    pub without_member: bool,
    /// Only those that were to be visited before this day and were not.
    pub visit_due_by: Option<NaiveDate>,
    /// Only those whose place has ended: somebody has to say where they live now.
    pub place_ended: bool,
    /// Those whose support ended.
    pub ended: bool,
    /// How many are passed over: those of the pages before.
    pub skip: usize,
}

/// A household in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdRow {
    pub household: Household,
    pub place_name: String,
    /// When it is to be visited: a promise, or the rhythm of the ward; none: it said that it needs no visits.
    pub visit_due_on: Option<NaiveDate>,
    /// Somebody is assigned to it today.
    pub assigned: bool,
}

/// Places that are no more, and went into no other.
pub(super) fn ended_places() -> SelectStatement {
    let ended = place::Entity::find().filter(place::Column::ClosedOn.is_not_null()).filter(place::Column::MergedInto.is_null());
    ended.select_only().column(place::Column::Id).into_query()
}

impl Session {
    /// The households of one ward by place and apartment, as many as `most`, and how many there are: opened in
    /// memory for search and order. Those shown stand in the access log. Restricted ones are left to the lead.
    pub async fn households(&self, unit: Uuid, filter: &HouseholdFilter, most: usize) -> Result<(Vec<HouseholdRow>, usize), Failure> {
        use household::Column as C;
        let scope = self.allow(Action::HouseholdRead)?;
        if !scope.holds(unit) {
            return Err(Failure::NotFound);
        }
        let mut rows = household::Entity::find().filter(C::AdminUnitId.eq(unit)).order_by_asc(C::Id);
        rows = if filter.ended { rows.filter(C::EndedOn.is_not_null()) } else { rows.filter(C::EndedOn.is_null()) };
        if let Some(place) = filter.place {
            rows = rows.filter(C::PlaceId.eq(place));
        }
        if filter.without_member || filter.visit_due_by.is_some() || !opens_restricted(&self.actor, unit) {
            rows = rows.filter(C::Restricted.eq(false));
        }
        if filter.place_ended {
            rows = rows.filter(C::PlaceId.in_subquery(ended_places()));
        }
        let mut rows = rows.all(&self.db).await.map_err(fault)?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let assigned = self.assigned_of(&ids).await?;
        if filter.without_member {
            rows.retain(|row| !assigned.contains(&row.id));
        }
        let consented = self.consents_of(&rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
        let rules = rules_in(&self.db, unit).await?;
        let due = |row: &household::Model| {
            let since = consented.get(&row.id)?;
            next_visit(row).due_on(row.last_met_on, *since, &rules)
        };
        if let Some(by) = filter.visit_due_by {
            rows.retain(|row| due(row).is_some_and(|due| due < by));
        }
        let places = self.place_names(rows.iter().map(|row| row.place_id).collect()).await?;
        let place_order = |row: &household::Model| places.get(&row.place_id).map(|(_, sort)| sort.clone());
        let sealed = rows.iter_mut().map(|row| (row.id, std::mem::take(&mut row.sealed))).collect();
        let by_id: HashMap<Uuid, household::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
        let mut total = 0;
        let found = find_records(self, Action::HouseholdRead, TABLE, unit, sealed, |mut all: Vec<(Uuid, HouseholdDraft)>| {
            let code = |id: &Uuid| by_id.get(id).map(|row| row.code.as_str()).unwrap_or_default();
            all.retain(|(id, draft)| text::is_meant(&filter.q, &[&draft.name, &draft.unit, code(id)], &draft.phone));
            all.sort_by_cached_key(|(id, draft)| {
                (by_id.get(id).map(|row| (place_order(row), row.place_id)), text::sort_key(&draft.unit), *id)
            });
            total = all.len();
            all.into_iter().skip(filter.skip).take(most).collect()
        });
        let found = found.await?;
        let mut list = Vec::with_capacity(found.len());
        for (id, draft) in found {
            let (Some(row), Some(consented_on)) = (by_id.get(&id), consented.get(&id)) else { continue };
            let place_name = places.get(&row.place_id).map(|(name, _)| name.clone()).unwrap_or_default();
            list.push(HouseholdRow {
                household: whole(row, draft, *consented_on)?,
                place_name,
                visit_due_on: due(row),
                assigned: assigned.contains(&id),
            });
        }
        Ok((list, total))
    }

    /// One household of a ward of the actor.
    pub async fn household(&self, id: Uuid) -> Result<Household, Failure> {
        let row = self.seen_household(id).await?;
        let consented_on = self.consents_of(&[id]).await?.remove(&id).ok_or(Failure::NotFound)?;
        let opener = read_records(self, Action::HouseholdRead, TABLE, row.admin_unit_id, &[id]).await?.remove(&id);
        whole(&row, opener.ok_or(Failure::NotFound)?.open_all(&row.sealed)?, consented_on)
    }

    /// The row of a household that the actor may open, sealed as it is.
    pub(crate) async fn seen_household(&self, id: Uuid) -> Result<household::Model, Failure> {
        let scope = self.allow(Action::HouseholdRead)?;
        let row = household::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?;
        let seen = |row: &household::Model| !row.restricted || opens_restricted(&self.actor, row.admin_unit_id);
        row.filter(|row| scope.holds(row.admin_unit_id) && seen(row)).ok_or(Failure::NotFound)
    }

    /// Names of places, with what they are sorted by.
    async fn place_names(&self, ids: BTreeSet<Uuid>) -> Result<HashMap<Uuid, (String, String)>, Failure> {
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let mut found = HashMap::new();
        for ids in ids.chunks(500) {
            let rows = place::Entity::find().filter(place::Column::Id.is_in(ids.iter().copied())).select_only();
            let rows = rows.columns([place::Column::Id, place::Column::Name, place::Column::NameSort]);
            let rows: Vec<(Uuid, String, String)> = rows.into_tuple().all(&self.db).await.map_err(fault)?;
            found.extend(rows.into_iter().map(|(id, name, sort)| (id, (name, sort))));
        }
        Ok(found)
    }

    /// Which of these somebody is assigned to today.
    pub(super) async fn assigned_of(&self, households: &[Uuid]) -> Result<HashSet<Uuid>, Failure> {
        use household_assignment::Column as C;
        let mut found = HashSet::new();
        for ids in households.chunks(500) {
            let rows = household_assignment::Entity::find()
                .filter(C::HouseholdId.is_in(ids.iter().copied()))
                .filter(C::FromDay.lte(self.today))
                .filter(C::ToDay.gte(self.today))
                .filter(C::EndedOn.is_null())
                .select_only()
                .column(C::HouseholdId);
            found.extend(rows.into_tuple::<Uuid>().all(&self.db).await.map_err(fault)?);
        }
        Ok(found)
    }

    /// When these consented; those that withdrew are left out.
    pub(crate) async fn consents_of(&self, households: &[Uuid]) -> Result<HashMap<Uuid, NaiveDate>, Failure> {
        use consent::Column as C;
        let mut found = HashMap::new();
        for ids in households.chunks(500) {
            let rows = consent::Entity::find().filter(C::HouseholdId.is_in(ids.iter().copied())).filter(C::WithdrawnOn.is_null());
            let rows = rows.order_by_asc(C::RecordedAt).all(&self.db).await.map_err(fault)?;
            found.extend(rows.into_iter().map(|row| (row.household_id, row.given_on)));
        }
        Ok(found)
    }
}

pub(crate) fn whole(row: &household::Model, draft: HouseholdDraft, consented_on: NaiveDate) -> Result<Household, Failure> {
    Ok(Household {
        id: row.id,
        code: row.code.clone(),
        admin_unit_id: row.admin_unit_id,
        place_id: row.place_id,
        draft,
        consented_on,
        ended_on: row.ended_on,
        end: row.end_kind.as_deref().map(parse).transpose()?,
        restricted: row.restricted,
        last_met_on: row.last_met_on,
        next_visit_on: row.next_visit_on,
        needs_no_visits: row.needs_no_visits,
        revision: row.revision,
    })
}

/// What stands about its next visit.
pub(crate) fn next_visit(row: &household::Model) -> NextVisit {
    NextVisit::of(row.next_visit_on, row.needs_no_visits)
}
