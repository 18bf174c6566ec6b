//! The only code that knows the database: queries and use cases, on SQLite and PostgreSQL alike.
//! Entities never leave it; callers speak in types of `domain`.

mod actor;
mod backup;
mod connect;
mod entities;
mod fault;
mod session;
mod tally;

pub mod account;
pub mod admin_unit;
pub mod agreement;
pub mod assignment;
pub mod audit;
pub mod bench;
pub mod breach;
pub mod calendar;
pub mod contact;
pub mod course;
pub mod household;
pub mod import;
pub mod keys;
pub mod member;
pub mod my_households;
pub mod officer;
pub mod organization;
pub mod person;
pub mod place;
pub mod request;
pub mod retention;
pub mod sample;
pub mod sample_people;
pub mod sealed;
pub mod setting;
pub mod summary;
pub mod support;
pub mod visit;

pub use actor::{Actor, Grant, Scope};
pub use backup::{copy_to, end_all, has_schema, is_blank};
pub use connect::connect;
pub use keys::Keys;
pub use sea_orm::DatabaseConnection;
pub use session::{Operation, Session, Write};
