//! The invented city goes into an empty database only, and out again without what people added.

use crate::common::{ALL, Register, both_databases, day, neighbours, operation, reform};
use domain::admin_unit::FormerUnit;
use domain::board::{BoardCategory, FundHandover, MeetingStage};
use domain::course::{BoardFact, BoardField, FactKind, MeetingKind, MeetingResult};
use domain::failure::Failure;
use domain::place::{PlaceDraft, PlaceKind};
use serde_json::json;
use store::sample::SamplePlace;
use uuid::Uuid;

both_databases![
    it_loads_into_an_empty_register_and_says_that_it_is_invented,
    it_is_refused_where_there_is_anything,
    taken_out_it_leaves_an_empty_register,
    taken_out_it_leaves_what_people_added,
    real_boundaries_of_the_same_day_stay_when_it_goes,
    a_broken_city_loads_nothing,
    facts_that_come_with_a_place_come_to_the_same_as_if_each_had_been_recorded,
    facts_go_with_the_city,
];

fn city() -> Box<dyn Iterator<Item = SamplePlace> + Send> {
    let cluster = Uuid::from_u128(7);
    let place = move |at: u128| SamplePlace {
        id: Uuid::from_u128(at),
        unit_code: if at.is_multiple_of(2) { "26740" } else { "26743" }.into(),
        draft: PlaceDraft {
            name: format!("Chung cư {at}"),
            kind: if at == 7 { PlaceKind::BuildingCluster } else { PlaceKind::ApartmentBuilding },
            parent_id: (at > 1200).then_some(cluster),
            ..PlaceDraft::default()
        },
        facts: Vec::new(),
    };
    Box::new((1..=1300).map(place))
}

impl Register {
    async fn load(&self) -> Result<u64, Failure> {
        let former = FormerUnit {
            code: "26740".into(),
            name: "Phường Bến Nghé".into(),
            district: "Quận 1".into(),
            province: String::new(),
            split: false,
        };
        self.session().load_sample(neighbours(), vec![former], reform(), city()).await
    }
}

async fn it_loads_into_an_empty_register_and_says_that_it_is_invented(register: Register) {
    assert!(!register.session().has_sample().await.unwrap());
    assert_eq!(register.load().await, Ok(1300));
    assert!(register.session().has_sample().await.unwrap());
    assert_eq!(register.session().overview(None).await.unwrap().summary.apartment_buildings.total, 1299);
    assert!(register.place(Uuid::from_u128(1)).await.sample);
    let mine = register.named("Của tôi").await;
    assert!(!register.place(mine).await.sample);
}

async fn it_is_refused_where_there_is_anything(register: Register) {
    let register = register.with_units().await;
    assert_eq!(register.load().await, Err(Failure::NotAllowed));
    assert!(!register.session().has_sample().await.unwrap());
}

async fn taken_out_it_leaves_an_empty_register(register: Register) {
    register.load().await.unwrap();
    register.change(Uuid::from_u128(1), json!({ "blocks": 3 })).await;
    register.session().merge_place(operation(), Uuid::from_u128(2), Uuid::from_u128(3)).await.unwrap();
    crate::funnel::counted_stays_are_those_that_are_kept(&register).await;
    assert_eq!(register.session().remove_sample().await, Ok(1300));
    crate::funnel::counted_stays_are_those_that_are_kept(&register).await;
    assert!(register.session().is_empty().await.unwrap());
    assert!(!register.session().has_sample().await.unwrap());
    assert!(register.session().former_districts().await.unwrap().is_empty());
    let overview = register.session().overview(None).await.unwrap();
    assert_eq!((overview.summary.apartment_buildings.total, overview.units.len()), (0, 0));
    assert_eq!(register.load().await, Ok(1300), "and it can come again");
}

async fn taken_out_it_leaves_what_people_added(register: Register) {
    register.load().await.unwrap();
    let mine = register.named("Của tôi").await;
    assert_eq!(register.session().remove_sample().await, Ok(1300));
    assert_eq!(register.names(&ALL).await, ["Của tôi"]);
    let units: Vec<String> = register.session().admin_units().await.unwrap().into_iter().map(|unit| unit.code).collect();
    assert_eq!(units, ["26740"], "the unit that it lies in stays with it");
    assert_eq!(register.place(mine).await.admin_unit_name, "Phường Sài Gòn");
    assert_eq!(register.session().overview(None).await.unwrap().summary.apartment_buildings.total, 1);
}

