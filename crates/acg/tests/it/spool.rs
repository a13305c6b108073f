//! Responses that a process could not save before it ended.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use acg::store::{Event, GrantState, TokenStore as _};
use acg::testing::{Gate, Reaction};
use acg::vault::{Keyring, SealingKey, Spool};
use acg::{AuthorizationCodeAuth, ConnectionId, ErrorKind, Operation, Recovery, Vault};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::faulty_store::{Fault, FaultyStore};
use crate::world::{World, process_that_ends};

fn vault(world: &World, store: &Arc<FaultyStore>, spool: &Path) -> Vault {
    let spool = Spool::open(spool).unwrap();
    Vault::builder(store.clone())
        .clock(world.clock.clone())
        .spool(spool)
        .build()
}

fn process(world: &World, owner: &str) -> Arc<FaultyStore> {
    Arc::new(FaultyStore::on_the_same(world.records.clone(), owner))
}

fn entries(spool: &Path) -> usize {
    files(spool, "grant").len()
}

/// The files in a directory and its folders whose names end so.
fn files(directory: &Path, extension: &str) -> Vec<PathBuf> {
    let names = std::fs::read_dir(directory).unwrap();
    let paths = names.map(|name| name.unwrap().path());
    let files = paths.flat_map(|path| match path.is_dir() {
        true => files(&path, extension),
        false => vec![path],
    });
    files
        .filter(|path| path.extension().is_some_and(|end| end == extension))
        .collect()
}

/// A process that got a response, could not save it, and ended.
async fn ended_with_a_response(world: &World, spool: &Path) {
    process_that_ends(leave_a_response(world, spool));
    assert_eq!((world.head().await.generation, entries(spool)), (1, 1));
}

async fn leave_a_response(world: &World, spool: &Path) {
    let store = process(world, "ended");
    let auth = world.auth_in(vault(world, &store, spool));
    auth.fetch_token("code").await.unwrap();
    world.expire();
    store.on_write([Fault::Pass].into_iter().chain(vec![Fault::Fail; 5]));
    assert_eq!(auth.bearer().await.unwrap_err().kind(), ErrorKind::Store);
}

#[tokio::test]
async fn the_next_process_saves_it_before_it_does_anything() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    ended_with_a_response(&world, directory.path()).await;
    let auth = world.auth_in(vault(&world, &process(&world, "next"), directory.path()));
    auth.bearer().await.unwrap();
    world.assert_alive().await;
    assert_eq!(
        (
            world.head().await.generation,
            world.idp.count(Operation::Refresh)
        ),
        (2, 1)
    );
    assert_eq!(
        world.head().await.history.last().unwrap().event,
        Event::Recovered
    );
    assert_eq!(entries(directory.path()), 0);
}

#[tokio::test]
async fn a_process_that_already_runs_looks_for_it_before_it_takes_the_lease_over() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let store = process(&world, "running");
    let running: AuthorizationCodeAuth = world.auth_in(vault(&world, &store, directory.path()));
    let other = running
        .with_connection(ConnectionId::new("other").unwrap())
        .unwrap();
    drop(running);
    assert!(other.record().await.unwrap().is_none(), "it has started");
    ended_with_a_response(&world, directory.path()).await;
    store.bury("ended");
    other
        .with_connection(world.id.clone())
        .unwrap()
        .bearer()
        .await
        .unwrap();
    world.assert_alive().await;
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}

#[tokio::test]
async fn a_consent_that_could_not_be_saved_is_not_lost_either() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let store = process(&world, "ended");
    store.on_write(vec![Fault::Fail; 5]);
    let auth = world.auth_in(vault(&world, &store, directory.path()));
    assert_eq!(
        auth.fetch_token("code").await.unwrap_err().kind(),
        ErrorKind::Store
    );
    assert!(world.stored().await.is_none());
    drop(auth);
    let auth = world.auth_in(vault(&world, &process(&world, "next"), directory.path()));
    auth.bearer().await.unwrap();
    world.assert_alive().await;
}

