//! Reading units: those in force, one by its code, and today's units for a name of before.

use std::collections::{BTreeMap, HashMap};

use domain::admin_unit::{AdminUnit, FormerUnit};
use domain::failure::Failure;
use domain::permission::Action;
use domain::text;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::entities::{admin_unit, admin_unit_change};
use crate::fault::fault;
use crate::place::rows::parse;
use crate::session::Session;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    code: String,
    valid_from: chrono::NaiveDate,
    valid_to: Option<chrono::NaiveDate>,
    kind: String,
    name: String,
    province_code: String,
    area_km2: Option<f64>,
    approximate: bool,
    west: f64,
    south: f64,
    east: f64,
    north: f64,
    label_lon: f64,
    label_lat: f64,
}

impl TryFrom<Row> for AdminUnit {
    type Error = Failure;

    fn try_from(row: Row) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            code: row.code,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            kind: parse(&row.kind)?,
            name: row.name,
            province_code: row.province_code,
            area_km2: row.area_km2,
            approximate: row.approximate,
            bbox: [row.west, row.south, row.east, row.north],
            label: [row.label_lon, row.label_lat],
        })
    }
}

/// A unit with its outline, simplified for drawing: GeoJSON geometry as text.
#[derive(Clone, Debug)]
pub struct UnitShape {
    pub unit: AdminUnit,
    pub outline: String,
}

/// All but the boundary, which is large and rarely wanted.
fn slim() -> Select<admin_unit::Entity> {
    use admin_unit::Column as C;
    admin_unit::Entity::find().select_only().columns([
        C::Id,
        C::Code,
        C::ValidFrom,
        C::ValidTo,
        C::Kind,
        C::Name,
        C::ProvinceCode,
        C::AreaKm2,
        C::Approximate,
        C::West,
        C::South,
        C::East,
        C::North,
        C::LabelLon,
        C::LabelLat,
    ])
}

async fn units(db: &impl ConnectionTrait, query: Select<admin_unit::Entity>) -> Result<Vec<AdminUnit>, Failure> {
    let rows: Vec<Row> = query.into_model().all(db).await.map_err(fault)?;
    rows.into_iter().map(AdminUnit::try_from).collect()
}

/// Units in force, in Vietnamese order.
pub(crate) async fn units_in_force(db: &impl ConnectionTrait) -> Result<Vec<AdminUnit>, Failure> {
    units(db, slim().filter(admin_unit::Column::ValidTo.is_null()).order_by_asc(admin_unit::Column::NameSort)).await
}

pub(crate) async fn units_by_id(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, AdminUnit>, Failure> {
    let ids: std::collections::BTreeSet<Uuid> = ids.into_iter().collect();
    let found = units(db, slim().filter(admin_unit::Column::Id.is_in(ids))).await?;
    Ok(found.into_iter().map(|unit| (unit.id, unit)).collect())
}

/// Code and full name of every version of every unit.
pub(crate) async fn unit_names(db: &impl ConnectionTrait) -> Result<HashMap<Uuid, (String, String)>, Failure> {
    use admin_unit::Column as C;
    let rows: Vec<(Uuid, String, String, String)> =
        admin_unit::Entity::find().select_only().columns([C::Id, C::Code, C::Kind, C::Name]).into_tuple().all(db).await.map_err(fault)?;
    rows.into_iter()
        .map(|(id, code, kind, name)| {
            let kind: domain::admin_unit::AdminUnitKind = parse(&kind)?;
            Ok((id, (code, format!("{} {name}", kind.vietnamese()))))
        })
        .collect()
}

/// Today's units that took over a unit, or a part of it, that was called so, with or without its kind.
pub(crate) async fn units_called_formerly(db: &impl ConnectionTrait, name: &str) -> Result<Vec<Uuid>, Failure> {
    let folded = text::fold(name);
    let bare = ["phuong ", "xa ", "thi tran ", "p "].iter().find_map(|kind| folded.strip_prefix(kind)).unwrap_or(&folded);
    let bare = bare.strip_suffix(" cu").unwrap_or(bare);
    if bare.is_empty() {
        return Ok(Vec::new());
    }
    let names = [bare.to_owned(), format!("phuong {bare}"), format!("xa {bare}"), format!("thi tran {bare}")];
    let codes: Vec<String> = admin_unit_change::Entity::find()
        .filter(admin_unit_change::Column::OldNameFolded.is_in(names))
        .select_only()
        .column(admin_unit_change::Column::NewCode)
        .into_tuple()
        .all(db)
        .await
        .map_err(fault)?;
    admin_unit::Entity::find()
        .filter(admin_unit::Column::Code.is_in(codes))
        .filter(admin_unit::Column::ValidTo.is_null())
        .select_only()
        .column(admin_unit::Column::Id)
        .into_tuple()
        .all(db)
        .await
        .map_err(fault)
}

impl Session {
    /// Units in force, in Vietnamese order.
    pub async fn admin_units(&self) -> Result<Vec<AdminUnit>, Failure> {
        let scope = self.allow(Action::AdminUnitRead)?;
        Ok(units_in_force(&self.db).await?.into_iter().filter(|unit| scope.holds(unit.id)).collect())
    }

    /// The version in force of the unit with this code.
    pub async fn admin_unit(&self, code: &str) -> Result<AdminUnit, Failure> {
        let scope = self.allow(Action::AdminUnitRead)?;
        // PostgreSQL takes no text with a zero byte in it.
        if code.contains('\0') {
            return Err(Failure::NotFound);
        }
        let query = slim().filter(admin_unit::Column::Code.eq(code)).filter(admin_unit::Column::ValidTo.is_null());
        units(&self.db, query).await?.pop().filter(|unit| scope.holds(unit.id)).ok_or(Failure::NotFound)
    }

    /// Outlines of the units in force.
    pub async fn unit_shapes(&self) -> Result<Vec<UnitShape>, Failure> {
        let scope = self.allow(Action::AdminUnitRead)?;
        let outlines: Vec<(Uuid, String)> = admin_unit::Entity::find()
            .filter(scope.on(admin_unit::Column::Id))
            .filter(admin_unit::Column::ValidTo.is_null())
            .select_only()
            .columns([admin_unit::Column::Id, admin_unit::Column::Outline])
            .into_tuple()
            .all(&self.db)
            .await
            .map_err(fault)?;
        let mut outlines: HashMap<Uuid, String> = outlines.into_iter().collect();
        let units = units_in_force(&self.db).await?;
        Ok(units.into_iter().filter_map(|unit| Some(UnitShape { outline: outlines.remove(&unit.id)?, unit })).collect())
    }

    /// The units that went into this one.
    pub async fn former_units(&self, code: &str) -> Result<Vec<FormerUnit>, Failure> {
        self.admin_unit(code).await?;
        former(&self.db, Some(code)).await
    }
}

/// Former units of one unit in force, or of all.
pub(crate) async fn former(db: &impl ConnectionTrait, code: Option<&str>) -> Result<Vec<FormerUnit>, Failure> {
    let mut query = admin_unit_change::Entity::find().order_by_asc(admin_unit_change::Column::OldNameFolded);
    if let Some(code) = code {
        query = query.filter(admin_unit_change::Column::NewCode.eq(code));
    }
    let rows = query.all(db).await.map_err(fault)?;
    Ok(rows
        .into_iter()
        .map(|row| FormerUnit {
            code: row.new_code,
            name: row.old_name,
            district: row.old_district,
            province: row.old_province,
            split: row.partial,
        })
        .collect())
}
