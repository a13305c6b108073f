//! A row that this process has written itself is not opened again, as long as it is exactly that row.

use std::sync::{Arc, Mutex};

use acg::store::{Row, StoreErrorKind, Stored, TokenStore as _};
use acg::vault::{KeyProvider, Keyring, SealingKey};
use acg::{
    AuthorizationCodeAuth, BoxError, BoxFuture, ConnectionId, ErrorKind, OauthToken, Operation,
    Vault,
};

use crate::world::World;

/// Gives the keys that it is told to give.
#[derive(Debug, Clone)]
struct Told(Arc<Mutex<Keyring>>);

impl KeyProvider for Told {
    fn keyring(&self) -> BoxFuture<'_, Result<Keyring, BoxError>> {
        let keyring = self.0.lock().unwrap().clone();
        Box::pin(std::future::ready(Ok(keyring)))
    }
}

fn keyring(number: u8) -> Keyring {
    Keyring::new(SealingKey::from_bytes([number; 32]))
}

fn vault(world: &World, keys: impl KeyProvider + 'static) -> Vault {
    Vault::builder(world.records.clone()).keys(keys).build()
}

/// A grant that this process has refreshed.
async fn refreshed(world: &World, vault: Vault) -> AuthorizationCodeAuth {
    let auth = world.auth_in(vault);
    auth.fetch_token("code").await.unwrap();
    auth.refresh_token().await.unwrap();
    auth
}

async fn write(world: &World, id: &ConnectionId, row: Row) {
    let stored = world.records.load(id).await.unwrap();
    let version = stored.map(|stored| stored.version);
    let swap = world.records.compare_and_swap(id, version, &row);
    swap.await.unwrap();
}

fn flipped(bytes: &[u8], at: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at] ^= 1;
    bytes
}

/// Rows that someone who can write to the store may make of what was there at two times.
fn tampered(old: &Row, new: &Row) -> Vec<Row> {
    let sealed = new.sealed.as_deref().unwrap();
    let head = String::from_utf8(new.head.clone()).unwrap();
    let head = |from: &str, to: &str| {
        assert!(head.contains(from), "{from} is not in {head}");
        head.replace(from, to).into_bytes()
    };
    let with = |head: &[u8], sealed: &[u8]| {
        let (head, sealed) = (head.to_vec(), Some(sealed.to_vec()));
        Row::new(new.generation, new.due, None, head, sealed)
    };
    let mut rows = vec![
        with(&new.head, old.sealed.as_deref().unwrap()),
        with(&old.head, sealed),
        with(&new.head, &[]),
        with(&new.head, &sealed[..sealed.len() - 1]),
        with(&new.head, &[sealed, &[0]].concat()),
        with(&head(r#""generation":2"#, r#""generation":3"#), sealed),
        with(&head(r#""consent":{"#, r#""consent_":{"#), sealed),
        Row::new(2, None, None, new.head.clone(), None),
    ];
    // Its version, the key's name, the nonce, the text and the tag.
    for at in [0, 1, 9, 21, sealed.len() / 2, sealed.len() - 1] {
        rows.push(with(&new.head, &flipped(sealed, at)));
    }
    rows
}

#[tokio::test]
async fn a_row_that_was_changed_is_opened_and_refused() {
    let world = World::new();
    let auth = world.auth_in(vault(&world, keyring(1)));
    auth.fetch_token("code").await.unwrap();
    let old = world.stored().await.unwrap().row;
    auth.refresh_token().await.unwrap();
    let new = world.stored().await.unwrap().row;
    for (number, row) in tampered(&old, &new).into_iter().enumerate() {
        // A write without tokens leaves those that are there.
        let version = world.stored().await.unwrap().version;
        world.records.delete(&world.id, version).await.unwrap();
        write(&world, &world.id, row).await;
        let error = auth.record().await.expect_err(&number.to_string());
        assert_eq!(error.kind(), ErrorKind::Store, "{number}: {error}");
        let error = auth.refresh_token().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Store, "{number}: {error}");
    }
    assert_eq!(world.idp.count(Operation::Refresh), 1);
    write(&world, &world.id, new).await;
    auth.refresh_token().await.unwrap();
}

async fn assert_is_what_opening_gives(world: &World, auth: &AuthorizationCodeAuth) {
    let opened = vault(world, keyring(1)).load(&world.id).await.unwrap();
    let known = auth.record().await.unwrap();
    assert_eq!(known, opened.map(|loaded| loaded.record));
}

#[tokio::test]
async fn what_is_not_opened_is_what_opening_it_gives() {
    let world = World::new();
    let auth = refreshed(&world, vault(&world, keyring(1))).await;
    for _ in 0..10 {
        auth.refresh_token().await.unwrap();
        assert_is_what_opening_gives(&world, &auth).await;
    }
}

#[tokio::test]
async fn tokens_that_a_program_brings_are_what_opening_them_gives() {
    let world = World::new();
    let auth = refreshed(&world, vault(&world, keyring(1))).await;
    let mut token = OauthToken::from_id_token("t").with_refresh_token("r");
    // Read back, it is `Bearer`.
    token.token_type.clear();
    auth.keep_consent(token, Vec::new()).await.unwrap();
    assert_is_what_opening_gives(&world, &auth).await;
}

#[tokio::test]
async fn a_vault_with_another_key_opens_the_row_itself() {
    let world = World::new();
    let _auth = refreshed(&world, vault(&world, keyring(1))).await;
    let other = world.auth_in(vault(&world, keyring(2)));
    let error = other.record().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store, "{error}");
}

#[tokio::test]
async fn a_vault_with_a_key_refuses_a_row_that_one_without_wrote_in_clear() {
    let world = World::new();
    let _auth = refreshed(&world, Vault::from(world.records.clone())).await;
    let other = world.auth_in(vault(&world, keyring(1)));
    let error = other.record().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store, "{error}");
}

#[tokio::test]
async fn a_key_that_was_taken_away_opens_nothing_more() {
    let world = World::new();
    let keys = Told(Arc::new(Mutex::new(keyring(1))));
    let process = vault(&world, keys.clone());
    let auth = refreshed(&world, process.clone()).await;
    *keys.0.lock().unwrap() = keyring(2);
    assert!(auth.record().await.is_ok(), "the keys are asked for once");
    // A row with a key that this process does not know, whose tokens are another connection's: it asks for the keys.
    let other = ConnectionId::new("other").unwrap();
    let foreign = world.auth_in(vault(&world, keyring(2)));
    let foreign = foreign.with_connection(other.clone()).unwrap();
    world.idp.give_code("second");
    foreign.fetch_token("second").await.unwrap();
    process.load(&other).await.unwrap().unwrap();
    let error = auth.record().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store, "{error}");
    let error = process.load(&world.id).await.unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Sealed);
}

#[tokio::test]
async fn a_grant_that_another_process_has_removed_is_gone() {
    let world = World::new();
    let auth = refreshed(&world, vault(&world, keyring(1))).await;
    let Stored { version, .. } = world.stored().await.unwrap();
    world.records.delete(&world.id, version).await.unwrap();
    assert!(auth.record().await.unwrap().is_none());
}
