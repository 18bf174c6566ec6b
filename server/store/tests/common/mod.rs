//! One test body, two databases: `both_databases![name]` makes `name::on_sqlite` and `name::on_postgres`
//! of `async fn name(register: Register)`. With it, a small country of square units.
// Each test program uses its own part of this.
#![allow(dead_code, unused_imports, unused_macros)]

use std::future::Future;
use std::pin::Pin;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use domain::admin_unit::{AdminUnit, AdminUnitDraft, AdminUnitKind};
use domain::change::{ChangeEntry, Fields};
use domain::failure::{Failure, FieldErrors};
use domain::filter::PlaceFilter;
use domain::place::Place;
use migrations::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use store::account::{Passed, SignedIn};
use store::admin_unit::BoundaryReport;
use store::sealed::Vault;
use store::{Actor, DatabaseConnection, Keys, Operation, Session};
use uuid::Uuid;

/// Names the server in which each test makes a database of its own.
const URL_VARIABLE: &str = "GANDAN_TEST_POSTGRES_URL";

macro_rules! both_databases {
    ($($name:ident),+ $(,)?) => {
        $(mod $name {
            #[test]
            fn on_sqlite() {
                crate::common::on_sqlite(|register| Box::pin(super::$name(register)));
            }

            #[test]
            fn on_postgres() {
                crate::common::on_postgres(|register| Box::pin(super::$name(register)));
            }
        })+
    };
}
pub(crate) use both_databases;

/// An empty register in a database that only this test knows.
pub struct Register {
    pub db: DatabaseConnection,
}

/// Boxed, so that the runtime is compiled once and not once a test.
type Running = Pin<Box<dyn Future<Output = ()>>>;

pub fn on_sqlite(body: fn(Register) -> Running) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    in_runtime(Box::pin(async move {
        let register = Register::open(&url).await;
        body(register).await;
    }));
}

pub fn on_postgres(body: fn(Register) -> Running) {
    let Ok(server) = std::env::var(URL_VARIABLE) else {
        println!("left out: {URL_VARIABLE} is not set");
        return;
    };
    let name = format!("gandan_{}", Uuid::now_v7().simple());
    in_runtime(Box::pin(async move {
        let (place, _) = server.rsplit_once('/').expect("a URL that names a database");
        let maintenance = store::connect(&server).await.expect("the server answers");
        maintenance.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE template0")).await.expect("a database");
        let register = Register::open(&format!("{place}/{name}")).await;
        let db = register.db.clone();
        body(register).await;
        db.close().await.expect("closed");
        // After a failure it is left for whoever wants to look.
        maintenance.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.expect("dropped");
    }));
}

fn in_runtime(work: Running) {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime").block_on(work);
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

pub fn today() -> NaiveDate {
    day(2026, 11, 22)
}

pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).single().expect("a moment")
}

pub fn keys() -> Keys {
    keys_with(DATA_KEY, "")
}

/// With another data key, and a file in which erasures are listed; none: one that cannot be written.
pub fn keys_with(data_key: &str, list: &str) -> Keys {
    let nowhere = std::path::PathBuf::from("/dev/null");
    let list = if list.is_empty() { nowhere.join("erased") } else { list.into() };
    Keys::new("a secret of the tests, which is long enough").with_vault(Vault::new(data_key, "", nowhere.join("data-key"), list))
}

/// The data key of the tests.
pub const DATA_KEY: &str = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";

/// The day from which the units of these tests hold.
pub fn reform() -> NaiveDate {
    day(2025, 7, 1)
}

pub fn said(value: Value) -> Fields {
    domain::change::fields(&value)
}

