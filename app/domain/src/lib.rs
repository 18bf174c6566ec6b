//! Types and rules of Gần Dân. Pure: no I/O, no clock (today's date is passed in), the same on the
//! server and in the browser. Words are those of the README's vocabulary, one English term for each idea.

mod codes;
pub mod correction;

pub mod account;
pub mod admin_unit;
pub mod agreement;
pub mod assignment;
pub mod board;
pub mod breach;
pub mod bulk;
pub mod calendar;
pub mod change;
pub mod course;
pub mod due;
pub mod fact;
pub mod failure;
pub mod filter;
pub mod forbidden;
pub mod household;
pub mod import;
pub mod member;
pub mod officer;
pub mod organization;
pub mod permission;
pub mod person_request;
pub mod place;
pub mod predecessors;
pub mod request;
pub mod residential;
pub mod sealed;
pub mod setting;
pub mod summary;
pub mod support_table;
pub mod text;
pub mod visit;