#[tokio::test]
async fn what_was_revoked_in_between_does_not_come_back() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    ended_with_a_response(&world, directory.path()).await;
    let version = world.stored().await.unwrap().version;
    world.records.delete(&world.id, version).await.unwrap();
    let vault = vault(&world, &process(&world, "next"), directory.path());
    assert!(vault.load(&world.id).await.unwrap().is_none());
    assert_eq!(entries(directory.path()), 0);
}

#[tokio::test]
async fn a_response_that_was_saved_leaves_nothing_behind_and_is_known_when_it_does() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let store = process(&world, "process");
    let auth = world.auth_in(vault(&world, &store, directory.path()));
    auth.fetch_token("code").await.unwrap();
    world.expire();
    store.on_write([Fault::Pass, Fault::DoneButFailed]);
    auth.bearer().await.unwrap();
    assert_eq!(entries(directory.path()), 0);
    world.assert_alive().await;
}

/// A vault whose spool retains what the store has, and whose store goes back behind the last refresh.
async fn failed_over(world: &World, spool: &Path) -> (Vault, Arc<FaultyStore>) {
    let store = process(world, "process");
    let spool = Spool::open(spool).unwrap();
    let vault = Vault::builder(store.clone())
        .clock(world.clock.clone())
        .spool(spool.retain_for(Duration::from_secs(900)))
        .build();
    let auth = world.auth_in(vault.clone());
    auth.fetch_token("code").await.unwrap();
    let before = world.stored().await.unwrap();
    world.expire();
    auth.bearer().await.unwrap();
    let after = world.stored().await.unwrap();
    // The replica that took over had not seen the last commit.
    world
        .records
        .compare_and_swap(&world.id, Some(after.version), &before.row)
        .await
        .unwrap();
    (vault, store)
}

#[tokio::test]
async fn a_response_that_is_retained_heals_a_database_that_forgot_it() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let (vault, _) = failed_over(&world, directory.path()).await;
    assert_eq!(vault.replay().await.unwrap().recovered, 1);
    world.assert_alive().await;
    assert_eq!(world.state().await, GrantState::Ready);
}

#[tokio::test]
async fn what_a_store_forgot_in_a_failover_is_written_again_before_it_is_read() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let (vault, store) = failed_over(&world, directory.path()).await;
    let generation = async || {
        let loaded = vault.load(&world.id).await.unwrap().unwrap();
        loaded.record.head.generation
    };
    assert_eq!(
        generation().await,
        1,
        "nothing says that the store went back"
    );
    store.fail_over();
    assert_eq!(generation().await, 2);
    let loads = store.loaded();
    generation().await;
    assert_eq!(store.loaded(), loads + 1, "once");
}

#[tokio::test]
async fn callers_who_come_during_a_replay_wait_for_it_and_do_not_repeat_it() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let (vault, store) = failed_over(&world, directory.path()).await;
    let (loads, retained) = (store.loaded(), entries(directory.path()));
    store.fail_over();
    let gate = Gate::new();
    store.on_load([Fault::Before(gate.clone())]);
    let callers: Vec<_> = (0..10)
        .map(|_| {
            let (vault, id) = (vault.clone(), world.id.clone());
            tokio::spawn(async move { vault.load(&id).await.unwrap().unwrap() })
        })
        .collect();
    gate.arrival().await;
    gate.open();
    for caller in callers {
        assert_eq!(caller.await.unwrap().record.head.generation, 2);
    }
    assert_eq!(store.loaded(), loads + retained + 10);
}

#[tokio::test]
async fn a_grant_that_was_removed_does_not_come_back_from_what_is_held() {
    for is_revoked in [true, false] {
        let directory = tempfile::tempdir().unwrap();
        let world = World::new();
        let spool = Spool::open(directory.path())
            .unwrap()
            .retain_for(Duration::from_secs(900));
        let vault = Vault::builder(process(&world, "process"))
            .clock(world.clock.clone())
            .spool(spool)
            .build();
        let auth = world.auth_in(vault.clone());
        auth.fetch_token("code").await.unwrap();
        world.expire();
        auth.bearer().await.unwrap();
        assert_eq!(entries(directory.path()), 2);
        if is_revoked {
            auth.revoke_token().await.unwrap();
        } else {
            vault.remove(&world.id).await.unwrap();
        }
        assert_eq!(
            (
                vault.replay().await.unwrap().recovered,
                entries(directory.path())
            ),
            (0, 0)
        );
        assert!(world.stored().await.is_none());
    }
}

