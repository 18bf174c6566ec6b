//! A sheet of organizations is taken in as a whole or not at all, twice adds nothing, and a look at it leaves nothing.

use crate::common::{Register, both_databases, day, operation, said};
use crate::organizations::has;
use chrono::NaiveDate;
use domain::failure::Failure;
use domain::import::{OrganizationRow, PlacesOfRow};
use domain::organization::{
    DecisionDraft, LinkKind, OrganizationDraft, OrganizationEventKind, OrganizationFilter, OrganizationKind, PlaceOrganization,
};
use domain::permission::Role;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use store::Actor;
use store::organization::{OrganizationRow as Listed, OrganizationsTakenIn, Taken};
use uuid::Uuid;

both_databases![
    organizations_come_with_their_founding_their_superior_and_their_places,
    the_same_sheet_again_adds_nothing_and_a_corrected_one_changes_what_it_says,
    a_look_says_what_would_be_and_keeps_nothing,
    a_row_that_cannot_be_taken_leaves_nothing_of_it_where_bad_rows_are_left_out,
    a_decision_number_is_given_once_and_may_be_shared_with_a_reason,
    what_was_dissolved_is_spoken_of_no_more_and_what_was_ended_here_stays_ended,
    only_whoever_changes_organizations_of_the_ward_takes_a_sheet_in,
];

fn row(number: u32, name: &str) -> OrganizationRow {
    let draft = OrganizationDraft { name: name.into(), ..OrganizationDraft::default() };
    let (unit, superior) = (String::new(), String::new());
    OrganizationRow { sheet: "S".into(), number, draft, unit, superior, founding: None, places: PlacesOfRow::default() }
}

fn founded(number: &str, on: NaiveDate) -> Option<DecisionDraft> {
    Some(DecisionDraft { number: Some(number.into()), ..DecisionDraft::new(OrganizationEventKind::Founded, on) })
}

fn at(names: &[&str], kind: impl Into<Option<LinkKind>>, from: impl Into<Option<NaiveDate>>) -> PlacesOfRow {
    PlacesOfRow { names: names.iter().map(|name| (*name).to_owned()).collect(), kind: kind.into(), from: from.into() }
}

/// The cell stands before what is above it.
fn sheet() -> Vec<OrganizationRow> {
    let mut cell = row(4, "Chi bộ 1");
    cell.draft.members = Some(32);
    cell.superior = "đảng bộ PHƯỜNG".into();
    cell.founding = founded("15-QĐ/ĐU", day(2024, 1, 5));
    cell.places = at(&["chung cu mot", "Trùng, 2 Lê Lợi"], LinkKind::SharedCell, None);
    let mut above = row(5, "Đảng bộ Phường");
    above.draft.kind = OrganizationKind::PartyCommittee;
    let mut union = row(6, "Chi hội Phụ nữ");
    union.draft.kind = OrganizationKind::WomensUnion;
    union.unit = "P. Sài Gòn".into();
    union.places = at(&["1 Lê Lợi"], None, day(2024, 2, 1));
    vec![cell, above, union]
}

/// A ward with a building, and two that share a name.
async fn ward(register: Register) -> (Register, Uuid) {
    let register = register.with_units().await;
    let unit = register.unit("26740").await.id;
    register.add(json!({ "name": "Chung cư Một", "address": "1 Lê Lợi" })).await;
    for address in ["2 Lê Lợi", "3 Lê Lợi"] {
        register.add(json!({ "name": "Trùng", "address": address })).await;
    }
    (register, unit)
}

async fn take(register: &Register, unit: Uuid, rows: Vec<OrganizationRow>, skipped: bool) -> OrganizationsTakenIn {
    register.session().import_organizations(operation(), unit, rows, skipped, false).await.unwrap()
}

