//! The way of the README for backups of PostgreSQL: what its own tools copy comes back whole, guarded as before.
//! Left out, and said so, where no server or none of its tools is at hand.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::PathBuf;
use std::process::Command;

use common::Program;
use sea_orm_migration::sea_orm::{ConnectionTrait, Statement};

/// Names the server in which each test makes databases of its own.
const URL_VARIABLE: &str = "GANDAN_TEST_POSTGRES_URL";

/// A tool of PostgreSQL: in the path, or where Debian puts it.
fn tool(name: &str) -> Option<PathBuf> {
    let in_path = std::env::var_os("PATH").into_iter().flat_map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let of_debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|version| version.path().join("bin"));
    in_path.chain(of_debian).map(|folder| folder.join(name)).find(|file| file.is_file())
}

fn run(tool: &PathBuf, arguments: &[&str]) {
    let done = Command::new(tool).args(arguments).output().unwrap();
    assert!(done.status.success(), "{}: {}", tool.display(), String::from_utf8_lossy(&done.stderr));
}

fn on(url: &str, statement: &str) -> Result<u64, String> {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let db = store::connect(url).await.unwrap();
        let done = db.execute_raw(Statement::from_string(db.get_database_backend(), statement)).await;
        db.close().await.unwrap();
        done.map(|done| done.rows_affected()).map_err(|error| error.to_string())
    })
}

#[test]
fn a_copy_by_pg_dump_comes_back_whole_and_guarded() {
    let Ok(server) = std::env::var(URL_VARIABLE) else {
        println!("left out: {URL_VARIABLE} is not set");
        return;
    };
    let (Some(dump), Some(restore)) = (tool("pg_dump"), tool("pg_restore")) else {
        println!("left out: pg_dump and pg_restore are not on this machine");
        return;
    };
    let (place, _) = server.rsplit_once('/').unwrap();
    let name = format!("gandan_{}", uuid::Uuid::now_v7().simple());
    let (from, to) = (format!("{place}/{name}"), format!("{place}/{name}_back"));
    for database in [&name, &format!("{name}_back")] {
        on(&server, &format!("CREATE DATABASE {database} TEMPLATE template0")).unwrap();
    }
    let program = Program::with_units_on(&from);
    let table = program.write("a.csv", "Tên chung cư;Địa chỉ;Phường/xã\nMột;1 Lê Lợi;Sài Gòn\nHai;2 Lê Lợi;Bến Thành\n");
    program.text(&["import", "places", &table], 0);
    let whole = program.text(&["audit", "verify"], 0);

    let file = program.path("copy.dump").display().to_string();
    run(&dump, &["--format=custom", &format!("--file={file}"), &from]);
    run(&restore, &["--no-owner", &format!("--dbname={to}"), &file]);
    let back = program.on(&to);
    assert_eq!(back.text(&["audit", "verify"], 0), whole, "the log is whole and ends where it did");
    assert!(back.text(&["export", "places", "--format", "csv"], 0).contains("1 Lê Lợi"));
    let refused = on(&to, "DELETE FROM change_log").unwrap_err();
    assert!(refused.contains("append-only"), "the triggers came along: {refused}");
    for database in [&name, &format!("{name}_back")] {
        on(&server, &format!("DROP DATABASE {database} WITH (FORCE)")).unwrap();
    }
}
