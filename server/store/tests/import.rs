//! Taking in a table of places: the preview says what the import does, and an import can be taken back.

use std::sync::Arc;

use crate::common::{ALL, Register, both_databases, elsewhere, operation, reform, today};
use domain::filter::PlaceFilter;
use domain::import::{Cell, Choices, Layout, Problem, Row, RowDecision, RowDecisions, RowReader};
use serde_json::json;
use store::import::{ImportOptions, ImportReport, Incoming};
use uuid::Uuid;

both_databases![
    a_dry_run_saves_nothing_and_says_what_the_import_does,
    problems_forbid_saving_unless_bad_rows_are_skipped,
    a_row_is_found_again_by_folded_name_address_and_unit,
    a_missing_column_changes_nothing_and_an_empty_cell_clears,
    duplicates_are_noted_and_counted_as_added,
    what_resembles_a_place_is_decided_row_by_row,
    a_decision_for_a_place_that_is_gone_or_taken_is_a_problem,
    the_same_place_twice_is_said_alike_near_and_far_apart,
    a_point_is_held_against_the_unit,
    a_former_ward_that_was_split_is_no_guess,
    a_province_must_be_clear,
    a_cluster_may_stand_below_its_buildings_however_far,
    a_cluster_that_does_not_exist_is_a_problem,
    a_merged_place_is_spoken_of_by_its_id,
    undo_takes_everything_back_but_what_was_changed_since,
    undo_of_a_cluster_says_that_its_buildings_stand_alone,
    a_row_does_not_make_another_kind_of_a_cluster_with_buildings,
    an_import_without_problems_is_one_operation_with_one_entry_a_row,
    a_kept_file_is_imported_once,
];

const PLAIN: &str = "STT | Tên chung cư | Địa chỉ | Phường/xã | Số căn | Ghi chú";

/// A sheet as lines; cells are separated by bars, the first line is the heading.
fn sheet(lines: &[String]) -> Vec<Vec<Incoming>> {
    let cell = |text: &str| if text.trim().is_empty() { Cell::Empty } else { Cell::text_of(text.trim()) };
    let rows: Vec<Row> = (1..).zip(lines).map(|(number, line)| Row { number, cells: line.split('|').map(cell).collect() }).collect();
    let layout = Arc::new(Layout::find("S", &rows).unwrap());
    let mut reader = RowReader::new(&layout, today());
    let incoming = rows[1..].iter().filter_map(|row| match reader.read(row) {
        Ok(None) => None,
        Ok(Some(place)) => Some(Incoming::Place { place: Box::new(place), layout: layout.clone() }),
        Err(problems) => Some(Incoming::Bad(problems)),
    });
    let (mut chunks, mut chunk) = (Vec::new(), Vec::new());
    for row in incoming {
        chunk.push(row);
        if chunk.len() == 500 {
            chunks.push(std::mem::take(&mut chunk));
        }
    }
    chunks.push(chunk);
    chunks
}

fn options() -> ImportOptions {
    ImportOptions { sheet_date: today(), province: None, skip_bad: false, dry_run: false, ..ImportOptions::default() }
}

impl Register {
    async fn import_with(&self, options: ImportOptions, lines: &[impl AsRef<str>]) -> ImportReport {
        let lines: Vec<String> = lines.iter().map(|line| line.as_ref().to_owned()).collect();
        let (sender, receiver) = tokio::sync::mpsc::channel(64);
        for chunk in sheet(&lines) {
            sender.send(chunk).await.ok().unwrap();
        }
        drop(sender);
        self.session().import_places(options, receiver, |_| {}).await.unwrap()
    }

    pub async fn import(&self, lines: &[impl AsRef<str>]) -> ImportReport {
        self.import_with(options(), lines).await
    }

    pub async fn try_import(&self, lines: &[impl AsRef<str>]) -> ImportReport {
        self.import_with(ImportOptions { dry_run: true, ..options() }, lines).await
    }
}

pub fn counts(report: &ImportReport) -> (u64, u64, u64) {
    (report.add, report.change, report.unchanged)
}

pub fn codes(problems: &[Problem]) -> Vec<(u32, &str)> {
    problems.iter().map(|problem| (problem.row.unwrap_or_default(), problem.code.as_str())).collect()
}