async fn real_boundaries_of_the_same_day_stay_when_it_goes(register: Register) {
    register.load().await.unwrap();
    let mut real = neighbours();
    real.iter_mut().for_each(|unit| unit.area_km2 = Some(9.5));
    assert_eq!(register.boundaries(real, reform()).await.change, 3);
    register.session().remove_sample().await.unwrap();
    assert_eq!(register.session().admin_units().await.unwrap().len(), 3);
    assert!(!register.session().has_sample().await.unwrap());
}

async fn a_broken_city_loads_nothing(register: Register) {
    let draft = PlaceDraft { name: "A".into(), ..PlaceDraft::default() };
    let lost = SamplePlace { id: Uuid::from_u128(1), unit_code: "99999".into(), draft, facts: Vec::new() };
    let places = Box::new(city().skip(10).chain([lost]));
    assert!(register.session().load_sample(neighbours(), Vec::new(), day(2025, 7, 1), places).await.is_err());
    assert!(register.session().is_empty().await.unwrap());
}

fn fact(kind: FactKind, on: (i32, u32, u32)) -> BoardFact {
    BoardFact::new(Uuid::now_v7(), kind, day(on.0, on.1, on.2))
}

fn meeting(result: MeetingResult, on: (i32, u32, u32)) -> BoardFact {
    BoardFact { meeting: Some(MeetingKind::First), result: Some(result), ..fact(FactKind::MeetingHeld, on) }
}

/// A decision with what led to it, one that waits, a meeting in vain, and a field set by hand.
fn courses() -> Vec<Vec<BoardFact>> {
    let fund = BoardFact { fund: Some(FundHandover::Partial), ..fact(FactKind::Fund, (2026, 9, 1)) };
    let decided =
        BoardFact { number: Some("12/QĐ-UBND".into()), term_ends_on: Some(day(2027, 1, 10)), ..fact(FactKind::Recognised, (2026, 4, 10)) };
    let stated = BoardFact {
        field: Some(BoardField::Recognition),
        value: Some("none".into()),
        reason: Some("Phường rà soát".into()),
        ..fact(FactKind::Stated, (2026, 10, 1))
    };
    vec![
        vec![
            meeting(MeetingResult::NoQuorum, (2026, 1, 4)),
            meeting(MeetingResult::Elected, (2026, 3, 22)),
            fact(FactKind::DossierSubmitted, (2026, 4, 1)),
            decided,
            fund,
        ],
        vec![meeting(MeetingResult::Elected, (2026, 11, 1)), fact(FactKind::DossierSubmitted, (2026, 11, 9))],
        vec![fact(FactKind::WardConvenes, (2026, 10, 5)), meeting(MeetingResult::NoBoard, (2026, 10, 25))],
        vec![stated],
    ]
}

/// The last course is that of a cluster and of the two buildings in it.
fn sample() -> Vec<SamplePlace> {
    let draft = |name: String| PlaceDraft {
        name,
        apartments: Some(120),
        handed_over: Some(110),
        handover_year: Some(2023),
        ..PlaceDraft::default()
    };
    let mut places: Vec<SamplePlace> = Vec::new();
    for (at, facts) in (0u128..).zip(courses()) {
        places.push(SamplePlace { id: Uuid::from_u128(100 + at), unit_code: "26740".into(), draft: draft(format!("Nhà {at}")), facts });
    }
    let cluster = PlaceDraft { kind: PlaceKind::BuildingCluster, ..draft("Cụm".into()) };
    let numbered = |fact: BoardFact| BoardFact { number: fact.number.as_ref().map(|_| "13/QĐ-UBND".into()), ..fact };
    let facts = courses().swap_remove(0).into_iter().map(numbered).collect();
    places.push(SamplePlace { id: Uuid::from_u128(200), unit_code: "26740".into(), draft: cluster, facts });
    for at in 201u128..203 {
        let block = PlaceDraft { parent_id: Some(Uuid::from_u128(200)), ..draft(format!("Tháp {at}")) };
        places.push(SamplePlace { id: Uuid::from_u128(at), unit_code: "26740".into(), draft: block, facts: Vec::new() });
    }
    places
}

