//! The command line: what goes in, what comes out, and with which exit status.

mod common;

use common::{Program, boundaries, real_files};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};

/// Table A as an office sends it: a letterhead, a title, a row of column numbers, groups, a total and
/// signatures around four rows of data, of which one is bad.
const TABLE_A: &str = "\u{feff}ỦY BAN NHÂN DÂN;;;;;;;;;;
DANH SÁCH NHÀ CHUNG CƯ;;;;;;;;;;
(số liệu đến ngày 30/6/2026);;;;;;;;;;
TT;TÊN CHUNG CƯ;địa  chỉ;Phuong/xa;Số block;Số căn;Số căn đã bàn giao;Thuộc diện lập BQT;BQT (số QĐ, ngày, hết nhiệm kỳ);Tôn giáo;Ghi chú
(1);(2);(3);(4);(5);(6);(7);(8);(9);(10);(11)
I;Khu vực trung tâm;;;;;;;;;
1;Chung cư Hòa Bình;12 Lê Lợi;P. Sài Gòn;2;1.246;1.200;x;12/QĐ-UBND ngày 05/01/2025, hết nhiệm kỳ 05/01/2028;không;
2;Chung cư An Phú;3 Lê Lai;phường bến thành;1;12a;;không;;;
3;Chung cư Nhà Bè;\"5 Huỳnh Tấn Phát; hẻm 2\";Xã Nhà Bè;;80;80;có;chưa có;;ghi chú
4;Chung cư Hoà Bình;khác;Sài Gòn;;90;;;;;
;Tổng cộng;;;3;1.416;;;;;
;;;;;;;;Ngày 01 tháng 7 năm 2026;;
;Người lập biểu;;;;;;;CHỦ TỊCH;;
";

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn addresses(messages: &Value) -> Vec<(Option<u64>, String, String)> {
    let text = |message: &Value, key: &str| message[key].as_str().expect("text").to_owned();
    messages.as_array().expect("a list").iter().map(|m| (m["row"].as_u64(), text(m, "column"), text(m, "code"))).collect()
}

#[test]
fn import_boundaries_says_added_then_unchanged_then_changed() {
    let program = Program::with_units();
    let again = program.path("units.geojson").display().to_string();
    let report = program.json(&["import", "boundaries", &again, "--valid-from", "2025-07-01", "--json"], 0);
    assert_eq!((&report["add"], &report["change"], &report["unchanged"]), (&json!(0), &json!(0), &json!(3)));
    let mut corrected = boundaries();
    corrected["features"][1]["properties"]["name"] = json!("Bến Thành Mới");
    let file = program.write("corrected.geojson", corrected.to_string());
    let report = program.json(&["import", "boundaries", &file, "--valid-from", "2025-07-01", "--json"], 0);
    assert_eq!((&report["add"], &report["change"], &report["unchanged"]), (&json!(0), &json!(1), &json!(2)));
}

#[test]
fn former_units_come_from_a_table() {
    let program = Program::with_units();
    let table = "code,unit,former_province,former_district,former_unit,split\n\
        26740,Phường Sài Gòn,Thành phố Hồ Chí Minh,Quận 1,Phường Bến Nghé,false\n\
        26743,Phường Bến Thành,Thành phố Hồ Chí Minh,Quận 1,Phường Đa Kao,true\n";
    let file = program.write("former.csv", table);
    assert_eq!(program.json(&["import", "former-units", &file, "--json"], 0)["add"], json!(2));
    assert_eq!(program.json(&["import", "former-units", &file, "--json"], 0)["unchanged"], json!(2));
    let wrong = program.write("wrong.csv", table.replace("26743", "99999"));
    assert_eq!(addresses(&program.json(&["import", "former-units", &wrong, "--json"], 2)["problems"])[0].2, "unit_not_found");
}

#[test]
fn a_messy_table_is_previewed_with_the_address_of_every_problem() {
    let program = Program::with_units();
    let file = program.write("bang a.csv", TABLE_A);
    let report = program.json(&["import", "places", &file, "--dry-run", "--json"], 2);
    let mut found = keys(&report);
    found.sort_unstable();
    assert_eq!(found, ["add", "change", "dropped_columns", "duplicates", "notes", "problems", "unchanged"]);
    assert_eq!((&report["add"], &report["change"], &report["unchanged"]), (&json!(3), &json!(0), &json!(0)));
    assert_eq!(addresses(&report["problems"]), [(Some(8), "Số căn".to_owned(), "not_a_whole_number".to_owned())]);
    assert_eq!(addresses(&report["duplicates"]), [(Some(10), "TÊN CHUNG CƯ".to_owned(), "same_name_in_unit".to_owned())]);
    assert_eq!(report["dropped_columns"], json!(["Tôn giáo"]));
    let mut of_message = keys(&report["problems"][0]);
    of_message.sort_unstable();
    assert_eq!(of_message, ["code", "column", "message", "row", "sheet"]);
    let message = report["problems"][0]["message"].as_str().expect("a sentence");
    assert!(message.contains("12a") && message.contains("17") == message.contains("dòng 17"), "{message}");
    let english = program.json(&["import", "places", &file, "--dry-run", "--json", "--language", "en"], 2);
    assert_ne!(english["problems"][0]["message"], report["problems"][0]["message"]);
}

