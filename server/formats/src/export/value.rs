//! What a column holds of a place.

use std::borrow::Cow;

use chrono::NaiveDate;
use domain::import::Column;
use domain::import::words::{Spoken, label};
use domain::organization::PlaceOrganization;

use super::ExportRow;

/// The content of one cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    Empty,
    Text(Cow<'a, str>),
    Whole(u32),
    Decimal(f64),
    Day(NaiveDate),
}

/// The cell of a column, in Vietnamese words.
pub fn of(row: &ExportRow, column: Column) -> Value<'_> {
    let draft = &row.draft;
    let board = &draft.board;
    match column {
        Column::Id => Value::Text(row.id.to_string().into()),
        Column::Kind => word(draft.kind),
        Column::Name => text(&draft.name),
        Column::Address => text(&draft.address),
        Column::AdminUnitCode => text(&row.unit_code),
        Column::AdminUnitName => text(&row.unit_name),
        Column::FormerDistrict => optional(draft.former_district.as_deref()),
        Column::Blocks => whole(draft.blocks),
        Column::Apartments => whole(draft.apartments),
        Column::HandedOver => whole(draft.handed_over),
        Column::HandoverYear => whole(draft.handover_year),
        Column::HandedOverOn => day(draft.handed_over_on),
        Column::SeveralOwners => yes_or_no(draft.several_owners),
        Column::Segment => draft.segment.map_or(Value::Empty, word),
        Column::Residents => whole(draft.residents),
        Column::Requirement => word(board.requirement),
        Column::MeetingStage => word(board.meeting_stage),
        Column::Recognition => word(board.recognition),
        Column::DecisionNumber => optional(board.decision_number.as_deref()),
        Column::DecisionOn => day(board.decision_on),
        Column::Term => word(board.term),
        Column::TermEndsOn => day(board.term_ends_on),
        Column::FundHandover => word(board.fund_handover),
        Column::Disputes => words(board.disputes.iter().copied()),
        Column::Party => organizations(row, true),
        Column::SocioPolitical => organizations(row, false),
        Column::Organizations => words(draft.organizations.iter().copied()),
        Column::PartyDecision => optional(draft.party_decision.as_deref()),
        Column::PartyMembers => whole(draft.party_members),
        Column::CellCommittee => yes_or_no(draft.cell_committee),
        Column::OrganizationsConfirmedOn => day(draft.organizations_confirmed_on),
        Column::AgreementNumber => optional(draft.agreement_number.as_deref()),
        Column::AgreementOn => day(draft.agreement_on),
        Column::ReviewedOn => day(draft.reviewed_on),
        Column::Note => optional(draft.note.as_deref()),
        Column::Lat => draft.lat.map_or(Value::Empty, Value::Decimal),
        Column::Lon => draft.lon.map_or(Value::Empty, Value::Decimal),
        Column::ParentId => draft.parent_id.map_or(Value::Empty, |id| Value::Text(id.to_string().into())),
        Column::ClosedOn => day(draft.closed_on),
        Column::Area => optional(draft.area.as_deref()),
        Column::Ordinal | Column::Board | Column::Agreement | Column::Issues => Value::Empty,
    }
}

/// "Chưa có" only where somebody confirmed it; otherwise nothing is known.
fn organizations(row: &ExportRow, party: bool) -> Value<'_> {
    let of_half = |organization: &PlaceOrganization| organization.is_party() == party;
    match words(row.draft.organizations.iter().copied().filter(of_half)) {
        Value::Empty if row.draft.organizations_confirmed_on.is_some() => Value::Text("Chưa có".into()),
        found => found,
    }
}

fn text(text: &str) -> Value<'_> {
    if text.is_empty() { Value::Empty } else { Value::Text(text.into()) }
}

fn optional(value: Option<&str>) -> Value<'_> {
    value.map_or(Value::Empty, text)
}

fn whole(value: Option<u32>) -> Value<'static> {
    value.map_or(Value::Empty, Value::Whole)
}

fn day(value: Option<NaiveDate>) -> Value<'static> {
    value.map_or(Value::Empty, Value::Day)
}

fn yes_or_no(value: Option<bool>) -> Value<'static> {
    value.map_or(Value::Empty, |yes| Value::Text(if yes { "Có" } else { "Không" }.into()))
}

fn word<T: Spoken>(value: T) -> Value<'static> {
    Value::Text(label(value).into())
}

fn words<T: Spoken>(values: impl Iterator<Item = T>) -> Value<'static> {
    let joined = values.map(label).collect::<Vec<_>>().join("; ");
    if joined.is_empty() { Value::Empty } else { Value::Text(joined.into()) }
}
