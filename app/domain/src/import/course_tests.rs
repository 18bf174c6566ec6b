//! What a row brings to the course of a board, each case by the sentence it stands for.

use chrono::NaiveDate;
use uuid::Uuid;

use super::course::{Book, Known, News, news};
use super::sheet::{Cell, Row};
use super::{Layout, read_row};
use crate::board::{BoardStatus, FundHandover, MeetingStage, Recognition};
use crate::change::overlay;
use crate::course::{BoardFact, BoardField, FactKind, Ground, MeetingKind, MeetingResult, derive};
use crate::failure::FieldErrors;
use crate::place::PlaceDraft;
use crate::setting::{Holidays, Rules};

const HEADING: &str = "Tên chung cư | Phường/xã | Tình trạng hội nghị | BQT | Bàn giao quỹ 2%";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn row(number: u32, cells: &str) -> Row {
    let cell = |text: &str| if text.trim().is_empty() { Cell::Empty } else { Cell::text_of(text.trim()) };
    Row { number, cells: cells.split('|').map(cell).collect() }
}

fn building(board: BoardStatus) -> PlaceDraft {
    PlaceDraft { apartments: Some(120), handed_over: Some(110), handover_year: Some(2023), board, ..PlaceDraft::default() }
}

/// What `cells` bring to a building with these facts; none of them: a new one.
fn brought(cells: &str, facts: &[BoardFact]) -> Result<Option<News>, FieldErrors> {
    let (rules, holidays) = (Rules::default(), Holidays::default());
    let book = Book { rules: &rules, holidays: &holidays, today: day("2026-11-22"), reason: "Bảng A" };
    let layout = Layout::find("S", &[row(1, HEADING)]).expect("a heading");
    let place = read_row(&layout, &row(2, &format!("A | B | {cells}")), book.today).expect("no problem").expect("data");
    let status = derive(&Ground::of(&building(BoardStatus::default())), facts, &rules, &holidays, book.today).status;
    let status = if facts.is_empty() { BoardStatus::default() } else { status };
    let draft = overlay(&building(status.clone()), &place.fields).expect("fields");
    let mut next = 1_000;
    let known = (!facts.is_empty()).then(|| Known { status: &status, facts: facts.to_vec() });
    news(
        &place,
        &draft,
        known,
        |_| Vec::new(),
        book,
        || {
            next += 1;
            Uuid::from_u128(next)
        },
    )
}

fn elected(on: &str) -> BoardFact {
    BoardFact {
        meeting: Some(MeetingKind::First),
        result: Some(MeetingResult::Elected),
        ..BoardFact::new(Uuid::from_u128(1), FactKind::MeetingHeld, day(on))
    }
}

fn submitted(on: &str) -> BoardFact {
    BoardFact::new(Uuid::from_u128(2), FactKind::DossierSubmitted, day(on))
}

const DECIDED: &str =
    "Đã bầu ban quản trị ngày 02/03/2025 | 12/QĐ-UBND ngày 17/03/2025, hết nhiệm kỳ 17/03/2028 | Đã bàn giao ngày 05/06/2025";

#[test]
fn what_is_told_with_its_day_is_recorded_on_that_day() {
    let news = brought(DECIDED, &[]).expect("no problem").expect("news");
    let told: Vec<_> = news.facts.iter().map(|fact| (fact.kind, fact.on)).collect();
    let expected = [(FactKind::MeetingHeld, "2025-03-02"), (FactKind::Recognised, "2025-03-17"), (FactKind::Fund, "2025-06-05")];
    assert_eq!(told, expected.map(|(kind, on)| (kind, day(on))));
    assert_eq!((news.facts[1].number.as_deref(), news.facts[1].term_ends_on), (Some("12/QĐ-UBND"), Some(day("2028-03-17"))));
    assert_eq!((news.status.recognition, news.status.fund_handover), (Recognition::Recognised, FundHandover::Handed));
    assert!(news.differences.is_empty());
}

#[test]
fn the_same_row_again_brings_nothing() {
    let known = brought(DECIDED, &[]).expect("no problem").expect("news").facts;
    assert_eq!(brought(DECIDED, &known), Ok(None));
}

#[test]
fn what_is_told_without_a_day_is_stated_beside_it() {
    let news = brought("| 12/QĐ-UBND ngày 17/03/2025 | Bàn giao một phần", &[]).expect("no problem").expect("news");
    let stated: Vec<_> = news.facts.iter().filter(|fact| fact.kind == FactKind::Stated).map(|fact| (fact.field, fact.on)).collect();
    assert_eq!(stated, [(Some(BoardField::FundHandover), day("2026-11-22"))]);
    assert_eq!((news.status.fund_handover, news.status.meeting_stage), (FundHandover::Partial, MeetingStage::Elected));
    assert!(news.differences.is_empty(), "an empty cell takes nothing back");
}

#[test]
fn without_any_day_the_fields_are_as_the_row_says() {
    assert_eq!(brought("Quá hạn | chưa có | Chưa bàn giao", &[]), Ok(None));
}

#[test]
fn a_row_without_a_day_does_not_set_back_what_was_recorded() {
    let known = [elected("2026-10-04"), submitted("2026-10-12")];
    let news = brought("Quá hạn | chưa có | ", &known).expect("no problem").expect("a difference");
    assert_eq!((news.facts.len(), news.status.recognition, news.status.meeting_stage), (0, Recognition::Submitted, MeetingStage::Elected));
    let said: Vec<_> = news.differences.iter().map(|difference| difference.field).collect();
    assert_eq!(said, ["meeting_stage", "recognition"]);
}

#[test]
fn a_decision_that_cannot_be_is_refused_with_its_column() {
    let errors = brought("| 12/QĐ-UBND ngày 17/03/2026 |", &[elected("2026-10-04")]).expect_err("before its meeting");
    assert_eq!((errors.0[0].field.as_str(), errors.0[0].code.as_str()), ("decision_on", "decision_before_meeting"));
    let errors = brought("| | Đã bàn giao ngày 05/06/2030", &[]).expect_err("not yet");
    assert_eq!((errors.0[0].field.as_str(), errors.0[0].code.as_str()), ("fund_handover", "date_in_future"));
}

#[test]
fn a_decision_proves_the_election_that_nobody_recorded() {
    let in_vain = BoardFact { result: Some(MeetingResult::NoQuorum), ..elected("2025-01-05") };
    let news = brought("| 12/QĐ-UBND ngày 17/03/2025 |", &[in_vain]).expect("no problem").expect("news");
    assert_eq!((news.status.recognition, news.facts[0].overruled.as_deref()), (Recognition::Recognised, Some("Bảng A")));
}
