//! Which places a list, a map, an export or the API shows. The same words in each of their URLs.

use serde::{Deserialize, Serialize};

use crate::board::BoardCategory;
use crate::codes::codes;
use crate::course::FunnelStage;
use crate::failure::FieldErrors;
use crate::officer::LookedAfter;
use crate::organization::PartyCategory;
use crate::place::{PlaceKind, Segment, limits};
use crate::residential::HeadPost;

codes! {
    /// What is asked of the board: a category, or all that are known to have no recognised one.
    BoardFilter { Recognised, UnderWay, Missing, NotRequired, Unknown, NotRecognised }
}
codes! {
    /// What is asked of the organizations: a category, or a party organization of any kind.
    PartyFilter { OwnCell, SharedCell, ClusterCell, GroupWithinCell, SocioPoliticalOnly, None, Unknown, Any }
}

impl BoardFilter {
    /// The categories that it takes in.
    pub fn categories(self) -> Vec<BoardCategory> {
        match self {
            Self::Recognised => vec![BoardCategory::Recognised],
            Self::UnderWay => vec![BoardCategory::UnderWay],
            Self::Missing => vec![BoardCategory::Missing],
            Self::NotRequired => vec![BoardCategory::NotRequired],
            Self::Unknown => vec![BoardCategory::Unknown],
            Self::NotRecognised => BoardCategory::all().iter().copied().filter(|c| c.is_not_recognised()).collect(),
        }
    }
}

impl PartyFilter {
    /// The categories that it takes in.
    pub fn categories(self) -> Vec<PartyCategory> {
        match self {
            Self::OwnCell => vec![PartyCategory::OwnCell],
            Self::SharedCell => vec![PartyCategory::SharedCell],
            Self::ClusterCell => vec![PartyCategory::ClusterCell],
            Self::GroupWithinCell => vec![PartyCategory::GroupWithinCell],
            Self::SocioPoliticalOnly => vec![PartyCategory::SocioPoliticalOnly],
            Self::None => vec![PartyCategory::None],
            Self::Unknown => vec![PartyCategory::Unknown],
            Self::Any => PartyCategory::all().iter().copied().filter(|c| c.is_party()).collect(),
        }
    }
}

/// A checked filter. Nothing set: all places that are open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceFilter {
    /// Words of the name, the address, the ward, a former ward or a former district.
    pub q: Option<String>,
    /// Code of an admin unit in force.
    pub unit: Option<String>,
    pub kind: Option<PlaceKind>,
    pub segment: Option<Segment>,
    pub board: Option<BoardFilter>,
    /// Must (true) or need not (false) have a board.
    pub required: Option<bool>,
    /// How far it is on the way to a recognised board.
    pub stage: Option<FunnelStage>,
    pub party: Option<PartyFilter>,
    /// Has (true) or has not (false) a coordination agreement.
    pub agreement: Option<bool>,
    /// Its cell has (true) a committee, or has none as far as is known (false).
    pub committee: Option<bool>,
    /// Of residential areas: their head's post is filled or vacant.
    pub head: Option<HeadPost>,
    /// Name of a former district, exactly.
    pub district: Option<String>,
    /// By who looks after it; never `All`, which asks for nothing.
    pub looked_after: Option<LookedAfter>,
    /// West, south, east, north in degrees.
    pub bbox: Option<[f64; 4]>,
    /// Also those that are closed or merged into another.
    pub closed: bool,
}

/// The same as it stands in a URL: everything text, nothing believed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaceQuery {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub segment: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub board: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub required: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stage: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub party: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub agreement: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub committee: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub head: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub district: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub looked_after: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub bbox: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub closed: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub limit: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cursor: String,
}

