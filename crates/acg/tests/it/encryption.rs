//! Tokens in a store: encrypted, and with keys that are wrong, missing or replaced.

use std::sync::Arc;

use acg::store::{Row, StoreErrorKind, Stored, TokenStore as _};
use acg::vault::{Keyring, SealingKey};
use acg::{AuthorizationCodeAuth, ConnectionId, ErrorKind, Operation, Recovery, Vault};

use crate::world::{World, refresh_token};

fn key(number: u8) -> SealingKey {
    SealingKey::from_bytes([number; 32])
}

fn vault(world: &World, keys: Keyring) -> Vault {
    Vault::builder(world.records.clone()).keys(keys).build()
}

async fn consented(world: &World, keys: Keyring) -> AuthorizationCodeAuth {
    let auth = world.auth_in(vault(world, keys));
    auth.fetch_token("code").await.unwrap();
    auth
}

async fn write(world: &World, id: &ConnectionId, row: Row) {
    let version = world
        .records
        .load(id)
        .await
        .unwrap()
        .map(|stored| stored.version);
    world
        .records
        .compare_and_swap(id, version, &row)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_store_holds_no_token_in_clear() {
    let world = World::new();
    let auth = consented(&world, Keyring::new(key(1))).await;
    let id_token = auth.oauth_token().unwrap().id_token.unwrap();
    world.expire();
    auth.bearer().await.unwrap();
    let Stored { row, .. } = world.stored().await.unwrap();
    let text = String::from_utf8_lossy(&[row.head, row.sealed.unwrap()].concat()).into_owned();
    assert!(!text.contains("rt-"), "{text}");
    assert!(!text.contains(&id_token.expose()[..20]), "{text}");
    let loaded = vault(&world, Keyring::new(key(1)))
        .load(&world.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(refresh_token(&loaded.record), "rt-2");
}

#[tokio::test]
async fn a_wrong_or_missing_key_is_reported_and_nothing_is_sent_or_overwritten() {
    let world = World::new();
    drop(consented(&world, Keyring::new(key(1))).await);
    world.expire();
    let before = world.stored().await.unwrap();
    let missing = Vault::from(world.records.clone());
    for (vault, expected) in [
        (
            vault(&world, Keyring::new(key(2))),
            "is not among the given keys",
        ),
        (missing, "no key was given"),
    ] {
        let auth = world.auth_in(vault.clone());
        let error = auth.bearer().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.recovery()),
            (ErrorKind::Store, Recovery::CheckStore)
        );
        world.idp.give_code("second");
        let error = auth.fetch_token("second").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Store, Operation::Exchange)
        );
        let error = vault.load(&world.id).await.unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Sealed);
        assert!(error.to_string().contains(expected), "{error}");
    }
    let after = world.stored().await.unwrap();
    assert_eq!((after.version, after.row), (before.version, before.row));
    assert_eq!(
        (
            world.idp.count(Operation::Refresh),
            world.idp.count(Operation::Exchange)
        ),
        (0, 1)
    );
}

