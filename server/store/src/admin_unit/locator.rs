//! Which unit holds a point: an index of boxes, then the boundary itself.

use domain::failure::Failure;
use geo::MultiPolygon;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::geometry::{holds, shape};
use crate::entities::admin_unit;
use crate::fault::{broken, fault};

type Box2 = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// The units in force, ready to be asked for points.
pub struct UnitLocator {
    shapes: Vec<(Uuid, MultiPolygon)>,
    boxes: RTree<Box2>,
}

impl UnitLocator {
    /// Reads the boundaries of the given units.
    pub(crate) async fn load(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Self, Failure> {
        let mut shapes = Vec::with_capacity(ids.len());
        for ids in ids.chunks(500) {
            let rows: Vec<(Uuid, String)> = admin_unit::Entity::find()
                .filter(admin_unit::Column::Id.is_in(ids.iter().copied()))
                .select_only()
                .columns([admin_unit::Column::Id, admin_unit::Column::Boundary])
                .into_tuple()
                .all(db)
                .await
                .map_err(fault)?;
            for (id, text) in rows {
                shapes.push((id, shape(&text).map_err(|code| broken(&code))?));
            }
        }
        Ok(Self::new(shapes))
    }

    fn new(shapes: Vec<(Uuid, MultiPolygon)>) -> Self {
        let boxes = shapes.iter().enumerate().filter_map(|(at, (_, shape))| {
            let rect = geo::BoundingRect::bounding_rect(shape)?;
            Some(Box2::new(Rectangle::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]), at))
        });
        Self { boxes: RTree::bulk_load(boxes.collect()), shapes }
    }

    /// The unit that holds the point; on a shared border, any of its sides.
    pub fn unit_at(&self, lon: f64, lat: f64) -> Option<Uuid> {
        self.candidates(lon, lat).find(|(_, shape)| holds(shape, lon, lat)).map(|(id, _)| *id)
    }

    /// Whether this unit holds the point; also true on its border.
    pub fn holds(&self, unit: Uuid, lon: f64, lat: f64) -> bool {
        self.candidates(lon, lat).any(|(id, shape)| *id == unit && holds(shape, lon, lat))
    }

    fn candidates(&self, lon: f64, lat: f64) -> impl Iterator<Item = &(Uuid, MultiPolygon)> {
        self.boxes.locate_in_envelope_intersecting(&AABB::from_point([lon, lat])).filter_map(|found| self.shapes.get(found.data))
    }
}
