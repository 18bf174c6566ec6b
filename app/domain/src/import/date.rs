//! Dates and years as offices write them.

use chrono::{Datelike, Days, NaiveDate};

use super::sheet::Cell;
use super::words;
use crate::text::fold;

/// Days that workbooks count from; serial numbers outside 1950–2099 are no dates but stray numbers.
const SERIALS: std::ops::Range<f64> = 18_264.0..73_051.0;

/// A date cell, a serial number, or text. Empty and "chưa rõ" are none; anything unclear is an error.
pub fn date(cell: &Cell) -> Result<Option<NaiveDate>, &'static str> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Date(date) => Ok(Some(*date)),
        Cell::Number(number) => from_serial(*number).map(Some).ok_or("not_a_date"),
        Cell::Bool(_) => Err("not_a_date"),
        Cell::Text(_) if cell.is_blank() => Ok(None),
        Cell::Text(text) if words::is_not_known(text) => Ok(None),
        Cell::Text(text) => from_text(text).or_else(|| serial_text(text)).map(Some).ok_or("not_a_date"),
    }
}

fn from_serial(number: f64) -> Option<NaiveDate> {
    let days = SERIALS.contains(&number).then(|| number.floor() as u64)?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

/// A text file that was saved without the format of its dates.
fn serial_text(text: &str) -> Option<NaiveDate> {
    let digits = text.trim();
    let serial = digits.len() == 5 && digits.bytes().all(|b| b.is_ascii_digit());
    serial.then(|| digits.parse().ok()).flatten().and_then(from_serial)
}

/// dd/mm/yyyy, d-m-yyyy, d.m.yyyy, yyyy-mm-dd (a time of day after it is left out), "ngày 5 tháng 1 năm 2026".
pub fn from_text(text: &str) -> Option<NaiveDate> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').filter(|word| *word != "ngay").collect();
    if let [day, "thang", month, "nam", year] = words[..] {
        return from_parts(year, month, day);
    }
    let text = text.trim();
    let lower = text.to_lowercase();
    let text = if lower.starts_with("ngày") || lower.starts_with("nga\u{300}y") {
        text.find(|c: char| c.is_ascii_digit()).map_or(text, |start| &text[start..])
    } else {
        text
    };
    let text = text.split_once(['T', ' ']).filter(|(_, time)| is_time(time)).map_or(text, |(date, _)| date);
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '/' | '-' | '.') {
        return None;
    }
    let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
    match parts[..] {
        [year, month, day] if year.len() == 4 => from_parts(year, month, day),
        [day, month, year] => from_parts(year, month, day),
        _ => None,
    }
}

fn is_time(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_ascii_digit()) && text.contains(':')
}

/// Two-digit years are not guessed.
fn from_parts(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let digits = |text: &str, longest: usize| {
        (!text.is_empty() && text.len() <= longest && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse::<u32>().ok()).flatten()
    };
    if year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(digits(year, 4)?).ok()?, digits(month, 2)?, digits(day, 2)?)
}

/// A year: "2015", "năm 2015", "quý 3/2015", "06/2015", or any date in it.
pub fn year(cell: &Cell) -> Result<Option<u32>, &'static str> {
    const WRONG: &str = "not_a_year";
    match cell {
        Cell::Empty => Ok(None),
        Cell::Date(date) => Ok(Some(date.year().unsigned_abs())),
        Cell::Bool(_) => Err(WRONG),
        Cell::Number(number) if number.fract() == 0.0 && (1000.0..10_000.0).contains(number) => Ok(Some(*number as u32)),
        Cell::Number(number) => from_serial(*number).map(|date| Some(date.year().unsigned_abs())).ok_or(WRONG),
        Cell::Text(text) if cell.is_blank() || words::is_not_known(text) => Ok(None),
        Cell::Text(text) => year_in(text).map(Some).ok_or(WRONG),
    }
}

fn year_in(text: &str) -> Option<u32> {
    if let Some(date) = from_text(text) {
        return Some(date.year().unsigned_abs());
    }
    let folded = fold(text);
    let mut found = None;
    let mut before = 0;
    for word in folded.split(' ') {
        let number = word.parse::<u32>().ok();
        match (word, number) {
            ("nam" | "quy" | "thang" | "q" | "t" | "dau" | "cuoi" | "giua" | "i" | "ii" | "iii" | "iv", _) => {}
            ("q1" | "q2" | "q3" | "q4", _) => {}
            (_, Some(number)) if word.len() == 4 && found.is_none() => found = Some(number),
            (_, Some(number)) if word.len() <= 2 && (1..=12).contains(&number) && found.is_none() && before == 0 => before += 1,
            _ => return None,
        }
    }
    found.filter(|year| (1000..10_000).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("05/01/2026")]
    #[case("5/1/2026")]
    #[case(" 05-01-2026 ")]
    #[case("5.1.2026")]
    #[case("2026-01-05")]
    #[case("2026-01-05T00:00:00")]
    #[case("05/01/2026 08:30")]
    #[case("ngày 05 tháng 01 năm 2026")]
    #[case("Ngày 5/1/2026")]
    fn a_date_is_read_however_it_is_written(#[case] text: &str) {
        assert_eq!(date(&Cell::text_of(text)), Ok(NaiveDate::from_ymd_opt(2026, 1, 5)), "{text}");
    }

    #[rstest]
    #[case("31/02/2026")]
    #[case("01/2026")]
    #[case("05/01/26")]
    #[case("hôm qua")]
    #[case("2026")]
    #[case("5/1/2026/7")]
    #[case("99999999999999999999/1/2026")]
    #[case("Ngày")]
    #[case("ngày 31 tháng 02 năm 2026")]
    fn what_is_no_clear_date_is_reported(#[case] text: &str) {
        assert_eq!(date(&Cell::text_of(text)), Err("not_a_date"), "{text}");
    }

    #[test]
    fn serial_numbers_are_dates_only_where_a_date_makes_sense() {
        assert_eq!(date(&Cell::Number(46_027.0)), Ok(NaiveDate::from_ymd_opt(2026, 1, 5)));
        assert_eq!(date(&Cell::text_of("46027")), Ok(NaiveDate::from_ymd_opt(2026, 1, 5)));
        assert_eq!(date(&Cell::Number(46_027.75)), Ok(NaiveDate::from_ymd_opt(2026, 1, 5)));
        for stray in [2026.0, -1.0, 1e300, f64::NAN, f64::INFINITY] {
            assert_eq!(date(&Cell::Number(stray)), Err("not_a_date"), "{stray}");
        }
    }

    #[rstest]
    #[case("2015", Ok(Some(2015)))]
    #[case("năm 2015", Ok(Some(2015)))]
    #[case("quý 3/2015", Ok(Some(2015)))]
    #[case("Quý III/2015", Ok(Some(2015)))]
    #[case("06/2015", Ok(Some(2015)))]
    #[case("15/6/2015", Ok(Some(2015)))]
    #[case("2015-2016", Err("not_a_year"))]
    #[case("2015, 2016", Err("not_a_year"))]
    #[case("15", Err("not_a_year"))]
    #[case("khoảng 2015", Err("not_a_year"))]
    #[case("chưa rõ", Ok(None))]
    #[case("", Ok(None))]
    fn only_a_clear_year_is_taken(#[case] text: &str, #[case] expected: Result<Option<u32>, &'static str>) {
        assert_eq!(year(&Cell::text_of(text)), expected, "{text}");
    }
}
