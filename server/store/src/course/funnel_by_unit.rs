//! The funnel of each unit, side by side: where in the city buildings are stuck, and at which step.

use std::collections::HashMap;

use domain::course::FunnelStage;
use domain::failure::Failure;
use domain::permission::Action;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::entities::stage_tally;
use crate::fault::fault;
use crate::place::rows::parse;
use crate::session::Session;
use crate::tally::CITY;

impl Session {
    /// Buildings in each stage, in the order of the stages, for every unit that the actor may see and that has any.
    pub async fn funnel_by_unit(&self) -> Result<HashMap<Uuid, Vec<u64>>, Failure> {
        use stage_tally::Column as C;
        let scope = self.allow(Action::PlaceRead)?;
        let rows = stage_tally::Entity::find().filter(scope.on(C::AdminUnitId)).filter(C::AdminUnitId.ne(CITY));
        let mut found: HashMap<Uuid, Vec<u64>> = HashMap::new();
        for row in rows.all(&self.db).await.map_err(fault)? {
            let stage: FunnelStage = parse(&row.stage)?;
            let here = found.entry(row.admin_unit_id).or_insert_with(|| vec![0; FunnelStage::all().len()]);
            if let Some(index) = FunnelStage::all().iter().position(|known| *known == stage) {
                here[index] += u64::try_from(row.count).unwrap_or_default();
            }
        }
        found.retain(|_, here| here.iter().any(|count| *count > 0));
        Ok(found)
    }
}
