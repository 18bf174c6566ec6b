//! The import of table A: what a sheet says, row by row, before anything is written. Pure rules; files
//! are opened by the crate `formats`, which hands in `Sheet`s or single rows.
//!
//! ```text
//! rows ──Layout::find──▶ what each column means ──RowReader::read──▶ ImportedPlace | problems
//!                                                  UnitIndex::resolve ▶ today's unit
//! ```

mod board;
mod cell;
mod choices;
mod column;
mod course;
mod date;
mod decision;
mod forbidden;
mod headings;
mod household_columns;
mod households;
mod kind_of_row;
mod members;
mod names;
mod organization_column;
mod organization_table;
mod organizations;
mod problem;
mod reading;
mod row;
mod sheet;
mod unit_index;
mod unit_name;
pub mod words;

pub use choices::{Choices, ColumnRead, RowDecision, RowDecisions, SheetChoice, SheetRead, Understood, understand};
pub use column::Column;
pub use course::{Book, Difference, Known, News, news};
pub use forbidden::is_forbidden;
pub(crate) use forbidden::phrase_in;
pub use headings::{HEAD_ROWS, Layout};
pub use household_columns::{HouseholdColumn, category_words};
pub use households::{BadRow, HouseholdTable, ImportedHousehold};
pub use kind_of_row::{RowKind, kind_of};
pub use members::{MemberColumn, MemberRow, MemberTable, read_members};
pub use organization_column::OrganizationColumn;
pub use organization_table::{OrganizationRow, OrganizationTable, PlacesOfRow, read_organizations};
pub use organizations::Half;
pub use problem::{CODES, Problem};
pub use row::{ImportedPlace, RowReader, read_row};
pub use sheet::{Cell, Row, Sheet};
pub use unit_index::{Resolved, UnitIndex, Unresolved};
pub use unit_name::UnitRef;

#[cfg(test)]
mod course_tests;
#[cfg(test)]
mod organization_table_tests;
#[cfg(test)]
mod tests;
