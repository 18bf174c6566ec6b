//! Apartment numbers in the order in which one walks through a building.

use crate::text;

/// By words and numbers in turn: "A-2.01" before "A-12.01", "205" before "1205".
pub fn apartment_order(unit: &str) -> Vec<(String, u64)> {
    let mut parts: Vec<(String, u64)> = Vec::new();
    let (mut words, mut digits) = (String::new(), String::new());
    for c in unit.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            parts.push((text::sort_key(words.trim()), number(&digits)));
            words.clear();
            digits.clear();
        }
        words.push(if c.is_alphanumeric() { c } else { ' ' });
    }
    parts.push((text::sort_key(words.trim()), number(&digits)));
    parts
}

/// No digits are none; too many come last.
fn number(digits: &str) -> u64 {
    if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u64::MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floors_come_one_after_the_other() {
        let mut units = ["A-12.01", "B2", "A-2.10", "1205", "A-2.9", "", "205", "99999999999999999999999"];
        units.sort_by_cached_key(|unit| apartment_order(unit));
        assert_eq!(units, ["", "205", "1205", "99999999999999999999999", "A-2.9", "A-2.10", "A-12.01", "B2"]);
    }
}
