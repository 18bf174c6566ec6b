//! The unit that a row belongs to.

use domain::admin_unit::AdminUnit;
use domain::failure::Failure;
use domain::import::{ImportedPlace, Layout, Problem};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::plan::Planner;
use super::report::ImportReport;
use crate::admin_unit::UnitLocator;

impl Planner {
    /// The unit that the row names, held against its point; none where it names none and is a known place.
    pub(super) async fn unit_of(
        &mut self,
        db: &impl ConnectionTrait,
        place: &ImportedPlace,
        layout: &Layout,
        report: &mut ImportReport,
    ) -> Result<Result<Option<Uuid>, Problem>, Failure> {
        let heading = layout.heading_of("admin_unit_id").unwrap_or_default().to_owned();
        let problem = |code: &str, value: &str| Problem::new(&place.sheet, Some(place.row), &heading, code, value);
        let degrees = |field: &str| place.fields.get(field).and_then(serde_json::Value::as_f64);
        let point = degrees("lon").zip(degrees("lat"));
        let named = place.unit.code.is_some() || place.unit.name.is_some();
        if let Some((lon, lat)) = point
            && domain::place::looks_swapped(lon, lat)
        {
            let column = layout.heading_of("lat").unwrap_or_default();
            return Ok(Err(Problem::new(&place.sheet, Some(place.row), column, "swapped_coordinates", &format!("{lat}, {lon}"))));
        }
        if named {
            let resolved = match self.index.resolve(&place.unit) {
                Ok(resolved) => resolved,
                Err(unresolved) => return Ok(Err(problem(unresolved.code, &unresolved.value))),
            };
            if let Some(code) = resolved.note {
                report.note(problem(code, &self.units.get(&resolved.unit).map(AdminUnit::full_name).unwrap_or_default()));
            }
            return match point {
                Some(point) => self.held_against(db, place, resolved.unit, point, problem, report).await,
                None => Ok(Ok(Some(resolved.unit))),
            };
        }
        match point {
            Some((lon, lat)) => {
                let found = self.locator(db).await?.unit_at(lon, lat);
                Ok(found.map(Some).ok_or_else(|| problem("point_in_no_unit", &format!("{lat}, {lon}"))))
            }
            None if place.id.is_some_and(|id| self.known.has(id)) => Ok(Ok(None)),
            None => Ok(Err(problem("unit_missing", ""))),
        }
    }

    async fn held_against(
        &mut self,
        db: &impl ConnectionTrait,
        place: &ImportedPlace,
        unit: Uuid,
        (lon, lat): (f64, f64),
        problem: impl Fn(&str, &str) -> Problem,
        report: &mut ImportReport,
    ) -> Result<Result<Option<Uuid>, Problem>, Failure> {
        let locator = self.locator(db).await?;
        if locator.holds(unit, lon, lat) {
            return Ok(Ok(Some(unit)));
        }
        let there = locator.unit_at(lon, lat);
        // An approximate boundary cannot contradict anybody.
        let approximate = self.units.get(&unit).is_some_and(|unit| unit.approximate);
        let name = there.and_then(|there| self.units.get(&there)).map(AdminUnit::full_name);
        let (code, value) = match name {
            Some(name) => ("point_in_other_unit", name),
            None => ("point_in_no_unit", format!("{lat}, {lon}")),
        };
        if approximate && there.is_some() {
            if !place.id.is_some_and(|id| self.known.has(id)) {
                report.note(problem("point_in_other_unit_approximate", &value));
            }
            return Ok(Ok(Some(unit)));
        }
        Ok(Err(problem(code, &value)))
    }

    /// Read once, when the first row has a point.
    async fn locator(&mut self, db: &impl ConnectionTrait) -> Result<&UnitLocator, Failure> {
        if self.locator.is_none() {
            let ids: Vec<Uuid> = self.units.keys().copied().collect();
            self.locator = Some(UnitLocator::load(db, &ids).await?);
        }
        self.locator.as_ref().ok_or_else(|| crate::fault::broken(&"the locator was just loaded"))
    }
}
