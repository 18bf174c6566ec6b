//! Table C: households that consented on paper, row by row. Nothing of a row without a day of consent and the number of
//! its form is taken over; a column that the register may not keep is not read.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::household_columns::{HouseholdColumn, category_of, column_of};
use super::sheet::{Cell, Row, Sheet};
use super::{cell, date, forbidden};
use crate::failure::FieldErrors;
use crate::household::{ConsentDraft, ConsentHow, HouseholdDraft, Support, SupportCategory};

/// How many rows of a sheet are searched for a heading.
const HEAD_ROWS: usize = 30;

/// A household as a row tells it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ImportedHousehold {
    /// As the sheet numbers it.
    pub row: u32,
    /// Name or id of its place.
    pub place: String,
    pub consent: ConsentDraft,
    pub draft: HouseholdDraft,
}

/// Why a row is not taken. It holds nothing of what stands there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadRow {
    pub row: u32,
    pub errors: FieldErrors,
}

/// What was understood of a file.
// No Debug: it holds names.
#[derive(Default)]
pub struct HouseholdTable {
    pub rows: Vec<ImportedHousehold>,
    pub bad: Vec<BadRow>,
    /// Headings of columns that must not be kept: they were not read.
    pub dropped: Vec<String>,
    /// Headings that nobody understands: they were not read either.
    pub unread: Vec<String>,
}

impl HouseholdTable {
    /// Reads the first sheet that has a heading of table C. `text_version` is the text that those households signed.
    pub fn read(sheets: &[Sheet], text_version: &str, today: NaiveDate) -> Result<Self, FieldErrors> {
        let found = sheets.iter().find_map(|sheet| Some((sheet, heading_of(sheet)?)));
        let Some((sheet, at)) = found else { return Err(FieldErrors::one("file", "household_columns_missing", "")) };
        let mut table = Self::default();
        let columns = table.columns(&sheet.rows[at]);
        for row in &sheet.rows[at + 1..] {
            let of = |column: HouseholdColumn| columns.iter().position(|one| *one == Some(column)).map_or(&Cell::Empty, |at| row.cell(at));
            match household(row.number, of, text_version, today) {
                Ok(household) => table.rows.push(household),
                Err(errors) => table.bad.push(BadRow { row: row.number, errors }),
            }
        }
        Ok(table)
    }

    /// What each column means; what may not be read is named and means nothing.
    fn columns(&mut self, heading: &Row) -> Vec<Option<HouseholdColumn>> {
        let meaning = |cell: &Cell| {
            let words = cell.clean();
            if forbidden::is_forbidden(&words) {
                self.dropped.push(words);
                return None;
            }
            let column = column_of(&words);
            if column.is_none() && !words.is_empty() {
                self.unread.push(words);
            }
            column
        };
        heading.cells.iter().map(meaning).collect()
    }
}

/// The row whose cells name all that a household cannot be recorded without.
fn heading_of(sheet: &Sheet) -> Option<usize> {
    use HouseholdColumn::{FormNumber, GivenOn, Name, Place};
    sheet.rows.iter().take(HEAD_ROWS).position(|row| {
        let named: Vec<_> = row.cells.iter().filter_map(|cell| column_of(&cell.clean())).collect();
        [Name, Place, GivenOn, FormNumber].iter().all(|needed| named.contains(needed))
    })
}

fn household<'a>(
    row: u32,
    of: impl Fn(HouseholdColumn) -> &'a Cell,
    text_version: &str,
    today: NaiveDate,
) -> Result<ImportedHousehold, FieldErrors> {
    use HouseholdColumn::*;
    let mut errors = FieldErrors::default();
    let mut day = |field: &str, column| {
        date::date(of(column)).unwrap_or_else(|_| {
            errors.push(field, "day_not_understood", "");
            None
        })
    };
    let (given_on, valid_to) = (day("given_on", GivenOn), day("supports", ValidTo));
    let people = match cell::whole_number(of(People)) {
        Ok(cell::Read::Value(people) | cell::Read::Assumed(people, _)) => Some(people),
        Ok(cell::Read::Blank) => None,
        Err(_) => {
            errors.push("people", "number_not_understood", "");
            None
        }
    };
    let categories = categories(&of(Category).clean(), &mut errors);
    let support = |category| Support { standard: of(Standard).clean(), decision: of(Decision).clean(), valid_to, ..Support::of(category) };
    let supports = categories.into_iter().map(support).collect();
    let form_number = of(FormNumber).clean();
    // Both together stand for a signed form; without them nobody said yes.
    let agreed = given_on.is_some() && !form_number.is_empty();
    let consent = ConsentDraft { agreed, given_on, how: Some(ConsentHow::PaperForm), text_version: text_version.to_owned(), form_number };
    let place = of(Place).clean();
    if place.is_empty() {
        errors.push("place", "required", "");
    }
    let (name, unit, need) = (of(Name).clean(), of(Unit).clean(), of(Need).clean());
    let draft = HouseholdDraft { name, phone: phone(of(Phone)), unit, people, need, supports, ..HouseholdDraft::default() };
    errors.0.extend(consent.clone().check(today).err().unwrap_or_default().0);
    match draft.check() {
        Ok(draft) if errors.is_empty() => Ok(ImportedHousehold { row, place, consent, draft }),
        Ok(_) => Err(errors),
        Err(others) => {
            errors.0.extend(others.0);
            Err(errors)
        }
    }
}

