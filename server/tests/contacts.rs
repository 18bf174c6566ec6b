//! Contacts of boards over HTTP, and the data key that they are sealed under, as people meet them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Browser, PASSWORD, Program, Serving, UNITS};

const NAME: &str = "Nguyễn Thị Bưởi";
const PHONE: &str = "0909 876 543";

/// A building in the first ward, people of that ward and of others.
fn city() -> Program {
    let program = Program::with_units();
    let file = program.write("a.csv", "Tên chung cư;Địa chỉ;Phường/xã\nMột;1 Lê Lợi;Sài Gòn\nHai;2 Lê Lợi;Bến Thành\n");
    program.text(&["import", "places", &file], 0);
    program.user("staff", &[&format!("ward_staff@{}", UNITS[0].0)]);
    program.user("other", &[&format!("ward_lead@{}", UNITS[1].0)]);
    program.user("viewer", &[&format!("ward_viewer@{}", UNITS[0].0)]);
    program.user("city", &["city"]);
    program.user("admin", &["administrator"]);
    program.user("privacy", &["data_protection_officer"]);
    program
}

async fn signed_in(serving: &Serving, user: &str) -> Browser {
    let mut browser = Browser::default();
    browser.get(serving, "/sign-in").await;
    browser.post(serving, "/sign-in", &[("user_name", user), ("password", PASSWORD)]).await;
    assert_eq!(browser.status, 303);
    browser
}

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// The staff member with the page of contacts of the first building.
async fn at_the_contacts(serving: &Serving) -> (Browser, String) {
    let mut staff = signed_in(serving, "staff").await;
    staff.get(serving, "/api/v1/places?q=mot").await;
    let found: serde_json::Value = serde_json::from_str(&staff.page).unwrap();
    let path = format!("/places/{}/contacts", found["items"][0]["id"].as_str().unwrap());
    staff.get(serving, &path).await;
    assert_eq!(staff.status, 200, "{}", staff.page);
    (staff, path)
}

/// The one that stands first on the page.
fn first_contact(staff: &Browser, path: &str) -> String {
    staff.page.split(&format!("{path}?contact=")).nth(1).unwrap()[..36].to_owned()
}

async fn add(staff: &mut Browser, serving: &Serving, path: &str, post: &str) {
    staff.get(serving, path).await;
    staff.post(serving, path, &[("operation", &id()), ("post", post), ("name", NAME), ("phone", PHONE)]).await;
    assert_eq!((staff.status, staff.location.as_str()), (303, path), "{}", staff.page);
}

