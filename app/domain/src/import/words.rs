//! The Vietnamese words for the register's codes: the label that the export writes, and what offices
//! write instead of it. Compared folded: without case, diacritics and punctuation.

use crate::board::{DisputeKind, FundHandover, MeetingStage, Recognition, Requirement, Term};
use crate::organization::PlaceOrganization;
use crate::place::{PlaceKind, Segment};
use crate::text::fold;

/// One value, its label, and its other spellings (already folded).
pub type Word<T> = (T, &'static str, &'static [&'static str]);

/// A code that people write in words.
pub trait Spoken: Copy + PartialEq + Into<&'static str> + 'static {
    const WORDS: &'static [Word<Self>];
}

/// The word that the export writes.
pub fn label<T: Spoken>(value: T) -> &'static str {
    T::WORDS.iter().find(|word| word.0 == value).map_or_else(|| value.into(), |word| word.1)
}

/// The value that a cell means, by label, by another spelling or by the code itself.
pub fn meaning<T: Spoken>(text: &str) -> Option<T> {
    if let Some(word) = T::WORDS.iter().find(|word| word.1 == text) {
        return Some(word.0);
    }
    let said = fold(text);
    if said.is_empty() {
        return None;
    }
    let code_matches = |value: T| {
        let code: &'static str = value.into();
        said.split(' ').eq(code.split('_'))
    };
    T::WORDS.iter().find(|word| word.2.contains(&said.as_str()) || code_matches(word.0)).map(|word| word.0)
}

/// Yes or no, as a cross, a tick or a word.
pub fn yes_or_no(text: &str) -> Option<bool> {
    if is_tick(text) {
        return Some(true);
    }
    match fold(text).as_str() {
        "x" | "xx" | "v" | "co" | "da co" | "da" | "roi" | "dung" | "yes" | "true" | "1" => Some(true),
        "khong" | "khong co" | "ko" | "chua" | "chua co" | "chua thanh lap" | "no" | "none" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// Somebody wrote that it is not known: the same as an empty cell.
pub fn is_not_known(text: &str) -> bool {
    let dashes = !text.trim().is_empty() && text.trim().chars().all(|c| matches!(c, '-' | '–' | '—' | '.' | '…' | '_'));
    dashes || matches!(fold(text).as_str(), "chua ro" | "khong ro" | "chua biet" | "chua xac dinh" | "chua co so lieu" | "chua khao sat")
}

/// A tick, which folding would leave empty.
pub fn is_tick(text: &str) -> bool {
    matches!(text.trim(), "✓" | "✔" | "√" | "☑" | "☒" | "×" | "\u{fc}" | "\u{fe}")
}

impl Spoken for PlaceKind {
    const WORDS: &'static [Word<Self>] = &[
        (Self::ApartmentBuilding, "Nhà chung cư", &["nha chung cu", "chung cu", "toa nha chung cu", "toa nha", "toa chung cu"]),
        (Self::BuildingCluster, "Cụm nhà chung cư", &["cum chung cu", "cum nha chung cu", "cum"]),
        (Self::ResidentialArea, "Khu dân cư", &["khu dan cu", "kdc", "khu pho", "ap", "to dan pho"]),
    ];
}

impl Spoken for Segment {
    const WORDS: &'static [Word<Self>] = &[
        (Self::HighEnd, "Cao cấp", &["cao cap", "chung cu cao cap", "can ho cao cap", "hang sang"]),
        (Self::Commercial, "Thương mại", &["thuong mai", "nha o thuong mai", "chung cu thuong mai", "can ho thuong mai", "tm"]),
        (Self::SocialHousing, "Nhà ở xã hội", &["nha o xa hoi", "noxh", "xa hoi", "nha xa hoi", "chung cu xa hoi", "nha o xh"]),
        (Self::Resettlement, "Tái định cư", &["tai dinh cu", "tdc", "nha tai dinh cu", "chung cu tai dinh cu", "nha o tai dinh cu"]),
        (Self::OldBlock, "Chung cư cũ", &["chung cu cu", "cu", "cc cu", "nha cu", "truoc 1975", "xay truoc 1975", "chung cu truoc 1975"]),
    ];
}

impl Spoken for Requirement {
    const WORDS: &'static [Word<Self>] = &[
        (
            Self::Required,
            "Phải có ban quản trị",
            &[
                "phai co ban quan tri",
                "phai co bqt",
                "thuoc dien",
                "bat buoc",
                "phai lap",
                "phai co",
                "phai thanh lap",
                "thuoc dien phai lap",
                "thuoc dien lap bqt",
                "thuoc dien thanh lap",
            ],
        ),
        (
            Self::NotRequired,
            "Không thuộc diện",
            &["khong thuoc dien", "khong bat buoc", "khong phai lap", "khong can", "chua thuoc dien", "khong thuoc dien lap bqt"],
        ),
        (Self::Unknown, "Chưa rõ", &["chua ro", "khong ro", "chua xac dinh", "chua khao sat", "chua biet"]),
    ];
}