/// All that is known of a place and of its work, but for keys.
async fn shown(register: &Register, id: Uuid) -> impl PartialEq + std::fmt::Debug + use<> {
    let mut place = register.place(id).await;
    let course = register.session().course(&place).await.unwrap();
    let recorded = course.facts.into_iter().map(|fact| fact.fact).filter(|fact| !fact.is_baseline());
    let facts: Vec<BoardFact> = recorded.map(|fact| BoardFact { id: Uuid::nil(), ..fact }).collect();
    let work: Vec<_> = course.work.into_iter().map(|row| (row.kind, row.on, row.waits_until)).collect();
    place.draft.admin_unit_id = Uuid::nil();
    place.draft.parent_id = None;
    (place.draft, facts, course.derived, work)
}

async fn facts_that_come_with_a_place_come_to_the_same_as_if_each_had_been_recorded(register: Register) {
    let with_reviews = sample().into_iter().map(|mut place| {
        // Whoever records a fact was there.
        let facts = if place.draft.parent_id.is_some() { courses().swap_remove(0) } else { place.facts.clone() };
        place.draft.reviewed_on = facts.iter().map(|fact| fact.on).max();
        place
    });
    register
        .session()
        .load_sample(neighbours(), Vec::new(), reform(), Box::new(with_reviews.collect::<Vec<_>>().into_iter()))
        .await
        .unwrap();
    let (mut by_hand, mut cluster) = (Vec::new(), None);
    let elsewhere = register.unit("26743").await.id;
    for SamplePlace { id, draft, facts, .. } in sample() {
        let mut fields = json!({ "name": draft.name, "kind": draft.kind.code(), "apartments": 120, "handed_over": 110, "handover_year": 2023,
            "admin_unit_id": elsewhere });
        if draft.parent_id.is_some() {
            fields["parent_id"] = json!(cluster);
        }
        let recorded = register.add(fields).await;
        if draft.kind == PlaceKind::BuildingCluster {
            cluster = Some(recorded);
        }
        by_hand.push((id, recorded, facts));
    }
    for (_, recorded, facts) in &by_hand {
        for fact in facts {
            register.session().record_fact(operation(), *recorded, fact.clone()).await.unwrap();
        }
    }
    for (loaded, recorded, _) in &by_hand {
        assert_eq!(shown(&register, *loaded).await, shown(&register, *recorded).await);
    }
    assert_eq!(
        register.place(Uuid::from_u128(202)).await.board_category,
        BoardCategory::Recognised,
        "the cluster's board is the building's"
    );
    assert_eq!(register.place(Uuid::from_u128(103)).await.draft.board.meeting_stage, MeetingStage::Overdue);

    let funnel = async |unit: &str| {
        let stages = register.session().funnel(Some(unit)).await.unwrap();
        let waiting = |stage: &store::course::StageCount| stage.oldest.iter().map(|one| (one.name.clone(), one.since)).collect::<Vec<_>>();
        stages.iter().map(|stage| (stage.here, stage.median_days, waiting(stage))).collect::<Vec<_>>()
    };
    assert_eq!(funnel("26740").await, funnel("26743").await);
    assert_eq!(funnel("26740").await[3].1, Some(10), "from the election to the dossier");
    let counted = async |unit: &str| {
        let query = store::course::WorkQuery { unit: Some(unit.into()), ..Default::default() };
        let page = register.session().work(&query, 100).await.unwrap();
        (page.overdue, page.this_week, page.items.len())
    };
    assert_eq!(counted("26740").await, counted("26743").await);
    // Nothing of it has to be derived anew, and time changes the same places in both units.
    assert_eq!(register.session().derive_what_is_due().await.unwrap(), 0);
    assert_eq!(register.session_after(90).derive_what_is_due().await.unwrap() % 2, 0);
    for (loaded, recorded, _) in &by_hand {
        assert_eq!(shown(&register, *loaded).await, shown(&register, *recorded).await);
    }
}

async fn facts_go_with_the_city(register: Register) {
    register.session().load_sample(neighbours(), Vec::new(), reform(), Box::new(sample().into_iter())).await.unwrap();
    assert!(!register.session().work(&Default::default(), 100).await.unwrap().items.is_empty());
    assert_eq!(register.session().remove_sample().await, Ok(7));
    assert!(register.session().work(&Default::default(), 100).await.unwrap().items.is_empty());
    let funnel = register.session().funnel(None).await.unwrap();
    assert!(funnel.iter().all(|stage| stage.here == 0 && stage.median_days.is_none() && stage.oldest.is_empty()));
    register.load().await.unwrap();
    assert!(register.session().course(&register.place(Uuid::from_u128(100)).await).await.unwrap().facts.is_empty());
}
