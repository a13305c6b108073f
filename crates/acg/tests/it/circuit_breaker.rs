//! What concerns all grants of a client at once.

use std::time::Duration;

use acg::store::GrantState;
use acg::testing::{CLAIMED, Reaction, unsigned_jwt};
use acg::{AuthorizationCodeAuth, ConnectionId, ErrorKind, OauthToken, Operation, Recovery, Vault};

use crate::world::World;

/// Many connections, all expired.
async fn connections(world: &World, count: usize) -> Vec<AuthorizationCodeAuth> {
    let template = world.auth();
    let vault = Vault::from(world.records.clone());
    let mut connections = Vec::new();
    for number in 0..count {
        let auth = template
            .with_connection(ConnectionId::new(format!("c-{number}")).unwrap())
            .unwrap();
        world.idp.give_code(&format!("code-{number}"));
        auth.fetch_token(format!("code-{number}")).await.unwrap();
        connections.push(auth);
    }
    assert!(
        vault
            .load(connections[0].connection())
            .await
            .unwrap()
            .is_some()
    );
    world.expire();
    connections
}

fn invalid_client() -> Reaction {
    Reaction::Respond(
        401,
        "application/json",
        r#"{"error":"invalid_client"}"#.to_owned(),
    )
}

#[tokio::test]
async fn a_wrong_secret_stops_all_connections_and_marks_none() {
    let world = World::new();
    let connections = connections(&world, 20).await;
    world.idp.next([invalid_client()]);
    for auth in &connections {
        let error = auth.bearer().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.recovery()),
            (ErrorKind::Configuration, Recovery::FixConfiguration)
        );
        assert_eq!(
            auth.record().await.unwrap().unwrap().head.state,
            GrantState::Ready
        );
    }
    assert_eq!(world.idp.count(Operation::Refresh), 1);
    world.clock.advance(Duration::from_secs(5));
    for auth in &connections {
        auth.bearer().await.unwrap();
    }
}

#[tokio::test]
async fn a_page_of_a_gateway_stops_no_other_connection() {
    let world = World::new();
    let connections = connections(&world, 5).await;
    let page = "<html>Unauthorized</html>".to_owned();
    world.idp.next([Reaction::Respond(401, "text/html", page)]);
    assert!(connections[0].bearer().await.is_err());
    for auth in &connections[1..] {
        auth.bearer().await.unwrap();
    }
}

#[tokio::test]
async fn another_secret_is_tried_at_once() {
    let world = World::new();
    let auth = world.expired().await;
    world.idp.next([invalid_client()]);
    assert!(auth.bearer().await.is_err());
    assert!(auth.bearer().await.is_err());
    let corrected = world.auth_with(|builder| builder.oauth_client_secret("another"));
    corrected.bearer().await.unwrap();
}

#[tokio::test]
async fn an_incident_at_the_provider_does_not_end_every_grant() {
    let world = World::new();
    let connections = connections(&world, 100).await;
    world.idp.next(vec![
        Reaction::Respond(
            400,
            "application/json",
            format!(
                r#"{{"error":"invalid_request","error_description":"{}"}}"#,
                CLAIMED
            )
        );
        10
    ]);
    let mut marked = 0;
    for auth in &connections {
        assert!(auth.bearer().await.is_err());
        let state = auth.record().await.unwrap().unwrap().head.state;
        marked += usize::from(state != GrantState::Ready);
    }
    assert_eq!(
        marked, 9,
        "the tenth is an incident, and nothing more is sent"
    );
    assert_eq!(world.idp.count(Operation::Refresh), 10);
    // The tenth was refused, so another one probes.
    world.clock.advance(Duration::from_secs(10));
    let error = connections[9].bearer().await.unwrap_err();
    assert_eq!(wait_of(&error), Some(Duration::from_secs(5)));
    connections[10].bearer().await.unwrap();
    // The incident is over, for the tenth too.
    let refreshed = world.idp.count(Operation::Refresh);
    for auth in &connections[9..] {
        auth.bearer().await.unwrap();
    }
    assert_eq!(world.idp.count(Operation::Refresh) - refreshed, 90);
}

fn wait_of(error: &acg::Error) -> Option<Duration> {
    match error.recovery() {
        Recovery::Retry { after } => after,
        _ => None,
    }
}

