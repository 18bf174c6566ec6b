//! Members who help households: who they are to the task, and what they have been asked to do. Deliberately
//! nothing biographical, no score and no comparison: a task was done in a month or it was not.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::text;

codes! {
    /// Whether somebody still helps.
    MemberState { Active, Moved, Resigned }
}
codes! {
    /// A post in the cell.
    #[derive(Default)]
    CellPost { #[default] Member, CommitteeMember, DeputySecretary, Secretary }
}
codes! {
    /// Why a month's task was not done: a closed list, so that nobody is described in words.
    NotDoneReason {
        Busy,
        /// An older record may say that somebody was ill: of that is kept only that they were away.
        #[serde(alias = "ill")]
        Away,
        NobodyToMeet, NoLongerNeeded, Other,
    }
}

/// Longest name of a person, in characters.
pub const LONGEST_NAME: usize = 80;
/// Longest aim of a task, in characters.
pub const LONGEST_AIM: usize = 200;
/// Households that one member can be given at most, whatever they say.
pub const MOST_HOUSEHOLDS: u32 = 50;

/// A member as the ward keeps them: sealed as a whole wherever it is kept.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MemberDraft {
    pub name: String,
    /// Digits and blanks, with a + for another country; may be empty.
    pub phone: String,
    /// The cell that they belong to, an organization of the register.
    pub cell: Option<Uuid>,
    pub post: CellPost,
    /// The place where they live, as far as they said.
    pub residence: Option<Uuid>,
    /// Works elsewhere and keeps a tie with the ward ("213").
    pub residence_linked: bool,
    /// How many households they can help at a time.
    pub capacity: u32,
}

/// Names and numbers stay out of logs.
impl std::fmt::Debug for MemberDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemberDraft").finish_non_exhaustive()
    }
}

impl MemberDraft {
    /// Cleans what was typed. The errors hold nothing of it.
    pub fn check(mut self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        self.name = text::required("name", &self.name, LONGEST_NAME, &mut errors);
        self.phone = text::phone("phone", &self.phone, &mut errors);
        if self.capacity > MOST_HOUSEHOLDS {
            errors.push("capacity", "too_large", MOST_HOUSEHOLDS);
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

/// A member with what the register knows of them beside the sealed part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Member {
    pub id: Uuid,
    pub admin_unit_id: Uuid,
    pub draft: MemberDraft,
    pub state: MemberState,
    /// The day from which they help no more.
    pub ended_on: Option<NaiveDate>,
    /// The account with which they see their own households.
    pub account_id: Option<Uuid>,
    /// Households that they are assigned to now.
    pub households: u32,
    /// How many they can help: as many as they said, and no more than the ward lets anybody.
    pub most: u32,
    /// Whether they have a task today.
    pub has_task: bool,
    pub revision: i64,
}

impl Member {
    /// They help more than they can: assigned knowingly, or they can less than before.
    pub fn helps_too_many(&self) -> bool {
        self.state == MemberState::Active && self.households > self.most
    }

    /// How many households more they can be given.
    pub fn free(&self) -> u32 {
        if self.state == MemberState::Active { self.most.saturating_sub(self.households) } else { 0 }
    }
}

/// The code that a member is told, to ask by it who looked at their record: random, from which nothing of them can be read.
pub fn code_of_member(id: Uuid) -> String {
    format!("DV-{}", text::letters_of(id))
}

/// What a member is asked to do, from when to when.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskDraft {
    pub aim: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl std::fmt::Debug for TaskDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TaskDraft").field("from", &self.from).field("to", &self.to).finish_non_exhaustive()
    }
}

impl TaskDraft {
    /// A task is set for a year at most: it is set anew each year.
    pub fn check(mut self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        self.aim = text::required("aim", &self.aim, LONGEST_AIM, &mut errors);
        if self.to < self.from {
            errors.push_day("to", "before_its_beginning", self.from);
        } else if self.to > crate::setting::months_after(self.from, 12) {
            errors.push("to", "longer_than_a_year", "");
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

/// A task with the months that were looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MemberTask {
    pub id: Uuid,
    pub draft: TaskDraft,
    pub ended_on: Option<NaiveDate>,
    /// Latest first.
    pub checks: Vec<MonthlyCheck>,
}

impl MemberTask {
    /// Whether it is to be done on this day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.draft.from <= day && day <= self.draft.to && self.ended_on.is_none_or(|ended| day < ended)
    }
}

/// What a cell's meeting said of one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthlyCheck {
    /// The first day of the month.
    pub month: NaiveDate,
    pub done: bool,
    /// Given where it was not done, and only there.
    pub reason: Option<NotDoneReason>,
}

