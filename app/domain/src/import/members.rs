//! A sheet of members: which column means what, and what each row says. Only the columns named here are ever read;
//! what must not be kept is named as dropped, like in any other sheet.

use std::collections::BTreeMap;

use super::cell::{self, Read};
use super::forbidden::is_forbidden;
use super::headings::HEAD_ROWS;
use super::problem::Problem;
use super::sheet::{Cell, Row, Sheet};
use super::words::{self, Spoken};
use crate::codes::codes;
use crate::member::{CellPost, MemberDraft};
use crate::text::{clean, fold};

codes! {
    /// A column of the sheet, by the field of the draft that it fills.
    MemberColumn { Name, Phone, Cell, Post, Residence, ResidenceLinked, Capacity }
}

impl MemberColumn {
    /// As our own empty table spells it.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Name => "Họ và tên",
            Self::Phone => "Điện thoại",
            Self::Cell => "Chi bộ",
            Self::Post => "Chức vụ",
            Self::Residence => "Nơi ở",
            Self::ResidenceLinked => "Giữ mối liên hệ nơi cư trú (213)",
            Self::Capacity => "Số hộ nhận giúp",
        }
    }

    /// What offices write instead, folded.
    fn spellings(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["ho ten", "ten dang vien", "ho va ten dang vien", "ho ten dang vien", "name"],
            Self::Phone => &["so dien thoai", "sdt", "dien thoai lien he", "so dien thoai lien he", "phone"],
            Self::Cell => &["ten chi bo", "chi bo sinh hoat", "sinh hoat tai chi bo", "cell"],
            Self::Post => &["chuc vu dang", "chuc vu trong chi bo", "nhiem vu trong chi bo", "post"],
            Self::Residence => &["noi cu tru", "noi o hien nay", "chung cu", "ten chung cu", "residence"],
            Self::ResidenceLinked => {
                &["213", "dang vien 213", "dien 213", "giu moi lien he noi cu tru", "giu moi lien he 213", "residence linked"]
            }
            Self::Capacity => &["so ho", "so ho giup", "so ho phu trach", "so ho co the giup", "capacity"],
        }
    }

    pub(super) fn of_heading(text: &str) -> Option<Self> {
        let said = fold(text);
        Self::all().iter().copied().find(|column| fold(column.heading()) == said || column.spellings().contains(&said.as_str()))
    }
}

impl Spoken for CellPost {
    const WORDS: &'static [words::Word<Self>] = &[
        (Self::Member, "Đảng viên", &["dang vien", "khong"]),
        (Self::CommitteeMember, "Chi ủy viên", &["chi uy vien", "cap uy vien", "chi uy"]),
        (Self::DeputySecretary, "Phó Bí thư", &["pho bi thu", "pbt", "pho bi thu chi bo"]),
        (Self::Secretary, "Bí thư", &["bi thu", "bt", "bi thu chi bo"]),
    ];
}

/// A row that could be read. Cell and place stand there as somebody wrote them. No Debug: it holds a name.
#[derive(Clone, serde::Serialize)]
pub struct MemberRow {
    pub sheet: String,
    /// As the sheet numbers it.
    pub number: u32,
    pub draft: MemberDraft,
    /// The row does not say how many households they can help; that is no nought.
    pub without_capacity: bool,
    pub cell: String,
    pub residence: String,
}

/// What a file of members came to.
#[derive(Default)]
pub struct MemberTable {
    pub rows: Vec<MemberRow>,
    /// Rows that cannot be read. They hold nothing of what stands in the row.
    pub problems: Vec<Problem>,
    /// Headings of columns that must not be kept.
    pub dropped: Vec<String>,
    /// Headings that were not understood.
    pub unknown: Vec<String>,
}

