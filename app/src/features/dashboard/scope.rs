//! From a number to the places behind it.

use domain::filter::PlaceQuery;
use domain::officer::LookedAfter;
use domain::place::PlaceKind;
use leptos::prelude::*;

use crate::texts::Texts;
use crate::ui::count;

/// What part of the register a block speaks of. Nothing set: all of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// Code of an admin unit.
    pub unit: String,
    /// Name of a former district.
    pub district: String,
}

impl Scope {
    pub fn of_unit(code: &str) -> Self {
        Self { unit: code.into(), ..Self::default() }
    }

    pub fn of_district(name: &str) -> Self {
        Self { district: name.into(), ..Self::default() }
    }

    /// Its apartment buildings.
    pub fn buildings(&self) -> PlaceQuery {
        self.places(PlaceKind::ApartmentBuilding)
    }

    pub fn places(&self, kind: PlaceKind) -> PlaceQuery {
        PlaceQuery { kind: kind.code().into(), unit: self.unit.clone(), district: self.district.clone(), ..PlaceQuery::default() }
    }

    /// Its buildings with this board and these organizations; an empty code asks for nothing.
    pub fn with(&self, board: &str, party: &str) -> PlaceQuery {
        PlaceQuery { board: board.into(), party: party.into(), ..self.buildings() }
    }

    /// The same among those that must have a board.
    pub fn required(&self, board: &str) -> PlaceQuery {
        PlaceQuery { required: "true".into(), ..self.with(board, "") }
    }
}

/// The list behind a filter: all that was counted, also for those whose list opens on their own places.
pub fn list_of(query: &PlaceQuery) -> String {
    let mut query = query.clone();
    if query.is_plain() {
        query.looked_after = LookedAfter::All.to_string();
    }
    format!("/places?{}", serde_html_form::to_string(&query).unwrap_or_default())
}

/// A count that leads to what it counts. Behind a nought there is nothing to show.
pub fn number(t: Texts, found: u64, query: &PlaceQuery) -> AnyView {
    if found == 0 { "0".into_any() } else { view! { <a href=list_of(query)>{count(t, found)}</a> }.into_any() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_carries_the_filter_that_was_counted() {
        assert_eq!(
            list_of(&Scope::of_unit("26740").required("not_recognised")),
            "/places?unit=26740&kind=apartment_building&board=not_recognised&required=true"
        );
        assert_eq!(
            list_of(&Scope::of_district("Quận 1").with("", "any")),
            "/places?kind=apartment_building&party=any&district=Qu%E1%BA%ADn+1"
        );
        assert_eq!(list_of(&Scope::default().buildings()), "/places?kind=apartment_building&looked_after=all");
    }
}
