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
    /// Name, address and unit.
    by_text: HashMap<u64, Uuid>,
    /// Name and unit.
    names: HashSet<u64>,
    /// Points by their cell of the grid.
    cells: HashMap<(i32, i32), Vec<(f32, f32)>>,
}

fn hash(parts: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

type Row = (Uuid, String, String, Uuid, Option<f64>, Option<f64>, String, Option<Uuid>);

impl Known {
    pub(super) async fn load(db: &impl ConnectionTrait) -> Result<Self, Failure> {
        use place::Column as C;
        let rows: Vec<Row> = place::Entity::find()
            .select_only()
            .columns([C::Id, C::NameFolded, C::Address, C::AdminUnitId, C::Lon, C::Lat, C::Kind, C::MergedInto])
            .into_tuple()
            .all(db)
            .await
            .map_err(fault)?;
        let mut known = Self {
            ids: HashSet::with_capacity(rows.len()),
            by_text: HashMap::new(),
            clusters: HashSet::new(),
            names: HashSet::new(),
            cells: HashMap::new(),
        };
        for (id, name, address, unit, lon, lat, kind, merged_into) in rows {
            known.ids.insert(id);
            // A merged place is spoken of only by its id: its name means the one that stays.
            if merged_into.is_none() {
                if kind == "building_cluster" {
                    known.clusters.insert(id);
                }
                known.by_text.insert(hash((name.as_str(), text::fold(&address).as_str(), unit)), id);
                known.keep(&name, unit, lon.zip(lat).filter(|_| kind == "apartment_building"));
            }
        }
        Ok(known)
    }

    fn keep(&mut self, name: &str, unit: Uuid, point: Option<(f64, f64)>) {
        self.names.insert(hash((name, unit)));
        if let Some((lon, lat)) = point {
            self.cells.entry(cell(lon, lat)).or_default().push((lon as f32, lat as f32));
        }
    }

    /// What a row adds may be what a row below it adds again: to be listed, not to be changed.
    pub(super) fn add(&mut self, draft: &PlaceDraft) {
        self.keep(&text::fold(&draft.name), draft.admin_unit_id, draft.lon.zip(draft.lat));
    }

    pub(super) fn add_cluster(&mut self, id: Uuid) {
        self.clusters.insert(id);
    }

    pub(super) fn has_cluster(&self, id: Uuid) -> bool {
        self.clusters.contains(&id)
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

    /// Codes of what it resembles: the same name in the same unit, or a point within some 30 metres.
    pub(super) fn alike(&self, draft: &PlaceDraft) -> Vec<&'static str> {
        let mut found = Vec::new();
        if self.names.contains(&hash((text::fold(&draft.name).as_str(), draft.admin_unit_id))) {
            found.push("same_name_in_unit");
        }
        if let (Some(lon), Some(lat)) = (draft.lon, draft.lat) {
            let (x, y) = cell(lon, lat);
            let shrink = lat.to_radians().cos();
            let near = |other: &(f32, f32)| {
                let (east, north) = ((f64::from(other.0) - lon) * shrink, f64::from(other.1) - lat);
                east.hypot(north) <= CELL
            };
            let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
            if around.filter_map(|at| self.cells.get(&at)).flatten().any(near) {
                found.push("within_30_metres");
            }
        }
        found
    }
}

/// Cells are a little wider than 30 metres from east to west everywhere in Vietnam.
fn cell(lon: f64, lat: f64) -> (i32, i32) {
    ((lon / (CELL * 1.1)).floor() as i32, (lat / CELL).floor() as i32)
}
