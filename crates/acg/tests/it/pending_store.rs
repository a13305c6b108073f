//! Pending authorizations in the store: any process may get the callback, one takes it.

use std::time::Duration;

use acg::consent::{Completed, PendingStore};
use acg::store::{Shard, TokenStore as _};
use acg::testing::{Gate, Reaction};
use acg::vault::Notes;
use acg::{
    AuthorizationCodeAuth, Callback, ConnectionId, Error, ErrorKind, Operation, Secret, Vault,
};

use crate::world::World;

const BROWSER: &str = "a cookie's value";

fn customer(name: &str) -> ConnectionId {
    ConnectionId::new(name).unwrap()
}

fn browser() -> Secret {
    Secret::new(BROWSER)
}

/// Starts an authorization for `customer` and gives the state.
async fn start(auth: &AuthorizationCodeAuth, connection: &ConnectionId) -> Secret {
    let authorize = auth.authorize().parameter("connector", "mikomo");
    let (_, pending) = authorize.start().unwrap();
    let state = pending.state().clone();
    let store = PendingStore::new(auth);
    store.keep(pending, connection, &browser()).await.unwrap();
    state
}

fn callback(query: &str, state: &Secret) -> Callback {
    format!("{query}&state={}", state.expose()).parse().unwrap()
}

/// What becomes of a callback that comes to the right browser.
async fn complete(
    auth: &AuthorizationCodeAuth,
    query: &str,
    state: &Secret,
) -> Result<Completed, Error> {
    let store = PendingStore::new(auth);
    store.complete(callback(query, state), &browser()).await
}

/// The rows of notes in the store.
async fn notes(world: &World) -> usize {
    let rows = world.records.page(None, 1000).await.unwrap();
    rows.iter().filter(|(id, _)| id.is_reserved()).count()
}

#[tokio::test]
async fn two_callbacks_in_two_processes_are_one_exchange_and_both_get_its_outcome() {
    let world = World::new();
    let (_, other) = world.process("process-2");
    let state = start(&world.auth(), &customer("one")).await;
    let one = world.auth();
    let (first, second) = tokio::join!(
        complete(&one, "code=code", &state),
        complete(&other, "code=code", &state),
    );
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!(first.connection, customer("one"));
    assert_eq!(second.connection, customer("one"));
    assert_ne!(first.is_repeated, second.is_repeated);
    assert_eq!(world.idp.count(Operation::Exchange), 1);
    let auth = world.auth().with_connection(customer("one")).unwrap();
    assert!(auth.record().await.unwrap().is_some());
}

#[tokio::test]
async fn another_browser_and_another_state_change_nothing_and_get_the_same_error() {
    let world = World::new();
    let state = start(&world.auth(), &customer("one")).await;
    let store = PendingStore::new(&world.auth());
    let before = world.records.page(None, 9).await.unwrap()[0].1.version;
    let (forged, other) = (Secret::new("forged"), Secret::new("another browser"));
    let wrong = [
        store
            .complete(callback("code=code", &forged), &browser())
            .await,
        store
            .complete(callback("error=access_denied", &state), &other)
            .await,
        store
            .complete("code=code".parse().unwrap(), &browser())
            .await,
    ];
    let told = wrong.map(|result| {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidCallback);
        error.to_string()
    });
    assert_eq!(told[0], told[1]);
    let rows = world.records.page(None, 9).await.unwrap();
    assert_eq!(
        (rows.len(), rows[0].1.version),
        (1, before),
        "nothing is written"
    );
    let genuine = complete(&world.auth(), "code=code", &state).await;
    assert!(!genuine.unwrap().is_repeated);
}

#[tokio::test]
async fn two_tabs_of_one_browser_complete_two_authorizations() {
    let world = World::new();
    let states = [
        start(&world.auth(), &customer("one")).await,
        start(&world.auth(), &customer("two")).await,
    ];
    world.idp.give_code("code-2");
    let second = complete(&world.auth(), "code=code-2", &states[1]).await;
    assert_eq!(second.unwrap().connection, customer("two"));
    let first = complete(&world.auth(), "code=code", &states[0]).await;
    assert_eq!(first.unwrap().connection, customer("one"));
}

#[tokio::test]
async fn a_refusal_uses_the_authorization_up_and_leaves_no_row() {
    let world = World::new();
    let state = start(&world.auth(), &customer("one")).await;
    let refused = complete(&world.auth(), "error=access_denied", &state).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::AccessDenied);
    assert_eq!(notes(&world).await, 0);
    let late = complete(&world.auth(), "code=code", &state).await;
    assert_eq!(late.unwrap_err().kind(), ErrorKind::InvalidCallback);
    assert_eq!(world.idp.count(Operation::Exchange), 0);
}

