//! The columns of a sheet of organizations, and the words for their kinds.

use super::members::MemberColumn;
use super::words::{self, Spoken};
use crate::codes::codes;
use crate::organization::{LinkKind, OrganizationKind, PlaceOrganization};
use crate::text::fold;

codes! {
    /// What a column of a sheet of organizations says.
    OrganizationColumn {
        Name, Kind, Unit, Superior, Number, On, Issuer, Overruled, Members, CellCommittee, Places, LinkKind, From,
    }
}

impl OrganizationColumn {
    /// As our own empty table spells it.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Name => "Tên tổ chức",
            Self::Kind => "Loại tổ chức",
            Self::Unit => "Phường/xã",
            Self::Superior => "Tổ chức cấp trên",
            Self::Number => "Số quyết định thành lập",
            Self::On => "Ngày quyết định",
            Self::Issuer => "Cơ quan ra quyết định",
            Self::Overruled => "Lý do dùng chung số quyết định",
            Self::Members => "Số thành viên",
            Self::CellCommittee => "Có chi ủy",
            Self::Places => "Địa điểm",
            Self::LinkKind => "Hình thức liên kết",
            Self::From => "Liên kết từ ngày",
        }
    }

    /// What offices write instead, folded.
    fn spellings(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["to chuc", "ten chi bo", "ten to chuc dang", "ten to chuc doan the", "ten doan the", "chi bo"],
            Self::Kind => &["loai", "loai hinh", "loai hinh to chuc"],
            Self::Unit => &["phuong", "xa", "phuong xa dac khu", "ten phuong", "ma phuong xa", "don vi hanh chinh"],
            Self::Superior => &["cap tren", "to chuc dang cap tren", "truc thuoc", "cap tren truc tiep"],
            Self::Number => &["so quyet dinh", "so qd", "so qd thanh lap", "quyet dinh thanh lap", "quyet dinh"],
            Self::On => &["ngay quyet dinh thanh lap", "ngay qd", "ngay thanh lap", "ngay ra quyet dinh"],
            Self::Issuer => &["noi ra quyet dinh", "co quan ban hanh", "noi ban hanh", "cap ra quyet dinh"],
            Self::Overruled => &["ly do trung so quyet dinh", "ly do trung so"],
            Self::Members => &["so dang vien", "so hoi vien", "so doan vien", "so luong dang vien", "so luong thanh vien"],
            Self::CellCommittee => &["chi uy", "co chi uy khong"],
            Self::Places => &["cac dia diem", "chung cu", "noi hoat dong", "dia ban", "khu pho", "dia diem lien ket"],
            Self::LinkKind => &["hinh thuc", "hinh thuc sinh hoat", "loai lien ket"],
            Self::From => &["tu ngay", "lien ket tu", "ngay bat dau"],
        }
    }

    pub(super) fn of_heading(text: &str) -> Option<Self> {
        let said = fold(text);
        Self::all().iter().copied().find(|column| fold(column.heading()) == said || column.spellings().contains(&said.as_str()))
    }
}

/// Names and numbers of people have no place in a sheet of organizations, whatever they are for.
pub(super) fn is_of_people(heading: &str) -> bool {
    let folded = format!(" {} ", fold(heading));
    ["ho va ten", "ho ten", "dien thoai", "sdt", "email", "noi o", "noi cu tru"].iter().any(|said| folded.contains(&format!(" {said} ")))
}

/// The heading of a column with one person a row: the sheet is a list of members.
pub(super) fn lists_people(heading: &str) -> bool {
    let of_others = ["ten hoi vien", "ho ten hoi vien", "ho va ten hoi vien", "ten doan vien", "ho ten doan vien", "ho va ten doan vien"];
    MemberColumn::of_heading(heading) == Some(MemberColumn::Name) || of_others.contains(&fold(heading).as_str())
}

impl Spoken for OrganizationKind {
    const WORDS: &'static [words::Word<Self>] = &[
        (Self::PartyCell, "Chi bộ", &["chi bo", "cb", "chi bo co so", "chi bo khu pho"]),
        (Self::PartyCommittee, "Đảng bộ cơ sở", &["dang bo co so", "dang bo", "dang uy", "dang uy co so"]),
        (Self::SubCommittee, "Đảng bộ bộ phận", &["dang bo bo phan", "dang uy bo phan"]),
        // Their other spellings are those of what a place has.
        (Self::FrontWorkCommittee, "Ban công tác Mặt trận", &[]),
        (Self::TradeUnion, "Công đoàn", &[]),
        (Self::YouthUnion, "Đoàn Thanh niên", &[]),
        (Self::WomensUnion, "Hội Phụ nữ", &[]),
        (Self::FarmersAssociation, "Hội Nông dân", &[]),
        (Self::VeteransAssociation, "Hội Cựu chiến binh", &[]),
        (Self::ElderlyAssociation, "Hội Người cao tuổi", &[]),
        (Self::SelfManagedGroup, "Tổ tự quản", &[]),
    ];
}

/// The kind that a cell means. "Chi bộ ghép" is a cell, and says how its places are linked.
pub(super) fn kind_of(text: &str) -> Option<(OrganizationKind, Option<LinkKind>)> {
    if let Some(kind) = words::meaning::<OrganizationKind>(text) {
        return Some((kind, None));
    }
    match words::meaning::<PlaceOrganization>(text)? {
        there if there.is_party() => Some((OrganizationKind::PartyCell, there.code().parse().ok())),
        there => Some((there.code().parse().ok()?, None)),
    }
}

/// How a place is linked to a party organization.
pub(super) fn link_kind_of(text: &str) -> Option<LinkKind> {
    words::meaning::<PlaceOrganization>(text)?.code().parse().ok()
}
