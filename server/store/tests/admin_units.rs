//! Boundaries in versions, and the units that were before them.

use crate::common::{ALL, Register, both_databases, day, elsewhere, looking_for, neighbours, reform, square, unit};
use domain::admin_unit::{AdminUnitKind, FormerUnit};
use domain::failure::Failure;
use serde_json::json;

both_databases![
    the_same_file_again_is_unchanged,
    a_correction_is_replaced_in_place_and_counted,
    a_corrected_name_finds_the_places,
    a_later_date_closes_the_older_version_and_brings_places_home,
    a_place_without_a_point_follows_code_and_name,
    a_unit_that_a_later_file_lacks_ends_and_says_who_is_homeless,
    another_province_is_left_alone,
    a_dry_run_says_the_same_and_saves_nothing,
    a_ring_that_crosses_itself_is_repaired_and_noted,
    a_bow_tie_is_a_problem_and_nothing_is_saved,
    with_skip_bad_the_good_units_are_saved,
    a_feature_that_was_refused_before_has_not_ended,
    a_feature_without_a_code_may_be_any_unit_so_none_ends,
    an_older_file_after_a_newer_one_brings_no_unit_back,
    codes_and_names_that_cannot_be_are_problems,
    former_units_are_read_from_the_text,
    a_table_of_former_units_replaces_the_text,
    a_table_that_names_an_unknown_unit_is_refused,
    every_kind_of_unit_can_be_kept,
];

async fn the_same_file_again_is_unchanged(register: Register) {
    let register = register.with_units().await;
    let before = register.session().admin_units().await.unwrap();
    let again = register.boundaries(neighbours(), reform()).await;
    assert_eq!((again.add, again.change, again.unchanged, again.closed), (0, 0, 3, 0));
    assert_eq!(register.session().admin_units().await.unwrap(), before);
}

async fn a_correction_is_replaced_in_place_and_counted(register: Register) {
    let register = register.with_units().await;
    let before = register.unit("26740").await;
    let mut units = neighbours();
    units[0].boundary = square(106.6999, 10.77);
    let report = register.boundaries(units, reform()).await;
    assert_eq!((report.add, report.change, report.unchanged, report.closed), (0, 1, 2, 0));
    let after = register.unit("26740").await;
    assert_eq!((after.id, after.valid_from, after.valid_to), (before.id, before.valid_from, None));
    assert_eq!(after.bbox[0], 106.6999);
}

async fn a_corrected_name_finds_the_places(register: Register) {
    let register = register.with_units().await;
    register.named("A").await;
    let mut units = neighbours();
    units[0].name = "Sài Thành".into();
    assert_eq!(register.boundaries(units, reform()).await.change, 1);
    assert_eq!(register.names(&looking_for("sài thành")).await, ["A"]);
    assert!(register.names(&looking_for("sài gòn")).await.is_empty());
}

async fn a_later_date_closes_the_older_version_and_brings_places_home(register: Register) {
    let register = register.with_units().await;
    let id = register.add(json!({ "name": "A", "lon": 106.708, "lat": 10.775 })).await;
    let old = register.unit("26740").await;
    let mut units = neighbours();
    // The border moves west: the place now lies in Bến Thành.
    units[0].boundary = square(106.695, 10.77);
    units[1].boundary = square(106.705, 10.77);
    let report = register.boundaries(units, day(2027, 1, 1)).await;
    assert_eq!((report.add, report.closed, report.moved_places, report.homeless_places), (3, 3, 1, 0));
    let place = register.place(id).await;
    assert_eq!((place.admin_unit_code.as_str(), place.revision), ("26743", 2));
    assert_ne!(register.unit("26740").await.id, old.id);
    assert_eq!(register.history(id).await[1].action, "boundaries_import");
    // Its count has moved with it, and search knows the new ward.
    let units = register.session().overview(None).await.unwrap().units;
    assert_eq!(units.keys().collect::<Vec<_>>(), [&place.draft.admin_unit_id]);
    assert_eq!(register.names(&looking_for("bến thành")).await, ["A"]);
}

