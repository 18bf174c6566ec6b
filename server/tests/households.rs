//! Households over HTTP: consent first, names nowhere but on pages, and nothing left after a withdrawal.
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
    let own = |role: &str| format!("{role}@{}", UNITS[0].0);
    program.user("staff", &[&own("ward_staff")]);
    program.user("lead", &[&own("ward_lead")]);
    program.user("other", &[&format!("ward_lead@{}", UNITS[1].0)]);
    program.user("viewer", &[&own("ward_viewer")]);
    program.user("member", &[&own("member")]);
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

/// The staff member at the form for the first building.
async fn at_the_form(serving: &Serving) -> (Browser, String) {
    let mut staff = signed_in(serving, "staff").await;
    staff.get(serving, "/api/v1/places?q=mot").await;
    let found: serde_json::Value = serde_json::from_str(&staff.page).unwrap();
    let place = found["items"][0]["id"].as_str().unwrap().to_owned();
    staff.get(serving, &format!("/households/new?place={place}")).await;
    assert_eq!(staff.status, 200, "{}", staff.page);
    (staff, place)
}

async fn send(staff: &mut Browser, serving: &Serving, path: &str, fields: &[(&str, &str)]) {
    let operation = id();
    let mut all = vec![("operation", operation.as_str())];
    all.extend(fields);
    staff.post(serving, path, &all).await;
}

fn whole(place: &str) -> Vec<(&str, &str)> {
    vec![
        ("place", place),
        ("agreed", "1"),
        ("form_number", "dy-1"),
        ("given_on", "2026-01-05"),
        ("how", "paper_form"),
        ("text_version", "2026-1/12-24-12-24-24"),
        ("name", NAME),
        ("phone", PHONE),
        ("unit", "5.06"),
        ("need", "Nhờ đưa đi khám"),
        ("category", "poor"),
        ("standard", "chuẩn 2021"),
        ("decision", "12/QĐ-UBND"),
        ("valid_from", ""),
        ("valid_to", "31/12/2030"),
    ]
}

fn without<'a>(fields: &[(&'a str, &'a str)], name: &str) -> Vec<(&'a str, &'a str)> {
    fields.iter().copied().filter(|(field, _)| *field != name).collect()
}

/// A household's page.
async fn recorded(serving: &Serving) -> (Browser, String) {
    let (mut staff, place) = at_the_form(serving).await;
    send(&mut staff, serving, "/households/new", &whole(&place)).await;
    assert_eq!(staff.status, 303, "{}", staff.page);
    let path = staff.location.clone();
    staff.get(serving, &path).await;
    assert_eq!(staff.status, 200, "{}", staff.page);
    (staff, path)
}

fn title(browser: &Browser) -> String {
    browser.after("<title>")
}

#[tokio::test]
async fn without_consent_the_page_comes_back_and_nothing_is_kept() {
    let program = city();
    let serving = program.serve();
    let (mut staff, place) = at_the_form(&serving).await;
    let form = staff.page.split("action=\"/households/new\"").nth(1).unwrap().split("</form>").next().unwrap();
    let consent = form.find("name=\"agreed\"").unwrap();
    assert!(consent < form.find("name=\"name\"").unwrap(), "the consent comes first");
    assert!(form.split('>').next().unwrap().contains("autocomplete=\"off\""), "{form}");
    let wrong = [("agreed", "Chưa có sự đồng ý"), ("form_number", "aria-invalid"), ("need", "aria-invalid"), ("given_on", "aria-invalid")];
    for (field, said) in wrong {
        send(&mut staff, &serving, "/households/new", &without(&whole(&place), field)).await;
        assert_eq!(staff.status, 422, "{field}");
        assert!(staff.page.contains("Chưa lưu gì cả") && staff.page.contains(said), "{field}: {}", staff.page);
        for typed in [NAME, PHONE, "chuẩn 2021", "31/12/2030"] {
            assert!(staff.page.contains(&format!("value=\"{typed}\"")), "{field}: {typed} is still there");
        }
    }
    staff.get(&serving, "/households").await;
    assert!(staff.page.contains("<strong>0</strong> hộ") || staff.page.contains("Không có hộ nào ở đây"), "{}", staff.page);
    // The same form, whole.
    send(&mut staff, &serving, "/households/new", &whole(&place)).await;
    assert_eq!(staff.status, 303, "{}", staff.page);
}

