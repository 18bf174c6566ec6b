//! Finds the heading of a table between letterhead, title and data, and what each column means.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::column::Column;
use super::problem::Problem;
use super::sheet::{Cell, Row};
use super::{date, forbidden, names};
use crate::text::{clean, fold};

/// How many rows of a sheet are searched for a heading.
pub const HEAD_ROWS: usize = 60;
/// Stands between a group heading and its own, in our spelling of a two-row heading.
const GROUP: &str = ": ";
/// Headings rarely take more rows than this.
const TALLEST_HEADING: usize = 3;

/// What was understood of a sheet's heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    pub sheet: String,
    /// First and last row of the heading, as the sheet numbers them.
    pub rows: (u32, u32),
    /// Meaning of each column, by index; none is not read.
    pub columns: Vec<Option<Column>>,
    /// Headings as they are spelled, NFC; a group heading stands before its own, "BQT: Số QĐ".
    pub headings: Vec<String>,
    /// Headings of columns that must not be read (`forbidden`): dropped, whatever the caller wants.
    pub forbidden: Vec<String>,
    /// Headings that are not understood or occur twice.
    pub notes: Vec<Problem>,
    /// The day in the title ("số liệu đến ngày 30/6/2026"), if there is one.
    pub dated_on: Option<NaiveDate>,
    /// Folded texts of each heading row, to know them again on later pages.
    pub(super) repeated: Vec<Vec<String>>,
}

impl Layout {
    /// Finds the heading in the first rows of a sheet. The problem is `no_heading_row` or `no_name_column`.
    pub fn find(sheet: &str, rows: &[Row]) -> Result<Self, Problem> {
        Self::guess(sheet, rows)?.with_name()
    }

    /// The same for a table that perhaps nobody can tell the places of.
    pub(super) fn guess(sheet: &str, rows: &[Row]) -> Result<Self, Problem> {
        let head = &rows[..rows.len().min(HEAD_ROWS)];
        let candidate = Candidate::best(head).ok_or_else(|| Problem::new(sheet, None, "", "no_heading_row", ""))?;
        Ok(Self::of(sheet, head, candidate))
    }

    /// With the heading where a person says that it ends; none where there is no such row.
    pub(super) fn at(sheet: &str, rows: &[Row], last: u32) -> Option<Self> {
        let head = &rows[..rows.len().min(HEAD_ROWS)];
        let at = head.iter().position(|row| row.number == last)?;
        let heights = (0..TALLEST_HEADING.min(at + 1)).map(|above| Candidate::of(at - above, &head[at - above..=at]));
        let mut candidate = heights.reduce(|best, next| if next.understood() > best.understood() { next } else { best })?;
        // Whoever moves the heading does not move what must not be read.
        let guessed = Self::guess(sheet, rows).ok();
        for (index, heading) in candidate.headings.iter_mut().enumerate() {
            let of_guess = guessed.as_ref().filter(|guess| guess.is_dropped(index)).map(|guess| guess.headings[index].clone());
            let above = || head[..=at].iter().map(|row| heading_text(row.cell(index))).find(|text| forbidden::is_forbidden(text));
            if let Some(forbidden) = of_guess.or_else(above) {
                *heading = forbidden;
            }
        }
        Some(Self::of(sheet, head, candidate))
    }

    /// A table needs a column that says which place a row speaks of.
    pub(super) fn with_name(self) -> Result<Self, Problem> {
        match self.has(Column::Name) || self.has(Column::Id) {
            true => Ok(self),
            false => Err(Problem::new(&self.sheet, Some(self.rows.0), "", "no_name_column", "")),
        }
    }

    fn of(sheet: &str, head: &[Row], candidate: Candidate) -> Self {
        let dated_on = title_date(&head[..candidate.first]);
        let heading = &head[candidate.first..candidate.first + candidate.height];
        let number = |row: Option<&Row>| row.map_or(0, |row| row.number);
        let mut layout = Self {
            sheet: sheet.to_owned(),
            rows: (number(heading.first()), number(heading.last())),
            columns: candidate.columns,
            headings: candidate.headings,
            forbidden: Vec::new(),
            notes: Vec::new(),
            dated_on,
            repeated: heading.iter().map(|row| row.cells.iter().map(|cell| fold(&cell.shown())).collect()).collect(),
        };
        layout.settle();
        layout
    }

    /// Drops forbidden columns, keeps the first of two that mean the same, and notes the rest.
    fn settle(&mut self) {
        let mut taken = BTreeSet::new();
        for index in 0..self.headings.len() {
            let heading = self.headings[index].clone();
            let note = |code: &str| Problem::new(&self.sheet, Some(self.rows.1), &heading, code, &heading);
            if forbidden::is_forbidden(&heading) {
                self.columns[index] = None;
                self.forbidden.push(heading);
            } else if let Some(column) = self.columns[index] {
                if !taken.insert(column) {
                    self.notes.push(note("heading_twice"));
                    self.columns[index] = None;
                }
            } else if !heading.is_empty() {
                self.notes.push(note("heading_unknown"));
            }
        }
    }

    /// Lets the caller decide what a column means. A forbidden column stays unread; another column with
    /// that meaning loses it. False when nothing was changed.
    pub fn set_column(&mut self, index: usize, meaning: Option<Column>) -> bool {
        let Some(heading) = self.headings.get(index).cloned() else { return false };
        if self.is_dropped(index) {
            return false;
        }
        for column in self.columns.iter_mut().filter(|column| meaning.is_some() && **column == meaning) {
            *column = None;
        }
        self.columns[index] = meaning;
        self.notes.retain(|note| note.column != heading);
        true
    }

