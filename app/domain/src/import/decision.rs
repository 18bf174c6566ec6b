//! A decision or an agreement told in one cell: "12/QĐ-UBND ngày 05/01/2025, hết nhiệm kỳ 05/01/2028".

use chrono::NaiveDate;

use super::date;
use crate::text::{clean, fold};

/// What such a cell says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    pub number: Option<String>,
    /// The first date that no word calls an end.
    pub on: Option<NaiveDate>,
    /// The date after "hết nhiệm kỳ", "đến".
    pub ends_on: Option<NaiveDate>,
    /// What looks like a date and is none.
    pub bad_date: Option<String>,
    /// Everything else, without the words that only connect.
    pub rest: String,
}

/// Words that carry no meaning of their own beside a number and dates.
const CONNECTING: &[&str] = &[
    "so", "qd", "quyet", "dinh", "ngay", "cua", "ky", "het", "han", "nhiem", "nk", "den", "tu", "cong", "nhan", "bqt", "thoa", "thuan",
    "ttph", "co", "da", "hieu", "luc", "ban", "hanh",
];

/// Takes a cell apart.
pub fn told(text: &str) -> Told {
    let mut told = Told::default();
    let mut rest: Vec<String> = Vec::new();
    let (mut after_number_word, mut ending) = (false, false);
    let spelled = clean(text).replace(" /", "/").replace("/ ", "/");
    let tokens: Vec<&str> = spelled.split([' ', ';', ',', '(', ')', ':']).filter(|token| !token.is_empty()).collect();
    let mut index = 0;
    while let Some(token) = tokens.get(index).map(|token| token.trim_end_matches('.')) {
        let (day, used) = match long_date(&tokens[index..]) {
            Some(found) => found,
            None => (date_like(token).then(|| date::from_text(token)), 1),
        };
        let folded = fold(token);
        match day {
            Some(Some(day)) if ending || told.on.is_some() => told.ends_on = told.ends_on.or(Some(day)),
            Some(Some(day)) => told.on = Some(day),
            Some(None) => told.bad_date = Some(tokens[index..index + used].join(" ")),
            None if told.number.is_none() && (is_number(token) || (after_number_word && starts_with_digit(token))) => {
                told.number = Some(token.trim_end_matches('-').to_owned());
            }
            None => {
                ending |= matches!(folded.as_str(), "het" | "den");
                rest.push(token.to_owned());
            }
        }
        after_number_word = day.is_none() && matches!(folded.as_str(), "so" | "qd" | "dinh");
        index += used;
    }
    told.rest = without_connecting(&rest, told.number.is_some() || told.on.is_some());
    told
}

/// "Đã bàn giao ngày 05/03/2024": words, and the day on which it happened.
pub fn words_and_day(text: &str) -> Option<(String, NaiveDate)> {
    let text = clean(text);
    let (words, day) = text.split_at(text.find(|c: char| c.is_ascii_digit())?);
    let day = date::from_text(day.trim_end_matches([')', '.', ' ']))?;
    let words = words.trim_end_matches([' ', '(', ',', ';', ':', '-', '–']);
    let words = words.rsplit_once(' ').filter(|(_, last)| fold(last) == "ngay").map_or(words, |(before, _)| before);
    Some((words.trim_end_matches([' ', '(', ',', ';', ':', '-', '–']).to_owned(), day))
}

/// "ngày 05 tháng 01 năm 2026" as tokens: the date (none if there is no such day) and how many they are.
fn long_date(tokens: &[&str]) -> Option<(Option<Option<NaiveDate>>, usize)> {
    let start = usize::from(tokens.first().is_some_and(|token| fold(token) == "ngay"));
    let part = tokens.get(start..start + 5)?;
    let shape = starts_with_digit(part[0]) && fold(part[1]) == "thang" && fold(part[3]) == "nam";
    shape.then(|| (Some(date::from_text(&part.join(" "))), start + 5))
}

fn date_like(token: &str) -> bool {
    let parts: Vec<&str> = token.trim_end_matches('.').split(['/', '-', '.']).collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Digits, a slash or dash, and letters: "12/QĐ-UBND", "15-QĐ/ĐU", "03/2025/TTPH".
fn is_number(token: &str) -> bool {
    starts_with_digit(token) && token.contains(['/', '-']) && token.chars().any(char::is_alphabetic)
}

fn starts_with_digit(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_digit())
}

fn without_connecting(rest: &[String], something_was_told: bool) -> String {
    let kept = |word: &&String| !something_was_told || !CONNECTING.contains(&fold(word).as_str());
    rest.iter().filter(kept).map(String::as_str).collect::<Vec<_>>().join(" ").trim_matches(['-', '–', '.', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, month, day)
    }

    #[rstest]
    #[case("12/QĐ-UBND ngày 05/01/2025, hết nhiệm kỳ 05/01/2028")]
    #[case("QĐ số 12/QĐ-UBND ngày 5 tháng 1 năm 2025; hết NK ngày 05/01/2028")]
    #[case("Số: 12 /QĐ-UBND, 5/1/2025 (đến 5-1-2028)")]
    #[case("12/QĐ-UBND\n05/01/2025\n05/01/2028")]
    fn number_date_and_end_of_term_are_told_apart(#[case] text: &str) {
        let told = told(text);
        assert_eq!(told.number.as_deref(), Some("12/QĐ-UBND"), "{text}");
        assert_eq!((told.on, told.ends_on), (day(2025, 1, 5), day(2028, 1, 5)), "{text}");
        assert_eq!((told.rest.as_str(), told.bad_date), ("", None), "{text}");
    }

    #[rstest]
    #[case("Đã bàn giao ngày 05/03/2024")]
    #[case("Đã bàn giao (5/3/2024)")]
    #[case("Đã bàn giao, ngày 5 tháng 3 năm 2024")]
    fn words_are_told_from_the_day_behind_them(#[case] text: &str) {
        assert_eq!(words_and_day(text), Some(("Đã bàn giao".to_owned(), day(2024, 3, 5).expect("a date"))), "{text}");
    }

    #[test]
    fn a_plain_number_counts_after_the_word_for_it() {
        assert_eq!(told("số 12 ngày 05/01/2025").number.as_deref(), Some("12"));
        assert_eq!(told("12 ngày 05/01/2025").number, None);
    }

    #[test]
    fn an_end_without_a_decision_is_an_end() {
        let told = told("hết nhiệm kỳ 05/01/2028");
        assert_eq!((told.on, told.ends_on), (None, day(2028, 1, 5)));
    }

    #[test]
    fn an_impossible_date_is_named_and_not_lost() {
        assert_eq!(told("12/QĐ-UBND ngày 31/02/2025").bad_date.as_deref(), Some("31/02/2025"));
    }

    #[test]
    fn what_is_not_understood_is_left_over() {
        assert_eq!(told("12/QĐ-UBND ngày 05/01/2025 của UBND Quận 1").rest, "UBND Quận 1");
        assert_eq!(told("chưa có").rest, "chưa có");
    }
}
