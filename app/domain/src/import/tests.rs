//! Tables in memory: what counts as a heading, as data, and what a row comes to.

use chrono::NaiveDate;
use rstest::rstest;
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::organization::PlaceOrganization;
use crate::place::PlaceDraft;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date")
}

/// Cells are separated by bars.
fn row(number: u32, cells: &str) -> Row {
    let cell = |text: &str| if text.trim().is_empty() { Cell::Empty } else { Cell::text_of(text.trim()) };
    Row { number, cells: cells.split('|').map(cell).collect() }
}

fn rows(lines: &[&str]) -> Vec<Row> {
    (1..).zip(lines).map(|(number, line)| row(number, line)).collect()
}

fn layout(lines: &[&str]) -> Layout {
    Layout::find("S", &rows(lines)).expect("a heading")
}

const PLAIN: &str = "STT | Tên chung cư | Địa chỉ | Phường/xã | Số căn | Ghi chú";

#[rstest]
#[case("1 | Chung cư A | 1 Lê Lợi | Sài Gòn | 5", RowKind::Data)]
#[case(" | Cộng Hòa Plaza | 19 Cộng Hòa | Bảy Hiền", RowKind::Data)]
#[case(" | Tổng công ty Xây dựng | 1 Lê Lợi | Sài Gòn", RowKind::Data)]
#[case(" | Chung cư A | 1 Lê Lợi | Sài Gòn | | rà soát ngày 5 tháng 1 năm 2026", RowKind::Data)]
#[case("7 | | 1 Lê Lợi | Sài Gòn | 5", RowKind::Data)]
#[case("7 | Chung cư A", RowKind::Data)]
#[case(" | Chung cư A", RowKind::Data)]
#[case("", RowKind::Blank)]
#[case("(1) | (2) | (3) | (4) | (5) | (6)", RowKind::Numbering)]
#[case("A | B | 1 | 2 | 3=1+2", RowKind::Numbering)]
#[case("STT | TÊN CHUNG CƯ | Địa chỉ | Phường/xã | Số căn", RowKind::Heading)]
#[case("TT | Tên nhà chung cư | Địa chỉ | Phường", RowKind::Heading)]
#[case("Phường Sài Gòn", RowKind::Group)]
#[case("I | Phường Sài Gòn | | | 300", RowKind::Group)]
#[case("I. Khu vực trung tâm", RowKind::Group)]
#[case("II | Khu vực khác", RowKind::Group)]
#[case(" | Tổng cộng | | | 305", RowKind::Total)]
#[case("Cộng | | | | 305", RowKind::Total)]
#[case("Cộng phường Sài Gòn | | | | 305", RowKind::Total)]
#[case("Ghi chú: số liệu tạm tính", RowKind::Footnote)]
#[case("(*) Chưa kể nhà tập thể", RowKind::Footnote)]
#[case(" | | | Sài Gòn, ngày … tháng … năm 2026", RowKind::Signature)]
#[case(" | Người lập biểu | | TM. ỦY BAN NHÂN DÂN", RowKind::Signature)]
#[case(" | Nơi nhận:", RowKind::Signature)]
#[case(" | | | KT. CHỦ TỊCH", RowKind::Signature)]
#[case(" | | | Trần Thị B", RowKind::Stray)]
fn a_row_is_what_stands_in_it(#[case] line: &str, #[case] expected: RowKind) {
    let layout = layout(&[PLAIN]);
    assert_eq!(kind_of(&layout, &row(9, line)), expected, "{line}");
    let decomposed: String = line.nfd().collect();
    assert_eq!(kind_of(&layout, &row(9, &decomposed)), expected, "decomposed: {line}");
}

#[test]
fn a_heading_is_found_in_any_case_order_and_normal_form() {
    let heading = "GHI CHÚ | Phường /\nXã | ten chung cu | SỐ CĂN HỘ ĐÃ BÀN GIAO | Số căn";
    for heading in [heading.to_owned(), heading.nfd().collect()] {
        let layout = layout(&["ỦY BAN NHÂN DÂN", "DANH SÁCH CHUNG CƯ", &heading, "a | b | c | 1 | 2"]);
        let expected = [Column::Note, Column::AdminUnitName, Column::Name, Column::HandedOver, Column::Apartments];
        assert_eq!(layout.columns, expected.map(Some));
        assert_eq!(layout.rows, (3, 3));
        assert_eq!(layout.heading(Column::AdminUnitName), "Phường / Xã");
    }
}

