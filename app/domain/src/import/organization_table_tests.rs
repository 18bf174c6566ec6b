//! What a sheet of organizations says, and what it may not hold.

use chrono::NaiveDate;
use rstest::rstest;

use super::organization_column::{kind_of, link_kind_of};
use super::*;
use crate::organization::{LinkKind, OrganizationKind};

fn row(number: u32, cells: &[&str]) -> Row {
    Row { number, cells: cells.iter().map(|text| if text.is_empty() { Cell::Empty } else { Cell::text_of(*text) }).collect() }
}

fn read(rows: Vec<Row>) -> Result<OrganizationTable, Problem> {
    read_organizations(&[Sheet { name: "S".into(), rows }])
}

const HEADINGS: [&str; 11] =
    ["STT", "Tên tổ chức", "Loại", "Cấp trên", "Số QĐ", "Ngày quyết định", "Số đảng viên", "Có chi ủy", "Địa điểm", "Hình thức", "Từ ngày"];

#[test]
fn a_row_says_what_it_is_what_founded_it_and_where_it_is() {
    let cells =
        ["1", "Chi bộ  1", "chi bộ", "Đảng ủy", "15-QĐ/ĐU", "05/01/2024", "32 đảng viên", "x", "Một; 2 Lê Lợi", "Chi bộ ghép", "1/2/2024"];
    let table = read(vec![
        row(1, &["DANH SÁCH TỔ CHỨC"]),
        row(3, &HEADINGS),
        row(4, &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]),
        row(5, &cells),
        row(6, &HEADINGS),
    ]);
    let table = table.expect("a table");
    assert!(table.problems.is_empty() && table.dropped.is_empty() && table.unknown.is_empty(), "{table:?}");
    assert_eq!(table.rows.len(), 1);
    let row = &table.rows[0];
    assert_eq!((row.number, row.draft.name.as_str(), row.draft.kind), (5, "Chi bộ 1", OrganizationKind::PartyCell));
    assert_eq!((row.draft.members, row.draft.cell_committee, row.superior.as_str()), (Some(32), Some(true), "Đảng ủy"));
    let founding = row.founding.as_ref().expect("a founding");
    assert_eq!((founding.number.as_deref(), Some(founding.on)), (Some("15-QĐ/ĐU"), NaiveDate::from_ymd_opt(2024, 1, 5)));
    assert_eq!(row.places.names, ["Một", "2 Lê Lợi"]);
    assert_eq!((row.places.kind, row.places.from), (Some(LinkKind::SharedCell), NaiveDate::from_ymd_opt(2024, 2, 1)));
}

#[test]
fn every_cell_that_cannot_be_read_is_named_and_its_row_is_not_taken() {
    let cells = ["1", "", "Câu lạc bộ", "", "15", "", "nhiều", "có lẽ", "Một", "ở gần", "hôm qua"];
    let table = read(vec![row(3, &HEADINGS), row(5, &cells)]).expect("a table");
    assert!(table.rows.is_empty());
    let problems: Vec<_> = table.problems.iter().map(|problem| (problem.column.as_str(), problem.code.as_str())).collect();
    let expected = [
        ("Tên tổ chức", "required"),
        ("Loại tổ chức", "not_a_choice"),
        ("Số thành viên", "not_a_whole_number"),
        ("Có chi ủy", "not_yes_or_no"),
        ("Ngày quyết định", "organizations_day_missing"),
        ("Hình thức liên kết", "not_a_choice"),
        ("Liên kết từ ngày", "not_a_date"),
    ];
    assert_eq!(problems, expected);
    assert!(table.problems.iter().all(|problem| problem.row == Some(5)));
}

#[test]
fn what_says_something_about_people_is_dropped_by_name_and_never_read() {
    let heading = row(1, &["Tên tổ chức", "Loại tổ chức", "Họ tên bí thư", "Số điện thoại", "Dân tộc", "Sở thích"]);
    let table = read(vec![heading, row(2, &["Chi bộ 1", "Chi bộ", "Trần Văn B", "0909 123 456", "Kinh", "câu cá"])]).expect("a table");
    assert_eq!(table.dropped, ["Họ tên bí thư", "Số điện thoại", "Dân tộc"]);
    assert_eq!(table.unknown, ["Sở thích"]);
    let kept = serde_json::to_string(&table.rows).expect("json");
    assert!(!kept.contains("Trần") && !kept.contains("0909") && !kept.contains("Kinh"), "{kept}");
}

#[rstest]
#[case(&["Họ và tên", "Chi bộ", "Loại"])]
#[case(&["STT", "Họ tên đảng viên", "Tên tổ chức", "Loại tổ chức"])]
#[case(&["Tên hội viên", "Tên tổ chức", "Loại tổ chức"])]
fn a_list_of_people_is_refused_as_a_whole(#[case] headings: &[&str]) {
    let refused = read(vec![row(1, headings), row(2, &["Trần Văn B", "Chi bộ 1", "Chi bộ", "Chi bộ"])]).expect_err("refused");
    assert_eq!(refused.code, "organizations_list_of_people");
    assert!(refused.value.is_empty());
}

#[test]
fn a_sheet_without_name_and_kind_is_none_of_organizations() {
    let refused = read(vec![row(1, &["Tên chung cư", "Địa chỉ"])]).expect_err("nothing to read");
    assert_eq!(refused.code, "organizations_no_heading");
}

#[rstest]
#[case("Chi bộ", OrganizationKind::PartyCell, None)]
#[case("CHI BO GHÉP", OrganizationKind::PartyCell, Some(LinkKind::SharedCell))]
#[case("Đảng ủy", OrganizationKind::PartyCommittee, None)]
#[case("Chi hội Phụ nữ", OrganizationKind::WomensUnion, None)]
#[case("MTTQ", OrganizationKind::FrontWorkCommittee, None)]
#[case("tổ tự quản", OrganizationKind::SelfManagedGroup, None)]
fn a_kind_is_understood_in_the_words_of_offices(#[case] said: &str, #[case] kind: OrganizationKind, #[case] link: Option<LinkKind>) {
    assert_eq!(kind_of(said), Some((kind, link)));
}

#[test]
fn every_kind_and_every_column_is_understood_in_our_own_words() {
    for kind in OrganizationKind::all() {
        assert_eq!(kind_of(words::label(*kind)), Some((*kind, None)), "{kind}");
    }
    assert_eq!(link_kind_of("Hội Phụ nữ"), None);
    for column in OrganizationColumn::all() {
        assert!(!is_forbidden(column.heading()) && !organization_column::is_of_people(column.heading()), "{column}");
        assert_eq!(OrganizationColumn::of_heading(column.heading()), Some(*column));
    }
}