#[tokio::test]
async fn a_household_is_seen_on_its_own_ward_s_pages_and_nowhere_else() {
    let program = city();
    let serving = program.serve();
    let (mut staff, path) = recorded(&serving).await;
    for shown in [
        NAME,
        "href=\"tel:0909876543\"",
        "Hộ nghèo",
        "12/QĐ-UBND",
        "DY-1",
        "Hồ sơ: 12 tháng sau khi kết thúc",
        "In bởi",
        "Chưa có đảng viên phụ trách",
    ] {
        assert!(staff.page.contains(shown), "{shown}: {}", staff.page);
    }
    assert!(title(&staff).contains("H-") && !title(&staff).contains("Bưởi"));
    for link in ["/visits\"", "/requests\"", "/assign\"", "/edit\"", "/withdraw\""] {
        assert!(staff.page.contains(&format!("href=\"{path}{link}")), "{link}");
    }
    staff.get(&serving, "/households").await;
    assert!(
        staff.page.contains(&format!("<strong>{NAME}</strong>"))
            && staff.page.contains("href=\"/requests?overdue=1\"")
            && staff.page.contains("/members?without_task=1")
    );
    // A search is posted; words in an address search nothing.
    for (words, found) in [("buoi", true), ("876 543", true), ("5.06", true), ("khong co ai", false)] {
        staff.post(&serving, "/households", &[("q", words)]).await;
        assert_eq!((staff.status, staff.page.contains(NAME)), (200, found), "{words}");
    }
    staff.get(&serving, "/households?q=khong-co-ai").await;
    assert!(staff.page.contains(NAME) && staff.page.contains("name=\"q\" value=\"\""));

    staff.get(&serving, "/api/v1/places?q=mot").await;
    let found: serde_json::Value = serde_json::from_str(&staff.page).unwrap();
    let place = format!("/places/{}", found["items"][0]["id"].as_str().unwrap());
    let everywhere =
        [place.clone(), "/places".into(), "/places?q=buoi".into(), "/".into(), "/worklist".into(), "/audit".into(), "/access-log".into()];
    for user in ["staff", "city", "admin", "privacy", "viewer", "other", "member"] {
        let mut browser = signed_in(&serving, user).await;
        for path in &everywhere {
            browser.get(&serving, path).await;
            assert!(browser.status < 500 && !browser.page.contains("Bưởi") && !browser.page.contains("876 543"), "{user} {path}");
            let leads = browser.page.contains("/households?place=");
            assert_eq!(leads, user == "staff" && *path == place, "{user} {path}");
        }
        if user != "staff" {
            for of in ["", "/edit", "/assign", "/withdraw"] {
                browser.get(&serving, &format!("{path}{of}")).await;
                assert_eq!(browser.status, 404, "{user} {of}");
            }
        }
    }
    let mut privacy = signed_in(&serving, "privacy").await;
    privacy.get(&serving, "/access-log").await;
    assert!(privacy.page.contains("Xem hồ sơ hộ"));
}

#[tokio::test]
async fn a_household_moves_and_what_was_typed_stays_while_its_place_is_looked_for() {
    let program = city();
    let new_home =
        program.write("b.csv", "Tên chung cư;Địa chỉ;Phường/xã\nChung cư Ba;3 Lê Lợi;Sài Gòn\nChung cư Bốn;4 Lê Lợi;Bến Thành\n");
    program.text(&["import", "places", &new_home], 0);
    let serving = program.serve();
    let (mut staff, path) = recorded(&serving).await;
    staff.get(&serving, &format!("{path}/edit")).await;
    assert!(staff.page.contains("Một · 1 Lê Lợi"), "where it lives now is chosen");
    let typed = [("revision", "1"), ("name", "Trần Văn Cam"), ("need", "Sửa mái")];
    let search = |words| [&typed[..], &[("step", "search"), ("place_q", words)]].concat();
    send(&mut staff, &serving, &format!("{path}/edit"), &search("Bốn")).await;
    assert!(staff.status == 200 && staff.page.contains("Không có địa điểm nào như vậy"), "no other ward's place is offered");
    send(&mut staff, &serving, &format!("{path}/edit"), &search("chung cu ba")).await;
    assert!(staff.page.contains("value=\"Trần Văn Cam\"") && staff.page.contains("Chung cư Ba · 3 Lê Lợi"), "{}", staff.page);
    let offered = staff.page.split("Chung cư Ba · 3 Lê Lợi").next().unwrap();
    let home = offered.rsplit("name=\"residence\" value=\"").next().unwrap().split('"').next().unwrap().to_owned();
    for (residence, status) in [("gloom", 422), (home.as_str(), 303)] {
        send(&mut staff, &serving, &format!("{path}/edit"), &[&typed[..], &[("residence", residence)]].concat()).await;
        assert_eq!(staff.status, status, "{residence}: {}", staff.page);
    }
    staff.get(&serving, &path).await;
    assert!(staff.page.contains(&format!("href=\"/places/{home}\"")) && staff.page.contains("Trần Văn Cam"));
}

