//! Which words over a column mean what. A heading must match as a whole: "Số căn" never matches inside
//! "Số căn đã bàn giao".

use std::collections::HashMap;
use std::sync::LazyLock;

use super::column::Column;
use crate::text::fold;

/// "code: spelling, spelling", folded and shortened by `canonical`.
const NAMES: &str = include_str!("names.txt");

/// Longer words and their short form, so that one spelling stands for many.
const SHORT: &[(&str, &str)] = &[
    ("quyet dinh", "qd"),
    ("ban quan tri", "bqt"),
    ("nhiem ky", "nk"),
    ("chinh tri xa hoi", "ct xh"),
    ("can ho", "can"),
    ("nha chung cu", "chung cu"),
    ("so luong", "so"),
    ("tong so", "so"),
    ("so qd so", "so qd"),
    ("qd so", "so qd"),
    ("mat tran to quoc", "mttq"),
    ("neu co", ""),
];

/// A heading folded, without what stands in brackets, with long words shortened.
pub fn canonical(heading: &str) -> String {
    let mut depth = 0_u32;
    let outside: String = heading
        .chars()
        .filter(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect();
    shortened(&outside)
}

fn shortened(heading: &str) -> String {
    let mut text = format!(" {} ", fold(heading));
    for (long, short) in SHORT {
        if text.contains(long) {
            text = text.replace(&format!(" {long} "), &format!(" {short} "));
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a heading by itself means.
pub fn meaning(heading: &str) -> Option<Column> {
    if let Some(column) = lookup(&shortened(heading)) {
        return Some(column);
    }
    let (_, inside) = heading.split_once(['(', '['])?;
    let bare = canonical(heading);
    let column = lookup(&bare)?;
    // "BQT (số QĐ)" holds one of the three things, "BQT (số QĐ, ngày, hết nhiệm kỳ)" all of them.
    Some(lookup(&format!("{bare} {}", shortened(inside))).unwrap_or(column))
}

fn lookup(name: &str) -> Option<Column> {
    /// Every spelling with its column: the lists above, our own headings and the codes.
    static INDEX: LazyLock<HashMap<String, Column>> = LazyLock::new(|| {
        let own =
            Column::all().iter().flat_map(|column| [(canonical(column.heading()), *column), (column.code().replace('_', " "), *column)]);
        own.chain(spellings().map(|(name, column)| (name.to_owned(), column))).collect()
    });
    INDEX.get(name).copied()
}

/// What stands in the list.
fn spellings() -> impl Iterator<Item = (&'static str, Column)> {
    let lines = NAMES.lines().filter(|line| !line.starts_with('#'));
    let columns = lines.filter_map(|line| line.split_once(": ")).filter_map(|(code, names)| Some((code.parse::<Column>().ok()?, names)));
    columns.flat_map(|(column, names)| names.split(", ").map(move |name| (name, column)))
}

/// What a short heading means beside or under another: "Số QĐ" after the party organization is not the
/// one after the management board.
pub fn meaning_beside(heading: &str, neighbour: Option<Column>) -> Option<Column> {
    use Column::*;
    let group = match neighbour? {
        Board | Recognition | DecisionNumber | DecisionOn | Term | TermEndsOn => "bqt",
        Party | PartyDecision => "to chuc dang",
        Agreement | AgreementNumber | AgreementOn => "thoa thuan phoi hop",
        _ => return None,
    };
    let short = canonical(heading);
    let ambiguous = matches!(
        short.as_str(),
        "so" | "so qd" | "qd" | "ngay" | "ngay qd" | "ngay ky" | "ngay ban hanh" | "loai" | "tinh trang" | "het han"
    );
    if ambiguous { lookup(&format!("{group} {short}")) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("TT", Column::Ordinal)]
    #[case("Tên nhà\nchung cư", Column::Name)]
    #[case("TÊN CHUNG CƯ / DỰ ÁN", Column::Name)]
    #[case("Số căn", Column::Apartments)]
    #[case("Tổng số căn hộ", Column::Apartments)]
    #[case("Số căn đã bàn giao", Column::HandedOver)]
    #[case("Số căn hộ đã bàn giao (căn)", Column::HandedOver)]
    #[case("Năm bàn giao", Column::HandoverYear)]
    #[case("Bàn giao quỹ 2%", Column::FundHandover)]
    #[case("Số đảng viên", Column::PartyMembers)]
    #[case("Tổ chức đảng (loại, số QĐ)", Column::Party)]
    #[case("Tổ chức Đảng (số QĐ)", Column::PartyDecision)]
    #[case("Ban quản trị (số QĐ, ngày, hết nhiệm kỳ)", Column::Board)]
    #[case("Ban quản trị (số quyết định)", Column::DecisionNumber)]
    #[case("Số quyết định công nhận Ban Quản trị", Column::DecisionNumber)]
    #[case("Hết nhiệm kỳ", Column::TermEndsOn)]
    #[case("Thỏa thuận phối hợp (số, ngày)", Column::Agreement)]
    #[case("Thoả thuận phối hợp (ngày)", Column::AgreementOn)]
    #[case("Tổ chức chính trị - xã hội", Column::SocioPolitical)]
    #[case("Phân loại (cao cấp, thương mại, …)", Column::Segment)]
    #[case("Quận/huyện cũ", Column::FormerDistrict)]
    #[case("handed_over", Column::HandedOver)]
    #[case("admin_unit_code", Column::AdminUnitCode)]
    fn offices_write_headings_in_many_ways(#[case] heading: &str, #[case] expected: Column) {
        assert_eq!(meaning(heading), Some(expected), "{heading}");
    }

    #[rstest]
    #[case("Số căn hộ chưa bàn giao")]
    #[case("Tỷ lệ bàn giao (%)")]
    #[case("Số điện thoại BQT")]
    #[case("Ngày bàn giao quỹ 2%")]
    #[case("Số QĐ")]
    #[case("Chủ đầu tư")]
    #[case("")]
    fn a_heading_that_only_resembles_one_is_not_taken(#[case] heading: &str) {
        assert_eq!(meaning(heading), None, "{heading}");
    }

    #[test]
    fn a_short_heading_takes_its_meaning_from_its_neighbour() {
        assert_eq!(meaning_beside("Số QĐ", Some(Column::Board)), Some(Column::DecisionNumber));
        assert_eq!(meaning_beside("Số QĐ", Some(Column::Party)), Some(Column::PartyDecision));
        assert_eq!(meaning_beside("Số", Some(Column::Agreement)), Some(Column::AgreementNumber));
        assert_eq!(meaning_beside("Số QĐ", Some(Column::Note)), None);
    }

    #[test]
    fn every_heading_of_ours_is_read_back_as_its_column() {
        for column in Column::all() {
            assert_eq!(meaning(column.heading()), Some(*column));
            assert_eq!(meaning(column.code()), Some(*column));
        }
    }

    #[test]
    fn no_name_stands_for_two_columns_and_each_is_as_it_is_looked_up() {
        let mut all: Vec<&str> = spellings().map(|(name, _)| name).collect();
        assert_eq!(all.len(), NAMES.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(", ").count()).sum::<usize>());
        for name in &all {
            assert_eq!(&shortened(name), name);
        }
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(count, all.len(), "a name occurs twice");
    }
}
