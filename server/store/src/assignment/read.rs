//! Looking at assignments. What they are for opens with the household, names with the members: each by its own door.

use std::collections::HashMap;

use domain::assignment::{Assignment, AssignmentDraft};
use domain::failure::Failure;
use domain::member::MemberDraft;
use domain::permission::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entities::{household_assignment, member};
use crate::fault::fault;
use crate::household;
use crate::member::TABLE as MEMBER;
use crate::place::rows::parse;
use crate::sealed::read_records;
use crate::session::Session;

/// An assignment with the member's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignedMember {
    pub assignment: Assignment,
    pub name: String,
}

impl Session {
    /// All assignments of a household, those of now first, then the latest.
    pub async fn assignments_of(&self, household: Uuid) -> Result<Vec<AssignedMember>, Failure> {
        let of = self.seen_household(household).await?;
        let rows = household_assignment::Entity::find()
            .filter(household_assignment::Column::HouseholdId.eq(household))
            .order_by_desc(household_assignment::Column::FromDay)
            .order_by_desc(household_assignment::Column::Id);
        let rows = rows.all(&self.db).await.map_err(fault)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let opener = read_records(self, Action::HouseholdRead, household::TABLE, of.admin_unit_id, &[household]).await?.remove(&household);
        let opener = opener.ok_or(Failure::NotFound)?;
        let members: Vec<Uuid> = rows.iter().map(|row| row.member_id).collect();
        let names = self.member_names(of.admin_unit_id, &members).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let aim = opener.open(&format!("assignment {}", row.id), &row.sealed)?;
            let draft = AssignmentDraft { member: row.member_id, from: row.from_day, to: row.to_day, aim };
            let end = row.end_kind.as_deref().map(parse).transpose()?;
            let assignment = Assignment { id: row.id, household, draft, ended_on: row.ended_on, end };
            found.push(AssignedMember { assignment, name: names.get(&row.member_id).cloned().unwrap_or_default() });
        }
        found.sort_by_key(|one| !one.assignment.holds_on(self.today));
        Ok(found)
    }

    /// Names of members of one ward, as far as they are still there.
    pub async fn member_names(&self, unit: Uuid, ids: &[Uuid]) -> Result<HashMap<Uuid, String>, Failure> {
        if !self.allow(Action::MemberRead)?.holds(unit) {
            return Err(Failure::NotFound);
        }
        let mut rows = Vec::with_capacity(ids.len());
        for ids in ids.chunks(500) {
            let some = member::Entity::find().filter(member::Column::Id.is_in(ids.iter().copied()));
            rows.extend(some.filter(member::Column::AdminUnitId.eq(unit)).all(&self.db).await.map_err(fault)?);
        }
        let there: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let openers = read_records(self, Action::MemberRead, MEMBER, unit, &there).await?;
        let mut names = HashMap::new();
        for row in rows {
            if let Some(opener) = openers.get(&row.id) {
                names.insert(row.id, opener.open_all::<MemberDraft>(&row.sealed)?.name);
            }
        }
        Ok(names)
    }
}