async fn a_place_without_a_point_follows_code_and_name(register: Register) {
    let register = register.with_units().await;
    let id = register.named("A").await;
    register.boundaries(neighbours(), day(2027, 1, 1)).await;
    assert_eq!(register.place(id).await.draft.admin_unit_id, register.unit("26740").await.id);
}

async fn a_unit_that_a_later_file_lacks_ends_and_says_who_is_homeless(register: Register) {
    let register = register.with_units().await;
    let id = register.named("A").await;
    let report = register.boundaries(neighbours().split_off(1), day(2027, 1, 1)).await;
    assert_eq!((report.add, report.closed, report.homeless_places), (2, 3, 1));
    assert_eq!(register.session().admin_unit("26740").await, Err(Failure::NotFound));
    assert_eq!(register.place(id).await.admin_unit_name, "Phường Sài Gòn", "kept until somebody says where it belongs");
    assert_eq!(register.names(&ALL).await, ["A"]);
    // It can still be edited where it stands.
    assert_eq!(register.change(id, json!({ "blocks": 2 })).await, 2);
}

async fn another_province_is_left_alone(register: Register) {
    let register = register.with_units().await;
    let other = register.boundaries(vec![elsewhere()], day(2027, 1, 1)).await;
    assert_eq!((other.add, other.closed), (1, 0));
    register.boundaries(neighbours(), day(2028, 1, 1)).await;
    let units = register.session().admin_units().await.unwrap();
    let starts: Vec<_> = units.iter().map(|unit| (unit.code.as_str(), unit.valid_from)).collect();
    assert_eq!(units.len(), 4);
    assert!(starts.contains(&("31135", day(2027, 1, 1))));
}

async fn a_dry_run_says_the_same_and_saves_nothing(register: Register) {
    let register = register.with_units().await;
    register.add(json!({ "name": "A", "lon": 106.705, "lat": 10.775 })).await;
    let later = day(2027, 1, 1);
    let mut units = neighbours();
    units.remove(2);
    let said = register.session().import_boundaries(units.clone(), Vec::new(), later, true, false).await.unwrap();
    assert_eq!(register.session().admin_units().await.unwrap().len(), 3);
    assert_eq!(register.unit("26740").await.valid_from, reform());
    assert_eq!(register.boundaries(units, later).await, said);
}

async fn a_ring_that_crosses_itself_is_repaired_and_noted(register: Register) {
    let mut units = neighbours();
    units[1].boundary = json!({ "type": "Polygon", "coordinates": [[[106.71, 10.77], [106.72, 10.77], [106.72, 10.78], [106.715, 10.78],
        [106.71501, 10.78001], [106.71501, 10.77999], [106.715, 10.78], [106.71, 10.78], [106.71, 10.77]]] })
    .to_string();
    let report = register.boundaries(units.clone(), reform()).await;
    assert_eq!((report.add, report.problems.len()), (3, 0));
    assert_eq!(report.notes, [(2, "26743".to_owned(), "boundary_repaired".to_owned())]);
    assert_eq!(register.boundaries(units, reform()).await.unchanged, 3, "the repair is no change when the file comes again");
}

fn with_bow_tie() -> Vec<domain::admin_unit::AdminUnitDraft> {
    let mut units = neighbours();
    units[2].boundary =
        json!({ "type": "Polygon", "coordinates": [[[106.72, 10.77], [106.73, 10.78], [106.73, 10.77], [106.72, 10.78], [106.72, 10.77]]] })
            .to_string();
    units
}

async fn a_bow_tie_is_a_problem_and_nothing_is_saved(register: Register) {
    let report = register.boundaries(with_bow_tie(), reform()).await;
    assert_eq!(report.problems, [(3, "27655".to_owned(), "boundary_broken".to_owned())]);
    assert!(register.session().admin_units().await.unwrap().is_empty());
    assert!(register.session().is_empty().await.unwrap());
}

