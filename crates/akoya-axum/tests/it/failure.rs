//! Errors of the SDK as responses.

use akoya::Error;
use akoya::oauth::ConnectionId;
use akoya_axum::{Failure, status};
use akoya_sandbox::{Effect, Fault, RequestKind};
use axum::body::to_bytes;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;

use crate::world::World;

async fn text(failure: Failure) -> String {
    let body = failure.into_response().into_body();
    let bytes = to_bytes(body, 100_000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The error of a data call after this fault.
async fn error_after(world: &World, effect: Effect) -> Error {
    let fault = Fault::new(effect).on(RequestKind::Balances).times(1);
    world.sandbox.add_fault(fault);
    let ann = world
        .client
        .with_connection(ConnectionId::new("ann").unwrap());
    ann.unwrap().balances("mikomo").send().await.unwrap_err()
}

#[tokio::test]
async fn the_status_says_what_to_do() {
    let world = World::start().await;
    let nobody = world
        .client
        .with_connection(ConnectionId::new("nobody").unwrap());
    let nobody = nobody.unwrap().balances("mikomo").send().await.unwrap_err();
    assert_eq!(status(&nobody), StatusCode::FORBIDDEN, "consent is needed");

    let (cookie, callback) = world.approved("ann").await;
    world.visit(0, &callback, &cookie).await;
    let wrong = world.client.balances("").send().await.unwrap_err();
    assert_eq!(status(&wrong), StatusCode::BAD_REQUEST);
    let down = error_after(&world, Effect::ApiError { code: 503 }).await;
    assert_eq!(status(&down), StatusCode::SERVICE_UNAVAILABLE);
    let nonsense = Effect::Respond {
        status: 200,
        content_type: Some("text/html".to_owned()),
        body: "<p>Welcome".to_owned(),
    };
    let nonsense = error_after(&world, nonsense).await;
    assert_eq!(status(&nonsense), StatusCode::BAD_GATEWAY);
}

#[tokio::test]
async fn a_response_says_when_to_try_again_and_shows_nothing_of_the_error() {
    let world = World::start().await;
    let (cookie, callback) = world.approved("ann").await;
    world.visit(0, &callback, &cookie).await;
    let error = error_after(&world, Effect::ApiError { code: 503 }).await;
    let response = Failure::from(error.clone()).into_response();
    assert_eq!(response.headers()["retry-after"], "1");
    let page = text(error.into()).await;
    assert!(page.contains("Not right now"), "{page}");
    assert!(!page.contains("balances"), "{page}");
}

#[tokio::test]
async fn a_page_tells_what_support_asks_for() {
    let world = World::start().await;
    let (cookie, callback) = world.approved("ann").await;
    world.visit(0, &callback, &cookie).await;
    let ann = world
        .client
        .with_connection(ConnectionId::new("ann").unwrap());
    let call = ann.unwrap().transactions("mikomo", "no-such-account");
    let error = call.send().await.unwrap_err();
    let reference = error.interaction_id().unwrap().to_owned();
    let page = text(error.into()).await;
    assert!(page.contains(&reference), "{page}");
}

#[tokio::test]
async fn texts_on_a_page_are_escaped() {
    let world = World::start().await;
    let error = world.client.balances("").send().await.unwrap_err();
    let page = text(Failure::new(error, "/\"><script>alert(1)</script>")).await;
    assert!(!page.contains("<script>"), "{page}");
    assert!(page.contains("&#34;&#62;&#60;script&#62;"), "{page}");
}
