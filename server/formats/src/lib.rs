//! Files in and out: workbooks, comma-separated text, GeoJSON, calendars. Knows no database and no page; what rows
//! mean is decided in `domain::import`.

mod error;
mod export;
mod guide;
mod households;
mod members;
mod organizations;
mod read;
mod rejected;
mod template;

pub use domain::import::{Cell, Row, Sheet};
pub use error::FormatError;
pub use export::calendar::{CalendarEntry, write_calendar};
pub use export::{ExportRow, Format, write_places};
pub use households::empty_household_table;
pub use members::empty_member_table;
pub use organizations::empty_organization_table;
pub use read::encoding::Encoding;
pub use read::features::{Feature, read_geojson_features};
pub use read::geojson::looks_like_geojson;
pub use read::places::read_geojson_places;
pub use read::table::{Table, read_sheets, read_sheets_as};
pub use rejected::{Rejected, write_rejected};
pub use template::empty_table_a;
