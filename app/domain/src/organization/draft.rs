//! What a person says: of an organization, of a decision about it, of a link to a place.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{LinkKind, OrganizationEvent, OrganizationEventKind, OrganizationKind};
use crate::failure::FieldErrors;
use crate::place::limits;
use crate::text;

/// More new organizations do not come out of one split.
const MOST_NEW: usize = 10;
/// A grassroots organization has some thousands; more is a slip of the finger.
const MOST_MEMBERS: u32 = 100_000;

/// Everything about an organization that is said when it is added or corrected. When it was founded and
/// when it ended stands in its ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganizationDraft {
    pub kind: OrganizationKind,
    pub name: String,
    /// The version of the admin unit whose organization it is.
    pub admin_unit_id: Uuid,
    /// The organization above it.
    pub superior_id: Option<Uuid>,
    /// How many members it counts: a number, never a list.
    pub members: Option<u32>,
    /// Whether a cell has a committee.
    pub cell_committee: Option<bool>,
}

impl Default for OrganizationDraft {
    fn default() -> Self {
        Self {
            kind: OrganizationKind::PartyCell,
            name: String::new(),
            admin_unit_id: Uuid::nil(),
            superior_id: None,
            members: None,
            cell_committee: None,
        }
    }
}

impl OrganizationDraft {
    /// Cleans what was typed and finds every field that cannot be taken.
    pub fn check(mut self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        self.name = name("name", &self.name, &mut errors);
        if self.admin_unit_id.is_nil() {
            errors.push("admin_unit_id", "required", "");
        }
        if self.members.is_some_and(|members| members > MOST_MEMBERS) {
            errors.push("members", "too_large", MOST_MEMBERS);
        }
        self.cell_committee = self.cell_committee.filter(|_| self.kind == OrganizationKind::PartyCell);
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

fn name(field: &str, typed: &str, errors: &mut FieldErrors) -> String {
    let name = text::clean(typed);
    if name.is_empty() {
        errors.push(field, "required", "");
    } else if name.chars().count() > limits::NAME {
        errors.push(field, "too_long", limits::NAME);
    }
    name
}

/// A decision as it is told. Which of the later fields count follows from the kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionDraft {
    pub kind: OrganizationEventKind,
    pub on: NaiveDate,
    pub number: Option<String>,
    pub issuer: Option<String>,
    /// Why it holds although the rules warned.
    pub overruled: Option<String>,
    /// Of a merger: those that end.
    pub others: BTreeSet<Uuid>,
    /// Of a split: the names of the new ones.
    pub new: Vec<String>,
    /// Of a split: places, and which of the new ones takes each over. All others stay.
    pub moves: BTreeMap<Uuid, usize>,
    /// Of a transfer: the unit that it comes to.
    pub admin_unit_id: Option<Uuid>,
    /// Of a transfer: the organization that it comes under.
    pub superior_id: Option<Uuid>,
}

impl DecisionDraft {
    pub fn new(kind: OrganizationEventKind, on: NaiveDate) -> Self {
        Self {
            kind,
            on,
            number: None,
            issuer: None,
            overruled: None,
            others: BTreeSet::new(),
            new: Vec::new(),
            moves: BTreeMap::new(),
            admin_unit_id: None,
            superior_id: None,
        }
    }

