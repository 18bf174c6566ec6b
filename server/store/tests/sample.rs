//! The invented city goes into an empty database only, and out again without what people added.

use crate::common::{ALL, Register, both_databases, day, neighbours, operation, reform};
use domain::admin_unit::FormerUnit;
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
    assert_eq!(register.session().remove_sample().await, Ok(1300));
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
    let lost =
        SamplePlace { id: Uuid::from_u128(1), unit_code: "99999".into(), draft: PlaceDraft { name: "A".into(), ..PlaceDraft::default() } };
    let places = Box::new(city().skip(10).chain([lost]));
    assert!(register.session().load_sample(neighbours(), Vec::new(), day(2025, 7, 1), places).await.is_err());
    assert!(register.session().is_empty().await.unwrap());
}
