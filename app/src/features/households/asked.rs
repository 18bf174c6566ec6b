//! What of the list is asked for. Only what says nothing about a person stands in the address; words of a search are
//! posted.

use domain::admin_unit::AdminUnit;
use domain::failure::Failure;
use domain::permission::Action;
use serde::{Deserialize, Serialize};
use store::household::HouseholdFilter;
use uuid::Uuid;

use crate::visit::Visit;

/// As it stands in the address; empty asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Code of a ward.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Id of a place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub without_member: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub visit_overdue: String,
    /// Those whose place has ended.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place_ended: String,
    /// Those whose support ended.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ended: String,
    #[serde(skip_serializing_if = "is_nought")]
    pub skip: usize,
    /// Words of a search: never in an address.
    #[serde(skip_serializing)]
    pub q: String,
}

impl Asked {
    /// From the address: whoever wrote words of a search into it has not searched.
    pub fn of_address(visit: &Visit) -> Self {
        let asked = serde_html_form::from_str::<Self>(visit.uri.query().unwrap_or_default()).unwrap_or_default();
        Self { q: String::new(), ..asked }
    }

    pub fn link(&self) -> String {
        let query = serde_html_form::to_string(self).unwrap_or_default();
        if query.is_empty() { "/households".into() } else { format!("/households?{query}") }
    }

    pub fn filter(&self, today: chrono::NaiveDate) -> HouseholdFilter {
        HouseholdFilter {
            q: self.q.clone(),
            place: self.place.parse().ok(),
            without_member: !self.without_member.is_empty(),
            visit_due_by: (!self.visit_overdue.is_empty()).then_some(today),
            place_ended: !self.place_ended.is_empty(),
            ended: !self.ended.is_empty(),
            skip: self.skip,
        }
    }

    /// What narrows the list, as the fields of a form, words of a search with it.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let Self { unit, place, without_member, visit_overdue, place_ended, ended, skip: _, q } = self.clone();
        vec![
            ("unit", unit),
            ("place", place),
            ("without_member", without_member),
            ("visit_overdue", visit_overdue),
            ("place_ended", place_ended),
            ("ended", ended),
            ("q", q),
        ]
    }
}

fn is_nought(number: &usize) -> bool {
    *number == 0
}

/// The wards in which whoever asks may take an action, and the one that is asked for: that of the place, the named one,
/// or the first.
pub async fn wards(visit: &Visit, action: Action, code: &str, place: Option<Uuid>) -> Result<(Vec<AdminUnit>, AdminUnit), Failure> {
    visit.session.allow(action)?;
    let units = visit.session.admin_units().await?.into_iter();
    let units: Vec<AdminUnit> = units.filter(|unit| visit.may_in(action, unit.id)).collect();
    let of_place = match place {
        Some(id) => Some(visit.place_for(action, id).await?.draft.admin_unit_id),
        None => None,
    };
    let chosen = units.iter().find(|unit| match of_place {
        Some(id) => unit.id == id,
        None => code.is_empty() || unit.code == code,
    });
    let chosen = chosen.cloned().ok_or(Failure::NotFound)?;
    Ok((units, chosen))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_words_of_a_search_stand_in_an_address() {
        let asked = Asked { unit: "26740".into(), without_member: "1".into(), q: "Bảy".into(), ..Asked::default() };
        assert_eq!(asked.link(), "/households?unit=26740&without_member=1");
        assert_eq!(Asked::default().link(), "/households");
    }
}
