//! Tables as offices hand them in: letterhead, merged headings, groups, totals, signatures.

use std::io::Cursor;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use domain::import::{Choices, Column, HEAD_ROWS, ImportedPlace, Layout, Problem, RowReader, understand};
use formats::{Cell, Rejected, Row, Table, empty_table_a, read_sheets, write_rejected};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use serde_json::json;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date")
}

fn put(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, text) in (0_u16..).zip(cells) {
        match text.parse::<u32>() {
            Ok(number) if !text.starts_with('0') => drop(sheet.write_number(row, column, number).expect("a cell")),
            _ if text.is_empty() => {}
            _ => drop(sheet.write_string(row, column, *text).expect("a cell")),
        }
    }
}

/// Places and problems of a file, as the import sees them.
fn import(name: &str, bytes: &[u8]) -> (Vec<ImportedPlace>, Vec<Problem>) {
    let mut table = Table::open(name, bytes, None).expect("a table");
    let heads = table.heads(HEAD_ROWS).expect("heads");
    let found = understand(&heads, &Choices::default());
    assert_eq!(found.problems, []);
    let (mut places, mut problems) = (Vec::new(), found.notes);
    for layout in &found.found {
        let sheet = table.sheet_names().iter().position(|name| *name == layout.sheet).expect("the sheet");
        let mut reader = RowReader::new(layout, day());
        let each = &mut |row: Row| {
            match reader.read(&row) {
                Ok(place) => places.extend(place),
                Err(found) => problems.extend(found),
            }
            ControlFlow::Continue(())
        };
        table.for_each_row(sheet, each).expect("rows");
    }
    (places, problems)
}

fn report_of_a_ward() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let merged = Format::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Biểu A").expect("a name");
    put(sheet, 0, &["ỦY BAN NHÂN DÂN PHƯỜNG SÀI GÒN", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]);
    put(sheet, 1, &["", "", "", "", "Độc lập - Tự do - Hạnh phúc"]);
    put(sheet, 3, &["BẢNG TỔNG HỢP NHÀ CHUNG CƯ (số liệu đến ngày 30/6/2026)"]);
    put(
        sheet,
        5,
        &[
            "TT",
            "Tên nhà\nchung cư",
            "Địa chỉ",
            "Phường/ xã",
            "Số căn hộ",
            "",
            "Ban quản trị",
            "",
            "",
            "Tổ chức đảng",
            "",
            "Tôn giáo",
            "Điện thoại",
        ],
    );
    put(sheet, 6, &["", "", "", "", "Tổng số căn", "Số căn đã bàn giao", "Số QĐ", "Ngày", "Hết nhiệm kỳ", "Loại", "Số QĐ"]);
    sheet.merge_range(5, 0, 6, 0, "TT", &merged).expect("merged");
    sheet.merge_range(5, 6, 5, 8, "Ban quản trị", &merged).expect("merged");
    put(sheet, 7, &["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)"]);
    put(sheet, 8, &["I", "Phường Sài Gòn", "", "", "300"]);
    put(
        sheet,
        9,
        &[
            "1",
            "Chung cư A",
            "12 Lê Lợi",
            "P. Sài Gòn",
            "1.246",
            "1000",
            "12/QĐ-UBND",
            "05/01/2025",
            "05/01/2028",
            "Chi bộ độc lập",
            "15-QĐ/ĐU",
            "Phật giáo",
            "028",
        ],
    );
    put(sheet, 10, &["1a", "Tổng công ty Nhà", "15 Hàm Nghi", "Sài Gòn", "120", "120", "chưa có", "", "", "chưa có"]);
    put(sheet, 11, &["", "Chung cư không số", "Bến Nghé", "phường Bến Nghé (cũ)", "12a", "", "", "31/02/2025"]);
    put(sheet, 12, &["4", "", "3 Nguyễn Huệ", "P. Sài Gòn", "50"]);
    put(sheet, 14, &["TT", "Tên nhà chung cư", "Địa chỉ", "Phường/xã"]);
    put(sheet, 15, &["5", "Chung cư E", "5 Pasteur", "P. Sài Gòn", "60", "60", "", "", "", "x"]);
    put(sheet, 16, &["", "Tổng cộng", "", "", "1476"]);
    put(sheet, 17, &["Ghi chú: số liệu do các khu phố cung cấp"]);
    put(sheet, 19, &["", "", "", "", "", "Sài Gòn, ngày 30 tháng 6 năm 2026"]);
    put(sheet, 20, &["", "Người lập biểu", "", "", "", "TM. ỦY BAN NHÂN DÂN"]);
    put(sheet, 23, &["", "Nguyễn Văn A", "", "", "", "Trần Thị B"]);
    let guide = workbook.add_worksheet();
    guide.set_name("Hướng dẫn").expect("a name");
    put(guide, 0, &["Điền đủ các cột."]);
    workbook.save_to_buffer().expect("a workbook")
}

