//! The `akoya` command on several machines that share a PostgreSQL database: a home is a machine.
//!
//! `cargo xtask test postgres` makes the server; `ACG_POSTGRES_URL` is a superuser's URL there.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(
    dead_code,
    reason = "it is that of the other tests, and not all of it is needed here"
)]
#[path = "../it/akoya.rs"]
mod akoya;
mod database;
mod keeper;
mod keys;
mod store;

use std::io::{BufRead as _, BufReader};

use acg::random::SystemRandom;
use acg::vault::SealingKey;
use akoya_sandbox::Sandbox;

use crate::akoya::{Akoya, Run};
use crate::database::Database;

fn new_key() -> String {
    SealingKey::generate(&SystemRandom)
        .unwrap()
        .expose()
        .to_string()
}

/// A machine with nothing but an environment.
fn machine(sandbox: &Sandbox, database: &Database, key: &str) -> Akoya {
    Akoya::at(sandbox)
        .with("AKOYA_STORE_URL", &database.url())
        .with("AKOYA_STORE_KEY", key)
}

/// A database with tables.
async fn migrated(sandbox: &Sandbox) -> Database {
    let database = Database::new().await;
    machine(sandbox, &database, "").ok(&["store", "migrate"]);
    database
}

/// Runs a keeper that must not begin.
fn keeper_that_refuses(akoya: &Akoya) -> Run {
    let mut child = akoya.start(&["keeper"]);
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    if !first.is_empty() {
        child.kill().unwrap();
    }
    assert_eq!(first, "");
    child.into()
}

fn login(akoya: &Akoya, name: &str) {
    akoya.ok(&[
        "login",
        "--auto-consent",
        "--user",
        "mikomo_10",
        "--connection",
        name,
    ]);
}