    /// Whether the column at this index must not be read.
    pub fn is_dropped(&self, index: usize) -> bool {
        self.headings.get(index).is_some_and(|heading| self.forbidden.contains(heading))
    }

    /// Where a column stands.
    pub fn index_of(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|found| *found == Some(column))
    }

    pub fn has(&self, column: Column) -> bool {
        self.index_of(column).is_some()
    }

    /// The heading of a column as it is spelled.
    pub fn heading(&self, column: Column) -> &str {
        self.index_of(column).map_or("", |index| self.headings[index].as_str())
    }

    /// The heading under which the sheet says a field of `PlaceDraft`.
    pub fn heading_of(&self, field: &str) -> Option<&str> {
        let column = Column::of_field(field).iter().find(|column| self.has(**column))?;
        Some(self.heading(*column))
    }

    /// The cell of a column; empty where the sheet has no such column.
    pub fn cell<'a>(&self, row: &'a Row, column: Column) -> &'a Cell {
        self.index_of(column).map_or(&Cell::Empty, |index| row.cell(index))
    }
}

/// One guess at where the heading is: its columns when these rows are read as one heading.
struct Candidate {
    first: usize,
    height: usize,
    columns: Vec<Option<Column>>,
    headings: Vec<String>,
}

impl Candidate {
    /// Most columns understood; of equal guesses the lowest, so that a title is no part of the heading;
    /// then the first.
    fn best(head: &[Row]) -> Option<Self> {
        let singles: Vec<Self> = (0..head.len()).map(|first| Self::of(first, &head[first..=first])).collect();
        let promising: Vec<bool> = singles.iter().map(|single| single.understood() >= 2).collect();
        let tall = (2..=TALLEST_HEADING).flat_map(|height| (0..head.len()).map(move |first| (first, height)));
        // A heading of several rows has one that is understood by itself.
        let tall = tall.filter(|(first, height)| promising.get(*first..first + height).is_some_and(|rows| rows.contains(&true)));
        let all = singles.into_iter().chain(tall.map(|(first, height)| Self::of(first, &head[first..first + height])));
        // Lower ones come first, and only a better one replaces what was found.
        all.map(|candidate| (candidate.understood(), candidate))
            .filter(|(score, _)| *score >= 2)
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, candidate)| candidate)
    }

    fn of(first: usize, rows: &[Row]) -> Self {
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let mut columns: Vec<Option<Column>> = Vec::with_capacity(width);
        let mut headings = Vec::with_capacity(width);
        for index in 0..width {
            let path = path_of(rows, index);
            let neighbour = columns.last().copied().flatten();
            let column = meaning_of(&path, neighbour);
            // The shortest text that means the same by itself is what a person calls the column.
            let alone = path.last().filter(|last| column.is_some() && names::meaning(last) == column).cloned();
            headings.push(alone.unwrap_or_else(|| path.join(GROUP)));
            columns.push(column);
        }
        Self { first, height: rows.len(), columns, headings }
    }

    /// Different columns that were understood. "Vấn đề" says nothing about a table.
    fn understood(&self) -> usize {
        let distinct: BTreeSet<Column> = self.columns.iter().flatten().copied().filter(|column| *column != Column::Issues).collect();
        distinct.len()
    }
}

/// The texts over a column from the top, a merged group heading carried to the right.
fn path_of(rows: &[Row], index: usize) -> Vec<String> {
    let mut path: Vec<String> = Vec::new();
    for (level, row) in rows.iter().enumerate() {
        let below_is_filled = || rows[level + 1..].iter().any(|row| !row.cell(index).is_blank());
        let own = heading_text(row.cell(index));
        let text = if own.is_empty() && level + 1 < rows.len() && below_is_filled() {
            (0..index).rev().map(|left| heading_text(row.cell(left))).find(|text| !text.is_empty()).unwrap_or_default()
        } else {
            own
        };
        if !text.is_empty() && path.last() != Some(&text) {
            path.push(text);
        }
    }
    path
}

/// Only short text can be a heading: not a number, not a paragraph.
fn heading_text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) if text.len() <= 600 => clean(text),
        _ => String::new(),
    }
}

/// Group and heading together, then the heading alone, then beside its neighbour.
fn meaning_of(path: &[String], neighbour: Option<Column>) -> Option<Column> {
    if let [only] = path
        && only.contains(GROUP)
    {
        let parts: Vec<String> = only.split(GROUP).map(str::to_owned).collect();
        return meaning_of(&parts, neighbour);
    }
    let last = path.last()?;
    let joined = path.iter().map(|text| names::canonical(text)).collect::<Vec<_>>().join(" ");
    let in_group = if path.len() > 1 { names::meaning(&joined).or_else(|| by_group(path, last)) } else { None };
    in_group.or_else(|| names::meaning(last)).or_else(|| if path.len() == 1 { names::meaning_beside(last, neighbour) } else { None })
}

fn by_group(path: &[String], last: &str) -> Option<Column> {
    path.iter().rev().skip(1).find_map(|group| names::meaning_beside(last, names::meaning(group)))
}

/// "Số liệu đến ngày 30/6/2026" or "tính đến ngày 30 tháng 6 năm 2026" above the heading.
fn title_date(title: &[Row]) -> Option<NaiveDate> {
    title.iter().flat_map(|row| &row.cells).find_map(|cell| {
        let text = clean(&cell.shown()).to_lowercase();
        let after = &text[text.find("đến ngày")?..];
        let told: String = after.chars().skip_while(|c| !c.is_ascii_digit()).take_while(|c| !matches!(c, ')' | ',' | ';')).collect();
        date::from_text(told.trim()).or_else(|| date::from_text(told.split(' ').next()?))
    })
}
