//! Numbers and dates as people of each language write them.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

use crate::server_context::ServerContext;
use crate::texts::{Locale, Texts};

/// `1.246` in Vietnamese, `1,246` in English.
pub fn count(t: Texts, number: u64) -> String {
    let digits = number.to_string();
    let mark = if t.0 == Locale::Vi { '.' } else { ',' };
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// A number with `places` decimals: `46,6` or `46.6`.
pub fn decimal(t: Texts, number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    if t.0 == Locale::Vi { text.replace('.', ",") } else { text }
}

/// A share of a whole with one decimal: `46,6%`. A dash where there is no whole.
pub fn percent(t: Texts, part: u64, whole: u64) -> String {
    if whole == 0 { "–".into() } else { format!("{}%", decimal(t, part as f64 * 100.0 / whole as f64, 1)) }
}

/// `05/01/2026` in Vietnamese, `5 Jan 2026` in English.
pub fn date(t: Texts, day: NaiveDate) -> String {
    match t.0 {
        Locale::Vi => format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()),
        Locale::En => day.format("%-d %b %Y").to_string(),
    }
}

/// Day and minute where the register is kept.
pub fn moment(t: Texts, at: DateTime<Utc>) -> String {
    let local = ServerContext::local(at);
    format!("{} {:02}:{:02}", date(t, local.date_naive()), local.hour(), local.minute())
}

/// "3 ngày trước", as people say it.
pub fn ago(t: Texts, day: NaiveDate, today: NaiveDate) -> String {
    let days = (today - day).num_days();
    let number = |number: i64| number.to_string();
    match days {
        ..=0 => t.t("ago.today"),
        1 => t.t("ago.yesterday"),
        2..=59 => t.tf("ago.days", &[("count", &number(days))]),
        60..=729 => t.tf("ago.months", &[("count", &number(days / 30))]),
        _ => t.tf("ago.years", &[("count", &number(days / 365))]),
    }
}

/// Who did something: their name, or that it was done at the command line, which the log calls "local".
pub fn actor_words(t: Texts, actor: &str) -> String {
    if actor == "local" { t.t("audit.local") } else { actor.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_each_language_writes_them() {
        let (vi, en) = (Texts(Locale::Vi), Texts(Locale::En));
        assert_eq!((count(vi, 1_234_567), count(en, 1_246), count(vi, 12)), ("1.234.567".into(), "1,246".into(), "12".into()));
        assert_eq!((percent(vi, 581, 1_246), percent(en, 581, 1_246), percent(vi, 0, 0)), ("46,6%".into(), "46.6%".into(), "–".into()));
    }

    #[test]
    fn dates_have_two_digits_and_the_time_of_the_register() {
        let day = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a date");
        assert_eq!(date(Texts(Locale::Vi), day), "05/01/2026");
        let at = day.and_hms_opt(18, 5, 0).expect("a time").and_utc();
        assert_eq!(moment(Texts(Locale::Vi), at), "06/01/2026 01:05");
    }
}