impl PlaceQuery {
    /// The filter, or every part of it that makes no sense.
    pub fn check(&self) -> Result<PlaceFilter, FieldErrors> {
        let mut errors = FieldErrors::default();
        let text = |value: &str| (!value.trim().is_empty()).then(|| crate::text::clean(value));
        let filter = PlaceFilter {
            q: text(&self.q),
            unit: text(&self.unit),
            kind: code("kind", &self.kind, &mut errors),
            segment: code("segment", &self.segment, &mut errors),
            board: code("board", &self.board, &mut errors),
            required: code("required", &self.required, &mut errors),
            stage: code("stage", &self.stage, &mut errors),
            party: code("party", &self.party, &mut errors),
            agreement: code("agreement", &self.agreement, &mut errors),
            committee: code("committee", &self.committee, &mut errors),
            head: code("head", &self.head, &mut errors),
            district: text(&self.district),
            looked_after: code("looked_after", &self.looked_after, &mut errors).filter(|which| *which != LookedAfter::All),
            bbox: bbox(&self.bbox, &mut errors),
            closed: code("closed", &self.closed, &mut errors).unwrap_or(false),
        };
        for (field, value) in [("q", &filter.q), ("unit", &filter.unit), ("district", &filter.district)] {
            if value.as_ref().is_some_and(|value| value.chars().count() > limits::NAME) {
                errors.push(field, "too_long", limits::NAME);
            }
        }
        if errors.is_empty() { Ok(filter) } else { Err(errors) }
    }

    /// Nothing is asked but, at most, a kind: what the bars lead to.
    pub fn is_plain(&self) -> bool {
        *self == Self { kind: self.kind.clone(), ..Self::default() }
    }

    /// How many rows a page has: 1 to `most`, `usual` where nothing is asked.
    pub fn limit(&self, usual: u64, most: u64) -> Result<u64, FieldErrors> {
        limit(&self.limit, usual, most)
    }
}

/// How many rows are asked for: `usual` where nothing is said, `most` at most.
pub(crate) fn limit(typed: &str, usual: u64, most: u64) -> Result<u64, FieldErrors> {
    match typed.trim() {
        "" => Ok(usual),
        text => text
            .parse()
            .ok()
            .filter(|limit| (1..=most).contains(limit))
            .ok_or_else(|| FieldErrors::one("limit", "limit_out_of_range", most)),
    }
}

fn code<T: std::str::FromStr>(field: &str, value: &str, errors: &mut FieldErrors) -> Option<T> {
    match value.trim() {
        "" => None,
        text => match text.parse() {
            Ok(value) => Some(value),
            Err(_) => {
                errors.push(field, "not_a_choice", "");
                None
            }
        },
    }
}

fn bbox(value: &str, errors: &mut FieldErrors) -> Option<[f64; 4]> {
    if value.trim().is_empty() {
        return None;
    }
    let parts: Vec<f64> = value.split(',').filter_map(|part| part.trim().parse().ok()).filter(|n: &f64| n.is_finite()).collect();
    match (<[f64; 4]>::try_from(parts), value.split(',').count()) {
        (Ok(b), 4)
            if b[0] <= b[2] && b[1] <= b[3] && b[0].abs() <= 180.0 && b[2].abs() <= 180.0 && b[1].abs() <= 90.0 && b[3].abs() <= 90.0 =>
        {
            Some(b)
        }
        _ => {
            errors.push("bbox", "bbox_not_understood", "");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_named_field_by_field() {
        let query = PlaceQuery { board: "blue".into(), bbox: "1,2,3".into(), kind: "apartment_building".into(), ..PlaceQuery::default() };
        let errors = query.check().expect_err("two faults");
        assert_eq!(errors.0.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["board", "bbox"]);
    }

    #[test]
    fn not_recognised_takes_in_under_way_missing_and_not_required() {
        let categories = BoardFilter::NotRecognised.categories();
        assert_eq!(categories, [BoardCategory::UnderWay, BoardCategory::Missing, BoardCategory::NotRequired]);
    }

    #[test]
    fn all_places_whoever_looks_after_them_is_no_filter_but_no_plain_question_either() {
        let query = |looked_after: &str| PlaceQuery { looked_after: looked_after.into(), ..PlaceQuery::default() };
        assert_eq!(query("all").check(), Ok(PlaceFilter::default()));
        assert_eq!(query("none").check().map(|filter| filter.looked_after), Ok(Some(LookedAfter::Nobody)));
        assert!(query("everybody").check().is_err());
        assert!(!query("all").is_plain());
        assert!(PlaceQuery { kind: "apartment_building".into(), ..PlaceQuery::default() }.is_plain());
    }

    #[test]
    fn an_upside_down_box_is_no_box() {
        let query = PlaceQuery { bbox: "107,10,106,11".into(), ..PlaceQuery::default() };
        assert!(query.check().is_err());
    }
}
