//! Looking at assignments. What they are for opens with the household, names with the members: each by its own door.

use std::collections::HashMap;

use domain::assignment::{Assignment, AssignmentDraft};
use domain::failure::Failure;
use domain::member::MemberDraft;
use domain::permission::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::house::Houses;
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
    /// They live in the household's house.
    pub neighbour: bool,
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
        let opened = self.opened_members(of.admin_unit_id, &members).await?;
        let homes = opened.values().filter_map(|(_, draft)| draft.residence);
        let houses = Houses::of(&self.db, homes.chain([of.place_id])).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let aim = opener.open(&format!("assignment {}", row.id), &row.sealed)?;
            let draft = AssignmentDraft { member: row.member_id, from: row.from_day, to: row.to_day, aim };
            let end = row.end_kind.as_deref().map(parse).transpose()?;
            let assignment = Assignment { id: row.id, household, draft, ended_on: row.ended_on, end };
            let (name, lives) = opened.get(&row.member_id).map(|(_, draft)| (draft.name.clone(), draft.residence)).unwrap_or_default();
            let neighbour = lives.is_some_and(|lives| houses.same(lives, of.place_id));
            found.push(AssignedMember { assignment, name, neighbour });
        }
        found.sort_by_key(|one| !one.assignment.holds_on(self.today));
        Ok(found)
    }

    /// Names of members of one ward, as far as they are still there.
    pub async fn member_names(&self, unit: Uuid, ids: &[Uuid]) -> Result<HashMap<Uuid, String>, Failure> {
        let opened = self.opened_members(unit, ids).await?;
        Ok(opened.into_iter().map(|(id, (_, draft))| (id, draft.name)).collect())
    }

    /// The same with all that is said of them, and their revisions.
    pub(super) async fn opened_members(&self, unit: Uuid, ids: &[Uuid]) -> Result<HashMap<Uuid, (i64, MemberDraft)>, Failure> {
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
        let mut opened = HashMap::new();
        for row in rows {
            if let Some(opener) = openers.get(&row.id) {
                opened.insert(row.id, (row.revision, opener.open_all(&row.sealed)?));
            }
        }
        Ok(opened)
    }
}
