//! Places: apartment buildings, building clusters and residential areas.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::board::{BoardCategory, BoardStatus};
use crate::codes::codes;
use crate::course::FunnelStage;
use crate::failure::FieldErrors;
use crate::organization::{PartyCategory, PlaceOrganization};
use crate::residential::HeadPost;
use crate::text;

codes! {
    /// What a place is. Counted as buildings are apartment buildings only, never the cluster beside them.
    PlaceKind { ApartmentBuilding, BuildingCluster, ResidentialArea }
}
codes! {
    /// The market an apartment building was made for.
    Segment { HighEnd, Commercial, SocialHousing, Resettlement, OldBlock }
}

/// Limits of text fields, in characters.
pub mod limits {
    pub const NAME: usize = 200;
    pub const ADDRESS: usize = 300;
    pub const NUMBER: usize = 100;
    pub const NOTE: usize = 500;
}

/// Everything about a place that a person or a file may say. The names of these fields are those of the
/// API, the forms, the change log and the export.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PlaceDraft {
    pub kind: PlaceKind,
    pub segment: Option<Segment>,
    pub name: String,
    /// House number and street.
    pub address: String,
    /// The version of the admin unit it lies in.
    pub admin_unit_id: Uuid,
    /// Name of the district that was, with its kind ("Quận 1"): of the place, since a ward may span two.
    pub former_district: Option<String>,
    /// Degrees, WGS 84.
    pub lon: Option<f64>,
    /// Degrees, WGS 84.
    pub lat: Option<f64>,
    /// GeoJSON geometry as text: a building's footprint, a residential area's extent.
    pub area: Option<String>,
    pub blocks: Option<u32>,
    pub apartments: Option<u32>,
    pub handed_over: Option<u32>,
    pub handover_year: Option<u32>,
    /// The day of handover, where more than the year is known.
    pub handed_over_on: Option<NaiveDate>,
    /// Whether its apartments belong to several owners: one with a single owner needs no board.
    pub several_owners: Option<bool>,
    pub residents: Option<u32>,
    /// The cluster this building stands in.
    pub parent_id: Option<Uuid>,
    /// The residential area in which this building or cluster lies.
    pub residential_area_id: Option<Uuid>,
    /// Of a residential area: whether it has a head.
    pub head_post: Option<HeadPost>,
    #[serde(flatten)]
    pub board: BoardStatus,
    pub organizations: BTreeSet<PlaceOrganization>,
    /// The day on which somebody confirmed that `organizations` is the whole list.
    pub organizations_confirmed_on: Option<NaiveDate>,
    /// Number of the decision that founded the party organization.
    pub party_decision: Option<String>,
    /// How many members its party organization counts: a number of the organization, never a list.
    pub party_members: Option<u32>,
    /// Whether its own cell has a committee.
    pub cell_committee: Option<bool>,
    pub agreement_number: Option<String>,
    pub agreement_on: Option<NaiveDate>,
    /// The day on which somebody last confirmed all of this where it stands.
    pub reviewed_on: Option<NaiveDate>,
    pub note: Option<String>,
    pub closed_on: Option<NaiveDate>,
    /// It was a duplicate of that place; what was said of it stands there.
    pub merged_into: Option<Uuid>,
}

impl Default for PlaceDraft {
    fn default() -> Self {
        Self {
            kind: PlaceKind::ApartmentBuilding,
            segment: None,
            name: String::new(),
            address: String::new(),
            admin_unit_id: Uuid::nil(),
            former_district: None,
            lon: None,
            lat: None,
            area: None,
            blocks: None,
            apartments: None,
            handed_over: None,
            handover_year: None,
            handed_over_on: None,
            several_owners: None,
            residents: None,
            parent_id: None,
            residential_area_id: None,
            head_post: None,
            board: BoardStatus::default(),
            organizations: BTreeSet::new(),
            organizations_confirmed_on: None,
            party_decision: None,
            party_members: None,
            cell_committee: None,
            agreement_number: None,
            agreement_on: None,
            reviewed_on: None,
            note: None,
            closed_on: None,
            merged_into: None,
        }
    }
}

impl PlaceDraft {
    /// Cleans what was typed and finds every field that cannot be taken.
    pub fn check(mut self, today: NaiveDate) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        self.name = text::clean(&self.name);
        self.address = text::clean(&self.address);
        for field in [
            &mut self.former_district,
            &mut self.board.decision_number,
            &mut self.party_decision,
            &mut self.agreement_number,
            &mut self.note,
        ] {
            *field = field.take().map(|value| text::clean(&value)).filter(|value| !value.is_empty());
        }
        self.board.settle();

