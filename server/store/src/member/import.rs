//! Members from a sheet: all rows that can be taken, or none.

use std::collections::HashMap;

use domain::failure::{Failure, FieldErrors};
use domain::import::MemberRow;
use domain::member::MemberDraft;
use domain::organization::OrganizationKind;
use domain::permission::Action;
use domain::setting::Setting;
use domain::text::fold;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::write::save_member;
use crate::entities::{organization, place};
use crate::fault::fault;
use crate::session::{Operation, Session, Write};
use crate::setting::rules_in;

/// What came of a sheet: numbers of rows and what is wrong with them, nothing of what stands in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersTakenIn {
    pub added: u32,
    /// Of them those whose row does not say how many households they can help: as many as the ward lets anybody.
    #[serde(default)]
    pub by_default: u32,
    /// By the place of the row in what was handed in, from 0.
    pub problems: Vec<(u32, FieldErrors)>,
}

impl Session {
    /// Records the members of a sheet in one ward. With a problem in any row nothing is kept, unless bad rows are
    /// `skipped`; a dry run keeps nothing and says the same.
    pub async fn import_members(
        &self,
        operation: Operation,
        unit: Uuid,
        rows: Vec<MemberRow>,
        skipped: bool,
        dry_run: bool,
    ) -> Result<MembersTakenIn, Failure> {
        if !self.allow(Action::MemberChange)?.holds(unit) {
            return Err(Failure::NotFound);
        }
        let keep = move |taken: &MembersTakenIn| skipped || taken.problems.is_empty();
        self.try_out(Action::MemberChange, operation, dry_run, keep, move |write| {
            Box::pin(async move {
                let (cells, places) = (cells_of(write, unit).await?, places_of(write, unit).await?);
                let most = rules_in(&write.tx, unit).await?.on(Setting::HouseholdsOfAMember, write.today);
                let mut taken = MembersTakenIn { added: 0, by_default: 0, problems: Vec::new() };
                for (at, mut row) in (0_u32..).zip(rows) {
                    let by_default = row.without_capacity;
                    if by_default {
                        row.draft.capacity = most;
                    }
                    let added = match with_ties(row, &cells, &places) {
                        Ok(draft) => save_member(write, Uuid::now_v7(), unit, draft, false).await,
                        Err(errors) => Err(errors.into()),
                    };
                    match added {
                        Ok(()) => {
                            taken.added += 1;
                            taken.by_default += u32::from(by_default);
                        }
                        Err(Failure::Invalid(errors)) => taken.problems.push((at, errors)),
                        Err(other) => return Err(other),
                    }
                }
                Ok(taken)
            })
        })
        .await
    }
}

/// Ids by folded names; several where a name is not one thing's alone.
type Named = HashMap<String, Vec<Uuid>>;

fn by_name(all: Vec<(Uuid, String)>) -> Named {
    let mut named = Named::new();
    for (id, name) in all {
        named.entry(fold(&name)).or_default().push(id);
    }
    named
}

/// The party organizations of a ward that go on.
async fn cells_of(write: &Write, unit: Uuid) -> Result<Named, Failure> {
    use organization::Column as C;
    let kinds = OrganizationKind::all().iter().filter(|kind| kind.is_party()).map(|kind| kind.code());
    let all = organization::Entity::find().filter(C::AdminUnitId.eq(unit)).filter(C::EndedOn.is_null()).filter(C::Kind.is_in(kinds));
    let all = all.select_only().column(C::Id).column(C::Name).into_tuple().all(&write.tx).await.map_err(fault)?;
    Ok(by_name(all))
}

async fn places_of(write: &Write, unit: Uuid) -> Result<Named, Failure> {
    use place::Column as C;
    let all = place::Entity::find().filter(C::AdminUnitId.eq(unit)).filter(C::ClosedOn.is_null());
    let all = all.select_only().column(C::Id).column(C::Name).into_tuple().all(&write.tx).await.map_err(fault)?;
    Ok(by_name(all))
}

/// The row with its cell and its place, both of this ward.
fn with_ties(row: MemberRow, cells: &Named, places: &Named) -> Result<MemberDraft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut find = |field: &str, name: &str, among: &Named| match among.get(&fold(name)).map(Vec::as_slice) {
        _ if name.is_empty() => None,
        Some([only]) => Some(*only),
        found => {
            errors.push(field, if found.is_some() { "members_name_shared" } else { "members_name_not_found" }, "");
            None
        }
    };
    let (cell, residence) = (find("cell", &row.cell, cells), find("residence", &row.residence, places));
    let checked = MemberDraft { cell, residence, ..row.draft }.check();
    match checked {
        Ok(draft) if errors.is_empty() => Ok(draft),
        Ok(_) => Err(errors),
        Err(others) => {
            errors.0.extend(others.0);
            Err(errors)
        }
    }
}
