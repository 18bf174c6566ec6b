//! The tables as SeaORM sees them. They never leave this crate: use cases speak in types of `domain`.

pub mod admin_unit;
pub mod admin_unit_change;
pub mod applied_operation;
pub mod board_status;
pub mod change_log;
pub mod dispute;
pub mod import_run;
pub mod place;
pub mod place_organization;
pub mod place_tally;
