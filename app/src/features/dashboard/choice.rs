//! How the person wants to see the figures: all of it in the URL, so that what one sends is what the other sees.

use domain::failure::{Failure, FieldErrors};
use serde::Deserialize;

use super::column::Column;
use super::measure::Measure;

/// What the rows of the table are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Group {
    #[default]
    Ward,
    District,
}

impl Group {
    pub const ALL: [Self; 2] = [Self::Ward, Self::District];

    pub fn code(self) -> &'static str {
        match self {
            Self::Ward => "ward",
            Self::District => "district",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    pub measure: Measure,
    pub group: Group,
    pub sort: Column,
    pub descending: bool,
}

impl Default for Choice {
    fn default() -> Self {
        Self { measure: Measure::Board, group: Group::Ward, sort: Column::Name, descending: false }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    measure: String,
    group: String,
    sort: String,
    order: String,
}

impl Choice {
    /// What the query of a URL asks for, or what in it makes no sense.
    pub fn read(query: &str) -> Result<Self, Failure> {
        let asked: Asked = serde_html_form::from_str(query).map_err(|_| FieldErrors::one("query", "not_a_choice", ""))?;
        let mut errors = FieldErrors::default();
        let measure = find("measure", &asked.measure, &Measure::ALL, Measure::code, &mut errors);
        let group = find("group", &asked.group, &Group::ALL, Group::code, &mut errors);
        let sort = find("sort", &asked.sort, &Column::ALL, Column::code, &mut errors).unwrap_or(Column::Name);
        let descending = find("order", &asked.order, &[false, true], order, &mut errors);
        errors.into_result()?;
        Ok(Self {
            measure: measure.unwrap_or_default(),
            group: group.unwrap_or_default(),
            sort,
            descending: descending.unwrap_or(sort.largest_first()),
        })
    }

    /// The dashboard with this choice; only what is unusual is named.
    pub fn link(self, anchor: &str) -> String {
        let mut parts = Vec::new();
        if self.measure != Measure::default() {
            parts.push(format!("measure={}", self.measure.code()));
        }
        if self.group != Group::default() {
            parts.push(format!("group={}", self.group.code()));
        }
        if self.sort != Column::Name || self.descending {
            parts.push(format!("sort={}&order={}", self.sort.code(), order(self.descending)));
        }
        let mark = if parts.is_empty() { "" } else { "?" };
        format!("/{mark}{}#{anchor}", parts.join("&"))
    }

    /// After a tap on this column's heading: sorted by it, the other way round if it already was.
    pub fn sorted_by(self, column: Column) -> Self {
        let descending = if self.sort == column { !self.descending } else { column.largest_first() };
        Self { sort: column, descending, ..self }
    }
}

fn order(descending: bool) -> &'static str {
    if descending { "desc" } else { "asc" }
}

fn find<T: Copy>(field: &str, asked: &str, all: &[T], code: fn(T) -> &'static str, errors: &mut FieldErrors) -> Option<T> {
    let found = all.iter().copied().find(|value| code(*value) == asked);
    if found.is_none() && !asked.is_empty() {
        errors.push(field, "not_a_choice", "");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_read_again_is_the_same_choice() {
        for sort in Column::ALL {
            for descending in [false, true] {
                let choice = Choice { measure: Measure::Party, group: Group::District, sort, descending };
                let link = choice.link("wards");
                let query = link.trim_start_matches("/?").split('#').next().unwrap_or_default();
                assert_eq!(Choice::read(query).ok(), Some(choice), "{link}");
            }
        }
        assert_eq!(Choice::default().link("map"), "/#map");
    }

    #[test]
    fn a_second_tap_turns_the_order_round() {
        let once = Choice::default().sorted_by(Column::Rate);
        assert!(once.descending);
        assert!(!once.sorted_by(Column::Rate).descending);
        assert!(!once.sorted_by(Column::Name).descending);
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(matches!(Choice::read("measure=gloom"), Err(Failure::Invalid(_))));
        assert_eq!(Choice::read("unrelated=1").ok(), Some(Choice::default()));
    }
}
