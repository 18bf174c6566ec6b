//! The tables as SeaORM sees them. They never leave this crate: use cases speak in types of `domain`.

pub mod access_log;
pub mod account;
pub mod account_link;
pub mod account_role;
pub mod admin_unit;
pub mod admin_unit_change;
pub mod api_token;
pub mod applied_operation;
pub mod board_fact;
pub mod board_status;
pub mod change_log;
pub mod change_log_head;
pub mod correction;
pub mod dispute;
pub mod due;
pub mod holiday;
pub mod import_run;
pub mod place;
pub mod place_organization;
pub mod place_tally;
pub mod postponed;
pub mod recovery_code;
pub mod second_factor;
pub mod session;
pub mod setting_value;
