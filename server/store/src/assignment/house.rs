//! Places as houses: a place that went into another is one house with it.

use std::collections::HashMap;

use domain::failure::Failure;
use domain::place::PlaceKind;
use geo::{Distance, Haversine, Point};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entities::place;
use crate::fault::fault;

/// What of a place matters to who is whose neighbour.
struct Lot {
    is_house: bool,
    merged_into: Option<Uuid>,
    point: Option<Point>,
}

/// These places, and those that they went into.
pub(crate) struct Houses(HashMap<Uuid, Lot>);

/// A row of the table: id, kind, what it went into, longitude, latitude.
type Row = (Uuid, String, Option<Uuid>, Option<f64>, Option<f64>);

impl Houses {
    pub async fn of(db: &impl ConnectionTrait, ids: impl IntoIterator<Item = Uuid>) -> Result<Self, Failure> {
        use place::Column as C;
        let (mut found, mut next) = (HashMap::new(), ids.into_iter().collect::<Vec<Uuid>>());
        while !next.is_empty() {
            let mut into = Vec::new();
            for ids in next.chunks(500) {
                let rows = place::Entity::find().filter(C::Id.is_in(ids.iter().copied())).select_only();
                let rows = rows.columns([C::Id, C::Kind, C::MergedInto, C::Lon, C::Lat]).into_tuple();
                let rows: Vec<Row> = rows.all(db).await.map_err(fault)?;
                for (id, kind, merged_into, lon, lat) in rows {
                    // People of a building are neighbours; those of a residential area are not, just by living there.
                    let is_house = kind != PlaceKind::ResidentialArea.code();
                    let point = lon.zip(lat).map(|(lon, lat)| Point::new(lon, lat));
                    found.insert(id, Lot { is_house, merged_into, point });
                    into.extend(merged_into);
                }
            }
            into.retain(|id| !found.contains_key(id));
            next = into;
        }
        Ok(Self(found))
    }

    /// Whether these two are one house.
    pub fn same(&self, one: Uuid, other: Uuid) -> bool {
        let last = self.last(one);
        last == self.last(other) && self.0.get(&last).is_none_or(|lot| lot.is_house)
    }

    /// As the crow flies, in metres; none where one of them is on no map.
    pub fn metres(&self, one: Uuid, other: Uuid) -> Option<u32> {
        // Half the way round the earth fits.
        Some(Haversine.distance(self.point(one)?, self.point(other)?).round() as u32)
    }

    /// Where it lies; a duplicate that nobody put on the map lies where it went.
    fn point(&self, id: Uuid) -> Option<Point> {
        let of = |id: Uuid| self.0.get(&id).and_then(|lot| lot.point);
        of(id).or_else(|| of(self.last(id)))
    }

    /// The place that stays of all that went into one another.
    fn last(&self, id: Uuid) -> Uuid {
        let way = std::iter::successors(Some(id), |id| self.0.get(id).and_then(|lot| lot.merged_into));
        way.take(self.0.len() + 1).last().unwrap_or(id)
    }
}

/// Whether somebody who lives there, if they said where, lives in this house.
pub(crate) async fn same_house(db: &impl ConnectionTrait, home: Uuid, residence: Option<Uuid>) -> Result<bool, Failure> {
    let Some(residence) = residence else { return Ok(false) };
    Ok(Houses::of(db, [home, residence]).await?.same(home, residence))
}