        if self.name.is_empty() {
            errors.push("name", "required", "");
        }
        let mut bounded = |field: &str, value: &str, limit: usize| {
            if value.chars().count() > limit {
                errors.push(field, "too_long", limit);
            }
        };
        bounded("name", &self.name, limits::NAME);
        bounded("address", &self.address, limits::ADDRESS);
        bounded("former_district", self.former_district.as_deref().unwrap_or_default(), limits::NUMBER);
        bounded("decision_number", self.board.decision_number.as_deref().unwrap_or_default(), limits::NUMBER);
        bounded("party_decision", self.party_decision.as_deref().unwrap_or_default(), limits::NUMBER);
        bounded("agreement_number", self.agreement_number.as_deref().unwrap_or_default(), limits::NUMBER);
        bounded("note", self.note.as_deref().unwrap_or_default(), limits::NOTE);
        if self.admin_unit_id.is_nil() {
            errors.push("admin_unit_id", "required", "");
        }
        self.check_kind_of_fields(&mut errors);
        self.check_numbers(today, &mut errors);
        self.check_point(&mut errors);
        self.check_dates(today, &mut errors);
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    /// Fields that only some kinds of places have.
    fn check_kind_of_fields(&self, errors: &mut FieldErrors) {
        let area = self.kind == PlaceKind::ResidentialArea;
        if self.head_post.is_some() && !area {
            errors.push("head_post", "only_of_a_residential_area", "");
        }
        if self.residential_area_id.is_some() && area {
            errors.push("residential_area_id", "area_within_an_area", "");
        }
    }

    fn check_numbers(&self, today: NaiveDate, errors: &mut FieldErrors) {
        for (field, value, limit) in [
            ("blocks", self.blocks, 1_000),
            ("apartments", self.apartments, 100_000),
            ("handed_over", self.handed_over, 100_000),
            ("residents", self.residents, 1_000_000),
            ("party_members", self.party_members, 100_000),
        ] {
            if value.is_some_and(|value| value > limit) {
                errors.push(field, "too_large", limit);
            }
        }
        if let (Some(handed_over), Some(apartments)) = (self.handed_over, self.apartments)
            && handed_over > apartments
        {
            errors.push("handed_over", "more_handed_over_than_apartments", apartments);
        }
        let latest = today.year().unsigned_abs() + 5;
        if self.handover_year.is_some_and(|year| !(1900..=latest).contains(&year)) {
            errors.push("handover_year", "year_out_of_range", latest);
        }
        let year_of_day = self.handed_over_on.map(|day| u32::try_from(day.year()).unwrap_or_default());
        if year_of_day.is_some_and(|year| !(1900..=latest).contains(&year)) {
            errors.push("handed_over_on", "year_out_of_range", latest);
        } else if let (Some(of_day), Some(year)) = (year_of_day, self.handover_year)
            && of_day != year
        {
            errors.push("handed_over_on", "handed_over_in_another_year", year);
        }
    }

    fn check_point(&self, errors: &mut FieldErrors) {
        match (self.lon, self.lat) {
            (Some(_), None) => errors.push("lat", "point_needs_both", ""),
            (None, Some(_)) => errors.push("lon", "point_needs_both", ""),
            (Some(lon), Some(lat)) => {
                if looks_swapped(lon, lat) {
                    errors.push("lat", "swapped_coordinates", "");
                } else if !(-180.0..=180.0).contains(&lon) {
                    errors.push("lon", "longitude_out_of_range", "");
                } else if !(-90.0..=90.0).contains(&lat) {
                    errors.push("lat", "latitude_out_of_range", "");
                }
            }
            (None, None) => {}
        }
    }

    fn check_dates(&self, today: NaiveDate, errors: &mut FieldErrors) {
        for (field, date) in [
            ("decision_on", self.board.decision_on),
            ("organizations_confirmed_on", self.organizations_confirmed_on),
            ("agreement_on", self.agreement_on),
            ("reviewed_on", self.reviewed_on),
            ("closed_on", self.closed_on),
        ] {
            if date.is_some_and(|date| date > today) {
                errors.push(field, "date_in_future", "");
            }
            if date.is_some_and(|date| date.year() < 1950) {
                errors.push(field, "date_too_early", "1950");
            }
        }
        if let (Some(decided), Some(ends)) = (self.board.decision_on, self.board.term_ends_on)
            && ends <= decided
        {
            errors.push("term_ends_on", "term_ends_before_decision", "");
        }
    }