#[tokio::test]
async fn a_household_is_changed_ended_taken_up_again_and_withdraws() {
    let program = city();
    let serving = program.serve();
    let (mut staff, path) = recorded(&serving).await;
    staff.get(&serving, &format!("{path}/edit")).await;
    assert!(staff.page.contains(&format!("value=\"{NAME}\"")) && staff.page.contains("value=\"chuẩn 2021\""));
    let fields = [("revision", "1"), ("name", "Trần Văn Cam"), ("need", "Sửa mái"), ("neighbours_allowed", "1")];
    send(&mut staff, &serving, &format!("{path}/edit"), &fields).await;
    assert_eq!(staff.status, 303, "{}", staff.page);
    staff.get(&serving, &format!("{path}/edit")).await;
    send(&mut staff, &serving, &format!("{path}/edit"), &fields).await;
    assert!(staff.status == 422 && staff.page.contains("Trần Văn Cam"), "somebody else was faster, and nothing typed is lost");
    assert!(staff.page.contains("name=\"revision\" value=\"2\""), "sent once more it stands");
    let late = [("revision", "1"), ("name", "Lê Thị Quýt"), ("need", "Sửa mái")];
    send(&mut staff, &serving, &format!("{path}/edit"), &late).await;
    let now = staff.page.split("Đang ghi trong sổ").nth(1).expect("what is recorded now").split("</section>").next().unwrap();
    assert!(now.contains("Trần Văn Cam") && !now.contains("Sửa mái"), "{now}");

    // Nobody is there yet who could be assigned.
    staff.get(&serving, &format!("{path}/assign")).await;
    assert!(staff.page.contains("Chưa có đảng viên nào có thể phân công"));
    send(&mut staff, &serving, &format!("{path}/assign"), &[("from", "2026-01-05"), ("to", "mãi"), ("aim", "Thăm")]).await;
    assert!(staff.status == 422 && staff.page.contains("value=\"Thăm\""));
    for (action, fields) in [("refuse", ("member", id())), ("assignments/end", ("assignment", id()))] {
        let fields = [(fields.0, fields.1.as_str()), ("end", "over")];
        send(&mut staff, &serving, &format!("{path}/{action}"), &fields).await;
        assert!([404, 422].contains(&staff.status), "{action}: {}", staff.status);
    }

    staff.get(&serving, &path).await;
    send(&mut staff, &serving, &format!("{path}/end"), &[("revision", "2"), ("end", "gloom")]).await;
    assert_eq!(staff.status, 422);
    send(&mut staff, &serving, &format!("{path}/end"), &[("revision", "2"), ("end", "no_longer_needed")]).await;
    assert_eq!(staff.status, 303);
    staff.get(&serving, &path).await;
    assert!(staff.page.contains("Kết thúc hỗ trợ ngày") && staff.page.contains(&format!("{path}/resume")));
    staff.get(&serving, "/households?ended=1").await;
    assert!(staff.page.contains("Trần Văn Cam"));
    send(&mut staff, &serving, &format!("{path}/resume"), &[("revision", "3")]).await;
    assert_eq!(staff.status, 303);

    staff.get(&serving, &format!("{path}/withdraw")).await;
    assert!(staff.page.contains("Sẽ bị xóa ngay") && staff.page.contains("Được giữ lại, và vì sao"));
    send(&mut staff, &serving, &format!("{path}/withdraw"), &[("on", "2025-01-01"), ("how", "paper_form")]).await;
    assert!(staff.status == 422 && staff.page.contains("Hộ đồng ý ngày 05/01/2026"));
    let operation = id();
    let said = [("operation", operation.as_str()), ("on", "2026-01-06"), ("how", "paper_form")];
    staff.post(&serving, &format!("{path}/withdraw"), &said).await;
    assert_eq!(staff.status, 200, "{}", staff.page);
    for shown in ["Đã rút lại sự đồng ý", "phiếu số DY-1", "rút lại ngày 06/01/2026", "không có tên", "khóa đã hủy"]
    {
        assert!(staff.page.contains(shown), "{shown}: {}", staff.page);
    }
    assert!(!staff.page.contains("Cam"));
    staff.get(&serving, "/households").await;
    assert!(!staff.page.contains("Trần Văn Cam"));
    staff.post(&serving, &format!("{path}/withdraw"), &said).await;
    assert!(staff.status == 200 && staff.page.contains("phiếu số DY-1"), "sent once more, the same receipt");
    staff.get(&serving, &path).await;
    assert_eq!(staff.status, 404);
    assert!(program.text(&["audit", "verify"], 0).contains("whole"));
    assert!(program.text(&["data-key", "check"], 0).contains("0 records sealed, 1 erased"));
}

