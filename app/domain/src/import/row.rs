//! One row of a table becomes what it says about one place.

use chrono::NaiveDate;
use uuid::Uuid;

use super::board;
use super::column::Column;
use super::headings::Layout;
use super::kind_of_row::{RowKind, kind_of};
use super::organizations::{self, Half};
use super::problem::Problem;
use super::reading::{Reading, value};
use super::sheet::Row;
use super::unit_name::{self, UnitRef};
use crate::change::{self, Fields};
use crate::organization::PlaceOrganization;
use crate::place::PlaceDraft;

/// What a row says about a place. Nothing is said about columns that the sheet does not have; an empty
/// cell clears.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedPlace {
    pub sheet: String,
    pub row: u32,
    /// The place that the row came from, in a file that was exported before.
    pub id: Option<Uuid>,
    pub unit: UnitRef,
    /// By the names of `PlaceDraft`'s fields, without the unit.
    pub fields: Fields,
    /// What was assumed.
    pub notes: Vec<Problem>,
    /// The day of the owners' meeting, where the sheet names it.
    pub held_on: Option<NaiveDate>,
    /// The day on which the fund was handed over, or so it stood.
    pub fund_on: Option<NaiveDate>,
    /// The sheet has a column for only this half of the organizations.
    pub organizations_half: Option<Half>,
}

impl ImportedPlace {
    /// The fields to lay over a place that stands in the register: where the sheet speaks of only half of
    /// the organizations, the other half stays.
    pub fn fields_over(&self, current: &PlaceDraft) -> Fields {
        let mut fields = self.fields.clone();
        if let (Some(half), Some(said)) = (self.organizations_half, fields.get_mut("organizations")) {
            let kept = current.organizations.iter().filter(|organization| organization.is_party() != (half == Half::Party));
            let said_now: Vec<PlaceOrganization> = serde_json::from_value(said.clone()).unwrap_or_default();
            let all: std::collections::BTreeSet<_> = kept.copied().chain(said_now).collect();
            *said = value(&all);
        }
        fields
    }

    /// The row laid over a place that stands in the register, or over an empty draft.
    pub fn overlay(&self, current: &PlaceDraft) -> Result<PlaceDraft, crate::failure::FieldErrors> {
        change::overlay(current, &self.fields_over(current))
    }
}

/// Reads the rows of one sheet in their order: after a signature block, what is no plain data row any
/// more belongs to the signatures.
pub struct RowReader<'a> {
    layout: &'a Layout,
    day: NaiveDate,
    signed: bool,
    /// The unit that the last group row named.
    group: Option<String>,
}

impl<'a> RowReader<'a> {
    /// `day`: the day of the file, which confirms "chưa có" where a row has no review date.
    pub fn new(layout: &'a Layout, day: NaiveDate) -> Self {
        Self { layout, day, signed: false, group: None }
    }

    /// None is no data; all problems of a row come at once.
    pub fn read(&mut self, row: &Row) -> Result<Option<ImportedPlace>, Vec<Problem>> {
        match kind_of(self.layout, row) {
            RowKind::Data if self.signed && self.belongs_to_signatures(row) => Ok(None),
            RowKind::Data => read_data(self.layout, row, self.day, self.group.as_deref()).map(Some),
            RowKind::Group => {
                self.group = unit_name::unit_of_group(row);
                Ok(None)
            }
            RowKind::Signature => {
                self.signed = true;
                Ok(None)
            }
            RowKind::Heading => {
                self.signed = false;
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    fn belongs_to_signatures(&self, row: &Row) -> bool {
        let empty = |column: Column| self.layout.cell(row, column).is_blank();
        empty(Column::Ordinal)
            && empty(Column::Id)
            && (empty(Column::Address) || (empty(Column::AdminUnitName) && empty(Column::AdminUnitCode)))
    }
}

/// Reads a row by itself. None is no data (blank, group, total, signature, …).
pub fn read_row(layout: &Layout, row: &Row, day: NaiveDate) -> Result<Option<ImportedPlace>, Vec<Problem>> {
    RowReader::new(layout, day).read(row)
}

fn read_data(layout: &Layout, row: &Row, day: NaiveDate, group: Option<&str>) -> Result<ImportedPlace, Vec<Problem>> {
    let mut reading = Reading::new(layout, row);
    let id = reading.id(Column::Id);
    reading.name();
    let unit = reading.unit(group);
    reading.plain_fields();
    board::read(&mut reading);
    let reviewed = reading.date_field(Column::ReviewedOn, "reviewed_on");
    let organizations_half = organizations::read(&mut reading, reviewed.unwrap_or(day));
    reading.agreement();
    if !reading.problems.is_empty() {
        return Err(reading.problems);
    }
    Ok(ImportedPlace {
        sheet: layout.sheet.clone(),
        row: row.number,
        id,
        unit,
        fields: reading.fields,
        notes: reading.notes,
        held_on: reading.held_on,
        fund_on: reading.fund_on,
        organizations_half,
    })
}
