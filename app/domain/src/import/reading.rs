//! One row while it is read: what it says field by field, and everything that is wrong with it.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::cell::{self, Read, words_of};
use super::column::Column;
use super::headings::Layout;
use super::problem::{CODES, Problem};
use super::sheet::{Cell, Row};
use super::unit_name::{self, UnitRef};
use super::words::{self, Spoken};
use super::{date, decision};
use crate::board::{DisputeKind, FundHandover};
use crate::change::Fields;
use crate::place::{PlaceKind, Segment};

/// A value as it stands in `Fields`.
pub(super) fn value<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// A row while it is read: what it says, and everything that is wrong with it.
pub(super) struct Reading<'a> {
    layout: &'a Layout,
    row: &'a Row,
    pub(super) fields: Fields,
    pub(super) notes: Vec<Problem>,
    pub(super) problems: Vec<Problem>,
    /// The day of the meeting, and that of the fund, where the cells name them.
    pub(super) held_on: Option<NaiveDate>,
    pub(super) fund_on: Option<NaiveDate>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(layout: &'a Layout, row: &'a Row) -> Self {
        Self { layout, row, fields: Fields::new(), notes: Vec::new(), problems: Vec::new(), held_on: None, fund_on: None }
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.layout.has(column)
    }

    pub(super) fn cell(&self, column: Column) -> &'a Cell {
        self.layout.cell(self.row, column)
    }

    pub(super) fn say(&mut self, field: &str, value: Value) {
        self.fields.insert(field.to_owned(), value);
    }

    pub(super) fn problem(&mut self, column: Column, code: &str, value: &str) {
        self.problems.push(self.about(column, code, value));
    }

    pub(super) fn note(&mut self, column: Column, code: &str, value: &str) {
        self.notes.push(self.about(column, code, value));
    }

    fn about(&self, column: Column, code: &str, value: &str) -> Problem {
        debug_assert!(CODES.contains(&code), "{code} has no sentence");
        Problem::new(&self.layout.sheet, Some(self.row.number), self.layout.heading(column), code, value)
    }

    fn fault(&mut self, column: Column, code: &str) {
        let shown = self.cell(column).shown();
        self.problem(column, code, &shown);
    }

    /// Reports an error value of a formula.
    pub(super) fn formula_error(&mut self, column: Column) -> bool {
        let broken = cell::is_formula_error(self.cell(column));
        if broken {
            self.fault(column, "formula_error");
        }
        broken
    }

    /// None where the sheet has no such column; an error has been reported.
    pub(super) fn try_date(&mut self, column: Column) -> Option<Result<Option<NaiveDate>, ()>> {
        self.has(column).then(|| date::date(self.cell(column)).map_err(|code| self.fault(column, code)))
    }

    /// None where the sheet has no such column; an error has been reported.
    pub(super) fn try_choice<T: Spoken>(&mut self, column: Column) -> Option<Result<Option<T>, ()>> {
        self.has(column).then(|| cell::choice::<T>(self.cell(column)).map_err(|code| self.fault(column, code)))
    }

    pub(super) fn id(&mut self, column: Column) -> Option<Uuid> {
        cell::id(self.cell(column)).map_err(|code| self.fault(column, code)).ok().flatten()
    }

    /// A place without a name is no place, unless the file only updates other columns by id.
    pub(super) fn name(&mut self) {
        if !self.has(Column::Name) {
            return;
        }
        match words_of(self.cell(Column::Name)).filter(|name| !words::is_not_known(name)) {
            None => self.problem(Column::Name, "name_missing", ""),
            Some(_) if self.formula_error(Column::Name) => {}
            Some(name) => self.say("name", Value::from(name)),
        }
    }

    /// A table without a column for the unit may be grouped by units instead.
    pub(super) fn unit(&mut self, group: Option<&str>) -> UnitRef {
        let district = words_of(self.cell(Column::FormerDistrict)).map(|text| unit_name::district(&text));
        if self.has(Column::FormerDistrict) {
            self.say("former_district", value(&district));
        }
        let mut code = match self.cell(Column::AdminUnitCode) {
            // A workbook keeps a code as a number and loses its zeros.
            Cell::Number(number) => Some(format!("{number:0>5}")),
            other => words_of(other),
        };
        // Fewer digits are a name of before: "Phường 1", "Phường 12".
        let is_code = |name: &String| (3..=5).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_digit());
        let mut name = words_of(self.cell(Column::AdminUnitName));
        if let Some(digits) = name.take_if(|name| is_code(name) && code.is_none()) {
            code = Some(format!("{digits:0>5}"));
        }
        if !self.has(Column::AdminUnitName)
            && !self.has(Column::AdminUnitCode)
            && let Some(group) = group
        {
            self.note(Column::AdminUnitName, "unit_from_group", group);
            name = Some(group.to_owned());
        }
        UnitRef { code, name, district }
    }

    pub(super) fn plain_fields(&mut self) {
        use Column::*;
        for column in [Blocks, Apartments, HandedOver, Residents, PartyMembers] {
            self.whole_number(column);
        }
        if self.has(HandoverYear) {
            match date::year(self.cell(HandoverYear)) {
                Ok(year) => self.say("handover_year", value(&year)),
                Err(code) => self.fault(HandoverYear, code),
            }
        }
        for column in [Lat, Lon] {
            if self.has(column) {
                match cell::decimal(self.cell(column)) {
                    Ok(degrees) => self.say(column.code(), value(&degrees)),
                    Err(code) => self.fault(column, code),
                }
            }
        }
        if self.has(Area) {
            self.area();
        }
        for column in [Address, Note] {
            if self.has(column) && !self.formula_error(column) {
                let text = words_of(self.cell(column));
                let said = if column == Address { Value::from(text.unwrap_or_default()) } else { value(&text) };
                self.say(column.code(), said);
            }
        }
        self.date_field(ClosedOn, "closed_on");
        self.date_field(HandedOverOn, "handed_over_on");
        if self.has(ParentId) {
            let parent = self.id(ParentId);
            self.say("parent_id", value(&parent));
        }
        self.choices();
    }

    /// GeoJSON geometry, kept to the letter.
    fn area(&mut self) {
        let cell = self.cell(Column::Area);
        let text = if cell.is_blank() { None } else { Some(cell.shown().trim().to_owned()) };
        let is_area = |text: &String| {
            let geometry: Option<Value> = serde_json::from_str(text).ok();
            geometry.is_some_and(|geometry| matches!(geometry["type"].as_str(), Some("Polygon" | "MultiPolygon")))
        };
        match text {
            Some(text) if !is_area(&text) => self.problem(Column::Area, "not_an_area", ""),
            text => self.say("area", value(&text)),
        }
    }

    fn choices(&mut self) {
        if let Some(Ok(kind)) = self.try_choice::<PlaceKind>(Column::Kind) {
            self.say("kind", value(&kind.unwrap_or(PlaceKind::ApartmentBuilding)));
        }
        if let Some(Ok(segment)) = self.try_choice::<Segment>(Column::Segment) {
            self.say("segment", value(&segment));
        }
        if self.has(Column::FundHandover) {
            self.fund();
        }
        for column in [Column::CellCommittee, Column::SeveralOwners] {
            if self.has(column) {
                match cell::yes_or_no(self.cell(column)) {
                    Ok(said) => self.say(column.code(), value(&said)),
                    Err(code) => self.fault(column, code),
                }
            }
        }
        if self.has(Column::Disputes) {
            self.disputes();
        }
    }

    /// "Đã bàn giao", or with its day.
    fn fund(&mut self) {
        let cell = self.cell(Column::FundHandover);
        let dated = cell::said(cell).and_then(|text| decision::words_and_day(&text));
        let dated = dated.and_then(|(words, day)| Some((words::meaning::<FundHandover>(&words)?, day)));
        match (dated, cell::choice::<FundHandover>(cell)) {
            (Some((fund, day)), _) => {
                self.say("fund_handover", value(&fund));
                self.fund_on = Some(day);
            }
            (None, Ok(fund)) => self.say("fund_handover", value(&fund.unwrap_or(FundHandover::Unknown))),
            (None, Err(code)) => self.fault(Column::FundHandover, code),
        }
    }

    fn disputes(&mut self) {
        let text = cell::said(self.cell(Column::Disputes)).unwrap_or_default();
        let found = match words::yes_or_no(&text) {
            Some(true) => {
                self.note(Column::Disputes, "dispute_kind_assumed", &text);
                Ok([DisputeKind::Other].into())
            }
            Some(false) => Ok([].into()),
            None if words::is_not_known(&text) => Ok([].into()),
            None => cell::choices::<DisputeKind>(&text),
        };
        match found {
            Ok(found) => self.say("disputes", value(&found)),
            Err(part) => self.problem(Column::Disputes, "not_a_choice", &part),
        }
    }

    fn whole_number(&mut self, column: Column) {
        if !self.has(column) {
            return;
        }
        match cell::whole_number(self.cell(column)) {
            Ok(Read::Blank) => self.say(column.code(), Value::Null),
            Ok(Read::Value(number)) => self.say(column.code(), Value::from(number)),
            Ok(Read::Assumed(number, code)) => {
                let shown = self.cell(column).shown();
                self.note(column, code, &shown);
                self.say(column.code(), Value::from(number));
            }
            Err(code) => self.fault(column, code),
        }
    }

    pub(super) fn date_field(&mut self, column: Column, field: &str) -> Option<NaiveDate> {
        let day = self.try_date(column)?.ok()?;
        self.say(field, value(&day));
        day
    }

    /// Number and date in one column or in two.
    pub(super) fn agreement(&mut self) {
        if self.has(Column::Agreement) {
            self.combined_agreement();
        }
        if self.has(Column::AgreementNumber) && !self.formula_error(Column::AgreementNumber) {
            let number = words_of(self.cell(Column::AgreementNumber));
            self.say("agreement_number", value(&number));
        }
        self.date_field(Column::AgreementOn, "agreement_on");
    }

    fn combined_agreement(&mut self) {
        let text = cell::said(self.cell(Column::Agreement)).filter(|text| !words::is_not_known(text)).unwrap_or_default();
        match words::yes_or_no(&text) {
            // There is one, but nothing that could be kept of it.
            Some(true) => return self.note(Column::Agreement, "agreement_without_number", &text),
            None if !text.is_empty() => {}
            _ => {
                self.say("agreement_number", Value::Null);
                return self.say("agreement_on", Value::Null);
            }
        }
        let told = decision::told(&text);
        if let Some(bad) = &told.bad_date {
            return self.problem(Column::Agreement, "not_a_date", bad);
        }
        if told.number.is_none() && told.on.is_none() {
            return self.problem(Column::Agreement, "not_an_agreement", &text);
        }
        if !told.rest.is_empty() {
            self.note(Column::Agreement, "part_left_out", &told.rest);
        }
        self.say("agreement_number", value(&told.number));
        self.say("agreement_on", value(&told.on));
    }
}