#[tokio::test]
async fn the_spool_holds_no_token_in_clear_when_there_is_a_key() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let store = process(&world, "ended");
    let sealed = |store: &Arc<FaultyStore>| {
        let key = SealingKey::from_bytes([1; 32]);
        let spool = Spool::open(directory.path()).unwrap();
        Vault::builder(store.clone())
            .keys(Keyring::new(key))
            .spool(spool)
            .build()
    };
    store.on_write(vec![Fault::Fail; 5]);
    let auth = world.auth_in(sealed(&store));
    assert!(auth.fetch_token("code").await.is_err());
    drop(auth);
    let entry = files(directory.path(), "grant").pop().unwrap();
    let text = std::fs::read_to_string(entry).unwrap();
    let entry: serde_json::Value = serde_json::from_str(&text).unwrap();
    // Unsealed it would be the tokens' JSON text, in base64.
    let sealed_tokens = STANDARD.decode(entry["sealed"].as_str().unwrap()).unwrap();
    for secret in ["rt-1", "eyJhbGciOiJub25lIn0", "refresh_token"] {
        let is_in = |bytes: &[u8]| {
            bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes())
        };
        assert!(!is_in(&sealed_tokens), "{secret}");
        assert!(!is_in(text.as_bytes()), "{secret}");
    }
    let next = process(&world, "next");
    world.auth_in(sealed(&next)).bearer().await.unwrap();
}

#[tokio::test]
async fn nothing_is_sent_for_whose_response_the_spool_has_no_room() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let path = directory.path().join("spool");
    let auth = world.auth_in(vault(&world, &process(&world, "process"), &path));
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
    let refuses = || {
        std::fs::remove_dir_all(&path).unwrap();
        std::fs::write(&path, "not a directory").unwrap();
    };
    let works = || {
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
    };
    refuses();
    let error = auth.fetch_token("code").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store);
    assert_eq!(error.recovery(), Recovery::Retry { after: None });
    assert!(error.to_string().contains("nothing was sent"), "{error}");
    assert_eq!(world.idp.seen().len(), 0);
    works();
    auth.fetch_token("code").await.unwrap();
    world.expire();
    refuses();
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store, "{error}");
    assert_eq!(world.idp.count(Operation::Refresh), 0);
    assert_eq!(world.state().await, GrantState::Ready, "no lease is left");
    works();
    auth.bearer().await.unwrap();
    world.assert_alive().await;
}

#[tokio::test]
async fn a_disk_that_becomes_full_while_a_request_is_on_its_way_does_not_cost_the_response() {
    for is_consent in [true, false] {
        let directory = tempfile::tempdir().unwrap();
        let world = World::new();
        process_that_ends(ended_on_a_full_disk(&world, directory.path(), is_consent));
        let auth = world.auth_in(vault(&world, &process(&world, "next"), directory.path()));
        auth.bearer().await.unwrap();
        world.assert_alive().await;
        assert_eq!(world.idp.seen().len(), 1 + usize::from(!is_consent));
    }
}

/// Neither the store nor a new file takes the response; then the process ends.
async fn ended_on_a_full_disk(world: &World, spool: &Path, is_consent: bool) {
    let store = process(world, "ended");
    let auth = world.auth_in(vault(world, &store, spool));
    if !is_consent {
        auth.fetch_token("code").await.unwrap();
        world.expire();
    }
    let gate = Gate::new();
    world.idp.next([Reaction::HoldResponse(gate.clone())]);
    let call = tokio::spawn(async move {
        if is_consent {
            auth.fetch_token("code").await.map(drop)
        } else {
            auth.bearer().await.map(drop)
        }
    });
    gate.arrival().await;
    let rooms = files(spool, "room");
    assert_eq!(rooms.len(), 1);
    assert!(std::fs::metadata(&rooms[0]).unwrap().len() > 100_000);
    // A file in the place of each folder, so that no entry can be made.
    for number in 0..=u8::MAX {
        let folder = spool.join(format!("{number:02x}"));
        drop(std::fs::remove_dir_all(&folder));
        std::fs::write(folder, "").unwrap();
    }
    store.on_write(vec![Fault::Fail; 5]);
    gate.open();
    assert_eq!(call.await.unwrap().unwrap_err().kind(), ErrorKind::Store);
    for number in 0..=u8::MAX {
        std::fs::remove_file(spool.join(format!("{number:02x}"))).unwrap();
    }
}

