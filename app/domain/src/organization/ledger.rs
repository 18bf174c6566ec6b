//! The ledger of an organization: what was decided about it, and what each decision does to its links.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::PlaceOrganization;
use super::kind::{LinkKind, OrganizationKind};
use crate::codes::codes;

codes! {
    /// What was decided about an organization.
    OrganizationEventKind {
        Founded,
        /// A new committee or term; nothing else changes.
        Renewed,
        /// Others end and go on in it: their places are its places.
        Merged,
        /// New ones come out of it and take over places that are named.
        Split,
        /// It belongs to another unit or to another superior; its places stay.
        Transferred,
        Dissolved,
    }
}

/// An organization as far as rules ask about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    pub id: Uuid,
    pub kind: OrganizationKind,
    pub founded_on: Option<NaiveDate>,
    /// The day on which it was dissolved or merged into another: the first one without it.
    pub ended_on: Option<NaiveDate>,
    /// The organization above it.
    pub superior_id: Option<Uuid>,
}

/// All organizations that a decision may speak of, by id.
pub type Organizations = BTreeMap<Uuid, Organization>;

/// A place has a share in an organization from a day on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Link {
    pub place_id: Uuid,
    pub organization_id: Uuid,
    /// None for all that are not of the party.
    pub kind: Option<LinkKind>,
    pub from: NaiveDate,
    /// The first day without it; none while it lasts.
    pub to: Option<NaiveDate>,
}

impl Link {
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// One decision in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationEvent {
    pub id: Uuid,
    pub kind: OrganizationEventKind,
    /// The organization that goes on: merged into, split from, transferred. Or the one that ends.
    pub organization_id: Uuid,
    /// The date of the decision.
    pub on: NaiveDate,
    #[serde(default)]
    pub number: Option<String>,
    #[serde(default)]
    pub issuer: Option<String>,
    /// Of a merger, those that end; of a split, the new ones.
    #[serde(default)]
    pub others: BTreeSet<Uuid>,
    /// Of a split: places and the new organization that takes each over. All others stay.
    #[serde(default)]
    pub moves: BTreeMap<Uuid, Uuid>,
    /// Why it holds although the rules warned.
    #[serde(default)]
    pub overruled: Option<String>,
}

impl OrganizationEvent {
    /// All organizations that it speaks of.
    pub fn involved(&self) -> impl Iterator<Item = Uuid> {
        [self.organization_id].into_iter().chain(self.others.iter().copied())
    }
}

/// What an event changes. A link that is closed keeps its row: the history stays readable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effects {
    pub begin: BTreeSet<Uuid>,
    pub end: BTreeSet<Uuid>,
    /// Links as they were, which end on the day of the event.
    pub close: Vec<Link>,
    /// Links that begin on that day, and end when those would have ended whose place they take.
    pub open: Vec<Link>,
    /// Places that had a party organization and have none any more: they need a new home.
    pub without_home: BTreeSet<Uuid>,
}

/// What an event that `check_event` let pass does. `links` are at least all of the organizations that it
/// speaks of and of their places.
pub fn effects(event: &OrganizationEvent, organizations: &Organizations, links: &[Link]) -> Effects {
    let open_of = |id: Uuid| links.iter().filter(move |link| link.organization_id == id && link.holds_on(event.on));
    let mut effects = Effects::default();
    match event.kind {
        OrganizationEventKind::Founded => drop(effects.begin.insert(event.organization_id)),
        OrganizationEventKind::Renewed | OrganizationEventKind::Transferred => {}
        OrganizationEventKind::Merged => {
            effects.end.clone_from(&event.others);
            let own: Vec<&Link> = open_of(event.organization_id).collect();
            let theirs: Vec<&Link> = event.others.iter().flat_map(|id| open_of(*id)).collect();
            merge(event, &own, &theirs, &mut effects);
        }
        OrganizationEventKind::Split => {
            effects.begin.clone_from(&event.others);
            for link in open_of(event.organization_id) {
                if let Some(new) = event.moves.get(&link.place_id) {
                    effects.close.push(link.clone());
                    effects.open.push(Link { organization_id: *new, from: event.on, ..link.clone() });
                }
            }
        }
        OrganizationEventKind::Dissolved => {
            effects.end.insert(event.organization_id);
            effects.close.extend(open_of(event.organization_id).cloned());
        }
    }
    effects.without_home = without_home(event, organizations, links, &effects);
    effects
}

/// Each place is linked once to what goes on. A cell that now serves several places is nobody's own.
fn merge(event: &OrganizationEvent, own: &[&Link], theirs: &[&Link], effects: &mut Effects) {
    let places: BTreeSet<Uuid> = own.iter().chain(theirs).map(|link| link.place_id).collect();
    let kind = |link: &Link| match link.kind {
        Some(LinkKind::OwnCell) if places.len() > 1 => Some(LinkKind::SharedCell),
        kind => kind,
    };
    let mut linked: BTreeSet<Uuid> = BTreeSet::new();
    for link in own {
        linked.insert(link.place_id);
        if kind(link) != link.kind {
            effects.close.push((*link).clone());
            effects.open.push(Link { kind: kind(link), from: event.on, ..(*link).clone() });
        }
    }
    // Where a place had links to several of them, the closest one goes on.
    let mut theirs = theirs.to_vec();
    theirs.sort_by_key(|link| (link.place_id, link.kind));
    for link in theirs {
        effects.close.push(link.clone());
        if linked.insert(link.place_id) {
            let organization_id = event.organization_id;
            effects.open.push(Link { organization_id, kind: kind(link), from: event.on, ..link.clone() });
        }
    }
}

fn without_home(event: &OrganizationEvent, organizations: &Organizations, links: &[Link], effects: &Effects) -> BTreeSet<Uuid> {
    let of_party = |link: &Link| organizations.get(&link.organization_id).is_some_and(|organization| organization.kind.is_party());
    let homeless = effects.close.iter().filter(|link| of_party(link)).filter(|closed| {
        let stays = |link: &Link| link.place_id == closed.place_id && of_party(link);
        let kept = links.iter().any(|link| stays(link) && link.holds_on(event.on) && !effects.close.contains(link));
        !kept && !effects.open.iter().any(|link| link.place_id == closed.place_id)
    });
    homeless.map(|link| link.place_id).collect()
}

impl Effects {
    /// Organizations and links as they are afterwards.
    pub fn apply(&self, on: NaiveDate, organizations: &mut Organizations, links: &mut Vec<Link>) {
        for id in &self.begin {
            if let Some(organization) = organizations.get_mut(id) {
                organization.founded_on = Some(on);
            }
        }
        for id in &self.end {
            if let Some(organization) = organizations.get_mut(id) {
                organization.ended_on = Some(on);
            }
        }
        for link in links.iter_mut().filter(|link| self.close.contains(link)) {
            link.to = Some(on);
        }
        // What was opened and closed on one day never held.
        links.retain(|link| link.to != Some(link.from));
        links.extend(self.open.iter().cloned());
    }
}

/// What a place has on a day, as the register counts it.
pub fn at_place(place_id: Uuid, organizations: &Organizations, links: &[Link], day: NaiveDate) -> BTreeSet<PlaceOrganization> {
    let here = links.iter().filter(|link| link.place_id == place_id && link.holds_on(day));
    here.filter_map(|link| organizations.get(&link.organization_id)?.kind.at_place(link.kind)).collect()
}