/// Reads every sheet that has a table of members. None of them has one: the problem says what is needed.
pub fn read_members(sheets: &[Sheet]) -> Result<MemberTable, Problem> {
    let mut table = MemberTable::default();
    let mut found = false;
    for sheet in sheets {
        let Some((heading, columns)) = heading_of(sheet) else { continue };
        found = true;
        let named = heading.cells.iter().enumerate().map(|(index, cell)| (index, clean(&cell.shown())));
        for (_, text) in named.filter(|(index, text)| !text.is_empty() && !columns.values().any(|at| at == index)) {
            let ordinal = matches!(fold(&text).as_str(), "stt" | "tt" | "so thu tu");
            match is_forbidden(&text) {
                true => table.dropped.push(text),
                false if ordinal => {}
                false => table.unknown.push(text),
            }
        }
        for row in sheet.rows.iter().filter(|row| row.number > heading.number) {
            read_row(sheet, row, &columns, &mut table);
        }
    }
    if found { Ok(table) } else { Err(Problem::new("", None, "", "members_no_heading", "")) }
}

type Columns = BTreeMap<MemberColumn, usize>;

/// The row of the first ones in which most headings are understood: at least the name and one more.
fn heading_of(sheet: &Sheet) -> Option<(&Row, Columns)> {
    let understood = |row: &Row| {
        let mut columns = Columns::new();
        for (index, cell) in row.cells.iter().enumerate() {
            if let Cell::Text(text) = cell
                && let Some(column) = MemberColumn::of_heading(text)
            {
                columns.entry(column).or_insert(index);
            }
        }
        columns
    };
    let all = sheet.rows.iter().take(HEAD_ROWS).map(|row| (row, understood(row)));
    let tables = all.filter(|(_, columns)| columns.contains_key(&MemberColumn::Name) && columns.len() > 1);
    tables.reduce(|best, next| if next.1.len() > best.1.len() { next } else { best })
}

fn read_row(sheet: &Sheet, row: &Row, columns: &Columns, table: &mut MemberTable) {
    let cell = |column: MemberColumn| columns.get(&column).map_or(&Cell::Empty, |index| row.cell(*index));
    let text = |column: MemberColumn| cell(column).clean();
    let name = text(MemberColumn::Name);
    let filled: Vec<String> = columns.keys().map(|column| text(*column)).filter(|text| !text.is_empty()).collect();
    // Nothing, a heading once more, or the numbers of the columns.
    let counted = filled.iter().all(|text| !text.chars().any(char::is_alphabetic));
    if filled.is_empty() || MemberColumn::of_heading(&name) == Some(MemberColumn::Name) || (counted && filled.len() == columns.len()) {
        return;
    }
    let mut problems = Vec::new();
    let mut wrong = |column: MemberColumn, code: &str| {
        problems.push(Problem::new(&sheet.name, Some(row.number), column.heading(), code, ""));
    };
    let capacity = match cell::whole_number(cell(MemberColumn::Capacity)) {
        Ok(Read::Value(number) | Read::Assumed(number, _)) => Some(number),
        Ok(Read::Blank) => None,
        Err(_) => {
            wrong(MemberColumn::Capacity, "members_number");
            None
        }
    };
    let post = cell::choice::<CellPost>(cell(MemberColumn::Post)).unwrap_or_else(|_| {
        wrong(MemberColumn::Post, "members_post");
        None
    });
    let residence_linked = cell::yes_or_no(cell(MemberColumn::ResidenceLinked)).unwrap_or_else(|_| {
        wrong(MemberColumn::ResidenceLinked, "members_yes_or_no");
        None
    });
    if !problems.is_empty() {
        table.problems.append(&mut problems);
        return;
    }
    let draft = MemberDraft {
        name,
        phone: phone(cell(MemberColumn::Phone)),
        post: post.unwrap_or_default(),
        residence_linked: residence_linked.unwrap_or_default(),
        capacity: capacity.unwrap_or_default(),
        ..MemberDraft::default()
    };
    let (cell, residence) = (text(MemberColumn::Cell), text(MemberColumn::Residence));
    table.rows.push(MemberRow {
        sheet: sheet.name.clone(),
        number: row.number,
        draft,
        without_capacity: capacity.is_none(),
        cell,
        residence,
    });
}

