//! What a household asks for: received, forwarded to an office, answered, and confirmed by the household.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::setting::{Holidays, Rules, Setting};
use crate::text;
use crate::visit::HelpKind;

codes! {
    /// Where a request stands.
    RequestState { Received, Forwarded, Answered, Confirmed }
}
codes! {
    /// Who is to answer.
    Office {
        WardPeopleCommittee, FatherlandFront, WomensUnion, YouthUnion, VeteransAssociation, HealthStation, SocialInsurance,
        School, EmploymentService, PolicyBank, BuildingBoard, Other,
    }
}

/// Longest text of a request or an answer, in characters.
pub const LONGEST: usize = 300;

/// What is asked: sealed as a whole wherever it is kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestDraft {
    pub category: HelpKind,
    /// Short; the household may see it.
    pub asked: String,
}

impl std::fmt::Debug for RequestDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RequestDraft").finish_non_exhaustive()
    }
}

impl RequestDraft {
    /// Cleans what was typed, and turns away what does not belong here.
    pub fn check(mut self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        self.asked = text::required("asked", &self.asked, LONGEST, &mut errors);
        if is_a_complaint(&self.asked) {
            errors.push("asked", "complaints_go_elsewhere", "");
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

/// Words with which people complain about officials or denounce somebody. The law has its own way for both; what is
/// written here would be read by those whom it is about.
pub(crate) fn is_a_complaint(text: &str) -> bool {
    let folded = format!(" {} ", text::fold(text));
    ["khieu nai", "to cao", "don to", "tham nhung", "hoi lo", "denounce", "complaint against"]
        .iter()
        .any(|words| folded.contains(&format!(" {words} ")))
}

/// A request with its course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Request {
    pub id: Uuid,
    pub household: Uuid,
    pub draft: RequestDraft,
    pub state: RequestState,
    pub received_on: NaiveDate,
    pub office: Option<Office>,
    pub forwarded_on: Option<NaiveDate>,
    /// The last day on which an answer is in time.
    pub due_on: NaiveDate,
    pub answer: String,
    pub answered_on: Option<NaiveDate>,
    pub confirmed_on: Option<NaiveDate>,
    /// How often an answer did not help.
    pub reopened: u32,
    /// When it did not last.
    pub reopened_on: Option<NaiveDate>,
    pub revision: i64,
}

impl Request {
    /// Days past its due date without an answer; none while it is in time or answered.
    pub fn overdue(&self, today: NaiveDate) -> Option<u32> {
        let open = matches!(self.state, RequestState::Received | RequestState::Forwarded);
        let days = (today - self.due_on).num_days();
        (open && days > 0).then(|| u32::try_from(days).unwrap_or(u32::MAX))
    }
}

/// The number in the middle; of two in the middle what lies between them. None where there is none.
pub fn median(numbers: &mut [i64]) -> Option<f64> {
    numbers.sort_unstable();
    let (below, above) = (numbers.get(numbers.len().checked_sub(1)? / 2)?, numbers.get(numbers.len() / 2)?);
    Some((below + above) as f64 / 2.0)
}

/// When an answer is due that was asked for on `day`.
pub fn due_on(day: NaiveDate, rules: &Rules, holidays: &Holidays) -> NaiveDate {
    holidays.working_days_after(day, rules.on(Setting::RequestWorkingDays, day))
}

/// One step in the course of a request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestStep {
    Forward {
        office: Office,
        on: NaiveDate,
    },
    Answer {
        answer: String,
        on: NaiveDate,
    },
    /// The household says that the answer helped.
    Confirm {
        on: NaiveDate,
    },
    /// The household says that it did not.
    Reopen {
        on: NaiveDate,
    },
}

impl std::fmt::Debug for RequestStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Forward { .. } => "Forward",
            Self::Answer { .. } => "Answer",
            Self::Confirm { .. } => "Confirm",
            Self::Reopen { .. } => "Reopen",
        })
    }
}

