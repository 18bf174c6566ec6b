//! Who looks after what, and the calendar feed, over HTTP: as a browser without scripts and a calendar use them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Browser, PASSWORD, Program, Serving, UNITS};

/// Three buildings with overdue work, two of them in the ward of a lead and two officers.
fn city() -> (Program, Serving) {
    let program = Program::with_units();
    let head = "Tên chung cư;Địa chỉ;Phường/xã;Số căn;Số căn đã bàn giao;Năm bàn giao";
    let rows = "Một;1 Lê Lợi;Sài Gòn;200;200;1999\nHai, lô B;2 Lê Lợi;Sài Gòn;200;200;1998\nBa;3 Lê Lợi;Bến Thành;200;200;1998";
    let file = program.write("a.csv", format!("{head}\n{rows}\n"));
    program.text(&["import", "places", &file], 0);
    let ward = UNITS[0].0;
    for (name, role) in [("lan", "ward_staff"), ("minh", "ward_staff"), ("lead", "ward_lead"), ("viewer", "ward_viewer")] {
        program.user(name, &[&format!("{role}@{ward}")]);
    }
    let serving = program.serve();
    (program, serving)
}

async fn signed_in(serving: &Serving, user: &str) -> Browser {
    let mut browser = Browser::default();
    browser.get(serving, "/sign-in").await;
    browser.post(serving, "/sign-in", &[("user_name", user), ("password", PASSWORD)]).await;
    assert_eq!(browser.status, 303);
    browser
}

/// The id of the place that a list finds by these words.
async fn found(browser: &mut Browser, serving: &Serving, words: &str) -> String {
    browser.get(serving, &format!("/places?q={words}")).await;
    let links = browser.page.split("place-list").nth(1).and_then(|list| list.split("href=\"/places/").nth(1));
    let links = links.unwrap_or_else(|| panic!("{}", browser.page));
    links.split('"').next().unwrap().to_owned()
}