async fn a_dry_run_saves_nothing_and_says_what_the_import_does(register: Register) {
    let register = register.with_units().await;
    register.add(json!({ "name": "Chung cư A", "address": "1 Lê Lợi", "apartments": 5 })).await;
    register.add(json!({ "name": "Chung cư B", "address": "2 Lê Lợi", "apartments": 6 })).await;
    let lines = [
        PLAIN,
        "1 | Chung cư A | 1 Lê Lợi | P. Sài Gòn | 5",
        "2 | Chung cư B | 2 Lê Lợi | phường sài gòn | 7",
        "3 | Chung cư C | 3 Lê Lợi | Bến Thành | 8",
    ];
    let preview = register.try_import(&lines).await;
    assert_eq!((counts(&preview), preview.problems.len(), preview.operation_id), ((1, 1, 1), 0, None));
    assert_eq!((preview.changes[0].field.as_str(), &preview.changes[0].from, &preview.changes[0].to), ("apartments", &json!(6), &json!(7)));
    assert_eq!(register.names(&ALL).await, ["Chung cư A", "Chung cư B"]);
    let done = register.import(&lines).await;
    assert!(done.operation_id.is_some());
    assert_eq!(ImportReport { operation_id: None, ..done }, preview);
    assert_eq!(register.names(&ALL).await, ["Chung cư A", "Chung cư B", "Chung cư C"]);
    assert_eq!(counts(&register.import(&lines).await), (0, 0, 3), "again it changes nothing");
}

async fn problems_forbid_saving_unless_bad_rows_are_skipped(register: Register) {
    let register = register.with_units().await;
    let lines = [
        PLAIN,
        "1 | Chung cư A | 1 Lê Lợi | Sài Gòn | 12a",
        "2 | Chung cư B | 2 Lê Lợi | Không Có | 7",
        "3 | Chung cư C | 3 Lê Lợi | Bến Thành | 8",
    ];
    let refused = register.import(&lines).await;
    assert_eq!(codes(&refused.problems), [(2, "not_a_whole_number"), (3, "unit_not_found")]);
    assert_eq!((refused.add, refused.operation_id, refused.problems[0].column.as_str()), (1, None, "Số căn"));
    assert!(register.names(&ALL).await.is_empty());
    assert_eq!(register.session().overview(None).await.unwrap().summary.apartment_buildings.total, 0);
    let skipped = register.import_with(ImportOptions { skip_bad: true, ..options() }, &lines).await;
    assert_eq!(skipped.rejected, [("S".to_owned(), 2), ("S".to_owned(), 3)]);
    assert_eq!((skipped.problems, register.names(&ALL).await), (refused.problems, vec!["Chung cư C".to_owned()]));
}

async fn a_row_is_found_again_by_folded_name_address_and_unit(register: Register) {
    let register = register.with_units().await;
    let id = register.add(json!({ "name": "Chung cư Hòa Bình", "address": "1 Lê Lợi" })).await;
    let report = register.import(&[PLAIN, "1 | CHUNG CƯ HOÀ BÌNH | 1, lê lợi | Sài Gòn | 9"]).await;
    assert_eq!(counts(&report), (0, 1, 0));
    assert_eq!(register.place(id).await.draft.apartments, Some(9));
    let elsewhere = register.import(&[PLAIN, "1 | Chung cư Hòa Bình | 1 Lê Lợi | Bến Thành | 9"]).await;
    assert_eq!(counts(&elsewhere), (1, 0, 0));
}

async fn a_missing_column_changes_nothing_and_an_empty_cell_clears(register: Register) {
    let register = register.with_units().await;
    let full = json!({ "name": "A", "address": "1 Lê Lợi", "apartments": 5, "blocks": 2, "note": "cũ", "recognition": "none",
        "organizations": ["own_cell"], "area": "{\"type\":\"Point\",\"coordinates\":[106.705,10.775]}" });
    let id = register.add(full).await;
    let before = register.place(id).await.draft;
    let report = register.import(&[PLAIN, "1 | A | 1 Lê Lợi | Sài Gòn | 5 | "]).await;
    assert_eq!(counts(&report), (0, 1, 0));
    let after = register.place(id).await.draft;
    assert_eq!(after, domain::place::PlaceDraft { note: None, ..before });
}