/// What a request may come to next, given where it stands, and on which days.
pub fn step(request: &Request, step: RequestStep, today: NaiveDate) -> Result<RequestStep, FieldErrors> {
    use RequestState::{Answered, Confirmed, Forwarded, Received};
    let mut errors = FieldErrors::default();
    // What was opened again is forwarded and answered anew.
    let asked_on = request.reopened_on.unwrap_or(request.received_on);
    let (fits, on, since) = match &step {
        RequestStep::Forward { on, .. } => (matches!(request.state, Received | Forwarded), *on, Some(asked_on)),
        RequestStep::Answer { on, .. } => {
            (matches!(request.state, Received | Forwarded), *on, Some(asked_on.max(request.forwarded_on.unwrap_or(asked_on))))
        }
        RequestStep::Confirm { on } => (request.state == Answered, *on, request.answered_on),
        RequestStep::Reopen { on } => (matches!(request.state, Answered | Confirmed), *on, request.answered_on),
    };
    if !fits {
        errors.push("step", "request_stands_elsewhere", "");
    }
    if on > today {
        errors.push("on", "in_the_future", "");
    }
    if let Some(since) = since.filter(|since| on < *since) {
        errors.push_day("on", "before_its_beginning", since);
    }
    let step = match step {
        RequestStep::Answer { answer, on } => RequestStep::Answer { answer: text::required("answer", &answer, LONGEST, &mut errors), on },
        other => other,
    };
    if errors.is_empty() { Ok(step) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn request(state: RequestState) -> Request {
        Request {
            id: Uuid::nil(),
            household: Uuid::nil(),
            draft: RequestDraft { category: HelpKind::HouseRepair, asked: "Sửa mái dột".into() },
            state,
            received_on: day("2026-11-02"),
            office: None,
            forwarded_on: None,
            due_on: day("2026-11-16"),
            answer: String::new(),
            answered_on: (state as u8 >= RequestState::Answered as u8).then(|| day("2026-11-10")),
            confirmed_on: None,
            reopened: 0,
            reopened_on: None,
            revision: 1,
        }
    }

    fn answer(on: &str) -> RequestStep {
        RequestStep::Answer { answer: "Phường sửa tuần sau".into(), on: day(on) }
    }

    #[test]
    fn complaints_are_shown_their_way() {
        let asked = |text: &str| RequestDraft { category: HelpKind::Referral, asked: text.into() }.check();
        assert_eq!(asked("Tôi muốn tố cáo ông A").expect_err("not here").0[0].code, "complaints_go_elsewhere");
        assert!(asked("Xin tờ khai cáo phó").is_ok() && asked("Sửa mái dột").is_ok());
    }

    #[rstest]
    #[case(RequestState::Received, answer("2026-11-20"), None)]
    #[case::confirmed_before_an_answer(RequestState::Received, RequestStep::Confirm { on: day("2026-11-20") }, Some("request_stands_elsewhere"))]
    #[case::answered_twice(RequestState::Answered, answer("2026-11-20"), Some("request_stands_elsewhere"))]
    #[case::it_did_not_help(RequestState::Confirmed, RequestStep::Reopen { on: day("2026-11-20") }, None)]
    #[case::before_it_was_received(RequestState::Received, answer("2026-11-01"), Some("before_its_beginning"))]
    #[case::tomorrow(RequestState::Received, answer("2026-11-23"), Some("in_the_future"))]
    fn a_request_goes_step_by_step(#[case] state: RequestState, #[case] taken: RequestStep, #[case] fault: Option<&str>) {
        let found = step(&request(state), taken, day("2026-11-22"));
        assert_eq!(found.err().map(|errors| errors.0[0].code.clone()).as_deref(), fault);
    }

    #[test]
    fn no_answer_is_older_than_the_day_on_which_it_was_asked_again() {
        let again = Request { reopened: 1, reopened_on: Some(day("2026-11-18")), ..request(RequestState::Forwarded) };
        let early = step(&again, answer("2026-11-17"), day("2026-11-22")).expect_err("before it was asked again");
        assert_eq!((early.0[0].field.as_str(), early.0[0].code.as_str()), ("on", "before_its_beginning"));
        assert!(step(&again, answer("2026-11-18"), day("2026-11-22")).is_ok());
    }

    #[test]
    fn an_answer_is_overdue_until_it_comes() {
        assert_eq!(request(RequestState::Forwarded).overdue(day("2026-11-22")), Some(6));
        assert_eq!(request(RequestState::Forwarded).overdue(day("2026-11-16")), None);
        assert_eq!(request(RequestState::Answered).overdue(day("2026-11-22")), None);
    }

    #[rstest]
    #[case(&mut [], None)]
    #[case(&mut [7], Some(7.0))]
    #[case(&mut [9, 1, 4], Some(4.0))]
    #[case(&mut [9, 1, 4, 5], Some(4.5))]
    fn the_median_is_the_one_in_the_middle(#[case] days: &mut [i64], #[case] expected: Option<f64>) {
        assert_eq!(median(days), expected);
    }

    #[test]
    fn the_clock_counts_working_days() {
        assert_eq!(due_on(day("2026-11-02"), &Rules::default(), &Holidays::default()), day("2026-11-16"));
    }
}
