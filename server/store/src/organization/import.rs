//! Organizations from a sheet, in one write: all rows, or all but those that cannot be taken.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::failure::{Failure, FieldErrors};
use domain::import::OrganizationRow;
use domain::organization::{Link, OrganizationDraft, OrganizationKind, check_link, stands_in};
use domain::permission::Action;
use domain::setting::{Setting, months_after};
use domain::text::fold;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::import_ward::WardOfSheet;
use super::known::Known;
use super::ledger::decide;
use super::rows::{add_row, load_own, save_draft, to_draft, wrong};
use super::settle::{Opened, settle};
use super::write::check_above;
use crate::place::load;
use crate::session::{Operation, Session, Write};
use crate::setting::rules;

/// What came of a sheet. Rows are named by their place in what was handed in, from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationsTakenIn {
    pub rows: BTreeMap<u32, RowTaken>,
    pub problems: BTreeMap<u32, FieldErrors>,
}

/// What came of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowTaken {
    pub organization: Uuid,
    pub what: Taken,
    /// Places that were linked.
    pub places: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Taken {
    /// All that it says stood there before, but perhaps for some places.
    Same,
    Changed,
    /// Known by its decision, and called something else now.
    Renamed,
    Added,
}

impl OrganizationsTakenIn {
    pub fn count(&self, which: impl Fn(&RowTaken) -> bool) -> u64 {
        self.rows.values().filter(|row| which(row)).count() as u64
    }

    pub fn places(&self) -> u64 {
        self.rows.values().map(|row| u64::from(row.places)).sum()
    }
}

impl Session {
    /// Takes in the organizations of a sheet for one ward, with their founding and their places. What is known
    /// already is added no second time. With a problem in any row nothing is kept, unless bad rows are `skipped`; a
    /// dry run keeps nothing and says the same.
    pub async fn import_organizations(
        &self,
        operation: Operation,
        unit: Uuid,
        rows: Vec<OrganizationRow>,
        skipped: bool,
        dry_run: bool,
    ) -> Result<OrganizationsTakenIn, Failure> {
        use Action::{OrganizationAdd, OrganizationChange, OrganizationDecide, OrganizationLink};
        for action in [OrganizationAdd, OrganizationChange, OrganizationDecide, OrganizationLink] {
            if !self.allow(action)?.holds(unit) {
                return Err(Failure::NotFound);
            }
        }
        let mut left_out: BTreeMap<u32, FieldErrors> = BTreeMap::new();
        loop {
            let (rows, bad, before) = (rows.clone(), left_out.clone(), left_out.len());
            // A row that fails may have written a part: of such an attempt nothing stays, and the rest is tried without it.
            let keep = move |taken: &OrganizationsTakenIn| taken.problems.len() == before;
            let run = self.try_out(OrganizationAdd, operation.clone(), dry_run, keep, move |write| {
                Box::pin(async move { take_in(write, unit, &rows, bad).await })
            });
            let taken = run.await?;
            if !skipped || taken.problems.len() <= left_out.len() {
                return Ok(taken);
            }
            left_out = taken.problems;
        }
    }
}

async fn take_in(
    write: &mut Write,
    unit: Uuid,
    rows: &[OrganizationRow],
    left_out: BTreeMap<u32, FieldErrors>,
) -> Result<OrganizationsTakenIn, Failure> {
    let mut ward = WardOfSheet::load(write, unit).await?;
    let mut taken = OrganizationsTakenIn { rows: BTreeMap::new(), problems: left_out };
    for (at, row) in (0_u32..).zip(rows) {
        if taken.problems.contains_key(&at) {
            continue;
        }
        match record(write, &mut ward, row).await {
            Ok((organization, what)) => drop(taken.rows.insert(at, RowTaken { organization, what, places: 0 })),
            Err(Failure::Invalid(errors)) => drop(taken.problems.insert(at, errors)),
            Err(other) => return Err(other),
        }
    }
    // Only now: what stands above may stand further down in the sheet.
    for (at, row) in (0_u32..).zip(rows) {
        let Some(of_row) = taken.rows.get_mut(&at) else { continue };
        match tie(write, &ward, row, of_row).await {
            Ok(()) => {}
            Err(Failure::Invalid(errors)) => {
                taken.rows.remove(&at);
                taken.problems.insert(at, errors);
            }
            Err(other) => return Err(other),
        }
    }
    Ok(taken)
}

/// The organization of a row with its founding, added or brought up to date.
async fn record(write: &mut Write, ward: &mut WardOfSheet, row: &OrganizationRow) -> Result<(Uuid, Taken), Failure> {
    ward.check_unit(&row.unit)?;
    let done = match ward.find(row)? {
        None => {
            let draft = OrganizationDraft { admin_unit_id: ward.unit.id, ..row.draft.clone() }.check()?;
            let id = Uuid::now_v7();
            add_row(write, id, &draft).await?;
            found(write, id, row).await?;
            (id, Taken::Added)
        }
        Some(id) => (id, update(write, ward, id, row).await?),
    };
    ward.remember(done.0, row);
    Ok(done)
}

