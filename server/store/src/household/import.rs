//! Households that consented on paper, many at once: all of them, or none, or those that can be taken where a person
//! said so.

use std::collections::HashMap;

use domain::failure::{Failure, FieldErrors};
use domain::import::{BadRow, ImportedHousehold};
use domain::permission::Action;
use domain::text::fold;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::write::save_household;
use crate::entities::{place, record_key};
use crate::fault::fault;
use crate::session::{Operation, Session, Write};

/// What an import did, or would do. It is kept with the operation: numbers of rows, and nothing of what stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdImport {
    pub saved: u64,
    pub bad: Vec<BadRow>,
}

/// How an import goes.
#[derive(Clone, Copy, Debug, Default)]
pub struct HouseholdImportOptions {
    /// Nothing is kept, whatever is found.
    pub dry_run: bool,
    /// Rows that cannot be taken are left out; without it they forbid the others.
    pub skip_bad: bool,
}

impl Session {
    /// Records the households of a ward that a file tells; `bad` are its rows that could not be read.
    pub async fn import_households(
        &self,
        operation: Operation,
        unit: Uuid,
        rows: Vec<ImportedHousehold>,
        bad: Vec<BadRow>,
        options: HouseholdImportOptions,
    ) -> Result<HouseholdImport, Failure> {
        let keep = move |done: &HouseholdImport| done.bad.is_empty() || options.skip_bad;
        self.try_out(Action::HouseholdAdd, operation, options.dry_run, keep, move |write| {
            Box::pin(async move {
                if !write.scope.holds(unit) {
                    return Err(Failure::NotFound);
                }
                let places = places_of(write, unit).await?;
                let mut done = HouseholdImport { saved: 0, bad };
                for row in rows {
                    let number = row.row;
                    match take_in(write, unit, &places, row).await {
                        Ok(()) => done.saved += 1,
                        Err(Failure::Invalid(errors)) => done.bad.push(BadRow { row: number, errors }),
                        Err(other) => return Err(other),
                    }
                }
                done.bad.sort_by_key(|bad| bad.row);
                Ok(done)
            })
        })
        .await
    }
}

async fn take_in(write: &mut Write, unit: Uuid, places: &HashMap<String, Vec<Uuid>>, row: ImportedHousehold) -> Result<(), Failure> {
    let consent = row.consent.check(write.today)?;
    let found = places.get(&fold(&row.place)).map(Vec::as_slice).unwrap_or_default();
    let place = match found {
        [place] => *place,
        [] => return Err(FieldErrors::one("place", "place_not_in_ward", "").into()),
        _ => return Err(FieldErrors::one("place", "place_of_several", "").into()),
    };
    let id = Uuid::now_v7();
    let saved = save_household(write, id, (place, unit), &consent, row.draft, false).await;
    if saved.is_err() {
        // Its key was made first; with the row left out it is nobody's.
        record_key::Entity::delete_by_id(id).exec(&write.tx).await.map_err(fault)?;
    }
    saved
}

/// The open places of a ward by their folded names, and each by its id.
async fn places_of(write: &Write, unit: Uuid) -> Result<HashMap<String, Vec<Uuid>>, Failure> {
    let rows = place::Entity::find().filter(place::Column::AdminUnitId.eq(unit)).filter(place::Column::ClosedOn.is_null());
    let rows = rows.select_only().columns([place::Column::Id, place::Column::Name]).into_tuple();
    let rows: Vec<(Uuid, String)> = rows.all(&write.tx).await.map_err(fault)?;
    let mut found: HashMap<String, Vec<Uuid>> = HashMap::new();
    for (id, name) in rows {
        found.entry(fold(&name)).or_default().push(id);
        found.insert(fold(&id.to_string()), vec![id]);
    }
    Ok(found)
}