#[test]
fn bad_rows_keep_the_file_out_or_go_to_a_sheet_that_comes_back() {
    let program = Program::with_units();
    let file = program.write("bang-a.csv", TABLE_A);
    program.text(&["import", "places", &file], 2);
    let all = program.path("all.csv").display().to_string();
    program.text(&["export", "places", "--format", "csv", "--out", &all], 0);
    assert!(!std::fs::read_to_string(&all).expect("a file").contains("Hòa Bình"), "nothing was saved");
    program.text(&["import", "places", &file, "--skip-bad"], 2);
    program.text(&["export", "places", "--format", "csv", "--out", &all], 0);
    let text = std::fs::read_to_string(&all).expect("a file");
    assert!(text.contains("Hòa Bình") && text.contains("12/QĐ-UBND") && text.contains("5 Huỳnh Tấn Phát; hẻm 2"), "{text}");
    assert!(!text.contains("không;") && !text.contains("Tôn giáo"), "the forbidden column is not kept: {text}");
    let rejected = program.path("bang-a-rejected.xlsx").display().to_string();
    let report = program.json(&["import", "places", &rejected, "--dry-run", "--json"], 2);
    assert_eq!(addresses(&report["problems"])[0].2, "not_a_whole_number", "still to be corrected");
}

/// A workbook with text numbers, real dates and a heading with breaks in it.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let headings = ["STT", "Tên\nchung cư", "Địa chỉ", "Mã phường/xã", "Số căn", "Ngày rà soát", "Vĩ độ", "Kinh độ"];
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string(4, column, heading).expect("a heading");
    }
    let dates = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_string(1, 1, "BIỂU TỔNG HỢP").expect("a title");
    for (row, (name, code, lat, lon)) in (5..).zip([("Tháp Một", "26740", 10.775, 106.705), ("Tháp Hai", "26743", 106.715, 10.775)]) {
        sheet.write_string(row, 1, name).expect("a name");
        sheet.write_string(row, 2, "1 Lê Lợi").expect("an address");
        sheet.write_string(row, 3, code).expect("a code");
        sheet.write_string(row, 4, "1.246").expect("a number");
        sheet.write_with_format(row, 5, ExcelDateTime::from_ymd(2026, 1, 5).expect("a date"), &dates).expect("a date");
        sheet.write_number(row, 6, lat).expect("a latitude");
        sheet.write_number(row, 7, lon).expect("a longitude");
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn a_workbook_numbers_its_rows_as_excel_does() {
    let program = Program::with_units();
    let file = program.write("a.xlsx", workbook());
    let report = program.json(&["import", "places", &file, "--skip-bad", "--json"], 2);
    assert_eq!(addresses(&report["problems"]), [(Some(7), "Vĩ độ".to_owned(), "swapped_coordinates".to_owned())]);
    assert_eq!(report["add"], json!(1));
    let text = program.text(&["export", "places", "--format", "csv"], 0);
    assert!(text.contains("1246") && text.contains("05/01/2026"), "{text}");
}

#[test]
fn what_is_exported_changes_nothing_when_it_is_imported() {
    let program = Program::with_units();
    let mut table = "STT;Tên chung cư;Địa chỉ;Phường/xã;Số căn;Số căn đã bàn giao;Thuộc diện lập BQT;BQT (số QĐ, ngày, hết nhiệm kỳ);Tổ chức đảng;Vĩ độ;Kinh độ;Ghi chú\n".to_owned();
    for at in 0..600 {
        table += &format!(
            "{at};Chung cư {at};{at} Lê Lợi;Sài Gòn;{};10;x;12/QĐ-UBND ngày 05/01/2025;chi bộ độc lập;10.77{at:03};106.70{at:03};=1+1 «{at}», \"hai\"\n",
            at + 20
        );
    }
    let file = program.write("a.csv", table);
    assert_eq!(program.json(&["import", "places", &file, "--json"], 0)["add"], json!(600));
    for format in ["xlsx", "csv", "geojson"] {
        let out = program.path(&format!("out.{format}")).display().to_string();
        program.text(&["export", "places", "--format", format, "--closed", "--out", &out], 0);
        let report = program.json(&["import", "places", &out, "--json"], 0);
        assert_eq!((&report["add"], &report["change"], &report["unchanged"]), (&json!(0), &json!(0), &json!(600)), "{format}: {report}");
    }
}

#[test]
fn the_demo_city_comes_back_from_its_exports_unchanged() {
    let program = Program::new();
    program.text(&["demo", "--as-of", "2026-11-22"], 0);
    assert!(program.text(&["demo"], 2).contains("not empty"));
    program.text(&["demo", "--if-empty"], 0);
    for format in ["xlsx", "csv", "geojson"] {
        let out = program.path(&format!("out.{format}")).display().to_string();
        program.text(&["export", "places", "--format", format, "--out", &out], 0);
        let report = program.json(&["import", "places", &out, "--dry-run", "--json"], 0);
        assert_eq!((&report["add"], &report["change"], &report["problems"]), (&json!(0), &json!(0), &json!([])), "{format}");
    }
    program.text(&["demo", "--remove"], 0);
    let out = program.text(&["export", "places", "--format", "geojson"], 0);
    let empty: Value = serde_json::from_str(&out).expect("GeoJSON");
    assert_eq!(empty["features"], json!([]));
}

#[test]
fn files_that_cannot_be_read_are_refused_with_a_sentence() {
    let program = Program::with_units();
    let deep = format!("{{\"type\":\"FeatureCollection\",\"features\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let cut = boundaries().to_string();
    let cut = &cut[..cut.len() / 2];
    let mut metres = boundaries();
    metres["crs"] = json!({ "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::3405" } });
    let long = format!("Tên chung cư;Phường/xã\n{};Sài Gòn\n", "ữ".repeat(10_000));
    let legacy: Vec<u8> =
        [b"T\xean chung c\xfd;Ph\xfd\xeang\n".as_slice(), b"Chung c\xfd H\xf2a B\xecnh;S\xe0i G\xf2n\n".as_slice()].concat();
    let mut corrupt = workbook();
    corrupt.truncate(corrupt.len() / 2);
    let files: [(&str, Vec<u8>); 9] = [
        ("empty.csv", Vec::new()),
        ("empty.xlsx", Vec::new()),
        ("corrupt.xlsx", corrupt),
        ("zip.xlsx", b"PK\x03\x04 and nothing more".to_vec()),
        ("cut.geojson", cut.as_bytes().to_vec()),
        ("deep.geojson", deep.clone().into_bytes()),
        ("legacy.csv", legacy),
        ("long.csv", long.into_bytes()),
        ("words.csv", "Kính gửi Ủy ban\n".into()),
    ];
    for (name, content) in files {
        let file = program.write(name, content);
        let report = program.json(&["import", "places", &file, "--json"], 2);
        let problems = report["problems"].as_array().expect("a list");
        assert!(!problems.is_empty() && problems.iter().all(|p| p["message"].as_str().is_some_and(|m| m.len() > 5)), "{name}: {report}");
        let said = report.to_string();
        assert!(said.len() < 5_000, "{name}: a report quotes, it does not repeat");
        program.text(&["import", "places", &file, "--language", "en"], 2);
    }
    for (name, content) in [
        ("empty.geojson", String::new()),
        ("cut2.geojson", cut.into()),
        ("deep2.geojson", deep),
        ("metres.geojson", metres.to_string()),
        ("list.geojson", "[]".into()),
    ] {
        let file = program.write(name, content);
        let report = program.json(&["import", "boundaries", &file, "--valid-from", "2026-01-01", "--json"], 2);
        assert!(report["problems"][0]["message"].as_str().is_some_and(|message| message.len() > 5), "{name}: {report}");
    }
    assert!(program.text(&["export", "places", "--format", "csv"], 0).lines().count() <= 2, "nothing was saved");
}

#[test]
fn a_long_name_keeps_only_its_row_out() {
    let program = Program::with_units();
    let file = program.write("a.csv", format!("Tên chung cư;Phường/xã\n{};Sài Gòn\nTốt;Sài Gòn\n", "ữ".repeat(201)));
    let report = program.json(&["import", "places", &file, "--json", "--skip-bad"], 2);
    assert_eq!(
        (&report["add"], addresses(&report["problems"])),
        (&json!(1), vec![(Some(2), "Tên chung cư".to_owned(), "too_long".to_owned())])
    );
}

#[test]
fn what_does_not_make_sense_ends_with_2_and_a_sentence() {
    let program = Program::new();
    for arguments in [
        &["import", "places", "missing.csv"][..],
        &["import", "boundaries", "missing.geojson", "--valid-from", "2025-07-01"],
        &["import", "boundaries", "x.geojson", "--valid-from", "yesterday"],
        &["import", "places"],
        &["export", "places", "--format", "pdf"],
        &["export", "places", "--format", "csv", "--out", "no/such/folder/x.csv"],
        &["serve", "--listen", "0.0.0.0:0"],
        &["serve", "--listen", "[::]:0"],
        &["serve", "--listen", "nowhere"],
        &["demo", "--scale", "0"],
        &["nonsense"],
        &[],
    ] {
        assert!(program.text(arguments, 2).len() > 10, "{arguments:?}");
    }
    let nowhere = Program::new().on("postgres://127.0.0.1:1/none");
    assert!(nowhere.text(&["migrate"], 2).contains("DATABASE_URL"));
    assert!(Program::new().on("mysql://x").text(&["migrate"], 2).contains("gandan"));
}

#[test]
fn a_database_url_makes_its_folder_and_its_file() {
    let program = Program::new();
    let path = program.path("new/folder/x.db");
    let program = program.on(&format!("sqlite://{}", path.display()));
    program.text(&["migrate"], 0);
    assert!(path.is_file());
    program.text(&["migrate"], 0);
    let shown = program.text(&["config"], 0);
    assert!(shown.contains("x.db") && shown.contains("environment"), "{shown}");
}

#[test]
fn without_units_places_have_nowhere_to_go() {
    let program = Program::new();
    let file = program.write("a.csv", "Tên chung cư;Phường/xã\nA;Sài Gòn\n");
    let report = program.json(&["import", "places", &file, "--json"], 2);
    assert_eq!(addresses(&report["problems"])[0].2, "no_units_loaded");
}

#[test]
fn the_real_boundaries_of_a_city_come_in_whole() {
    let Some(folder) = real_files() else { return };
    let program = Program::new();
    let wards = folder.join("boundaries/hcmc-wards-full.geojson").display().to_string();
    let import = ["import", "boundaries", &wards, "--valid-from", "2025-07-01", "--json"];
    let report = program.json(&import, 0);
    assert_eq!((&report["add"], &report["problems"]), (&json!(168), &json!([])));
    assert_eq!(program.json(&import, 0)["unchanged"], json!(168));
    let former = folder.join("hcmc-former-units.csv").display().to_string();
    assert_eq!(program.json(&["import", "former-units", &former, "--json"], 0)["problems"], json!([]));
}

#[test]
fn the_units_of_the_whole_country_come_in_with_their_six_repairs() {
    let Some(folder) = real_files() else { return };
    let program = Program::new();
    let wards = folder.join("boundaries/vietnam-wards-coarse.geojson").display().to_string();
    let import = ["import", "boundaries", &wards, "--valid-from", "2025-07-01", "--json"];
    let report = program.json(&import, 0);
    assert_eq!((&report["add"], &report["problems"]), (&json!(3321), &json!([])));
    let notes = report["notes"].as_array().expect("notes");
    let repaired = notes.iter().filter(|note| note["code"] == "boundary_repaired").count();
    assert_eq!((repaired, notes.len()), (6, 6), "{notes:?}");
    assert_eq!(program.json(&import, 0)["unchanged"], json!(3321), "a repair is no change when the file comes again");
}

#[test]
fn a_backup_comes_back_whole_and_overwrites_nothing() {
    let program = Program::with_units();
    program.user("lan", &["administrator"]);
    let file = program.path("copy.db").display().to_string();
    program.text(&["backup", &file], 0);
    assert!(program.text(&["backup", &file], 2).contains("exists already"));
    assert!(program.text(&["restore", &file], 2).contains("holds data already"));
    let elsewhere = Program::new();
    elsewhere.text(&["migrate"], 0);
    elsewhere.text(&["restore", &file], 0);
    assert!(elsewhere.text(&["audit", "verify"], 0).contains("whole"));
    assert!(elsewhere.text(&["user", "list"], 0).contains("lan"));
    let nonsense = elsewhere.write("nonsense.db", "this is no database");
    let empty = Program::new();
    let said = empty.text(&["restore", &nonsense], 2);
    assert!(!said.contains("panicked") && !empty.path("test.db").exists(), "{said}");
}

#[test]
fn the_program_serves_nobody_else_while_something_is_missing() {
    let program = Program::new();
    assert!(program.text(&["serve", "--listen", "0.0.0.0:0"], 2).contains("GANDAN_SECRET"));
    let with_key = |secret: &str, url: &str, proxies: &str, key: &str| {
        let settings =
            [("GANDAN_SECRET", secret), ("GANDAN_PUBLIC_URL", url), ("GANDAN_TRUSTED_PROXIES", proxies), ("GANDAN_DATA_KEY", key)];
        let output = program.command_with(&["serve", "--listen", "0.0.0.0:0"], &settings);
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let (secret, url) = ("0123456789abcdef0123456789abcdef", "https://gandan.example");
    let with = |secret: &str, url: &str, proxies: &str| with_key(secret, url, proxies, "");
    assert!(with("short", url, "[]").contains("shorter than 32"));
    assert!(with(secret, "", "[]").contains("TLS"));
    assert!(with(secret, url, "[]").contains("GANDAN_TRUSTED_PROXIES"));
    assert!(with(secret, url, "[\"127.0.0.1\"]").contains("GANDAN_DATA_KEY") && !program.path("test.data-key").exists());
    // This log was begun without a secret.
    assert!(with_key(secret, url, "[\"127.0.0.1\"]", &"5a".repeat(32)).contains("audit seal"));
    program.text(&["demo"], 0);
    assert!(with(secret, url, "[\"127.0.0.1\"]").contains("demo --remove"));
}

#[test]
fn whoever_changes_the_log_is_named_by_verify() {
    let program = Program::with_units();
    assert!(program.text(&["audit", "verify"], 0).contains("3"));
    program.sql("DROP TRIGGER change_log_never_changes; UPDATE change_log SET actor = 'x' WHERE seq = 2;");
    assert!(program.text(&["audit", "verify"], 1).contains("Entry 2 was changed"));
}

#[test]
fn a_user_is_added_with_a_link_and_a_token_stands_alone() {
    let program = Program::with_units();
    let said = program.text(&["user", "add", "lan", "--role", "ward_staff@26740"], 0);
    assert!(said.lines().last().is_some_and(|line| line.contains("/link/") && line.len() > 64), "{said}");
    for refused in [
        &["user", "add", "lan"][..],
        &["user", "add", "Lân"],
        &["user", "add", "minh", "--role", "king"],
        &["user", "add", "minh", "--role", "ward_staff"],
        &["user", "add", "minh", "--role", "ward_staff@99999"],
        &["token", "create", "--user", "nobody"],
        &["token", "create", "--user", "lan", "--days", "0"],
    ] {
        program.text(refused, 2);
    }
    let token = program.tell(&["token", "create", "--user", "lan"], "");
    assert_eq!(token.lines().count(), 1);
    assert!(token.starts_with("gandan_"));
}

#[test]
fn a_log_that_is_made_to_look_older_than_its_chain_is_vouched_for_by_nobody() {
    let program = Program::new();
    let run = |arguments: &[&str]| program.command_with(arguments, &[("GANDAN_SECRET", "0123456789abcdef0123456789abcdef")]);
    assert!(run(&["user", "add", "lan"]).status.success());
    assert_eq!(run(&["audit", "verify"]).status.code(), Some(0));
    program.sql(
        "DROP TRIGGER change_log_never_changes; DROP TRIGGER change_log_never_shrinks; DROP TRIGGER change_log_never_replaces; \
         UPDATE change_log SET actor = 'x'; DROP TABLE change_log_head; \
         ALTER TABLE change_log DROP COLUMN hash; ALTER TABLE change_log DROP COLUMN previous_hash; \
         DELETE FROM seaql_migrations WHERE version = 'm0006_audit_chain';",
    );
    assert!(run(&["user", "list"]).status.success());
    let said = run(&["audit", "verify"]);
    assert_eq!(said.status.code(), Some(1), "{}", String::from_utf8_lossy(&said.stdout));
    assert!(String::from_utf8_lossy(&said.stdout).contains("Nobody vouches"));
}

#[test]
fn an_older_copy_put_back_is_found_out_by_whoever_kept_where_the_log_ended() {
    let program = Program::with_units();
    let said = program.text(&["audit", "verify"], 0);
    let end = said.split_whitespace().last().expect("where it ends").to_owned();
    program.text(&["audit", "verify", "--at-least", &end], 0);
    let later = end.replacen("3:", "4:", 1);
    program.text(&["audit", "verify", "--at-least", &later], 1);
    program.text(&["audit", "verify", "--at-least", "nonsense"], 2);
}