/// A sheet that took it for a number has lost its first digit.
fn phone(cell: &Cell) -> String {
    let shown = cell.clean();
    let lost = matches!(cell, Cell::Number(_)) && shown.len() == 9 && !shown.starts_with('0');
    if lost { format!("0{shown}") } else { shown }
}

/// One or several, by their words or codes, separated as people do.
fn categories(text: &str, errors: &mut FieldErrors) -> Vec<SupportCategory> {
    let mut found = Vec::new();
    for part in text.split([',', ';', '+', '/']).map(str::trim).filter(|part| !part.is_empty()) {
        match category_of(part) {
            Some(category) => found.push(category),
            None => errors.push("supports", "category_not_understood", ""),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date")
    }

    fn sheet(rows: &[&[&str]]) -> Vec<Sheet> {
        let cells = |row: &[&str]| row.iter().map(|text| if text.is_empty() { Cell::Empty } else { Cell::text_of(*text) }).collect();
        let rows = rows.iter().zip(1..).map(|(row, number)| Row { number, cells: cells(row) }).collect();
        vec![Sheet { name: "C".into(), rows }]
    }

    const HEADING: [&str; 12] = [
        "STT",
        "Mã hộ",
        "Tên người liên hệ",
        "Điện thoại",
        "Địa điểm",
        "Số căn",
        "Số nhân khẩu",
        "Nhu cầu",
        "Diện hỗ trợ",
        "Tôn giáo",
        "Ngày đồng ý",
        "Số phiếu đồng ý",
    ];

    #[test]
    fn a_row_is_read_and_what_must_not_be_kept_is_not() {
        let row =
            ["1", "H-1", "Bà Bảy", "0909 123 456", "Chung cư A", "5.06", "2", "Đi khám", "Hộ nghèo; cận nghèo", "có", "20/11/2026", "DY-1"];
        let table = HouseholdTable::read(&sheet(&[&["BẢNG C"], &HEADING, &row]), "2026-1", today()).expect("a table");
        assert_eq!((table.dropped, table.unread.len(), table.bad.len()), (vec!["Tôn giáo".to_owned()], 0, 0));
        let one = &table.rows[0];
        assert_eq!((one.row, one.place.as_str(), one.draft.name.as_str(), one.draft.people), (3, "Chung cư A", "Bà Bảy", Some(2)));
        assert_eq!(
            one.draft.supports.iter().map(|one| one.category).collect::<Vec<_>>(),
            [SupportCategory::Poor, SupportCategory::NearPoor]
        );
        assert!(one.consent.agreed && one.consent.form_number == "DY-1" && !one.draft.neighbours_allowed);
    }

    #[test]
    fn without_day_or_form_a_row_is_refused_by_itself() {
        let no_day = ["1", "", "Bà Bảy", "", "Chung cư A", "", "", "Đi khám", "", "", "", "DY-1"];
        let no_form = ["2", "", "Ông Tám", "", "Chung cư A", "", "", "Đi khám", "", "", "20/11/2026", ""];
        let good = ["3", "", "Cô Chín", "", "Chung cư A", "", "", "Đi khám", "", "", "20/11/2026", "DY-3"];
        let table = HouseholdTable::read(&sheet(&[&HEADING, &no_day, &no_form, &good]), "2026-1", today()).expect("a table");
        assert_eq!(table.rows.len(), 1);
        let told = |at: usize| table.bad[at].errors.0.iter().map(|error| error.field.clone()).collect::<Vec<_>>();
        assert_eq!(
            (table.bad[0].row, told(0), told(1)),
            (2, vec!["agreed".into(), "given_on".into()], vec!["agreed".into(), "form_number".into()])
        );
        assert!(!format!("{:?}", table.bad).contains("Bảy"), "what stands there is not repeated");
    }

    #[test]
    fn a_table_without_consents_is_no_table_c() {
        let errors = HouseholdTable::read(&sheet(&[&["Tên người liên hệ", "Địa điểm"]]), "2026-1", today()).err().expect("refused");
        assert_eq!(errors.0[0].code, "household_columns_missing");
        assert!(HouseholdColumn::headings().all(|heading| !forbidden::is_forbidden(heading)));
    }
}
