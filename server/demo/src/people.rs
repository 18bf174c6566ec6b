//! Members and households of the city: some 1,200 and 3,000 for each copy of it, spread over the wards that have
//! places. They are sealed as real ones are once they are loaded.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use domain::assignment::AssignmentDraft;
use domain::household::{Consent, ConsentHow, HouseholdDraft, KeptFor, Support, SupportCategory, TextVersion};
use domain::member::{CellPost, MemberDraft, MonthlyCheck, NotDoneReason, TaskDraft, first_of};
use domain::place::PlaceKind;
use domain::request::{Office, RequestDraft};
use domain::setting::{Rules, days_after, days_before, months_after};
use domain::visit::{HelpGiven, HelpKind, VisitDraft, VisitHow, VisitOutcome};
use uuid::Uuid;

use crate::City;
use crate::ids::person;
use crate::people_words::{AIMS, ANSWERS, NEEDS, PROMISES, TASKS, name, phone};
use crate::random::Random;

const PEOPLE: u64 = 97;
const MEMBERS: usize = 1_200;
const HOUSEHOLDS: usize = 3_000;
/// The ward in which one tries the demo, and so many more people live there.
const SHOWN: &str = "26740";
const MORE_MEMBERS: usize = 12;
const MORE_HOUSEHOLDS: usize = 30;
const LAST_VISITS: usize = 5;

/// An invented member.
pub struct DemoMember {
    pub id: Uuid,
    pub unit_code: String,
    pub draft: MemberDraft,
    pub task: Option<(TaskDraft, Vec<MonthlyCheck>)>,
}

/// An invented household.
pub struct DemoHousehold {
    pub id: Uuid,
    pub place: Uuid,
    pub draft: HouseholdDraft,
    pub consent: Consent,
    pub assignment: Option<AssignmentDraft>,
    /// Oldest first.
    pub visits: Vec<VisitDraft>,
    pub requests: Vec<DemoRequest>,
}

/// What an invented household asked for, and how far it came.
pub struct DemoRequest {
    pub draft: RequestDraft,
    pub received_on: NaiveDate,
    pub forwarded: Option<(Office, NaiveDate)>,
    pub answered: Option<(String, NaiveDate)>,
    pub confirmed_on: Option<NaiveDate>,
}

/// All people of the city; households are made while they are asked for.
pub struct People {
    pub members: Vec<DemoMember>,
    wards: Vec<Ward>,
    as_of: NaiveDate,
}

/// A ward with its places and members.
struct Ward {
    /// Apartment buildings, or residential areas where it has none.
    places: Vec<Uuid>,
    members: Vec<Uuid>,
    households: usize,
    /// Of its first household.
    first: u64,
}

pub fn people(city: &City, as_of: NaiveDate, scale: u32) -> People {
    let mut places: BTreeMap<String, (Vec<Uuid>, Vec<Uuid>)> = BTreeMap::new();
    for place in city.places() {
        let (buildings, areas) = places.entry(place.unit_code).or_default();
        match place.draft.kind {
            PlaceKind::ApartmentBuilding => buildings.push(place.id),
            PlaceKind::ResidentialArea => areas.push(place.id),
            PlaceKind::BuildingCluster => {}
        }
    }
    let (count, scale) = (places.len(), scale as usize);
    let (mut members, mut wards, mut first) = (Vec::new(), Vec::new(), 0);
    for (at, (unit_code, (buildings, areas))) in places.into_iter().enumerate() {
        let share = |total: usize| (total * (at + 1) / count - total * at / count) * scale;
        let shown = unit_code == SHOWN;
        let mut random = Random::new(PEOPLE, at as u64);
        let number = share(MEMBERS) + if shown { MORE_MEMBERS } else { 0 };
        let homes: Vec<Uuid> = buildings.iter().chain(&areas).copied().collect();
        let before = members.len();
        for _ in 0..number {
            members.push(member(&mut random, members.len() as u64, &unit_code, &homes, as_of));
        }
        let households = share(HOUSEHOLDS) + if shown { MORE_HOUSEHOLDS } else { 0 };
        let places = if buildings.is_empty() { areas } else { buildings };
        wards.push(Ward { places, members: members[before..].iter().map(|member| member.id).collect(), households, first });
        first += households as u64;
    }
    People { members, wards, as_of }
}

