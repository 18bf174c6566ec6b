//! Vietnamese text: cleaning what was typed, folding it for search, ordering it as a dictionary does.

use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use crate::failure::FieldErrors;

/// NFC, without control characters, inner white space as single blanks, trimmed.
pub fn clean(text: &str) -> String {
    if is_clean(text) {
        return text.to_owned();
    }
    let visible: String = text.nfc().map(|c| if c.is_control() || c == '\u{a0}' { ' ' } else { c }).filter(|c| !is_invisible(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes no room; or turns the direction of what follows, so that it reads otherwise than it is.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The cleaned text of a field that must say something in up to `limit` characters.
pub fn required(field: &str, text: &str, limit: usize, errors: &mut FieldErrors) -> String {
    let text = clean(text);
    if text.is_empty() {
        errors.push(field, "required", "");
    } else if text.chars().count() > limit {
        errors.push(field, "too_long", limit);
    }
    text
}

/// A phone number as people write it: digits and blanks, with a + for another country. The error holds nothing of it.
pub fn phone(field: &str, text: &str, errors: &mut FieldErrors) -> String {
    let text = clean(text).replace(['.', '-'], " ");
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = text.chars().enumerate().all(|(at, c)| c.is_ascii_digit() || c == ' ' || (c == '+' && at == 0));
    if !text.is_empty() && (!plain || !(8..=15).contains(&digits)) {
        errors.push(field, "phone_not_understood", "");
    }
    text
}

/// The digits of a phone number, the same however it is spaced and whether it begins with 0 or +84.
pub fn phone_number(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("84") {
        Some(rest) if text.trim_start().starts_with('+') => format!("0{rest}"),
        _ => digits,
    }
}

/// Whether somebody is meant by what is looked for: each of its words stands in what is `said` of them, or all of it is
/// a part of their number.
pub fn is_meant(looked_for: &str, said: &[&str], phone: &str) -> bool {
    let said = fold(&said.join(" "));
    let is_number = looked_for.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '+' | '.' | '-'));
    let number = if is_number { phone_number(looked_for) } else { String::new() };
    fold(looked_for).split(' ').all(|word| said.contains(word)) || (!number.is_empty() && phone_number(phone).contains(&number))
}

/// The cleaned text of a field that may be left empty, of up to `limit` characters.
pub fn optional(field: &str, text: &str, limit: usize, errors: &mut FieldErrors) -> String {
    let text = clean(text);
    if text.chars().count() > limit {
        errors.push(field, "too_long", limit);
    }
    text
}

/// Most texts need no cleaning, and looking is cheaper than doing it.
fn is_clean(text: &str) -> bool {
    let mut after_blank = true;
    let single_blanks = text.chars().all(|c| {
        let blank = c == ' ';
        let doubled = blank && after_blank;
        let odd = (c.is_whitespace() && !blank) || c.is_control() || is_invisible(c);
        after_blank = blank;
        !doubled && !odd
    });
    single_blanks
        && !text.ends_with(' ')
        && (text.is_ascii() || unicode_normalization::is_nfc_quick(text.chars()) == unicode_normalization::IsNormalized::Yes)
}

/// A day as browsers send it, or as people write it (05/01/2026). Other centuries are a slip of the hand, and
/// databases cannot keep all of them.
pub fn day(typed: &str) -> Option<NaiveDate> {
    let typed = typed.trim();
    let day = typed.parse::<NaiveDate>().or_else(|_| NaiveDate::parse_from_str(typed, "%d/%m/%Y")).ok()?;
    (1900..2200).contains(&day.year()).then_some(day)
}

/// Lower case without diacritics, đ as d, punctuation as blanks: what a search compares.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut push = |c: char| match c {
        'đ' => folded.push('d'),
        c if c.is_alphanumeric() => folded.push(c),
        _ if folded.is_empty() || folded.ends_with(' ') => {}
        _ => folded.push(' '),
    };
    if text.is_ascii() {
        text.chars().map(|c| c.to_ascii_lowercase()).for_each(&mut push);
    } else {
        let letters = text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
        letters.flat_map(char::to_lowercase).for_each(&mut push);
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// A key whose byte order is Vietnamese dictionary order (An Ăn Ân Bùi Dương Đặng Đinh), numbers by
/// their size (A2 before A10). Compare it as bytes (`COLLATE "C"` on PostgreSQL).
pub fn sort_key(text: &str) -> String {
    let mut letters = String::new();
    let mut tones = String::new();
    let mut digits = String::new();
    let flush = |digits: &mut String, letters: &mut String| {
        if !digits.is_empty() {
            let number = digits.trim_start_matches('0');
            letters.push_str(&format!("{number:0>9}"));
            digits.clear();
        }
    };
    for c in text.nfc().flat_map(char::to_lowercase) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        flush(&mut digits, &mut letters);
        let mut parts = std::iter::once(c).nfd();
        let Some(base) = parts.next() else { continue };
        let (mut shape, mut tone) = ('0', '0');
        for mark in parts {
            match mark {
                '\u{306}' => shape = '1',
                '\u{302}' => shape = '2',
                '\u{31b}' => shape = '3',
                '\u{300}' => tone = '1',
                '\u{309}' => tone = '2',
                '\u{303}' => tone = '3',
                '\u{301}' => tone = '4',
                '\u{323}' => tone = '5',
                _ => {}
            }
        }
        match base {
            'đ' => letters.push_str("d1"),
            c if c.is_alphabetic() => {
                letters.push(c);
                letters.push(shape);
            }
            _ if letters.ends_with(' ') => {}
            _ => letters.push(' '),
        }
        tones.push(tone);
    }
    flush(&mut digits, &mut letters);
    format!("{}!{tones}", letters.trim())
}

