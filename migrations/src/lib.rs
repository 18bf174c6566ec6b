//! The schema of Gần Dân, in the order in which it grew. A migration never changes once it has landed:
//! expand first, move what reads and writes, contract later. It never imports entities or the domain, so
//! that it still means tomorrow what it means today.

// The trait of the library is spelt so; an explicit lifetime no longer fits it.
#![allow(elided_lifetimes_in_paths)]

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod columns;
mod m0001_admin_units;
mod m0002_places;
mod m0003_changes;
mod m0004_imports;
mod m0006_audit_chain;
mod m0007_accounts;
mod m0008_city_tally;
mod m0009_second_factor;
mod m0010_map_cells;
mod m0011_corrections;
mod m0012_settings;
mod m0013_access_log_guard;
mod m0014_course;
mod m0015_funnel;
mod m0016_organizations;
mod m0017_agreements;
mod m0018_place_officers;
mod m0019_handed_over_on;
mod m0020_bulk_change;
mod m0021_sealed_records;
mod m0023_residential_areas;
mod m0024_change_log_floor;
mod m0025_people;
mod m0026_came_from;
mod m0027_unit_settings;
mod m0030_stay_tally;
mod m0031_breach_measures;
mod m0032_needs_no_visits;
mod m0040_taken_back;
mod m0041_agreement_party;
mod m0042_derive_anew;

/// All migrations.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_admin_units::Migration),
            Box::new(m0002_places::Migration),
            Box::new(m0003_changes::Migration),
            Box::new(m0004_imports::Migration),
            Box::new(m0006_audit_chain::Migration),
            Box::new(m0007_accounts::Migration),
            Box::new(m0008_city_tally::Migration),
            Box::new(m0009_second_factor::Migration),
            Box::new(m0010_map_cells::Migration),
            Box::new(m0011_corrections::Migration),
            Box::new(m0012_settings::Migration),
            Box::new(m0013_access_log_guard::Migration),
            Box::new(m0014_course::Migration),
            Box::new(m0015_funnel::Migration),
            Box::new(m0016_organizations::Migration),
            Box::new(m0017_agreements::Migration),
            Box::new(m0018_place_officers::Migration),
            Box::new(m0019_handed_over_on::Migration),
            Box::new(m0020_bulk_change::Migration),
            Box::new(m0021_sealed_records::Migration),
            Box::new(m0023_residential_areas::Migration),
            Box::new(m0024_change_log_floor::Migration),
            Box::new(m0025_people::Migration),
            Box::new(m0026_came_from::Migration),
            Box::new(m0027_unit_settings::Migration),
            Box::new(m0030_stay_tally::Migration),
            Box::new(m0031_breach_measures::Migration),
            Box::new(m0032_needs_no_visits::Migration),
            Box::new(m0040_taken_back::Migration),
            Box::new(m0041_agreement_party::Migration),
            Box::new(m0042_derive_anew::Migration),
        ]
    }
}