fn member(random: &mut Random, number: u64, unit_code: &str, homes: &[Uuid], as_of: NaiveDate) -> DemoMember {
    let posts = [(CellPost::Member, 80), (CellPost::CommitteeMember, 10), (CellPost::DeputySecretary, 5), (CellPost::Secretary, 5)];
    let draft = MemberDraft {
        name: name(random),
        phone: phone(random),
        cell: None,
        post: random.weighted(&posts),
        residence: random.chance(80).then(|| random.pick(homes)),
        residence_linked: random.chance(35),
        capacity: random.count(3, 5),
    };
    let year = NaiveDate::from_ymd_opt(as_of.year(), 1, 1).unwrap_or(as_of);
    let task = random.chance(90).then(|| {
        let task =
            TaskDraft { aim: random.pick(&TASKS).into(), from: year, to: NaiveDate::from_ymd_opt(as_of.year(), 12, 31).unwrap_or(as_of) };
        let mut checks = Vec::new();
        let mut month = year;
        while month < first_of(as_of) {
            let done = random.chance(85);
            let reason = (!done).then(|| random.pick(&[NotDoneReason::Busy, NotDoneReason::Away, NotDoneReason::NobodyToMeet]));
            checks.push(MonthlyCheck { month, done, reason });
            month = months_after(month, 1);
        }
        (task, checks)
    });
    DemoMember { id: person(0x32, number), unit_code: unit_code.to_owned(), draft, task }
}

impl People {
    /// All households, ward by ward.
    pub fn households(&self) -> impl Iterator<Item = DemoHousehold> + '_ {
        self.wards.iter().enumerate().flat_map(move |(at, ward)| {
            let mut random = Random::new(PEOPLE + 1, at as u64);
            (0..ward.households).map(move |number| household(&mut random, ward, number, self.as_of))
        })
    }
}

fn household(random: &mut Random, ward: &Ward, number: usize, as_of: NaiveDate) -> DemoHousehold {
    let id = person(0x31, ward.first + number as u64);
    let given_on = days_before(as_of, random.count(10, 330));
    let supports = [
        (SupportCategory::Poor, 8),
        (SupportCategory::NearPoor, 16),
        (SupportCategory::RecentlyEscapedPoverty, 8),
        (SupportCategory::DifficultCircumstances, 22),
        (SupportCategory::ElderlyLivingAlone, 18),
        (SupportCategory::DisabilityBenefitHousehold, 8),
        (SupportCategory::ChildrenWithoutCaregiver, 2),
        (SupportCategory::SingleParentPoor, 6),
        (SupportCategory::MeritoriousFamily, 6),
        (SupportCategory::SocialProtectionBeneficiary, 6),
    ];
    let support = Support {
        standard: "Chuẩn 2021".into(),
        decision: format!("{}/QĐ-UBND", random.count(10, 900)),
        valid_from: Some(given_on),
        valid_to: Some(NaiveDate::from_ymd_opt(as_of.year(), 12, 31).unwrap_or(as_of).max(as_of)),
        ..Support::of(random.weighted(&supports))
    };
    let unit = format!("{}.{:02}", random.count(1, 18), random.count(1, 12));
    let draft = HouseholdDraft {
        name: name(random),
        phone: if random.chance(85) { phone(random) } else { String::new() },
        unit,
        people: random.chance(90).then(|| random.count(1, 6)),
        need: random.pick(&NEEDS).into(),
        supports: vec![support],
        neighbours_allowed: random.chance(60),
        refused: Vec::new(),
    };
    // Every seventh waits for somebody.
    let from = days_after(given_on, 5).min(as_of);
    let assignment = (number % 7 != 6 && !ward.members.is_empty()).then(|| AssignmentDraft {
        member: ward.members[number % ward.members.len()],
        from,
        to: months_after(as_of, random.count(2, 8)).min(months_after(from, 12)),
        aim: random.pick(&AIMS).into(),
    });
    let visits = if assignment.is_some() { visits(random, given_on, as_of) } else { Vec::new() };
    let requests = if random.chance(30) { vec![request(random, given_on, as_of)] } else { Vec::new() };
    let consent = Consent {
        given_on,
        how: ConsentHow::PaperForm,
        text_version: TextVersion::printed(KeptFor::on(&Rules::default(), given_on)).to_string(),
        form_number: format!("MAU-{:06}", ward.first + number as u64),
    };
    DemoHousehold { id, place: random.pick(&ward.places), draft, consent, assignment, visits, requests }
}

