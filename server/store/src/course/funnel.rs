//! Where buildings are on the way to a recognised board, how long each stage takes, and which have waited
//! longest.

use chrono::NaiveDate;
use domain::admin_unit::AdminUnit;
use domain::course::FunnelStage;
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::actor::Scope;
use crate::admin_unit::units_by_id;
use crate::entities::{admin_unit, place, stage_tally};
use crate::fault::fault;
use crate::place::rows::parse;
use crate::session::Session;
use crate::tally::CITY;

/// Of each stage, as many of those that have waited longest.
const OLDEST: u64 = 5;

/// One stage.
#[derive(Clone, Debug, PartialEq)]
pub struct StageCount {
    pub stage: FunnelStage,
    /// Buildings that are in it now.
    pub here: u64,
    /// Those that are in it or have passed it.
    pub reached: u64,
    /// The median of the stays that ended lately; none where none did.
    pub median_days: Option<u32>,
    /// Those that have waited longest, as far as it is known since when.
    pub oldest: Vec<Waiting>,
}

/// A building that waits in a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    pub id: Uuid,
    pub name: String,
    /// Of its unit, with its kind: "Phường Sài Gòn".
    pub admin_unit_name: String,
    pub since: NaiveDate,
}

impl Session {
    /// The funnel of the city, of all that the actor may see, or of one unit.
    pub async fn funnel(&self, unit: Option<&str>) -> Result<Vec<StageCount>, Failure> {
        let scope = self.allow(Action::PlaceRead)?;
        let unit = match unit {
            None => None,
            Some(code) => Some(self.unit_to_count(&scope, code).await?),
        };
        let here = self.counted(&scope, unit).await?;
        let mut funnel = Vec::new();
        for (index, stage) in FunnelStage::all().iter().enumerate() {
            let last = *stage == FunnelStage::Recognised;
            funnel.push(StageCount {
                stage: *stage,
                here: here[index],
                reached: here[index..].iter().sum(),
                // Nobody waits to leave the last one.
                median_days: if last { None } else { self.median_stay(&scope, unit, *stage).await? },
                oldest: if last { Vec::new() } else { self.oldest(&scope, unit, *stage).await? },
            });
        }
        Ok(funnel)
    }

    pub(crate) async fn unit_to_count(&self, scope: &Scope, code: &str) -> Result<Uuid, Failure> {
        use admin_unit::Column as C;
        let found = admin_unit::Entity::find().filter(C::Code.eq(code)).filter(C::ValidTo.is_null());
        // PostgreSQL takes no text with a zero byte in it.
        let found = if code.contains('\0') { None } else { found.one(&self.db).await.map_err(fault)? };
        let found = found.filter(|unit| scope.holds(unit.id));
        found.map(|unit| unit.id).ok_or_else(|| FieldErrors::one("unit", "unit_not_found", code).into())
    }

    /// Buildings in each stage, in the order of the stages.
    async fn counted(&self, scope: &Scope, unit: Option<Uuid>) -> Result<Vec<u64>, Failure> {
        use stage_tally::Column as C;
        let which = match (unit, scope) {
            (Some(unit), _) => C::AdminUnitId.eq(unit).into(),
            (None, Scope::Everywhere) => C::AdminUnitId.eq(CITY).into(),
            (None, Scope::Units(_)) => scope.on(C::AdminUnitId),
        };
        let mut here = vec![0; FunnelStage::all().len()];
        for row in stage_tally::Entity::find().filter(Condition::all().add(which)).all(&self.db).await.map_err(fault)? {
            let stage: FunnelStage = parse(&row.stage)?;
            if let Some(index) = FunnelStage::all().iter().position(|known| *known == stage) {
                here[index] += u64::try_from(row.count).unwrap_or_default();
            }
        }
        Ok(here)
    }

    async fn oldest(&self, scope: &Scope, unit: Option<Uuid>, stage: FunnelStage) -> Result<Vec<Waiting>, Failure> {
        use place::Column as C;
        let all = scope.on(C::AdminUnitId).add(C::Stage.eq(stage.code())).add(C::StageSince.is_not_null());
        let all = all.add(C::ClosedOn.is_null()).add(C::MergedInto.is_null()).add_option(unit.map(|unit| C::AdminUnitId.eq(unit)));
        let found = place::Entity::find().filter(all).order_by_asc(C::StageSince).limit(OLDEST);
        let columns = [C::Id, C::Name, C::AdminUnitId, C::StageSince];
        let rows: Vec<(Uuid, String, Uuid, Option<NaiveDate>)> =
            found.select_only().columns(columns).into_tuple().all(&self.db).await.map_err(fault)?;
        let units = units_by_id(&self.db, rows.iter().map(|(_, _, unit, _)| *unit)).await?;
        let unit_name = |unit: &Uuid| units.get(unit).map(AdminUnit::full_name).unwrap_or_default();
        let waiting = |(id, name, unit, since): (Uuid, String, Uuid, Option<NaiveDate>)| {
            Some(Waiting { id, name, admin_unit_name: unit_name(&unit), since: since? })
        };
        Ok(rows.into_iter().filter_map(waiting).collect())
    }
}
