//! Which words over a column mean what. A heading must match as a whole: "Số căn" never matches inside
//! "Số căn đã bàn giao".

use std::collections::HashMap;
use std::sync::LazyLock;

use super::column::Column;
use crate::text::fold;

/// Spellings, folded and shortened by `canonical`. The code of a column and its own heading match too.
const NAMES: &[(Column, &[&str])] = &[
    (Column::Ordinal, &["stt", "tt", "so tt", "so thu tu"]),
    (Column::Id, &["ma dia diem", "id", "uuid"]),
    (Column::Kind, &["loai dia diem"]),
    (
        Column::Name,
        &[
            "ten",
            "ten chung cu",
            "chung cu",
            "ten du an",
            "ten toa nha",
            "ten toa",
            "ten khu chung cu",
            "ten toa chung cu",
            "ten dia diem",
            "du an",
            "toa nha",
            "ten cong trinh",
            "ten chung cu du an",
            "ten cao oc",
            "ten cum chung cu",
            "ten khu nha",
            "ten nha",
            "ten chung cu cum chung cu",
            "ten khu dan cu",
            "ten chung cu khu dan cu",
            "ten goi",
            "ten goi chung cu",
        ],
    ),
    (
        Column::Address,
        &[
            "dia chi",
            "dia chi chung cu",
            "so nha duong",
            "so nha ten duong",
            "vi tri",
            "dia diem",
            "dia chi so nha duong",
            "dia chi cu the",
        ],
    ),
    (
        Column::AdminUnitCode,
        &[
            "ma phuong xa",
            "ma xa",
            "ma phuong",
            "ma dvhc",
            "ma don vi hanh chinh",
            "ma xa phuong",
            "admin unit",
            "ward code",
            "ma phuong xa dac khu",
        ],
    ),
    (
        Column::AdminUnitName,
        &[
            "phuong xa",
            "phuong",
            "xa",
            "xa phuong",
            "phuong xa dac khu",
            "xa phuong dac khu",
            "phuong xa thi tran",
            "ten phuong xa",
            "dia ban",
            "phuong xa moi",
            "phuong xa hien nay",
            "ten phuong",
            "don vi hanh chinh",
            "dvhc",
            "ward",
            "dia ban phuong xa",
            "thuoc phuong xa",
            "phuong xa tt",
        ],
    ),
    (
        Column::FormerDistrict,
        &[
            "quan huyen cu",
            "quan huyen",
            "quan cu",
            "huyen cu",
            "quan",
            "quan huyen truoc day",
            "quan huyen tp thu duc",
            "quan huyen tp thu duc cu",
            "quan huyen thanh pho",
            "tp thu duc quan huyen",
            "district",
        ],
    ),
    (
        Column::Blocks,
        &[
            "so block",
            "so khoi",
            "so khoi nha",
            "block",
            "so toa",
            "so toa nha",
            "so don nguyen",
            "so lo",
            "so thap",
            "so block toa",
            "so block khoi nha",
        ],
    ),
    (Column::Apartments, &["so can", "can", "quy mo so can", "quy mo can", "so can chung cu", "units"]),
    (
        Column::HandedOver,
        &[
            "so can da ban giao",
            "so can da giao",
            "can da ban giao",
            "da ban giao so can",
            "so can da nhan",
            "so can da nhan ban giao",
            "so can ban giao",
            "da ban giao can",
            "so can da nhan nha",
        ],
    ),
    (
        Column::HandoverYear,
        &[
            "nam ban giao",
            "nam dua vao su dung",
            "nam ban giao dua vao su dung",
            "nam su dung",
            "nam hoan thanh",
            "thoi gian ban giao",
            "nam dua vao khai thac",
            "nam ban giao can",
        ],
    ),
    (Column::Segment, &["phan loai", "loai chung cu", "loai hinh", "phan khuc", "loai hinh chung cu", "phan loai chung cu", "loai nha"]),
    (Column::Residents, &["so cu dan", "so dan", "so nhan khau", "dan so", "so nguoi", "so nguoi dan", "nhan khau", "so khau"]),
    (
        Column::Requirement,
        &[
            "thuoc dien lap bqt",
            "thuoc dien",
            "thuoc dien thanh lap bqt",
            "thuoc dien phai lap bqt",
            "thuoc dien phai thanh lap bqt",
            "phai thanh lap bqt",
            "phai lap bqt",
            "dien lap bqt",
            "bat buoc lap bqt",
            "phai co bqt",
            "thuoc dien phai co bqt",
        ],
    ),
    (
        Column::MeetingStage,
        &[
            "tinh trang hoi nghi",
            "hoi nghi chung cu",
            "hoi nghi",
            "hoi nghi lan dau",
            "to chuc hoi nghi",
            "tinh trang to chuc hoi nghi",
            "hncc",
            "tinh hinh hoi nghi",
            "hoi nghi chung cu lan dau",
            "tinh trang hoi nghi chung cu",
            "hoi nghi tinh trang",
            "trang thai hoi nghi",
        ],
    ),
    (
        Column::Board,
        &[
            "bqt",
            "bqt chung cu",
            "thanh lap bqt",
            "co bqt",
            "bqt chung cu so qd ngay het nk",
            "da co bqt",
            "da thanh lap bqt",
            "qd cong nhan bqt",
            "tinh trang bqt",
            "bqt so qd ngay het nk",
        ],
    ),
    (
        Column::Recognition,
        &[
            "cong nhan bqt",
            "tinh trang cong nhan",
            "tinh trang cong nhan bqt",
            "trang thai cong nhan",
            "bqt tinh trang",
            "bqt cong nhan",
            "bqt tinh trang cong nhan",
        ],
    ),
    (
        Column::DecisionNumber,
        &[
            "so qd cong nhan bqt",
            "so qd bqt",
            "so qd cong nhan",
            "bqt so qd",
            "bqt so qd cong nhan",
            "bqt so",
            "so qd thanh lap bqt",
            "qd cong nhan bqt so",
            "bqt qd",
        ],
    ),
    (
        Column::DecisionOn,
        &[
            "ngay qd cong nhan bqt",
            "ngay qd bqt",
            "ngay cong nhan",
            "ngay cong nhan bqt",
            "bqt ngay",
            "bqt ngay qd",
            "bqt ngay ky",
            "bqt ngay cong nhan",
            "ngay qd cong nhan",
            "qd cong nhan bqt ngay",
            "bqt ngay ban hanh",
            "ngay ky qd cong nhan bqt",
        ],
    ),
    (Column::Term, &["nk bqt", "tinh trang nk", "tinh trang nk bqt", "trang thai nk", "bqt nk", "bqt tinh trang nk"]),
    (
        Column::TermEndsOn,
        &[
            "het nk",
            "het nk bqt",
            "ngay het nk",
            "ngay het nk bqt",
            "bqt het nk",
            "bqt ngay het nk",
            "thoi han nk",
            "nk den",
            "nk den ngay",
            "bqt nk den",
            "bqt thoi han nk",
            "ngay ket thuc nk",
            "bqt nk den ngay",
            "bqt het han",
        ],
    ),
    (
        Column::FundHandover,
        &[
            "ban giao quy 2",
            "quy bao tri",
            "quy bao tri 2",
            "quy 2",
            "ban giao quy bao tri",
            "ban giao quy bao tri 2",
            "ban giao kinh phi bao tri",
            "ban giao kinh phi bao tri 2",
            "kinh phi bao tri",
            "kinh phi bao tri 2",
            "tinh trang ban giao quy 2",
            "tinh trang ban giao quy bao tri",
            "ban giao 2",
        ],
    ),
    (Column::Disputes, &["tranh chap", "tinh hinh tranh chap", "noi dung tranh chap", "loai tranh chap", "tranh chap khieu nai"]),
    (
        Column::Party,
        &[
            "to chuc dang",
            "tcd",
            "to chuc dang loai",
            "loai to chuc dang",
            "to chuc co so dang",
            "chi bo",
            "to chuc dang loai so qd",
            "loai hinh to chuc dang",
            "to chuc dang loai hinh",
            "to chuc dang tai chung cu",
            "to chuc dang chi bo",
            "hinh thuc to chuc dang",
        ],
    ),
    (
        Column::PartyDecision,
        &[
            "so qd to chuc dang",
            "to chuc dang so qd",
            "so qd thanh lap chi bo",
            "so qd chi bo",
            "chi bo so qd",
            "qd thanh lap to chuc dang",
            "so qd thanh lap to chuc dang",
            "qd thanh lap chi bo",
            "to chuc dang so qd thanh lap",
            "to chuc dang qd",
            "to chuc dang so",
            "chi bo so",
        ],
    ),
    (
        Column::PartyMembers,
        &[
            "so dang vien",
            "dang vien",
            "to chuc dang so dang vien",
            "to chuc dang dang vien",
            "sl dang vien",
            "so dv",
            "chi bo so dang vien",
        ],
    ),
    (Column::CellCommittee, &["co chi uy", "chi uy", "chi bo co chi uy", "to chuc dang chi uy", "to chuc dang co chi uy"]),
    (
        Column::SocioPolitical,
        &[
            "to chuc ct xh",
            "ct xh",
            "cac to chuc ct xh",
            "to chuc ctxh",
            "doan the",
            "cac doan the",
            "to chuc doan the",
            "to chuc ct xh tai chung cu",
            "mttq va cac to chuc ct xh",
            "mat tran doan the",
            "to chuc xa hoi",
            "mat tran va doan the",
        ],
    ),
    (Column::Organizations, &["cac to chuc", "to chuc"]),
    (Column::OrganizationsConfirmedOn, &["ngay xac nhan to chuc", "to chuc ngay xac nhan"]),
    (
        Column::Agreement,
        &["thoa thuan phoi hop", "quy che phoi hop", "ttph", "thoa thuan phoi hop so ngay", "ky thoa thuan phoi hop", "thoa thuan"],
    ),
    (
        Column::AgreementNumber,
        &["so thoa thuan phoi hop", "thoa thuan phoi hop so", "so thoa thuan", "so ttph", "thoa thuan so", "ttph so"],
    ),
    (
        Column::AgreementOn,
        &[
            "ngay thoa thuan phoi hop",
            "thoa thuan phoi hop ngay",
            "ngay ky thoa thuan phoi hop",
            "thoa thuan phoi hop ngay ky",
            "ngay thoa thuan",
            "ngay ky thoa thuan",
            "ttph ngay",
            "thoa thuan ngay",
            "thoa thuan ngay ky",
            "ngay ttph",
        ],
    ),
    (
        Column::ReviewedOn,
        &["ngay ra soat", "ra soat", "ngay cap nhat", "ra soat ngay", "thoi diem ra soat", "ngay kiem tra", "ngay khao sat"],
    ),
    (Column::Note, &["ghi chu", "gc", "chu thich", "notes"]),
    (Column::Lat, &["vi do", "lat", "latitude", "toa do vi do", "vi do lat"]),
    (Column::Lon, &["kinh do", "lon", "lng", "long", "longitude", "toa do kinh do", "kinh do lon"]),
    (Column::ParentId, &["thuoc cum", "ma cum", "parent"]),
    (Column::ClosedOn, &["ngay ngung theo doi", "ngung theo doi", "ngay dong"]),
    (Column::Area, &["ranh gioi"]),
    (Column::Issues, &["van de", "loi", "ly do", "ly do tu choi"]),
];

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
        text = text.replace(&format!(" {long} "), &format!(" {short} "));
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a heading by itself means.
pub fn meaning(heading: &str) -> Option<Column> {
    let whole = shortened(heading);
    let bare = canonical(heading);
    if let Some(column) = lookup(&whole) {
        return Some(column);
    }
    let column = lookup(&bare)?;
    // "BQT (số QĐ)" holds one of the three things, "BQT (số QĐ, ngày, hết nhiệm kỳ)" all of them.
    let inside = shortened(heading.split_once('(').map_or("", |(_, inside)| inside));
    Some(lookup(&format!("{bare} {inside}")).unwrap_or(column))
}

fn lookup(name: &str) -> Option<Column> {
    /// Every spelling with its column: the lists above, our own headings and the codes.
    static INDEX: LazyLock<HashMap<String, Column>> = LazyLock::new(|| {
        let own =
            Column::all().iter().flat_map(|column| [(canonical(column.heading()), *column), (column.code().replace('_', " "), *column)]);
        let others = NAMES.iter().flat_map(|(column, names)| names.iter().map(|name| ((*name).to_owned(), *column)));
        own.chain(others).collect()
    });
    INDEX.get(name).copied()
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
    fn no_name_stands_for_two_columns() {
        let mut all: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        for name in &all {
            assert_eq!(&shortened(name), name);
        }
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(count, all.len(), "a name occurs twice");
    }
}
