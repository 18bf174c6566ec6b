//! A place as rows, and back.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use domain::admin_unit::AdminUnit;
use domain::board::BoardStatus;
use domain::failure::Failure;
use domain::place::{Place, PlaceDraft};
use domain::text;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use super::cell;
use crate::entities::{board_status, dispute, place, place_organization};
use crate::fault::broken;

/// A code that the database holds must be one that the domain knows.
pub(crate) fn parse<T: FromStr>(code: &str) -> Result<T, Failure> {
    code.parse().map_err(|_| broken(&format!("unknown code {code:?} in the database")))
}

fn count(value: Option<u32>) -> Option<i32> {
    value.and_then(|value| i32::try_from(value).ok())
}

fn uncount(value: Option<i32>) -> Option<u32> {
    value.and_then(|value| u32::try_from(value).ok())
}

/// What stands in the four tables for one place.
pub(crate) struct Rows {
    pub place: place::ActiveModel,
    pub board: Option<board_status::ActiveModel>,
    pub disputes: Vec<dispute::ActiveModel>,
    pub organizations: Vec<place_organization::ActiveModel>,
}

/// All that a list is searched by, in one text.
pub(crate) fn searched([name, address]: [&str; 2], unit: &AdminUnit, former_district: Option<&str>) -> String {
    [name, address, &unit.full_name(), former_district.unwrap_or_default()].join(" · ")
}

/// Everything but revision, times and `sample`, which the use case sets.
pub(crate) fn to_rows(id: Uuid, draft: &PlaceDraft, unit: &AdminUnit) -> Rows {
    let searched = searched([&draft.name, &draft.address], unit, draft.former_district.as_deref());
    let place = place::ActiveModel {
        id: Set(id),
        kind: Set(draft.kind.code().into()),
        segment: Set(draft.segment.map(|segment| segment.code().into())),
        name: Set(draft.name.clone()),
        name_folded: Set(text::fold(&draft.name)),
        name_sort: Set(text::sort_key(&draft.name)),
        address: Set(draft.address.clone()),
        search_exact: Set(searched.to_lowercase()),
        search_folded: Set(text::fold(&searched)),
        admin_unit_id: Set(draft.admin_unit_id),
        former_district: Set(draft.former_district.clone()),
        lon: Set(draft.lon),
        lat: Set(draft.lat),
        cell: Set(draft.lon.zip(draft.lat).map(cell::of)),
        area: Set(draft.area.clone()),
        blocks: Set(count(draft.blocks)),
        apartments: Set(count(draft.apartments)),
        handed_over: Set(count(draft.handed_over)),
        handover_year: Set(count(draft.handover_year)),
        handed_over_on: Set(draft.handed_over_on),
        several_owners: Set(draft.several_owners),
        residents: Set(count(draft.residents)),
        parent_id: Set(draft.parent_id),
        residential_area_id: Set(draft.residential_area_id),
        head_post: Set(draft.head_post.map(|post| post.code().into())),
        organizations_confirmed_on: Set(draft.organizations_confirmed_on),
        party_decision: Set(draft.party_decision.clone()),
        party_members: Set(count(draft.party_members)),
        cell_committee: Set(draft.cell_committee),
        agreement_number: Set(draft.agreement_number.clone()),
        agreement_on: Set(draft.agreement_on),
        reviewed_on: Set(draft.reviewed_on),
        note: Set(draft.note.clone()),
        closed_on: Set(draft.closed_on),
        merged_into: Set(draft.merged_into),
        board: Set(draft.board.category().code().into()),
        required: Set(draft.board.requirement == domain::board::Requirement::Required),
        party: Set(draft.party().code().into()),
        stage: Set(draft.stage().map(|stage| stage.code().into())),
        ..Default::default()
    };
    let board = (draft.board != BoardStatus::default()).then(|| board_status::ActiveModel {
        place_id: Set(id),
        requirement: Set(draft.board.requirement.code().into()),
        meeting_stage: Set(draft.board.meeting_stage.code().into()),
        recognition: Set(draft.board.recognition.code().into()),
        term: Set(draft.board.term.code().into()),
        fund_handover: Set(draft.board.fund_handover.code().into()),
        decision_number: Set(draft.board.decision_number.clone()),
        decision_on: Set(draft.board.decision_on),
        term_ends_on: Set(draft.board.term_ends_on),
    });
    let disputes = draft.board.disputes.iter().map(|kind| dispute::ActiveModel {
        id: Set(Uuid::now_v7()),
        place_id: Set(id),
        kind: Set(kind.code().into()),
    });
    let organizations = draft.organizations.iter().map(|kind| place_organization::ActiveModel {
        id: Set(Uuid::now_v7()),
        place_id: Set(id),
        kind: Set(kind.code().into()),
    });
    Rows { place, board, disputes: disputes.collect(), organizations: organizations.collect() }
}

