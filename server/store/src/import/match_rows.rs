//! Which place of the register a row speaks of, and which other places it resembles.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use domain::failure::Failure;
use domain::import::ImportedPlace;
use domain::place::PlaceDraft;
use domain::text;
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};
use serde_json::Value;
use uuid::Uuid;

use crate::entities::place;
use crate::fault::fault;

/// Some 30 metres in degrees of latitude: the side of a cell of the grid.
const CELL: f64 = 30.0 / 111_320.0;

/// What the register holds, as small as it can be looked up: hashes, not texts.
pub(super) struct Known {
    ids: HashSet<Uuid>,
    /// Places that others can stand in.
    clusters: HashSet<Uuid>,
    /// Places that others stand in.
    parents: HashSet<Uuid>,
    /// Name, address and unit.
    by_text: HashMap<u64, Uuid>,
    /// Name and unit.
    names: HashMap<u64, Alike>,
    /// Points by their cell of the grid.
    cells: HashMap<(i32, i32), Vec<Spot>>,
}

/// A point, and what stands there.
type Spot = (f32, f32, Alike);

/// What a row resembles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alike {
    Place(Uuid),
    /// A row further up in the file, which adds a place.
    Row(u32),
}

fn hash(parts: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

type Row = (Uuid, String, String, Uuid, Option<f64>, Option<f64>, String, Option<Uuid>, Option<Uuid>);

impl Known {
    pub(super) async fn load(db: &impl ConnectionTrait) -> Result<Self, Failure> {
        use place::Column as C;
        let rows: Vec<Row> = place::Entity::find()
            .select_only()
            .columns([C::Id, C::NameFolded, C::Address, C::AdminUnitId, C::Lon, C::Lat, C::Kind, C::MergedInto, C::ParentId])
            .into_tuple()
            .all(db)
            .await
            .map_err(fault)?;
        let mut known = Self {
            ids: HashSet::with_capacity(rows.len()),
            by_text: HashMap::new(),
            clusters: HashSet::new(),
            parents: HashSet::new(),
            names: HashMap::new(),
            cells: HashMap::new(),
        };
        for (id, name, address, unit, lon, lat, kind, merged_into, parent) in rows {
            known.ids.insert(id);
            known.parents.extend(parent);
            // A merged place is spoken of only by its id: its name means the one that stays.
            if merged_into.is_none() {
                if kind == "building_cluster" {
                    known.clusters.insert(id);
                }
                known.by_text.insert(hash((name.as_str(), text::fold(&address).as_str(), unit)), id);
                known.keep(Alike::Place(id), &name, unit, lon.zip(lat).filter(|_| kind == "apartment_building"));
            }
        }
        Ok(known)
    }

    fn keep(&mut self, said: Alike, name: &str, unit: Uuid, point: Option<(f64, f64)>) {
        self.names.entry(hash((name, unit))).or_insert(said);
        if let Some((lon, lat)) = point {
            self.cells.entry(cell(lon, lat)).or_default().push((lon as f32, lat as f32, said));
        }
    }

    /// What a row adds may be what a row below it adds again: to be listed, not to be changed.
    pub(super) fn add(&mut self, row: u32, draft: &PlaceDraft) {
        self.keep(Alike::Row(row), &text::fold(&draft.name), draft.admin_unit_id, draft.lon.zip(draft.lat));
    }

    pub(super) fn add_cluster(&mut self, id: Uuid) {
        self.clusters.insert(id);
    }

    pub(super) fn has_cluster(&self, id: Uuid) -> bool {
        self.clusters.contains(&id)
    }

    pub(super) fn has_buildings(&self, id: Uuid) -> bool {
        self.parents.contains(&id)
    }

    pub(super) fn has(&self, id: Uuid) -> bool {
        self.ids.contains(&id)
    }

    /// By id, else by folded name, address and unit.
    pub(super) fn find(&self, row: &ImportedPlace, unit: Option<Uuid>) -> Option<Uuid> {
        if let Some(id) = row.id.filter(|id| self.ids.contains(id)) {
            return Some(id);
        }
        let text_of = |field: &str| text::fold(row.fields.get(field).and_then(Value::as_str).unwrap_or_default());
        self.by_text.get(&hash((text_of("name").as_str(), text_of("address").as_str(), unit?))).copied()
    }

    /// What it resembles, and why: the same name in the same unit, or a point within some 30 metres.
    pub(super) fn alike(&self, draft: &PlaceDraft) -> Vec<(&'static str, Alike)> {
        let mut found = Vec::new();
        if let Some(named) = self.names.get(&hash((text::fold(&draft.name).as_str(), draft.admin_unit_id))) {
            found.push(("same_name_in_unit", *named));
        }
        if let (Some(lon), Some(lat)) = (draft.lon, draft.lat) {
            let (x, y) = cell(lon, lat);
            let shrink = lat.to_radians().cos();
            let distance = |other: &Spot| ((f64::from(other.0) - lon) * shrink).hypot(f64::from(other.1) - lat);
            let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
            let near = around.filter_map(|at| self.cells.get(&at)).flatten().map(|other| (distance(other), other.2));
            if let Some((_, nearest)) = near.filter(|(distance, _)| *distance <= CELL).min_by(|one, other| one.0.total_cmp(&other.0)) {
                found.push(("within_30_metres", nearest));
            }
        }
        found
    }
}

/// Cells are a little wider than 30 metres from east to west everywhere in Vietnam.
fn cell(lon: f64, lat: f64) -> (i32, i32) {
    ((lon / (CELL * 1.1)).floor() as i32, (lat / CELL).floor() as i32)
}
