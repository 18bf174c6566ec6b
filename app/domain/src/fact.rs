//! What ward staff record in front of a building: one fact, one day, and the fields that it changes.

use chrono::NaiveDate;
use serde_json::json;

use crate::board::{BoardStatus, MeetingStage, Recognition};
use crate::change::Fields;
use crate::codes::codes;
use crate::organization::PlaceOrganization;
use crate::place::PlaceDraft;

codes! {
    /// Facts that can be recorded with two taps and a day.
    Fact {
        MeetingNoQuorum, MeetingNoBoard, BoardElected, DossierSubmitted, DossierReturned, Recognised, TermExpired,
        FundHanded, FundPartly, OwnCell, SharedCell, NoPartyOrganization,
    }
}

impl Fact {
    /// Facts about the organizations; all others are about the management board.
    pub fn is_about_organizations(self) -> bool {
        matches!(self, Self::OwnCell | Self::SharedCell | Self::NoPartyOrganization)
    }

    /// The decision that proves it has a number.
    pub fn has_number(self) -> bool {
        matches!(self, Self::Recognised | Self::OwnCell | Self::SharedCell)
    }

    /// The likeliest next fact of a building, given where its board stands.
    pub fn likeliest(board: &BoardStatus) -> Option<Self> {
        match (board.recognition, board.meeting_stage) {
            (Recognition::Recognised, _) => None,
            (Recognition::Submitted | Recognition::AwaitingNumber, _) => Some(Self::Recognised),
            (Recognition::DossierDue | Recognition::Returned, _) | (_, MeetingStage::Elected) => Some(Self::DossierSubmitted),
            _ => Some(Self::BoardElected),
        }
    }

    /// The fields that it changes. Whoever records a fact was there: the field review is renewed.
    pub fn fields(self, place: &PlaceDraft, on: NaiveDate, number: &str) -> Fields {
        let number = (!number.trim().is_empty()).then(|| number.trim().to_owned());
        let mut fields = Fields::from([("reviewed_on".into(), json!(on))]);
        let mut set = |field: &str, value: serde_json::Value| drop(fields.insert(field.into(), value));
        match self {
            Self::MeetingNoQuorum => set("meeting_stage", json!("held_no_quorum")),
            Self::MeetingNoBoard => set("meeting_stage", json!("held_no_board")),
            Self::BoardElected => {
                set("meeting_stage", json!("elected"));
                set("recognition", json!("dossier_due"));
            }
            Self::DossierSubmitted => {
                set("meeting_stage", json!("elected"));
                set("recognition", json!("submitted"));
            }
            Self::DossierReturned => set("recognition", json!("returned")),
            Self::Recognised => {
                set("meeting_stage", json!("elected"));
                set("recognition", json!("recognised"));
                set("term", json!("active"));
                set("decision_on", json!(on));
                set("decision_number", json!(number));
            }
            Self::TermExpired => set("term", json!("expired")),
            Self::FundHanded => set("fund_handover", json!("handed")),
            Self::FundPartly => set("fund_handover", json!("partial")),
            Self::OwnCell | Self::SharedCell | Self::NoPartyOrganization => {
                let mut organizations: Vec<_> =
                    place.organizations.iter().copied().filter(|organization| !organization.is_party()).collect();
                match self {
                    Self::OwnCell => organizations.push(PlaceOrganization::OwnCell),
                    Self::SharedCell => organizations.push(PlaceOrganization::SharedCell),
                    _ => {}
                }
                organizations.sort();
                set("organizations", json!(organizations));
                set("organizations_confirmed_on", json!(on));
                set("party_decision", json!(number));
            }
        }
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::BoardCategory;
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
    fn a_recognition_without_its_number_waits_for_it() {
        assert_eq!(after(Fact::Recognised, "").board.category(), BoardCategory::UnderWay);
        assert_eq!(after(Fact::Recognised, "12/QĐ-UBND").board.category(), BoardCategory::Recognised);
    }

    #[test]
    fn no_party_organization_is_confirmed_and_dated() {
        assert_eq!(after(Fact::NoPartyOrganization, "").party(), PartyCategory::None);
        assert_eq!(after(Fact::OwnCell, "").party(), PartyCategory::OwnCell);
    }

    #[test]
    fn the_likeliest_next_fact_leads_step_by_step_to_recognition() {
        let mut place = PlaceDraft::default();
        let on = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date");
        let mut steps = Vec::new();
        while let Some(fact) = Fact::likeliest(&place.board) {
            steps.push(fact);
            place = overlay(&place, &fact.fields(&place, on, "1")).expect("fields of a fact");
            place.board.settle();
        }
        assert_eq!(steps, [Fact::BoardElected, Fact::DossierSubmitted, Fact::Recognised]);
    }
}