async fn with_skip_bad_the_good_units_are_saved(register: Register) {
    let register = register.with_units().await;
    let report = register.session().import_boundaries(with_bow_tie(), Vec::new(), day(2027, 1, 1), false, true).await.unwrap();
    assert_eq!((report.add, report.problems.len(), report.closed), (2, 1, 2));
    assert_eq!(register.unit("27655").await.valid_from, reform(), "what is bad in the file has not ended");
}

async fn a_feature_that_was_refused_before_has_not_ended(register: Register) {
    let register = register.with_units().await;
    let units = neighbours().split_off(1);
    let report = register.session().import_boundaries(units, vec!["26740".into()], day(2027, 1, 1), false, true).await.unwrap();
    assert_eq!((report.add, report.closed, report.kept), (2, 2, 0));
    assert_eq!(register.unit("26740").await.valid_from, reform());
}

async fn a_feature_without_a_code_may_be_any_unit_so_none_ends(register: Register) {
    let register = register.with_units().await;
    let units = || neighbours().split_off(1);
    let report = register.session().import_boundaries(units(), vec![String::new()], day(2027, 1, 1), false, true).await.unwrap();
    assert_eq!((report.add, report.closed, report.kept), (2, 2, 1));
    assert_eq!(register.unit("26740").await.valid_from, reform());
    let mut mistyped = units();
    mistyped.push(unit("2674O", AdminUnitKind::Ward, "Sài Gòn", 106.70));
    let report = register.session().import_boundaries(mistyped, Vec::new(), day(2028, 1, 1), false, true).await.unwrap();
    assert_eq!((report.problems.len(), report.kept), (1, 1));
    assert_eq!(register.unit("26740").await.valid_from, reform());
}

async fn an_older_file_after_a_newer_one_brings_no_unit_back(register: Register) {
    let register = register.with_units().await;
    let former = register.session().former_units("26740").await.unwrap();
    let mut older = neighbours();
    older[0].predecessors = "Xã Cũ (Quận 1)".into();
    older.push(unit("26734", AdminUnitKind::Ward, "Tân Định", 106.69));
    let report = register.boundaries(older, day(2020, 1, 1)).await;
    assert_eq!((report.add, report.closed), (4, 0));
    assert_eq!(register.session().admin_unit("26734").await, Err(Failure::NotFound), "the newer file does not name it");
    let in_force: Vec<_> = register.session().admin_units().await.unwrap().into_iter().map(|unit| (unit.code, unit.valid_from)).collect();
    assert_eq!(in_force.len(), 3);
    assert!(in_force.iter().all(|(_, from)| *from == reform()));
    assert_eq!(register.session().former_units("26740").await.unwrap(), former, "nor does it bring back an older text");
    // One between the two ends what it does not name, and not later.
    register.boundaries(neighbours(), day(2022, 1, 1)).await;
    assert_eq!(register.session().admin_units().await.unwrap().len(), 3);
}

async fn codes_and_names_that_cannot_be_are_problems(register: Register) {
    use AdminUnitKind::Ward;
    let mut units = vec![
        unit("2674", Ward, "Ngắn", 106.70),
        unit("2674x", Ward, "Chữ", 106.71),
        unit("26740", Ward, "", 106.72),
        unit("26743", Ward, &"ữ".repeat(10_000), 106.73),
        unit("26746", Ward, "Một", 106.74),
        unit("26746", Ward, "Hai", 106.75),
        unit("26749", Ward, "Mét", 106.76),
        unit("26752", Ward, "Không", 106.77),
    ];
    units[6].boundary =
        json!({ "type": "Polygon", "coordinates": [[[600000, 1100000], [600100, 1100000], [600100, 1100100], [600000, 1100000]]] })
            .to_string();
    units[7].boundary = "null".into();
    let report = register.boundaries(units, reform()).await;
    let codes: Vec<(usize, &str)> = report.problems.iter().map(|(at, _, code)| (*at, code.as_str())).collect();
    let expected = [
        (1, "unit_code_not_five_digits"),
        (2, "unit_code_not_five_digits"),
        (3, "unit_name_missing_or_long"),
        (4, "unit_name_missing_or_long"),
        (6, "unit_twice_in_file"),
        (7, "other_coordinate_system"),
        (8, "boundary_not_understood"),
    ];
    assert_eq!(codes, expected);
    assert!(register.session().is_empty().await.unwrap());
}

