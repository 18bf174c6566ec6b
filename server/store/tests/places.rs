//! Lists, search, closing, merging, and what the database takes.

use std::collections::BTreeSet;

use crate::common::{ALL, Register, both_databases, day, errors, looking_for, operation, said, today};
use domain::board::{DisputeKind, FundHandover, MeetingStage, Recognition, Requirement, Term};
use domain::failure::Failure;
use domain::filter::{BoardFilter, PartyFilter, PlaceFilter};
use domain::organization::PlaceOrganization;
use domain::place::{PlaceDraft, PlaceKind, Segment};
use serde_json::json;
use uuid::Uuid;

both_databases![
    pages_are_complete_without_repetition_and_in_vietnamese_order,
    a_cursor_survives_the_change_of_other_places,
    exact_spelling_stands_before_other_diacritics,
    search_finds_by_ward_former_ward_former_district_and_address,
    what_looks_like_a_pattern_is_only_text,
    a_zero_byte_finds_nothing_and_breaks_nothing,
    filters_narrow_the_list_and_agree_with_the_groups_of_the_map,
    a_nonsense_cursor_is_refused,
    a_box_holds_its_points_and_its_edges,
    a_closed_place_leaves_the_list_and_comes_back,
    merging_keeps_both_histories_and_fills_what_was_unknown,
    a_filter_for_a_unit_that_is_none_says_so,
    a_cluster_stays_one_as_long_as_buildings_stand_in_it,
    merging_moves_the_buildings_of_a_cluster,
    merging_refuses_itself_other_kinds_and_circles,
    a_building_stands_only_in_a_cluster_and_a_cluster_in_none,
    every_code_of_the_domain_can_be_kept,
    likely_duplicates_are_those_of_the_same_name_or_spot,
];

