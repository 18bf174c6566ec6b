//! What the store promises, on SQLite and on PostgreSQL. One program, because linking each costs a minute.
#![allow(clippy::unwrap_used)]

mod admin_units;
mod common;
mod import;
mod places;
mod sample;
mod summary;
mod write_path;