    /// The event that it tells of `organization_id`; `id_of` gives each new organization its id. With it the
    /// new ones and their names.
    pub fn event(
        &self,
        id: Uuid,
        organization_id: Uuid,
        mut id_of: impl FnMut() -> Uuid,
    ) -> Result<(OrganizationEvent, Vec<(Uuid, String)>), FieldErrors> {
        use OrganizationEventKind::{Merged, Split, Transferred};
        let mut errors = FieldErrors::default();
        let mut new: Vec<(Uuid, String)> = Vec::new();
        if self.kind == Split {
            new = self.new.iter().take(MOST_NEW).map(|typed| (id_of(), name("new", typed, &mut errors))).collect();
            if new.is_empty() {
                errors.push("new", "required", "");
            }
        }
        let mut moves = BTreeMap::new();
        for (place, at) in self.moves.iter().filter(|_| self.kind == Split) {
            match new.get(*at) {
                Some((id, _)) => drop(moves.insert(*place, *id)),
                None => errors.push("moves", "place_not_of_this_organization", ""),
            }
        }
        if self.kind == Transferred && self.admin_unit_id.or(self.superior_id).is_none() {
            errors.push("superior_id", "transferred_nowhere", "");
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let others = match self.kind {
            Merged => self.others.clone(),
            Split => new.iter().map(|(id, _)| *id).collect(),
            _ => BTreeSet::new(),
        };
        let event = OrganizationEvent {
            id,
            kind: self.kind,
            organization_id,
            on: self.on,
            number: self.number.clone(),
            issuer: self.issuer.clone(),
            others,
            moves,
            overruled: self.overruled.clone(),
        };
        Ok((event, new))
    }
}

/// A link as it is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkDraft {
    pub place_id: Uuid,
    /// None for all that are not of the party.
    pub kind: Option<LinkKind>,
    pub from: NaiveDate,
    /// The first day without it; none while it lasts.
    pub to: Option<NaiveDate>,
    /// Where it stands in place of an own cell: when that is looked at again.
    pub review_on: Option<NaiveDate>,
    /// Why it holds although the rules warned.
    pub overruled: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn told(kind: OrganizationEventKind) -> DecisionDraft {
        DecisionDraft::new(kind, NaiveDate::from_ymd_opt(2026, 5, 5).expect("a date"))
    }

    fn event(draft: &DecisionDraft) -> Result<(OrganizationEvent, Vec<(Uuid, String)>), FieldErrors> {
        let mut next = 10;
        draft.event(id(1), id(2), || {
            next += 1;
            id(next)
        })
    }

    fn codes(errors: FieldErrors) -> Vec<(String, String)> {
        errors.0.into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn an_organization_has_a_name_and_a_ward_and_only_a_cell_has_a_committee() {
        let errors = OrganizationDraft { members: Some(100_001), ..OrganizationDraft::default() }.check().expect_err("three faults");
        let expected = [("name", "required"), ("admin_unit_id", "required"), ("members", "too_large")];
        assert_eq!(codes(errors), expected.map(|(field, code)| (field.to_owned(), code.to_owned())));
        let union = OrganizationDraft {
            kind: OrganizationKind::WomensUnion,
            name: "  Chi hội   Phụ nữ ".into(),
            admin_unit_id: id(5),
            cell_committee: Some(true),
            ..OrganizationDraft::default()
        };
        let union = union.check().expect("it can be taken");
        assert_eq!((union.name.as_str(), union.cell_committee), ("Chi hội Phụ nữ", None));
    }

    #[test]
    fn a_split_names_what_is_new_and_who_goes_where() {
        let split = DecisionDraft {
            new: vec!["Chi bộ 1".into(), " Chi bộ 2 ".into()],
            moves: BTreeMap::from([(id(100), 1)]),
            others: BTreeSet::from([id(77)]),
            ..told(OrganizationEventKind::Split)
        };
        let (event, new) = event(&split).expect("it can be");
        assert_eq!(new, [(id(11), "Chi bộ 1".to_owned()), (id(12), "Chi bộ 2".to_owned())]);
        assert_eq!((event.others, event.moves), (BTreeSet::from([id(11), id(12)]), BTreeMap::from([(id(100), id(12))])));
    }

    #[test]
    fn what_a_decision_must_tell_is_asked_for() {
        let of = |draft: DecisionDraft| codes(event(&draft).expect_err("something is missing")).remove(0);
        assert_eq!(of(told(OrganizationEventKind::Split)), ("new".into(), "required".into()));
        let beyond = DecisionDraft { new: vec!["A".into()], moves: BTreeMap::from([(id(100), 1)]), ..told(OrganizationEventKind::Split) };
        assert_eq!(of(beyond), ("moves".into(), "place_not_of_this_organization".into()));
        assert_eq!(of(told(OrganizationEventKind::Transferred)), ("superior_id".into(), "transferred_nowhere".into()));
    }
}
