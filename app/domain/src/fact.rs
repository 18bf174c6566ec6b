//! What ward staff record of a place's party organization: one fact, one day, and the fields that it changes.
//! Facts of its board have a course of their own (`course/`).

use chrono::NaiveDate;
use serde_json::json;

use crate::change::Fields;
use crate::codes::codes;
use crate::organization::PlaceOrganization;
use crate::place::PlaceDraft;

codes! {
    /// Facts that can be recorded with two taps and a day.
    Fact { OwnCell, SharedCell, NoPartyOrganization }
}

impl Fact {
    /// The decision that proves it has a number.
    pub fn has_number(self) -> bool {
        matches!(self, Self::OwnCell | Self::SharedCell)
    }

    /// The fields that it changes. Whoever records a fact was there: the field review is renewed, and never set back
    /// by what is told of an earlier day.
    pub fn fields(self, place: &PlaceDraft, on: NaiveDate, number: &str) -> Fields {
        let number = (!number.trim().is_empty()).then(|| number.trim().to_owned());
        let mut organizations: Vec<_> = place.organizations.iter().copied().filter(|organization| !organization.is_party()).collect();
        match self {
            Self::OwnCell => organizations.push(PlaceOrganization::OwnCell),
            Self::SharedCell => organizations.push(PlaceOrganization::SharedCell),
            Self::NoPartyOrganization => {}
        }
        organizations.sort();
        Fields::from([
            ("reviewed_on".into(), json!(place.reviewed_on.max(Some(on)))),
            ("organizations".into(), json!(organizations)),
            ("organizations_confirmed_on".into(), json!(place.organizations_confirmed_on.max(Some(on)))),
            ("party_decision".into(), json!(number)),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::overlay;
    use crate::organization::PartyCategory;

    fn after(fact: Fact, number: &str) -> PlaceDraft {
        let on = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date");
        let place = PlaceDraft { name: "A".into(), admin_unit_id: uuid::Uuid::from_u128(1), ..PlaceDraft::default() };
        overlay(&place, &fact.fields(&place, on, number)).and_then(|draft| draft.check(on)).expect("every fact can be recorded")
    }

    #[test]
    fn every_fact_can_be_recorded_and_renews_the_review() {
        for fact in Fact::all() {
            assert!(after(*fact, "").reviewed_on.is_some(), "{fact}");
        }
    }

    #[test]
    fn what_is_told_of_an_earlier_day_sets_no_review_back() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let seen = Some(day("2026-11-20"));
        let place = PlaceDraft { reviewed_on: seen, organizations_confirmed_on: seen, ..PlaceDraft::default() };
        for fact in Fact::all() {
            let said = fact.fields(&place, day("2024-03-01"), "");
            assert_eq!((&said["reviewed_on"], &said["organizations_confirmed_on"]), (&json!(seen), &json!(seen)), "{fact}");
        }
    }

    #[test]
    fn no_party_organization_is_confirmed_and_dated() {
        assert_eq!(after(Fact::NoPartyOrganization, "").party(), PartyCategory::None);
        assert_eq!(after(Fact::OwnCell, "").party(), PartyCategory::OwnCell);
    }
}
