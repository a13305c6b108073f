//! Responses that a process could not save before it ended.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use acg::store::{Event, GrantState, TokenStore as _};
use acg::vault::{Keyring, SealingKey, Spool};
use acg::{AuthorizationCodeAuth, ConnectionId, ErrorKind, Operation, Vault};

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
    std::fs::read_dir(spool).unwrap().count()
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

#[tokio::test]
async fn a_response_that_is_retained_heals_a_database_that_forgot_it() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let store = process(&world, "process");
    let spool = Spool::open(directory.path())
        .unwrap()
        .retain_for(Duration::from_secs(900));
    let vault = Vault::builder(store)
        .clock(world.clock.clone())
        .spool(spool)
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
    assert_eq!(vault.replay().await.unwrap().recovered, 1);
    world.assert_alive().await;
    assert_eq!(world.state().await, GrantState::Ready);
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
    let entry = std::fs::read_dir(directory.path())
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let text = std::fs::read_to_string(entry.path()).unwrap();
    assert!(!text.contains("rt-1"), "{text}");
    // The whole header of the tests' JWTs: three letters of it occur in base64 by chance.
    assert!(!text.contains("eyJhbGciOiJub25lIn0"), "{text}");
    let next = process(&world, "next");
    world.auth_in(sealed(&next)).bearer().await.unwrap();
}

#[tokio::test]
async fn a_spool_that_cannot_be_written_does_not_stop_the_store() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let path = directory.path().join("spool");
    let auth = world.auth_in(vault(&world, &process(&world, "process"), &path));
    std::fs::remove_dir(&path).unwrap();
    std::fs::write(&path, "").unwrap();
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::Store,
        "it cannot be read at the start"
    );
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
    std::fs::remove_dir(&path).unwrap();
    auth.fetch_token("code").await.unwrap();
    world.assert_alive().await;
}
