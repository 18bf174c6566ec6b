//! `/support`: for the city, what was done for households in a month that is over. Figures that were frozen, never
//! people, and nothing to be filtered or crossed.

mod page;
mod table;

pub use page::show;
