//! What the register holds of nobody, by the names that it would have: of a column, a field of a form, a label, a
//! property of the API. Political opinion and mood, belief and origin, health, money, papers and pictures, a person's
//! life, where they are, and whatever ranks them. Nothing in the program asks for it; this is how tests know.

use crate::import::phrase_in;
use crate::text::fold;

/// Beside those that an import drops: whole words, folded. A table of places may say where a place lies, so the
/// import knows nothing of these.
const WORDS: &[&str] = &[
    // opinion
    "opinion",
    "sentiment",
    "stance",
    "belief",
    "faith",
    "y kien chinh tri",
    // origin
    "race",
    "tribe",
    "nationality",
    "quoc tich",
    // health
    "ill",
    "illness",
    "medical",
    "hospital",
    "tinh trang suc khoe",
    // money
    "wage",
    "wealth",
    "debt",
    "bank account",
    // papers and pictures
    "citizen id",
    "identity",
    "portrait",
    "face",
    "fingerprint",
    "biometric",
    "biometrics",
    // where somebody is
    "gps",
    "geolocation",
    "trace",
    "whereabouts",
    "lat",
    "lon",
    "lng",
    "latitude",
    "longitude",
    "vi do",
    "kinh do",
    "toa do",
    "dinh vi",
    "vet di chuyen",
    // ranks and scores
    "score",
    "scoring",
    "rank",
    "ranking",
    "rating",
    "grade",
    "stars",
    "loyalty",
    "loyal",
    "trust",
    "risk",
    "reliability",
    "suspect",
    "diem so",
    "cham diem",
    "xep hang",
    "xep loai",
    "danh gia",
    "muc do trung thanh",
    "trung thanh",
    "tin nhiem",
    "rui ro",
    "nghi ngo",
];

/// The forbidden words in a name, as they are folded: "risk" in `household_risk`, `householdRisk` or "Household risk".
pub fn word_in(name: &str) -> Option<&'static str> {
    let words = fold(&spaced(name));
    let spaced = format!(" {words} ");
    phrase_in(&spaced).or_else(|| WORDS.iter().find(|word| spaced.contains(&format!(" {word} "))).copied())
}

/// With a blank where names of programs have a sign or a capital letter.
fn spaced(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 8);
    let mut before = ' ';
    for letter in name.chars() {
        if letter.is_uppercase() && before.is_lowercase() {
            text.push(' ');
        }
        text.push(if letter.is_alphanumeric() { letter } else { ' ' });
        before = letter;
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("political_opinion")]
    #[case("household_risk")]
    #[case("loyaltyScore")]
    #[case("ton_giao")]
    #[case("Tôn giáo của chủ hộ")]
    #[case("dan-toc")]
    #[case("so_cccd")]
    #[case("id_number")]
    #[case("Ảnh thẻ")]
    #[case("visit.lat")]
    #[case("Tọa độ khi thăm")]
    #[case("member_rank")]
    #[case("Xếp loại đảng viên")]
    #[case("monthly_income")]
    #[case("Thái độ")]
    #[case("chẩn đoán")]
    #[case("mood")]
    fn what_is_forbidden_is_found_by_its_name(#[case] name: &str) {
        assert!(word_in(name).is_some(), "{name}");
    }

    #[rstest]
    #[case("translation_of_letters")]
    #[case("party_organization")]
    #[case("merged_into")]
    #[case("supported_until")]
    #[case("Mức độ ưu tiên của việc")]
    #[case("Địa điểm")]
    #[case("Lý do")]
    #[case("Số đảng viên")]
    #[case("Số lượng")]
    #[case("national_front")]
    fn false_friends_are_none(#[case] name: &str) {
        assert_eq!(word_in(name), None, "{name}");
    }
}
