//! The monthly tables as the city reads them, and the command that freezes them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Browser, PASSWORD, Program, Serving};

fn city() -> Program {
    let program = Program::with_units();
    for (name, role) in [("city", "city"), ("admin", "administrator"), ("privacy", "data_protection_officer"), ("lead", "ward_lead@26740")]
    {
        program.user(name, &[role]);
    }
    program
}

async fn signed_in(serving: &Serving, user: &str) -> Browser {
    let mut browser = Browser::default();
    browser.get(serving, "/sign-in").await;
    browser.post(serving, "/sign-in", &[("user_name", user), ("password", PASSWORD)]).await;
    assert_eq!(browser.status, 303);
    browser
}

/// Figures as they stand once a month is frozen; none: hidden.
fn freeze(program: &Program, month: &str, figures: &[(&str, &str, Option<u64>)]) {
    for (measure, cell, value) in figures {
        let value = value.map_or("NULL".to_owned(), |value| value.to_string());
        program.sql(&format!(
            "INSERT INTO support_figure (month, measure, cell, value, frozen_at) VALUES ('{month}-01', '{measure}', '{cell}', {value}, '2026-11-04 01:00:00+00:00')"
        ));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_city_reads_the_tables_of_a_month_and_nobody_else_does() {
    let program = city();
    let serving = program.serve();
    let mut browser = signed_in(&serving, "city").await;
    browser.get(&serving, "/support").await;
    assert!(browser.status == 200 && browser.page.contains("Chưa có tháng nào được chốt"), "{}", browser.page);

    tokio::task::block_in_place(|| {
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let wards = [
                    ("households_by_ward", "26740", Some(1_234)),
                    ("households_by_ward", "26743", None),
                    ("households_by_ward", "27655", Some(0)),
                ];
                freeze(&program, "2026-10", &wards);
                freeze(
                    &program,
                    "2026-10",
                    &[("households_by_ward", "", Some(1_237)), ("coverage", "", Some(48)), ("help_by_kind", "health_insurance", Some(7))],
                );
                freeze(&program, "2026-09", &[("households_by_ward", "26740", Some(900)), ("households_by_ward", "", Some(900))]);
            });
        });
    });
    browser.get(&serving, "/support").await;
    let shown = [
        "Phường Sài Gòn",
        "1.234",
        "1.237",
        "&lt; 5 hoặc được ẩn",
        "48%",
        "Bảo hiểm y tế",
        "số liệu đến ngày 31/10/2026",
        "1 phường, xã, đặc khu khác: 0",
    ];
    for words in shown {
        assert!(browser.page.contains(words), "{words}: {}", browser.page);
    }
    assert!(browser.page.contains("<option value=\"2026-09\"") && browser.page.contains("href=\"/support\""), "{}", browser.page);
    browser.get(&serving, "/support?month=2026-09").await;
    assert!(browser.page.contains("900") && !browser.page.contains("1.237"));
    for nonsense in ["/support?month=2031-01", "/support?month=x", "/support?month="] {
        browser.get(&serving, nonsense).await;
        assert!(browser.status == 200 && browser.page.contains("1.237"), "{nonsense}");
    }
    for user in ["admin", "privacy", "lead"] {
        let mut browser = signed_in(&serving, user).await;
        browser.get(&serving, "/support").await;
        assert!(browser.status == 404 && !browser.page.contains("1.237") && !browser.page.contains("href=\"/support\""), "{user}");
    }
}

#[test]
fn a_month_that_is_not_over_or_none_at_all_is_refused_with_a_reason() {
    let program = city();
    assert!(program.text(&["support", "freeze", "--month", "2099-01"], 2).contains("is frozen from 04/02/2099 on"));
    assert!(program.text(&["support", "freeze", "--month", "tháng mười"], 2).contains("write it as 2026-10"));
    assert!(program.text(&["support", "freeze", "--month", "2020-01"], 0).contains("No household was recorded by then"));
    let said = program.text(&["retention", "--dry-run"], 0);
    for kind in ["records of households: 0", "visits: 0", "requests: 0", "proofs of consent: 0", "records of members: 0"] {
        assert!(said.contains(kind), "{said}");
    }
}
