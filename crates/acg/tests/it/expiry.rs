//! When a token counts as expired, whatever its provider and the clocks say.

use std::time::Duration;

use acg::Operation;
use acg::clock::Clock as _;
use acg::testing::Reaction;

use crate::world::World;

#[tokio::test]
async fn a_skew_longer_than_the_tokens_life_does_not_make_every_call_refresh() {
    for lifetime in [60, 900] {
        let world = World::new();
        world.idp.set_lifetime(lifetime);
        let auth = world.auth_with(|builder| builder.oauth_clock_skew(Duration::MAX));
        auth.fetch_token("code").await.unwrap();
        for _ in 0..10 {
            auth.bearer().await.unwrap();
        }
        assert_eq!(world.idp.count(Operation::Refresh), 0);
        world
            .clock
            .advance(Duration::from_secs(lifetime.cast_unsigned() / 2 + 1));
        for _ in 0..10 {
            auth.bearer().await.unwrap();
        }
        assert_eq!(world.idp.count(Operation::Refresh), 1);
    }
}

#[tokio::test]
async fn a_long_skew_is_cut_even_if_the_life_of_the_token_is_unknown() {
    let world = World::new();
    let silent = Reaction::Edit(|response| {
        response.as_object_mut().unwrap().remove("expires_in");
        response["id_token"] = "opaque".into();
    });
    world.idp.next([silent.clone(), silent]);
    let auth = world.auth_with(|builder| builder.oauth_clock_skew(Duration::from_secs(3600)));
    auth.fetch_token("code").await.unwrap();
    for _ in 0..10 {
        auth.bearer().await.unwrap();
    }
    assert_eq!(world.idp.count(Operation::Refresh), 0);
}

#[tokio::test]
async fn the_shorter_of_two_stated_lives_limits_the_skew() {
    let world = World::new();
    world.idp.next([Reaction::Edit(|response| {
        response["expires_in"] = 86_400.into()
    })]);
    let auth = world.auth_with(|builder| builder.oauth_clock_skew(Duration::from_secs(1200)));
    auth.fetch_token("code").await.unwrap();
    for _ in 0..10 {
        auth.bearer().await.unwrap();
    }
    assert_eq!(world.idp.count(Operation::Refresh), 0);
}

#[tokio::test]
async fn a_clock_set_back_does_not_extend_a_token() {
    let world = World::new();
    let auth = world.consented().await;
    world.clock.advance(Duration::from_secs(600));
    world
        .clock
        .set(world.clock.now() - Duration::from_secs(86_400));
    auth.bearer().await.unwrap();
    assert_eq!(world.idp.count(Operation::Refresh), 0);
    world.clock.advance(Duration::from_secs(300));
    auth.bearer().await.unwrap();
    assert_eq!(
        world.idp.count(Operation::Refresh),
        1,
        "its life is over by the clock that nobody can set"
    );
    auth.bearer().await.unwrap();
    assert_eq!(
        world.idp.count(Operation::Refresh),
        1,
        "the fresh token is usable"
    );
}

#[tokio::test]
async fn a_clock_that_is_a_year_ahead_does_not_make_every_call_refresh() {
    let world = World::new();
    let auth = world.consented().await;
    world
        .clock
        .set(world.clock.now() + Duration::from_secs(365 * 86_400));
    for _ in 0..10 {
        auth.bearer().await.unwrap();
    }
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}