#[tokio::test]
async fn a_refusal_that_is_not_believed_leaves_an_ordinary_cooldown_in_the_record() {
    let world = World::new();
    let connections = connections(&world, 10).await;
    let body = format!(r#"{{"error":"invalid_request","error_description":"{CLAIMED}"}}"#);
    let refusal = Reaction::Respond(400, "application/json", body);
    world.idp.next(vec![refusal; 10]);
    for auth in &connections[..9] {
        auth.bearer().await.unwrap_err();
    }
    let error = connections[9].bearer().await.unwrap_err();
    assert_eq!(wait_of(&error), Some(Duration::from_secs(1)));
    // A process that has seen no incident asks, and gets a token.
    world.clock.advance(Duration::from_secs(1));
    let (_, other) = world.process("process-2");
    let other = other.with_connection(connections[9].connection().clone());
    other.unwrap().bearer().await.unwrap();
}

/// Each bank's customers have consented with its name in the authorization.
async fn at_banks(world: &World, count: usize) -> Vec<AuthorizationCodeAuth> {
    let profile = || crate::world::provider().incident_group("bank");
    let credentials = crate::world::credentials().build().unwrap();
    let template = world.auth_on(&world.store, credentials, profile());
    let mut connections = Vec::new();
    for number in 0..count {
        let id = ConnectionId::new(format!("c-{number}")).unwrap();
        let auth = template.with_connection(id).unwrap();
        let bank = if number % 2 == 0 { "ill" } else { "well" };
        let (_, pending) = auth.authorize().parameter("bank", bank).start().unwrap();
        world.idp.give_code(&format!("code-{number}"));
        let query = format!("code=code-{number}&state={}", pending.state().expose());
        let callback = format!("https://app.example/callback?{query}").parse();
        auth.complete(&pending, callback.unwrap()).await.unwrap();
        connections.push(auth);
    }
    world.expire();
    connections
}

#[tokio::test]
async fn an_incident_at_one_bank_does_not_stop_the_customers_of_another() {
    let world = World::new();
    let connections = at_banks(&world, 40).await;
    let body = format!(r#"{{"error":"invalid_request","error_description":"{CLAIMED}"}}"#);
    let refusal = Reaction::Respond(400, "application/json", body);
    world.idp.next(vec![refusal; 10]);
    for auth in connections.iter().step_by(2) {
        assert!(auth.bearer().await.is_err());
    }
    assert_eq!(world.idp.count(Operation::Refresh), 10);
    for auth in connections.iter().skip(1).step_by(2) {
        auth.bearer().await.unwrap();
    }
    assert_eq!(world.idp.count(Operation::Refresh), 30);
}

#[tokio::test]
async fn an_outage_before_an_incident_does_not_end_every_grant() {
    let world = World::new();
    let connections = connections(&world, 60).await;
    let outage = Reaction::Respond(503, "text/html", String::new());
    world.idp.next(vec![outage; 60]);
    for auth in &connections {
        assert!(auth.bearer().await.is_err());
    }
    world.clock.advance(Duration::from_secs(120));
    let body = format!(r#"{{"error":"invalid_request","error_description":"{CLAIMED}"}}"#);
    world
        .idp
        .next(vec![Reaction::Respond(400, "application/json", body); 60]);
    let mut ended = 0;
    for auth in &connections {
        assert!(auth.bearer().await.is_err());
        let state = auth.record().await.unwrap().unwrap().head.state;
        ended += usize::from(matches!(state, GrantState::ConsentNeeded { .. }));
    }
    assert_eq!(ended, 19, "the twentieth is an incident");
}

#[tokio::test]
async fn a_brought_token_is_of_no_concern_to_others() {
    let world = World::new();
    let token = OauthToken::from_id_token(unsigned_jwt(&serde_json::json!({"exp": 1})))
        .with_refresh_token("unknown");
    let auth = world.auth_with(|builder| builder.oauth_token(token));
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
    world.idp.give_code("other");
    let other = auth
        .with_connection(ConnectionId::new("other").unwrap())
        .unwrap();
    other.fetch_token("other").await.unwrap();
    world.expire();
    other.bearer().await.unwrap();
}
