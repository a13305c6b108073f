//! Responses of success that are odd: the refresh token in them is kept first, and then they are judged.

use std::error::Error as _;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use acg::http::{Body, Chunks, HttpError, HttpService, Request, Response};
use acg::provider::LostResponse;
use acg::store::{Event, GrantState};
use acg::testing::{Reaction, RotatingProvider, unsigned_jwt};
use acg::{AuthorizationCodeAuth, BoxFuture, ErrorKind, Operation, Vault};
use bytes::Bytes;
use serde_json::json;

use crate::world::{World, credentials, provider, refresh_token};

/// A grant whose engine presents a token again when the response was lost.
async fn expired(world: &World) -> AuthorizationCodeAuth {
    let provider = RotatingProvider::profile().unwrap();
    let provider = provider.lost_response(LostResponse::PresentAgain);
    let auth = world.auth_of(
        Vault::from(world.store.clone()),
        credentials().build().unwrap(),
        provider,
    );
    auth.fetch_token("code").await.unwrap();
    world.expire();
    auth
}

/// A token response with `rt-2`, as the provider gives it, and more members.
fn tokens(world: &World, more: &str) -> String {
    let claims = json!({"sub": "customer", "exp": world.seconds() + 900});
    let id_token = unsigned_jwt(&claims);
    format!(r#"{{"id_token":"{id_token}","refresh_token":"rt-2","expires_in":900{more}}}"#)
}

#[tokio::test]
async fn an_odd_response_is_taken_and_the_spent_token_not_presented_again() {
    for (before, after) in [
        (r#","token_type":"JWT","scope":7"#, ""),
        (r#","refresh_token":"rt-2""#, ""),
        ("", "\0"),
        ("", "/* end */"),
    ] {
        let world = World::new();
        let auth = expired(&world).await;
        let body = tokens(&world, before) + after;
        let reaction = Reaction::ProcessAndRespond(200, "application/json", body);
        world.idp.next([reaction]);
        auth.bearer().await.unwrap();
        assert_eq!(world.idp.count(Operation::Refresh), 1, "{before}{after}");
        world.assert_alive().await;
    }
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_last_brace_has_given_the_tokens() {
    let world = World::new();
    let auth = expired(&world).await;
    world.idp.next([Reaction::BreakAfter(tokens(&world, ""))]);
    auth.bearer().await.unwrap();
    assert_eq!(world.idp.count(Operation::Refresh), 1);
    world.assert_alive().await;
}

#[tokio::test]
async fn a_response_that_can_be_read_and_not_used_is_not_asked_for_again() {
    let world = World::new();
    let auth = expired(&world).await;
    let body = tokens(&world, r#","refresh_token":"rt-9""#);
    let reaction = Reaction::ProcessAndRespond(200, "application/json", body);
    world.idp.next([reaction]);
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    let cause = error.source().unwrap().to_string();
    assert!(
        cause.contains("two different values for `refresh_token`"),
        "{cause}"
    );
    assert_eq!(world.idp.count(Operation::Refresh), 1);
    assert_eq!(world.state().await, GrantState::InDoubt);
}

#[tokio::test]
async fn the_first_cause_of_a_loss_is_in_the_error_and_in_the_history() {
    let world = World::new();
    let auth = expired(&world).await;
    let html = "<html>welcome</html>".to_owned();
    world
        .idp
        .next([Reaction::ProcessAndRespond(200, "text/html", html)]);
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
    let first = "the provider's response, HTTP 200, is not a JSON object";
    let cause = error.source().unwrap().to_string();
    assert!(cause.contains(first), "{cause}");
    let history = world.head().await.history;
    let [.., lost, ended] = history.as_slice() else {
        panic!("{history:?}")
    };
    assert_eq!(lost.event, Event::NoResponse);
    assert_eq!(lost.detail.as_deref(), Some(first));
    assert!(matches!(ended.event, Event::Ended { .. }));
}

#[tokio::test]
async fn a_consent_whose_response_lacks_a_bearer_is_refreshed_at_once() {
    let world = World::new();
    world.idp.next([Reaction::Edit(|response| {
        drop(response.as_object_mut().unwrap().remove("id_token"));
    })]);
    let auth = world.auth();
    let token = auth.fetch_token("code").await.unwrap();
    assert!(token.id_token.is_some());
    assert_eq!(refresh_token(&world.record().await), "rt-2");
    assert_eq!(world.idp.count(Operation::Exchange), 1);
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}

#[tokio::test]
async fn a_consent_whose_bearer_never_comes_keeps_its_refresh_token() {
    let world = World::new();
    let lacking = || {
        Reaction::Edit(|response| {
            drop(response.as_object_mut().unwrap().remove("id_token"));
        })
    };
    world.idp.next([lacking(), lacking()]);
    let auth = world.auth();
    let error = auth.fetch_token("code").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    world.assert_alive().await;
}

#[tokio::test]
async fn a_token_endpoint_is_asked_for_no_encoding() {
    let world = World::new();
    let auth = expired(&world).await;
    auth.bearer().await.unwrap();
    for seen in world.idp.seen() {
        assert_eq!(seen.headers["accept-encoding"], "identity");
    }
}

/// A response that continues for 16 MiB.
#[derive(Debug, Clone, Default)]
struct Flood(Arc<AtomicUsize>);

const PART: usize = 64 * 1024;

impl HttpService for Flood {
    fn call(&self, _: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let body = Body::new(self.clone());
        Box::pin(async { Ok(Response::new(body)) })
    }
}

impl Chunks for Flood {
    fn poll_chunk(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, HttpError>>> {
        let sent = self.0.fetch_add(PART, Ordering::SeqCst);
        Poll::Ready((sent < 16 * 1024 * 1024).then(|| Ok(Bytes::from_static(&[b' '; PART]))))
    }
}

#[tokio::test]
async fn a_response_without_end_is_read_up_to_a_limit() {
    let flood = Flood::default();
    let auth = AuthorizationCodeAuth::builder(credentials().build().unwrap(), provider());
    let auth = auth.http(Arc::new(flood.clone())).build().unwrap();
    let error = auth.fetch_token("code").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    let read = flood.0.load(Ordering::SeqCst);
    assert!(read <= 1024 * 1024 + PART, "{read}");
}