#[test]
fn a_wards_report_is_read_between_letterhead_and_signatures() {
    let bytes = report_of_a_ward();
    let (places, problems) = import("bieu-a.xlsx", &bytes);
    let names: Vec<_> = places.iter().map(|place| place.fields["name"].as_str().unwrap_or_default()).collect();
    assert_eq!(names, ["Chung cư A", "Tổng công ty Nhà", "Chung cư E"]);
    let found: Vec<_> = problems.iter().map(|p| (p.row, p.column.as_str(), p.code.as_str(), p.value.as_str())).collect();
    assert_eq!(
        found,
        [
            (None, "", "sheet_without_table", ""),
            (Some(12), "Tổng số căn", "not_a_whole_number", "12a"),
            (Some(12), "Ban quản trị: Ngày", "not_a_date", "31/02/2025"),
            (Some(13), "Tên nhà chung cư", "name_missing", ""),
        ]
    );
}

#[test]
fn a_two_row_heading_tells_the_decisions_apart() {
    let bytes = report_of_a_ward();
    let (places, _) = import("bieu-a.xlsx", &bytes);
    let first = &places[0];
    assert_eq!(first.row, 10);
    let expected = [
        ("apartments", json!(1246)),
        ("handed_over", json!(1000)),
        ("decision_number", json!("12/QĐ-UBND")),
        ("decision_on", json!("2025-01-05")),
        ("term_ends_on", json!("2028-01-05")),
        ("recognition", json!("recognised")),
        ("organizations", json!(["own_cell"])),
        ("party_decision", json!("15-QĐ/ĐU")),
    ];
    for (field, value) in expected {
        assert_eq!(first.fields.get(field), Some(&value), "{field}");
    }
    let second = &places[1];
    assert_eq!(second.fields["recognition"], json!("none"));
    assert_eq!((&second.fields["organizations"], &second.fields["organizations_confirmed_on"]), (&json!([]), &json!("2026-06-30")));
    let last = &places[2];
    assert_eq!((&last.fields["recognition"], &last.fields["organizations"]), (&json!("unknown"), &json!(["own_cell"])));
    assert_eq!(last.notes[0].code, "party_kind_assumed");
}

#[test]
fn a_forbidden_column_is_dropped_and_named_and_cannot_be_taken_back() {
    let sheets = read_sheets("a.xlsx", &report_of_a_ward()).expect("sheets");
    let mut layout = Layout::find(&sheets[0].name, &sheets[0].rows).expect("a heading");
    assert_eq!(layout.forbidden, ["Tôn giáo"]);
    assert_eq!(
        layout.notes.iter().map(|note| (note.code.as_str(), note.column.as_str())).collect::<Vec<_>>(),
        [("heading_unknown", "Điện thoại")]
    );
    assert_eq!((layout.rows, layout.dated_on), ((6, 7), Some(day())));
    assert_eq!(layout.heading_of("decision_number"), Some("Ban quản trị: Số QĐ"));
    assert!(!layout.set_column(11, Some(Column::Note)));
    assert!(layout.set_column(12, Some(Column::Note)));
    assert_eq!(layout.heading(Column::Note), "Điện thoại");
    assert!(layout.notes.is_empty());
}