#[tokio::test]
async fn a_neighbour_whom_the_household_takes_back_helps_no_longer_and_the_page_says_so() {
    let program = city();
    let serving = program.serve();
    let (mut lead, place) = (signed_in(&serving, "lead").await, at_the_form(&serving).await.1);
    lead.get(&serving, &format!("/households/new?place={place}")).await;
    send(&mut lead, &serving, "/households/new", &[whole(&place), vec![("neighbours_allowed", "1")]].concat()).await;
    let path = lead.location.clone();
    let member = [("name", "Trần Văn Giúp"), ("capacity", "1"), ("residence", place.as_str())];
    lead.get(&serving, "/members/new").await;
    send(&mut lead, &serving, "/members/new", &member).await;
    assert_eq!(lead.status, 303, "{}", lead.page);
    let member = lead.location["/members/".len()..].split('?').next().unwrap().to_owned();
    let today = common::helped::today();
    let (from, to) = (today.to_string(), (today + chrono::Days::new(100)).to_string());
    let assigned = [("member", member.as_str()), ("from", &from), ("to", &to), ("aim", "Đưa đi khám")];
    lead.get(&serving, &format!("{path}/assign")).await;
    send(&mut lead, &serving, &format!("{path}/assign"), &assigned).await;
    assert_eq!(lead.status, 303, "{}", lead.page);
    // It is renewed from the day after its last, and by the same member.
    lead.get(&serving, &path).await;
    let next = today + chrono::Days::new(101);
    let renewed = format!("{path}/assign?member={member}&amp;from={next}");
    assert!(lead.page.contains(&format!("href=\"{renewed}\"")), "{}", lead.page);
    lead.get(&serving, &renewed.replace("&amp;", "&")).await;
    for filled in [format!("value=\"{member}\" checked"), format!("value=\"{next}\""), "value=\"Đưa đi khám\"".into()] {
        assert!(lead.page.contains(&filled), "{filled}: {}", lead.page);
    }
    // Somebody has the form open while the household takes it back, and another support is granted.
    let taken_back = without(&whole(&place), "category");
    let taken_back = [taken_back, vec![("revision", "1"), ("category", "near_poor")]].concat();
    send(&mut lead, &serving, &format!("{path}/edit"), &taken_back).await;
    assert_eq!((lead.status, lead.location.clone()), (303, format!("{path}?ended=1")), "{}", lead.page);
    lead.get(&serving, &format!("{path}?ended=1")).await;
    assert!(lead.page.contains("1 phân công của người cùng tòa nhà đã kết thúc") && lead.page.contains("Chưa có đảng viên phụ trách"));
    let old = [whole(&place), vec![("revision", "1"), ("neighbours_allowed", "1")]].concat();
    send(&mut lead, &serving, &format!("{path}/edit"), &old).await;
    assert_eq!(lead.status, 422);
    let now = lead.page.split("Đang ghi trong sổ").nth(1).expect("what is recorded now").split("</section>").next().unwrap();
    for said in ["Hộ không muốn người cùng tòa nhà", "Đã gõ: Người cùng tòa nhà được giúp", "Hộ cận nghèo", "Đã gõ: Hộ nghèo"]
    {
        assert!(now.contains(said), "{said}: {now}");
    }
    let tick = lead.page.split("name=\"neighbours_allowed\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(!tick.contains("checked"), "sent once more it does not allow what the household took back: {tick}");
    // It says that it needs no visits: its page offers to end the support.
    lead.get(&serving, &format!("{path}/visits")).await;
    send(&mut lead, &serving, &format!("{path}/visits"), &[("outcome", "no_longer_needed")]).await;
    assert_eq!(lead.status, 303, "{}", lead.page);
    lead.get(&serving, &path).await;
    assert!(lead.page.contains("hộ nói không cần thăm nữa") && lead.page.contains("href=\"#end\"") && lead.page.contains("id=\"end\""));
}

#[tokio::test]
async fn each_form_of_paper_has_a_number_of_its_own() {
    let program = city();
    let serving = program.serve();
    let mut staff = signed_in(&serving, "staff").await;
    let mut numbers = Vec::new();
    for _ in 0..2 {
        staff.get(&serving, "/households/consent-form").await;
        assert_eq!(staff.status, 200);
        numbers.push(staff.after("<code>"));
    }
    assert!(numbers[0] != numbers[1] && numbers[0].starts_with("DY-"), "{numbers:?}");
    for said in [
        "<code>2026-1/12-24-12-24-24</code>",
        "Phường Sài Gòn",
        "không mất quyền lợi nào",
        "2 ngày làm việc",
        "20 ngày",
        "12 tháng sau khi kết thúc",
    ] {
        assert!(staff.page.contains(said), "{said}");
    }
    staff.get(&serving, "/households/new").await;
    assert!(staff.page.contains("/households/new?place=") && !staff.page.contains("Hai"), "places of one's own ward");
}

/// Table C, sent from its page.
async fn hand_in(staff: &mut Browser, serving: &Serving, step: &'static str, file: String) -> (u16, String) {
    staff.get(serving, "/households/import").await;
    assert_eq!(staff.status, 200);
    let token = staff.page.split("name=\"form_token\" value=\"").last().unwrap().split('"').next().unwrap().to_owned();
    let file = reqwest::multipart::Part::bytes(file.into_bytes()).file_name("c.csv");
    let form = reqwest::multipart::Form::new().text("form_token", token).text("text_version", "2026-1").part("file", file);
    let request = serving.client("").post(format!("{}/households/import", serving.url)).header("cookie", staff.cookie());
    let response = request.multipart(form.text("step", step)).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn a_table_of_those_who_consented_on_paper_is_looked_at_and_taken_in() {
    let program = city();
    let serving = program.serve();
    let mut staff = signed_in(&serving, "staff").await;
    let heading = "STT;Tên người liên hệ;Điện thoại;Địa điểm;Nhu cầu;Diện hỗ trợ;Ngày đồng ý;Số phiếu đồng ý;Dân tộc";
    let good = format!("{heading}\n1;{NAME};{PHONE};Một;Đi khám;Hộ nghèo;05/01/2026;DY-1;x\n");
    staff.get(&serving, "/households/import").await;
    assert!(staff.page.contains("href=\"/households/table.xlsx\""), "{}", staff.page);
    let (status, page) = hand_in(&mut staff, &serving, "preview", good.clone()).await;
    assert!(status == 200 && page.contains("1 hộ nhập được") && page.contains("Dân tộc"), "{page}");
    let (_, page) = hand_in(&mut staff, &serving, "import", format!("{good}2;Ông Tám;;Hai;Đi khám;;05/01/2026;;x\n")).await;
    assert!(page.contains("Chưa lưu gì cả") && page.contains("Dòng 3") && !page.contains("Tám"), "{page}");
    staff.get(&serving, "/households").await;
    assert!(!staff.page.contains(NAME), "nothing was kept so far");
    let (_, page) = hand_in(&mut staff, &serving, "import", good).await;
    assert!(page.contains("Đã nhập 1 hộ"), "{page}");
    staff.get(&serving, "/households").await;
    assert!(staff.page.contains(NAME));
    let (status, page) = hand_in(&mut staff, &serving, "import", "Tên;Tuổi\nA;B\n".into()).await;
    assert!(status == 422 && page.contains("Không thấy dòng tiêu đề"), "{page}");
}
