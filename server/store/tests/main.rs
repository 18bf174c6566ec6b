//! What the store promises, on SQLite and on PostgreSQL. One program, because linking each costs a minute.
#![allow(clippy::unwrap_used)]

mod accounts;
mod admin_units;
mod audit;
mod bulk;
mod common;
mod corrections;
mod course;
mod freshness;
mod funnel;
mod import;
mod places;
mod retention;
mod sample;
mod scope;
mod second_factor;
mod settings;
mod summary;
mod write_path;
