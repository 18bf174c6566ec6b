//! What the store promises, on SQLite and on PostgreSQL. One program, because linking each costs a minute.
#![allow(clippy::unwrap_used)]

mod accounts;
mod admin_units;
mod agreements;
mod audit;
mod bulk;
mod calendar;
mod common;
mod contacts;
mod corrections;
mod course;
mod freshness;
mod funnel;
mod import;
mod import_facts;
mod officers;
mod organization_links;
mod organizations;
mod places;
mod residential;
mod retention;
mod sample;
mod scope;
mod sealed;
mod second_factor;
mod settings;
mod summary;
mod write_path;
