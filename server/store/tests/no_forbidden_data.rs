//! The schema as it stands in both databases has no column for what the register must not hold of anybody.

use crate::common::{Register, both_databases};
use domain::forbidden::word_in;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

both_databases![no_column_is_for_what_is_forbidden, a_column_that_somebody_adds_is_found];

/// Columns that only sound like it, and what they are. One that is gone, or sounds like nothing, fails.
const FALSE_FRIENDS: [(&str, &str); 4] = [
    ("admin_unit.label_lat", "where the name of a ward is written on the map"),
    ("admin_unit.label_lon", "the same"),
    ("place.lat", "where a building or an area lies; no table about people has a point"),
    ("place.lon", "the same"),
];

/// Every column of every table, as `table.column`.
async fn columns(register: &Register) -> Vec<String> {
    let query = match register.db.get_database_backend() {
        DatabaseBackend::Postgres => "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'",
        _ => "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type IN ('table', 'view')",
    };
    let rows = register.db.query_all_raw(Statement::from_string(register.db.get_database_backend(), query)).await.unwrap();
    let name = |row: &sea_orm::QueryResult, at: usize| row.try_get_by_index::<String>(at).unwrap();
    rows.iter().map(|row| format!("{}.{}", name(row, 0), name(row, 1))).collect()
}

fn forbidden(columns: &[String]) -> Vec<String> {
    let found = columns.iter().filter_map(|column| Some(format!("{column}: {}", word_in(column)?)));
    found.filter(|found| !FALSE_FRIENDS.iter().any(|(column, _)| found.starts_with(&format!("{column}:")))).collect()
}

async fn no_column_is_for_what_is_forbidden(register: Register) {
    let columns = columns(&register).await;
    for table in ["household", "member", "visit", "request", "place", "access_log"] {
        assert!(columns.contains(&format!("{table}.id")) || columns.contains(&format!("{table}.seq")), "{table} is not there");
    }
    assert_eq!(forbidden(&columns), Vec::<String>::new(), "the register keeps nothing of that (see domain::forbidden)");
    for (column, reason) in FALSE_FRIENDS {
        assert!(
            columns.contains(&column.to_owned()) && word_in(column).is_some() && !reason.is_empty(),
            "{column} needs no reason any more"
        );
    }
}

async fn a_column_that_somebody_adds_is_found(register: Register) {
    for column in ["ton_giao", "loyalty_score", "gps_lat"] {
        register.db.execute_unprepared(&format!("ALTER TABLE household ADD COLUMN {column} text")).await.unwrap();
    }
    let mut found = forbidden(&columns(&register).await);
    found.sort();
    assert_eq!(found, ["household.gps_lat: gps", "household.loyalty_score: score", "household.ton_giao: ton giao"]);
}