async fn duplicates_are_noted_and_counted_as_added(register: Register) {
    let register = register.with_units().await;
    register.add(json!({ "name": "Chung cư A", "address": "1 Lê Lợi", "lon": 106.705, "lat": 10.775 })).await;
    let heading = "STT | Tên chung cư | Địa chỉ | Phường/xã | Vĩ độ | Kinh độ";
    let lines = [
        heading,
        "1 | chung cu a | số khác | Sài Gòn | | ",
        "2 | Tên khác | 9 Lê Lợi | Sài Gòn | 10,7751 | 106,7051",
        "3 | Ở xa | 10 Lê Lợi | Sài Gòn | 10.779 | 106.709",
    ];
    let preview = register.try_import(&lines).await;
    assert_eq!((preview.add, codes(&preview.duplicates)), (3, vec![(2, "same_name_in_unit"), (3, "within_30_metres")]));
    assert!(preview.problems.is_empty());
    assert_eq!(register.import(&lines).await.duplicates, preview.duplicates);
}

fn decided(decisions: &[(u32, RowDecision)]) -> ImportOptions {
    let mut rows = RowDecisions::default();
    decisions.iter().for_each(|(row, decision)| rows.decide("S", *row, *decision));
    ImportOptions { decisions: rows, ..options() }
}

async fn what_resembles_a_place_is_decided_row_by_row(register: Register) {
    let register = register.with_units().await;
    let old = register.add(json!({ "name": "Chung cư A", "address": "1 Lê Lợi", "apartments": 5 })).await;
    let lines = [
        PLAIN,
        "1 | Chung cư A | 1B Lê Lợi | Sài Gòn | 6",
        "2 | Mới | 2 Lê Lợi | Sài Gòn | 7",
        "3 | Mới | 3 Lê Lợi | Sài Gòn | 8",
        "4 | Chung cu A | 4 Lê Lợi | Sài Gòn | 9",
    ];
    let undecided = register.try_import(&lines).await;
    assert_eq!((counts(&undecided), undecided.left_out.len()), ((4, 0, 0), 0));
    let shown: Vec<_> =
        undecided.alike.iter().map(|row| (row.row, row.resembles[0].place, row.resembles[0].row, row.resembles[0].name.as_str())).collect();
    assert_eq!(shown, [(2, Some(old), None, "Chung cư A"), (4, None, Some(3), ""), (5, Some(old), None, "Chung cư A")]);

    let options = decided(&[(2, RowDecision::Same(old)), (4, RowDecision::Other), (5, RowDecision::Later)]);
    let preview = register.import_with(ImportOptions { dry_run: true, ..options.clone() }, &lines).await;
    assert_eq!((counts(&preview), codes(&preview.left_out)), ((2, 1, 0), vec![(5, "decide_later")]));
    assert_eq!(preview.rejected, [("S".to_owned(), 5)]);
    assert!(preview.problems.is_empty(), "what is left out for later does not forbid the import");
    assert_eq!(codes(&preview.duplicates), [(4, "same_name_in_unit")]);
    assert_eq!(preview.alike, undecided.alike, "one can think again about all of them");
    let done = register.import_with(options, &lines).await;
    assert_eq!(ImportReport { operation_id: None, ..done }, preview);
    let draft = register.place(old).await.draft;
    assert_eq!((draft.address.as_str(), draft.apartments), ("1B Lê Lợi", Some(6)));
    assert_eq!(register.names(&ALL).await, ["Chung cư A", "Mới", "Mới"]);
}

async fn a_decision_for_a_place_that_is_gone_or_taken_is_a_problem(register: Register) {
    let register = register.with_units().await;
    let old = register.add(json!({ "name": "Chung cư A", "address": "1 Lê Lợi" })).await;
    let lines = [PLAIN, "1 | Chung cư A | 1 Lê Lợi | Sài Gòn | 6", "2 | Chung cư A | 2 Lê Lợi | Sài Gòn | 7"];
    let taken = register.import_with(decided(&[(3, RowDecision::Same(old))]), &lines).await;
    assert_eq!((codes(&taken.problems), taken.operation_id), (vec![(3, "row_twice_in_file")], None));
    let gone = register.import_with(decided(&[(3, RowDecision::Same(Uuid::now_v7()))]), &lines).await;
    assert_eq!((codes(&gone.problems), gone.operation_id), (vec![(3, "decided_place_gone")], None));
}