async fn count(register: &Register, table: &str) -> i64 {
    let statement = Statement::from_string(register.db.get_database_backend(), format!("SELECT COUNT(*) FROM {table}"));
    register.db.query_one_raw(statement).await.unwrap().expect("a row").try_get_by_index(0).unwrap()
}

async fn counts(register: &Register) -> [i64; 5] {
    let mut found = [0; 5];
    for (at, table) in ["organization", "organization_event", "organization_link", "change_log", "applied_operation"].iter().enumerate() {
        found[at] = count(register, table).await;
    }
    found
}

async fn listed(register: &Register) -> Vec<Listed> {
    register.session().organizations(&OrganizationFilter::default(), 50, None).await.unwrap().items
}

fn codes(taken: &OrganizationsTakenIn) -> Vec<(u32, &str, &str)> {
    let all = taken.problems.iter().flat_map(|(at, errors)| errors.0.iter().map(move |error| (*at, error)));
    all.map(|(at, error)| (at, error.field.as_str(), error.code.as_str())).collect()
}

fn what(taken: &OrganizationsTakenIn) -> Vec<(u32, Taken, u32)> {
    taken.rows.iter().map(|(at, row)| (*at, row.what, row.places)).collect()
}

async fn organizations_come_with_their_founding_their_superior_and_their_places(register: Register) {
    let (register, unit) = ward(register).await;
    let taken = take(&register, unit, sheet(), false).await;
    assert_eq!(codes(&taken), []);
    assert_eq!(what(&taken), [(0, Taken::Added, 2), (1, Taken::Added, 0), (2, Taken::Added, 1)]);
    let cell = register.session().organization(taken.rows[&0].organization).await.unwrap();
    assert_eq!((cell.draft.members, cell.founded_on), (Some(32), Some(day(2024, 1, 5))));
    assert_eq!(cell.superior.as_ref().map(|above| above.name.as_str()), Some("Đảng bộ Phường"));
    let ledger: Vec<_> = cell.ledger.iter().map(|entry| (entry.event.kind, entry.event.number.as_deref())).collect();
    assert_eq!(ledger, [(OrganizationEventKind::Founded, Some("15-QĐ/ĐU"))]);
    let places: Vec<_> = cell.places.iter().map(|place| (place.address.as_str(), place.kind, place.from)).collect();
    let shared = Some(LinkKind::SharedCell);
    assert_eq!(places, [("1 Lê Lợi", shared, day(2024, 1, 5)), ("2 Lê Lợi", shared, day(2024, 1, 5))]);
    let kinds = has(&register, cell.places[0].place_id).await;
    assert_eq!(kinds, [PlaceOrganization::SharedCell, PlaceOrganization::WomensUnion], "the register of the place says so");
}

async fn the_same_sheet_again_adds_nothing_and_a_corrected_one_changes_what_it_says(register: Register) {
    let (register, unit) = ward(register).await;
    take(&register, unit, sheet(), false).await;
    let before = counts(&register).await;
    let again = take(&register, unit, sheet(), false).await;
    assert_eq!((codes(&again), what(&again)), (vec![], vec![(0, Taken::Same, 0), (1, Taken::Same, 0), (2, Taken::Same, 0)]));
    assert_eq!(counts(&register).await[..4], before[..4]);

    let mut rows = sheet();
    rows[0].draft.name = "Chi bộ Khu phố 1".into();
    rows[1].draft.name = "ĐẢNG BỘ PHƯỜNG".into();
    rows[1].founding = founded("1-QĐ/TU", day(2023, 1, 5));
    rows[2].draft.members = Some(40);
    rows[2].places = at(&["Trùng, 3 Lê Lợi"], None, day(2024, 2, 1));
    let changed = take(&register, unit, rows, false).await;
    assert_eq!((codes(&changed), what(&changed)), (vec![], vec![(0, Taken::Renamed, 0), (1, Taken::Changed, 0), (2, Taken::Changed, 1)]));
    let names: Vec<_> = listed(&register).await.into_iter().map(|row| (row.name, row.members, row.founded_on, row.places)).collect();
    let expected = [
        ("Chi bộ Khu phố 1".into(), Some(32), Some(day(2024, 1, 5)), 2),
        ("Chi hội Phụ nữ".into(), Some(40), None, 2),
        ("Đảng bộ Phường".into(), None, Some(day(2023, 1, 5)), 0),
    ];
    assert_eq!(names, expected, "capitals are no other name");

    let mut rows = sheet();
    rows[0].draft.name = "Chi bộ Khu phố 1".into();
    rows[0].founding = founded("16-QĐ/ĐU", day(2024, 1, 5));
    rows[2].places = at(&["1 Lê Lợi"], None, day(2025, 2, 1));
    let otherwise = take(&register, unit, rows, false).await;
    assert_eq!(codes(&otherwise), [(0, "on", "organizations_founded_otherwise"), (2, "places", "organizations_linked_otherwise")]);
}