fn visits(random: &mut Random, since: NaiveDate, as_of: NaiveDate) -> Vec<VisitDraft> {
    let mut visits = Vec::new();
    let mut on = days_after(since, random.count(6, 20));
    while on <= as_of {
        let outcome = random.weighted(&[(VisitOutcome::Met, 80), (VisitOutcome::Postponed, 14), (VisitOutcome::NobodyHome, 6)]);
        let next = days_after(on, random.count(14, 38));
        // That nobody was at home is kept until the next visit only.
        if outcome != VisitOutcome::NobodyHome || next > as_of {
            let help = if outcome == VisitOutcome::Met && random.chance(60) { vec![help(random)] } else { Vec::new() };
            visits.push(VisitDraft {
                on,
                how: if outcome == VisitOutcome::NobodyHome || random.chance(80) { VisitHow::InPerson } else { VisitHow::Phone },
                outcome,
                help,
                promised: random.pick(&PROMISES).into(),
                next_on: (next > as_of && random.chance(50)).then_some(next),
            });
        }
        on = next;
    }
    // Those of the last months say enough of how it goes.
    visits.split_off(visits.len().saturating_sub(LAST_VISITS))
}

fn help(random: &mut Random) -> HelpGiven {
    let kind = random.pick(HelpKind::all());
    let amount = (kind.is_counted() && random.chance(70)).then(|| u64::from(random.count(2, 30)) * 100_000);
    HelpGiven { kind, amount, quantity: (kind.is_counted() && amount.is_none()).then(|| random.count(1, 5)) }
}

fn request(random: &mut Random, since: NaiveDate, as_of: NaiveDate) -> DemoRequest {
    let room = (as_of - since).num_days();
    let received_on = days_after(since, random.below(usize::try_from(room).unwrap_or_default() + 1) as u32);
    let until = |day: NaiveDate| day.min(as_of);
    let forwarded_on = until(days_after(received_on, random.count(0, 3)));
    let answered_on = days_after(forwarded_on, random.count(2, 24));
    let offices = [Office::WardPeopleCommittee, Office::FatherlandFront, Office::HealthStation, Office::SocialInsurance, Office::School];
    let forwarded = random.chance(90).then(|| (random.pick(&offices), forwarded_on));
    let answered = (forwarded.is_some() && answered_on <= as_of).then(|| (random.pick(&ANSWERS).to_owned(), answered_on));
    let confirmed_on = (answered.is_some() && random.chance(60)).then(|| until(days_after(answered_on, random.count(0, 9))));
    let category = random.pick(&[
        HelpKind::HouseRepair,
        HelpKind::HealthInsurance,
        HelpKind::Scholarship,
        HelpKind::Paperwork,
        HelpKind::JobOrTraining,
    ]);
    DemoRequest { draft: RequestDraft { category, asked: random.pick(&NEEDS).into() }, received_on, forwarded, answered, confirmed_on }
}
