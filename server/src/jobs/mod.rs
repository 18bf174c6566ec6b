//! What the running program does by itself. Each is safe to run twice.

pub mod backup;
pub mod course;
pub mod retention;
pub mod tidy;