    pub fn party(&self) -> PartyCategory {
        PartyCategory::of(&self.organizations, self.organizations_confirmed_on)
    }

    /// Only apartment buildings and clusters have a management board.
    /// How far a building is on the way to a recognised board; none where it need not have one, or where
    /// nobody knows.
    pub fn stage(&self) -> Option<FunnelStage> {
        FunnelStage::of(&self.board).filter(|_| self.kind == PlaceKind::ApartmentBuilding)
    }

    pub fn has_board(&self) -> bool {
        self.kind != PlaceKind::ResidentialArea
    }
}

/// Vietnam lies between 102 and 118 degrees east and 6 and 24 degrees north: a pair that fits only the
/// other way round was swapped. It is reported, never repaired silently.
pub fn looks_swapped(lon: f64, lat: f64) -> bool {
    let vietnam = |lon: f64, lat: f64| (102.0..=118.0).contains(&lon) && (6.0..=24.0).contains(&lat);
    !vietnam(lon, lat) && vietnam(lat, lon)
}

/// A place as it stands in the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    pub id: Uuid,
    pub revision: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Part of the invented city.
    pub sample: bool,
    #[serde(flatten)]
    pub draft: PlaceDraft,
    pub admin_unit_code: String,
    /// With its kind: "Phường Sài Gòn".
    pub admin_unit_name: String,
    pub board_category: BoardCategory,
    pub party_category: PartyCategory,
}

/// A place as one line of a list or one point of the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceRow {
    pub id: Uuid,
    pub kind: PlaceKind,
    pub name: String,
    pub address: String,
    pub admin_unit_code: String,
    /// With its kind: "Phường Sài Gòn".
    pub admin_unit_name: String,
    pub former_district: Option<String>,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub apartments: Option<u32>,
    pub board: BoardCategory,
    pub party: PartyCategory,
    pub reviewed_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date")
    }

    fn draft() -> PlaceDraft {
        PlaceDraft { name: "Chung cư A".into(), admin_unit_id: Uuid::from_u128(1), ..PlaceDraft::default() }
    }

    fn errors(draft: PlaceDraft) -> Vec<(String, String)> {
        draft.check(day()).err().map(|errors| errors.0.into_iter().map(|e| (e.field, e.code)).collect()).unwrap_or_default()
    }

    #[test]
    fn all_faults_of_a_draft_are_found_at_once() {
        let bad = PlaceDraft { name: " ".into(), apartments: Some(10), handed_over: Some(11), lon: Some(106.7), ..draft() };
        let expected = [("name", "required"), ("handed_over", "more_handed_over_than_apartments"), ("lat", "point_needs_both")];
        assert_eq!(errors(bad), expected.map(|(field, code)| (field.to_owned(), code.to_owned())));
    }

    #[test]
    fn a_name_has_up_to_200_characters_not_bytes() {
        assert!(errors(PlaceDraft { name: "ữ".repeat(200), ..draft() }).is_empty());
        assert_eq!(errors(PlaceDraft { name: "ữ".repeat(201), ..draft() })[0].1, "too_long");
    }

    #[test]
    fn swapped_coordinates_are_reported_and_not_repaired() {
        assert_eq!(errors(PlaceDraft { lon: Some(10.77), lat: Some(106.7), ..draft() })[0].1, "swapped_coordinates");
        assert!(!looks_swapped(106.7, 10.77));
        assert!(!looks_swapped(13.4, 52.5));
    }

    #[test]
    fn the_day_of_handover_lies_in_the_year_of_handover() {
        let handed_over = |day: &str, year| PlaceDraft { handed_over_on: day.parse().ok(), handover_year: year, ..draft() };
        assert!(errors(handed_over("2024-03-14", Some(2024))).is_empty());
        assert!(errors(handed_over("2024-03-14", None)).is_empty(), "the day says the year");
        let fault = |code: &str| [("handed_over_on".to_owned(), code.to_owned())];
        assert_eq!(errors(handed_over("2024-03-14", Some(2023))), fault("handed_over_in_another_year"));
        assert_eq!(errors(handed_over("2054-03-14", None)), fault("year_out_of_range"));
    }

    #[test]
    fn a_decision_cannot_lie_in_the_future() {
        let mut bad = draft();
        bad.board.decision_on = day().succ_opt();
        assert_eq!(errors(bad)[0], ("decision_on".to_owned(), "date_in_future".to_owned()));
    }
}
