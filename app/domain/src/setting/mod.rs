//! Thresholds and deadlines as settings with effective dates, and the working days that deadlines count
//! in. They change by law and by decision: nothing else in the program writes one of these numbers down.

mod calendar;
mod draft;
mod key;
mod of_unit;
mod rules;

pub use calendar::{Holiday, Holidays, days_after, days_before, months_after};
pub use key::{Setting, SettingGroup, SettingUnit};
pub use of_unit::{UnitSetting, UnitSettingDraft};
pub use rules::{Rules, SettingDraft, SettingValue, Thresholds};
