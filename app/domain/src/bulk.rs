//! One thing said of many places at once: a field, or a fact of their boards.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::change::Fields;
use crate::codes::codes;
use crate::course::BoardFact;
use crate::failure::FieldErrors;
use crate::place::{Place, PlaceDraft, PlaceKind};

/// How many places one change takes in.
pub const MOST: usize = 500;

codes! {
    /// A field that means the same at many places. Its code is the name of the field.
    BulkField { ReviewedOn, OrganizationsConfirmedOn, Segment, HandedOverOn, SeveralOwners }
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum BulkChange {
    Field { field: BulkField, value: Value },
    Fact(BoardFact),
}

impl BulkField {
    /// A day, which must be said.
    pub fn is_day(self) -> bool {
        matches!(self, Self::ReviewedOn | Self::OrganizationsConfirmedOn | Self::HandedOverOn)
    }

    /// A day on which somebody looked: an earlier one takes nothing back.
    fn confirms(self) -> bool {
        matches!(self, Self::ReviewedOn | Self::OrganizationsConfirmedOn)
    }

    fn day_of(self, place: &PlaceDraft) -> Option<NaiveDate> {
        match self {
            Self::ReviewedOn => place.reviewed_on,
            Self::OrganizationsConfirmedOn => place.organizations_confirmed_on,
            _ => None,
        }
    }
}

impl BulkChange {
    /// What cannot be said of any place.
    pub fn check(&self) -> Result<(), FieldErrors> {
        match self {
            Self::Field { field, value } if field.is_day() && value.is_null() => Err(FieldErrors::one(field.code(), "required", "")),
            _ => Ok(()),
        }
    }

    /// Whether it can be said of this place at all; the rules of its fields and facts come after.
    pub fn suits(&self, place: &PlaceDraft) -> Result<(), FieldErrors> {
        match self {
            Self::Field { .. } => Ok(()),
            Self::Fact(_) if !place.has_board() => Err(FieldErrors::one("kind", "place_has_no_board", "")),
            // It is recorded once for all buildings of the cluster, and each of them would say it again.
            Self::Fact(_) if place.kind == PlaceKind::BuildingCluster => Err(FieldErrors::one("kind", "cluster_by_itself", "")),
            Self::Fact(_) => Ok(()),
        }
    }

    /// The fields of a place that it changes; of a fact, they follow from it.
    pub fn fields(&self, place: &PlaceDraft) -> Fields {
        match self {
            Self::Fact(_) => Fields::new(),
            Self::Field { field, value } => {
                let said: Option<NaiveDate> = value.as_str().and_then(|day| day.parse().ok());
                let later = field.day_of(place).filter(|stands| field.confirms() && said.is_some_and(|said| said < *stands));
                let value = later.map_or_else(|| value.clone(), |stands| json!(stands));
                Fields::from([(field.code().to_owned(), value)])
            }
        }
    }

    /// The same without what somebody wrote in their own words: what a receipt keeps.
    pub fn without_words(&self) -> Self {
        match self {
            Self::Fact(fact) => Self::Fact(BoardFact { reason: None, overruled: None, ..fact.clone() }),
            other => other.clone(),
        }
    }
}

/// A place as the person saw it who chose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    pub id: uuid::Uuid,
    pub revision: i64,
}

impl From<&Place> for Chosen {
    fn from(place: &Place) -> Self {
        Self { id: place.id, revision: place.revision }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::FactKind;
    use rstest::rstest;
    use uuid::Uuid;

    fn field(field: BulkField, value: Value) -> BulkChange {
        BulkChange::Field { field, value }
    }

    #[rstest]
    #[case::never_looked_at(None, "2026-11-10")]
    #[case::looked_at_before(Some("2026-01-05"), "2026-11-10")]
    #[case::looked_at_later_stays(Some("2026-11-20"), "2026-11-20")]
    fn a_confirmation_takes_back_no_later_one(#[case] stands: Option<&str>, #[case] expected: &str) {
        let place = PlaceDraft { reviewed_on: stands.and_then(|day| day.parse().ok()), ..PlaceDraft::default() };
        let said = field(BulkField::ReviewedOn, json!("2026-11-10")).fields(&place);
        assert_eq!(said, Fields::from([("reviewed_on".into(), json!(expected))]));
    }

    #[test]
    fn every_field_is_one_of_a_place_and_a_day_must_be_said() {
        let known = crate::change::fields(&PlaceDraft::default());
        for one in BulkField::all() {
            assert!(known.contains_key(one.code()), "{one}");
            assert_eq!(field(*one, Value::Null).check().is_err(), one.is_day(), "{one}");
        }
    }

    #[test]
    fn a_fact_suits_a_building_and_neither_a_cluster_nor_an_area() {
        let fact = BulkChange::Fact(BoardFact::new(Uuid::nil(), FactKind::WardConvenes, NaiveDate::MIN));
        let of = |kind| fact.suits(&PlaceDraft { kind, ..PlaceDraft::default() }).err().map(|errors| errors.0[0].code.clone());
        assert_eq!(of(PlaceKind::ApartmentBuilding), None);
        assert_eq!(of(PlaceKind::BuildingCluster).as_deref(), Some("cluster_by_itself"));
        assert_eq!(of(PlaceKind::ResidentialArea).as_deref(), Some("place_has_no_board"));
    }
}
