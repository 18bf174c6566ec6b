//! The columns that an import understands and an export writes: one list for both.

use crate::codes::codes;

codes! {
    /// What a column means. Where the code is the name of a field of `PlaceDraft`, the column holds that
    /// field. `Board`, `Party` and `Agreement` may say several things in one cell.
    Column {
        Ordinal, Id, Kind, Name, Address, AdminUnitCode, AdminUnitName, FormerDistrict,
        Blocks, Apartments, HandedOver, HandoverYear, HandedOverOn, SeveralOwners, Segment, Residents,
        Requirement, MeetingStage, Board, Recognition, DecisionNumber, DecisionOn, Term, TermEndsOn, FundHandover, Disputes,
        Party, PartyDecision, PartyMembers, CellCommittee, SocioPolitical, Organizations, OrganizationsConfirmedOn,
        Agreement, AgreementNumber, AgreementOn, ReviewedOn, Note, Lat, Lon, ParentId, ClosedOn, Area,
        Issues,
    }
}

impl Column {
    /// The heading that the export and the empty table write.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Ordinal => "STT",
            Self::Id => "Mã địa điểm",
            Self::Kind => "Loại địa điểm",
            Self::Name => "Tên chung cư",
            Self::Address => "Địa chỉ",
            Self::AdminUnitCode => "Mã phường/xã",
            Self::AdminUnitName => "Phường/xã",
            Self::FormerDistrict => "Quận/huyện cũ",
            Self::Blocks => "Số block",
            Self::Apartments => "Số căn",
            Self::HandedOver => "Số căn đã bàn giao",
            Self::HandoverYear => "Năm bàn giao",
            Self::HandedOverOn => "Ngày bàn giao",
            Self::SeveralOwners => "Có nhiều chủ sở hữu",
            Self::Segment => "Phân loại",
            Self::Residents => "Số cư dân",
            Self::Requirement => "Thuộc diện lập BQT",
            Self::MeetingStage => "Tình trạng hội nghị",
            Self::Board => "BQT (số QĐ, ngày, hết nhiệm kỳ)",
            Self::Recognition => "Công nhận BQT",
            Self::DecisionNumber => "Số QĐ công nhận BQT",
            Self::DecisionOn => "Ngày QĐ công nhận BQT",
            Self::Term => "Nhiệm kỳ BQT",
            Self::TermEndsOn => "Hết nhiệm kỳ BQT",
            Self::FundHandover => "Bàn giao quỹ 2%",
            Self::Disputes => "Tranh chấp",
            Self::Party => "Tổ chức đảng",
            Self::PartyDecision => "Số QĐ tổ chức đảng",
            Self::PartyMembers => "Số đảng viên",
            Self::CellCommittee => "Có chi ủy",
            Self::SocioPolitical => "Tổ chức CT-XH",
            Self::Organizations => "Các tổ chức",
            Self::OrganizationsConfirmedOn => "Ngày xác nhận tổ chức",
            Self::Agreement => "Thỏa thuận phối hợp (số, ngày)",
            Self::AgreementNumber => "Số thỏa thuận phối hợp",
            Self::AgreementOn => "Ngày thỏa thuận phối hợp",
            Self::ReviewedOn => "Ngày rà soát",
            Self::Note => "Ghi chú",
            Self::Lat => "Vĩ độ",
            Self::Lon => "Kinh độ",
            Self::ParentId => "Thuộc cụm",
            Self::ClosedOn => "Ngày ngừng theo dõi",
            Self::Area => "Ranh giới",
            Self::Issues => "Vấn đề",
        }
    }

    /// The columns of the export as a sheet, in their order.
    pub fn exported() -> &'static [Self] {
        use Column::*;
        &[
            Id,
            Kind,
            Name,
            Address,
            AdminUnitCode,
            AdminUnitName,
            FormerDistrict,
            Blocks,
            Apartments,
            HandedOver,
            HandoverYear,
            HandedOverOn,
            SeveralOwners,
            Segment,
            Residents,
            Requirement,
            MeetingStage,
            Recognition,
            DecisionNumber,
            DecisionOn,
            Term,
            TermEndsOn,
            FundHandover,
            Disputes,
            Party,
            PartyDecision,
            PartyMembers,
            CellCommittee,
            SocioPolitical,
            OrganizationsConfirmedOn,
            AgreementNumber,
            AgreementOn,
            ReviewedOn,
            Note,
            Lat,
            Lon,
            ParentId,
            ClosedOn,
        ]
    }

    /// The columns of table A as offices fill it in.
    pub fn table_a() -> &'static [Self] {
        use Column::*;
        &[
            Ordinal,
            Name,
            Address,
            AdminUnitName,
            FormerDistrict,
            Blocks,
            Apartments,
            HandedOver,
            HandoverYear,
            Segment,
            Requirement,
            MeetingStage,
            DecisionNumber,
            DecisionOn,
            TermEndsOn,
            FundHandover,
            Party,
            PartyDecision,
            PartyMembers,
            SocioPolitical,
            AgreementNumber,
            AgreementOn,
            ReviewedOn,
            Note,
            Lat,
            Lon,
        ]
    }

    /// Columns that may hold a field of `PlaceDraft`, the likeliest first.
    pub fn of_field(field: &str) -> &'static [Self] {
        use Column::*;
        match field {
            "name" => &[Name],
            "kind" => &[Kind],
            "address" => &[Address],
            "admin_unit_id" => &[AdminUnitName, AdminUnitCode],
            "former_district" => &[FormerDistrict],
            "blocks" => &[Blocks],
            "apartments" => &[Apartments],
            "handed_over" => &[HandedOver],
            "handover_year" => &[HandoverYear],
            "handed_over_on" => &[HandedOverOn],
            "several_owners" => &[SeveralOwners],
            "segment" => &[Segment],
            "residents" => &[Residents],
            "requirement" => &[Requirement],
            "meeting_stage" => &[MeetingStage],
            "recognition" => &[Recognition, Board],
            "decision_number" => &[DecisionNumber, Board],
            "decision_on" => &[DecisionOn, Board],
            "term" => &[Term, Board],
            "term_ends_on" => &[TermEndsOn, Board],
            "fund_handover" => &[FundHandover],
            "disputes" => &[Disputes],
            "organizations" => &[Party, SocioPolitical, Organizations],
            "organizations_confirmed_on" => &[OrganizationsConfirmedOn, Party],
            "party_decision" => &[PartyDecision, Party],
            "party_members" => &[PartyMembers],
            "cell_committee" => &[CellCommittee],
            "agreement_number" => &[AgreementNumber, Agreement],
            "agreement_on" => &[AgreementOn, Agreement],
            "reviewed_on" => &[ReviewedOn],
            "note" => &[Note],
            "lat" => &[Lat],
            "lon" => &[Lon],
            "parent_id" => &[ParentId],
            "closed_on" => &[ClosedOn],
            "area" => &[Area],
            _ => &[],
        }
    }
}
