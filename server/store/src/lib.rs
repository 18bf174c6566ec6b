//! The only code that knows the database: queries and use cases, on SQLite and PostgreSQL alike.
//! Entities never leave it; callers speak in types of `domain`.

mod connect;
mod entities;
mod fault;
mod session;
mod tally;

pub mod admin_unit;
pub mod bench;
pub mod import;
pub mod place;
pub mod sample;
pub mod summary;

pub use connect::connect;
pub use sea_orm::DatabaseConnection;
pub use session::{Actor, Operation, Session, Write};