impl Spoken for MeetingStage {
    const WORDS: &'static [Word<Self>] = &[
        (Self::Unknown, "Chưa rõ", &["chua ro", "khong ro", "chua xac dinh", "chua khao sat", "chua biet"]),
        (Self::NotDue, "Chưa đến hạn", &["chua den han", "chua toi han", "chua du dieu kien", "chua den han to chuc"]),
        (Self::Due, "Đến hạn", &["den han", "toi han", "den han to chuc", "dang chuan bi", "chuan bi to chuc"]),
        (Self::Overdue, "Quá hạn", &["qua han", "qua han to chuc", "tre han"]),
        (
            Self::WardConvening,
            "UBND phường đang triệu tập",
            &[
                "phuong dang trieu tap",
                "phuong trieu tap",
                "xa trieu tap",
                "ubnd phuong trieu tap",
                "ubnd xa trieu tap",
                "ubnd phuong dang trieu tap",
            ],
        ),
        (
            Self::HeldNoQuorum,
            "Đã họp, không đủ số người",
            &[
                "da hop khong du so nguoi",
                "da hop khong du so nguoi du",
                "khong du so nguoi du",
                "khong du tuc so",
                "khong du thanh phan",
                "hop khong thanh",
                "da hop khong du so luong",
                "khong du so luong",
                "to chuc khong thanh",
                "to chuc khong thanh cong",
                "khong thanh",
            ],
        ),
        (
            Self::HeldNoBoard,
            "Đã họp, chưa bầu được",
            &[
                "da hop chua bau duoc bqt",
                "chua bau duoc bqt",
                "da hop chua bau duoc",
                "da hop chua bau bqt",
                "da hop chua co bqt",
                "chua bau duoc",
            ],
        ),
        (
            Self::Elected,
            "Đã bầu ban quản trị",
            &["da bau bqt", "da bau", "da bau ban quan tri", "to chuc thanh cong", "da to chuc thanh cong", "thanh cong", "da bau xong"],
        ),
    ];
}

impl Spoken for Recognition {
    const WORDS: &'static [Word<Self>] = &[
        (Self::Unknown, "Chưa rõ", &["chua ro", "khong ro", "chua xac dinh", "chua khao sat", "chua biet"]),
        (
            Self::None,
            "Chưa có",
            &["chua co", "chua", "khong", "khong co", "ko", "chua cong nhan", "chua duoc cong nhan", "chua thanh lap", "chua co bqt"],
        ),
        (
            Self::DossierDue,
            "Chờ nộp hồ sơ",
            &["chua nop ho so", "cho nop ho so", "dang lap ho so", "dang hoan thien ho so", "dang lam ho so"],
        ),
        (
            Self::Submitted,
            "Đã nộp hồ sơ",
            &["da nop ho so", "cho cong nhan", "dang cho cong nhan", "dang trinh", "da trinh", "dang xem xet", "dang xu ly"],
        ),
        (Self::Returned, "Hồ sơ bị trả lại", &["ho so bi tra lai", "tra lai ho so", "tra ho so", "bi tra lai", "tra lai"]),
        (
            Self::AwaitingNumber,
            "Chờ số quyết định",
            &["cho so quyet dinh", "cho so qd", "cho so", "co", "da co", "co bqt", "da co bqt", "da thanh lap", "x", "v"],
        ),
        (Self::Recognised, "Đã công nhận", &["da cong nhan", "da duoc cong nhan", "duoc cong nhan", "cong nhan"]),
    ];
}

