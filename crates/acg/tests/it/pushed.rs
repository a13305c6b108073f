//! Pushed authorization requests (RFC 9126).

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use acg::clock::Clock as _;
use acg::provider::{Pkce, PushedRequests};
use acg::testing::Reaction;
use acg::{AuthorizationCodeAuth, ErrorKind, Recovery};

use crate::world::{World, credentials, provider};

fn auth(world: &World) -> AuthorizationCodeAuth {
    let endpoint = "https://idp.example/par".parse().unwrap();
    let provider = provider()
        .pkce(Pkce::S256)
        .scopes(["accounts"])
        .pushed_authorization_request_endpoint(endpoint)
        .unwrap()
        .pushed_requests(PushedRequests::Required);
    world.auth_on(&world.store, credentials().build().unwrap(), provider)
}

fn accepted() -> Reaction {
    let body = r#"{"request_uri":"urn:example:1","expires_in":60}"#;
    Reaction::Respond(201, "application/json", body.to_owned())
}

#[tokio::test]
async fn the_browser_carries_the_client_id_and_a_reference_alone() {
    let world = World::new();
    let auth = auth(&world);
    world.idp.next([accepted()]);
    let authorize = auth.authorize().parameter("connector", "mikomo");
    let (url, pending) = authorize.begin().await.unwrap();
    let query: Vec<_> = url.query_pairs().into_owned().collect();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let expected = [
        pair("client_id", "client"),
        pair("request_uri", "urn:example:1"),
    ];
    assert_eq!(query, expected);

    let pushed: BTreeMap<_, _> = world.idp.seen()[0].form.clone();
    assert_eq!(world.idp.seen()[0].uri.path(), "/par");
    assert_eq!(pushed["state"], pending.state().expose());
    assert_eq!(pushed["connector"], "mikomo");
    assert_eq!(pushed["scope"], "accounts");
    assert_eq!(pushed["code_challenge_method"], "S256");
    assert_eq!(pushed["client_id"], "client");
    let lifetime: Option<Duration> = pending
        .open_before()
        .map(|at: SystemTime| at.duration_since(world.clock.now()).unwrap());
    assert_eq!(lifetime, Some(Duration::from_secs(60)));

    let callback = format!("code=code&state={}", pending.state().expose());
    auth.complete(&pending, callback.parse().unwrap())
        .await
        .unwrap();
    assert!(world.idp.seen()[1].form.contains_key("code_verifier"));
}

#[tokio::test]
async fn without_pushing_nothing_reaches_the_browser_where_the_provider_requires_it() {
    let world = World::new();
    let auth = auth(&world);
    let error = auth.authorize().start().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let error = auth.get_authorization_url(&[], "a-long-state").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(world.idp.seen().is_empty());
    let plain = world.auth();
    assert!(plain.authorize().begin().await.is_ok());
    assert!(
        world.idp.seen().is_empty(),
        "one that takes no pushed requests"
    );
}

#[tokio::test]
async fn a_push_that_fails_says_what_to_do() {
    let error = |status, code: &str| {
        let body = format!(r#"{{"error":"{code}"}}"#);
        Reaction::Respond(status, "application/json", body)
    };
    let again = Recovery::Retry { after: None };
    let cases = [
        (
            error(401, "invalid_client"),
            ErrorKind::Configuration,
            Recovery::FixConfiguration,
        ),
        (
            error(400, "invalid_request"),
            ErrorKind::Provider,
            Recovery::FixRequest,
        ),
        (
            error(400, "invalid_grant"),
            ErrorKind::Provider,
            Recovery::FixRequest,
        ),
        (error(400, "odd"), ErrorKind::Provider, Recovery::FixRequest),
        (Reaction::Unreachable, ErrorKind::Transport, again),
        (Reaction::LoseResponse, ErrorKind::OutcomeUnknown, again),
        (
            Reaction::Respond(201, "text/html", "<html>".to_owned()),
            ErrorKind::UnexpectedResponse,
            Recovery::ReportToProvider,
        ),
    ];
    for (reaction, kind, recovery) in cases {
        let world = World::new();
        world.idp.next([reaction.clone()]);
        let error = auth(&world).authorize().begin().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.recovery()),
            (kind, recovery),
            "{reaction:?}"
        );
    }
}
