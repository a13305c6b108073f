//! A new consent is never replaced by what is left of an older one, and a store that went back is noticed.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use acg::store::{Event, TokenStore as _};
use acg::testing::unsigned_jwt;
use acg::vault::{Spool, StorePolicy};
use acg::{AuthorizationCodeAuth, ErrorKind, OauthToken, Operation, Vault};
use serde_json::json;

use crate::faulty_store::{Fault, FaultyStore};
use crate::world::{World, process_that_ends, refresh_token, text};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A process with a spool of its own, which retains for 15 minutes what the store has taken.
struct Machine {
    store: Arc<FaultyStore>,
    vault: Vault,
    auth: AuthorizationCodeAuth,
}

impl Machine {
    fn new(world: &World, owner: &str, spool: &Path) -> Self {
        let spool = Spool::open(spool).unwrap();
        Self::with_spool(world, owner, spool.retain_for(Duration::from_secs(900)))
    }

    /// Two machines on one store, each with a spool of its own.
    fn two(world: &World, directory: &Path) -> [Self; 2] {
        ["one", "two"].map(|owner| Self::new(world, owner, &directory.join(owner)))
    }

    /// A consent through this machine, and three refreshes.
    async fn reaches_generation_4(&self, world: &World) {
        self.auth.fetch_token("code").await.unwrap();
        for _ in 0..3 {
            world.expire();
            self.auth.bearer().await.unwrap();
        }
    }

    fn with_spool(world: &World, owner: &str, spool: Spool) -> Self {
        let store = Arc::new(FaultyStore::on_the_same(world.records.clone(), owner));
        let vault = Vault::builder(store.clone())
            .isolated()
            .policy(StorePolicy::FailClosed)
            .clock(world.clock.clone())
            .spool(spool)
            .build();
        let auth = world.auth_in(vault.clone());
        Self { store, vault, auth }
    }
}

async fn stored_token(world: &World) -> String {
    refresh_token(&world.record().await)
}

/// The customer consents again, through this machine.
async fn consent_again(world: &World, machine: &Machine) -> String {
    world.idp.give_code("again");
    let token = machine.auth.fetch_token("again").await.unwrap();
    token.refresh_token.unwrap().expose().to_owned()
}

#[tokio::test]
async fn a_spool_of_another_machine_does_not_put_the_old_consent_over_the_new_one() {
    for is_revoked in [true, false] {
        let directory = tempfile::tempdir().unwrap();
        let world = World::new();
        let [one, two] = Machine::two(&world, directory.path());
        one.reaches_generation_4(&world).await;
        if is_revoked {
            two.auth.revoke_token().await.unwrap();
        } else {
            two.auth.forget().await.unwrap();
        }
        assert_eq!(one.vault.replay().await.unwrap().recovered, 0);
        assert!(world.stored().await.is_none(), "it stays removed");
        let new = consent_again(&world, &two).await;
        assert_eq!(one.vault.replay().await.unwrap().recovered, 0);
        assert_eq!(stored_token(&world).await, new);
    }
}

#[tokio::test]
async fn a_valid_token_in_memory_does_not_outlive_its_consent() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let [one, two] = Machine::two(&world, directory.path());
    one.auth.fetch_token("code").await.unwrap();
    two.auth.forget().await.unwrap();
    consent_again(&world, &two).await;
    let new = text(&two.auth.bearer().await.unwrap());
    world.clock.advance(Duration::from_secs(61));
    while text(&one.auth.bearer().await.unwrap()) != new {
        tokio::task::yield_now().await;
    }
    two.auth.forget().await.unwrap();
    world.clock.advance(Duration::from_secs(61));
    while one.auth.bearer().await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert_eq!(world.idp.count(Operation::Refresh), 0);
}

