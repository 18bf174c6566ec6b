//! Which places are asked for, what is to be said of them, and how a form says it.

use chrono::NaiveDate;
use domain::board::{DisputeKind, FundHandover, Requirement};
use domain::bulk::{BulkChange, BulkField, Chosen};
use domain::course::{FactKind, MeetingResult};
use domain::failure::FieldErrors;
use domain::filter::PlaceQuery;
use domain::place::Segment;
use domain::text::day;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::form_values::FormValues;
use super::super::happening::Happening;
use super::super::recorded::Recorded;
use crate::texts::Texts;

/// What may be said of many places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Field(BulkField),
    Happened(Happening),
}

impl Kind {
    /// In the order in which they are offered.
    pub fn all() -> Vec<Self> {
        use FactKind::*;
        let meetings = [MeetingResult::Elected, MeetingResult::NoQuorum, MeetingResult::NoBoard, MeetingResult::Other];
        let before = [RequirementStated, WardConvenes];
        let after =
            [DossierSubmitted, DossierReturned, Recognised, Fund, TermEnded, ReElectionCalled, BoardVacated, DisputeOpened, DisputeClosed];
        let fields = BulkField::all().iter().map(|field| Self::Field(*field));
        let board = before.map(Happening::Board).into_iter().chain(meetings.map(Happening::Meeting)).chain(after.map(Happening::Board));
        fields.chain(board.map(Self::Happened)).collect()
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Field(field) => field.code(),
            Self::Happened(happening) => happening.code(),
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::all().into_iter().find(|kind| kind.code() == code)
    }

    pub fn words(self, t: Texts) -> String {
        match self {
            Self::Field(field) => t.t(&format!("bulk.field.{}", field.code())),
            Self::Happened(happening) => happening.words(t),
        }
    }
}

/// What stands in the URL: the filter of the list, and the kind of change once it is chosen.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub query: PlaceQuery,
    pub kind: Option<Kind>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Change {
    change: String,
}

impl Asked {
    /// What makes no sense asks for nothing.
    pub fn read(query: &str) -> Self {
        let change: Change = serde_html_form::from_str(query).unwrap_or_default();
        let query: PlaceQuery = serde_html_form::from_str(query).unwrap_or_default();
        let query = PlaceQuery { cursor: String::new(), limit: String::new(), ..query };
        Self { query, kind: Kind::of_code(&change.change) }
    }

    /// The filter as it stands in the list's URL.
    pub fn filter(&self) -> String {
        serde_html_form::to_string(&self.query).unwrap_or_default()
    }

    /// Names and values of the filter, for the form that chooses the change.
    pub fn pairs(&self) -> Vec<(String, String)> {
        serde_html_form::from_str(&self.filter()).unwrap_or_default()
    }

    pub fn link(&self) -> String {
        let change = self.kind.map(|kind| format!("change={}", kind.code()));
        let parts: Vec<String> = [Some(self.filter()), change].into_iter().flatten().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { "/places/bulk".into() } else { format!("/places/bulk?{}", parts.join("&")) }
    }
}

/// What the form says; what of it cannot be read is an error of its field.
pub fn change(kind: Kind, sent: &FormValues, today: NaiveDate) -> Result<BulkChange, FieldErrors> {
    match kind {
        Kind::Field(field) => Ok(BulkChange::Field { field, value: value(field, sent.get(field.code()).trim())? }),
        Kind::Happened(happening) => {
            let recorded = recorded(happening, sent)?;
            let wrong = if recorded.chosen.trim().is_empty() { "required" } else { "not_understood" };
            let on = recorded.on(today).ok_or_else(|| FieldErrors::one("chosen", wrong, recorded.chosen.trim()))?;
            Ok(BulkChange::Fact(recorded.board_fact(happening, on)?))
        }
    }
}

fn value(field: BulkField, typed: &str) -> Result<Value, FieldErrors> {
    let wrong = |code: &str| FieldErrors::one(field.code(), code, typed);
    match field {
        _ if field.is_day() && typed.is_empty() => Err(wrong("required")),
        _ if field.is_day() => day(typed).map(|day| json!(day)).ok_or_else(|| wrong("not_understood")),
        _ if typed.is_empty() => Ok(Value::Null),
        BulkField::SeveralOwners => typed.parse::<bool>().map(Value::Bool).map_err(|_| wrong("not_a_choice")),
        _ => typed.parse::<Segment>().map(|segment| json!(segment)).map_err(|_| wrong("not_a_choice")),
    }
}

