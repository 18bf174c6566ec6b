//! Headings under which the register keeps nothing: political opinion, religion, ethnicity, health,
//! income, identity papers, a person's life. Such a column is dropped and named, never read.

use crate::text::fold;

/// Whole words, folded. What stands here must not be part of a heading that the register does keep.
const PHRASES: &[&str] = &[
    // opinion and mood
    "chinh kien",
    "quan diem",
    "tu tuong",
    "thai do",
    "tam tu",
    "tam trang",
    "nguyen vong ca nhan",
    "lap truong",
    "du luan",
    "muc do tin nhiem",
    "muc do ung ho",
    "muc do trung thanh",
    "political opinion",
    "political view",
    "political views",
    "attitude",
    "mood",
    // belief and origin
    "ton giao",
    "tin nguong",
    "theo dao",
    "dan toc",
    "sac toc",
    "religion",
    "ethnicity",
    "ethnic",
    "ethnic group",
    "ethnic origin",
    // health
    "suc khoe",
    "benh",
    "benh ly",
    "benh an",
    "chan doan",
    "tinh trang benh",
    "nhom mau",
    "khuyet tat",
    "tam than",
    "hiv",
    "health",
    "diagnosis",
    "disease",
    "disability",
    // money
    "thu nhap",
    "muc luong",
    "tien luong",
    "tai san ca nhan",
    "no xau",
    "so tai khoan",
    "income",
    "salary",
    // papers and pictures
    "cccd",
    "cmnd",
    "cmt",
    "cmtnd",
    "can cuoc",
    "can cuoc cong dan",
    "chung minh thu",
    "chung minh nhan dan",
    "so dinh danh",
    "dinh danh ca nhan",
    "ma dinh danh ca nhan",
    "ho chieu",
    "anh the",
    "anh chan dung",
    "anh ca nhan",
    "anh giay to",
    "van tay",
    "sinh trac",
    "khuon mat",
    "passport",
    "identity card",
    "identity number",
    "id card",
    "id number",
    "national id",
    "photo",
    // a person's life
    "ngay sinh",
    "nam sinh",
    "ngay thang nam sinh",
    "noi sinh",
    "que quan",
    "nguyen quan",
    "gioi tinh",
    "tinh trang hon nhan",
    "hoan canh gia dinh",
    "ly lich",
    "nhan than",
    "tien an",
    "tien su",
    "hoc van",
    "trinh do ly luan",
    "xu huong tinh duc",
    "date of birth",
    "birthday",
    "gender",
    "criminal record",
];

/// Longer headings in which one of those words means something else.
const HARMLESS: &[&str] = &["benh vien", "sinh hoat", "doan ket dan toc", "doan ket toan dan toc"];

/// Whether a column with this heading must not be read.
pub fn is_forbidden(heading: &str) -> bool {
    let folded = format!(" {} ", fold(heading));
    // A picture of anything but a place is not told apart from one of a person.
    let is_picture = matches!(folded.trim(), "anh" | "hinh" | "hinh anh" | "image" | "picture");
    is_picture || phrase_in(&folded).is_some()
}

/// The first forbidden phrase in folded text that has a blank at either end.
pub(crate) fn phrase_in(folded: &str) -> Option<&'static str> {
    let mut folded = folded.to_owned();
    for phrase in HARMLESS {
        folded = folded.replace(&format!(" {phrase} "), " ");
    }
    PHRASES.iter().find(|phrase| folded.contains(&format!(" {phrase} "))).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Column;
    use rstest::rstest;

    #[rstest]
    #[case("Tôn giáo")]
    #[case("DÂN TỘC")]
    #[case("Số CCCD/CMND của Trưởng BQT")]
    #[case("Số định danh cá nhân")]
    #[case("Thu nhập bình quân (triệu đồng)")]
    #[case("Thái độ chính trị của cư dân")]
    #[case("Tình trạng sức khỏe")]
    #[case("Bệnh nền")]
    #[case("Ngày tháng năm sinh")]
    #[case("Quan điểm chính trị")]
    #[case("ethnic_group")]
    #[case("Ảnh thẻ")]
    #[case("Số hộ chiếu")]
    fn what_the_law_calls_sensitive_is_dropped(#[case] heading: &str) {
        assert!(is_forbidden(heading), "{heading}");
    }

    #[rstest]
    #[case("Tình trạng hội nghị")]
    #[case("Số đảng viên")]
    #[case("Mặt trận Tổ quốc")]
    #[case("Diện tích")]
    #[case("Tổ chức chính trị - xã hội")]
    #[case("Bệnh viện gần nhất")]
    #[case("Năm bàn giao")]
    #[case("Diện hỗ trợ")]
    #[case("Số lượng căn hộ")]
    #[case("Ngày sinh hoạt chi bộ")]
    fn what_the_register_keeps_is_not_dropped(#[case] heading: &str) {
        assert!(!is_forbidden(heading), "{heading}");
    }

    #[test]
    fn no_column_of_ours_is_forbidden() {
        for column in Column::all() {
            assert!(!is_forbidden(column.heading()) && !is_forbidden(column.code()), "{column}");
        }
    }
}
