//! What the store promises, on SQLite and on PostgreSQL. One program, because linking each costs a minute.
#![allow(clippy::unwrap_used)]

mod accounts;
mod admin_units;
mod audit;
mod common;
mod corrections;
mod course;
mod funnel;
mod import;
mod organization_links;
mod organizations;
mod places;
mod retention;
mod sample;
mod scope;
mod second_factor;
mod settings;
mod summary;
mod write_path;
