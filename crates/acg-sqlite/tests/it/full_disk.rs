//! A disk that becomes full at any byte costs no grant. It is a process that may make no file longer than so many
//! bytes: first of store, write-ahead log and spool one stops, then another.

#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::error::Error as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use acg::clock::SystemClock;
use acg::testing::RotatingProvider;
use acg::vault::Spool;
use acg::{AuthorizationCodeAuth, ErrorKind, Vault};
use acg_sqlite::SqliteStore;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

use crate::connection;

/// Names the test to the process that has the limits.
const ORDERS: &str = "ACG_SQLITE_FULL_DISK_TEST";

/// Sent to a process that writes more than it may. Caught, it is a failing write.
const FILE_TOO_LARGE: i32 = 25;

/// How many refreshes are tried while the disk is full, or becomes full: they outgrow the room that the spool reserves.
const REFRESHES: usize = 12;

/// More than the longest file of so many refreshes.
const LARGEST: u64 = 640 * 1024;

#[test]
fn a_process_that_ends_when_its_disk_is_full_has_lost_no_grant() {
    run("spool");
}

#[test]
fn without_a_spool_a_surviving_process_saves_what_the_disk_refused() {
    run("memory");
}

/// Runs this program again: a limit is its process's, and other tests write too.
fn run(what: &str) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "full_disk::the_process_with_the_limits"])
        .args(["--nocapture", "--test-threads=1"])
        .env(ORDERS, what)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
}

/// Not a test: what that process does. Without orders it does nothing.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a process that a test starts gets its orders somehow"
)]
fn the_process_with_the_limits() {
    let Ok(orders) = std::env::var(ORDERS) else {
        return;
    };
    let runtime = runtime();
    let entered = runtime.enter();
    let _caught = signal(SignalKind::from_raw(FILE_TOO_LARGE)).unwrap();
    drop(entered);
    let failed = limits().into_iter().map(|limit| match orders.as_str() {
        "spool" => ends_with_a_full_disk(limit),
        _ => lives_on(limit),
    });
    let failed: Vec<_> = failed.collect();
    assert!(failed[0] > 0, "nothing can be written");
    assert_eq!(failed.last(), Some(&0), "everything can");
}

/// The header of the write-ahead log, and of a frame in it, each followed by a page. SQLite writes them one by one.
const LOG_HEADER: u64 = 32;
const FRAME_HEADER: u64 = 24;
const FRAME: u64 = FRAME_HEADER + 4_096;

/// How many frames are cut. A refresh writes several.
const FRAMES: u64 = 6;

/// The bytes at which the disk is full: a prime apart, so that a write is cut at another byte each time; and before each write to the
/// log, in it, and behind it.
fn limits() -> BTreeSet<u64> {
    let apart = (0..LARGEST).step_by(20_011);
    let around = |frame: u64| {
        let bytes = [
            0,
            1,
            FRAME_HEADER - 1,
            FRAME_HEADER,
            FRAME_HEADER + 1,
            FRAME - 1,
        ];
        bytes.map(|byte| LOG_HEADER + frame * FRAME + byte)
    };
    let header = [1, LOG_HEADER - 1];
    let frames = (0..FRAMES).flat_map(around);
    apart.chain(header).chain(frames).collect()
}

/// Lets a process refresh and end while no file may grow beyond `limit`, and another one
/// continue. Returns how many refreshes failed.
fn ends_with_a_full_disk(limit: u64) -> usize {
    let home = tempfile::tempdir().unwrap();
    let provider = provider();
    let first = runtime();
    let failed = first.block_on(async {
        let vault = vault(home.path(), true);
        let grant = grant(&provider, &vault);
        grant.fetch_token("code").await.unwrap();
        refresh_within(limit, &grant).await
    });
    // As the process's end: what it had under way ends with it.
    first.shutdown_background();
    runtime().block_on(async {
        let vault = vault(home.path(), true);
        assert_alive(limit, &provider, &grant(&provider, &vault)).await;
    });
    failed
}

/// The same with a process that has no spool and does not end.
fn lives_on(limit: u64) -> usize {
    let home = tempfile::tempdir().unwrap();
    let provider = provider();
    runtime().block_on(async {
        let vault = vault(home.path(), false);
        let grant = grant(&provider, &vault);
        grant.fetch_token("code").await.unwrap();
        let failed = refresh_within(limit, &grant).await;
        vault.wait_until_saved().await;
        assert_alive(limit, &provider, &grant).await;
        failed
    })
}

/// Refreshes while no file may grow beyond the limit. Returns how many refreshes failed, each with an error that
/// says why.
async fn refresh_within(limit: u64, grant: &AuthorizationCodeAuth) -> usize {
    let before = getrlimit(Resource::Fsize);
    let current = Some(limit);
    setrlimit(Resource::Fsize, Rlimit { current, ..before }).unwrap();
    let mut errors = Vec::new();
    for _ in 0..REFRESHES {
        errors.extend(grant.refresh_token().await.err());
        // The second says what comes of trying again; those after it wait longer and longer.
        if errors.len() == 2 {
            break;
        }
    }
    setrlimit(Resource::Fsize, before).unwrap();
    for error in &errors {
        assert_eq!(error.kind(), ErrorKind::Store, "{limit}: {error}");
        let cause = error.source().map(ToString::to_string);
        assert!(cause.is_some(), "{limit}: {error} has no cause");
    }
    errors.len()
}

async fn assert_alive(limit: u64, provider: &RotatingProvider, grant: &AuthorizationCodeAuth) {
    grant
        .refresh_token()
        .await
        .unwrap_or_else(|error| panic!("{limit}: {error}: {:?}", error.source()));
    let token = grant.record().await.unwrap().unwrap().token;
    let held = provider.number_of(&token.refresh_token.unwrap());
    assert_eq!(held, Some(provider.newest()), "{limit}");
    assert_eq!(provider.double_spends(), 0, "{limit}");
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

fn provider() -> RotatingProvider {
    let provider = RotatingProvider::new(Arc::new(SystemClock::new()));
    provider.accept_every_code();
    provider
}

/// Opens the store and, if wanted, the spool as another process does.
fn vault(home: &Path, has_spool: bool) -> Vault {
    let store = SqliteStore::open(home.join("tokens.db")).unwrap();
    let builder = Vault::builder(Arc::new(store)).isolated();
    if has_spool {
        return builder
            .spool(Spool::open(home.join("spool")).unwrap())
            .build();
    }
    builder.build()
}

fn grant(provider: &RotatingProvider, vault: &Vault) -> AuthorizationCodeAuth {
    let credentials = RotatingProvider::credentials().build().unwrap();
    AuthorizationCodeAuth::builder(credentials, RotatingProvider::profile().unwrap())
        .http(Arc::new(provider.clone()))
        .store(vault.clone(), connection("customer/bank"))
        .build()
        .unwrap()
}