fn with_faults() -> Vec<OrganizationRow> {
    let mut lost = row(7, "Chi bộ 2");
    lost.superior = "Đảng bộ xa".into();
    lost.founding = founded("16-QĐ/ĐU", day(2024, 1, 5));
    let mut astray = row(8, "Chi bộ 3");
    astray.founding = founded("17-QĐ/ĐU", day(2024, 1, 5));
    astray.places = at(&["Chung cư Một", "Trùng", "Chín"], LinkKind::SharedCell, day(2023, 1, 5));
    let mut elsewhere = row(9, "Chi bộ 4");
    elsewhere.unit = "Phường Bến Thành".into();
    let mut early = row(10, "Chi bộ 5");
    early.founding = founded("18-QĐ/ĐU", day(2027, 1, 5));
    let mut below = row(11, "Chi bộ 6");
    below.superior = "Chi bộ 3".into();
    let mut unsure = row(12, "Chi bộ 7");
    unsure.places = at(&["Chung cư Một"], None, None);
    let mut party = row(13, "Chi bộ 8");
    party.places = at(&["Chung cư Một"], None, day(2024, 1, 5));
    [sheet(), vec![lost, astray, elsewhere, early, below, unsure, party]].concat()
}

const FAULTS: [(u32, &str, &str); 9] = [
    (3, "superior", "organizations_superior_not_found"),
    (4, "from", "before_founding"),
    (4, "places", "organizations_place_shared"),
    (4, "places", "organizations_place_not_found"),
    (5, "unit", "organizations_other_ward"),
    (6, "on", "date_in_future"),
    // Only where the row above it is left out.
    (7, "superior", "organizations_superior_not_found"),
    (8, "from", "organizations_from_missing"),
    (9, "link_kind", "required"),
];

async fn a_look_says_what_would_be_and_keeps_nothing(register: Register) {
    let (register, unit) = ward(register).await;
    let before = counts(&register).await;
    let session = register.session();
    let taken = session.import_organizations(operation(), unit, with_faults(), false, true).await.unwrap();
    let found: Vec<_> = FAULTS.into_iter().filter(|fault| fault.0 != 7).collect();
    assert_eq!(codes(&taken), found);
    assert_eq!(taken.count(|row| row.what == Taken::Added), 4);
    let refused = session.import_organizations(operation(), unit, with_faults(), false, false).await.unwrap();
    assert_eq!(codes(&refused), found);
    assert_eq!(counts(&register).await, before);
}

async fn a_row_that_cannot_be_taken_leaves_nothing_of_it_where_bad_rows_are_left_out(register: Register) {
    let (register, unit) = ward(register).await;
    let operation = operation();
    let taken = register.session().import_organizations(operation.clone(), unit, with_faults(), true, false).await.unwrap();
    assert_eq!(codes(&taken), FAULTS);
    assert_eq!(what(&taken), [(0, Taken::Added, 2), (1, Taken::Added, 0), (2, Taken::Added, 1)]);
    let names: Vec<_> = listed(&register).await.into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["Chi bộ 1", "Chi hội Phụ nữ", "Đảng bộ Phường"]);
    assert_eq!(counts(&register).await[1..3], [1, 3]);
    let again = register.session().import_organizations(operation, unit, with_faults(), true, false).await.unwrap();
    assert_eq!(again, taken, "one operation is done once");
}

