//! One member's households go to another, all that may.

use std::collections::{BTreeSet, HashMap};

use domain::assignment::{AssignmentDraft, AssignmentEnd, overlap};
use domain::failure::{Failure, FieldErrors};
use domain::household::HouseholdDraft;
use domain::member::{MemberDraft, MemberState};
use domain::permission::Action;
use domain::setting::Setting;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::TABLE;
use super::write::own;
use crate::assignment::{close, holding, loads, same_house, save_assignment};
use crate::entities::{household, household_assignment, member};
use crate::fault::fault;
use crate::household::{TABLE as HOUSEHOLD, opens_restricted};
use crate::sealed::read_records;
use crate::session::{Operation, Session};
use crate::setting::rules_in;

/// What came of it; ids only, since answers are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// Households that the other member helps from today.
    pub moved: u32,
    /// Those that stay where they are: they do not want that member or no neighbour, or their record is not to be
    /// read. Restricted ones stay without a word to those who may not open them.
    pub left: Vec<Uuid>,
}

/// What a household said that matters here, as it stood when it was looked at.
struct Said {
    revision: i64,
    draft: HouseholdDraft,
    /// What each assignment of it is for.
    aims: HashMap<Uuid, String>,
}

/// Whoever takes over, as they stood when they were looked at.
struct Taker {
    revision: i64,
    draft: MemberDraft,
}

impl Session {
    /// Gives everything that one member is assigned to over to another of the same ward, to the same last days and for
    /// the same aims. Both look on as one operation: all of it or none. To somebody who would help more than they can
    /// only `despite_load`, so that a person has read so.
    pub async fn hand_over(&self, operation: Operation, from: Uuid, to: Uuid, despite_load: bool) -> Result<HandedOver, Failure> {
        self.allow(Action::AssignmentChange)?;
        // What a household does not want, and where the other lives, is opened by its own door, with its entries.
        let (whom, mut said) = self.said_of_households(from, to).await?;
        let actor = self.actor.clone();
        self.write(Action::AssignmentChange, operation, move |write| {
            Box::pin(async move {
                let (giving, taking) = (own(write, from).await?, own(write, to).await?);
                if giving.admin_unit_id != taking.admin_unit_id {
                    return Err(Failure::NotFound);
                }
                if from == to {
                    return Err(FieldErrors::one("to", "hand_over_to_the_same", "").into());
                }
                if taking.state != MemberState::Active.code() {
                    return Err(FieldErrors::one("to", "member_helps_no_more", "").into());
                }
                if taking.revision != whom.revision {
                    return Err(FieldErrors::one("to", "changed_meanwhile", "").into());
                }
                let most =
                    rules_in(&write.tx, giving.admin_unit_id).await?.on(Setting::HouseholdsOfAMember, write.today).min(whom.draft.capacity);
                let before = loads(&write.tx, &[to], write.today, None).await?.remove(&to).unwrap_or_default();
                let mut load = before;
                let (mut moved, mut left) = (BTreeSet::new(), BTreeSet::new());
                let tells = |row: &household::Model| !row.restricted || opens_restricted(&actor, row.admin_unit_id);
                use household_assignment::Column as C;
                let open = household_assignment::Entity::find().filter(C::MemberId.eq(from)).filter(C::EndedOn.is_null());
                let open = open.filter(C::ToDay.gte(write.today)).order_by_asc(C::Id).all(&write.tx).await.map_err(fault)?;
                for row in open {
                    let household = household::Entity::find_by_id(row.household_id).one(&write.tx).await.map_err(fault)?;
                    let said = said.get_mut(&row.household_id);
                    let (Some(household), Some(said)) = (household.as_ref(), said) else {
                        left.extend(household.filter(tells).map(|household| household.id));
                        continue;
                    };
                    let neighbour =
                        !said.draft.neighbours_allowed && same_house(&write.tx, household.place_id, whom.draft.residence).await?;
                    let as_seen = household.revision == said.revision && !household.restricted && household.ended_on.is_none();
                    let aim = said.aims.remove(&row.id).filter(|_| as_seen && !neighbour && !said.draft.refused.contains(&to));
                    let Some(aim) = aim else {
                        left.extend(Some(household).filter(|household| tells(household)).map(|household| household.id));
                        continue;
                    };
                    let (id, draft) =
                        (household.id, AssignmentDraft { member: to, from: row.from_day.max(write.today), to: row.to_day, aim });
                    let theirs: Vec<_> = holding(write, id).await?.into_iter().filter(|row| row.member_id == to).collect();
                    let helps_then = theirs.iter().any(|row| overlap((row.from_day, row.to_day), (draft.from, draft.to)));
                    close(write, row, AssignmentEnd::HandedOver).await?;
                    if !helps_then {
                        save_assignment(write, id, draft).await?;
                        load += u32::from(theirs.is_empty());
                    }
                    moved.insert(id);
                }
                if load > most && load > before && !despite_load {
                    return Err(FieldErrors::one("despite_load", "hand_over_is_too_much", load).into());
                }
                if moved.is_empty() && left.is_empty() {
                    return Err(FieldErrors::one("to", "hand_over_nothing", "").into());
                }
                Ok(HandedOver { moved: moved.len() as u32, left: left.into_iter().collect() })
            })
        })
        .await
    }

    /// Who takes over, and what the households of the other said: one entry of the access log for each of the two
    /// looks. Households that must not or cannot be opened are left out.
    async fn said_of_households(&self, from: Uuid, to: Uuid) -> Result<(Taker, HashMap<Uuid, Said>), Failure> {
        use household_assignment::Column as C;
        let scope = self.allow(Action::MemberRead)?;
        let pair = member::Entity::find().filter(member::Column::Id.is_in([from, to])).all(&self.db).await.map_err(fault)?;
        let of = |id: Uuid| pair.iter().find(|row| row.id == id && scope.holds(row.admin_unit_id)).ok_or(Failure::NotFound);
        let (unit, taking) = (of(from)?.admin_unit_id, of(to)?);
        if taking.admin_unit_id != unit {
            return Err(Failure::NotFound);
        }
        let opener = read_records(self, Action::MemberRead, TABLE, unit, &[to]).await?.remove(&to);
        let draft: MemberDraft = opener.ok_or(Failure::NotFound)?.open_all(&taking.sealed)?;
        let whom = Taker { revision: taking.revision, draft };
        let open = household_assignment::Entity::find().filter(C::MemberId.eq(from)).filter(C::EndedOn.is_null());
        let open = open.filter(C::ToDay.gte(self.today)).all(&self.db).await.map_err(fault)?;
        let helped = open.iter().map(|row| row.household_id);
        let rows = household::Entity::find().filter(household::Column::Id.is_in(helped)).filter(household::Column::AdminUnitId.eq(unit));
        let rows = rows.filter(household::Column::Restricted.eq(false)).all(&self.db).await.map_err(fault)?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let openers = read_records(self, Action::HouseholdRead, HOUSEHOLD, unit, &ids).await?;
        let mut said = HashMap::new();
        for row in rows {
            let Some(opener) = openers.get(&row.id) else { continue };
            let Ok(draft) = opener.open_all::<HouseholdDraft>(&row.sealed) else { continue };
            let own = open.iter().filter(|assignment| assignment.household_id == row.id);
            let aims = own.filter_map(|own| Some((own.id, opener.open(&format!("assignment {}", own.id), &own.sealed).ok()?)));
            said.insert(row.id, Said { revision: row.revision, aims: aims.collect(), draft });
        }
        Ok((whom, said))
    }
}