async fn pages_are_complete_without_repetition_and_in_vietnamese_order(register: Register) {
    let register = register.with_units().await;
    let expected = ["An", "Ăn", "Ân", "Block 2", "Block 10", "Bùi", "Cầu", "Cầu", "Cầu", "Dương", "Đặng", "Đinh"];
    for at in [7, 3, 11, 0, 5, 9, 1, 4, 10, 2, 8, 6] {
        register.named(expected[at]).await;
    }
    for limit in [1, 2, 5, 12, 50] {
        let (mut names, mut ids, mut cursor) = (Vec::new(), BTreeSet::new(), None::<String>);
        loop {
            let page = register.session().places(&ALL, limit, cursor.as_deref()).await.unwrap();
            assert_eq!(page.total, 12);
            ids.extend(page.items.iter().map(|row| row.id));
            names.extend(page.items.into_iter().map(|row| row.name));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(names, expected, "{limit} a page");
        assert_eq!(ids.len(), 12, "{limit} a page");
    }
    let exported = register.session().place_ids(&ALL).await.unwrap();
    let exported: Vec<String> =
        register.session().places_whole(&exported).await.unwrap().into_iter().map(|place| place.draft.name).collect();
    assert_eq!(exported, expected);
}

async fn a_cursor_survives_the_change_of_other_places(register: Register) {
    let register = register.with_units().await;
    for name in ["A", "B", "C", "D"] {
        register.named(name).await;
    }
    let page = register.session().places(&ALL, 2, None).await.unwrap();
    register.named("Aa").await;
    let rest = register.session().places(&ALL, 5, page.next_cursor.as_deref()).await.unwrap();
    assert_eq!(rest.items.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["C", "D"]);
}

async fn exact_spelling_stands_before_other_diacritics(register: Register) {
    let register = register.with_units().await;
    for name in ["Hoa Bình", "Hòa Bình", "Hoa Binh", "Hỏa Bình"] {
        register.named(name).await;
    }
    assert_eq!(register.names(&looking_for("hỏa bình")).await[0], "Hỏa Bình");
    assert_eq!(register.names(&looking_for("hoa binh")).await, ["Hoa Binh", "Hoa Bình", "Hòa Bình", "Hỏa Bình"]);
    // Pages keep that order across the border between the two ranks.
    let (filter, mut names, mut cursor) = (looking_for("Hòa Bình"), Vec::new(), None::<String>);
    loop {
        let page = register.session().places(&filter, 1, cursor.as_deref()).await.unwrap();
        names.extend(page.items.into_iter().map(|row| row.name));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(names, ["Hòa Bình", "Hoa Binh", "Hoa Bình", "Hỏa Bình"]);
}

async fn search_finds_by_ward_former_ward_former_district_and_address(register: Register) {
    let register = register.with_units().await;
    let second = register.unit("26743").await.id;
    register.add(json!({ "name": "Một", "address": "12 Đồng Khởi", "former_district": "Quận 1" })).await;
    register.add(json!({ "name": "Hai", "address": "5 Lê Lai", "former_district": "Quận 3", "admin_unit_id": second })).await;
    for (q, expected) in [
        ("dong khoi", vec!["Một"]),
        ("12 ĐỒNG", vec!["Một"]),
        ("ben thanh", vec!["Hai"]),
        ("Phường Bến Thành", vec!["Hai"]),
        ("quan 3", vec!["Hai"]),
        ("Bến Nghé", vec!["Một"]),
        ("phường bến nghé (cũ)", vec!["Một"]),
        ("pham ngu lao", vec!["Hai"]),
        ("P. Đa Kao", vec!["Hai", "Một"]),
        ("hai quan 3", vec!["Hai"]),
        ("hai quan 1", vec![]),
        ("không có", vec![]),
    ] {
        assert_eq!(register.names(&looking_for(q)).await, expected, "{q}");
    }
}

async fn what_looks_like_a_pattern_is_only_text(register: Register) {
    let register = register.with_units().await;
    register.named("Tháp A_1").await;
    register.named("Tháp AB1").await;
    for q in ["%", "'", "\\", "_", "A_1%' OR 1=1 --", "(", "😀"] {
        register.session().places(&looking_for(q), 10, None).await.unwrap_or_else(|failure| panic!("{q}: {failure}"));
    }
    assert_eq!(register.names(&looking_for("a_1")).await[0], "Tháp A_1");
}

async fn a_zero_byte_finds_nothing_and_breaks_nothing(register: Register) {
    let register = register.with_units().await;
    register.named("Một Hai").await;
    // PostgreSQL takes no text with one in it.
    assert_eq!(register.names(&looking_for("Một\0Hai")).await, ["Một Hai"]);
    assert_eq!(register.names(&looking_for("\0")).await, ["Một Hai"]);
    let query = domain::filter::PlaceQuery { q: "x\0y".into(), district: "a\0b".into(), ..Default::default() };
    assert_eq!(register.names(&query.check().unwrap()).await, [""; 0]);
    assert_eq!(register.session().admin_unit("26740\0").await.unwrap_err(), Failure::NotFound);
    let audited = store::audit::AuditFilter { actor: Some("la\0n".into()), ..Default::default() };
    assert_eq!(register.session().audit(&audited, 10).await.unwrap().len(), 0);
    assert_eq!(register.session().account_named("la\0n").await.unwrap_err(), Failure::NotFound);
}

async fn filters_narrow_the_list_and_agree_with_the_groups_of_the_map(register: Register) {
    let register = register.with_units().await;
    let second = register.unit("26743").await.id;
    let recognised = json!({ "name": "Có BQT", "segment": "high_end", "requirement": "required", "recognition": "recognised",
        "decision_number": "1/QĐ-UBND", "decision_on": "2026-01-05", "organizations": ["own_cell"], "former_district": "Quận 1", "agreement_number": "1/TT" });
    register.add(recognised).await;
    let missing = json!({ "name": "Chưa có", "requirement": "required", "recognition": "none", "organizations_confirmed_on": "2026-01-05",
        "admin_unit_id": second, "agreement_on": "2026-01-05" });
    register.add(missing).await;
    register.add(json!({ "name": "Đang làm", "meeting_stage": "elected", "organizations": ["cluster_cell"] })).await;
    register.add(json!({ "name": "Không phải", "requirement": "not_required", "recognition": "none" })).await;
    register.add(json!({ "name": "Khu phố 1", "kind": "residential_area", "organizations": ["own_cell"], "cell_committee": true })).await;
    let all = || PlaceFilter { kind: Some(PlaceKind::ApartmentBuilding), ..ALL };
    for (filter, expected) in [
        (PlaceFilter { board: Some(BoardFilter::Recognised), ..all() }, vec!["Có BQT"]),
        (PlaceFilter { board: Some(BoardFilter::NotRecognised), ..all() }, vec!["Chưa có", "Đang làm", "Không phải"]),
        (PlaceFilter { board: Some(BoardFilter::UnderWay), ..all() }, vec!["Đang làm"]),
        (PlaceFilter { board: Some(BoardFilter::Missing), ..all() }, vec!["Chưa có"]),
        (PlaceFilter { board: Some(BoardFilter::NotRequired), ..all() }, vec!["Không phải"]),
        (PlaceFilter { required: Some(true), ..all() }, vec!["Có BQT", "Chưa có"]),
        (PlaceFilter { party: Some(PartyFilter::Any), ..all() }, vec!["Có BQT", "Đang làm"]),
        (PlaceFilter { party: Some(PartyFilter::None), ..all() }, vec!["Chưa có"]),
        (PlaceFilter { party: Some(PartyFilter::Unknown), ..all() }, vec!["Không phải"]),
        (PlaceFilter { agreement: Some(true), ..all() }, vec!["Có BQT", "Chưa có"]),
        (PlaceFilter { agreement: Some(false), ..all() }, vec!["Đang làm", "Không phải"]),
        (PlaceFilter { committee: Some(true), ..ALL }, vec!["Khu phố 1"]),
        (PlaceFilter { committee: Some(false), unit: Some("26743".into()), ..ALL }, vec!["Chưa có"]),
        (PlaceFilter { segment: Some(Segment::HighEnd), ..all() }, vec!["Có BQT"]),
        (PlaceFilter { unit: Some("26743".into()), ..all() }, vec!["Chưa có"]),
        (PlaceFilter { district: Some("Quận 1".into()), ..all() }, vec!["Có BQT"]),
        (PlaceFilter { kind: Some(PlaceKind::ResidentialArea), ..ALL }, vec!["Khu phố 1"]),
    ] {
        let names: BTreeSet<String> = register.names(&filter).await.into_iter().collect();
        assert_eq!(names, expected.into_iter().map(str::to_owned).collect(), "{filter:?}");
        let groups = register.session().place_groups(&filter).await.unwrap();
        assert_eq!(groups.iter().map(|group| group.count).sum::<i64>(), i64::try_from(names.len()).unwrap(), "{filter:?}");
        let lacking: i64 = groups.iter().map(|group| group.not_recognised).sum();
        let narrower = PlaceFilter { board: filter.board.or(Some(BoardFilter::NotRecognised)), ..filter.clone() };
        if narrower.board == Some(BoardFilter::NotRecognised) {
            let listed = register.names(&narrower).await.len();
            assert_eq!(lacking, i64::try_from(listed).unwrap(), "{filter:?}");
        }
    }
}

async fn a_nonsense_cursor_is_refused(register: Register) {
    let register = register.with_units().await;
    register.named("A").await;
    let nobody = format!("0.{}", uuid::Uuid::now_v7());
    for cursor in ["x", "0", "0.x", "9999999999.1", "' OR 1=1 --", nobody.as_str(), "😀.😀"] {
        let refused = errors(register.session().places(&ALL, 10, Some(cursor)).await.unwrap_err());
        assert_eq!(refused, [("cursor".to_owned(), "cursor_not_understood".to_owned())], "{cursor}");
    }
}

async fn a_box_holds_its_points_and_its_edges(register: Register) {
    let register = register.with_units().await;
    register.add(json!({ "name": "Trong", "lon": 106.705, "lat": 10.775 })).await;
    register.add(json!({ "name": "Trên cạnh", "lon": 106.7, "lat": 10.77 })).await;
    register.add(json!({ "name": "Ngoài", "lon": 106.715, "lat": 10.775 })).await;
    register.named("Không có điểm").await;
    let filter = PlaceFilter { bbox: Some([106.70, 10.77, 106.71, 10.78]), ..ALL };
    assert_eq!(register.names(&filter).await, ["Trên cạnh", "Trong"]);
    assert_eq!(register.session().place_points(&filter, 1).await.unwrap().len(), 1);
    assert_eq!(register.session().place_points(&ALL, 10).await.unwrap().len(), 3);
}

async fn a_closed_place_leaves_the_list_and_comes_back(register: Register) {
    let register = register.with_units().await;
    let id = register.named("A").await;
    register.session().close_place(operation(), id, 1).await.unwrap();
    assert!(register.names(&ALL).await.is_empty());
    assert_eq!(register.names(&PlaceFilter { closed: true, ..ALL }).await, ["A"]);
    assert_eq!(register.place(id).await.draft.closed_on, Some(today()));
    register.session().reopen_place(operation(), id, 2).await.unwrap();
    assert_eq!(register.names(&ALL).await, ["A"]);
}

async fn merging_keeps_both_histories_and_fills_what_was_unknown(register: Register) {
    let register = register.with_units().await;
    let stays = register.add(json!({ "name": "Chung cư A", "apartments": 100 })).await;
    let goes =
        register.add(json!({ "name": "CC A", "apartments": 90, "handed_over": 80, "blocks": 3, "lon": 106.705, "lat": 10.775 })).await;
    register.session().merge_place(operation(), goes, stays).await.unwrap();
    let (kept, gone) = (register.place(stays).await, register.place(goes).await);
    assert_eq!((kept.draft.name.as_str(), kept.draft.apartments, kept.draft.blocks), ("Chung cư A", Some(100), Some(3)));
    assert_eq!((kept.draft.lon, kept.draft.lat), (Some(106.705), Some(10.775)));
    assert_eq!(kept.draft.handed_over, None, "80 handed over of the other's 90 are not 80 of these 100");
    assert_eq!((gone.draft.merged_into, gone.draft.closed_on, gone.draft.apartments), (Some(stays), Some(today()), Some(90)));
    assert_eq!((register.history(stays).await.len(), register.history(goes).await.len()), (2, 2));
    assert_eq!(register.names(&ALL).await, ["Chung cư A"]);
    // Out of the merger again.
    register.session().reopen_place(operation(), goes, 2).await.unwrap();
    assert_eq!((register.place(goes).await.draft.merged_into, register.names(&ALL).await.len()), (None, 2));
}

async fn a_filter_for_a_unit_that_is_none_says_so(register: Register) {
    let register = register.with_units().await;
    let filter = PlaceFilter { unit: Some("00000".into()), ..ALL };
    let expected = [("unit".to_owned(), "unit_not_found".to_owned())];
    assert_eq!(errors(register.session().places(&filter, 5, None).await.unwrap_err()), expected);
    assert_eq!(errors(register.session().place_ids(&filter).await.unwrap_err()), expected);
}

async fn a_cluster_stays_one_as_long_as_buildings_stand_in_it(register: Register) {
    let register = register.with_units().await;
    let cluster = register.add(json!({ "name": "Cụm", "kind": "building_cluster" })).await;
    let building = register.add(json!({ "name": "Tháp", "parent_id": cluster })).await;
    let other = said(json!({ "kind": "apartment_building" }));
    let refused = register.session().change_place(operation(), cluster, 1, other).await;
    assert_eq!(errors(refused.unwrap_err()), [("kind".to_owned(), "cluster_has_buildings".to_owned())]);
    register.change(building, json!({ "parent_id": null })).await;
    assert_eq!(register.change(cluster, json!({ "kind": "apartment_building" })).await, 2);
}

async fn merging_moves_the_buildings_of_a_cluster(register: Register) {
    let register = register.with_units().await;
    let stays = register.add(json!({ "name": "Cụm A", "kind": "building_cluster" })).await;
    let goes = register.add(json!({ "name": "Cụm A (trùng)", "kind": "building_cluster" })).await;
    let building = register.add(json!({ "name": "Tháp 1", "parent_id": goes })).await;
    let merge = operation();
    register.session().merge_place(merge.clone(), goes, stays).await.unwrap();
    let place = register.place(building).await;
    assert_eq!((place.draft.parent_id, place.revision), (Some(stays), 2));
    assert_eq!(register.history(building).await[1].operation_id, merge.id);
}

async fn merging_refuses_itself_other_kinds_and_circles(register: Register) {
    let register = register.with_units().await;
    let (a, b, c) = (register.named("A").await, register.named("B").await, register.named("C").await);
    let area = register.add(json!({ "name": "Khu phố", "kind": "residential_area" })).await;
    let session = register.session();
    let code = |failure| errors(failure)[0].1.clone();
    assert_eq!(code(session.merge_place(operation(), a, a).await.unwrap_err()), "merge_with_itself");
    assert_eq!(code(session.merge_place(operation(), a, area).await.unwrap_err()), "merge_of_other_kind");
    session.merge_place(operation(), a, b).await.unwrap();
    assert_eq!(code(session.merge_place(operation(), b, a).await.unwrap_err()), "already_merged");
    assert_eq!(code(session.merge_place(operation(), a, c).await.unwrap_err()), "already_merged");
    assert!(session.merge_place(operation(), uuid::Uuid::now_v7(), a).await.is_err());
}

async fn a_building_stands_only_in_a_cluster_and_a_cluster_in_none(register: Register) {
    let register = register.with_units().await;
    let cluster = register.add(json!({ "name": "Cụm", "kind": "building_cluster" })).await;
    let other = register.add(json!({ "name": "Cụm khác", "kind": "building_cluster" })).await;
    let building = register.add(json!({ "name": "Tháp", "parent_id": cluster })).await;
    for (id, parent) in [(building, building), (cluster, building), (building, uuid::Uuid::now_v7()), (cluster, other)] {
        let revision = register.place(id).await.revision;
        let refused = register.session().change_place(operation(), id, revision, said(json!({ "parent_id": parent }))).await;
        assert_eq!(errors(refused.unwrap_err()), [("parent_id".to_owned(), "not_a_cluster".to_owned())]);
    }
}

async fn every_code_of_the_domain_can_be_kept(register: Register) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    let blank = PlaceDraft { name: "A".into(), admin_unit_id: unit, ..PlaceDraft::default() };
    let mut drafts: Vec<PlaceDraft> = Vec::new();
    drafts.extend(PlaceKind::all().iter().map(|kind| PlaceDraft { kind: *kind, ..blank.clone() }));
    drafts.extend(Segment::all().iter().map(|segment| PlaceDraft { segment: Some(*segment), ..blank.clone() }));
    let mut board = |change: &dyn Fn(&mut domain::board::BoardStatus)| {
        let mut draft = blank.clone();
        change(&mut draft.board);
        drafts.push(draft);
    };
    Requirement::all().iter().for_each(|value| board(&|board| board.requirement = *value));
    MeetingStage::all().iter().for_each(|value| board(&|board| board.meeting_stage = *value));
    Recognition::all().iter().for_each(|value| {
        board(&|board| {
            board.recognition = *value;
            if *value == Recognition::Recognised {
                board.decision_number = Some("1/QĐ-UBND".into());
                board.decision_on = Some(day(2026, 1, 5));
            }
        });
    });
    Term::all().iter().for_each(|value| board(&|board| board.term = *value));
    FundHandover::all().iter().for_each(|value| board(&|board| board.fund_handover = *value));
    DisputeKind::all().iter().for_each(|value| board(&|board| board.disputes = BTreeSet::from([*value])));
    for organization in PlaceOrganization::all() {
        for confirmed in [None, Some(day(2026, 1, 5))] {
            let organizations = BTreeSet::from([*organization]);
            drafts.push(PlaceDraft { organizations, organizations_confirmed_on: confirmed, ..blank.clone() });
        }
    }
    drafts.push(PlaceDraft { organizations_confirmed_on: Some(crate::common::day(2026, 1, 5)), ..blank.clone() });
    // And all sets at once.
    let mut full = PlaceDraft { organizations: PlaceOrganization::all().iter().copied().collect(), ..blank };
    full.board.disputes = DisputeKind::all().iter().copied().collect();
    drafts.push(full);
    for draft in drafts {
        let id = register
            .session()
            .add_place(operation(), domain::change::fields(&draft))
            .await
            .unwrap_or_else(|failure| panic!("{draft:?}: {failure}"));
        let place = register.place(id).await;
        if place.draft.board != draft.board {
            // What follows from the building takes its place in the register; what was said is kept as a fact.
            let facts = register.session().course(&place).await.unwrap().facts;
            let kept: BTreeSet<_> = facts.into_iter().map(|kept| (kept.fact.field, kept.fact.value)).collect();
            let said = domain::course::baseline(&draft.board, day(2026, 11, 22), "", Uuid::now_v7);
            assert!(said.into_iter().all(|said| kept.contains(&(said.field, said.value))), "{draft:?}: {kept:?}");
        }
        assert_eq!(PlaceDraft { board: draft.board.clone(), ..place.draft }, draft);
    }
}

async fn likely_duplicates_are_those_of_the_same_name_or_spot(register: Register) {
    let register = register.with_units().await;
    let id = register.add(json!({ "name": "Chung cư Hòa Bình", "lon": 106.705, "lat": 10.775 })).await;
    register.named("chung cu hoa binh").await;
    register.add(json!({ "name": "Gần", "lon": 106.7051, "lat": 10.7751 })).await;
    register.add(json!({ "name": "Xa", "lon": 106.706, "lat": 10.776 })).await;
    register.add(json!({ "name": "Khu phố gần", "kind": "residential_area", "lon": 106.705, "lat": 10.775 })).await;
    let other = register.unit("26743").await.id;
    register.add(json!({ "name": "Chung cư Hòa Bình", "admin_unit_id": other })).await;
    let found = register.session().likely_duplicates(&register.place(id).await).await.unwrap();
    let names: BTreeSet<String> = found.into_iter().map(|row| row.name).collect();
    assert_eq!(names, BTreeSet::from(["Gần".to_owned(), "chung cu hoa binh".to_owned()]));
}