impl Spoken for Term {
    const WORDS: &'static [Word<Self>] = &[
        (Self::None, "Chưa có", &["chua co nhiem ky", "chua co", "khong", "khong co"]),
        (Self::Active, "Còn nhiệm kỳ", &["trong nhiem ky", "dang trong nhiem ky", "con nhiem ky", "con han", "dang hoat dong"]),
        (Self::Expiring, "Sắp hết nhiệm kỳ", &["sap het nhiem ky", "sap het han"]),
        (Self::Expired, "Đã hết nhiệm kỳ", &["het nhiem ky", "da het nhiem ky", "het han", "qua nhiem ky", "qua han"]),
        (Self::Vacant, "Khuyết", &["dang khuyet", "khuyet"]),
        (Self::ReElection, "Đang bầu lại", &["dang bau lai", "bau lai", "cho bau lai", "dang kien toan"]),
    ];
}

impl Spoken for FundHandover {
    const WORDS: &'static [Word<Self>] = &[
        (Self::Unknown, "Chưa rõ", &["chua ro", "khong ro", "chua xac dinh", "chua khao sat", "chua biet"]),
        (Self::NotApplicable, "Không áp dụng", &["khong ap dung", "khong co quy", "khong thuoc dien", "khong phai thu"]),
        (Self::NotCollected, "Chưa thu", &["chua thu", "chua thu quy", "khong thu", "chua thu kinh phi"]),
        (Self::NotHanded, "Chưa bàn giao", &["chua ban giao", "chua", "khong", "ko", "chua giao", "chua nhan", "khong ban giao"]),
        (Self::Partial, "Bàn giao một phần", &["ban giao mot phan", "mot phan", "chua du", "ban giao chua du", "dang ban giao"]),
        (
            Self::Handed,
            "Đã bàn giao",
            &["da ban giao", "da", "co", "x", "v", "roi", "da ban giao du", "ban giao du", "da ban giao xong", "da nhan", "da giao"],
        ),
    ];
}

impl Spoken for DisputeKind {
    const WORDS: &'static [Word<Self>] = &[
        (Self::MaintenanceFund, "Kinh phí bảo trì", &["quy bao tri", "kinh phi bao tri", "quy 2"]),
        (
            Self::CommonArea,
            "Phần sở hữu chung",
            &["so huu chung", "dien tich chung", "phan so huu chung", "khu vuc chung", "ham xe", "bai xe"],
        ),
        (Self::Fees, "Phí quản lý", &["phi quan ly", "phi", "phi dich vu", "phi van hanh"]),
        (Self::RivalBoards, "Hai ban quản trị", &["hai ban quan tri", "hai bqt", "2 bqt", "2 ban quan tri", "noi bo bqt"]),
        (Self::Developer, "Với chủ đầu tư", &["chu dau tu", "voi chu dau tu", "cdt"]),
        (Self::Other, "Khác", &["khac"]),
    ];
}