#[tokio::test]
async fn an_authorization_expires_and_its_row_goes_when_others_are_started() {
    let world = World::new();
    let auth = world.auth();
    let state = start(&auth, &customer("one")).await;
    world.clock.advance(Duration::from_secs(600));
    let late = complete(&auth, "code=code", &state).await;
    assert_eq!(late.unwrap_err().kind(), ErrorKind::InvalidCallback);
    world.clock.advance(Duration::from_secs(301));
    // One shard is looked at each time.
    for _ in 0..4000 {
        start(&auth, &customer("one")).await;
        if due(&world).await == 0 {
            return;
        }
    }
    panic!("the expired row is still there");
}

/// The rows whose time has come.
async fn due(world: &World) -> usize {
    let mut count = 0;
    for shard in (0..=u8::MAX).map(Shard) {
        let rows = world.records.due(shard, Duration::ZERO, 9).await.unwrap();
        count += rows.len();
    }
    count
}

#[tokio::test]
async fn a_store_shows_no_connection_for_an_authorization() {
    let world = World::new();
    start(&world.auth(), &customer("one")).await;
    assert_eq!(notes(&world).await, 1);
    let vault = Vault::from(world.records.clone());
    assert!(vault.page(None).await.unwrap().is_empty());
}

#[tokio::test]
async fn names_of_the_engine_are_refused_for_connections() {
    let world = World::new();
    let auth = world.auth();
    let reserved = customer("acg.pending/1");
    let error = auth.with_connection(reserved.clone()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let (_, pending) = auth
        .authorize()
        .parameter("connector", "m")
        .start()
        .unwrap();
    let store = PendingStore::new(&auth);
    assert!(store.keep(pending, &reserved, &browser()).await.is_err());
    assert_eq!(notes(&world).await, 0);
}

#[tokio::test]
async fn a_note_is_replaced_by_version_and_sealed_with_a_new_key() {
    use acg::random::SystemRandom;
    use acg::vault::{Keyring, SealingKey};
    let world = World::new();
    let old = SealingKey::generate(&SystemRandom).unwrap();
    let new = SealingKey::generate(&SystemRandom).unwrap();
    let vault = |keyring| Vault::builder(world.records.clone()).keys(keyring).build();
    let notes = Notes::new(&vault(Keyring::new(old.clone())), "test");
    let text = "canary, with a space and ü";
    notes.swap("name", None, &text, None).await.unwrap();
    let row = world.records.page(None, 9).await.unwrap().remove(0).1.row;
    assert!(!row.sealed.unwrap().windows(6).any(|part| part == b"canary"));

    let both = vault(Keyring::new(new.clone()).with_older(old));
    let rekeyed = both.rekey(|_| {}).await.unwrap();
    assert_eq!((rekeyed.sealed, rekeyed.failed), (1, 0));
    let notes = Notes::new(&vault(Keyring::new(new)), "test");
    let note = notes.load::<String>("name").await.unwrap().unwrap();
    assert_eq!(note.value, text);
    let all = notes.all::<String>().await.unwrap();
    assert_eq!(all.len(), 1);
    let other = Notes::new(&Vault::from(world.records.clone()), "tes");
    assert!(other.all::<String>().await.unwrap().is_empty());
    let stale = acg::store::Version(note.version.0 - 1);
    let conflict = notes.delete("name", stale).await.unwrap();
    assert_eq!(conflict, acg::store::Swap::Conflict);
    notes.delete("name", note.version).await.unwrap();
    assert!(notes.load::<String>("name").await.unwrap().is_none());
}

#[tokio::test]
async fn a_callback_does_not_wait_for_a_process_that_has_ended_nor_sends_its_code_again() {
    let world = World::new();
    let (_, first) = world.process("process-1");
    let (store, second) = world.process("process-2");
    let state = start(&first, &customer("one")).await;
    let gate = Gate::new();
    world.idp.next([Reaction::HoldRequest(gate.clone())]);
    let taken = {
        let (first, state) = (first.clone(), state.clone());
        tokio::spawn(async move { complete(&first, "code=code", &state).await })
    };
    gate.arrival().await;
    store.bury("process-1");
    let before = world.seconds();
    let error = complete(&second, "code=code", &state).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCallback);
    assert_eq!(world.seconds(), before, "it did not wait");
    assert_eq!(world.idp.count(Operation::Exchange), 1);
    gate.open();
    taken.await.unwrap().unwrap();
}
