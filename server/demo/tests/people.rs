//! The people of the city hang together, and all that they say can be recorded.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use demo::city;
use domain::household::code_of;
use domain::visit::VisitOutcome;
use uuid::Uuid;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date")
}

#[test]
fn some_three_thousand_households_and_twelve_hundred_members_live_at_places_of_the_city() {
    let city = city(today(), 1);
    let (people, again) = (city.people(), city.people());
    let places: HashMap<Uuid, String> = city.places().map(|place| (place.id, place.unit_code)).collect();
    let wards: HashMap<Uuid, &str> = people.members.iter().map(|member| (member.id, member.unit_code.as_str())).collect();
    assert_eq!((people.members.len(), wards.len()), (1_212, 1_212));
    let (mut ids, mut codes, mut forms, mut alone, mut met) = (HashSet::new(), HashSet::new(), HashSet::new(), 0, 0);
    for (household, same) in people.households().zip(again.households()) {
        assert!(household.draft == same.draft && household.id == same.id, "the same date gives the same people");
        assert!(ids.insert(household.id) && codes.insert(code_of(household.id)) && forms.insert(household.consent.form_number));
        let ward = &places[&household.place];
        match &household.assignment {
            Some(assignment) => {
                assert_eq!(wards[&assignment.member], ward);
                assignment.clone().check(today()).expect("an assignment that can be made");
            }
            None => alone += 1,
        }
        household.draft.check().expect("a household that can be recorded");
        assert!(household.consent.given_on <= today());
        for (at, visit) in household.visits.iter().enumerate() {
            visit.clone().check(today()).expect("a visit that can be recorded");
            assert!(visit.outcome != VisitOutcome::NobodyHome || at + 1 == household.visits.len(), "kept until the next visit only");
            met += usize::from(visit.outcome == VisitOutcome::Met);
        }
        for request in household.requests {
            request.draft.check().expect("a request that can be recorded");
            let days =
                [Some(request.received_on), request.forwarded.map(|(_, on)| on), request.answered.map(|(_, on)| on), request.confirmed_on];
            let days: Vec<NaiveDate> = days.into_iter().flatten().collect();
            assert!(days.is_sorted() && days.iter().all(|day| *day <= today()), "{days:?}");
        }
    }
    assert_eq!(ids.len(), 3_030);
    assert!(alone > 300 && met > 2_000, "{alone} {met}");
    for member in people.members {
        member.draft.check().expect("a member that can be recorded");
        if let Some((task, checks)) = member.task {
            let task = task.check().expect("a task that can be set");
            for check in checks {
                check.check(&task, today()).expect("a month that can be checked");
            }
        }
    }
}

#[test]
fn a_larger_city_has_more_people_and_no_code_twice() {
    let people = city(today(), 3).people();
    let codes: HashSet<String> = people.households().map(|household| code_of(household.id)).collect();
    assert_eq!((people.members.len(), codes.len()), (3_612, 9_030));
}
