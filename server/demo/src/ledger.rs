//! What was decided about the organizations of one ward since they were founded, and about its residential areas: one of
//! each kind. Nothing of it changes what its buildings count as.

use chrono::NaiveDate;
use domain::organization::{DecisionDraft, OrganizationDraft, OrganizationEventKind, OrganizationKind};
use domain::place::PlaceKind;
use domain::residential::RedrawDraft;
use uuid::Uuid;

use crate::board::{day, workday};
use crate::ids::person;
use crate::{City, DemoOrganization};

/// Besides those of its buildings: the party committee, under which its cells come, and an association that goes on in
/// another one.
pub fn organizations(city: &City, as_of: NaiveDate, code: &str) -> Vec<DemoOrganization> {
    let founded = |id, kind, name: &str, on: NaiveDate, number: &str| {
        let (number, issuer) = (Some(number.to_owned()), Some("Cấp ủy cấp trên".to_owned()));
        let founded = DecisionDraft { number, issuer, ..DecisionDraft::new(OrganizationEventKind::Founded, on.min(as_of)) };
        let draft = OrganizationDraft { kind, name: name.to_owned(), ..OrganizationDraft::default() };
        DemoOrganization { id, unit_code: code.to_owned(), draft, founded, links: Vec::new() }
    };
    let reform = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap_or(as_of);
    let mut all = vec![founded(committee(), OrganizationKind::PartyCommittee, "Đảng ủy phường", reform, "01-QĐ/TU")];
    let stays = city.organizations().into_iter().find(|one| one.unit_code == code && one.draft.kind.is_socio_political());
    if let Some(stays) = stays {
        let name = format!("{} (khu chợ)", stays.draft.name);
        all.push(founded(neighbour(), stays.draft.kind, &name, day(as_of, -900), "31-QĐ"));
    }
    all
}

fn committee() -> Uuid {
    person(0x34, 0)
}

fn neighbour() -> Uuid {
    person(0x34, 1)
}

/// Decisions with the organization that each is about, in the order of their days.
pub fn decisions(city: &City, as_of: NaiveDate, code: &str) -> Vec<(Uuid, DecisionDraft)> {
    use OrganizationEventKind::{Dissolved, Merged, Renewed, Split, Transferred};
    let own: Vec<DemoOrganization> = city.organizations().into_iter().filter(|one| one.unit_code == code).collect();
    let decided = |kind, ago: i64, number: &str| DecisionDraft {
        number: Some(format!("{number}-QĐ/ĐU")),
        issuer: Some("Đảng ủy phường".into()),
        ..DecisionDraft::new(kind, workday(day(as_of, -ago)))
    };
    let mut found: Vec<(Uuid, DecisionDraft)> = Vec::new();
    let mut cells = own.iter().filter(|one| one.draft.kind == OrganizationKind::PartyCell);
    if let Some(cell) = cells.next() {
        let draft = DecisionDraft { superior_id: Some(committee()), ..decided(Transferred, 56, "07") };
        found.push((cell.id, draft));
    }
    found.extend(cells.next().map(|cell| (cell.id, decided(Renewed, 49, "11"))));
    let associations = || own.iter().filter(|one| one.draft.kind.is_socio_political());
    if let Some(stays) = associations().next() {
        found.push((stays.id, DecisionDraft { others: [neighbour()].into(), ..decided(Merged, 42, "12") }));
    }
    if let Some(wide) = associations().skip(1).find(|one| one.links.len() > 1) {
        let new = vec![format!("{} mới", wide.draft.name)];
        let moves = wide.links.first().map(|link| (link.place, 0)).into_iter().collect();
        found.push((wide.id, DecisionDraft { new, moves, ..decided(Split, 35, "15") }));
    }
    // Neither of the party nor one of the six: no count misses it.
    let other = own.iter().find(|one| !one.draft.kind.is_party() && !one.draft.kind.is_socio_political());
    found.extend(other.map(|other| (other.id, decided(Dissolved, 28, "18"))));
    found
}

/// Two residential areas of the ward become one.
pub fn redraw(city: &City, as_of: NaiveDate, code: &str) -> Option<RedrawDraft> {
    let areas = city.places().filter(|place| place.unit_code == code && place.draft.kind == PlaceKind::ResidentialArea);
    let areas: Vec<_> = areas.filter(|place| place.draft.closed_on.is_none()).take(2).collect();
    let [first, second] = areas.as_slice() else { return None };
    Some(RedrawDraft {
        on: Some(workday(day(as_of, -21))),
        number: "21/NQ-HĐND".into(),
        issuer: "Hội đồng nhân dân phường".into(),
        old: [first.id, second.id].into(),
        new: vec![first.draft.name.clone()],
        ..RedrawDraft::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_ward_has_a_decision_of_every_kind_and_areas_that_became_one() {
        let as_of = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
        let city = crate::city(as_of, 1);
        let kinds: Vec<_> = decisions(&city, as_of, "26740").into_iter().map(|(_, draft)| draft.kind).collect();
        use OrganizationEventKind::{Dissolved, Merged, Renewed, Split, Transferred};
        assert_eq!(kinds, [Transferred, Renewed, Merged, Split, Dissolved]);
        assert_eq!(redraw(&city, as_of, "26740").expect("two areas").old.len(), 2);
    }
}
