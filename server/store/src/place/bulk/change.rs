//! Trying a change out at many places, and saving it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::admin_unit::AdminUnit;
use domain::bulk::{BulkChange, Chosen, MOST};
use domain::change::{FieldChange, difference, overlay};
use domain::failure::{Failure, FieldErrors};
use domain::organization::PartyCategory;
use domain::permission::Action;
use domain::place::Place;
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::admin_unit::units_by_id;
use crate::course::record_at;
use crate::entities::bulk_change;
use crate::fault::broken;
use crate::place::load;
use crate::place::write::{insert, save_change};
use crate::session::{Operation, Session, Write};

/// A place at which something changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BulkRow {
    pub id: Uuid,
    pub name: String,
    pub admin_unit_name: String,
    /// The one that was tried out.
    pub revision: i64,
    pub changes: Vec<FieldChange>,
    /// What its organizations come to before and after, where that differs.
    pub party: Option<(PartyCategory, PartyCategory)>,
}

/// A place at which it cannot be said, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BulkRefused {
    pub id: Uuid,
    pub name: String,
    pub admin_unit_name: String,
    pub errors: FieldErrors,
}

/// What a change would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BulkPreview {
    pub changed: Vec<BulkRow>,
    /// It stands there already.
    pub unchanged: u64,
    pub refused: Vec<BulkRefused>,
    /// Places that are not there, as far as the actor may see and change.
    pub gone: u64,
}

/// What a change did. Nothing is saved unless it can be said of all places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkSaved {
    pub changed: u64,
    pub unchanged: u64,
    pub left_out: u64,
}

impl BulkSaved {
    pub fn is_saved(&self) -> bool {
        self.left_out == 0 && self.changed > 0
    }
}

impl Session {
    /// What a change would do at these places; nothing is kept.
    pub async fn try_places_change(&self, change: BulkChange, places: Vec<Uuid>) -> Result<BulkPreview, Failure> {
        check(&change, places.len())?;
        self.try_out(
            Action::PlacesChange,
            Operation::once(),
            true,
            |_| false,
            move |write| {
                Box::pin(async move {
                    let places: Vec<_> = places.into_iter().map(|id| (id, None)).collect();
                    Ok(apply(write, &change, &places).await?.0)
                })
            },
        )
        .await
    }

    /// Changes all of these places, or none: where one of them was changed since it was looked at, or refuses,
    /// nothing is saved and the preview is to be shown anew.
    pub async fn change_places(&self, operation: Operation, change: BulkChange, places: Vec<Chosen>) -> Result<BulkSaved, Failure> {
        check(&change, places.len())?;
        self.try_out(Action::PlacesChange, operation, false, BulkSaved::is_saved, move |write| {
            Box::pin(async move {
                let places: Vec<_> = places.into_iter().map(|place| (place.id, Some(place.revision))).collect();
                let (done, by_unit) = apply(write, &change, &places).await?;
                let saved = BulkSaved {
                    changed: done.changed.len() as u64,
                    unchanged: done.unchanged,
                    left_out: done.refused.len() as u64 + done.gone,
                };
                if saved.is_saved() {
                    keep_receipts(write, &change, by_unit).await?;
                }
                Ok(saved)
            })
        })
        .await
    }
}

fn check(change: &BulkChange, places: usize) -> Result<(), FieldErrors> {
    change.check()?;
    match places {
        0 => Err(FieldErrors::one("places", "no_place_chosen", "")),
        many if many > MOST => Err(FieldErrors::one("places", "too_many_places", MOST)),
        _ => Ok(()),
    }
}

/// Says it of each place, with the revision at which it was looked at. Answers what became of them, and how
/// many changed in each unit.
async fn apply(
    write: &mut Write,
    change: &BulkChange,
    places: &[(Uuid, Option<i64>)],
) -> Result<(BulkPreview, BTreeMap<Uuid, i64>), Failure> {
    let ids: BTreeSet<Uuid> = places.iter().map(|(id, _)| *id).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    // What lies elsewhere does not exist for the actor, whoever sent its id.
    let own = load(&write.tx, &ids).await?.into_iter().filter(|place| write.scope.holds(place.draft.admin_unit_id));
    let mut own: HashMap<Uuid, Place> = own.map(|place| (place.id, place)).collect();
    let units = units_by_id(&write.tx, own.values().map(|place| place.draft.admin_unit_id)).await?;
    let mut preview = BulkPreview { gone: (ids.len() - own.len()) as u64, ..BulkPreview::default() };
    let mut before = Vec::new();
    for (id, seen) in places {
        let Some(place) = own.remove(id) else { continue };
        match say(write, change, &place, *seen, &units).await {
            Ok(()) => before.push(place),
            Err(Failure::Invalid(errors)) => {
                let (name, admin_unit_name) = (place.draft.name, place.admin_unit_name);
                preview.refused.push(BulkRefused { id: *id, name, admin_unit_name, errors });
            }
            Err(other) => return Err(other),
        }
    }
    let ids: Vec<Uuid> = before.iter().map(|place| place.id).collect();
    let mut after: HashMap<Uuid, Place> = load(&write.tx, &ids).await?.into_iter().map(|place| (place.id, place)).collect();
    let mut by_unit = BTreeMap::new();
    for place in before {
        let Some(now) = after.remove(&place.id) else { continue };
        let changes = difference(&place.draft, &now.draft);
        // A fact is kept, also where nothing follows from it.
        if changes.is_empty() && matches!(change, BulkChange::Field { .. }) {
            preview.unchanged += 1;
            continue;
        }
        *by_unit.entry(place.draft.admin_unit_id).or_default() += 1;
        let party = (place.party_category, now.party_category);
        preview.changed.push(BulkRow {
            id: place.id,
            name: place.draft.name,
            admin_unit_name: place.admin_unit_name,
            revision: place.revision,
            changes,
            party: Some(party).filter(|(from, to)| from != to),
        });
    }
    Ok((preview, by_unit))
}

/// Says it of one place.
async fn say(
    write: &mut Write,
    change: &BulkChange,
    place: &Place,
    seen: Option<i64>,
    units: &BTreeMap<Uuid, AdminUnit>,
) -> Result<(), Failure> {
    if place.draft.closed_on.is_some() || place.draft.merged_into.is_some() {
        return Err(FieldErrors::one("places", "place_is_closed", "").into());
    }
    if seen.is_some_and(|seen| seen != place.revision) {
        return Err(FieldErrors::one("places", "changed_meanwhile", "").into());
    }
    change.suits(&place.draft)?;
    match change {
        BulkChange::Fact(fact) => record_at(write, place, fact.clone()).await?,
        BulkChange::Field { .. } => {
            let draft = overlay(&place.draft, &change.fields(&place.draft))?.check(write.today)?;
            save_change(write, place, draft, units).await?
        }
    };
    Ok(())
}

/// For each unit, so that whoever leads it finds what was changed there.
async fn keep_receipts(write: &Write, change: &BulkChange, by_unit: BTreeMap<Uuid, i64>) -> Result<(), Failure> {
    let said = serde_json::to_string(&change.without_words()).map_err(|error| broken(&error))?;
    let rows = by_unit.into_iter().map(|(unit, places)| bulk_change::ActiveModel {
        id: Set(Uuid::now_v7()),
        operation_id: Set(write.operation_id()),
        actor: Set(write.actor().to_owned()),
        admin_unit_id: Set(unit),
        said: Set(said.clone()),
        places: Set(places),
        at: Set(write.now),
        undone_by: Set(None),
        undone_at: Set(None),
    });
    insert(&write.tx, rows.collect()).await
}