async fn the_same_place_twice_is_said_alike_near_and_far_apart(register: Register) {
    let register = register.with_units().await;
    register.add(json!({ "name": "Cũ", "address": "1 Lê Lợi", "apartments": 5 })).await;
    for between in [0, 600] {
        let mut lines = vec![PLAIN.to_owned(), "1 | Mới | 2 Lê Lợi | Sài Gòn | 7".into(), "2 | Cũ | 1 Lê Lợi | Sài Gòn | 6".into()];
        lines.extend((0..between).map(|at| format!("{at} | Nhà {at} | {at} Lê Lai | Bến Thành | 3")));
        lines.push("8 | Mới | 2 Lê Lợi | Sài Gòn | 7".into());
        lines.push("9 | Cũ | 1 Lê Lợi | Sài Gòn | 8".into());
        let last = u32::try_from(lines.len()).unwrap();
        let preview = register.try_import(&lines).await;
        assert_eq!(codes(&preview.problems), [(last, "row_twice_in_file")], "{between} rows between");
        assert_eq!(codes(&preview.duplicates), [(last - 1, "same_name_in_unit")], "{between} rows between");
        assert_eq!((preview.add, preview.change), (2 + between, 1));
        let refused = register.import(&lines).await;
        assert_eq!(ImportReport { operation_id: None, ..refused }, preview);
        assert_eq!(register.names(&ALL).await, ["Cũ"]);
    }
    // A file from another register brings its own ids.
    let id = Uuid::now_v7();
    let twice = ["Mã địa điểm | Tên chung cư | Phường/xã".to_owned(), format!("{id} | X | Sài Gòn"), format!("{id} | Y | Sài Gòn")];
    assert_eq!(codes(&register.import(&twice).await.problems), [(3, "row_twice_in_file")]);
}

async fn a_point_is_held_against_the_unit(register: Register) {
    let register = register.with_units().await;
    let heading = "STT | Tên chung cư | Địa chỉ | Phường/xã | Vĩ độ | Kinh độ";
    let lines = [
        heading,
        "1 | Đúng | 1 | Sài Gòn | 10.775 | 106.705",
        "2 | Trên ranh | 2 | Sài Gòn | 10.775 | 106.71",
        "3 | Sai phường | 3 | Sài Gòn | 10.775 | 106.715",
        "4 | Đảo | 4 | Sài Gòn | 106.705 | 10.775",
        "5 | Ngoài | 5 | Sài Gòn | 11.775 | 106.705",
        "6 | Chỉ có điểm | 6 | | 10.775 | 106.715",
        "7 | Không gì cả | 7 | | | ",
    ];
    let report = register.import_with(ImportOptions { skip_bad: true, ..options() }, &lines).await;
    let expected = [(4, "point_in_other_unit"), (5, "swapped_coordinates"), (6, "point_in_no_unit"), (8, "unit_missing")];
    assert_eq!((codes(&report.problems), report.add), (expected.to_vec(), 3));
    assert_eq!(report.problems[0].value, "Phường Bến Thành");
    let filter = PlaceFilter { unit: Some("26743".into()), ..ALL };
    assert_eq!(register.names(&filter).await, ["Chỉ có điểm"]);
}

async fn a_former_ward_that_was_split_is_no_guess(register: Register) {
    let register = register.with_units().await;
    let lines = [PLAIN, "1 | A | 1 | Phường Đa Kao (cũ) | 5", "2 | B | 2 | P. Bến Nghé | 5", "3 | C | 3 | Xã Sài Gòn | 5"];
    let report = register.import_with(ImportOptions { skip_bad: true, ..options() }, &lines).await;
    assert_eq!(codes(&report.problems), [(2, "former_unit_split"), (4, "unit_kind_differs")]);
    assert_eq!(codes(&report.notes), [(3, "found_by_former_name")]);
    assert_eq!(register.names(&PlaceFilter { unit: Some("26740".into()), ..ALL }).await, ["B"]);
}

