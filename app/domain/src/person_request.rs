//! What somebody asks about the record that is kept of them, and by when it is answered.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::setting::{Holidays, Rules, Setting, days_after};

codes! {
    /// What a person may ask.
    PersonRequestKind { View, Copy, Correct, Restrict, Object, Withdraw, Delete }
}
codes! {
    /// Whose record it is about.
    PersonKind { Household, Member }
}
codes! {
    /// What came of it.
    PersonRequestOutcome { Done, DoneInPart, Refused, TakenBack }
}

impl PersonRequestKind {
    /// Whether it can be done for such a record. A member's stands and falls with the task: whoever objects, or wants it
    /// used no more, stops helping or has it erased.
    pub fn is_for(self, about: PersonKind) -> bool {
        about == PersonKind::Household || !matches!(self, Self::Restrict | Self::Object | Self::Withdraw)
    }

    /// How long answering may take.
    fn days(self) -> Setting {
        match self {
            Self::View | Self::Copy | Self::Correct => Setting::PersonViewDays,
            Self::Restrict | Self::Object | Self::Withdraw => Setting::PersonRestrictDays,
            Self::Delete => Setting::PersonDeleteDays,
        }
    }
}

/// A request as it comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRequestDraft {
    pub about: PersonKind,
    pub record: Uuid,
    pub kind: PersonRequestKind,
    pub received_on: NaiveDate,
}

/// How long ago one may have come that is written down only now.
const LATEST_DAYS: u32 = 60;

impl PersonRequestDraft {
    /// Refuses days that cannot be.
    pub fn check(self, today: NaiveDate) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        if !self.kind.is_for(self.about) {
            errors.push("kind", "not_done_for_a_member", "");
        }
        if self.received_on > today {
            errors.push("received_on", "in_the_future", "");
        } else if days_after(self.received_on, LATEST_DAYS) < today {
            errors.push("received_on", "too_long_ago", LATEST_DAYS);
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    /// By when it is acknowledged, in working days, and answered, in days.
    pub fn clock(&self, rules: &Rules, holidays: &Holidays) -> (NaiveDate, NaiveDate) {
        let acknowledge = rules.on(Setting::PersonAcknowledgeDays, self.received_on);
        let answer = rules.on(self.kind.days(), self.received_on);
        (holidays.working_days_after(self.received_on, acknowledge), days_after(self.received_on, answer))
    }
}

/// A request with its clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonRequest {
    pub id: Uuid,
    pub admin_unit_id: Uuid,
    pub draft: PersonRequestDraft,
    pub acknowledge_by: NaiveDate,
    pub acknowledged_on: Option<NaiveDate>,
    pub due_on: NaiveDate,
    /// It took longer once already; it may not a second time.
    pub extended: bool,
    pub answered_on: Option<NaiveDate>,
    pub outcome: Option<PersonRequestOutcome>,
    pub revision: i64,
}

/// What is done about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonRequestStep {
    Acknowledge,
    /// As long again, once.
    Extend,
    Answer(PersonRequestOutcome),
}

impl PersonRequest {
    pub fn is_open(&self) -> bool {
        self.answered_on.is_none()
    }

    /// The next day by which something is to be done; none once it is answered.
    pub fn next_day(&self) -> Option<NaiveDate> {
        let acknowledge = self.acknowledge_by.min(self.due_on);
        self.is_open().then(|| if self.acknowledged_on.is_none() { acknowledge } else { self.due_on })
    }

    /// Whether a day has passed by which something was to be done.
    pub fn overdue(&self, today: NaiveDate) -> bool {
        self.is_open() && (self.due_on < today || (self.acknowledged_on.is_none() && self.acknowledge_by < today))
    }

    /// Whether it may take as long again. Once the day is over it is late, and stays so.
    pub fn extends(&self, today: NaiveDate) -> bool {
        self.is_open() && !self.extended && today <= self.due_on
    }

    /// It was answered after its last day.
    pub fn answered_late(&self) -> bool {
        self.answered_on.is_some_and(|day| day > self.due_on)
    }