#[tokio::test]
async fn a_contact_is_seen_on_its_own_page_by_its_own_ward_and_nowhere_else() {
    let program = city();
    let serving = program.serve();
    let (mut staff, path) = at_the_contacts(&serving).await;
    // Whoever writes down an election is led here.
    let election = [("operation", id()), ("fact", "board_elected".into()), ("day", "today".into()), ("meeting", "first".into())];
    let election: Vec<(&str, &str)> = election.iter().map(|(name, value)| (*name, value.as_str())).collect();
    staff.post(&serving, &path.replace("/contacts", "/record"), &election).await;
    staff.get(&serving, &staff.location.clone()).await;
    assert!(staff.page.contains("Ghi liên hệ của ban quản trị mới"), "{}", staff.page);
    staff.get(&serving, &path).await;
    staff.post(&serving, &path, &[("operation", &id()), ("post", "head"), ("name", NAME), ("phone", "gọi tối")]).await;
    assert_eq!(staff.status, 422);
    assert!(staff.page.contains(NAME) && staff.page.contains("gọi tối"), "what was typed is still there");
    add(&mut staff, &serving, &path, "head").await;
    staff.get(&serving, &path).await;
    assert!(staff.page.contains(NAME) && staff.page.contains("href=\"tel:0909876543\""));
    let title = staff.page.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
    assert!(!title.contains("Bưởi"), "{title}");
    staff.post(&serving, &path, &[("operation", &id()), ("post", "head"), ("name", "Người thứ hai"), ("phone", "")]).await;
    assert!(staff.status == 422 && staff.page.contains("đã có trưởng ban"));

    let place = path.trim_end_matches("/contacts").to_owned();
    let everywhere = [
        place.clone(),
        format!("{place}/edit"),
        format!("/api/v1{place}"),
        "/api/v1/places".into(),
        "/api/v1/openapi.json".into(),
        "/places/export?format=csv".into(),
        "/places?q=buoi".into(),
        "/map/places.geojson?bbox=106,10,107,11&zoom=18".into(),
        "/worklist".into(),
        "/".into(),
        "/audit".into(),
        "/access-log".into(),
    ];
    for user in ["staff", "city", "admin", "privacy", "viewer"] {
        let mut browser = signed_in(&serving, user).await;
        for path in &everywhere {
            browser.get(&serving, path).await;
            assert!(browser.status < 500, "{user} {path}: {}", browser.status);
            for needle in ["Bưởi", "nguyen thi buoi", "876 543", "0909876543"] {
                assert!(!browser.page.contains(needle), "{user} {path} shows {needle}");
            }
            assert_eq!(browser.page.contains(&format!("{place}/contacts\"")), user == "staff" && *path == place, "{user} {path}");
        }
    }
    for user in ["other", "city", "admin", "privacy", "viewer"] {
        let mut browser = signed_in(&serving, user).await;
        browser.get(&serving, &path).await;
        assert_eq!(browser.status, 404, "{user}");
    }
    let mut admin = signed_in(&serving, "admin").await;
    admin.get(&serving, "/audit").await;
    assert!(admin.page.contains("được bảo vệ") && !admin.page.contains("sealed:"));
    let mut privacy = signed_in(&serving, "privacy").await;
    privacy.get(&serving, "/access-log").await;
    assert!(privacy.page.contains("Xem liên hệ của ban quản trị"));
}

#[tokio::test]
async fn a_contact_is_corrected_by_who_saw_it_and_erased() {
    let program = city();
    let serving = program.serve();
    let (mut staff, path) = at_the_contacts(&serving).await;
    add(&mut staff, &serving, &path, "head").await;
    staff.get(&serving, &path).await;
    let contact = first_contact(&staff, &path);
    staff.get(&serving, &format!("{path}?contact={contact}")).await;
    assert!(staff.page.contains(&format!("value=\"{NAME}\"")));
    let fields = |name: &'static str, revision: &'static str| {
        [
            ("operation", id()),
            ("contact", contact.clone()),
            ("revision", revision.into()),
            ("post", "deputy".into()),
            ("name", name.into()),
            ("phone", String::new()),
        ]
    };
    for (name, revision, status) in [("Trần Văn Cam", "1", 303), ("Lê Thị Chanh", "1", 422)] {
        let sent = fields(name, revision);
        let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
        staff.get(&serving, &path).await;
        staff.post(&serving, &path, &sent).await;
        assert_eq!(staff.status, status, "{name}");
    }
    assert!(staff.page.contains("Người khác vừa sửa"));
    staff.post(&serving, &format!("{path}/remove"), &[("operation", &id()), ("contact", &contact)]).await;
    assert_eq!(staff.status, 303);
    staff.get(&serving, &path).await;
    assert!(!staff.page.contains("Cam") && staff.page.contains("Chưa ghi liên hệ nào"));
    assert!(program.text(&["audit", "verify"], 0).contains("whole"));
}

