//! What places know of their agreements: which one is in force, what the register says because of it, and what
//! becomes of them when places are merged or taken out.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::agreement::AgreementDraft;
use domain::change::{FieldChange, difference};
use domain::failure::{Failure, FieldErrors};
use domain::place::{Place, PlaceDraft};
use domain::text;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use super::cluster::{OfClusters, is_of_cluster};
use super::{TABLE, to_draft};
use crate::entities::agreement;
use crate::fault::fault;
use crate::session::Write;

/// All agreements of some places, the oldest first.
pub(super) async fn rows_of(db: &impl ConnectionTrait, places: &[Uuid]) -> Result<Vec<agreement::Model>, Failure> {
    let query = agreement::Entity::find().filter(agreement::Column::PlaceId.is_in(places.iter().copied()));
    query.order_by_asc(agreement::Column::Id).all(db).await.map_err(fault)
}

/// The agreement that is in force at a place: there is one at most.
pub(crate) async fn in_force(db: &impl ConnectionTrait, place: Uuid, today: NaiveDate) -> Result<Option<AgreementDraft>, Failure> {
    Ok(rows_of(db, &[place]).await?.iter().map(to_draft).find(|draft| draft.holds_on(today)))
}

/// Where a place or its cluster has agreements, the register says what the one in force says, or nothing. What it says
/// of its own where the place has none stays.
pub(crate) async fn follow(write: &Write, before: &Place, draft: &mut PlaceDraft) -> Result<(), Failure> {
    let own = rows_of(&write.tx, &[before.id]).await?;
    let clusters = OfClusters::load(&write.tx, before.draft.parent_id, draft.parent_id).await?;
    if own.is_empty() && (clusters.is_empty() || (says_one(draft) && !clusters.name(draft))) {
        return Ok(());
    }
    let holds = own.iter().map(to_draft).find(|agreement| agreement.holds_on(write.today));
    let holds = holds.or_else(|| clusters.in_force(write.today));
    draft.agreement_on = holds.as_ref().and_then(|agreement| agreement.signed_on);
    draft.agreement_number = holds.and_then(|agreement| agreement.number);
    Ok(())
}

/// What follows from an agreement is changed on its own page, where nothing of it is lost.
pub(crate) async fn check_not_by_hand(write: &Write, before: &Place, draft: &PlaceDraft) -> Result<(), Failure> {
    let mut errors = FieldErrors::default();
    if before.draft.agreement_number != draft.agreement_number {
        errors.push("agreement_number", "agreement_has_a_page", "");
    }
    if before.draft.agreement_on != draft.agreement_on {
        errors.push("agreement_on", "agreement_has_a_page", "");
    }
    if errors.is_empty() {
        return Ok(());
    }
    let has_page = !rows_of(&write.tx, &[before.id]).await?.is_empty();
    // What a building has from its cluster gives way to an own one, and not to nothing.
    let is_taken_away = before.draft.parent_id == draft.parent_id && !says_one(draft) && is_of_cluster(&write.tx, &before.draft).await?;
    if has_page || is_taken_away { Err(errors.into()) } else { Ok(()) }
}

/// Agreements of a duplicate come to the place that stays, unless two would be in force there at once, or what its
/// register says would be lost.
pub(crate) async fn take_over(write: &mut Write, goes: &Place, stays: &Place) -> Result<(), Failure> {
    let all = rows_of(&write.tx, &[goes.id, stays.id]).await?;
    let (coming, own): (Vec<_>, Vec<_>) = all.into_iter().partition(|row| row.place_id == goes.id);
    let drafts: Vec<AgreementDraft> = coming.iter().map(to_draft).collect();
    let at_once = own.iter().map(to_draft).any(|own| drafts.iter().any(|draft| draft.overlaps(&own)));
    let says_own = says_one(&stays.draft) && !is_of_cluster(&write.tx, &stays.draft).await?;
    let unsaid = own.is_empty() && says_own && !drafts.iter().any(|draft| draft.holds_on(write.today) && agrees(draft, stays));
    if !coming.is_empty() && (at_once || unsaid) {
        return Err(FieldErrors::one("into", "agreements_of_both", "").into());
    }
    for row in coming {
        let (id, revision) = (row.id, row.revision + 1);
        let moved = FieldChange { field: "place_id".into(), from: json!(row.place_id), to: json!(stays.id) };
        let mut row = row.into_active_model();
        row.place_id = Set(stays.id);
        row.revision = Set(revision);
        row.updated_at = Set(write.now);
        row.update(&write.tx).await.map_err(fault)?;
        write.log(TABLE, id, revision, &[moved]).await?;
    }
    Ok(())
}

/// The register names an agreement.
pub(super) fn says_one(draft: &PlaceDraft) -> bool {
    draft.agreement_number.is_some() || draft.agreement_on.is_some()
}

/// It is the agreement that the register of a place names.
fn agrees(agreement: &AgreementDraft, place: &Place) -> bool {
    let folded = |number: &Option<String>| number.as_deref().map(text::fold);
    let same_number = place.draft.agreement_number.is_none() || folded(&agreement.number) == folded(&place.draft.agreement_number);
    same_number && (place.draft.agreement_on.is_none() || agreement.signed_on == place.draft.agreement_on)
}

/// Those of some places that have agreements.
pub(crate) async fn places_with(db: &impl ConnectionTrait, places: &[Uuid]) -> Result<HashSet<Uuid>, Failure> {
    let mut found = HashSet::new();
    for places in places.chunks(500) {
        let of = agreement::Entity::find().filter(agreement::Column::PlaceId.is_in(places.iter().copied()));
        let ids: Vec<Uuid> = of.select_only().column(agreement::Column::PlaceId).into_tuple().all(db).await.map_err(fault)?;
        found.extend(ids);
    }
    Ok(found)
}

/// Takes the agreements of places out that go for good.
pub(crate) async fn remove_of(write: &mut Write, places: &[Uuid]) -> Result<(), Failure> {
    for places in places.chunks(500) {
        for row in rows_of(&write.tx, places).await? {
            remove(write, row).await?;
        }
    }
    Ok(())
}

/// Takes one out, with its document.
pub(super) async fn remove(write: &mut Write, row: agreement::Model) -> Result<(), Failure> {
    let gone = FieldChange { field: "place_id".into(), from: json!(row.place_id), to: json!(null) };
    let mut changes = vec![gone];
    changes.extend(difference(&to_draft(&row), &AgreementDraft::default()));
    changes.extend(super::file::take_out(write, row.id).await?);
    agreement::Entity::delete_by_id(row.id).exec(&write.tx).await.map_err(fault)?;
    write.log(TABLE, row.id, row.revision + 1, &changes).await
}