/// A hundredth of a degree a side, from its south-western corner.
pub fn square(west: f64, south: f64) -> String {
    let (east, north) = (west + 0.01, south + 0.01);
    json!({ "type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]] }).to_string()
}

pub fn unit(code: &str, kind: AdminUnitKind, name: &str, west: f64) -> AdminUnitDraft {
    AdminUnitDraft {
        code: code.into(),
        kind,
        name: name.into(),
        province_code: "79".into(),
        area_km2: Some(1.2),
        predecessors: String::new(),
        boundary: square(west, 10.77),
        approximate: false,
    }
}

/// Three neighbours from west to east.
pub fn neighbours() -> Vec<AdminUnitDraft> {
    use AdminUnitKind::{Commune, Ward};
    let mut units =
        vec![unit("26740", Ward, "Sài Gòn", 106.70), unit("26743", Ward, "Bến Thành", 106.71), unit("27655", Commune, "Nhà Bè", 106.72)];
    units[0].predecessors = "Phường Bến Nghé (Quận 1), một phần Phường Đa Kao (Quận 1)".into();
    units[1].predecessors = "Phường Phạm Ngũ Lão (Quận 1), Phường Đa Kao (Quận 1)".into();
    units
}

/// The one unit of another province.
pub fn elsewhere() -> AdminUnitDraft {
    AdminUnitDraft { province_code: "92".into(), ..unit("31135", AdminUnitKind::Ward, "Ninh Kiều", 105.78) }
}

pub const ALL: PlaceFilter = PlaceFilter {
    q: None,
    unit: None,
    kind: None,
    segment: None,
    board: None,
    required: None,
    stage: None,
    party: None,
    agreement: None,
    committee: None,
    head: None,
    district: None,
    looked_after: None,
    bbox: None,
    closed: false,
};

pub fn looking_for(q: &str) -> PlaceFilter {
    PlaceFilter { q: Some(q.into()), ..ALL }
}

/// A new operation that says something, so that another with its id says something else.
pub fn operation() -> Operation {
    Operation::new(Uuid::now_v7(), &"said")
}

pub fn errors(failure: Failure) -> Vec<(String, String)> {
    match failure {
        Failure::Invalid(FieldErrors(errors)) => errors.into_iter().map(|error| (error.field, error.code)).collect(),
        other => panic!("fields were to be refused, not {other:?}"),
    }
}

/// Whoever needed nothing but the password.
pub fn inside(passed: Passed) -> SignedIn {
    match passed {
        Passed::In(signed_in) => signed_in,
        Passed::Half(half) => panic!("a session was to open, not {half:?}"),
    }
}

impl Register {
    async fn open(url: &str) -> Self {
        let db = store::connect(url).await.expect("a connection");
        Migrator::up(&db, None).await.expect("the schema");
        store::audit::begin(&db, &keys()).await.expect("a chain");
        Self { db }
    }

    pub fn session(&self) -> Session {
        self.session_of("local")
    }

    pub fn session_of(&self, name: &str) -> Session {
        self.session_as(Actor { name: name.into(), ..Actor::local() })
    }

    pub fn session_as(&self, actor: Actor) -> Session {
        Session::new(self.db.clone(), keys(), actor, now(), today())
    }

    /// The command line so many days from now, or before.
    pub fn session_after(&self, days: i64) -> Session {
        let delay = chrono::TimeDelta::days(days);
        Session::new(self.db.clone(), keys(), Actor::local(), now() + delay, today() + delay)
    }

    pub async fn boundaries(&self, units: Vec<AdminUnitDraft>, valid_from: NaiveDate) -> BoundaryReport {
        self.session().import_boundaries(units, Vec::new(), valid_from, false, false).await.expect("boundaries are taken in")
    }

    /// The register with its three units.
    pub async fn with_units(self) -> Self {
        let report = self.boundaries(neighbours(), reform()).await;
        assert_eq!((report.add, report.problems.len()), (3, 0));
        self
    }

    pub async fn unit(&self, code: &str) -> AdminUnit {
        self.session().admin_unit(code).await.expect("a unit in force")
    }

    /// Adds a place to Sài Gòn, unless it says another unit.
    pub async fn add(&self, value: Value) -> Uuid {
        let mut fields = said(value);
        if !fields.contains_key("admin_unit_id") {
            fields.insert("admin_unit_id".into(), json!(self.unit("26740").await.id));
        }
        self.session().add_place(operation(), fields).await.expect("a place is added")
    }

    pub async fn named(&self, name: &str) -> Uuid {
        self.add(json!({ "name": name })).await
    }

    pub async fn place(&self, id: Uuid) -> Place {
        self.session().place(id).await.expect("a place")
    }

    pub async fn change(&self, id: Uuid, value: Value) -> i64 {
        let revision = self.place(id).await.revision;
        self.session().change_place(operation(), id, revision, said(value)).await.expect("a change")
    }

    /// Oldest first.
    pub async fn history(&self, id: Uuid) -> Vec<ChangeEntry> {
        let mut entries = self.session().place_history(id, 100).await.expect("a history");
        entries.reverse();
        entries
    }

    pub async fn names(&self, filter: &PlaceFilter) -> Vec<String> {
        let page = self.session().places(filter, 500, None).await.expect("a list");
        assert_eq!(page.items.len() as u64, page.total);
        page.items.into_iter().map(|row| row.name).collect()
    }
}
