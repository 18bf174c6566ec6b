//! A fact of the board in words: what happened, and what is known of it.

use domain::change::FieldChange;
use domain::course::{BoardFact, FactKind};
use serde_json::{Value, json};

use super::facts::{field_words, value_words};
use super::happening::Happening;
use super::names::Names;
use crate::texts::Texts;
use crate::ui::{count, date};

/// More changed fields are not read at a glance.
const MOST: usize = 8;

/// What happened.
pub fn title(t: Texts, fact: &BoardFact) -> String {
    match (fact.kind, fact.result) {
        (FactKind::MeetingHeld, Some(result)) => Happening::Meeting(result).words(t),
        (kind, _) => t.code("fact_kind", kind.code()),
    }
}

/// What is known of it, a line for each.
pub fn detail_words(t: Texts, fact: &BoardFact) -> Vec<String> {
    let labelled = |key: &str, value: Option<String>| value.filter(|value| !value.is_empty()).map(|value| format!("{}: {value}", t.t(key)));
    let number = if fact.kind == FactKind::MeetingHeld { "course.minutes_number" } else { "places.decision_number" };
    [
        labelled("course.meeting", fact.meeting.map(|kind| t.code("meeting_kind", kind.code()))),
        labelled("course.convened_by", fact.convened_by.map(|convener| t.code("convener", convener.code()))),
        owners(t, fact),
        labelled(number, fact.number.clone()),
        labelled("course.issuer", fact.issuer.clone()),
        labelled("places.term_ends_on", fact.term_ends_on.map(|day| date(t, day))),
        fact.fund.map(|fund| t.code("fund_handover", fund.code())),
        fact.dispute.map(|dispute| t.code("dispute", dispute.code())),
        fact.requirement.map(|requirement| t.code("requirement", requirement.code())),
        stated(t, fact),
        labelled("course.reason", fact.reason.clone()),
        labelled("course.overruled", fact.overruled.clone()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// "Có mặt 130, ủy quyền 10 / 200 chủ sở hữu (70 %)".
fn owners(t: Texts, fact: &BoardFact) -> Option<String> {
    let said = |key: &str, value: Option<u32>| value.map(|value| format!("{} {}", t.t(key), count(t, value.into())));
    let parts = [
        said("course.owners_present", fact.owners_present),
        said("course.owners_represented", fact.owners_represented),
        said("course.owners_total", fact.owners_total),
        fact.share_of_owners().map(|share| format!("{share} %")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// A field that was set by hand, with its value.
fn stated(t: Texts, fact: &BoardFact) -> Option<String> {
    let field = fact.field?;
    let value = match (field.code(), &fact.value) {
        (_, None) => Value::Null,
        ("disputes", Some(codes)) => json!(codes.split(',').map(str::trim).collect::<Vec<_>>()),
        (_, Some(value)) => json!(value),
    };
    Some(format!("{}: {}", t.code("board_field", field.code()), value_words(t, field.code(), &value)))
}

/// What was just recorded, for the message at the top of the page.
pub fn saved_words(t: Texts, facts: &[BoardFact], changes: &[FieldChange], names: &Names) -> String {
    let happened = facts.iter().filter(|fact| fact.kind != FactKind::Stated).map(|fact| format!("{} {}", title(t, fact), date(t, fact.on)));
    let changed = |change: &FieldChange| format!("{}: {}", field_words(t, &change.field), names.words(t, &change.field, &change.to));
    happened.chain(changes.iter().take(MOST).map(changed)).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Locale;
    use domain::course::{BoardField, MeetingKind, MeetingResult};
    use uuid::Uuid;

    #[test]
    fn a_fact_tells_what_is_known_of_it_and_nothing_else() {
        let on = "2026-11-10".parse().expect("a date");
        let t = Texts(Locale::Vi);
        let meeting = BoardFact {
            meeting: Some(MeetingKind::First),
            result: Some(MeetingResult::Elected),
            owners_total: Some(200),
            owners_present: Some(130),
            ..BoardFact::new(Uuid::nil(), FactKind::MeetingHeld, on)
        };
        assert_eq!(title(t, &meeting), "Đã bầu ban quản trị");
        assert_eq!(detail_words(t, &meeting), ["Hội nghị: Lần đầu", "Số người dự 130 · Tổng số chủ sở hữu 200 · 65 %"]);
        let field = Some(BoardField::Disputes);
        let stated = BoardFact { field, value: Some("fees,other".into()), ..BoardFact::new(Uuid::nil(), FactKind::Stated, on) };
        assert_eq!(detail_words(t, &stated), ["Tranh chấp: Phí quản lý, Khác"]);
    }
}
