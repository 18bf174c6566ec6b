//! Names of wards, communes, special zones and former districts as people write them.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::sheet::Row;
use crate::admin_unit::AdminUnitKind;
use crate::text::{clean, fold};

/// The unit as a row names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRef {
    pub code: Option<String>,
    pub name: Option<String>,
    /// The former district beside it.
    pub district: Option<String>,
}

impl UnitRef {
    /// Neither a code nor a name stands there.
    pub fn is_missing(&self) -> bool {
        self.code.is_none() && self.name.is_none()
    }
}

/// The word for its kind before a name. A town exists only among the former units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KindWord {
    Today(AdminUnitKind),
    Town,
}

/// A name taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnitName {
    pub kind: Option<KindWord>,
    /// Without the word for its kind.
    pub base: String,
    /// Marked "cũ".
    pub former: bool,
    /// A district written behind the name.
    pub district: Option<String>,
    /// The word for the kind was typed without diacritics, so the name probably was too.
    pub plain_typing: bool,
}

const KINDS: &[(&str, KindWord)] = &[
    ("phuong", KindWord::Today(AdminUnitKind::Ward)),
    ("dac khu", KindWord::Today(AdminUnitKind::SpecialZone)),
    ("thi tran", KindWord::Town),
    ("xa", KindWord::Today(AdminUnitKind::Commune)),
];
const SHORT_KINDS: &[(&str, KindWord)] = &[
    ("p", KindWord::Today(AdminUnitKind::Ward)),
    ("f", KindWord::Today(AdminUnitKind::Ward)),
    ("tt", KindWord::Town),
    ("x", KindWord::Today(AdminUnitKind::Commune)),
    ("đk", KindWord::Today(AdminUnitKind::SpecialZone)),
];

/// Takes a name apart: "P.12", "phường Bến Nghé (cũ)", "TT. Củ Chi", "Phường Bến Nghé, Q.1".
pub(super) fn parse(text: &str) -> UnitName {
    let text = clean(text);
    let (mut head, mut former, mut found_district) = (text.as_str(), false, None);
    if let Some((name, rest)) = text.split_once(['(', ',']) {
        head = name.trim();
        for part in rest.split(['(', ')', ',']).map(str::trim).filter(|part| !part.is_empty()) {
            let (part, old) = without_former(part);
            former |= old && part.is_empty();
            if !part.is_empty() && found_district.is_none() && has_district_word(part) {
                found_district = Some(district(part));
            }
        }
    }
    let (head, old) = without_former(head);
    let (kind, base, plain_typing) = split_kind(head);
    UnitName { kind, base: base.to_owned(), former: former || old, district: found_district, plain_typing }
}

/// Drops "cũ" or "trước đây" at the end.
fn without_former(text: &str) -> (&str, bool) {
    for mark in [" cũ", " Cũ", " CŨ", " trước đây"] {
        if let Some(rest) = text.strip_suffix(mark) {
            return (rest.trim_end(), true);
        }
    }
    if matches!(text, "cũ" | "Cũ" | "CŨ" | "trước đây" | "trước 01/7/2025") { ("", true) } else { (text, false) }
}

fn split_kind(text: &str) -> (Option<KindWord>, &str, bool) {
    let first_words = |count: usize| {
        let end = text.match_indices(' ').nth(count - 1).map(|(at, _)| at)?;
        Some((&text[..end], text[end..].trim()))
    };
    for (word, kind) in KINDS {
        let parts = word.split(' ').count();
        if let Some((written, rest)) = first_words(parts)
            && fold(written) == *word
            && !rest.is_empty()
        {
            return (Some(*kind), rest, written.is_ascii());
        }
    }
    let lower = text.to_lowercase();
    for (short, kind) in SHORT_KINDS {
        if let Some(rest) = lower.strip_prefix(short) {
            let digits = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()) && *short != "x";
            if rest.starts_with('.') || (digits && lower.len() == text.len()) || (rest.starts_with(' ') && *short != "x") {
                let start = text.char_indices().nth(short.chars().count()).map_or(text.len(), |(at, _)| at);
                let base = text[start..].trim_start_matches(['.', ' ']).trim();
                if !base.is_empty() {
                    return (Some(*kind), base, false);
                }
            }
        }
    }
    (None, text, false)
}

