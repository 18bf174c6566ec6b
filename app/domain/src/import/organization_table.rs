//! A sheet of organizations: which column means what, and what each row says. One organization may stand in several
//! rows, each with other places. Only the columns named in `OrganizationColumn` are ever read; a list of people is
//! refused as a whole.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::cell::{self, Read};
use super::date;
use super::forbidden::is_forbidden;
use super::headings::HEAD_ROWS;
use super::organization_column::{OrganizationColumn, is_of_people, kind_of, link_kind_of, lists_people};
use super::problem::Problem;
use super::sheet::{Cell, Row, Sheet};
use crate::organization::{DecisionDraft, LinkKind, OrganizationDraft, OrganizationEventKind, OrganizationKind};
use crate::text::{clean, fold};

/// A row that could be read. Ward, superior and places stand there as somebody wrote them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OrganizationRow {
    pub sheet: String,
    /// As the sheet numbers it.
    pub number: u32,
    /// Without ward and superior. Numbers that the row does not say are none.
    pub draft: OrganizationDraft,
    /// Empty: the ward for which the sheet is taken in.
    pub unit: String,
    pub superior: String,
    pub founding: Option<DecisionDraft>,
    pub places: PlacesOfRow,
}

/// The places that a row names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PlacesOfRow {
    /// Names, addresses, or both with a comma between them.
    pub names: Vec<String>,
    pub kind: Option<LinkKind>,
    /// None: since the organization was founded.
    pub from: Option<NaiveDate>,
}

/// What a file of organizations came to.
#[derive(Debug, Default)]
pub struct OrganizationTable {
    pub rows: Vec<OrganizationRow>,
    pub problems: Vec<Problem>,
    /// Headings of columns that must not be kept.
    pub dropped: Vec<String>,
    /// Headings that were not understood.
    pub unknown: Vec<String>,
}

/// Reads every sheet that has a table of organizations. None of them has one, or one lists people: the problem says
/// what to do.
pub fn read_organizations(sheets: &[Sheet]) -> Result<OrganizationTable, Problem> {
    let mut table = OrganizationTable::default();
    let mut found = false;
    for sheet in sheets {
        let heads = sheet.rows.iter().take(HEAD_ROWS).flat_map(|row| &row.cells);
        if let Some(heading) = heads.filter(|cell| matches!(cell, Cell::Text(_))).map(Cell::clean).find(|text| lists_people(text)) {
            return Err(Problem::new(&sheet.name, None, &heading, "organizations_list_of_people", ""));
        }
        let Some((heading, columns)) = heading_of(sheet) else { continue };
        found = true;
        let named = heading.cells.iter().enumerate().map(|(index, cell)| (index, clean(&cell.shown())));
        for (_, text) in named.filter(|(index, text)| !text.is_empty() && !columns.values().any(|at| at == index)) {
            let ordinal = matches!(fold(&text).as_str(), "stt" | "tt" | "so thu tu");
            match is_forbidden(&text) || is_of_people(&text) {
                true => table.dropped.push(text),
                false if ordinal => {}
                false => table.unknown.push(text),
            }
        }
        for row in sheet.rows.iter().filter(|row| row.number > heading.number) {
            read_row(sheet, row, &columns, &mut table);
        }
    }
    if found { Ok(table) } else { Err(Problem::new("", None, "", "organizations_no_heading", "")) }
}

type Columns = BTreeMap<OrganizationColumn, usize>;

/// The row of the first ones in which most headings are understood: at least name and kind.
fn heading_of(sheet: &Sheet) -> Option<(&Row, Columns)> {
    let understood = |row: &Row| {
        let mut columns = Columns::new();
        for (index, cell) in row.cells.iter().enumerate() {
            if let Cell::Text(text) = cell
                && let Some(column) = OrganizationColumn::of_heading(text)
            {
                columns.entry(column).or_insert(index);
            }
        }
        columns
    };
    let all = sheet.rows.iter().take(HEAD_ROWS).map(|row| (row, understood(row)));
    let has_both = |columns: &Columns| columns.contains_key(&OrganizationColumn::Name) && columns.contains_key(&OrganizationColumn::Kind);
    all.filter(|(_, columns)| has_both(columns)).reduce(|best, next| if next.1.len() > best.1.len() { next } else { best })
}

