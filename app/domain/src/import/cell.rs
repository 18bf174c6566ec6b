//! The value of one cell: numbers in Vietnamese writing, choices, lists, identifiers.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::sheet::Cell;
use super::words::{self, Spoken};
use crate::text::{self, fold};

/// What a cell came to. `Assumed` is taken too, with a note of that code.
#[derive(Clone, Debug, PartialEq)]
pub enum Read<T> {
    Blank,
    Value(T),
    Assumed(T, &'static str),
}

/// The code of what is wrong with a cell.
pub type Fault = &'static str;

/// Text of a cell, cleaned; none where nothing stands.
pub fn words_of(cell: &Cell) -> Option<String> {
    Some(cell.clean()).filter(|text| !text.is_empty())
}

/// An error value of a formula, which is no text.
pub fn is_formula_error(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if matches!(&**text, "#REF!" | "#N/A" | "#VALUE!" | "#DIV/0!" | "#NAME?" | "#NULL!" | "#NUM!"))
}

/// A whole number from 0: "1.246", "1 246", "120 căn", 12.0. "1,246" is taken with a note, since a comma
/// is a decimal comma elsewhere; "12,5" is no whole number.
pub fn whole_number(cell: &Cell) -> Result<Read<u32>, Fault> {
    const WRONG: Fault = "not_a_whole_number";
    match cell {
        Cell::Empty => Ok(Read::Blank),
        Cell::Number(number) => {
            let rounded = number.round();
            let whole = (number - rounded).abs() < 1e-9 && (0.0..=f64::from(u32::MAX)).contains(&rounded);
            if whole { Ok(Read::Value(rounded as u32)) } else { Err(WRONG) }
        }
        Cell::Text(text) if cell.is_blank() || words::is_not_known(text) => Ok(Read::Blank),
        Cell::Text(text) => digits_of(text).ok_or(WRONG),
        _ => Err(WRONG),
    }
}

fn digits_of(text: &str) -> Option<Read<u32>> {
    let cleaned = text::clean(text);
    let start_of_unit = cleaned.find(|c: char| c.is_alphabetic()).unwrap_or(cleaned.len());
    let (number, unit) = cleaned.split_at(start_of_unit);
    let separated = number.ends_with(' ') || unit.is_empty();
    let known_unit = matches!(
        fold(unit).as_str(),
        "" | "can" | "can ho" | "block" | "khoi" | "khoi nha" | "nguoi" | "dang vien" | "dong chi" | "d c" | "ho" | "ho dan"
    );
    if !separated || !known_unit {
        return None;
    }
    let number: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    let (whole, comma_groups) = match number.split_once(',') {
        None => (number, false),
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') && zeros.len() < 3 => (whole.to_owned(), false),
        Some(_) if in_groups(&number, ',') => (number.replace(',', ""), true),
        Some(_) => return None,
    };
    let plain = match whole.split_once('.') {
        None => whole,
        Some(_) if in_groups(&whole, '.') => whole.replace('.', ""),
        Some((plain, zeros)) if !zeros.is_empty() && zeros.len() < 3 && zeros.bytes().all(|b| b == b'0') => plain.to_owned(),
        Some(_) => return None,
    };
    let all_digits = !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit());
    let value = all_digits.then(|| plain.parse::<u32>().ok()).flatten()?;
    Some(if comma_groups { Read::Assumed(value, "comma_read_as_thousands") } else { Read::Value(value) })
}

/// One to three digits, then groups of three.
fn in_groups(number: &str, separator: char) -> bool {
    let mut groups = number.split(separator);
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()) && digits(group));
    first && groups.all(|group| group.len() == 3 && digits(group))
}

/// Degrees: "10.7769" and "10,7769" alike.
pub fn decimal(cell: &Cell) -> Result<Option<f64>, Fault> {
    const WRONG: Fault = "not_a_number";
    match cell {
        Cell::Empty => Ok(None),
        Cell::Number(number) if number.is_finite() => Ok(Some(*number)),
        Cell::Text(text) if cell.is_blank() || words::is_not_known(text) => Ok(None),
        Cell::Text(text) => {
            let plain = text::clean(text).replace(',', ".");
            let shape = plain.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
            shape.then(|| plain.parse::<f64>().ok()).flatten().filter(|number| number.is_finite()).map(Some).ok_or(WRONG)
        }
        _ => Err(WRONG),
    }
}

/// A yes or a no.
pub fn yes_or_no(cell: &Cell) -> Result<Option<bool>, Fault> {
    match said(cell) {
        None => Ok(None),
        Some(text) if words::is_not_known(&text) => Ok(None),
        Some(text) => words::yes_or_no(&text).map(Some).ok_or("not_yes_or_no"),
    }
}

/// One of the register's codes, in whatever words.
pub fn choice<T: Spoken>(cell: &Cell) -> Result<Option<T>, Fault> {
    match said(cell) {
        None => Ok(None),
        Some(text) => match words::meaning(&text) {
            Some(value) => Ok(Some(value)),
            None if words::is_not_known(&text) => Ok(None),
            None => Err("not_a_choice"),
        },
    }
}