#[tokio::test]
async fn a_late_response_to_the_old_consent_does_not_replace_the_new_one() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let [one, two] = Machine::two(&world, directory.path());
    one.reaches_generation_4(&world).await;
    world.expire();
    let call = world.hold_response(&one.auth).await;
    two.auth.forget().await.unwrap();
    let new = consent_again(&world, &two).await;
    let bearer = call.release().await.unwrap();
    assert_eq!(stored_token(&world).await, new);
    assert_eq!(text(&bearer), text(&two.auth.bearer().await.unwrap()));
}

#[tokio::test]
async fn what_a_process_holds_in_memory_does_not_replace_a_new_consent() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let [one, two] = Machine::two(&world, directory.path());
    one.reaches_generation_4(&world).await;
    world.expire();
    // More failures than any number of offers: the token set stays in memory until the new consent is there.
    one.store
        .on_write([Fault::Pass].into_iter().chain(vec![Fault::Fail; 1000]));
    assert_eq!(
        one.auth.bearer().await.unwrap_err().kind(),
        ErrorKind::Store
    );
    two.auth.forget().await.unwrap();
    let new = consent_again(&world, &two).await;
    one.store.writes_pass();
    one.auth.retry_pending().await.unwrap();
    assert_eq!(stored_token(&world).await, new);
    assert_eq!(
        text(&one.auth.bearer().await.unwrap()),
        text(&two.auth.bearer().await.unwrap())
    );
}

#[tokio::test]
async fn a_response_to_the_old_consent_is_no_sibling_of_another_customers() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let [one, two] = Machine::two(&world, directory.path());
    one.auth.fetch_token("code").await.unwrap();
    world.expire();
    let call = world.hold_response(&one.auth).await;
    let claims = json!({"sub": "another", "exp": 1_900_000_000});
    let token = OauthToken::from_id_token(unsigned_jwt(&claims)).with_refresh_token("other");
    two.auth.keep_consent(token, Vec::new()).await.unwrap();
    assert_eq!(world.head().await.generation, 2, "as the late response has");
    call.release().await.unwrap();
    let record = world.record().await;
    assert!(record.sibling.is_none());
    assert_eq!(refresh_token(&record), "other");
    assert_eq!(record.token.subject().as_deref(), Some("another"));
}

#[tokio::test]
async fn a_consent_that_waits_in_a_spool_replaces_the_old_one_however_far_that_has_gone() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let [one, two] = Machine::two(&world, directory.path());
    two.auth.fetch_token("code").await.unwrap();
    world.clock.advance(Duration::from_secs(1));
    one.store.on_write(vec![Fault::Fail; 5]);
    world.idp.give_code("again");
    process_that_ends(async {
        let error = one.auth.fetch_token("again").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Store);
    });
    let waiting = format!("rt-{}", world.idp.newest());
    for _ in 0..2 {
        world.expire();
        two.auth.bearer().await.unwrap();
    }
    assert_eq!(world.head().await.generation, 3);
    let next = Machine::new(&world, "next", &directory.path().join("one"));
    assert_eq!(next.vault.replay().await.unwrap().recovered, 1);
    assert_eq!(stored_token(&world).await, waiting);
    assert_eq!(
        two.vault.replay().await.unwrap().recovered,
        0,
        "the refreshes of the old one do not come back"
    );
    assert_eq!(stored_token(&world).await, waiting);
}

#[tokio::test]
async fn a_consent_that_waits_in_a_spool_does_not_replace_a_later_one() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let [one, two] = Machine::two(&world, directory.path());
    one.store.on_write(vec![Fault::Fail; 5]);
    process_that_ends(async {
        assert!(one.auth.fetch_token("code").await.is_err());
    });
    world.clock.advance(Duration::from_secs(1));
    let new = consent_again(&world, &two).await;
    let next = Machine::new(&world, "next", &directory.path().join("one"));
    assert_eq!(next.vault.replay().await.unwrap().recovered, 0);
    assert_eq!(stored_token(&world).await, new);
}