async fn a_decision_number_is_given_once_and_may_be_shared_with_a_reason(register: Register) {
    let (register, unit) = ward(register).await;
    let mut second = row(7, "Chi bộ 2");
    second.founding = founded("15-qđ/đu", day(2024, 1, 5));
    let mut other_day = row(8, "Chi bộ 3");
    other_day.founding = founded("15-QĐ/ĐU", day(2024, 3, 5));
    let rows = [sheet(), vec![second.clone(), other_day]].concat();
    let taken = take(&register, unit, rows, false).await;
    assert_eq!(codes(&taken), [(3, "number", "decision_number_shared"), (4, "number", "decision_number_taken")]);
    second.founding.as_mut().unwrap().overruled = Some("một quyết định cho hai chi bộ".into());
    let rows = [sheet(), vec![second]].concat();
    let taken = take(&register, unit, rows.clone(), false).await;
    assert_eq!((codes(&taken), taken.count(|row| row.what == Taken::Added)), (vec![], 4));
    let again = take(&register, unit, rows, false).await;
    assert_eq!((codes(&again), again.count(|row| row.what == Taken::Same)), (vec![], 4));
}

async fn what_was_dissolved_is_spoken_of_no_more_and_what_was_ended_here_stays_ended(register: Register) {
    let (register, unit) = ward(register).await;
    let taken = take(&register, unit, sheet(), false).await;
    let (cell, union) = (taken.rows[&0].organization, taken.rows[&2].organization);
    let session = register.session();
    let link = session.organization(union).await.unwrap().places[0].link_id;
    session.end_link(operation(), union, link, day(2025, 1, 1)).await.unwrap();
    let again = take(&register, unit, sheet(), false).await;
    assert_eq!(again.count(|row| row.what == Taken::Same && row.places == 0), 3);
    session.decide(operation(), cell, DecisionDraft::new(OrganizationEventKind::Dissolved, day(2026, 1, 5))).await.unwrap();
    let mut below = row(9, "Chi bộ 9");
    below.superior = "Chi bộ 1".into();
    let refused = take(&register, unit, [sheet(), vec![below]].concat(), false).await;
    assert_eq!(codes(&refused), [(0, "name", "organization_dissolved"), (3, "superior", "organization_dissolved")]);
    let mut anew = row(4, "Chi bộ 1");
    anew.founding = founded("20-QĐ/ĐU", day(2026, 2, 1));
    let taken = take(&register, unit, vec![anew], false).await;
    assert_eq!(what(&taken), [(0, Taken::Added, 0)], "founded anew it is another");
}

async fn only_whoever_changes_organizations_of_the_ward_takes_a_sheet_in(register: Register) {
    let (register, unit) = ward(register).await;
    let other = register.unit("26743").await.id;
    for (role, own) in [(Role::WardViewer, unit), (Role::WardLead, other), (Role::Member, unit)] {
        let session = register.session_as(Actor::with_role("somebody", role, [own]));
        let taken = session.import_organizations(operation(), unit, sheet(), false, false).await;
        assert!(matches!(taken, Err(Failure::NotFound | Failure::NotAllowed)), "{role:?}");
    }
    let session = register.session_as(Actor::with_role("somebody", Role::WardStaff, [unit]));
    let taken = session.import_organizations(operation(), unit, sheet(), false, false).await.unwrap();
    assert_eq!(taken.places(), 3);
    let fields = said(json!({ "name": "X", "admin_unit_id": other }));
    assert!(session.add_organization(operation(), fields, None).await.is_err());
}
