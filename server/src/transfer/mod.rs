//! Files in and out, for the command line and for the running program alike.

pub mod boundaries;
pub mod export;
pub mod former_units;
pub mod places;
pub mod rejected;
mod web;

pub use web::routes;
