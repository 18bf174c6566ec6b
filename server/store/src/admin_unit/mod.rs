//! Administrative units: which hold today, what they were before, where a point lies.

mod geometry;
mod import;
mod locator;
mod read;

pub(crate) use import::former_rows;
pub use import::{BoundaryReport, unit_rows};
pub use locator::UnitLocator;
pub use read::UnitShape;
pub(crate) use read::{former, unit_names, units_by_id, units_called_formerly};