async fn update(write: &mut Write, ward: &WardOfSheet, id: Uuid, row: &OrganizationRow) -> Result<Taken, Failure> {
    let before = load_own(write, id).await?;
    let current = to_draft(&before)?;
    if let (Some(on), Some(founding)) = (before.founded_on, &row.founding)
        && !ward.founded_so(id, on, founding)
    {
        let mut errors = FieldErrors::default();
        errors.push_day("on", "organizations_founded_otherwise", on);
        return Err(errors.into());
    }
    let said = &row.draft;
    // Capitals and blanks are no other name.
    let renamed = fold(&said.name) != fold(&current.name);
    let draft = OrganizationDraft {
        name: if renamed { said.name.clone() } else { current.name.clone() },
        members: said.members.or(current.members),
        cell_committee: said.cell_committee.or(current.cell_committee),
        ..current.clone()
    };
    let draft = draft.check()?;
    let (changed, unfounded) = (draft != current, before.founded_on.is_none());
    save_draft(write, before, &draft).await?;
    let founded = unfounded && found(write, id, row).await?;
    Ok(match (renamed, changed || founded) {
        (true, _) => Taken::Renamed,
        (false, true) => Taken::Changed,
        (false, false) => Taken::Same,
    })
}

/// The founding becomes the first of its ledger. Answers whether the row tells of one.
async fn found(write: &mut Write, id: Uuid, row: &OrganizationRow) -> Result<bool, Failure> {
    let Some(founding) = row.founding.clone() else { return Ok(false) };
    decide(write, id, founding).await?;
    Ok(true)
}

/// A sheet says when a link began, not when it is looked at again: what stands in place of an own cell is, after
/// the time that the settings give.
async fn look_again(write: &Write, kind: OrganizationKind, link: &Link) -> Result<Option<NaiveDate>, Failure> {
    let Some(place) = load(&write.tx, &[link.place_id]).await?.pop() else { return Ok(None) };
    let months = rules(&write.tx).await?.on(Setting::LinkReviewMonths, write.today);
    Ok(stands_in(kind, link, &place.draft.organizations).then(|| months_after(write.today, months)))
}

/// What stands above an organization, and its places.
async fn tie(write: &mut Write, ward: &WardOfSheet, row: &OrganizationRow, taken: &mut RowTaken) -> Result<(), Failure> {
    let id = taken.organization;
    let own = load_own(write, id).await?;
    let (founded_on, own_kind) = (own.founded_on, to_draft(&own)?.kind);
    if !row.superior.is_empty() {
        let superior = ward.superior(row)?;
        let draft = to_draft(&own)?;
        if draft.superior_id != Some(superior) {
            let draft = OrganizationDraft { superior_id: Some(superior), ..draft };
            check_above(write, id, &draft).await.map_err(|failure| renamed(failure, &[("superior_id", "superior")], ""))?;
            save_draft(write, own, &draft).await?;
            taken.what = taken.what.max(Taken::Changed);
        }
    }
    if row.places.names.is_empty() {
        return Ok(());
    }
    let said_from = row.places.from;
    let Some(from) = said_from.or(row.founding.as_ref().map(|founding| founding.on)).or(founded_on) else {
        return wrong("from", "organizations_from_missing");
    };
    let mut errors = FieldErrors::default();
    let mut seen = BTreeSet::new();
    for name in &row.places.names {
        let place_id = match ward.place(name) {
            Ok(place_id) => place_id,
            Err(found) => {
                errors.0.extend(found.0);
                continue;
            }
        };
        let known = Known::load(&write.tx, [id], &[place_id]).await?;
        let links = known.all_links();
        let stands = |link: &Link| {
            let begins = link.from == from || (said_from.is_none() && link.to.is_none());
            let same_kind = row.places.kind.is_none_or(|kind| link.kind == Some(kind));
            link.organization_id == id && link.place_id == place_id && begins && same_kind
        };
        // Also where it has ended since: somebody ended it here, and the sheet does not know.
        if !seen.insert(place_id) || links.iter().any(stands) {
            continue;
        }
        let link = Link { place_id, organization_id: id, kind: row.places.kind, from, to: None };
        match check_link(&known.organizations, &links, &link, write.today) {
            Ok(()) => {
                let review_on = look_again(write, own_kind, &link).await?;
                settle(write, &known, &BTreeMap::new(), vec![Opened::new(link, review_on)]).await?;
                taken.places += 1;
            }
            Err(found) => {
                let columns = [("kind", "link_kind"), ("organization_id", "places")];
                if let Failure::Invalid(found) = renamed(found.into(), &columns, name) {
                    errors.0.extend(found.0);
                }
            }
        }
    }
    errors.into_result()
}

/// Fields as the sheet calls them. That a place is linked already is said with its name.
fn renamed(failure: Failure, columns: &[(&str, &str)], place: &str) -> Failure {
    let Failure::Invalid(mut errors) = failure else { return failure };
    for error in &mut errors.0 {
        if let Some((_, column)) = columns.iter().find(|(field, _)| *field == error.field) {
            error.field = (*column).to_owned();
        }
        if error.code == "already_linked" {
            error.code = "organizations_linked_otherwise".into();
            error.value = place.to_owned();
        }
    }
    Failure::Invalid(errors)
}