impl MonthlyCheck {
    /// Refuses months that have not begun, and those outside the task.
    pub fn check(self, task: &TaskDraft, today: NaiveDate) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let month = first_of(self.month);
        if month > today {
            errors.push("month", "in_the_future", "");
        }
        if month < first_of(task.from) || month > task.to {
            errors.push("month", "outside_the_task", "");
        }
        if self.done && self.reason.is_some() {
            errors.push("reason", "done_needs_no_reason", "");
        }
        if !self.done && self.reason.is_none() {
            errors.push("reason", "required", "");
        }
        if errors.is_empty() { Ok(Self { month, ..self }) } else { Err(errors) }
    }
}

/// The first day of a day's month.
pub fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn task() -> TaskDraft {
        TaskDraft { aim: "Giúp hai hộ làm thủ tục".into(), from: day("2026-02-10"), to: day("2026-12-31") }
    }

    #[test]
    fn a_member_needs_a_name_and_nothing_else() {
        let member = MemberDraft { name: " Trần  Văn B ".into(), capacity: 3, ..MemberDraft::default() };
        assert_eq!(member.clone().check().expect("no fault").name, "Trần Văn B");
        assert!(!format!("{member:?}").contains("Trần"), "names do not reach a log");
        let errors = MemberDraft { capacity: 51, phone: "x".into(), ..MemberDraft::default() }.check().expect_err("three faults");
        let codes: Vec<&str> = errors.0.iter().map(|error| error.code.as_str()).collect();
        assert_eq!(codes, ["required", "phone_not_understood", "too_large"]);
    }

    #[test]
    fn a_task_is_set_for_a_year_at_most() {
        assert!(task().check().is_ok());
        assert_eq!(TaskDraft { to: day("2027-03-01"), ..task() }.check().expect_err("too long").0[0].code, "longer_than_a_year");
        assert_eq!(TaskDraft { to: day("2026-02-09"), ..task() }.check().expect_err("backwards").0[0].code, "before_its_beginning");
    }

    #[test]
    fn a_task_that_was_ended_holds_no_more_from_that_day() {
        let whole = MemberTask { id: Uuid::nil(), draft: task(), ended_on: None, checks: Vec::new() };
        assert!(whole.holds_on(day("2026-12-31")) && !whole.holds_on(day("2027-01-01")) && !whole.holds_on(day("2026-02-09")));
        let ended = MemberTask { ended_on: Some(day("2026-11-22")), ..whole };
        assert!(ended.holds_on(day("2026-11-21")) && !ended.holds_on(day("2026-11-22")));
    }

    #[test]
    fn nobodys_health_is_a_reason() {
        assert!("ill".parse::<NotDoneReason>().is_err(), "no form offers it");
        let older: MonthlyCheck = serde_json::from_str(r#"{"month":"2026-10-01","done":false,"reason":"ill"}"#).expect("an older record");
        assert_eq!(older.reason, Some(NotDoneReason::Away));
    }

    #[rstest]
    #[case::done("2026-11-22", true, None, None)]
    #[case::not_done_for_a_reason("2026-11-01", false, Some(NotDoneReason::Away), None)]
    #[case::the_month_in_which_it_began("2026-02-01", true, None, None)]
    #[case::not_done_without_one("2026-11-01", false, None, Some("required"))]
    #[case::done_with_one("2026-11-01", true, Some(NotDoneReason::Busy), Some("done_needs_no_reason"))]
    #[case::not_begun("2026-12-01", true, None, Some("in_the_future"))]
    #[case::before_the_task("2026-01-31", true, None, Some("outside_the_task"))]
    fn a_month_is_done_or_not(#[case] month: &str, #[case] done: bool, #[case] reason: Option<NotDoneReason>, #[case] fault: Option<&str>) {
        let checked = MonthlyCheck { month: day(month), done, reason }.check(&task(), day("2026-11-22"));
        match fault {
            None => assert_eq!(checked.expect("no fault").month, first_of(day(month))),
            Some(code) => assert_eq!(checked.expect_err("a fault").0[0].code, code),
        }
    }
}
