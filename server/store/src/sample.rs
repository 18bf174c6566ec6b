//! The demo city in and out of the database.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use domain::admin_unit::{AdminUnitDraft, FormerUnit};
use domain::board::BoardStatus;
use domain::course::BoardFact;
use domain::failure::Failure;
use domain::permission::Action;
use domain::place::{PlaceDraft, PlaceKind};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::admin_unit::{BoundaryReport, unit_rows};
use crate::entities::{admin_unit, admin_unit_change, organization, place};
use crate::fault::{broken, fault};
use crate::organization::remove_sample_organizations;
use crate::place::{NewPlace, load, remove_rows, save_new};
use crate::sample_people::remove_sample_people;
use crate::session::{Operation, Session};

/// A place of the demo city: its unit by code.
pub struct SamplePlace {
    pub id: Uuid,
    pub unit_code: String,
    pub draft: PlaceDraft,
    /// The course of its board; those of a cluster hold for its buildings. Where there are any, the fields of
    /// the board follow from them, whatever the draft says.
    pub facts: Vec<BoardFact>,
}

impl Session {
    /// Nothing was ever put in: no unit, no place.
    pub async fn is_empty(&self) -> Result<bool, Failure> {
        let units = admin_unit::Entity::find().count(&self.db).await.map_err(fault)?;
        let places = place::Entity::find().count(&self.db).await.map_err(fault)?;
        Ok(units + places == 0)
    }

    /// Some of what is shown was invented, so every page says so.
    pub async fn has_sample(&self) -> Result<bool, Failure> {
        let found =
            place::Entity::find().filter(place::Column::Sample.eq(true)).select_only().column(place::Column::Id).into_tuple::<Uuid>();
        let units = admin_unit::Entity::find()
            .filter(admin_unit::Column::Sample.eq(true))
            .select_only()
            .column(admin_unit::Column::Id)
            .into_tuple::<Uuid>();
        Ok(found.one(&self.db).await.map_err(fault)?.is_some() || units.one(&self.db).await.map_err(fault)?.is_some())
    }

    /// Fills an empty database; refuses any other with `NotAllowed`.
    pub async fn load_sample(
        &self,
        units: Vec<AdminUnitDraft>,
        former: Vec<FormerUnit>,
        valid_from: NaiveDate,
        places: Box<dyn Iterator<Item = SamplePlace> + Send>,
    ) -> Result<u64, Failure> {
        if !self.is_empty().await? {
            return Err(Failure::NotAllowed);
        }
        self.write(Action::DemoLoad, Operation::once(), move |write| {
            Box::pin(async move {
                let mut report = BoundaryReport::default();
                let units = unit_rows(write, units, &[], valid_from, true, &mut report).await?;
                crate::admin_unit::former_rows(write, former, true, &mut report).await?;
                if let Some(problem) = report.problems.first() {
                    return Err(broken(&format!("the demo city is broken: {problem:?}")));
                }
                let ids: BTreeMap<String, Uuid> = units.iter().map(|unit| (unit.code.clone(), unit.id)).collect();
                let units = units.into_iter().map(|unit| (unit.id, unit)).collect();
                let mut loaded = 0;
                let mut chunk = Vec::with_capacity(1000);
                let mut clusters = HashSet::new();
                for SamplePlace { id, unit_code, mut draft, facts } in places {
                    draft.admin_unit_id = ids.get(&unit_code).copied().unwrap_or_default();
                    if !facts.is_empty() && draft.kind == PlaceKind::BuildingCluster {
                        clusters.insert(id);
                    }
                    if !facts.is_empty() || draft.parent_id.is_some_and(|parent| clusters.contains(&parent)) {
                        draft.board = BoardStatus::default();
                    }
                    chunk.push(NewPlace { id, draft: draft.check(write.today)?, sample: true, facts });
                    loaded += 1;
                    if chunk.len() == 1000 {
                        save_new(write, std::mem::take(&mut chunk), &units).await?;
                    }
                }
                save_new(write, chunk, &units).await?;
                Ok(loaded)
            })
        })
        .await
    }

    /// Takes the demo city out. Places that people added stay, and with them the units they lie in.
    pub async fn remove_sample(&self) -> Result<u64, Failure> {
        self.write(Action::DemoRemove, Operation::once(), move |write| {
            Box::pin(async move {
                let sample: Vec<Uuid> = place::Entity::find()
                    .filter(place::Column::Sample.eq(true))
                    .select_only()
                    .column(place::Column::Id)
                    .into_tuple()
                    .all(&write.tx)
                    .await
                    .map_err(fault)?;
                remove_sample_people(write, &sample).await?;
                crate::account::remove_sample_accounts(write).await?;
                let mut removed = 0;
                for ids in sample.chunks(500) {
                    let places = load(&write.tx, ids).await?;
                    removed += places.len() as u64;
                    remove_rows(write, &places).await?;
                }
                remove_sample_organizations(write).await?;
                let mut used: Vec<Uuid> = place::Entity::find()
                    .select_only()
                    .column(place::Column::AdminUnitId)
                    .distinct()
                    .into_tuple()
                    .all(&write.tx)
                    .await
                    .map_err(fault)?;
                let of_organizations = organization::Entity::find().select_only().column(organization::Column::AdminUnitId).distinct();
                used.extend(of_organizations.into_tuple::<Uuid>().all(&write.tx).await.map_err(fault)?);
                let free = admin_unit::Entity::delete_many()
                    .filter(admin_unit::Column::Sample.eq(true))
                    .filter(admin_unit::Column::Id.is_not_in(used));
                free.exec(&write.tx).await.map_err(fault)?;
                admin_unit_change::Entity::delete_many()
                    .filter(admin_unit_change::Column::Sample.eq(true))
                    .exec(&write.tx)
                    .await
                    .map_err(fault)?;
                Ok(removed)
            })
        })
        .await
    }
}
