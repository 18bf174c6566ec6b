//! The invented city. Its units are real by code, name and kind, their boundaries approximated; everything
//! that stands in them is made up. Pure: the same date and scale give the same city, to the last byte.

mod board;
mod buildings;
mod cells;
mod course;
mod districts;
mod ground;
mod ids;
mod ledger;
mod linked;
mod names;
mod no_board;
mod organizations;
mod people;
mod people_words;
mod plan;
mod random;
mod residential;
mod situation;
mod sizes;
mod telling;
mod units;
mod ward;

use chrono::NaiveDate;
use domain::admin_unit::{AdminUnitDraft, FormerUnit};
use domain::course::BoardFact;
use domain::place::PlaceDraft;
use uuid::Uuid;

pub use linked::{DemoLink, DemoOrganization};
pub use people::{DemoHousehold, DemoMember, DemoRequest, People};
pub use ward::DemoWard;

/// The day from which the units hold.
pub const VALID_FROM: NaiveDate = NaiveDate::from_ymd_opt(2025, 7, 1).expect("a date of the calendar");

/// The city: units whole, places made while they are asked for.
pub struct City {
    /// 168 units in the order of their codes.
    pub units: Vec<AdminUnitDraft>,
    /// The units of before, each beside the unit of today that it or a part of it went to.
    pub former_units: Vec<FormerUnit>,
    as_of: NaiveDate,
    scale: u32,
}

/// A place that is not in the register yet.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoPlace {
    pub id: Uuid,
    pub unit_code: String,
    /// Without `admin_unit_id`, which only the register knows.
    pub draft: PlaceDraft,
    /// What is known of its board, oldest first: its fields follow from that. The facts of a cluster hold for
    /// its buildings. None where only the fields are known.
    pub facts: Vec<BoardFact>,
}

/// The city as it stands on the day `as_of`, with every count `scale` times that of 2022.
pub fn city(as_of: NaiveDate, scale: u32) -> City {
    let units = units::units();
    City {
        units: units.iter().map(|unit| unit.draft.clone()).collect(),
        former_units: units.iter().flat_map(|unit| unit.former.iter().cloned()).collect(),
        as_of,
        scale,
    }
}

impl City {
    /// The people of the city: members who help, and households that asked for help. None of them lives.
    pub fn people(&self) -> People {
        people::people(self, self.as_of, self.scale)
    }

    /// The organizations that buildings have a share in.
    pub fn organizations(&self) -> Vec<DemoOrganization> {
        linked::organizations(self, self.as_of)
    }

    /// What the ward with this code wrote down beyond its places.
    pub fn ward(&self, code: &str) -> DemoWard {
        ward::ward(self, self.as_of, code)
    }

    /// All places, each cluster before its buildings. One copy of the city is in memory at a time.
    pub fn places(&self) -> impl Iterator<Item = DemoPlace> + '_ {
        (0..self.scale).flat_map(|copy| {
            let mut ids = ids::Ids::new(copy);
            let buildings = buildings::buildings(copy, self.as_of, &mut ids);
            buildings.into_iter().chain(residential::areas(copy, self.as_of, &mut ids))
        })
    }
}
