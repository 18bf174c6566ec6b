//! Words that several of the pages say.

use domain::assignment::Assignment;
use domain::household::{KeptFor, Support};

use crate::texts::Texts;
use crate::ui::date;

/// What a phone dials.
pub fn dialled(phone: &str) -> String {
    format!("tel:{}", phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>())
}

/// Standard, decision and validity of a support, as far as somebody said.
pub fn support_words(t: Texts, support: &Support) -> String {
    let said = |label: &str, text: &str| (!text.is_empty()).then(|| format!("{}: {text}", t.t(label)));
    let held = match (support.valid_from, support.valid_to) {
        (Some(from), Some(to)) => Some(t.tf("households.from_to", &[("from", &date(t, from)), ("to", &date(t, to))])),
        (Some(from), None) => Some(t.tf("households.since", &[("day", &date(t, from))])),
        (None, Some(to)) => Some(t.tf("households.until", &[("day", &date(t, to))])),
        (None, None) => None,
    };
    let standard = said("households.standard", &support.standard);
    [standard, said("households.decision", &support.decision), held].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// From when to when, and how it ended where it did.
pub fn assignment_words(t: Texts, assignment: &Assignment) -> String {
    let last = assignment.ended_on.unwrap_or(assignment.draft.to);
    let held = t.tf("households.from_to", &[("from", &date(t, assignment.draft.from)), ("to", &date(t, last))]);
    match assignment.end {
        Some(end) => format!("{held} · {}", t.code("assignment_end", end.code())),
        None => held,
    }
}

/// "350 m", "1,2 km".
pub fn distance(t: Texts, metres: u32) -> String {
    match metres {
        0..=999 => format!("{} m", metres / 10 * 10),
        _ => format!("{} km", crate::ui::decimal(t, f64::from(metres) / 1000.0, 1)),
    }
}

/// How long what is kept, as the form says it.
pub fn how_long(t: Texts, kept: KeptFor) -> String {
    let months = [kept.household, kept.visits, kept.requests, kept.proof, kept.looks].map(|months| months.to_string());
    t.tf(
        "households.form_how_long",
        &[("household", &months[0]), ("visits", &months[1]), ("requests", &months[2]), ("proof", &months[3]), ("looks", &months[4])],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Locale;

    #[test]
    fn a_phone_dials_digits() {
        assert_eq!(dialled("0909 123 456"), "tel:0909123456");
        assert_eq!(dialled("+84 909 123 456"), "tel:+84909123456");
    }

    #[test]
    fn a_distance_is_no_more_exact_than_it_is_known() {
        let t = Texts(Locale::Vi);
        assert_eq!((distance(t, 347), distance(t, 1_249)), ("340 m".into(), "1,2 km".into()));
    }
}
