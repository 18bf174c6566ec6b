//! No form of any page, no property of the API and no heading of an import asks for what the register must not hold
//! of anybody. Every page is opened by somebody of each role, in both languages, in a small city with a record of
//! each kind.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use common::helped::{helped, more};
use common::{Browser, PASSWORD, Program, Serving, UNITS};
use domain::forbidden::word_in;
use domain::import::{Column, HouseholdColumn, MemberColumn, OrganizationColumn};

/// Pages that nobody comes to by links, and why.
const NOT_OPENED: [(&str, &str); 8] = [
    ("/sign-in/code", "shown to whoever has given a password and has a phone; asks for a code"),
    ("/sign-in/set-up", "the same, where a role needs one"),
    ("/link/{token}", "shown to whoever has a link; asks for a password"),
    ("/import/{id}", "a file that was handed in; asks which column is which, and other tests drop those"),
    ("/places/bulk/{id}", "a receipt of a change"),
    ("/places/{id}/agreements", "leads on to the agreement of a place"),
    ("/data-rights/household/{id}/copy.json", "a file to be given to somebody, no page"),
    ("/data-rights/member/{id}/copy.json", "the same"),
];

/// What forms ask for that only sounds like it. What is met nowhere fails.
const FALSE_FRIENDS: [(&str, &str); 6] = [
    ("lat", "the form of a place says where the building stands; no form about people asks where anybody is"),
    ("lon", "the same"),
    ("Vĩ độ", "the same"),
    ("Kinh độ", "the same"),
    ("Latitude", "the same"),
    ("Longitude", "the same"),
];

/// Headings by which imports know their columns. An import that is added is named here.
fn headings() -> Vec<String> {
    // Where a place lies is no secret; there is no such column about people.
    let places = Column::all().iter().filter(|column| !matches!(column, Column::Lat | Column::Lon));
    let places = places.flat_map(|column| [column.heading(), column.code()]);
    let members = MemberColumn::all().iter().flat_map(|column| [column.heading(), column.code()]);
    let households = HouseholdColumn::all().iter().map(|column| column.code()).chain(HouseholdColumn::headings());
    let organizations = OrganizationColumn::all().iter().flat_map(|column| [column.heading(), column.code()]);
    places.chain(members).chain(households).chain(organizations).map(ToOwned::to_owned).collect()
}

/// What the forms of a page ask for: the names of their fields, their labels and what is written into them as a hint.
fn asked_for(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in ["<input", "<select", "<textarea", "<button"] {
        for rest in page.split(tag).skip(1) {
            let tag = rest.split('>').next().unwrap_or_default();
            found.extend(["name", "placeholder", "aria-label"].iter().filter_map(|attribute| attribute_of(tag, attribute)));
        }
    }
    for (open, close) in [("<label", "</label>"), ("<legend", "</legend>")] {
        for rest in page.split(open).skip(1) {
            found.push(words_of(rest.split(close).next().unwrap_or_default()));
        }
    }
    found.retain(|text| !text.is_empty());
    found
}

fn attribute_of(tag: &str, name: &str) -> Option<String> {
    tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next().map(ToOwned::to_owned)
}