#[test]
fn short_headings_in_one_row_belong_to_the_column_before_them() {
    let layout = layout(&["Tên chung cư | BQT | Số QĐ | Ngày | Tổ chức đảng | Số QĐ | Thỏa thuận phối hợp | Số | Ngày"]);
    let expected = [
        Column::Name,
        Column::Board,
        Column::DecisionNumber,
        Column::DecisionOn,
        Column::Party,
        Column::PartyDecision,
        Column::Agreement,
        Column::AgreementNumber,
        Column::AgreementOn,
    ];
    assert_eq!(layout.columns, expected.map(Some));
}

#[test]
fn a_sheet_without_heading_or_without_a_name_says_so() {
    let code = |lines: &[&str]| Layout::find("S", &rows(lines)).expect_err("no table").code;
    assert_eq!(code(&["a | b", "c | d"]), "no_heading_row");
    assert_eq!(code(&[]), "no_heading_row");
    assert_eq!(code(&["STT | Phường/xã | Số căn", "1 | A | 5"]), "no_name_column");
}

fn read_one(heading: &str, line: &str) -> Result<ImportedPlace, Vec<String>> {
    let layout = layout(&[heading]);
    let found = read_row(&layout, &row(2, line), day());
    found.map(|place| place.expect("data")).map_err(|problems| problems.into_iter().map(|problem| problem.code).collect())
}

#[rstest]
#[case("12/QĐ-UBND ngày 05/01/2025, hết nhiệm kỳ 05/01/2028", &["recognised", "12/QĐ-UBND", "2025-01-05", "2028-01-05"], &[])]
#[case("Đã có QĐ số 12/QĐ-UBND ngày 05/01/2025", &["recognised", "12/QĐ-UBND", "2025-01-05", "null"], &[])]
#[case("12/QĐ-UBND", &["awaiting_number", "12/QĐ-UBND", "null", "null"], &[])]
#[case("x", &["awaiting_number", "", "", ""], &[])]
#[case("Có", &["awaiting_number", "", "", ""], &[])]
#[case("chưa có", &["none", "null", "null", "null"], &[])]
#[case("", &["unknown", "null", "null", "null"], &[])]
#[case("đã nộp hồ sơ", &["submitted", "", "", ""], &[])]
#[case("12/QĐ-UBND ngày 05/01/2025 của UBND phường", &["recognised", "12/QĐ-UBND", "2025-01-05", "null"], &["part_left_out"])]
fn the_combined_board_cell(#[case] cell: &str, #[case] expected: &[&str; 4], #[case] notes: &[&str]) {
    let place = read_one("Tên chung cư | Phường/xã | BQT", &format!("A | B | {cell}")).expect("a place");
    let said = ["recognition", "decision_number", "decision_on", "term_ends_on"].map(|field| match place.fields.get(field) {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    });
    assert_eq!(said, expected.map(str::to_owned), "{cell}");
    assert_eq!(place.notes.iter().map(|note| note.code.as_str()).collect::<Vec<_>>(), notes, "{cell}");
}

#[rstest]
#[case("chưa có QĐ số 12/QĐ-UBND", "not_a_choice")]
#[case("12/QĐ-UBND ngày 31/02/2025", "not_a_date")]
#[case("đang bàn bạc", "not_a_choice")]
fn a_board_cell_that_is_not_understood_is_a_problem(#[case] cell: &str, #[case] code: &str) {
    assert_eq!(read_one("Tên chung cư | Phường/xã | BQT", &format!("A | B | {cell}")), Err(vec![code.to_owned()]));
}

#[test]
fn an_expired_board_without_a_day_keeps_the_word() {
    let place = read_one("Tên chung cư | Phường/xã | BQT", "A | B | 12/QĐ-UBND ngày 05/01/2020, đã hết nhiệm kỳ").expect("a place");
    assert_eq!((&place.fields["recognition"], &place.fields["term"]), (&json!("recognised"), &json!("expired")));
}

#[rstest]
#[case("Đã tổ chức", "x", "elected")]
#[case("Đã tổ chức", "chưa có", "held_no_board")]
#[case("Chưa tổ chức", "", "due")]
#[case("Quá hạn", "", "overdue")]
#[case("", "x", "unknown")]
fn a_meeting_that_was_held_is_explained_by_the_board(#[case] meeting: &str, #[case] board: &str, #[case] expected: &str) {
    let place = read_one("Tên chung cư | Phường/xã | Tình trạng hội nghị | BQT", &format!("A | B | {meeting} | {board}")).expect("a place");
    assert_eq!(place.fields["meeting_stage"], json!(expected));
}

