//! A household that wants nobody of its house is helped by nobody of it: not by whoever helps it when it says so, and not
//! by whoever helps it and moves there.

use std::collections::HashMap;

use domain::assignment::AssignmentEnd;
use domain::failure::{Failure, FieldErrors};
use domain::household::HouseholdDraft;
use domain::permission::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::house::Houses;
use super::write::{close, holding};
use crate::entities::{household, household_assignment, member};
use crate::fault::fault;
use crate::household::{TABLE as HOUSEHOLD, opens_restricted};
use crate::sealed::read_records;
use crate::session::{Session, Write};

/// What a change of a record did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub revision: i64,
    /// Assignments that ended by it, because the household wants nobody of its house.
    pub ended: u32,
}

/// Where those live who are assigned to a household, and at which revision somebody looked; none: no longer there.
pub(crate) struct Helpers(HashMap<Uuid, Option<(i64, Option<Uuid>)>>);

impl Session {
    /// Those who are assigned to a household, opened by their own door, with its entry.
    pub(crate) async fn helpers_of(&self, household: Uuid) -> Result<Helpers, Failure> {
        use household_assignment::Column as C;
        let row = self.seen_household(household).await?;
        let open = household_assignment::Entity::find().filter(C::HouseholdId.eq(household)).filter(C::EndedOn.is_null());
        let open = open.filter(C::ToDay.gte(self.today)).all(&self.db).await.map_err(fault)?;
        let members: Vec<Uuid> = open.iter().map(|row| row.member_id).collect();
        let opened = self.opened_members(row.admin_unit_id, &members).await?;
        let seen = |id: Uuid| opened.get(&id).map(|(revision, draft)| (*revision, draft.residence));
        Ok(Helpers(members.into_iter().map(|id| (id, seen(id))).collect()))
    }

    /// What the households say of neighbours that this member is assigned to and that are of this house: each at the
    /// revision at which it was looked at.
    pub(crate) async fn said_of_neighbours(&self, member: Uuid, home: Uuid) -> Result<HashMap<Uuid, (i64, bool)>, Failure> {
        use household_assignment::Column as C;
        let unit = self.unit_of_member(member).await?;
        let open = household_assignment::Entity::find().filter(C::MemberId.eq(member)).filter(C::EndedOn.is_null());
        let open = open.filter(C::ToDay.gte(self.today)).all(&self.db).await.map_err(fault)?;
        let helped = open.into_iter().map(|row| row.household_id);
        let rows = household::Entity::find().filter(household::Column::Id.is_in(helped)).filter(household::Column::AdminUnitId.eq(unit));
        let mut rows = rows.all(&self.db).await.map_err(fault)?;
        let houses = Houses::of(&self.db, rows.iter().map(|row| row.place_id).chain([home])).await?;
        rows.retain(|row| houses.same(row.place_id, home) && (!row.restricted || opens_restricted(&self.actor, unit)));
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let openers = read_records(self, Action::HouseholdRead, HOUSEHOLD, unit, &ids).await?;
        let mut said = HashMap::new();
        for row in rows {
            let Some(opener) = openers.get(&row.id) else { continue };
            said.insert(row.id, (row.revision, opener.open_all::<HouseholdDraft>(&row.sealed)?.neighbours_allowed));
        }
        Ok(said)
    }
}

impl Helpers {
    /// The assignments to a household of those who live in this house.
    pub async fn living_at(&self, write: &Write, household: Uuid, home: Uuid) -> Result<Vec<household_assignment::Model>, Failure> {
        let mut near = Vec::new();
        for row in holding(write, household).await? {
            let there = member::Entity::find_by_id(row.member_id).one(&write.tx).await.map_err(fault)?;
            let lives = match (self.0.get(&row.member_id), there) {
                (Some(None), _) | (_, None) => continue,
                (Some(Some((revision, lives))), Some(there)) if *revision == there.revision => *lives,
                // Assigned since, or said anew.
                _ => return Err(FieldErrors::one("household", "changed_meanwhile", "").into()),
            };
            if super::house::same_house(&write.tx, home, lives).await? {
                near.push(row);
            }
        }
        Ok(near)
    }
}

/// A member lives in this house now: ends their assignments to households of it that want nobody of it, and says how
/// many. Of a household that nobody could look at nothing is known.
pub(crate) async fn end_as_neighbour(
    write: &mut Write,
    member: Uuid,
    home: Uuid,
    said: &HashMap<Uuid, (i64, bool)>,
) -> Result<u32, Failure> {
    use household_assignment::Column as C;
    let open = household_assignment::Entity::find().filter(C::MemberId.eq(member)).filter(C::EndedOn.is_null());
    let mut ended = 0;
    for row in open.filter(C::ToDay.gte(write.today)).all(&write.tx).await.map_err(fault)? {
        let of = household::Entity::find_by_id(row.household_id).one(&write.tx).await.map_err(fault)?;
        let Some(of) = of else { continue };
        if !super::house::same_house(&write.tx, of.place_id, Some(home)).await? {
            continue;
        }
        match said.get(&of.id) {
            Some((revision, allowed)) if *revision == of.revision => {
                if !allowed {
                    close(write, row, AssignmentEnd::HouseholdAsked).await?;
                    ended += 1;
                }
            }
            None if of.restricted => {}
            _ => return Err(FieldErrors::one("residence", "changed_meanwhile", "").into()),
        }
    }
    Ok(ended)
}