/// It may be damaged, or planted by a user who can write there.
#[tokio::test]
async fn an_entry_that_does_not_open_replaces_nothing_and_waits() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let key = |number| Keyring::new(SealingKey::from_bytes([number; 32]));
    let vault = |keys: Keyring| {
        let spool = Spool::open(directory.path()).unwrap();
        let builder = Vault::builder(process(&world, "process")).keys(keys);
        builder.clock(world.clock.clone()).spool(spool).build()
    };
    let auth = world.auth_in(vault(key(1)));
    auth.fetch_token("code").await.unwrap();
    let stored = world.stored().await.unwrap();
    let head = String::from_utf8(stored.row.head.clone()).unwrap();
    let head = head.replace(r#""generation":1"#, r#""generation":2"#);
    let entry = serde_json::json!({
        "store": vault(key(1)).store().identity().id,
        "connection": world.id.as_str(),
        "generation": 2,
        "owner": "planted",
        "origin": "refresh",
        "head": head,
        "sealed": "AWdhcmJhZ2U=",
    });
    std::fs::write(
        directory.path().join("00.2.planted.grant"),
        entry.to_string(),
    )
    .unwrap();
    let replayed = vault(key(1)).replay().await.unwrap();
    assert_eq!((replayed.recovered, replayed.failed), (0, 1));
    assert_eq!(world.stored().await.unwrap().row, stored.row);
    assert_eq!(entries(directory.path()), 1, "it waits");
}

/// As after a crash while it was written, into a new file or into one that was reserved.
#[tokio::test]
async fn an_entry_that_is_cut_at_any_byte_replaces_nothing_and_the_whole_one_is_taken() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    ended_with_a_response(&world, directory.path()).await;
    let entry = files(directory.path(), "grant").remove(0);
    let reserved = directory.path().join("reserved.room");
    let whole = std::fs::read(&entry).unwrap();
    let row = world.stored().await.unwrap().row;
    let vault = vault(&world, &process(&world, "next"), directory.path());
    for cut in 1..whole.len() {
        std::fs::write(&entry, &whole[..cut]).unwrap();
        // There the first byte comes last.
        let part = [&[0], &whole[1..cut], &[0; 16]].concat();
        std::fs::write(&reserved, part).unwrap();
        let replayed = vault.replay().await.unwrap();
        assert_eq!((replayed.recovered, replayed.failed), (0, 0), "{cut}");
        assert!(!entry.exists(), "{cut}: set aside");
        assert!(
            !reserved.exists(),
            "{cut}: it is of a process that has ended"
        );
    }
    assert_eq!(world.stored().await.unwrap().row, row);
    std::fs::write(&reserved, [&whole[..], &[0; 16]].concat()).unwrap();
    world.auth_in(vault).bearer().await.unwrap();
    world.assert_alive().await;
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}

#[cfg(unix)]
#[test]
fn a_directory_that_others_can_write_is_no_spool_and_nothing_in_it_is_touched() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let directory = tempfile::tempdir().unwrap();
    let planted = directory.path().join("x.tmp");
    std::fs::write(&planted, "planted").unwrap();
    let link = directory.path().with_extension("link");
    symlink(directory.path(), &link).unwrap();
    for mode in [0o777, 0o1777, 0o770, 0o702] {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(directory.path(), mode).unwrap();
        for path in [directory.path(), &link] {
            let refused = Spool::open(path).unwrap_err().to_string();
            assert!(refused.contains("plant"), "{refused}");
        }
    }
    std::fs::remove_file(link).unwrap();
    assert!(planted.exists());
}
