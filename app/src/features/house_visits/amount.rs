//! Dong as people type and read them.

use crate::texts::Texts;
use crate::ui::count;

/// `1.500.000 ₫`.
pub fn money(t: Texts, amount: u64) -> String {
    format!("{} ₫", count(t, amount))
}

/// "1.500.000", "1 500 000 ₫", "1500000đ". A mark that does not part thousands is not guessed at.
pub fn read_amount(typed: &str) -> Option<u64> {
    let typed: String = typed.trim().trim_end_matches(['₫', 'đ', 'Đ']).split_whitespace().collect();
    let parts: Vec<&str> = typed.split(['.', ',']).collect();
    let in_thousands = parts.len() == 1 || (parts[0].len() <= 3 && parts[1..].iter().all(|part| part.len() == 3));
    let digits = parts.concat();
    (in_thousands && digits.chars().all(|c| c.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Locale;

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        for typed in ["1500000", "1.500.000", "1,500,000", " 1 500 000 ₫", "1.500.000đ"] {
            assert_eq!(read_amount(typed), Some(1_500_000), "{typed}");
        }
        for unclear in ["", "1.5", "1.500.00", "15.00.000", "hai triệu", "-5", "1e6", ".", "99999999999999999999999"] {
            assert_eq!(read_amount(unclear), None, "{unclear}");
        }
    }

    #[test]
    fn an_amount_is_written_as_each_language_does() {
        assert_eq!(money(Texts(Locale::Vi), 1_500_000), "1.500.000 ₫");
        assert_eq!(money(Texts(Locale::En), 1_500_000), "1,500,000 ₫");
    }
}
