//! Everything that is kept of a household, in one.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::assignment::{Assignment, AssignmentDraft};
use domain::failure::Failure;
use domain::household::Household;
use domain::member::MemberDraft;
use domain::permission::Action;
use domain::person_request::PersonRequest;
use domain::request::Request;
use domain::visit::VisitEntry;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use uuid::Uuid;

use super::Look;
use crate::account::actor_names;
use crate::admin_unit::units_by_id;
use crate::entities::{consent, household, household_assignment, member};
use crate::fault::fault;
use crate::household::TABLE as HOUSEHOLD;
use crate::member::TABLE as MEMBER;
use crate::place::rows::parse;
use crate::sealed::read_records;
use crate::session::Session;

/// A consent with how it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldConsent {
    pub given_on: NaiveDate,
    pub how: String,
    pub text_version: String,
    pub form_number: String,
    /// By their name, where they have an account.
    pub recorded_by: String,
    pub withdrawn_on: Option<NaiveDate>,
}

/// An assignment with the name of the member, which the household may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldAssignment {
    pub member: String,
    pub assignment: Assignment,
}

/// All that is kept of a household. Names stand beside the ids of the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldHousehold {
    pub household: Household,
    pub ward: String,
    pub place: String,
    /// The names of the members that it refused; nothing where one's record is gone.
    pub refused: Vec<String>,
    pub consents: Vec<HeldConsent>,
    pub assignments: Vec<HeldAssignment>,
    pub visits: Vec<VisitEntry>,
    pub requests: Vec<Request>,
    /// What it asked about its own record.
    pub person_requests: Vec<PersonRequest>,
    pub looks: Vec<Look>,
}

impl HeldHousehold {
    /// The copy that is taken away. That nobody was at home is kept for whoever comes next and leaves the program for
    /// nobody; on the page it is shown.
    pub fn copy(mut self) -> Self {
        self.visits.retain(|visit| !visit.draft.until_next());
        self
    }
}

impl Session {
    /// Everything that is kept of a household, with who looked at it. The look itself is among them.
    pub async fn held_of_household(&self, id: Uuid) -> Result<HeldHousehold, Failure> {
        let scope = self.allow(Action::PersonRead)?;
        let row = household::Entity::find_by_id(id).one(&self.db).await.map_err(fault)?;
        let row = row.filter(|row| scope.holds(row.admin_unit_id)).ok_or(Failure::NotFound)?;
        let opener = read_records(self, Action::PersonRead, HOUSEHOLD, row.admin_unit_id, &[id]).await?.remove(&id);
        let opener = opener.ok_or(Failure::NotFound)?;
        let consents = consent::Entity::find().filter(consent::Column::HouseholdId.eq(id)).order_by_asc(consent::Column::RecordedAt);
        let consents = consents.all(&self.db).await.map_err(fault)?;
        let consented_on = consents.last().map(|row| row.given_on).ok_or(Failure::NotFound)?;
        let household = crate::household::whole(&row, opener.open_all(&row.sealed)?, consented_on)?;

        use household_assignment::Column as A;
        let rows = household_assignment::Entity::find().filter(A::HouseholdId.eq(id)).order_by_desc(A::FromDay);
        let rows = rows.all(&self.db).await.map_err(fault)?;
        let meant = rows.iter().map(|row| row.member_id).chain(household.draft.refused.iter().copied());
        let names = self.names_of_members(row.admin_unit_id, meant).await?;
        let name = |member: &Uuid| names.get(member).cloned().unwrap_or_default();
        let mut assignments = Vec::with_capacity(rows.len());
        for row in rows {
            let aim = opener.open(&format!("assignment {}", row.id), &row.sealed)?;
            let draft = AssignmentDraft { member: row.member_id, from: row.from_day, to: row.to_day, aim };
            let end = row.end_kind.as_deref().map(parse).transpose()?;
            let assignment = Assignment { id: row.id, household: id, draft, ended_on: row.ended_on, end };
            assignments.push(HeldAssignment { member: name(&row.member_id), assignment });
        }
        let visits = self.held_visits(id).await?;
        let requests = crate::request::requests(self, Action::PersonRead, id).await?;
        let others: Vec<Uuid> = visits.iter().map(|visit| visit.id).chain(requests.iter().map(|request| request.id)).collect();
        Ok(HeldHousehold {
            ward: units_by_id(&self.db, [row.admin_unit_id])
                .await?
                .remove(&row.admin_unit_id)
                .map(|unit| unit.full_name())
                .unwrap_or_default(),
            place: self.place_name(row.place_id).await?,
            refused: household.draft.refused.iter().map(name).collect(),
            household,
            consents: self.held_consents(consents).await?,
            assignments,
            visits,
            requests,
            person_requests: self.person_requests_of(id).await?,
            looks: self.looks_at(id, &others).await?,
        })
    }

    /// What a place is called; nothing where there is none any more.
    pub(super) async fn place_name(&self, id: Uuid) -> Result<String, Failure> {
        Ok(crate::place::load(&self.db, &[id]).await?.pop().map(|place| place.draft.name).unwrap_or_default())
    }

    async fn held_consents(&self, rows: Vec<consent::Model>) -> Result<Vec<HeldConsent>, Failure> {
        let names = actor_names(&self.db, rows.iter().map(|row| row.recorded_by.clone())).await?;
        let held = |row: consent::Model| HeldConsent {
            recorded_by: names.get(&row.recorded_by).cloned().unwrap_or_default(),
            given_on: row.given_on,
            how: row.how,
            text_version: row.text_version,
            form_number: row.form_number,
            withdrawn_on: row.withdrawn_on,
        };
        Ok(rows.into_iter().map(held).collect())
    }

    async fn names_of_members(&self, unit: Uuid, ids: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, String>, Failure> {
        let mut ids: Vec<Uuid> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        let openers = read_records(self, Action::PersonRead, MEMBER, unit, &ids).await?;
        let rows = member::Entity::find().filter(member::Column::Id.is_in(ids)).all(&self.db).await.map_err(fault)?;
        let mut names = HashMap::new();
        for row in rows {
            if let Some(opener) = openers.get(&row.id) {
                let draft: MemberDraft = opener.open_all(&row.sealed)?;
                names.insert(row.id, draft.name);
            }
        }
        Ok(names)
    }

    /// Visits with the names of those who recorded them.
    async fn held_visits(&self, household: Uuid) -> Result<Vec<VisitEntry>, Failure> {
        let mut visits = crate::visit::visits(self, Action::PersonRead, household).await?;
        let names = actor_names(&self.db, visits.iter().map(|visit| visit.recorded_by.clone())).await?;
        for visit in &mut visits {
            visit.recorded_by = names.get(&visit.recorded_by).cloned().unwrap_or_default();
        }
        Ok(visits)
    }
}