/// The text of what stands behind the beginning of a tag.
fn words_of(element: &str) -> String {
    let mut text = String::new();
    let inside = element.split_once('>').map_or("", |(_, inside)| inside);
    for part in inside.split('<') {
        text += part.split_once('>').map_or(part, |(_, words)| words);
        text.push(' ');
    }
    text.replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn forbidden(asked: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    asked.into_iter().filter_map(|text| word_in(&text).map(|word| format!("{text}: {word}"))).collect()
}

#[test]
fn a_form_that_asks_for_it_is_found_in_both_languages() {
    let planted = [
        ("<input id=\"a\" name=\"religion\" type=\"text\"/>", "religion: religion"),
        ("<select name=\"muc_do_trung_thanh\"></select>", "muc_do_trung_thanh: muc do trung thanh"),
        ("<label class=\"check\"><input name=\"x\"/><span>Thái độ của chủ hộ</span></label>", "Thái độ của chủ hộ: thai do"),
        ("<label for=\"x\">Monthly income *</label>", "Monthly income *: income"),
        ("<textarea name=\"note\" placeholder=\"Bệnh nền, dân tộc\"></textarea>", "Bệnh nền, dân tộc: dan toc"),
        ("<fieldset><legend>Loyalty of the household</legend></fieldset>", "Loyalty of the household: loyalty"),
    ];
    for (page, found) in planted {
        assert_eq!(forbidden(asked_for(page)), BTreeSet::from([found.to_owned()]), "{page}");
    }
    assert!(forbidden(asked_for("<label for=\"n\">Họ và tên</label><input name=\"name\"/>")).is_empty());
}

#[test]
fn no_heading_of_an_import_is_for_what_is_forbidden() {
    let headings = headings();
    assert!(headings.len() > 100, "{headings:?}");
    let found = forbidden(headings);
    assert!(found.is_empty(), "{found:?}");
}

/// Routes that answer a page to whoever asks for one.
fn pages() -> BTreeSet<String> {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src/routes.rs");
    let text = std::fs::read_to_string(file).unwrap();
    let paths: BTreeMap<&str, &str> =
        text.lines().filter_map(|line| line.strip_prefix("pub const ")?.trim_end_matches("\";").split_once(": &str = \"")).collect();
    let routes = text.split(".route(").skip(1).filter_map(|route| route.split_once(','));
    let found: BTreeSet<String> =
        routes.filter(|(_, handler)| handler.trim_start().starts_with("get(")).map(|(name, _)| paths[name.trim()].to_owned()).collect();
    assert!(found.len() > 30, "the table was read: {found:?}");
    found
}

/// The route of a path: `{id}` and its kind for whatever is not a word.
fn route_of<'a>(path: &str, pages: &'a BTreeSet<String>) -> Option<&'a String> {
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |page: &&String| {
        let of_page: Vec<&str> = page.split('/').collect();
        of_page.len() == parts.len()
            && of_page.iter().zip(&parts).all(|(page, part)| page == part || (page.starts_with('{') && !part.is_empty()))
    };
    // A word is itself before it is anything.
    pages.iter().filter(fits).min_by_key(|page| page.matches('{').count())
}

struct Seen {
    asked: BTreeSet<String>,
    routes: BTreeSet<String>,
}

/// Follows the links of one person, from all pages that have one address: each route, with each set of names in its query,
/// once.
async fn walk(browser: &mut Browser, serving: &Serving, pages: &BTreeSet<String>, seen: &mut Seen) {
    let words = pages.iter().filter(|page| !page.contains('{'));
    let mut queue: VecDeque<String> = words.cloned().collect();
    let mut walked = BTreeSet::new();
    while let Some(address) = queue.pop_front() {
        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        let Some(route) = route_of(path, pages) else { continue };
        let names: Vec<&str> = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default()).collect();
        // What a place offers depends on its kind: a few of each are looked at.
        let many = (0..4).find(|nth| walked.insert((route.clone(), names.join("&"), *nth)));
        if many.is_none_or(|nth| nth > 0 && !(query.is_empty() && route.contains('{'))) {
            continue;
        }
        browser.get(serving, &address).await;
        if browser.status != 200 || !browser.page.starts_with("<!DOCTYPE html>") {
            continue;
        }
        seen.routes.insert(route.clone());
        seen.asked.extend(asked_for(&browser.page));
        let links = browser.page.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next());
        queue.extend(links.map(|link| format!("/{}", link.split('#').next().unwrap_or_default().replace("&amp;", "&"))));
    }
}

/// Users of each role, and a record of each kind.
async fn city() -> (Program, Serving) {
    let program = Program::with_units();
    let own = |role: &str| format!("{role}@{}", UNITS[0].0);
    for (user, role) in [
        ("admin", "administrator".to_owned()),
        ("city", "city".to_owned()),
        ("privacy", "data_protection_officer".to_owned()),
        ("lead", own("ward_lead")),
        ("staff", own("ward_staff")),
        ("viewer", own("ward_viewer")),
    ] {
        program.user(user, &[&role]);
    }
    let area = program.write("areas.csv", "Loại địa điểm;Tên chung cư;Phường/xã\nKhu dân cư;Khu phố 1;Sài Gòn\n");
    program.text(&["import", "places", &area], 0);
    let helped = helped(&program).await;
    more(&program, &helped).await;
    let serving = program.serve();
    let mut staff = signed_in(&serving, "staff").await;
    let unit = {
        staff.get(&serving, "/organizations/new").await;
        staff.page.split("name=\"admin_unit_id\"").nth(1).unwrap().split("<option value=\"").nth(2).unwrap()[..36].to_owned()
    };
    let place = helped.place.to_string();
    let cell = [("kind", "party_cell"), ("admin_unit_id", &unit), ("name", "Chi bộ Khu phố 1"), ("members", "12")];
    write_down(&mut staff, &serving, "/organizations/new", &cell).await;
    let link = format!("{}/link", staff.location.split('?').next().unwrap());
    write_down(
        &mut staff,
        &serving,
        &link,
        &[("place_id", &place), ("kind", "shared_cell"), ("from", "2024-01-05"), ("review_on", "2030-01-01")],
    )
    .await;
    write_down(&mut staff, &serving, &format!("/places/{place}/agreements/new"), &[("number", "01/TTPH"), ("scope", "Vệ sinh")]).await;
    (program, serving)
}