async fn former_units_are_read_from_the_text(register: Register) {
    let register = register.with_units().await;
    let former = register.session().former_units("26740").await.unwrap();
    let read: Vec<_> = former.iter().map(|old| (old.name.as_str(), old.district.as_str(), old.split)).collect();
    assert_eq!(read, [("Phường Bến Nghé", "Quận 1", false), ("Phường Đa Kao", "Quận 1", true)]);
    let other = register.session().former_units("26743").await.unwrap();
    assert!(other.iter().any(|old| old.name == "Phường Đa Kao" && old.split), "two units name it, so it was split");
}

fn table() -> Vec<FormerUnit> {
    let old = |code: &str, name: &str, split| FormerUnit {
        code: code.into(),
        name: name.into(),
        district: "Quận 1".into(),
        province: "Thành phố Hồ Chí Minh".into(),
        split,
    };
    vec![
        old("26740", "Phường Bến Nghé", false),
        old("26740", "Phường Nguyễn Thái Bình", true),
        old("26743", "Phường Nguyễn Thái Bình", true),
    ]
}

async fn a_table_of_former_units_replaces_the_text(register: Register) {
    let register = register.with_units().await;
    let dry = register.session().import_former_units(table(), true).await.unwrap();
    assert_eq!((dry.add, register.session().former_units("26743").await.unwrap().len()), (3, 2));
    let report = register.session().import_former_units(table(), false).await.unwrap();
    assert_eq!((report.add, report.unchanged, report.problems.len()), (3, 0, 0));
    let names: Vec<String> = register.session().former_units("26740").await.unwrap().into_iter().map(|old| old.name).collect();
    assert_eq!(names, ["Phường Bến Nghé", "Phường Nguyễn Thái Bình"]);
    assert_eq!(register.session().import_former_units(table(), false).await.unwrap().unchanged, 3);
    // The boundary file coming again does not put the text in the table's place.
    let mut units = neighbours();
    units[0].area_km2 = Some(3.5);
    assert_eq!(register.boundaries(units, reform()).await.change, 1);
    assert_eq!(register.session().former_units("26740").await.unwrap().len(), 2);
    assert!(register.session().former_units("26740").await.unwrap().iter().all(|old| old.name != "Phường Đa Kao"));
}

async fn a_table_that_names_an_unknown_unit_is_refused(register: Register) {
    let register = register.with_units().await;
    let mut former = table();
    former[1].code = "99999".into();
    let report = register.session().import_former_units(former, false).await.unwrap();
    assert_eq!(report.problems, [(3, "99999".to_owned(), "unit_not_found".to_owned())]);
    assert_eq!(register.session().former_units("26740").await.unwrap().len(), 2);
}

async fn every_kind_of_unit_can_be_kept(register: Register) {
    let units = AdminUnitKind::all().iter().zip([("26740", 106.70), ("26743", 106.71), ("26746", 106.72)]);
    let units: Vec<_> = units.map(|(kind, (code, west))| unit(code, *kind, kind.code(), west)).collect();
    assert_eq!(units.len(), AdminUnitKind::all().len());
    assert_eq!(register.boundaries(units, reform()).await.add, 3);
    for kept in register.session().admin_units().await.unwrap() {
        assert_eq!(kept.name, kept.kind.code());
    }
}
