//! Visits to a household and what was given. A visit is for help, never for persuasion: there is no field in which
//! anything else could be written.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::household::NextVisit;
use crate::request::is_a_complaint;
use crate::setting::{days_after, months_after};
use crate::text;

codes! {
    /// How somebody was met.
    VisitHow { InPerson, Phone }
}
codes! {
    /// What came of a visit.
    VisitOutcome {
        Met,
        /// Kept until the next visit, and 90 days at most.
        NobodyHome,
        Postponed,
        NoLongerNeeded,
    }
}
codes! {
    /// What kind of help was given: a closed list.
    HelpKind {
        CashOrGoods, HouseRepair, HealthInsurance, Scholarship, JobOrTraining, LoanReferral, ProductionSupport, Paperwork,
        MealsOrTransport, SafetyFixes, Referral, SocialVisit,
    }
}

/// How long it is kept that nobody was at home, whatever else is set.
pub const NOBODY_HOME_DAYS: u32 = 90;
/// Longest promise, in characters.
pub const LONGEST_PROMISE: usize = 200;
/// Kinds of help at one visit.
pub const MOST_HELP: usize = 6;
/// Dong, in one entry.
const LARGEST_AMOUNT: u64 = 1_000_000_000;

impl HelpKind {
    /// Money or goods, of which one says how much.
    pub fn is_counted(self) -> bool {
        matches!(self, Self::CashOrGoods | Self::HouseRepair | Self::Scholarship | Self::ProductionSupport | Self::SafetyFixes)
    }
}

/// Help that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpGiven {
    pub kind: HelpKind,
    /// Dong.
    #[serde(default)]
    pub amount: Option<u64>,
    /// Parcels, kilograms, pieces.
    #[serde(default)]
    pub quantity: Option<u32>,
}

/// A visit as somebody records it: sealed as a whole wherever it is kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitDraft {
    pub on: NaiveDate,
    pub how: VisitHow,
    pub outcome: VisitOutcome,
    #[serde(default)]
    pub help: Vec<HelpGiven>,
    /// What was promised for the next time; the household may see it.
    #[serde(default)]
    pub promised: String,
    pub next_on: Option<NaiveDate>,
}

impl std::fmt::Debug for VisitDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VisitDraft").field("on", &self.on).finish_non_exhaustive()
    }
}

impl VisitDraft {
    /// A visit of which nothing is said but the day and what came of it: one tap.
    pub fn simply(on: NaiveDate, outcome: VisitOutcome) -> Self {
        Self { on, how: VisitHow::InPerson, outcome, help: Vec::new(), promised: String::new(), next_on: None }
    }

    /// Cleans what was typed.
    pub fn check(mut self, today: NaiveDate) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        if self.on > today {
            errors.push("on", "in_the_future", "");
        } else if months_after(self.on, 12) < today {
            errors.push("on", "longer_than_a_year_ago", "");
        }
        if self.outcome == VisitOutcome::NobodyHome {
            if self.how != VisitHow::InPerson {
                errors.push("how", "only_at_the_door", "");
            }
            if !self.help.is_empty() {
                errors.push("help", "nobody_was_there", "");
            }
        }
        self.promised = text::optional("promised", &self.promised, LONGEST_PROMISE, &mut errors);
        if is_a_complaint(&self.promised) {
            errors.push("promised", "complaints_go_elsewhere", "");
        }
        if let Some(next) = self.next_on {
            if next < self.on || next < today {
                errors.push("next_on", "already_over", "");
            } else if next > months_after(today, 12) {
                errors.push("next_on", "longer_than_a_year", "");
            }
        }
        if self.help.len() > MOST_HELP {
            errors.push("help", "too_many", MOST_HELP);
        }
        for help in &self.help {
            let said = help.amount.is_some() || help.quantity.is_some();
            if said && !help.kind.is_counted() {
                errors.push("help", "not_counted", "");
            }
            if help.amount.is_some_and(|amount| amount == 0 || amount > LARGEST_AMOUNT) {
                errors.push("amount", "too_large", LARGEST_AMOUNT);
            }
            if help.quantity.is_some_and(|quantity| quantity == 0 || quantity > 10_000) {
                errors.push("quantity", "too_large", 10_000);
            }
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    /// Kept only until the next visit.
    pub fn until_next(&self) -> bool {
        self.outcome == VisitOutcome::NobodyHome
    }

    /// The day on which it goes, where visits are kept for `months`.
    pub fn kept_until(&self, months: u32) -> NaiveDate {
        if self.until_next() { days_after(self.on, NOBODY_HOME_DAYS) } else { months_after(self.on, months) }
    }

    /// Somebody was at home, and it was not put off. Else what was promised before is still owed.
    pub fn took_place(&self) -> bool {
        !matches!(self.outcome, VisitOutcome::NobodyHome | VisitOutcome::Postponed)
    }

    /// Whether it counts among visits: it took place, or something was given all the same.
    pub fn is_counted(&self) -> bool {
        self.took_place() || !self.help.is_empty()
    }

    /// When the household is to be visited next: on the day that was promised, else after `days`; on no day where it said
    /// that it needs no visits. `promised` is what stood before this visit; whoever was not met is still to be
    /// visited when they were. So nothing follows from that nobody was at home, and nothing tells it once it is gone.
    pub fn next_visit(&self, promised: NextVisit, days: u32) -> NextVisit {
        match (self.outcome, self.next_on) {
            (VisitOutcome::NoLongerNeeded, _) => NextVisit::NotNeeded,
            (_, Some(day)) => NextVisit::On(day),
            (VisitOutcome::NobodyHome | VisitOutcome::Postponed, None) => promised,
            (VisitOutcome::Met, None) => NextVisit::On(days_after(self.on, days)),
        }
    }
}

/// A visit that was recorded. Nothing of it changes: a later entry corrects it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VisitEntry {
    pub id: Uuid,
    pub household: Uuid,
    pub draft: VisitDraft,
    /// The entry that this one stands instead of.
    pub corrects: Option<Uuid>,
    /// Another stands instead of this.
    pub corrected: bool,
    /// Who recorded it, as the change log names them.
    pub recorded_by: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn visit() -> VisitDraft {
        VisitDraft::simply(day("2026-11-22"), VisitOutcome::Met)
    }

