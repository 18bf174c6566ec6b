//! What the columns of table C are called, and the categories in them.

use crate::codes::codes;
use crate::household::SupportCategory;
use crate::text::fold;

codes! {
    /// What a column of table C says.
    HouseholdColumn {
        /// STT and the code of a household are passed over: the program gives codes of its own.
        Ignored,
        Name, Phone, Place, Unit, People, Need, Category, Standard, Decision, ValidTo, GivenOn, FormNumber,
    }
}

/// Headings, folded, and what they mean.
const HEADINGS: [(HouseholdColumn, &[&str]); 13] = [
    (HouseholdColumn::Ignored, &["stt", "tt", "so tt", "so thu tu", "ma ho", "ma so ho"]),
    (
        HouseholdColumn::Name,
        &[
            "ten nguoi lien he",
            "nguoi lien he",
            "ho ten nguoi lien he",
            "ho va ten nguoi lien he",
            "ho va ten",
            "ho ten",
            "ten",
            "nguoi dai dien",
            "ho ten nguoi dai dien",
            "ten nguoi dai dien",
            "chu ho",
            "ten chu ho",
            "ho ten chu ho",
            "ho va ten chu ho",
            "dai dien ho",
        ],
    ),
    (HouseholdColumn::Phone, &["dien thoai", "so dien thoai", "sdt", "so dt", "dt", "dien thoai lien he", "so dien thoai lien he"]),
    (
        HouseholdColumn::Place,
        &[
            "dia diem",
            "ten dia diem",
            "chung cu",
            "ten chung cu",
            "toa nha",
            "nha chung cu",
            "khu pho",
            "khu dan cu",
            "ap",
            "to dan pho",
            "khu pho ap",
        ],
    ),
    (HouseholdColumn::Unit, &["so can", "so can ho", "can ho", "can", "can so", "can ho so", "so phong", "phong", "so nha"]),
    (HouseholdColumn::People, &["so nhan khau", "nhan khau", "so nguoi", "so khau", "so nguoi trong ho"]),
    (
        HouseholdColumn::Need,
        &[
            "nhu cau",
            "nhu cau cua ho",
            "nhu cau ho tro",
            "nhu cau can ho tro",
            "viec can giup",
            "viec can ho tro",
            "noi dung can ho tro",
            "noi dung can giup",
            "de nghi giup",
        ],
    ),
    (HouseholdColumn::Category, &["dien ho tro", "dien", "dien ho", "loai ho", "doi tuong", "dien doi tuong", "doi tuong ho tro"]),
    (HouseholdColumn::Standard, &["chuan ap dung", "chuan", "theo chuan", "chuan ngheo ap dung"]),
    (HouseholdColumn::Decision, &["quyet dinh", "so quyet dinh", "quyet dinh so", "so qd", "qd so", "qd cong nhan", "so qd cong nhan"]),
    (
        HouseholdColumn::ValidTo,
        &["het han", "ngay het han", "het hieu luc", "den ngay", "hieu luc den", "han ho tro", "co hieu luc den ngay"],
    ),
    (HouseholdColumn::GivenOn, &["ngay dong y", "ngay ho dong y", "ngay ky", "ngay ky phieu", "ngay ky phieu dong y", "ngay ky dong y"]),
    (
        HouseholdColumn::FormNumber,
        &["so phieu dong y", "so phieu", "phieu so", "phieu dong y so", "phieu dong y", "ma phieu", "ma so phieu"],
    ),
];

impl HouseholdColumn {
    /// Every heading that is understood, folded.
    pub fn headings() -> impl Iterator<Item = &'static str> {
        HEADINGS.iter().flat_map(|(_, headings)| headings.iter().copied())
    }

    /// How the empty table calls it; nothing for what is passed over.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Ignored => "",
            Self::Name => "Tên người liên hệ",
            Self::Phone => "Điện thoại",
            Self::Place => "Địa điểm",
            Self::Unit => "Số căn",
            Self::People => "Số nhân khẩu",
            Self::Need => "Nhu cầu",
            Self::Category => "Diện hỗ trợ",
            Self::Standard => "Chuẩn áp dụng",
            Self::Decision => "Quyết định",
            Self::ValidTo => "Hết hạn",
            Self::GivenOn => "Ngày đồng ý",
            Self::FormNumber => "Số phiếu đồng ý",
        }
    }

    /// The columns of the empty table, in its order.
    pub fn table_c() -> impl Iterator<Item = Self> {
        Self::all().iter().copied().filter(|column| *column != Self::Ignored)
    }
}