#[tokio::test]
async fn the_row_of_a_removed_grant_holds_nothing_of_it_and_is_swept() {
    let world = World::new();
    let auth = world.consented().await;
    auth.forget().await.unwrap();
    let removed = world.records.load(&world.id).await.unwrap().unwrap();
    assert_eq!(removed.row.sealed.as_deref(), Some([].as_slice()));
    let vault = Vault::from(world.records.clone());
    assert!(vault.page(None).await.unwrap().is_empty());
    assert!(world.records.load(&world.id).await.unwrap().is_some());
    world.clock.advance(31 * DAY);
    assert!(vault.page(None).await.unwrap().is_empty());
    assert!(world.records.load(&world.id).await.unwrap().is_none());
}

#[tokio::test]
async fn a_record_without_a_consent_id_is_refreshed_removed_and_given_again() {
    let world = World::new();
    let auth = world.expired().await;
    let head = world.stored().await.unwrap().row.head;
    let text = String::from_utf8(head).unwrap();
    let start = text.find("\"consent\":").unwrap();
    let end = start + text[start..].find('}').unwrap() + 2;
    world.edit_head(&[(&text[start..end], "")]).await;
    assert_eq!(world.head().await.consent, None);
    drop(auth);
    let (_store, auth) = world.process("process-2");
    auth.bearer().await.unwrap();
    let head = world.head().await;
    assert_eq!((head.consent, head.generation), (None, 2));
    auth.forget().await.unwrap();
    world.idp.give_code("again");
    auth.fetch_token("again").await.unwrap();
    let head = world.head().await;
    assert_eq!(head.generation, 3);
    assert!(head.consent.is_some());
}

/// The replica that took over had not seen the last commit.
async fn forget_last_refresh(world: &World, refresh: impl Future<Output = ()>) {
    let before = world.stored().await.unwrap();
    refresh.await;
    let after = world.stored().await.unwrap();
    world
        .records
        .compare_and_swap(&world.id, Some(after.version), &before.row)
        .await
        .unwrap();
    assert_eq!(world.head().await.generation, before.row.generation);
}

#[tokio::test]
async fn a_process_that_has_the_successor_in_memory_does_not_send_the_spent_token() {
    let world = World::new();
    let auth = world.expired().await;
    forget_last_refresh(&world, async {
        auth.bearer().await.unwrap();
    })
    .await;
    let token = auth.refresh_token().await.unwrap();
    assert_eq!(world.idp.double_spends(), 0);
    assert_eq!(world.idp.count(Operation::Refresh), 2);
    assert_eq!(token.refresh_token.unwrap().expose(), "rt-3");
    world.assert_alive().await;
    let history = world.head().await.history;
    assert!(history.iter().any(|entry| entry.event == Event::Recovered));
}

#[tokio::test]
async fn a_process_whose_spool_has_the_successor_does_not_send_the_spent_token() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::new();
    let spool = Spool::open(directory.path()).unwrap();
    let spool = spool.retain_for(Duration::from_secs(3_600));
    let one = Machine::with_spool(&world, "one", spool.clone());
    // Another session of the process, which has not seen the token.
    let two = Machine::with_spool(&world, "two", spool);
    one.auth.fetch_token("code").await.unwrap();
    two.auth.bearer().await.unwrap();
    world.expire();
    forget_last_refresh(&world, async {
        one.auth.bearer().await.unwrap();
    })
    .await;
    two.auth.bearer().await.unwrap();
    assert_eq!(world.idp.double_spends(), 0);
    assert_eq!(world.idp.count(Operation::Refresh), 1);
    world.assert_alive().await;
}

#[tokio::test]
async fn a_store_that_went_back_takes_no_newer_token_away() {
    let world = World::new();
    let auth = world.expired().await;
    forget_last_refresh(&world, async {
        auth.bearer().await.unwrap();
    })
    .await;
    let newer = auth.bearer().await.unwrap();
    world.expire();
    let other = auth.with_connection(world.id.clone()).unwrap();
    let bearer = other.bearer().await.unwrap();
    assert!(bearer.generation() > newer.generation());
    assert_eq!(world.idp.double_spends(), 0);
}