async fn write_down(staff: &mut Browser, serving: &Serving, path: &str, fields: &[(&str, &str)]) {
    staff.get(serving, path).await;
    let operation = uuid::Uuid::now_v7().to_string();
    let all: Vec<(&str, &str)> = fields.iter().copied().chain([("operation", operation.as_str())]).collect();
    staff.post(serving, path, &all).await;
    assert_eq!(staff.status, 303, "{path}: {}", staff.page);
}

async fn signed_in(serving: &Serving, user: &str) -> Browser {
    let mut browser = Browser::default();
    browser.get(serving, "/sign-in").await;
    browser.post(serving, "/sign-in", &[("user_name", user), ("password", PASSWORD)]).await;
    assert_eq!(browser.status, 303, "{user}");
    browser
}

#[tokio::test]
async fn no_page_and_no_property_of_the_api_asks_for_what_is_forbidden() {
    let (_program, serving) = city().await;
    let pages = pages();
    let mut seen = Seen { asked: BTreeSet::new(), routes: BTreeSet::new() };
    let mut api = BTreeSet::new();
    walk(&mut Browser::default(), &serving, &pages, &mut seen).await;
    for user in ["admin", "city", "privacy", "lead", "staff", "viewer", "bay"] {
        let mut browser = signed_in(&serving, user).await;
        for language in ["vi", "en"] {
            browser.get(&serving, "/account").await;
            browser.post(&serving, "/preferences", &[("language", language)]).await;
            walk(&mut browser, &serving, &pages, &mut seen).await;
        }
        browser.get(&serving, "/api/v1/openapi.json").await;
        properties(&serde_json::from_str(&browser.page).unwrap(), &mut api);
    }
    let excused = |page: &str| NOT_OPENED.iter().any(|(listed, reason)| *listed == page && !reason.is_empty());
    let unopened: Vec<&String> = pages.difference(&seen.routes).filter(|page| !excused(page)).collect();
    assert!(unopened.is_empty(), "every page is opened, or has a reason why not: {unopened:?}");
    for asked in ["apartments", "need", "Họ và tên", "Reason"] {
        assert!(seen.asked.contains(asked), "{asked}: {:?}", seen.asked);
    }
    assert!(api.contains("admin_unit_id") && api.contains("bbox"), "{api:?}");
    let found = forbidden(seen.asked.into_iter().chain(api));
    let of = |found: &str, asked: &str| found.rsplit_once(": ").is_some_and(|(name, _)| name == asked);
    let rest: Vec<&String> = found.iter().filter(|found| !FALSE_FRIENDS.iter().any(|(asked, _)| of(found, asked))).collect();
    assert!(rest.is_empty(), "{rest:#?}");
    for (asked, reason) in FALSE_FRIENDS {
        assert!(!reason.is_empty() && found.iter().any(|found| of(found, asked)), "{asked} needs no reason any more");
    }
}

/// Names of properties and parameters, wherever they stand in the document.
fn properties(document: &serde_json::Value, found: &mut BTreeSet<String>) {
    match document {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                if let ("properties", Some(named)) = (name.as_str(), value.as_object()) {
                    found.extend(named.keys().cloned());
                }
                if let ("parameters", Some(named)) = (name.as_str(), value.as_array()) {
                    found.extend(named.iter().filter_map(|one| one["name"].as_str().map(ToOwned::to_owned)));
                }
                properties(value, found);
            }
        }
        serde_json::Value::Array(all) => all.iter().for_each(|value| properties(value, found)),
        _ => {}
    }
}