impl Spoken for PlaceOrganization {
    const WORDS: &'static [Word<Self>] = &[
        (
            Self::OwnCell,
            "Chi bộ độc lập",
            &["chi bo doc lap", "doc lap", "chi bo rieng", "cb doc lap", "chi bo chung cu", "chi bo nha chung cu"],
        ),
        (Self::SharedCell, "Chi bộ ghép", &["chi bo ghep", "ghep", "cb ghep", "chi bo sinh hoat ghep", "sinh hoat ghep"]),
        (Self::ClusterCell, "Chi bộ cụm", &["chi bo cum chung cu", "chi bo cum", "cb cum", "chi bo cum nha chung cu"]),
        (
            Self::GroupWithinCell,
            "Tổ đảng thuộc chi bộ",
            &["to dang", "to dang trong chi bo", "to dang truc thuoc chi bo", "to dang thuoc chi bo"],
        ),
        (
            Self::FrontWorkCommittee,
            "Ban công tác Mặt trận",
            &[
                "ban cong tac mat tran",
                "ban ctmt",
                "bctmt",
                "ctmt",
                "ban ct mat tran",
                "ban cong tac mt",
                "mat tran",
                "mat tran to quoc",
                "mttq",
            ],
        ),
        (Self::TradeUnion, "Công đoàn", &["cong doan", "cong doan co so", "cdcs"]),
        (
            Self::YouthUnion,
            "Đoàn Thanh niên",
            &["doan thanh nien", "doan tn", "dtn", "chi doan", "chi doan thanh nien", "doan tncs ho chi minh", "doan tncs", "thanh nien"],
        ),
        (
            Self::WomensUnion,
            "Hội Phụ nữ",
            &["hoi phu nu", "hpn", "hoi lhpn", "lhpn", "hoi lien hiep phu nu", "chi hoi phu nu", "chi hoi lhpn", "to phu nu", "phu nu"],
        ),
        (Self::FarmersAssociation, "Hội Nông dân", &["hoi nong dan", "hnd", "chi hoi nong dan", "nong dan"]),
        (
            Self::VeteransAssociation,
            "Hội Cựu chiến binh",
            &["hoi cuu chien binh", "hoi ccb", "ccb", "chi hoi cuu chien binh", "chi hoi ccb", "cuu chien binh"],
        ),
        (
            Self::ElderlyAssociation,
            "Hội Người cao tuổi",
            &["hoi nguoi cao tuoi", "hoi nct", "nct", "chi hoi nguoi cao tuoi", "chi hoi nct", "nguoi cao tuoi"],
        ),
        (Self::SelfManagedGroup, "Tổ tự quản", &["to tu quan", "to tu quan chung cu", "ban tu quan", "tu quan"]),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_label_is_read_back<T: Spoken + std::fmt::Debug>(all: &[T]) {
        for value in all {
            assert_eq!(meaning::<T>(label(*value)), Some(*value), "{value:?}");
            let code: &'static str = (*value).into();
            assert_eq!(meaning::<T>(code), Some(*value), "{code}");
        }
        for (value, _, spellings) in T::WORDS {
            for spelling in *spellings {
                assert_eq!(&fold(spelling), spelling);
                assert_eq!(meaning::<T>(spelling), Some(*value), "{spelling}");
            }
        }
    }

    #[test]
    fn every_label_every_code_and_every_spelling_means_one_value() {
        every_label_is_read_back(PlaceKind::all());
        every_label_is_read_back(Segment::all());
        every_label_is_read_back(Requirement::all());
        every_label_is_read_back(MeetingStage::all());
        every_label_is_read_back(Recognition::all());
        every_label_is_read_back(Term::all());
        every_label_is_read_back(FundHandover::all());
        every_label_is_read_back(DisputeKind::all());
        every_label_is_read_back(PlaceOrganization::all());
    }

    #[test]
    fn a_tick_and_a_cross_mean_yes() {
        for yes in ["x", "X", "✓", "có", "Đã có"] {
            assert_eq!(yes_or_no(yes), Some(true), "{yes}");
        }
        for no in ["không", "Chưa", "chưa có", "0"] {
            assert_eq!(yes_or_no(no), Some(false), "{no}");
        }
        assert_eq!(yes_or_no("đang làm"), None);
        assert!(is_not_known("–") && is_not_known("chưa rõ") && !is_not_known(""));
    }
}