/// The details that the form of this fact has; whatever else was sent is not of it.
fn recorded(happening: Happening, sent: &FormValues) -> Result<Recorded, FieldErrors> {
    let mut pairs = vec![
        ("operation".to_owned(), uuid::Uuid::nil().to_string()),
        ("fact".to_owned(), happening.code().to_owned()),
        ("day".to_owned(), "chosen".to_owned()),
    ];
    let known = ["chosen", "overruled"].iter().chain(details(happening));
    pairs.extend(known.map(|name| ((*name).to_owned(), sent.get(name))));
    let text = serde_html_form::to_string(&pairs).unwrap_or_default();
    serde_html_form::from_str(&text).map_err(|_| FieldErrors::one("change", "not_a_choice", ""))
}

/// Names of the fields that a fact has besides its day.
pub fn details(happening: Happening) -> &'static [&'static str] {
    match happening {
        Happening::Meeting(_) => &["meeting", "convened_by"],
        Happening::Board(FactKind::Fund) => &["fund"],
        Happening::Board(FactKind::DisputeOpened | FactKind::DisputeClosed) => &["dispute"],
        Happening::Board(FactKind::RequirementStated) => &["requirement", "reason"],
        Happening::Board(FactKind::DossierReturned) => &["reason"],
        _ => &[],
    }
}

/// Codes that a detail can have, without those that say nothing.
pub fn codes(detail: &str) -> Vec<&'static str> {
    use domain::course::{Convener, MeetingKind};
    match detail {
        "meeting" => MeetingKind::all().iter().map(|kind| kind.code()).collect(),
        "convened_by" => Convener::all().iter().map(|convener| convener.code()).collect(),
        "fund" => FundHandover::all().iter().filter(|fund| **fund != FundHandover::Unknown).map(|fund| fund.code()).collect(),
        "dispute" => DisputeKind::all().iter().map(|kind| kind.code()).collect(),
        "requirement" => Requirement::all().iter().filter(|it| **it != Requirement::Unknown).map(|it| it.code()).collect(),
        _ => Vec::new(),
    }
}

/// A place with the revision that was tried out.
pub fn seen(text: &str) -> Option<Chosen> {
    let (id, revision) = text.split_once('.')?;
    Some(Chosen { id: id.parse().ok()?, revision: revision.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        day("2026-11-22").expect("a day")
    }

    fn sent(text: &str) -> FormValues {
        FormValues(serde_html_form::from_str(text).expect("a form"))
    }

    #[test]
    fn every_kind_is_found_by_its_code_and_by_no_other() {
        for kind in Kind::all() {
            assert_eq!(Kind::of_code(kind.code()), Some(kind));
        }
        assert_eq!(Kind::of_code("stated"), None);
        assert_eq!(Kind::of_code(""), None);
    }

    #[test]
    fn a_link_carries_the_filter_and_the_change() {
        let asked = Asked::read("unit=26740&board=missing&cursor=0.x&change=fund&odd=1");
        assert_eq!(asked.link(), "/places/bulk?unit=26740&board=missing&change=fund");
        assert_eq!(Asked::default().link(), "/places/bulk");
    }

    #[test]
    fn a_fact_has_the_details_of_its_form_and_no_others() {
        let kind = Kind::of_code("fund").expect("a kind");
        let change = change(kind, &sent("chosen=20/11/2026&fund=partial&meeting=first&number=7"), today()).expect("a fact");
        let BulkChange::Fact(fact) = change else { panic!("a fact was said") };
        assert_eq!((fact.kind, fact.fund, fact.meeting, fact.number), (FactKind::Fund, Some(FundHandover::Partial), None, None));
        assert_eq!(Some(fact.on), day("2026-11-20"));
    }

    #[test]
    fn what_cannot_be_read_is_an_error_of_its_field() {
        let wrong = |code: &str, text: &str| {
            let errors = change(Kind::of_code(code).expect("a kind"), &sent(text), today()).expect_err("a fault");
            (errors.0[0].field.clone(), errors.0[0].code.clone())
        };
        assert_eq!(wrong("reviewed_on", "reviewed_on=soon"), ("reviewed_on".into(), "not_understood".into()));
        assert_eq!(wrong("reviewed_on", ""), ("reviewed_on".into(), "required".into()));
        assert_eq!(wrong("segment", "segment=castle"), ("segment".into(), "not_a_choice".into()));
        assert_eq!(wrong("fund", "chosen=&fund=handed"), ("chosen".into(), "required".into()));
        assert_eq!(wrong("fund", "chosen=2026-11-20&fund=gold"), ("fund".into(), "not_a_choice".into()));
    }
}
