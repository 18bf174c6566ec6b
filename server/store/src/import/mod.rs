//! Taking in a table of places: find each row's unit and place, check it, save what differs. The command
//! line and the page run the same code; a preview is the same run without the saving.

mod alike;
mod course;
mod match_rows;
mod numbers;
mod plan;
mod report;
mod run;
mod run_record;
mod undo;
mod unit_of_row;

pub use report::{AlikeRow, ImportOptions, ImportReport, Incoming, Resembled, SampleChange, SampleFact};
pub use run_record::ImportRun;
pub(crate) use run_record::forget_files;