fn operation() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// The value of the choice with these words.
fn choice(page: &str, words: &str) -> String {
    let before = page.split(words).next().unwrap();
    before.rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn pages_open_on_what_somebody_looks_after_and_on_everything_for_all_others() {
    let (_program, serving) = city();
    let mut lan = signed_in(&serving, "lan").await;
    lan.get(&serving, "/worklist").await;
    assert!(lan.page.contains("2 quá hạn · 0 trong tuần"), "nothing of her own yet: all of the ward");
    let place = found(&mut lan, &serving, "mot").await;
    lan.get(&serving, &format!("/places/{place}")).await;
    assert!(lan.page.contains("chưa có ai") && lan.page.contains("Nhận phụ trách"));
    let sent = operation();
    for _ in 0..2 {
        lan.post(&serving, &format!("/places/{place}/officers/take"), &[("operation", &sent)]).await;
        assert_eq!((lan.status, lan.location.clone()), (303, format!("/places/{place}")));
        lan.get(&serving, &format!("/places/{place}")).await;
    }
    assert!(!lan.page.contains("Nhận phụ trách"));

    for page in ["/worklist", "/places?kind=apartment_building", "/places"] {
        lan.get(&serving, page).await;
        assert!(lan.page.contains(">Một</a>") && !lan.page.contains("Hai, lô B"), "{page}");
        lan.get(&serving, &format!("{page}{}looked_after=all", if page.contains('?') { '&' } else { '?' })).await;
        assert!(lan.page.contains(">Một</a>") && lan.page.contains("Hai, lô B"), "{page}: one tap away");
    }
    lan.get(&serving, "/worklist").await;
    assert!(lan.page.contains("1 quá hạn · 0 trong tuần"));
    lan.get(&serving, "/worklist?looked_after=none").await;
    assert!(lan.page.contains("1 quá hạn · 0 trong tuần") && lan.page.contains("Hai, lô B"));
    lan.get(&serving, "/places?q=hai").await;
    assert!(lan.page.contains("Hai, lô B"), "whoever searches finds all of the ward");
    for other in ["minh", "viewer"] {
        let mut browser = signed_in(&serving, other).await;
        browser.get(&serving, "/worklist").await;
        assert!(browser.page.contains("2 quá hạn · 0 trong tuần"), "{other}");
    }
    for nonsense in ["/worklist?looked_after=lan", "/places?looked_after=lan"] {
        lan.get(&serving, nonsense).await;
        assert_eq!(lan.status, 400, "{nonsense}");
    }
}

#[tokio::test]
async fn a_lead_gives_places_to_people_and_hands_them_over_and_back() {
    let (_program, serving) = city();
    let mut lead = signed_in(&serving, "lead").await;
    let place = found(&mut lead, &serving, "mot").await;
    let officers = format!("/places/{place}/officers");
    lead.get(&serving, &officers).await;
    let (lan, minh) = (choice(&lead.page, ">lan<"), choice(&lead.page, ">minh<"));
    lead.post(&serving, &officers, &[("operation", &operation()), ("account", &lan), ("role", "officer")]).await;
    assert_eq!(lead.status, 303, "{}", lead.page);
    lead.get(&serving, &officers).await;
    lead.post(&serving, &officers, &[("operation", &operation()), ("account", &lan), ("role", "officer")]).await;
    assert_eq!(lead.status, 422);
    assert!(lead.page.contains("Người này đã nhận nơi đây rồi"), "{}", lead.page);

    lead.get(&serving, "/officers").await;
    assert!(lead.page.contains("1 địa điểm chưa có ai phụ trách"), "{}", lead.page);
    lead.get(&serving, &format!("/officers?unit={}&from={lan}", UNITS[0].0)).await;
    assert!(lead.page.contains("Bàn giao tất cả (1)"), "{}", lead.page);
    let form = |to: &str| {
        [
            ("operation", operation()),
            ("unit", UNITS[0].0.to_owned()),
            ("from", lan.clone()),
            ("to", to.to_owned()),
            ("which", "all".to_owned()),
        ]
    };
    let nobody = form("");
    lead.post(&serving, "/officers/take-over", &nobody.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
    assert_eq!(lead.status, 422);
    let moved = form(&minh);
    lead.post(&serving, "/officers/take-over", &moved.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
    assert_eq!(lead.status, 303, "{}", lead.page);
    lead.get(&serving, &lead.location.clone()).await;
    assert!(lead.page.contains("Đã bàn giao 1 địa điểm của lan cho minh."), "{}", lead.page);
    lead.post(&serving, "/officers/take-over/undo", &[("operation", &operation()), ("undone", &moved[0].1)]).await;
    assert_eq!(lead.status, 303);
    let mut minh = signed_in(&serving, "minh").await;
    minh.get(&serving, &officers).await;
    assert!(minh.page.contains("<strong>lan</strong>") && !minh.page.contains("Thôi giao"), "{}", minh.page);
    minh.get(&serving, "/officers").await;
    assert_eq!(minh.status, 404);
}

#[tokio::test]
async fn a_calendar_fetches_the_dates_without_signing_in_until_the_address_is_ended() {
    let (_program, serving) = city();
    let mut lan = signed_in(&serving, "lan").await;
    lan.get(&serving, "/account").await;
    assert!(lan.page.contains("Việc đến hạn trong lịch của tôi"));
    lan.post(&serving, "/account/calendars", &[("language", "vi")]).await;
    assert_eq!(lan.status, 200);
    let address = lan.after("<code class=\"secret\">");
    assert!(address.starts_with(&serving.url) && address.ends_with(".ics"), "{address}");

    let response = serving.client("").get(&address).send().await.unwrap();
    assert_eq!(response.status().as_u16(), 200);
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!((header("cache-control"), header("referrer-policy")), ("private, max-age=900".into(), "no-referrer".into()));
    let text = response.text().await.unwrap();
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    assert!(lines.iter().all(|line| line.len() <= 75 && !line.contains('\n')), "{text}");
    let whole = text.replace("\r\n ", "");
    assert!(whole.contains(r"SUMMARY:Quá hạn: UBND phường\, xã triệu tập hội nghị · Hai\, lô B"), "{whole}");
    assert!(whole.contains(&format!("URL:{}/places/", serving.url)) && !whole.contains("Ba\r\n"), "{whole}");
    assert!(!whole.contains("lan") && !whole.contains("ATTENDEE"), "no person: {whole}");
    let uids = |text: &str| text.lines().filter(|line| line.starts_with("UID:")).map(ToOwned::to_owned).collect::<Vec<_>>();
    let again = serving.client("").get(&address).send().await.unwrap().text().await.unwrap();
    assert_eq!((uids(&again.replace("\r\n ", "")), again), (uids(&whole), text), "the same day, the same dates");

    lan.get(&serving, "/account").await;
    assert!(!lan.page.contains(&address) && lan.page.contains("dùng lần cuối"), "shown once; its use can be seen");
    let id = lan.page.split("action=\"/account/calendars/end\"").nth(1).unwrap().split("name=\"id\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap().to_owned();
    lan.post(&serving, "/account/calendars/end", &[("id", &id)]).await;
    assert_eq!(lan.status, 303);
    for gone in [
        address.clone(),
        address.replace(".ics", ""),
        format!("{}/calendar/none.ics", serving.url),
        format!("{}/calendar/%ff", serving.url),
    ] {
        let response = serving.client("").get(gone).send().await.unwrap();
        assert_eq!((response.status().as_u16(), response.headers()["referrer-policy"].to_str().unwrap()), (404, "no-referrer"));
    }
}