/// Eight letters and digits from the random part of an id, without those that are read as another.
pub fn letters_of(id: Uuid) -> String {
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let random = id.as_u128();
    (0..8).map(|at| char::from(LETTERS[usize::try_from((random >> (at * 5)) & 31).unwrap_or_default()])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn fold_drops_diacritics_and_punctuation_in_both_normal_forms() {
        assert_eq!(fold("Chung cư Đặng Văn Bi, P. Trường Thọ"), "chung cu dang van bi p truong tho");
        assert_eq!(fold(&"Hoà Bình".nfd().collect::<String>()), "hoa binh");
    }

    #[test]
    fn what_turns_the_direction_of_reading_is_dropped() {
        assert_eq!(clean("QĐ \u{202e}21\u{202c}"), "QĐ 21");
    }

    #[test]
    fn a_day_is_of_a_century_that_people_mean() {
        assert_eq!(day(" 05/01/2026 "), NaiveDate::from_ymd_opt(2026, 1, 5));
        assert_eq!(day("2026-01-05"), NaiveDate::from_ymd_opt(2026, 1, 5));
        for odd in ["-262143-01-01", "+262142-12-31", "0026-01-05", "hôm nay"] {
            assert_eq!(day(odd), None, "{odd}");
        }
    }

    #[test]
    fn clean_keeps_spelling_and_drops_stray_blanks() {
        assert_eq!(clean(" \u{feff}Nhà\u{a0} ở\t số 5 "), "Nhà ở số 5");
    }

    #[test]
    fn sort_key_orders_as_a_vietnamese_dictionary() {
        let mut names = vec!["Đinh", "Bùi", "Ân", "Đặng", "An", "Dương", "Ăn", "Block 10", "Block 2"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["An", "Ăn", "Ân", "Block 2", "Block 10", "Bùi", "Dương", "Đặng", "Đinh"]);
    }

    #[rstest]
    #[case::a_number_however_it_is_spaced("0909123456", true)]
    #[case::or_written_with_the_countrys("+84 909 123", true)]
    #[case::words_in_another_order("bảy nguyễn", true)]
    #[case::without_diacritics_and_in_part("ngu bay", true)]
    #[case::all_words_count("nguyễn tám", false)]
    #[case::another_number("0909 124", false)]
    #[case::nothing_is_everybody("", true)]
    fn somebody_is_found_by_words_or_number(#[case] looked_for: &str, #[case] found: bool) {
        assert_eq!(is_meant(looked_for, &["Nguyễn Thị Bảy", "5.06"], "0909 123 456"), found);
    }
}
