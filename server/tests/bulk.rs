//! One change at many places over HTTP, as a browser without scripts makes it.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Browser, PASSWORD, Program, Serving, UNITS};

/// Two buildings in one ward, one in another.
fn city() -> (Program, Serving) {
    let program = Program::with_units();
    let rows = "Một;1 Lê Lợi;Sài Gòn;200\nBa;3 Lê Lợi;Sài Gòn;200\nHai;2 Lê Lợi;Bến Thành;200\n";
    let file = program.write("a.csv", format!("Tên chung cư;Địa chỉ;Phường/xã;Số căn\n{rows}"));
    program.text(&["import", "places", &file], 0);
    program.user("staff", &[&format!("ward_staff@{}", UNITS[0].0)]);
    program.user("other", &[&format!("ward_staff@{}", UNITS[1].0)]);
    program.user("city", &["city"]);
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

/// Values of all fields of that name.
fn values(browser: &Browser, name: &str) -> Vec<String> {
    let start = format!("name=\"{name}\" value=\"");
    browser.page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).map(ToOwned::to_owned).collect()
}

fn with<'a>(fields: &[(&'a str, &'a str)], name: &'a str, values: &'a [String]) -> Vec<(&'a str, &'a str)> {
    fields.iter().copied().chain(values.iter().map(|value| (name, value.as_str()))).collect()
}

#[tokio::test]
async fn a_change_goes_from_the_list_to_its_receipt_and_back() {
    let (_program, serving) = city();
    let mut staff = signed_in(&serving, "staff").await;
    let filter = format!("/places?unit={}", UNITS[0].0);
    staff.get(&serving, &filter).await;
    assert!(staff.page.contains(&format!("href=\"/places/bulk?unit={}\"", UNITS[0].0)), "{}", staff.page);
    staff.get(&serving, "/places/bulk").await;
    assert!(staff.page.contains("2 nơi bạn được sửa") && !staff.page.contains(">Hai"));
    let page = format!("/places/bulk?unit={}&change=segment", UNITS[0].0);
    staff.get(&serving, &page).await;
    let places = values(&staff, "places");
    assert_eq!(places.len(), 2);
    staff.post(&serving, &page, &with(&[("segment", "old_block"), ("step", "preview")], "places", &places)).await;
    assert_eq!(staff.status, 200);
    assert!(staff.page.contains("Phân loại: chưa ghi → ") && staff.page.contains("Lưu 2 nơi"), "{}", staff.page);

    let (operation, seen) = (values(&staff, "operation").remove(0), values(&staff, "seen"));
    let fields = with(&[("segment", "old_block"), ("step", "save"), ("operation", &operation)], "places", &places);
    let fields = with(&fields, "seen", &seen);
    let receipt = format!("/places/bulk/{operation}");
    for _ in 0..2 {
        staff.get(&serving, &page).await;
        staff.post(&serving, &page, &fields).await;
        assert_eq!((staff.status, staff.location.as_str()), (303, receipt.as_str()), "{}", staff.page);
    }
    staff.get(&serving, &receipt).await;
    assert!(staff.page.contains(">Một</a>") && staff.page.contains(">Ba</a>") && staff.page.contains("Hoàn tác toàn bộ"));
    let mut other = signed_in(&serving, "other").await;
    other.get(&serving, &receipt).await;
    assert_eq!(other.status, 404, "what was changed elsewhere is not there");

    let undo = uuid::Uuid::now_v7().to_string();
    staff.get(&serving, &receipt).await;
    staff.post(&serving, &format!("{receipt}/undo"), &[("operation", &undo)]).await;
    assert_eq!((staff.status, staff.location.as_str()), (303, receipt.as_str()));
    staff.get(&serving, &receipt).await;
    assert!(staff.page.contains("2 nơi đã trở lại như trước") && !staff.page.contains("Hoàn tác toàn bộ"), "{}", staff.page);
    staff.get(&serving, &format!("/places/{}", places[0])).await;
    assert!(staff.page.contains("Hoàn tác sửa nhiều nơi") && staff.page.contains("Sửa nhiều nơi"));
}