/// The places that these rows are.
pub(crate) fn to_places(
    places: Vec<place::Model>,
    boards: Vec<board_status::Model>,
    disputes: Vec<dispute::Model>,
    organizations: Vec<place_organization::Model>,
    units: &BTreeMap<Uuid, AdminUnit>,
) -> Result<Vec<Place>, Failure> {
    let mut boards: BTreeMap<Uuid, _> = boards.into_iter().map(|row| (row.place_id, row)).collect();
    let mut dispute_kinds: BTreeMap<Uuid, BTreeSet<_>> = BTreeMap::new();
    for row in disputes {
        dispute_kinds.entry(row.place_id).or_default().insert(parse(&row.kind)?);
    }
    let mut organization_kinds: BTreeMap<Uuid, BTreeSet<_>> = BTreeMap::new();
    for row in organizations {
        organization_kinds.entry(row.place_id).or_default().insert(parse(&row.kind)?);
    }
    places
        .into_iter()
        .map(|row| {
            let mut board = match boards.remove(&row.id) {
                None => BoardStatus::default(),
                Some(board) => BoardStatus {
                    requirement: parse(&board.requirement)?,
                    meeting_stage: parse(&board.meeting_stage)?,
                    recognition: parse(&board.recognition)?,
                    term: parse(&board.term)?,
                    fund_handover: parse(&board.fund_handover)?,
                    disputes: BTreeSet::new(),
                    decision_number: board.decision_number,
                    decision_on: board.decision_on,
                    term_ends_on: board.term_ends_on,
                },
            };
            board.disputes = dispute_kinds.remove(&row.id).unwrap_or_default();
            let organizations = organization_kinds.remove(&row.id).unwrap_or_default();
            to_place(row, board, organizations, units)
        })
        .collect()
}

fn to_place(
    row: place::Model,
    board: BoardStatus,
    organizations: BTreeSet<domain::organization::PlaceOrganization>,
    units: &BTreeMap<Uuid, AdminUnit>,
) -> Result<Place, Failure> {
    let unit = units.get(&row.admin_unit_id).ok_or_else(|| broken(&"a place without its admin unit"))?;
    let draft = PlaceDraft {
        kind: parse(&row.kind)?,
        segment: row.segment.as_deref().map(parse).transpose()?,
        name: row.name,
        address: row.address,
        admin_unit_id: row.admin_unit_id,
        former_district: row.former_district,
        lon: row.lon,
        lat: row.lat,
        area: row.area,
        blocks: uncount(row.blocks),
        apartments: uncount(row.apartments),
        handed_over: uncount(row.handed_over),
        handover_year: uncount(row.handover_year),
        handed_over_on: row.handed_over_on,
        several_owners: row.several_owners,
        residents: uncount(row.residents),
        parent_id: row.parent_id,
        residential_area_id: row.residential_area_id,
        head_post: row.head_post.as_deref().map(parse).transpose()?,
        board,
        organizations,
        organizations_confirmed_on: row.organizations_confirmed_on,
        party_decision: row.party_decision,
        party_members: uncount(row.party_members),
        cell_committee: row.cell_committee,
        agreement_number: row.agreement_number,
        agreement_on: row.agreement_on,
        reviewed_on: row.reviewed_on,
        note: row.note,
        closed_on: row.closed_on,
        merged_into: row.merged_into,
    };
    Ok(Place {
        id: row.id,
        revision: row.revision,
        created_at: row.created_at,
        updated_at: row.updated_at,
        sample: row.sample,
        admin_unit_code: unit.code.clone(),
        admin_unit_name: unit.full_name(),
        board_category: draft.board.category(),
        party_category: draft.party(),
        draft,
    })
}
