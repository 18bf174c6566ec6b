//! How a request stands, in words.

use chrono::NaiveDate;
use domain::request::{Office, Request, RequestState};

use crate::texts::Texts;
use crate::ui::{Choice, count, date};

/// "Đã chuyển: Mặt trận Tổ quốc".
pub fn state_words(t: Texts, request: &Request) -> String {
    let state = t.code("request_state", request.state.code());
    match request.office {
        Some(office) if request.state != RequestState::Received => format!("{state}: {}", t.code("office", office.code())),
        _ => state,
    }
}

/// By when an answer is due, how late it is, or when it came.
pub fn due_words(t: Texts, request: &Request, today: NaiveDate) -> String {
    match (request.overdue(today), request.answered_on) {
        (Some(days), _) => t.tf("requests.overdue_by", &[("days", &count(t, days.into())), ("day", &date(t, request.due_on))]),
        (None, Some(day)) => t.tf("requests.answered_on", &[("day", &date(t, day))]),
        (None, None) => t.tf("requests.due_on", &[("day", &date(t, request.due_on))]),
    }
}

pub fn offices(t: Texts) -> Vec<Choice> {
    Office::all().iter().map(|office| Choice { code: office.code().into(), words: t.code("office", office.code()) }).collect()
}