#[tokio::test]
async fn what_was_typed_stays_and_what_lies_elsewhere_takes_no_part() {
    let (_program, serving) = city();
    let mut other = signed_in(&serving, "other").await;
    other.get(&serving, "/places/bulk?change=reviewed_on").await;
    let foreign = values(&other, "places");
    let mut staff = signed_in(&serving, "staff").await;
    let page = "/places/bulk?change=fund";
    staff.get(&serving, page).await;
    let places = values(&staff, "places");
    let fund = |chosen: &'static str| vec![("fund", "partial"), ("chosen", chosen), ("step", "preview")];
    for (chosen, wrong) in [("", "Cần điền mục này"), ("soon", "Chưa hiểu “soon”")] {
        staff.get(&serving, page).await;
        staff.post(&serving, page, &with(&fund(chosen), "places", &places[..1])).await;
        assert_eq!(staff.status, 422);
        assert!(staff.page.contains(wrong), "{}", staff.page);
        assert_eq!(staff.page.matches("name=\"places\"").count(), 2);
        assert_eq!(staff.page.matches(" checked").count(), 1, "the other stays as it was left");
    }
    staff.post(&serving, page, &fund("2026-01-05")).await;
    assert!(staff.status == 422 && staff.page.contains("Xin chọn ít nhất một nơi"));
    // A day to come is refused at each place, and said there.
    staff.post(&serving, page, &with(&fund("2099-01-05"), "places", &places)).await;
    assert!(staff.status == 200 && staff.page.contains("Ngày này chưa tới") && !staff.page.contains("value=\"save\""));

    let both: Vec<String> = places[..1].iter().chain(&foreign).cloned().collect();
    staff.post(&serving, page, &with(&fund("2026-01-05"), "places", &both)).await;
    assert!(staff.page.contains("1 nơi không còn trong phạm vi") && !staff.page.contains(">Hai</a>"), "{}", staff.page);
    let (operation, mut seen) = (values(&staff, "operation").remove(0), values(&staff, "seen"));
    assert_eq!(seen.len(), 1);
    seen.push(format!("{}.1", foreign[0]));
    let fields = with(&[("fund", "partial"), ("chosen", "2026-01-05"), ("step", "save"), ("operation", &operation)], "places", &both);
    staff.post(&serving, page, &with(&fields, "seen", &seen)).await;
    assert_eq!(staff.status, 409, "nothing is half saved: {}", staff.page);
    assert!(staff.page.contains("Chưa lưu gì cả"));
    other.get(&serving, &format!("/places/{}", foreign[0])).await;
    assert!(!other.page.contains("Sửa nhiều nơi"));
    let mut city = signed_in(&serving, "city").await;
    city.get(&serving, "/places/bulk").await;
    assert_eq!(city.status, 404);
    city.get(&serving, "/places").await;
    assert!(!city.page.contains("/places/bulk"));
}

#[tokio::test]
async fn the_city_sees_whose_data_are_old_and_what_is_behind() {
    let (program, serving) = city();
    let old = "UPDATE due_tally SET day = '2020-01-05' WHERE kind = 'confirm'; \
        UPDATE due SET waits_until = '2020-01-05' WHERE kind = 'confirm'";
    std::thread::scope(|scope| scope.spawn(|| program.sql(old)).join().unwrap());
    let mut city = signed_in(&serving, "city").await;
    city.get(&serving, "/").await;
    assert!(city.page.contains("Phường, xã có dữ liệu cũ") && city.page.contains("2/2 địa điểm quá hạn rà soát"), "{}", city.page);
    let link = format!("/worklist?unit={}&amp;kind=confirm&amp;state=overdue", UNITS[0].0);
    assert!(city.page.contains(&link));
    city.get(&serving, &link.replace("&amp;", "&")).await;
    assert!(city.status == 200 && city.page.contains(">Một</a>") && !city.page.contains(">Hai</a>"));
    city.get(&serving, "/?sort=stale").await;
    assert_eq!(city.status, 200);
    city.get(&serving, "/worklist?state=odd").await;
    assert_eq!(city.status, 400);
}