async fn a_province_must_be_clear(register: Register) {
    let lines = [PLAIN, "1 | A | 1 | Sài Gòn | 5"];
    assert_eq!(codes(&register.import(&lines).await.problems)[0], (0, "no_units_loaded"));
    let register = register.with_units().await;
    register.boundaries(vec![elsewhere()], reform()).await;
    assert_eq!(codes(&register.import(&lines).await.problems)[0], (0, "province_needed"));
    let chosen = |code: &str| ImportOptions { province: Some(code.into()), dry_run: true, ..options() };
    assert_eq!(codes(&register.import_with(chosen("01"), &lines).await.problems)[0], (0, "province_not_loaded"));
    assert_eq!(codes(&register.import_with(chosen("92"), &lines).await.problems), [(2, "unit_not_found")]);
    assert_eq!(counts(&register.import_with(chosen("79"), &lines).await), (1, 0, 0));
    let early = ImportOptions { sheet_date: crate::common::day(2020, 1, 1), ..options() };
    assert_eq!(codes(&register.import_with(early, &lines).await.problems)[0], (0, "no_units_loaded"));
}

async fn a_cluster_may_stand_below_its_buildings_however_far(register: Register) {
    let register = register.with_units().await;
    let cluster = Uuid::now_v7();
    let mut lines = vec!["Mã địa điểm | Loại địa điểm | Tên chung cư | Phường/xã | Thuộc cụm".to_owned()];
    lines.extend((0..700).map(|at| format!("{} | Nhà chung cư | Tháp {at} | Sài Gòn | {cluster}", Uuid::now_v7())));
    lines.push(format!("{cluster} | Cụm nhà chung cư | Cụm | Sài Gòn | "));
    let preview = register.try_import(&lines).await;
    assert_eq!((counts(&preview), codes(&preview.problems)), ((701, 0, 0), vec![]));
    assert_eq!(counts(&register.import(&lines).await), (701, 0, 0));
    assert_eq!(counts(&register.import(&lines).await), (0, 0, 701));
}

async fn a_cluster_that_does_not_exist_is_a_problem(register: Register) {
    let register = register.with_units().await;
    let building = register.named("Không phải cụm").await;
    for parent in [Uuid::now_v7(), building] {
        let lines = ["Tên chung cư | Phường/xã | Thuộc cụm".to_owned(), format!("Tháp | Sài Gòn | {parent}")];
        for dry_run in [true, false] {
            let report = register.import_with(ImportOptions { dry_run, ..options() }, &lines).await;
            assert_eq!((counts(&report), codes(&report.problems)), ((0, 0, 0), vec![(2, "not_a_cluster")]));
        }
    }
}

async fn a_merged_place_is_spoken_of_by_its_id(register: Register) {
    let register = register.with_units().await;
    let (stays, goes) = (register.named("Ở lại").await, register.named("Trùng").await);
    register.session().merge_place(operation(), goes, stays).await.unwrap();
    // A file exported before the merger, or with closed places.
    let lines =
        ["Mã địa điểm | Tên chung cư | Phường/xã".to_owned(), format!("{stays} | Ở lại | Sài Gòn"), format!("{goes} | Trùng | Sài Gòn")];
    assert_eq!(counts(&register.import(&lines).await), (0, 0, 2));
    assert_eq!(register.place(goes).await.draft.merged_into, Some(stays));
}

async fn undo_takes_everything_back_but_what_was_changed_since(register: Register) {
    let register = register.with_units().await;
    let old = register.add(json!({ "name": "A", "address": "1", "apartments": 5 })).await;
    let other = register.add(json!({ "name": "B", "address": "2", "apartments": 6 })).await;
    let before = register.place(old).await.draft;
    let lines = [PLAIN, "1 | A | 1 | Sài Gòn | 50", "2 | B | 2 | Sài Gòn | 60", "3 | C | 3 | Sài Gòn | 70", "4 | D | 4 | Bến Thành | 80"];
    let done = register.import(&lines).await;
    assert_eq!(counts(&done), (2, 2, 0));
    register.change(other, json!({ "blocks": 3 })).await;
    let d = register.session().places(&PlaceFilter { unit: Some("26743".into()), ..ALL }, 5, None).await.unwrap().items[0].id;
    register.change(d, json!({ "blocks": 4 })).await;
    let undone = register.session().undo_import(operation(), done.operation_id.unwrap()).await.unwrap();
    assert_eq!(undone, (2, 2), "two taken back, two that people touched stay");
    assert_eq!(register.place(old).await.draft, before);
    let kept = register.place(other).await.draft;
    assert_eq!((kept.apartments, kept.blocks), (Some(60), Some(3)));
    assert_eq!(register.names(&ALL).await, ["A", "B", "D"]);
    assert_eq!(register.session().overview(None).await.unwrap().summary.apartment_buildings.total, 3);
    let again = register.session().undo_import(operation(), done.operation_id.unwrap()).await.unwrap();
    assert_eq!(again.0, 0, "nothing is taken back twice");
}