    /// The request after a step.
    pub fn step(mut self, step: PersonRequestStep, rules: &Rules, today: NaiveDate) -> Result<Self, FieldErrors> {
        if !self.is_open() {
            return Err(FieldErrors::one("step", "answered_already", ""));
        }
        match step {
            PersonRequestStep::Acknowledge if self.acknowledged_on.is_some() => {
                return Err(FieldErrors::one("step", "acknowledged_already", ""));
            }
            PersonRequestStep::Acknowledge => self.acknowledged_on = Some(today),
            PersonRequestStep::Extend if self.extended => return Err(FieldErrors::one("step", "extended_already", "")),
            PersonRequestStep::Extend if self.due_on < today => return Err(FieldErrors::one("step", "overdue_already", "")),
            PersonRequestStep::Extend => {
                self.extended = true;
                self.due_on = days_after(self.due_on, rules.on(self.draft.kind.days(), self.draft.received_on));
            }
            PersonRequestStep::Answer(outcome) => {
                self.answered_on = Some(today);
                self.outcome = Some(outcome);
                // Whoever has the answer was told that it came.
                self.acknowledged_on = self.acknowledged_on.or(Some(today));
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn draft(kind: PersonRequestKind) -> PersonRequestDraft {
        PersonRequestDraft { about: PersonKind::Household, record: Uuid::nil(), kind, received_on: day("2026-11-20") }
    }

    fn request(kind: PersonRequestKind) -> PersonRequest {
        let (acknowledge_by, due_on) = draft(kind).clock(&Rules::default(), &Holidays::default());
        PersonRequest {
            id: Uuid::nil(),
            admin_unit_id: Uuid::nil(),
            draft: draft(kind),
            acknowledge_by,
            acknowledged_on: None,
            due_on,
            extended: false,
            answered_on: None,
            outcome: None,
            revision: 1,
        }
    }

    #[rstest]
    #[case(PersonRequestKind::View, "2026-11-30")]
    #[case(PersonRequestKind::Copy, "2026-11-30")]
    #[case(PersonRequestKind::Correct, "2026-11-30")]
    #[case(PersonRequestKind::Restrict, "2026-12-05")]
    #[case(PersonRequestKind::Object, "2026-12-05")]
    #[case(PersonRequestKind::Withdraw, "2026-12-05")]
    #[case(PersonRequestKind::Delete, "2026-12-10")]
    fn each_kind_has_its_days(#[case] kind: PersonRequestKind, #[case] due: &str) {
        // A Friday: the second working day is Tuesday.
        assert_eq!(draft(kind).clock(&Rules::default(), &Holidays::default()), (day("2026-11-24"), day(due)));
    }

    #[test]
    fn it_takes_longer_once_and_is_answered_once() {
        let (rules, today) = (Rules::default(), day("2026-11-23"));
        let extended = request(PersonRequestKind::View).step(PersonRequestStep::Extend, &rules, today).expect("once");
        assert_eq!(extended.due_on, day("2026-12-10"));
        assert_eq!(extended.clone().step(PersonRequestStep::Extend, &rules, today).expect_err("twice").0[0].code, "extended_already");
        let answered = extended.step(PersonRequestStep::Answer(PersonRequestOutcome::Done), &rules, today).expect("answered");
        assert_eq!((answered.acknowledged_on, answered.is_open()), (Some(today), false));
        assert_eq!(answered.step(PersonRequestStep::Acknowledge, &rules, today).expect_err("over").0[0].code, "answered_already");
    }

    #[test]
    fn what_is_late_already_takes_no_longer_and_its_answer_stays_late() {
        let (rules, over) = (Rules::default(), day("2026-12-01"));
        let late = request(PersonRequestKind::View);
        assert!(late.extends(day("2026-11-30")) && !late.extends(over));
        assert_eq!(late.clone().step(PersonRequestStep::Extend, &rules, over).expect_err("over").0[0].code, "overdue_already");
        let answered = |on| late.clone().step(PersonRequestStep::Answer(PersonRequestOutcome::Done), &rules, on).expect("answered");
        assert!(answered(over).answered_late() && !answered(day("2026-11-30")).answered_late());
    }

    #[test]
    fn what_cannot_be_done_for_a_member_is_not_written_down() {
        use PersonRequestKind::{Object, Restrict, Withdraw};
        for kind in PersonRequestKind::all() {
            let of =
                |about| PersonRequestDraft { about, ..draft(*kind) }.check(day("2026-11-23")).map_err(|errors| errors.0[0].code.clone());
            assert!(of(PersonKind::Household).is_ok(), "{kind}");
            let fault = of(PersonKind::Member).err();
            assert_eq!(fault.as_deref(), matches!(kind, Restrict | Object | Withdraw).then_some("not_done_for_a_member"), "{kind}");
        }
    }

    #[test]
    fn it_is_late_when_nobody_said_that_it_came() {
        let late = request(PersonRequestKind::Delete);
        assert!(!late.overdue(day("2026-11-24")) && late.overdue(day("2026-11-25")));
        let told = late.step(PersonRequestStep::Acknowledge, &Rules::default(), day("2026-11-24")).expect("told");
        assert!(!told.overdue(day("2026-12-10")) && told.overdue(day("2026-12-11")));
    }
}