    fn cash(amount: u64) -> HelpGiven {
        HelpGiven { kind: HelpKind::CashOrGoods, amount: Some(amount), quantity: None }
    }

    #[test]
    fn one_tap_is_a_whole_visit() {
        for outcome in VisitOutcome::all() {
            let visit = VisitDraft::simply(day("2026-11-22"), *outcome).check(day("2026-11-22")).expect("no fault");
            assert_eq!(visit.until_next(), *outcome == VisitOutcome::NobodyHome);
        }
    }

    #[test]
    fn nobody_home_goes_after_ninety_days_and_the_rest_after_the_wards_months() {
        assert_eq!(visit().kept_until(24), day("2028-11-22"));
        assert_eq!(VisitDraft { outcome: VisitOutcome::NobodyHome, ..visit() }.kept_until(24), day("2027-02-20"));
    }

    #[rstest]
    #[case::met(VisitOutcome::Met, None, Some("2026-12-22"))]
    #[case::promised(VisitOutcome::Met, Some("2026-11-30"), Some("2026-11-30"))]
    #[case::another_day(VisitOutcome::Postponed, Some("2026-11-25"), Some("2026-11-25"))]
    #[case::nobody_home_leaves_the_promise(VisitOutcome::NobodyHome, None, Some("2026-11-20"))]
    #[case::put_off_to_no_day_leaves_the_promise(VisitOutcome::Postponed, None, Some("2026-11-20"))]
    #[case::no_longer(VisitOutcome::NoLongerNeeded, Some("2026-11-30"), None)]
    fn the_next_visit_is_the_promised_one(#[case] outcome: VisitOutcome, #[case] next: Option<&str>, #[case] expected: Option<&str>) {
        let visit = VisitDraft { outcome, next_on: next.map(day), ..visit() };
        let expected = expected.map_or(NextVisit::NotNeeded, |expected| NextVisit::On(day(expected)));
        assert_eq!(visit.next_visit(NextVisit::On(day("2026-11-20")), 30), expected);
    }

    #[test]
    fn a_household_that_nobody_met_yet_stays_due() {
        let visit = VisitDraft { outcome: VisitOutcome::NobodyHome, ..visit() };
        assert_eq!(visit.next_visit(NextVisit::ByRhythm, 30), NextVisit::ByRhythm);
    }

    #[rstest]
    #[case::tomorrow(VisitDraft { on: day("2026-11-23"), ..visit() }, "on")]
    #[case::long_ago(VisitDraft { on: day("2025-11-21"), ..visit() }, "on")]
    #[case::nobody_home_on_the_phone(VisitDraft { how: VisitHow::Phone, outcome: VisitOutcome::NobodyHome, ..visit() }, "how")]
    #[case::help_for_nobody(VisitDraft { help: vec![cash(1)], outcome: VisitOutcome::NobodyHome, ..visit() }, "help")]
    #[case::a_promise_for_yesterday(VisitDraft { next_on: Some(day("2026-11-21")), ..visit() }, "next_on")]
    #[case::a_complaint(VisitDraft { promised: "Giúp viết đơn tố cáo ông A".into(), ..visit() }, "promised")]
    #[case::nothing_of_money(VisitDraft { help: vec![cash(0)], ..visit() }, "amount")]
    #[case::a_referral_has_no_price(VisitDraft { help: vec![HelpGiven { kind: HelpKind::Referral, ..cash(5) }], ..visit() }, "help")]
    fn refused(#[case] visit: VisitDraft, #[case] field: &str) {
        assert_eq!(visit.check(day("2026-11-22")).expect_err("one fault").0[0].field, field);
    }
}
