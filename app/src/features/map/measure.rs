//! By what wards are shaded and rings are filled.

use domain::failure::{Failure, FieldErrors};

/// A share of places; what it counts is what a person comes to look for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// Known to have no recognised management board.
    #[default]
    Board,
    /// Confirmed to have no party organization.
    Party,
    /// Nobody has confirmed the board, or the organizations.
    Unknown,
}

impl Measure {
    pub const ALL: [Self; 3] = [Self::Board, Self::Party, Self::Unknown];

    /// As in the URL.
    pub fn code(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Party => "party",
            Self::Unknown => "unknown",
        }
    }

    /// `measure=` of a query; without it, the board.
    pub fn from_query(query: &str) -> Result<Self, Failure> {
        let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
        let asked = pairs.iter().find(|(name, _)| name == "measure").map(|(_, value)| value.trim()).unwrap_or_default();
        match Self::ALL.into_iter().find(|measure| measure.code() == asked) {
            Some(measure) => Ok(measure),
            None if asked.is_empty() => Ok(Self::default()),
            None => Err(FieldErrors::one("measure", "not_a_choice", "").into()),
        }
    }
}