/// A number cell has lost the zero that every number of this country begins with.
fn phone(cell: &Cell) -> String {
    match cell {
        Cell::Number(_) => format!("0{}", cell.clean()),
        _ => cell.clean(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u32, cells: &[&str]) -> Row {
        Row { number, cells: cells.iter().map(|text| if text.is_empty() { Cell::Empty } else { Cell::text_of(*text) }).collect() }
    }

    fn read(rows: Vec<Row>) -> MemberTable {
        read_members(&[Sheet { name: "S".into(), rows }]).expect("a table")
    }

    #[test]
    fn the_heading_is_found_below_a_title_and_what_must_not_be_kept_is_never_read() {
        let table = read(vec![
            row(1, &["DANH SÁCH ĐẢNG VIÊN"]),
            row(3, &["STT", "Họ tên", "SĐT", "Dân tộc", "Chức vụ Đảng", "213", "Số hộ nhận giúp", "Sở thích"]),
            row(4, &["1", "2", "3", "4", "5", "6", "7", "8"]),
            row(5, &["1", "Trần Văn B", "0909 123 456", "Kinh", "bí thư", "x", "3 hộ", "câu cá"]),
            row(6, &["2", "Lê Thị C", "", "", "", "", "", ""]),
            row(9, &["STT", "Họ tên", "SĐT", "", "", "", "", ""]),
        ]);
        assert_eq!((table.dropped, table.unknown), (vec!["Dân tộc".to_owned()], vec!["Sở thích".to_owned()]));
        assert!(table.problems.is_empty());
        let capacity = |row: &MemberRow| (!row.without_capacity).then_some(row.draft.capacity);
        let read: Vec<_> = table.rows.iter().map(|row| (row.number, row.draft.name.as_str(), row.draft.post, capacity(row))).collect();
        assert_eq!(read, [(5, "Trần Văn B", CellPost::Secretary, Some(3)), (6, "Lê Thị C", CellPost::Member, None)]);
        assert!(table.rows[0].draft.residence_linked && !table.rows[1].draft.residence_linked);
        let kept = serde_json::to_string(&table.rows).expect("json");
        assert!(!kept.contains("Kinh") && !kept.contains("câu cá"));
    }

    #[test]
    fn a_row_that_cannot_be_read_is_named_without_what_stands_in_it() {
        let table = read(vec![
            row(1, &["Họ và tên", "Chức vụ", "Số hộ nhận giúp", "213"]),
            row(2, &["Trần Văn B", "hay giúp đỡ", "nhiều", "có lẽ"]),
            row(3, &["Lê Thị C", "Phó Bí thư", "1", "không"]),
        ]);
        assert_eq!(table.rows.len(), 1);
        let codes: Vec<&str> = table.problems.iter().map(|problem| problem.code.as_str()).collect();
        assert_eq!(codes, ["members_number", "members_post", "members_yes_or_no"]);
        assert!(table.problems.iter().all(|problem| problem.value.is_empty() && problem.row == Some(2)));
    }

    #[test]
    fn a_number_gets_back_the_zero_that_a_workbook_took() {
        let heading = row(1, &["Họ và tên", "Điện thoại"]);
        let cells = vec![Cell::text_of("Trần Văn B"), Cell::Number(909_123_456.0)];
        assert_eq!(read(vec![heading, Row { number: 2, cells }]).rows[0].draft.phone, "0909123456");
    }

    #[test]
    fn a_sheet_without_names_is_none_of_members() {
        let none = read_members(&[Sheet { name: "S".into(), rows: vec![row(1, &["Tên chung cư", "Địa chỉ"])] }]);
        assert_eq!(none.err().expect("nothing to read").code, "members_no_heading");
    }

    #[test]
    fn no_column_of_members_is_forbidden() {
        assert!(MemberColumn::all().iter().all(|column| !is_forbidden(column.heading())));
        for column in MemberColumn::all() {
            assert_eq!(MemberColumn::of_heading(column.heading()), Some(*column));
        }
    }
}
