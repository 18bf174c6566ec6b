//! The columns of table B: what each counts and the list behind it.

use domain::filter::PlaceQuery;
use domain::summary::BuildingCounts;

use super::scope::Scope;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Name,
    Buildings,
    Required,
    Recognised,
    Missing,
    Unknown,
    Rate,
    Party,
    SocioPoliticalOnly,
    Neither,
    OrganizationUnknown,
    Agreement,
    /// How much of its data is old; of wards only.
    Stale,
}

impl Column {
    pub const ALL: [Self; 13] = [
        Self::Name,
        Self::Buildings,
        Self::Required,
        Self::Recognised,
        Self::Missing,
        Self::Unknown,
        Self::Rate,
        Self::Party,
        Self::SocioPoliticalOnly,
        Self::Neither,
        Self::OrganizationUnknown,
        Self::Agreement,
        Self::Stale,
    ];

    /// As in `?sort=` and in the locales.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Buildings => "buildings",
            Self::Required => "required",
            Self::Recognised => "recognised",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
            Self::Rate => "rate",
            Self::Party => "party",
            Self::SocioPoliticalOnly => "socio_political_only",
            Self::Neither => "none",
            Self::OrganizationUnknown => "organization_unknown",
            Self::Agreement => "agreement",
            Self::Stale => "stale",
        }
    }

    /// Names are read from A, numbers from the largest.
    pub fn largest_first(self) -> bool {
        self != Self::Name
    }

    /// How many buildings; of the rate, those that it counts.
    pub fn count(self, counts: &BuildingCounts) -> u64 {
        match self {
            Self::Name | Self::Buildings | Self::Stale => counts.total,
            Self::Required => counts.board_required,
            Self::Recognised => counts.board_recognised,
            Self::Missing | Self::Rate => counts.board_not_recognised,
            Self::Unknown => counts.board_unknown,
            Self::Party => counts.with_party_organization,
            Self::SocioPoliticalOnly => counts.with_socio_political_only,
            Self::Neither => counts.with_neither,
            Self::OrganizationUnknown => counts.organization_unknown,
            Self::Agreement => counts.with_agreement,
        }
    }

    /// The buildings that it counts.
    pub fn query(self, scope: &Scope) -> PlaceQuery {
        match self {
            Self::Name | Self::Buildings | Self::Stale => scope.buildings(),
            Self::Required => scope.required(""),
            Self::Recognised => scope.with("recognised", ""),
            Self::Missing | Self::Rate => scope.with("not_recognised", ""),
            Self::Unknown => scope.with("unknown", ""),
            Self::Party => scope.with("", "any"),
            Self::SocioPoliticalOnly => scope.with("", "socio_political_only"),
            Self::Neither => scope.with("", "none"),
            Self::OrganizationUnknown => scope.with("", "unknown"),
            Self::Agreement => PlaceQuery { agreement: "true".into(), ..scope.buildings() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_is_a_filter_that_the_list_understands() {
        for column in Column::ALL {
            assert!(column.query(&Scope::of_unit("26740")).check().is_ok(), "{column:?}");
        }
    }
}
