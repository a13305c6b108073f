//! Refreshes that fail, what they leave behind, and how long nobody tries again.

use std::sync::Arc;
use std::time::Duration;

use acg::clock::Clock as _;
use acg::provider::LostResponse;
use acg::store::GrantState;
use acg::testing::{CLAIMED, Reaction};
use acg::{ErrorKind, Operation, Recovery, Vault};
use serde_json::json;

use crate::world::{World, credentials, provider};

fn oauth_error(code: &str, description: &str) -> String {
    json!({"error": code, "error_description": description}).to_string()
}

const HTML: &str = "<html><body>Bad gateway</body></html>";

#[tokio::test]
async fn a_response_that_is_no_response_leaves_the_outcome_unknown() {
    let bodies = [
        "",
        "null",
        "[]",
        HTML,
        "{\"id_token\":",
        "{}",
        "{\"id_token\":17}",
        "{\"id_token\":\"a b\"}",
    ];
    let mut reactions: Vec<_> = bodies
        .map(|body| Reaction::ProcessAndRespond(200, "application/json", body.to_owned()))
        .into();
    reactions.extend(
        [500, 502, 503, 504]
            .map(|status| Reaction::ProcessAndRespond(status, "text/html", HTML.to_owned())),
    );
    reactions.push(Reaction::ProcessAndRespond(
        500,
        "application/json",
        oauth_error("invalid_request", CLAIMED),
    ));
    reactions.extend([
        Reaction::LoseResponse,
        Reaction::EndlessBody,
        Reaction::BreakAfter(r#"{"id_token":"a.b.c","#.to_owned()),
    ]);
    for reaction in reactions {
        let world = World::new();
        let auth = world.expired().await;
        world.idp.next([reaction.clone()]);
        assert_eq!(
            auth.bearer().await.unwrap_err().kind(),
            ErrorKind::OutcomeUnknown,
            "{reaction:?}"
        );
        assert_eq!(
            (world.idp.count(Operation::Refresh), world.state().await),
            (1, GrantState::InDoubt),
            "{reaction:?}"
        );
    }
}

#[tokio::test]
async fn what_was_not_processed_leaves_the_grant_as_it_was() {
    let transient = oauth_error("temporarily_unavailable", "later");
    let cases = [
        (Reaction::Unreachable, ErrorKind::Transport),
        (Reaction::Throttle("7"), ErrorKind::Provider),
        (
            Reaction::Respond(302, "text/html", HTML.to_owned()),
            ErrorKind::UnexpectedResponse,
        ),
        (
            Reaction::Respond(404, "text/html", HTML.to_owned()),
            ErrorKind::UnexpectedResponse,
        ),
        (
            Reaction::Respond(401, "application/json", oauth_error("invalid_client", "no")),
            ErrorKind::Configuration,
        ),
        (
            Reaction::Respond(401, "text/html", String::new()),
            ErrorKind::Configuration,
        ),
        (
            Reaction::Respond(401, "text/html", HTML.to_owned()),
            ErrorKind::UnexpectedResponse,
        ),
        (
            Reaction::Respond(
                400,
                "application/json",
                oauth_error("invalid_grant", "wrong grant_type"),
            ),
            ErrorKind::Provider,
        ),
        (
            Reaction::Respond(400, "application/json", transient),
            ErrorKind::Provider,
        ),
        (
            Reaction::Respond(
                400,
                "application/json",
                oauth_error("invalid_request", "please retry"),
            ),
            ErrorKind::Provider,
        ),
    ];
    for (reaction, kind) in cases {
        let world = World::new();
        let auth = world.expired().await;
        world.idp.next([reaction.clone()]);
        assert_eq!(
            auth.bearer().await.unwrap_err().kind(),
            kind,
            "{reaction:?}"
        );
        assert_eq!(
            (world.idp.count(Operation::Refresh), world.state().await),
            (1, GrantState::Ready),
            "{reaction:?}"
        );
        world.clock.advance(Duration::from_secs(60));
        auth.bearer().await.unwrap();
        world.assert_alive().await;
    }
}

#[tokio::test]
async fn failures_are_further_and_further_apart_and_success_begins_again() {
    let world = World::new();
    let auth = world.expired().await;
    for wait in [1, 2, 4, 8, 16, 32, 60, 60] {
        world
            .idp
            .next([Reaction::Respond(503, "text/html", HTML.to_owned())]);
        let error = auth.bearer().await.unwrap_err();
        assert_eq!(
            error.recovery(),
            Recovery::OutcomeUnknown {
                retry_after: Some(Duration::from_secs(wait))
            }
        );
        world.clock.advance(Duration::from_secs(wait));
    }
    auth.bearer().await.unwrap();
    world.expire();
    world
        .idp
        .next([Reaction::Respond(503, "text/html", HTML.to_owned())]);
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(
        error.recovery(),
        Recovery::OutcomeUnknown {
            retry_after: Some(Duration::from_secs(1))
        }
    );
}

#[tokio::test]
async fn a_provider_that_asks_for_patience_gets_it() {
    let world = World::new();
    let auth = world.expired().await;
    world.idp.next([Reaction::Throttle("7")]);
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(
        error.recovery(),
        Recovery::Retry {
            after: Some(Duration::from_secs(7))
        }
    );
    world.clock.advance(Duration::from_secs(6));
    assert!(auth.bearer().await.is_err());
    assert_eq!(world.idp.count(Operation::Refresh), 1);
    world.clock.advance(Duration::from_secs(1));
    auth.bearer().await.unwrap();
}

#[tokio::test]
async fn a_provider_that_is_unavailable_is_not_asked_again_before_the_time_it_names() {
    let world = World::new();
    let vault = Vault::from(Arc::clone(&world.store));
    let provider = provider().lost_response(LostResponse::PresentAgain);
    let auth = world.auth_of(vault, credentials().build().unwrap(), provider);
    auth.fetch_token("code").await.unwrap();
    world.expire();
    world.idp.next([Reaction::Unavailable("30")]);
    let error = auth.bearer().await.unwrap_err();
    let retry_after = Some(Duration::from_secs(30));
    assert_eq!(error.recovery(), Recovery::OutcomeUnknown { retry_after });
    world.clock.advance(Duration::from_secs(29));
    assert!(auth.bearer().await.is_err());
    assert_eq!(world.idp.count(Operation::Refresh), 1);
    world.clock.advance(Duration::from_secs(1));
    auth.bearer().await.unwrap();
}

#[tokio::test]
async fn after_every_failure_the_next_caller_waits() {
    let refused = |code| Reaction::Respond(400, "application/json", oauth_error(code, ""));
    for reaction in [
        Reaction::Unreachable,
        refused("invalid_grant"),
        refused("unsupported_grant_type"),
        Reaction::Throttle("0"),
        Reaction::Unavailable("0"),
        Reaction::Respond(401, "text/html", HTML.to_owned()),
    ] {
        let world = World::new();
        let auth = world.expired().await;
        world.idp.next([reaction.clone()]);
        assert!(auth.bearer().await.is_err());
        assert!(auth.bearer().await.is_err());
        assert_eq!(world.idp.count(Operation::Refresh), 1, "{reaction:?}");
        world.clock.advance(Duration::from_secs(2));
        auth.bearer().await.unwrap();
    }
}

#[tokio::test]
async fn an_absurd_patience_is_cut_to_an_hour() {
    for seconds in ["99999999999", "18446744073709551615"] {
        let world = World::new();
        let auth = world.expired().await;
        world.idp.next([Reaction::Throttle(seconds)]);
        assert!(auth.bearer().await.is_err());
        world.clock.advance(Duration::from_secs(3600));
        auth.bearer().await.unwrap();
    }
}

#[tokio::test]
async fn a_cooldown_written_by_a_clock_that_was_wrong_does_not_last() {
    let world = World::new();
    let auth = world.expired().await;
    let right = world.clock.now();
    world.clock.set(right + Duration::from_secs(400 * 86_400));
    world.idp.next([
        Reaction::Unreachable,
        Reaction::Respond(502, "text/html", HTML.to_owned()),
    ]);
    assert!(auth.bearer().await.is_err());
    world.clock.advance(Duration::from_secs(2));
    assert!(auth.bearer().await.is_err());
    world.clock.set(right);
    auth.bearer().await.unwrap();
}

#[tokio::test]
async fn a_clock_that_is_set_back_after_a_failure_does_not_lengthen_the_cooldown() {
    for reaction in [
        Reaction::Throttle("40"),
        Reaction::Respond(400, "application/json", r#"{"error":"odd"}"#.to_owned()),
        Reaction::Unreachable,
    ] {
        let world = World::new();
        let auth = world.expired().await;
        world.idp.next([reaction.clone()]);
        auth.bearer().await.unwrap_err();
        assert!(auth.bearer().await.is_err(), "it cools down: {reaction:?}");
        let now = world.clock.now();
        world.clock.set(now - Duration::from_secs(50 * 60));
        auth.refresh_token().await.unwrap();
    }
}
