//! A duplicate goes into the place that stays.

use domain::change::{Fields, fields, overlay};
use domain::course::BoardField;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::place::PlaceDraft;
use uuid::Uuid;

use super::read::load;
use super::write::{move_children, move_dwellers, save_change};
use crate::admin_unit::units_by_id;
use crate::agreement::is_of_cluster;
use crate::course::{buildings_of, carry_facts, derive_again};
use crate::organization::hand_over;
use crate::session::{Operation, Session};

impl Session {
    /// Merges a duplicate into the place that stays: what the one that stays does not know is taken from
    /// the duplicate, which is closed and points to it. Both keep their history.
    pub async fn merge_place(&self, operation: Operation, duplicate: Uuid, into: Uuid) -> Result<Uuid, Failure> {
        self.write(Action::PlaceMerge, operation, move |write| {
            Box::pin(async move {
                if duplicate == into {
                    return Err(FieldErrors::one("into", "merge_with_itself", "").into());
                }
                let mut both = load(&write.tx, &[duplicate, into]).await?;
                both.sort_by_key(|place| place.id == into);
                let (Some(stays), Some(goes)) = (both.pop(), both.pop()) else { return Err(Failure::NotFound) };
                if ![&stays, &goes].iter().all(|place| write.scope.holds(place.draft.admin_unit_id)) {
                    return Err(Failure::NotFound);
                }
                if stays.draft.kind != goes.draft.kind {
                    return Err(FieldErrors::one("into", "merge_of_other_kind", "").into());
                }
                if stays.draft.merged_into.is_some() || goes.draft.merged_into.is_some() {
                    return Err(FieldErrors::one("into", "already_merged", "").into());
                }
                if stays.draft.closed_on.is_some() {
                    return Err(FieldErrors::one("into", "merge_into_closed", "").into());
                }
                let units = units_by_id(&write.tx, [stays.draft.admin_unit_id, goes.draft.admin_unit_id]).await?;
                let mut filled = unknown_filled(&stays.draft, &goes.draft);
                if is_of_cluster(&write.tx, &goes.draft).await? {
                    // Not its own: it comes with the cluster, or not at all.
                    filled.retain(|field, _| !["agreement_number", "agreement_on"].contains(&field.as_str()));
                }
                if carry_facts(write, &goes, &stays).await? {
                    // They follow from what was recorded.
                    filled.retain(|field, _| BoardField::all().iter().all(|of_board| of_board.code() != field));
                }
                let filled = overlay(&stays.draft, &filled)?.check(write.today)?;
                crate::agreement::take_over(write, &goes, &stays).await?;
                let closed = PlaceDraft { closed_on: Some(write.today), merged_into: Some(into), ..goes.draft.clone() };
                save_change(write, &goes, closed, &units).await?;
                save_change(write, &stays, filled, &units).await?;
                move_children(write, &[duplicate], Some(into)).await?;
                // Agreements of the duplicate are now also those of the buildings that stood there before.
                for building in buildings_of(write, &stays).await? {
                    derive_again(write, &building, None).await?;
                }
                move_dwellers(write, &[duplicate], Some(into)).await?;
                crate::contact::carry(write, duplicate, into).await?;
                hand_over(write, duplicate, into).await?;
                crate::household::carry(write, duplicate, into).await?;
                if goes.draft.admin_unit_id != stays.draft.admin_unit_id {
                    crate::household::follow(write, into, stays.draft.admin_unit_id).await?;
                }
                Ok(into)
            })
        })
        .await
    }
}

/// Fields that say nothing in the one and something in the other.
fn unknown_filled(stays: &PlaceDraft, goes: &PlaceDraft) -> Fields {
    let blank = fields(&PlaceDraft::default());
    let mut other = fields(goes);
    let mut filled: Fields = fields(stays)
        .into_iter()
        .filter(|(field, value)| blank.get(field) == Some(value))
        .filter_map(|(field, _)| other.remove_entry(&field))
        .collect();
    // A number of one building beside the number of another would be a place that never was.
    for group in [
        &["lon", "lat"][..],
        &["decision_number", "decision_on", "term_ends_on", "term", "recognition", "meeting_stage"],
        &["apartments", "handed_over"],
        &["handover_year", "handed_over_on"],
    ] {
        if !group.iter().all(|field| filled.contains_key(*field)) {
            group.iter().for_each(|field| drop(filled.remove(*field)));
        }
    }
    for field in ["kind", "closed_on", "merged_into", "admin_unit_id"] {
        filled.remove(field);
    }
    filled
}