#[rstest]
#[case("chưa có", "Hội Phụ nữ", json!(["womens_union"]), Some(json!("2026-06-30")))]
#[case("chưa có", "chưa có", json!([]), Some(json!("2026-06-30")))]
#[case("chưa có", "", json!([]), Some(json!("2026-06-30")))]
#[case("Chi bộ ghép", "Hội Phụ nữ", json!(["shared_cell", "womens_union"]), None)]
#[case("Chi bộ độc lập và tổ đảng", "", json!(["own_cell", "group_within_cell"]), None)]
#[case("", "Hội Phụ nữ", json!(["womens_union"]), Some(Value::Null))]
fn party_and_other_organizations_explain_each_other(
    #[case] party: &str,
    #[case] others: &str,
    #[case] organizations: Value,
    #[case] confirmed: Option<Value>,
) {
    let place =
        read_one("Tên chung cư | Phường/xã | Tổ chức đảng | Tổ chức CT-XH", &format!("A | B | {party} | {others}")).expect("a place");
    assert_eq!(place.fields["organizations"], organizations);
    assert_eq!(place.fields.get("organizations_confirmed_on"), confirmed.as_ref());
}

#[test]
fn a_review_date_confirms_that_there_is_none() {
    let place = read_one("Tên chung cư | Phường/xã | Tổ chức đảng | Ngày rà soát", "A | B | chưa có | 05/01/2026").expect("a place");
    assert_eq!(place.fields["organizations_confirmed_on"], json!("2026-01-05"));
}

#[test]
fn a_sheet_that_speaks_only_of_the_party_leaves_the_others_alone() {
    let place = read_one("Tên chung cư | Phường/xã | Tổ chức đảng", "A | B | Chi bộ ghép").expect("a place");
    let current =
        PlaceDraft { organizations: [PlaceOrganization::OwnCell, PlaceOrganization::WomensUnion].into(), ..PlaceDraft::default() };
    let after = place.overlay(&current).expect("fields");
    assert_eq!(after.organizations, [PlaceOrganization::SharedCell, PlaceOrganization::WomensUnion].into());
}

#[test]
fn all_problems_of_a_row_come_at_once() {
    let heading = "Tên chung cư | Phường/xã | Số căn | Năm bàn giao | Phân loại | Ngày rà soát | Vĩ độ";
    let expected = ["name_missing", "not_a_whole_number", "not_a_year", "not_a_number", "not_a_choice", "not_a_date"];
    assert_eq!(read_one(heading, " | B | 12a | xưa | hạng vừa | 31/02/2026 | bắc"), Err(expected.map(str::to_owned).to_vec()));
}

#[rstest]
#[case("26740", Some("26740"), None)]
#[case("267", Some("00267"), None)]
#[case("12", None, Some("12"))]
#[case("Phường 12", None, Some("Phường 12"))]
fn a_code_is_understood_where_a_name_belongs(#[case] cell: &str, #[case] code: Option<&str>, #[case] name: Option<&str>) {
    let unit = read_one("Tên chung cư | Phường/xã", &format!("A | {cell}")).expect("a place").unit;
    assert_eq!((unit.code.as_deref(), unit.name.as_deref()), (code, name));
    let both = read_one("Tên chung cư | Phường/xã | Mã phường/xã", &format!("A | {cell} | 26743")).expect("a place").unit;
    assert_eq!((both.code.as_deref(), both.name.as_deref()), (Some("26743"), Some(cell)));
}

#[test]
fn a_table_grouped_by_units_needs_no_column_for_them() {
    let layout = layout(&["STT | Tên chung cư | Địa chỉ"]);
    let mut reader = RowReader::new(&layout, day());
    assert_eq!(reader.read(&row(2, "I | Phường Sài Gòn")), Ok(None));
    let place = reader.read(&row(3, "1 | Chung cư A | 1 Lê Lợi")).expect("no problem").expect("data");
    assert_eq!(place.unit.name.as_deref(), Some("Phường Sài Gòn"));
    assert_eq!(place.notes[0].code, "unit_from_group");
}

#[test]
fn an_empty_cell_clears_and_a_missing_column_says_nothing() {
    let place = read_one("Tên chung cư | Phường/xã | Số căn | Phân loại | Tranh chấp", "A | B").expect("a place");
    assert_eq!(
        (&place.fields["apartments"], &place.fields["segment"], &place.fields["disputes"]),
        (&Value::Null, &Value::Null, &json!([]))
    );
    assert!(!place.fields.contains_key("blocks") && !place.fields.contains_key("recognition"));
}