/// A text that is a unit's name with the word for its kind and nothing else: a group heading.
pub(super) fn names_only_a_unit(text: &str) -> bool {
    let folded = fold(text);
    let district = ["quan ", "huyen ", "thanh pho ", "tp ", "thi xa "].iter().any(|word| folded.starts_with(word));
    let spelled_kind = KINDS.iter().any(|(word, _)| folded.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')));
    let short_kind = split_kind(text).0.is_some() && (text.starts_with("P.") || text.starts_with("X.") || text.starts_with("TT."));
    (district || spelled_kind || short_kind) && folded.split(' ').count() <= 6
}

/// The ward, commune or special zone that a group row names; a district is none.
pub(super) fn unit_of_group(row: &Row) -> Option<String> {
    row.filled().map(|index| row.cell(index).clean()).find(|text| names_only_a_unit(text) && parse(text).kind.is_some())
}

/// The letters of a name with shape but without case, and the tone at the end of each syllable, so that
/// "Hoà" and "Hòa" are one spelling; numbers without leading zeros.
pub(super) fn spelling(name: &str) -> String {
    let mut key = String::new();
    for word in clean(name).to_lowercase().split([' ', '-']).filter(|word| !word.is_empty()) {
        if !key.is_empty() {
            key.push(' ');
        }
        if word.bytes().all(|b| b.is_ascii_digit()) {
            key.push_str(word.trim_start_matches('0'));
            continue;
        }
        let is_tone = |c: &char| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
        let (tones, letters): (Vec<char>, Vec<char>) = word.nfd().partition(is_tone);
        key.extend(letters);
        key.extend(tones);
    }
    key
}

/// The same without diacritics.
pub(super) fn folded(name: &str) -> String {
    let words = fold(name);
    words
        .split(' ')
        .map(|word| if word.bytes().all(|b| b.is_ascii_digit()) { word.trim_start_matches('0') } else { word })
        .collect::<Vec<_>>()
        .join(" ")
}

fn has_district_word(text: &str) -> bool {
    let lower = text.to_lowercase();
    let short = ["q.", "h.", "tp.", "tx."].iter().any(|short| lower.starts_with(short));
    let folded = fold(text);
    let number = folded.strip_prefix('q').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    short || number || ["quan ", "huyen ", "tp thu duc", "thanh pho thu duc", "thi xa ", "q "].iter().any(|word| folded.starts_with(word))
}

/// A former district with its kind spelled out: "Q.1", "Q1" and "1" are "Quận 1", "TP Thủ Đức" is
/// "Thành phố Thủ Đức". Anything else stays as it is.
pub fn district(text: &str) -> String {
    const WORDS: &[(&str, &str)] = &[("tp", "Thành phố"), ("tx", "Thị xã"), ("q", "Quận"), ("h", "Huyện")];
    const LONG: &[(&str, &str)] = &[("thành phố ", "Thành phố"), ("thị xã ", "Thị xã"), ("quận ", "Quận"), ("huyện ", "Huyện")];
    let text = clean(text);
    let (text, _) = without_former(&text);
    let lower = text.to_lowercase();
    let same_length = lower.len() == text.len();
    let named = |kind: &str, rest: &str| {
        let digits = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
        let rest = if digits { rest.trim_start_matches('0') } else { rest };
        format!("{kind} {rest}")
    };
    for (word, kind) in LONG {
        if same_length && lower.starts_with(word) {
            return named(kind, text[word.len()..].trim());
        }
    }
    for (short, kind) in WORDS {
        let Some(rest) = lower.strip_prefix(short).filter(|_| same_length) else { continue };
        let number = rest.bytes().all(|b| b.is_ascii_digit()) && !rest.is_empty();
        let base = text[short.len()..].trim_start_matches(['.', ' ']).trim();
        if (rest.starts_with(['.', ' ']) || number) && !base.is_empty() {
            return named(kind, base);
        }
    }
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) { named("Quận", text) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const WARD: Option<KindWord> = Some(KindWord::Today(AdminUnitKind::Ward));
    const COMMUNE: Option<KindWord> = Some(KindWord::Today(AdminUnitKind::Commune));
    const ZONE: Option<KindWord> = Some(KindWord::Today(AdminUnitKind::SpecialZone));

    #[rstest]
    #[case("P. Bến Nghé", WARD, "Bến Nghé", false)]
    #[case("P.Bến Nghé", WARD, "Bến Nghé", false)]
    #[case("phường Bến Nghé", WARD, "Bến Nghé", false)]
    #[case("PHƯỜNG  BẾN NGHÉ", WARD, "BẾN NGHÉ", false)]
    #[case("Xã Bình Hưng", COMMUNE, "Bình Hưng", false)]
    #[case("TT. Củ Chi", Some(KindWord::Town), "Củ Chi", false)]
    #[case("Đặc khu Côn Đảo", ZONE, "Côn Đảo", false)]
    #[case("P.12", WARD, "12", false)]
    #[case("P12", WARD, "12", false)]
    #[case("Phường 12", WARD, "12", false)]
    #[case("phường Bến Nghé (cũ)", WARD, "Bến Nghé", true)]
    #[case("Bến Nghé cũ", None, "Bến Nghé", true)]
    #[case("Sài Gòn", None, "Sài Gòn", false)]
    #[case("Phú Thọ", None, "Phú Thọ", false)]
    #[case("Xuân Hòa", None, "Xuân Hòa", false)]
    fn a_name_is_taken_apart(#[case] text: &str, #[case] kind: Option<KindWord>, #[case] base: &str, #[case] former: bool) {
        let name = parse(text);
        assert_eq!((name.kind, name.base.as_str(), name.former), (kind, base, former), "{text}");
        assert_eq!(parse(&text.nfd().collect::<String>()), name);
    }

    #[rstest]
    #[case("P. Bến Nghé, Q.1")]
    #[case("Phường Bến Nghé (Quận 1 cũ)")]
    #[case("phường Bến Nghé, quận 1, TP.HCM")]
    fn a_district_behind_the_name_is_kept(#[case] text: &str) {
        assert_eq!(parse(text).district.as_deref(), Some("Quận 1"), "{text}");
        assert_eq!(parse(text).base, "Bến Nghé");
    }

    #[rstest]
    #[case("Q.1", "Quận 1")]
    #[case("Q1", "Quận 1")]
    #[case("quận 01", "Quận 1")]
    #[case("1", "Quận 1")]
    #[case("H. Bình Chánh", "Huyện Bình Chánh")]
    #[case("TP Thủ Đức", "Thành phố Thủ Đức")]
    #[case("TP. Thủ Đức", "Thành phố Thủ Đức")]
    #[case("Quận Bình Thạnh", "Quận Bình Thạnh")]
    #[case("Bình Thạnh", "Bình Thạnh")]
    #[case("Hóc Môn", "Hóc Môn")]
    fn a_district_is_spelled_out(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(district(text), expected);
        assert_eq!(district(expected), expected);
    }

    #[test]
    fn the_place_of_the_tone_mark_is_no_other_spelling() {
        assert_eq!(spelling("Hoà Bình"), spelling("HÒA BÌNH"));
        assert_eq!(spelling("Tân Thuỷ"), spelling("Tân Thủy"));
        assert_ne!(spelling("Thanh An"), spelling("Thạnh An"));
        assert_eq!(spelling("02"), spelling("2"));
    }
}
