//! When the customer was last active: set once, kept beside the grant.

use std::time::{Duration, SystemTime};

use acg::OauthToken;
use acg::clock::Clock as _;
use acg::testing::unsigned_jwt;
use serde_json::json;

use crate::world::World;

fn at(seconds: i64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.try_into().unwrap())
}

#[tokio::test]
async fn consent_counts_as_activity_and_refreshes_do_not() {
    let world = World::new();
    let consented = world.seconds();
    let auth = world.consented().await;
    assert_eq!(auth.last_access(), Some(at(consented)));
    world.clock.advance(Duration::from_secs(1_000));
    auth.refresh_token().await.unwrap();
    assert_eq!(world.head().await.last_access, Some(consented));
}

#[tokio::test]
async fn later_time_is_kept_and_known_to_other_processes() {
    let world = World::new();
    let auth = world.consented().await;
    let later = world.seconds() + 60;
    auth.touch(at(later)).await.unwrap();
    auth.touch(at(later - 30)).await.unwrap();
    assert_eq!(world.head().await.last_access, Some(later));

    let (_store, other) = world.process("process-2");
    assert_eq!(other.last_access(), None, "nothing is loaded yet");
    other.refresh_token().await.unwrap();
    assert_eq!(other.last_access(), Some(at(later)));
    assert_eq!(world.head().await.last_access, Some(later));
    world.assert_alive().await;
}

#[tokio::test]
async fn time_waits_in_memory_for_a_grant() {
    let world = World::new();
    let auth = world.auth();
    let before = world.clock.now();
    auth.touch(before + Duration::from_secs(5)).await.unwrap();
    auth.fetch_token("code").await.unwrap();
    assert_eq!(world.head().await.last_access, Some(world.seconds() + 5));
}

#[tokio::test]
async fn token_that_the_program_brings_is_kept_with_the_time() {
    let world = World::new();
    let token = unsigned_jwt(&json!({"sub": "customer", "exp": world.seconds() + 100}));
    let auth = world.auth_with(|builder| builder.oauth_token(OauthToken::from_id_token(token)));
    auth.touch(at(7)).await.unwrap();
    assert_eq!(world.head().await.last_access, Some(7));
}

#[tokio::test]
async fn customer_was_active_when_signing_in() {
    let world = World::new();
    let claims = json!({"sub": "customer", "auth_time": 9, "exp": world.seconds() + 100});
    let token = OauthToken::from_id_token(unsigned_jwt(&claims));
    let auth = world.auth_with(|builder| builder.oauth_token(token));
    assert_eq!(auth.last_access(), None, "nothing is loaded yet");
    auth.bearer().await.unwrap();
    assert_eq!(auth.last_access(), Some(at(9)));
}

#[tokio::test]
async fn grant_that_is_removed_takes_the_time_with_it() {
    let world = World::new();
    let auth = world.consented().await;
    auth.forget().await.unwrap();
    assert_eq!(auth.last_access(), None);
}