/// Several codes, separated by commas, semicolons, plus signs, slashes, line breaks or "và". The error
/// is the first part that was not understood.
pub fn choices<T: Spoken + Ord>(text: &str) -> Result<BTreeSet<T>, String> {
    let mut found = BTreeSet::new();
    for part in text.split([',', ';', '+', '\n', '\r', '/', '&', '|']).flat_map(|part| part.split(" và ")) {
        let part = text::clean(part);
        let part = part.trim_start_matches(['-', '–', '•', ' ']).trim();
        if part.is_empty() {
            continue;
        }
        found.insert(words::meaning(part).ok_or_else(|| part.to_owned())?);
    }
    Ok(found)
}

/// The cell in words, with a tick as "x".
pub fn said(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Bool(true) => Some("co".into()),
        Cell::Bool(false) => Some("khong".into()),
        Cell::Text(text) if words::is_tick(text) => Some("x".into()),
        _ => words_of(cell),
    }
}

/// An identifier of the register.
pub fn id(cell: &Cell) -> Result<Option<Uuid>, Fault> {
    words_of(cell).map(|text| Uuid::try_parse(&text).map_err(|_| "not_an_id")).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organization::PlaceOrganization;
    use crate::place::Segment;
    use rstest::rstest;

    #[rstest]
    #[case("1246", Ok(Read::Value(1246)))]
    #[case("1.246", Ok(Read::Value(1246)))]
    #[case("1 246", Ok(Read::Value(1246)))]
    #[case("1\u{a0}246", Ok(Read::Value(1246)))]
    #[case("1.246.000", Ok(Read::Value(1_246_000)))]
    #[case("1,246", Ok(Read::Assumed(1246, "comma_read_as_thousands")))]
    #[case("1.246,0", Ok(Read::Value(1246)))]
    #[case("12.0", Ok(Read::Value(12)))]
    #[case("120 căn", Ok(Read::Value(120)))]
    #[case("0", Ok(Read::Value(0)))]
    #[case("", Ok(Read::Blank))]
    #[case("-", Ok(Read::Blank))]
    #[case("chưa rõ", Ok(Read::Blank))]
    #[case("12a", Err("not_a_whole_number"))]
    #[case("12,5", Err("not_a_whole_number"))]
    #[case("46,6", Err("not_a_whole_number"))]
    #[case("1.246,5", Err("not_a_whole_number"))]
    #[case("12.5", Err("not_a_whole_number"))]
    #[case("-3", Err("not_a_whole_number"))]
    #[case("1.2.3", Err("not_a_whole_number"))]
    #[case("99999999999", Err("not_a_whole_number"))]
    #[case("120 m2", Err("not_a_whole_number"))]
    fn a_whole_number_in_vietnamese_writing(#[case] text: &str, #[case] expected: Result<Read<u32>, Fault>) {
        assert_eq!(whole_number(&Cell::text_of(text)), expected, "{text}");
    }

    #[test]
    fn a_number_cell_is_whole_or_refused() {
        assert_eq!(whole_number(&Cell::Number(12.0)), Ok(Read::Value(12)));
        for bad in [12.5, -1.0, 1e12, f64::NAN] {
            assert!(whole_number(&Cell::Number(bad)).is_err(), "{bad}");
        }
    }

    #[rstest]
    #[case("10.7769", Ok(Some(10.7769)))]
    #[case("10,7769", Ok(Some(10.7769)))]
    #[case("106.700", Ok(Some(106.7)))]
    #[case("10.776.9", Err("not_a_number"))]
    #[case("10°46'", Err("not_a_number"))]
    #[case("inf", Err("not_a_number"))]
    fn a_coordinate_has_a_decimal_point_or_comma(#[case] text: &str, #[case] expected: Result<Option<f64>, Fault>) {
        assert_eq!(decimal(&Cell::text_of(text)), expected, "{text}");
    }

    #[test]
    fn a_choice_is_read_by_word_or_code_and_an_unknown_word_is_refused() {
        assert_eq!(choice::<Segment>(&Cell::text_of("NHÀ Ở  XÃ HỘI")), Ok(Some(Segment::SocialHousing)));
        assert_eq!(choice::<Segment>(&Cell::text_of("old_block")), Ok(Some(Segment::OldBlock)));
        assert_eq!(choice::<Segment>(&Cell::text_of("hạng vừa")), Err("not_a_choice"));
        assert_eq!(choice::<Segment>(&Cell::Empty), Ok(None));
    }

    #[test]
    fn organizations_may_be_separated_in_many_ways() {
        let expected = BTreeSet::from([PlaceOrganization::YouthUnion, PlaceOrganization::WomensUnion]);
        for text in [
            "Hội LHPN, Đoàn TN",
            "- Đoàn Thanh niên\n- Hội Phụ nữ",
            "Hội phụ nữ + chi đoàn",
            "womens_union;youth_union",
            "Hội Phụ nữ và Đoàn TN",
        ] {
            assert_eq!(choices(text), Ok(expected.clone()), "{text}");
        }
        assert_eq!(choices::<PlaceOrganization>("Hội Phụ nữ, Hội chơi cờ"), Err("Hội chơi cờ".to_owned()));
    }
}