/// One row while it is read.
struct Reading<'a> {
    sheet: &'a Sheet,
    row: &'a Row,
    columns: &'a Columns,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn cell(&self, column: OrganizationColumn) -> &Cell {
        self.columns.get(&column).map_or(&Cell::Empty, |index| self.row.cell(*index))
    }

    fn text(&self, column: OrganizationColumn) -> String {
        self.cell(column).clean()
    }

    fn wrong(&mut self, column: OrganizationColumn, code: &str) {
        let value = self.text(column);
        self.problems.push(Problem::new(&self.sheet.name, Some(self.row.number), column.heading(), code, &value));
    }

    /// The value, or a problem and none.
    fn taken<T>(&mut self, column: OrganizationColumn, read: Result<Option<T>, &'static str>) -> Option<T> {
        read.unwrap_or_else(|code| {
            self.wrong(column, code);
            None
        })
    }

    /// Nothing, a heading once more, or the numbers of the columns.
    fn says_nothing(&self) -> bool {
        let filled: Vec<String> = self.columns.keys().map(|column| self.text(*column)).filter(|text| !text.is_empty()).collect();
        let counted = filled.iter().all(|text| !text.chars().any(char::is_alphabetic));
        let heading = OrganizationColumn::of_heading(&self.text(OrganizationColumn::Name)) == Some(OrganizationColumn::Name);
        let kind = self.text(OrganizationColumn::Kind);
        let heading = heading && OrganizationColumn::of_heading(&kind) == Some(OrganizationColumn::Kind);
        filled.is_empty() || heading || (counted && filled.len() == self.columns.len())
    }
}

fn read_row(sheet: &Sheet, row: &Row, columns: &Columns, table: &mut OrganizationTable) {
    use OrganizationColumn as C;
    let mut reading = Reading { sheet, row, columns, problems: Vec::new() };
    if reading.says_nothing() {
        return;
    }
    let name = reading.text(C::Name);
    if name.is_empty() {
        reading.wrong(C::Name, "required");
    }
    let said = reading.text(C::Kind);
    let kind = kind_of(&said);
    match (&kind, said.is_empty()) {
        (None, true) => reading.wrong(C::Kind, "required"),
        (None, false) => reading.wrong(C::Kind, "not_a_choice"),
        _ => {}
    }
    let members = match cell::whole_number(reading.cell(C::Members)) {
        Ok(Read::Value(number) | Read::Assumed(number, _)) => Some(number),
        Ok(Read::Blank) => None,
        Err(code) => reading.taken(C::Members, Err(code)),
    };
    let cell_committee = cell::yes_or_no(reading.cell(C::CellCommittee));
    let cell_committee = reading.taken(C::CellCommittee, cell_committee);
    let founding = founding(&mut reading);
    let (kind, link_kind) = kind.unwrap_or((OrganizationKind::PartyCell, None));
    let places = places(&mut reading, link_kind);
    if !reading.problems.is_empty() {
        table.problems.append(&mut reading.problems);
        return;
    }
    let draft = OrganizationDraft { kind, name, members, cell_committee, ..OrganizationDraft::default() };
    let (unit, superior) = (reading.text(C::Unit), reading.text(C::Superior));
    table.rows.push(OrganizationRow { sheet: sheet.name.clone(), number: row.number, draft, unit, superior, founding, places });
}

/// The decision that founded it: with a day or not at all.
fn founding(reading: &mut Reading<'_>) -> Option<DecisionDraft> {
    use OrganizationColumn as C;
    let on = date::date(reading.cell(C::On));
    let unclear = on.is_err();
    let on = reading.taken(C::On, on);
    let text = |reading: &Reading<'_>, column| Some(reading.text(column)).filter(|text| !text.is_empty());
    let (number, issuer, overruled) = (text(reading, C::Number), text(reading, C::Issuer), text(reading, C::Overruled));
    match on {
        Some(on) => Some(DecisionDraft { number, issuer, overruled, ..DecisionDraft::new(OrganizationEventKind::Founded, on) }),
        None => {
            if !unclear && (number.is_some() || issuer.is_some()) {
                reading.wrong(C::On, "organizations_day_missing");
            }
            None
        }
    }
}

fn places(reading: &mut Reading<'_>, of_kind: Option<LinkKind>) -> PlacesOfRow {
    use OrganizationColumn as C;
    // Not commas: an address has some.
    let shown = reading.cell(C::Places).shown().into_owned();
    let names: Vec<String> = shown.split([';', '\n', '\r']).map(clean).filter(|name| !name.is_empty()).collect();
    let said = reading.text(C::LinkKind);
    let kind = match link_kind_of(&said) {
        Some(kind) => Some(kind),
        None if said.is_empty() => of_kind,
        None => reading.taken(C::LinkKind, Err("not_a_choice")),
    };
    let from = date::date(reading.cell(C::From));
    let from = reading.taken(C::From, from);
    if names.is_empty() { PlacesOfRow::default() } else { PlacesOfRow { names, kind, from } }
}
