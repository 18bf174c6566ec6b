//! What one ward of the city wrote down beyond its places: agreements in every state of their course, and who heads
//! its boards.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use domain::agreement::AgreementDraft;
use domain::board::BoardCategory;
use domain::course::{BoardPost, PostHolder};
use domain::organization::DecisionDraft;
use domain::place::PlaceKind;
use domain::residential::RedrawDraft;
use uuid::Uuid;

use crate::board::{day, workday};
use crate::people_words::{name, phone};
use crate::random::Random;
use crate::{City, DemoOrganization, DemoPlace, ledger};

const WARD: u64 = 84;

/// All of it, each with its place.
pub struct DemoWard {
    /// Of a place, the one in force first: what the register says stays as it is.
    pub agreements: Vec<(Uuid, AgreementDraft)>,
    pub contacts: Vec<(Uuid, PostHolder)>,
    /// Organizations that no building has a share in.
    pub organizations: Vec<DemoOrganization>,
    /// What was decided about its organizations, in the order of the days.
    pub decisions: Vec<(Uuid, DecisionDraft)>,
    /// How its residential areas were redrawn.
    pub redraw: Option<RedrawDraft>,
    /// Its buildings and clusters, in the order of the register.
    pub buildings: Vec<Uuid>,
}

/// Of the ward with this code.
pub fn ward(city: &City, as_of: NaiveDate, code: &str) -> DemoWard {
    let mut random = Random::new(WARD, 0);
    let mut ward = DemoWard {
        agreements: Vec::new(),
        contacts: Vec::new(),
        organizations: ledger::organizations(city, as_of, code),
        decisions: ledger::decisions(city, as_of, code),
        redraw: ledger::redraw(city, as_of, code),
        buildings: Vec::new(),
    };
    let mut numbers = BTreeSet::new();
    let own = city.places().filter(|place| place.unit_code == code && place.draft.closed_on.is_none());
    let own = own.filter(|place| place.draft.kind != PlaceKind::ResidentialArea);
    for place in own {
        ward.buildings.push(place.id);
        for mut agreement in agreements(&mut random, as_of, &place, ward.agreements.len()) {
            // The register may name two by one number; a ward that writes them down says why that holds.
            let numbered = agreement.number.clone().zip(agreement.signed_on.map(|day| day.year()));
            let twice = numbered.is_some_and(|numbered| !numbers.insert(numbered));
            agreement.overruled = twice.then(|| "Hai chung cư ký cùng số, phường đã đối chiếu bản giấy".into());
            ward.agreements.push((place.id, agreement));
        }
        if place.draft.board.category() == BoardCategory::Recognised {
            ward.contacts.extend(contacts(&mut random).into_iter().map(|holder| (place.id, holder)));
        }
    }
    ward
}

/// What the register names is in force; where it names none, some are still being talked about.
fn agreements(random: &mut Random, as_of: NaiveDate, place: &DemoPlace, before: usize) -> Vec<AgreementDraft> {
    let draft = &place.draft;
    let between = |scope: &str| AgreementDraft {
        party_organization: Some(format!("Chi bộ {}", draft.name)),
        scope: Some(scope.into()),
        ..AgreementDraft::default()
    };
    let Some(signed) = draft.agreement_on else {
        let talks = draft.party().is_party() && draft.board.category() == BoardCategory::Recognised && random.chance(40);
        return Vec::from_iter(talks.then(|| between("Dự thảo: an ninh trật tự, phòng cháy, đường dây tiếp nhận ý kiến cư dân")));
    };
    let half = day(signed, 180);
    let reviewed_on = (half < as_of && random.chance(60)).then(|| workday(half)).filter(|day| *day <= as_of);
    let mut found = vec![AgreementDraft {
        number: draft.agreement_number.clone(),
        signed_on: Some(signed),
        reviewed_on,
        review_on: Some(day(reviewed_on.unwrap_or(signed), random.between(200, 380))),
        ..between("An ninh trật tự, phòng cháy chữa cháy, thu chi quỹ bảo trì, giúp hộ khó khăn")
    }];
    if before.is_multiple_of(3) {
        let first = workday(day(signed, -random.between(360, 700)));
        let number = Some(format!("{:02}/TTPH-CŨ", before + 1));
        let old =
            AgreementDraft { number, signed_on: Some(first), ended_on: Some(signed), ..between("An ninh trật tự, vệ sinh chung") };
        found.push(old);
    }
    found
}

fn contacts(random: &mut Random) -> Vec<PostHolder> {
    let posts = [BoardPost::Head, BoardPost::Deputy];
    let many = if random.chance(50) { 2 } else { 1 };
    posts[..many].iter().map(|post| PostHolder { post: *post, name: name(random), phone: phone(random) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::agreement::AgreementStatus;

    #[test]
    fn agreements_are_in_every_state_and_say_what_the_register_says() {
        let as_of = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
        let city = crate::city(as_of, 1);
        let (mut states, mut contacts) = (BTreeSet::new(), 0);
        for code in ["26740", "27475", "27094"] {
            let ward = ward(&city, as_of, code);
            let checked: Vec<_> =
                ward.agreements.iter().map(|(place, draft)| (*place, draft.clone().check(as_of).expect("no fault"))).collect();
            states.extend(checked.iter().map(|(_, draft)| draft.status()));
            for place in city.places().filter(|place| ward.buildings.contains(&place.id)) {
                let holds = checked.iter().find(|(of, draft)| *of == place.id && draft.holds_on(as_of)).map(|(_, draft)| draft);
                assert_eq!(holds.and_then(|draft| draft.signed_on), place.draft.agreement_on, "{}", place.draft.name);
            }
            assert!(ward.contacts.iter().all(|(_, holder)| holder.clone().check().is_ok()));
            contacts += ward.contacts.len();
        }
        assert_eq!(states, AgreementStatus::all().iter().copied().collect());
        assert!(contacts > 5, "{contacts}");
    }

    #[test]
    fn a_number_that_stands_twice_in_a_year_says_why() {
        let as_of = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
        let ward = ward(&crate::city(as_of, 4), as_of, "27475");
        let (mut numbers, mut twice) = (BTreeSet::new(), 0);
        for (_, draft) in &ward.agreements {
            let Some(numbered) = draft.number.clone().zip(draft.signed_on.map(|day| day.year())) else { continue };
            assert_eq!(numbers.insert(numbered), draft.overruled.is_none(), "{:?}", draft.number);
            twice += usize::from(draft.overruled.is_some());
        }
        assert!(twice > 0);
    }
}