#[tokio::test]
async fn the_data_key_is_made_checked_changed_and_missed() {
    let program = city();
    let (old, new) = ("5a".repeat(32), "a5".repeat(32));
    {
        let serving = program.serve();
        let (mut staff, path) = at_the_contacts(&serving).await;
        add(&mut staff, &serving, &path, "head").await;
    }
    let file = program.path("test.data-key");
    let made = std::fs::read_to_string(&file).unwrap();
    assert!(program.text(&["data-key", "check"], 0).contains("1 records sealed"));
    let said = |settings: &[(&str, &str)], arguments: &[&str], status: i32| {
        let output = program.command_with(arguments, settings);
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
        assert!(!said.contains(made.trim()) && !said.contains(&old) && !said.contains(&new), "a key is never shown: {said}");
        said
    };
    assert!(
        said(&[("GANDAN_DATA_KEY", &old)], &["serve", "--listen", "127.0.0.1:0"], 2).contains("not the one this database was written with")
    );
    assert!(said(&[("GANDAN_DATA_KEY", "short")], &["data-key", "check"], 2).contains("is no data key"));
    let config = said(&[("GANDAN_DATA_KEY", &old)], &["config"], 0);
    assert!(config.contains("data_key = \"***\"    # environment: GANDAN_DATA_KEY"), "{config}");

    assert!(said(&[], &["data-key", "rotate"], 2).contains("GANDAN_NEW_DATA_KEY"));
    assert!(said(&[("GANDAN_NEW_DATA_KEY", &new)], &["data-key", "rotate"], 0).contains("1 records"));
    assert!(said(&[("GANDAN_NEW_DATA_KEY", &new)], &["data-key", "rotate"], 0).contains("already"), "run again after an interruption");
    assert!(said(&[], &["data-key", "check"], 2).contains("not the one"));
    assert!(said(&[("GANDAN_DATA_KEY", &new)], &["data-key", "check"], 0).contains("1 records sealed"));

    // What needs no key runs without; what does says what is missing, and makes no other.
    std::fs::remove_file(&file).unwrap();
    said(&[], &["user", "list"], 0);
    assert!(said(&[], &["data-key", "check"], 2).contains("is missing"));
    assert!(said(&[], &["serve", "--listen", "127.0.0.1:0"], 2).contains("is missing") && !file.exists());
    assert!(said(&[], &["data-key", "begin-anew"], 2).contains("--erase-what-is-sealed"));
    assert!(said(&[("GANDAN_DATA_KEY", &old)], &["data-key", "begin-anew", "--erase-what-is-sealed"], 0).contains("1 records"));
    assert!(said(&[("GANDAN_DATA_KEY", &old)], &["data-key", "check"], 0).contains("0 records sealed, 1 erased"));
}

#[tokio::test]
async fn what_was_erased_does_not_come_back_with_a_backup() {
    let program = city();
    let copy = program.path("copy.db").display().to_string();
    {
        let serving = program.serve();
        let (mut staff, path) = at_the_contacts(&serving).await;
        for post in ["head", "member"] {
            add(&mut staff, &serving, &path, post).await;
        }
        program.text(&["backup", &copy], 0);
        staff.get(&serving, &path).await;
        let contact = first_contact(&staff, &path);
        staff.post(&serving, &format!("{path}/remove"), &[("operation", &id()), ("contact", &contact)]).await;
        assert_eq!(staff.status, 303);
    }
    let (key, list) = (program.path("test.data-key").display().to_string(), program.path("test.erased").display().to_string());
    let elsewhere = Program::new();
    let restored = elsewhere.command_with(&["restore", &copy], &[("GANDAN_DATA_KEY_FILE", &key), ("GANDAN_ERASURE_LIST", &list)]);
    let said = String::from_utf8_lossy(&restored.stdout).into_owned();
    assert!(
        restored.status.success() && said.contains("by the list of erasures: 1"),
        "{said}{}",
        String::from_utf8_lossy(&restored.stderr)
    );
    let checked = elsewhere.command_with(&["data-key", "check"], &[("GANDAN_DATA_KEY_FILE", &key)]);
    assert!(String::from_utf8_lossy(&checked.stdout).contains("1 records sealed, 1 erased"));
    assert!(elsewhere.text(&["audit", "verify"], 0).contains("whole"));

    // Without the list, or without the key, it is said.
    let forgetful = Program::new();
    let restored = forgetful.command_with(&["restore", &copy], &[("GANDAN_DATA_KEY_FILE", &key)]);
    assert!(String::from_utf8_lossy(&restored.stdout).contains("GANDAN_ERASURE_LIST"));
    assert!(Program::new().text(&["restore", &copy], 2).contains("is restored, but"));
}