async fn undo_of_a_cluster_says_that_its_buildings_stand_alone(register: Register) {
    let register = register.with_units().await;
    let building = register.named("Tháp").await;
    let cluster = Uuid::now_v7();
    let lines =
        ["Mã địa điểm | Loại địa điểm | Tên chung cư | Phường/xã".to_owned(), format!("{cluster} | Cụm nhà chung cư | Cụm | Sài Gòn")];
    let done = register.import(&lines).await;
    register.change(building, json!({ "parent_id": cluster })).await;
    let undone = register.session().undo_import(operation(), done.operation_id.unwrap()).await.unwrap();
    assert_eq!(undone, (1, 0));
    let place = register.place(building).await;
    assert_eq!((place.draft.parent_id, place.revision), (None, 3));
    let last = register.history(building).await.pop().unwrap();
    assert_eq!((last.action.as_str(), last.row_revision, last.changes.len()), ("import_undo", 3, 1));
    assert_eq!((&last.changes[0].from, &last.changes[0].to), (&json!(cluster), &json!(null)));
}

async fn a_row_does_not_make_another_kind_of_a_cluster_with_buildings(register: Register) {
    let register = register.with_units().await;
    let cluster = register.add(json!({ "name": "Cụm", "kind": "building_cluster" })).await;
    register.add(json!({ "name": "Tháp", "parent_id": cluster })).await;
    let lines = ["Mã địa điểm | Loại địa điểm | Tên chung cư | Phường/xã".to_owned(), format!("{cluster} | Nhà chung cư | Cụm | Sài Gòn")];
    let refused = register.import(&lines).await;
    assert_eq!((codes(&refused.problems), refused.rejected.len()), (vec![(2, "cluster_of_buildings")], 1));
    assert_eq!(refused.problems[0].column, "Loại địa điểm");
}

async fn an_import_without_problems_is_one_operation_with_one_entry_a_row(register: Register) {
    let register = register.with_units().await;
    let mut lines = vec![PLAIN.to_owned()];
    lines.extend((0..1203).map(|at| format!("{at} | Nhà {at} | {at} Lê Lợi | Sài Gòn | {at}")));
    let done = register.import(&lines).await;
    assert_eq!(counts(&done), (1203, 0, 0));
    let ids = register.session().place_ids(&ALL).await.unwrap();
    assert_eq!(ids.len(), 1203);
    for id in [ids[0], ids[600], ids[1202]] {
        let history = register.history(id).await;
        assert_eq!((history.len(), Some(history[0].operation_id)), (1, done.operation_id));
    }
    let undone = register.session().undo_import(operation(), done.operation_id.unwrap()).await.unwrap();
    assert_eq!(undone, (1203, 0));
    assert!(register.names(&ALL).await.is_empty());
    assert_eq!(register.session().overview(None).await.unwrap().units.len(), 0);
}

async fn a_kept_file_is_imported_once(register: Register) {
    let session = register.session();
    let report = ImportReport { add: 3, ..ImportReport::default() };
    let id = session.keep_import("bảng A.xlsx", vec![1, 2, 3], today(), &Choices::default(), &report).await.unwrap();
    assert_eq!(session.import_content(id).await.unwrap(), [1, 2, 3]);
    assert_eq!(session.move_import(id, "previewed", "running", None).await, Ok(()));
    assert!(session.move_import(id, "previewed", "running", None).await.is_err(), "a second press of the button");
    let done = ImportReport { operation_id: Some(Uuid::now_v7()), ..report };
    session.move_import(id, "running", "done", Some(&done)).await.unwrap();
    session.drop_import_content(id).await.unwrap();
    let run = session.import_run(id).await.unwrap();
    assert_eq!((run.state.as_str(), run.file_name.as_str(), &run.report), ("done", "bảng A.xlsx", &done));
    assert!(session.import_content(id).await.is_err());
    assert_eq!(session.import_runs(10).await.unwrap(), [run]);
    for state in ["failed", "undone", "previewed"] {
        let from = session.import_run(id).await.unwrap().state;
        session.move_import(id, &from, state, None).await.unwrap();
    }
}
