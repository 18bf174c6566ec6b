//! Who holds the posts of a board: name and phone as the board's contact, seen by its ward only.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::fact::{BoardFact, FactKind, MeetingResult};
use crate::codes::codes;
use crate::failure::FieldErrors;
use crate::setting::{Rules, Setting, months_after};
use crate::text;

codes! {
    /// A post in a management board.
    BoardPost { Head, Deputy, Member }
}

/// Longest name of a person, in characters.
const LONGEST_NAME: usize = 80;
/// How long contacts are kept that nobody has recorded anew, of a board whose end nobody has told.
const LONGEST_MONTHS: u32 = 60;

/// The holder of a post. Deliberately nothing else: no address, no date of birth, no note.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostHolder {
    pub post: BoardPost,
    pub name: String,
    /// Digits and blanks, with a + for another country.
    #[serde(default)]
    pub phone: String,
}

/// Names and numbers stay out of logs.
impl std::fmt::Debug for PostHolder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostHolder").field("post", &self.post).finish_non_exhaustive()
    }
}

impl PostHolder {
    /// Cleans what was typed. The errors hold nothing of it.
    pub fn check(mut self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        self.name = text::required("name", &self.name, LONGEST_NAME, &mut errors);
        self.phone = text::phone("phone", &self.phone, &mut errors);
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

/// A post-holder as the register keeps them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardContact {
    pub id: Uuid,
    pub holder: PostHolder,
    /// The election that they hold the post by, as far as one was recorded; else the day on which they were.
    pub since: NaiveDate,
    /// When their board left office; none while it holds it.
    pub ended_on: Option<NaiveDate>,
    /// When name and phone go by themselves.
    pub erased_on: NaiveDate,
    pub revision: i64,
}

/// The day on which people who held posts from `since` on left them: another board was elected, theirs was
/// vacated or ended, or its term was over.
pub fn left_office(since: NaiveDate, facts: &[BoardFact], term_ends_on: Option<NaiveDate>, today: NaiveDate) -> Option<NaiveDate> {
    let replaced = facts.iter().filter(|fact| fact.on > since && ends_a_board(fact)).map(|fact| fact.on).min();
    let over = term_ends_on.filter(|day| (since..today).contains(day));
    replaced.into_iter().chain(over).min()
}

fn ends_a_board(fact: &BoardFact) -> bool {
    match fact.kind {
        FactKind::TermEnded | FactKind::BoardVacated => true,
        FactKind::MeetingHeld => fact.result == Some(MeetingResult::Elected),
        _ => false,
    }
}

/// The last election before a day, as far as one was recorded.
pub fn elected_on(facts: &[BoardFact], today: NaiveDate) -> Option<NaiveDate> {
    let elections = facts.iter().filter(|fact| fact.kind == FactKind::MeetingHeld && fact.result == Some(MeetingResult::Elected));
    elections.map(|fact| fact.on).filter(|day| *day <= today).max()
}

/// The day on which name and phone are erased: some months after the board left office, and a few years
/// after anybody last looked to them where nobody has said that it did.
pub fn contact_erased_on(ended_on: Option<NaiveDate>, recorded_on: NaiveDate, rules: &Rules) -> NaiveDate {
    let longest = months_after(recorded_on, LONGEST_MONTHS);
    ended_on.map_or(longest, |day| contacts_erased_from(day, rules).min(longest))
}

/// From when on names and phones of a board are erased, given the last day of its term or the day on
/// which another board took its place.
pub fn contacts_erased_from(ended_on: NaiveDate, rules: &Rules) -> NaiveDate {
    months_after(ended_on, rules.on(Setting::BoardContactMonths, ended_on))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn holder(name: &str, phone: &str) -> PostHolder {
        PostHolder { post: BoardPost::Head, name: name.into(), phone: phone.into() }
    }

    #[rstest]
    #[case::as_people_write_it("0909.123.456", "0909 123 456")]
    #[case::from_abroad("+84 909 123 456", "+84 909 123 456")]
    #[case::nobody_needs_a_phone("", "")]
    fn a_phone_is_taken(#[case] typed: &str, #[case] kept: &str) {
        assert_eq!(holder(" Nguyễn  Văn A", typed).check().expect("no fault").phone, kept);
    }

    #[rstest]
    #[case::a_name_is_needed(holder(" ", ""), "name", "required")]
    #[case::words_are_no_phone(holder("A", "gọi buổi tối"), "phone", "phone_not_understood")]
    #[case::nor_are_five_digits(holder("A", "12345"), "phone", "phone_not_understood")]
    fn refused_without_repeating_it(#[case] holder: PostHolder, #[case] field: &str, #[case] code: &str) {
        let errors = holder.check().expect_err("one fault");
        assert_eq!((errors.0[0].field.as_str(), errors.0[0].code.as_str(), errors.0[0].value.as_str()), (field, code, ""));
    }

    #[test]
    fn names_do_not_reach_a_log() {
        assert!(!format!("{:?}", holder("Nguyễn Văn A", "0909123456")).contains("Nguyễn"));
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[rstest]
    #[case::of_the_board_in_office("2026-03-01", &[], None, None)]
    #[case::the_election_itself_ends_nothing("2026-03-01", &[("2026-03-01", Some(MeetingResult::Elected))], None, None)]
    #[case::another_board_was_elected("2023-03-01", &[("2026-03-01", Some(MeetingResult::Elected))], None, Some("2026-03-01"))]
    #[case::a_meeting_without_a_board_ends_nothing("2023-03-01", &[("2026-03-01", Some(MeetingResult::NoBoard))], None, None)]
    #[case::nobody_holds_a_post_any_more("2023-03-01", &[("2025-03-01", None)], None, Some("2025-03-01"))]
    #[case::the_term_is_over("2023-03-01", &[], Some("2026-02-28"), Some("2026-02-28"))]
    #[case::the_term_is_not_over("2023-03-01", &[], Some("2026-11-22"), None)]
    #[case::a_term_of_before("2026-03-01", &[], Some("2026-02-28"), None)]
    #[case::whatever_came_first("2023-03-01", &[("2026-03-01", Some(MeetingResult::Elected))], Some("2026-02-01"), Some("2026-02-01"))]
    fn a_board_leaves_office(
        #[case] since: &str,
        #[case] facts: &[(&str, Option<MeetingResult>)],
        #[case] term_ends_on: Option<&str>,
        #[case] left: Option<&str>,
    ) {
        let fact = |(on, result): &(&str, Option<MeetingResult>)| match result {
            None => BoardFact::new(Uuid::nil(), FactKind::BoardVacated, day(on)),
            result => BoardFact { result: *result, ..BoardFact::new(Uuid::nil(), FactKind::MeetingHeld, day(on)) },
        };
        let facts: Vec<BoardFact> = facts.iter().map(fact).collect();
        assert_eq!(left_office(day(since), &facts, term_ends_on.map(day), day("2026-11-22")), left.map(day));
    }

    #[test]
    fn contacts_that_nobody_looks_to_are_not_kept_for_ever() {
        let (rules, recorded) = (Rules::default(), day("2026-01-31"));
        assert_eq!(contact_erased_on(None, recorded, &rules), day("2031-01-31"));
        assert_eq!(contact_erased_on(Some(day("2026-03-01")), recorded, &rules), day("2026-09-01"));
        assert_eq!(contact_erased_on(Some(day("2036-03-01")), recorded, &rules), day("2031-01-31"));
    }

    #[test]
    fn contacts_are_kept_six_months_after_the_term() {
        let ended: NaiveDate = "2026-01-31".parse().expect("a date");
        assert_eq!(contacts_erased_from(ended, &Rules::default()).to_string(), "2026-07-31");
    }
}