#[tokio::test]
async fn rows_that_were_swapped_or_rolled_back_are_noticed() {
    let world = World::new();
    let auth = consented(&world, Keyring::new(key(1))).await;
    let old = world.stored().await.unwrap().row;
    auth.refresh_token().await.unwrap();
    let new = world.stored().await.unwrap().row;
    let other = ConnectionId::new("other").unwrap();
    write(&world, &other, new.clone()).await;
    write(
        &world,
        &world.id,
        Row::new(2, None, None, new.head, old.sealed),
    )
    .await;
    let vault = vault(&world, Keyring::new(key(1)));
    for id in [&other, &world.id] {
        let error = vault.load(id).await.unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Sealed);
        assert!(
            error
                .to_string()
                .contains("changed, swapped or rolled back"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn with_a_key_a_row_in_clear_is_refused() {
    let world = World::new();
    drop(world.consented().await);
    let error = vault(&world, Keyring::new(key(1)))
        .load(&world.id)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("are not encrypted"), "{error}");
    let accepting = Vault::builder(world.records.clone())
        .keys(Keyring::new(key(1)))
        .accept_unsealed()
        .build();
    assert!(accepting.load(&world.id).await.unwrap().is_some());
}

#[tokio::test]
async fn keys_are_replaced_while_the_store_is_in_use() {
    let world = World::new();
    let auth = consented(&world, Keyring::new(key(1))).await;
    let template = auth.clone();
    for number in 0..5 {
        world.idp.give_code(&format!("c{number}"));
        let auth = template
            .with_connection(ConnectionId::new(format!("c{number}")).unwrap())
            .unwrap();
        auth.fetch_token(format!("c{number}")).await.unwrap();
    }
    let both = vault(&world, Keyring::new(key(2)).with_older(key(1)));
    // One is sealed with the new key by its refresh.
    let other = world.auth_in(both.clone());
    other.refresh_token().await.unwrap();
    let mut told = Vec::new();
    let done = both
        .rekey(|progress| told.push(progress.seen))
        .await
        .unwrap();
    assert_eq!(
        (done.seen, done.sealed, done.failed, told),
        (6, 5, 0, vec![6])
    );
    assert_eq!(both.rekey(|_| {}).await.unwrap().sealed, 0);
    let new = vault(&world, Keyring::new(key(2)));
    for number in 0..5 {
        assert!(
            new.load(&ConnectionId::new(format!("c{number}")).unwrap())
                .await
                .unwrap()
                .is_some()
        );
    }
    world.expire();
    other.bearer().await.unwrap();
}

#[tokio::test]
async fn a_process_with_the_old_keys_asks_for_them_again() {
    #[derive(Debug)]
    struct Rotating(std::sync::Mutex<Keyring>);
    impl acg::vault::KeyProvider for Rotating {
        fn keyring(&self) -> acg::BoxFuture<'_, Result<Keyring, acg::BoxError>> {
            let keyring = self.0.lock().unwrap().clone();
            Box::pin(std::future::ready(Ok(keyring)))
        }
    }
    #[derive(Debug, Clone)]
    struct Shared(Arc<Rotating>);
    impl acg::vault::KeyProvider for Shared {
        fn keyring(&self) -> acg::BoxFuture<'_, Result<Keyring, acg::BoxError>> {
            self.0.keyring()
        }
    }
    let world = World::new();
    let keys = Shared(Arc::new(Rotating(Keyring::new(key(1)).into())));
    let process = Vault::builder(world.records.clone())
        .keys(keys.clone())
        .build();
    let auth = world.auth_in(process.clone());
    auth.fetch_token("code").await.unwrap();
    let rotated = Keyring::new(key(2)).with_older(key(1));
    *keys.0.0.lock().unwrap() = rotated.clone();
    vault(&world, rotated).rekey(|_| {}).await.unwrap();
    assert!(process.load(&world.id).await.unwrap().is_some());
}

/// An attacker who can write to the store could otherwise have a token of their own sealed by the next routine
/// change of keys.
#[tokio::test]
async fn a_change_of_keys_does_not_make_a_row_in_clear_trusted() {
    let world = World::new();
    drop(world.consented().await);
    let planted = world.stored().await.unwrap();
    let rekeyed = vault(&world, Keyring::new(key(1)))
        .rekey(|_| {})
        .await
        .unwrap();
    assert_eq!(
        (
            rekeyed.seen,
            rekeyed.sealed,
            rekeyed.encrypted,
            rekeyed.failed
        ),
        (1, 0, 0, 1)
    );
    assert_eq!(world.stored().await.unwrap().row, planted.row);
    let accepting = Vault::builder(world.records.clone())
        .keys(Keyring::new(key(1)))
        .accept_unsealed()
        .build();
    let rekeyed = accepting.rekey(|_| {}).await.unwrap();
    assert_eq!(
        (rekeyed.sealed, rekeyed.encrypted, rekeyed.failed),
        (1, 1, 0)
    );
    let trusting = vault(&world, Keyring::new(key(1)));
    assert!(trusting.load(&world.id).await.unwrap().is_some());
}

#[tokio::test]
async fn tokens_of_another_consent_of_the_connection_do_not_open() {
    let world = World::new();
    let auth = consented(&world, Keyring::new(key(1))).await;
    let old = world.stored().await.unwrap().row;
    world.idp.give_code("again");
    auth.fetch_token("again").await.unwrap();
    let new = world.stored().await.unwrap().row;
    let head = String::from_utf8(new.head.clone()).unwrap();
    // As an attacker does who can write to the store: the generation of the old tokens, under the new consent.
    let head = head.replace(r#""generation":2"#, r#""generation":1"#);
    assert_ne!(head.as_bytes(), new.head);
    write(
        &world,
        &world.id,
        Row::new(1, None, None, head.into_bytes(), old.sealed),
    )
    .await;
    let error = auth.record().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store, "{error}");
}

#[tokio::test]
async fn a_key_of_zeros_seals_nothing() {
    let world = World::new();
    let auth = world.auth_in(vault(&world, Keyring::new(key(0))));
    assert_eq!(
        auth.fetch_token("code").await.unwrap_err().kind(),
        ErrorKind::Store
    );
    assert!(world.stored().await.is_none());
}
