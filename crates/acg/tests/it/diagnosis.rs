//! What a failed exchange or refresh says about the response.

use std::error::Error as _;

use acg::testing::Reaction;
use acg::{AuthorizationCodeAuth, Error, ErrorKind};

use crate::world::World;

/// A page with everything in it that must not be in an error.
const PAGE: &str = "<html><title>Sign in, client-secret</title>rt-1 code 123456789</html>";

async fn exchanged(world: &World) -> Error {
    world.auth().fetch_token("code").await.unwrap_err()
}

async fn refreshed(world: &World) -> Error {
    let auth: AuthorizationCodeAuth = world.auth();
    auth.fetch_token("code").await.unwrap();
    world.expire();
    let page = Reaction::ProcessAndRespond(200, "text/html", PAGE.to_owned());
    world.idp.next([page.clone(), page]);
    auth.refresh_token().await.unwrap_err()
}

/// Returns everything that a program can print of an error.
fn printed(error: &Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text} {error} {error:?}");
        source = error.source();
    }
    text
}

#[tokio::test]
async fn a_failed_exchange_or_refresh_explains_itself_without_a_secret() {
    let world = World::new();
    let page = Reaction::ProcessAndRespond(200, "text/html", PAGE.to_owned());
    world.idp.next([page]);
    for error in [exchanged(&world).await, refreshed(&World::new()).await] {
        let diagnosis = error.diagnosis().unwrap();
        assert_eq!(diagnosis.problem, "is not a JSON object");
        assert_eq!(diagnosis.rule, "RFC 6749 §5.1");
        assert_eq!(diagnosis.content_type.as_deref(), Some("text/html"));
        assert_eq!(diagnosis.excerpt.as_deref(), Some("Sign in, [redacted]"));
        assert!(diagnosis.quirk.is_some());
        let text = printed(&error);
        assert!(text.contains("Sign in"), "{text}");
        for secret in ["client-secret", "rt-1", "123456789"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[tokio::test]
async fn a_bearer_that_never_comes_is_named() {
    let world = World::new();
    let lacking = || {
        Reaction::Edit(|response| {
            drop(response.as_object_mut().unwrap().remove("id_token"));
        })
    };
    world.idp.next([lacking(), lacking()]);
    let error = exchanged(&world).await;
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    let diagnosis = error.diagnosis().unwrap();
    assert_eq!(diagnosis.field.as_deref(), Some("id_token"));
    let text = printed(&error);
    assert!(text.contains("`id_token`"), "{text}");
}

#[tokio::test]
async fn an_error_with_a_status_of_success_is_still_the_providers() {
    let world = World::new();
    let body = r#"{"error":"invalid_request","error_description":"over"}"#.to_owned();
    world.idp.next([Reaction::Respond(200, "text/plain", body)]);
    let error = exchanged(&world).await;
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
    assert_eq!(error.provider().unwrap().status, Some(200));
    assert!(error.diagnosis().is_none());
}

#[tokio::test]
async fn a_refused_client_with_an_encoded_secret_reads_that_not_every_server_decodes_it() {
    use acg::AuthorizationCodeAuthCredentials;
    use acg::provider::ClientAuth;
    for (auth, secret, is_hinted) in [
        (ClientAuth::Basic, "sec+ret/=", true),
        (ClientAuth::Basic, "sec.ret-1_*", false),
        (ClientAuth::Body, "sec+ret/=", false),
    ] {
        let world = World::new();
        let refused = r#"{"error":"invalid_client"}"#.to_owned();
        world
            .idp
            .next([Reaction::Respond(401, "application/json", refused)]);
        let redirect_uri = "https://app.example/callback";
        let client = AuthorizationCodeAuthCredentials::builder("client", secret, redirect_uri);
        let profile = crate::world::provider().exchange_auth(auth);
        let auth = world.auth_on(&world.store, client.build().unwrap(), profile);
        let error = auth.fetch_token("code").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let text = printed(&error);
        assert_eq!(text.contains("client_secret_post"), is_hinted, "{text}");
        assert!(!text.contains(secret), "{text}");
    }
}
