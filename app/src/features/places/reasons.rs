//! Why a field of the board has its value, in words.

use domain::board::DisputeKind;
use domain::change::fields;
use domain::course::{Reason, ReasonCode};
use domain::place::PlaceDraft;
use store::course::Course;

use crate::texts::Texts;
use crate::ui::date;

/// The sentence of one reason.
fn words(t: Texts, reason: &Reason) -> String {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| date(t, day)).unwrap_or_default();
    let text = reason.text.clone().unwrap_or_default();
    // Of a handover only the year may be known.
    let on = if reason.on.is_some() { day(reason.on) } else { text.clone() };
    let text = match reason.code {
        ReasonCode::DisputeOpen => text.parse().map_or(text, |kind: DisputeKind| t.code("dispute", kind.code())),
        _ => text,
    };
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let values =
        [("on", on), ("until", day(reason.until)), ("number", number(reason.number)), ("limit", number(reason.limit)), ("text", text)];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    // Nobody gave a reason for what the register said from the beginning.
    t.tf(&format!("reason.{}", reason.code.code()), &values).trim_end_matches([' ', ':']).to_owned()
}

/// Why a field of the place has its value. Without facts only what follows from the building and the day, and
/// only where the register says the same.
pub fn reasons_of(t: Texts, course: &Course, draft: &PlaceDraft, field: &str) -> Vec<String> {
    let Some(derived) = &course.derived else { return Vec::new() };
    let shown = |reason: &&Reason| {
        let said = matches!(reason.code, ReasonCode::StatedByHand | ReasonCode::NothingRecorded);
        let agrees = fields(&derived.status).get(field) == fields(&draft.board).get(field);
        !course.facts.is_empty() || (!said && agrees)
    };
    derived.reasons.iter().filter(|reason| reason.field.code() == field).filter(shown).map(|reason| words(t, reason)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Locale;
    use domain::course::{BoardField, Derived, Ground, derive};
    use domain::setting::{Holidays, Rules};

    fn day(text: &str) -> chrono::NaiveDate {
        text.parse().expect("a date")
    }

    fn derived() -> Derived {
        let ground = Ground { apartments: Some(200), handed_over: Some(124), handover_year: Some(2024), ..Ground::default() };
        derive(&ground, &[], &Rules::default(), &Holidays::default(), day("2026-11-22"))
    }

    #[test]
    fn what_follows_from_the_building_is_told_with_its_numbers() {
        let derived = derived();
        let reason = derived.reasons_of(BoardField::MeetingStage).next().expect("a reason");
        let told = words(Texts(Locale::Vi), reason);
        assert!(told.starts_with("Bàn giao 2024, đã giao 62 % căn, chưa ghi nhận hội nghị, hạn "), "{told}");
    }

    #[test]
    fn without_facts_a_reason_is_told_only_where_the_register_agrees() {
        let course = Course { facts: Vec::new(), derived: Some(derived()), work: Vec::new(), postponed: Vec::new() };
        let mut draft = PlaceDraft::default();
        let t = Texts(Locale::Vi);
        assert!(reasons_of(t, &course, &draft, "meeting_stage").is_empty());
        draft.board.meeting_stage = domain::board::MeetingStage::Overdue;
        assert_eq!(reasons_of(t, &course, &draft, "meeting_stage").len(), 1);
        assert!(reasons_of(t, &course, &draft, "recognition").is_empty(), "nobody said anything");
    }
}