#[test]
fn refused_rows_come_back_as_a_file_that_can_be_corrected_and_read_again() {
    let bytes = report_of_a_ward();
    let sheets = read_sheets("a.xlsx", &bytes).expect("sheets");
    let layout = Layout::find(&sheets[0].name, &sheets[0].rows).expect("a heading");
    let mut reader = RowReader::new(&layout, day());
    let mut refused = Vec::new();
    for row in &sheets[0].rows {
        if let Err(problems) = reader.read(row) {
            refused.push(Rejected { row: row.clone(), messages: problems.into_iter().map(|p| p.code).collect() });
        }
    }
    assert_eq!(refused.len(), 2);
    // Somebody corrects both rows.
    refused[0].row.cells[4] = Cell::Number(12.0);
    refused[0].row.cells[7] = Cell::Date(day());
    refused[1].row.cells[1] = Cell::text_of("Chung cư D");
    let mut file = Cursor::new(Vec::new());
    write_rejected([(&layout, refused.as_slice())], &mut file).expect("written");
    let again = read_sheets("rejected.xlsx", file.get_ref()).expect("sheets");
    let headings: Vec<_> = again[0].rows[0].cells.iter().map(Cell::clean).collect();
    assert_eq!(headings.last().map(String::as_str), Some("Vấn đề"));
    assert!(!headings.contains(&"Tôn giáo".to_owned()));
    let (places, problems) = import("rejected.xlsx", file.get_ref());
    assert_eq!(problems, []);
    assert_eq!(
        places.iter().map(|place| place.fields["name"].clone()).collect::<Vec<_>>(),
        [json!("Chung cư không số"), json!("Chung cư D")]
    );
    assert_eq!(places[0].fields["decision_on"], json!("2026-06-30"));
}

#[test]
fn the_empty_table_is_understood_column_by_column() {
    let bytes = empty_table_a().expect("a workbook");
    let sheets = read_sheets("a.xlsx", &bytes).expect("sheets");
    let found = understand(&sheets, &Choices::default());
    assert_eq!(found.problems, []);
    assert_eq!(found.found.len(), 1);
    let columns: Vec<_> = found.found[0].columns.iter().flatten().copied().collect();
    assert_eq!(columns, Column::table_a());
    assert_eq!(found.notes[0].code, "sheet_without_table");
}

#[test]
fn a_text_file_with_combined_columns_is_read() {
    let text = "STT;Tên chung cư;Địa chỉ;Phường/xã;Quận/huyện cũ;BQT (số QĐ, ngày, hết nhiệm kỳ);Tổ chức đảng (loại, số QĐ);Tổ chức CT-XH;Thỏa thuận phối hợp (số, ngày);Ngày rà soát\n\
        1;Chung cư A;1 Lê Lợi;P.12;Q.10;12/QĐ-UBND ngày 05/01/2025, hết nhiệm kỳ 05/01/2028;Chi bộ ghép, số 15-QĐ/ĐU;Hội LHPN + Đoàn TN;01/TTPH ngày 06/01/2025;46027\n\
        2;Chung cư B;2 Lê Lợi;Sài Gòn;;x;chưa có;Hội Phụ nữ;có;05/01/2026\n\
        3;Chung cư C;3 Lê Lợi;Sài Gòn;;;;x;;\n\
        4;Chung cư D;4 Lê Lợi;Sài Gòn;;đang bàn bạc;không rõ lắm;;;\n";
    let (places, problems) = import("a.csv", text.as_bytes());
    let first = &places[0];
    assert_eq!((first.unit.name.as_deref(), first.unit.district.as_deref()), (Some("P.12"), Some("Quận 10")));
    for (field, value) in [
        ("recognition", json!("recognised")),
        ("decision_number", json!("12/QĐ-UBND")),
        ("term_ends_on", json!("2028-01-05")),
        ("organizations", json!(["shared_cell", "youth_union", "womens_union"])),
        ("party_decision", json!("15-QĐ/ĐU")),
        ("agreement_number", json!("01/TTPH")),
        ("agreement_on", json!("2025-01-06")),
        ("reviewed_on", json!("2026-01-05")),
        ("former_district", json!("Quận 10")),
    ] {
        assert_eq!(first.fields.get(field), Some(&value), "{field}");
    }
    let second = &places[1].fields;
    assert_eq!(second["recognition"], json!("awaiting_number"));
    assert_eq!(second.get("decision_number"), None);
    assert_eq!((&second["organizations"], &second["organizations_confirmed_on"]), (&json!(["womens_union"]), &json!("2026-01-05")));
    let third = &places[2].fields;
    assert_eq!((&third["recognition"], &third["decision_number"]), (&json!("unknown"), &json!(null)));
    assert_eq!((&third["organizations"], &third["organizations_confirmed_on"]), (&json!(["front_work_committee"]), &json!(null)));
    assert_eq!(
        problems.iter().map(|p| (p.row, p.code.as_str())).collect::<Vec<_>>(),
        [(Some(5), "not_a_choice"), (Some(5), "not_a_choice")]
    );
}