/// How categories are called besides their codes, folded.
const CATEGORIES: [(&str, SupportCategory); 18] = [
    ("ho ngheo", SupportCategory::Poor),
    ("ngheo", SupportCategory::Poor),
    ("ho can ngheo", SupportCategory::NearPoor),
    ("can ngheo", SupportCategory::NearPoor),
    ("ho moi thoat ngheo", SupportCategory::RecentlyEscapedPoverty),
    ("moi thoat ngheo", SupportCategory::RecentlyEscapedPoverty),
    ("hoan canh kho khan", SupportCategory::DifficultCircumstances),
    ("kho khan", SupportCategory::DifficultCircumstances),
    ("nguoi cao tuoi song mot minh", SupportCategory::ElderlyLivingAlone),
    ("nguoi gia neo don", SupportCategory::ElderlyLivingAlone),
    ("tro cap khuyet tat", SupportCategory::DisabilityBenefitHousehold),
    ("tre em khong co nguoi cham soc", SupportCategory::ChildrenWithoutCaregiver),
    ("don than ngheo", SupportCategory::SingleParentPoor),
    ("gia dinh nguoi co cong", SupportCategory::MeritoriousFamily),
    ("nguoi co cong", SupportCategory::MeritoriousFamily),
    ("bao tro xa hoi", SupportCategory::SocialProtectionBeneficiary),
    ("doi tuong bao tro xa hoi", SupportCategory::SocialProtectionBeneficiary),
    ("khac", SupportCategory::Other),
];

/// With or without its diacritics, and without what stands in brackets after it.
pub(super) fn column_of(heading: &str) -> Option<HouseholdColumn> {
    let known = |words: &str| {
        let folded = fold(words);
        HEADINGS.iter().find(|(_, headings)| headings.contains(&folded.as_str())).map(|(column, _)| *column)
    };
    known(heading).or_else(|| known(heading.split('(').next().unwrap_or_default()))
}

/// The words by which the empty table calls a category.
pub fn category_words(category: SupportCategory) -> &'static str {
    match category {
        SupportCategory::Poor => "hộ nghèo",
        SupportCategory::NearPoor => "hộ cận nghèo",
        SupportCategory::RecentlyEscapedPoverty => "hộ mới thoát nghèo",
        SupportCategory::DifficultCircumstances => "hoàn cảnh khó khăn",
        SupportCategory::ElderlyLivingAlone => "người cao tuổi sống một mình",
        SupportCategory::DisabilityBenefitHousehold => "trợ cấp khuyết tật",
        SupportCategory::ChildrenWithoutCaregiver => "trẻ em không có người chăm sóc",
        SupportCategory::SingleParentPoor => "đơn thân nghèo",
        SupportCategory::MeritoriousFamily => "gia đình người có công",
        SupportCategory::SocialProtectionBeneficiary => "bảo trợ xã hội",
        SupportCategory::Other => "khác",
    }
}

/// A category by its words or its code.
pub(super) fn category_of(text: &str) -> Option<SupportCategory> {
    let folded = fold(text);
    let by_words = CATEGORIES.iter().find(|(words, _)| *words == folded).map(|(_, category)| *category);
    by_words.or_else(|| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_understood_however_people_write_it() {
        for (heading, column) in [
            ("Họ và tên chủ hộ", HouseholdColumn::Name),
            ("HO TEN CHU HO", HouseholdColumn::Name),
            ("SĐT", HouseholdColumn::Phone),
            ("Địa điểm (tên hoặc mã)", HouseholdColumn::Place),
            ("Căn hộ số", HouseholdColumn::Unit),
            ("Số khẩu", HouseholdColumn::People),
            ("Nội dung cần hỗ trợ", HouseholdColumn::Need),
            ("Đối tượng", HouseholdColumn::Category),
            ("Số QĐ", HouseholdColumn::Decision),
            ("Hiệu lực đến", HouseholdColumn::ValidTo),
            ("Ngày ký phiếu đồng ý", HouseholdColumn::GivenOn),
            ("Phiếu số", HouseholdColumn::FormNumber),
        ] {
            assert_eq!(column_of(heading), Some(column), "{heading}");
        }
        for nothing in ["Ghi chú", "Thu nhập (triệu đồng)", ""] {
            assert_eq!(column_of(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn each_heading_has_one_meaning_and_our_own_are_among_them() {
        let all: Vec<&str> = HouseholdColumn::headings().collect();
        let once: std::collections::HashSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), once.len());
        assert!(all.iter().all(|heading| fold(heading) == *heading), "they are folded");
        assert!(SupportCategory::all().iter().all(|category| category_of(category_words(*category)) == Some(*category)));
        assert!(HouseholdColumn::table_c().all(|column| column_of(column.heading()) == Some(column)));
    }
}
