//! Endpoints that take a request and send nothing, or a byte a second: every operation ends in the time that the profile gives it,
//! with an error that names the operation.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use acg::http::{Body, Chunks, HttpError, HttpService, Request, Response};
use acg::provider::{IdTokenValidation, LostResponse, PushedRequests};
use acg::testing::RotatingProvider;
use acg::{
    AuthorizationCodeAuth, BoxFuture, ConnectionId, ConsentCause, Error, ErrorKind, Operation,
    Provider, Recovery, Vault,
};
use bytes::Bytes;
use http::StatusCode;
use tokio::time::{Instant, Sleep, sleep};

use crate::world::{World, credentials, provider};

/// How an endpoint stalls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stall {
    /// It takes the request and sends nothing.
    Silent,
    /// It begins its response and sends a byte a second, without end.
    Drips,
    /// After 20 seconds it says that there is nothing.
    IsSlowToRefuse,
}

const STALLS: [Stall; 2] = [Stall::Silent, Stall::Drips];

/// What the profile of these tests allows a request, and the second in which a response is looked for once more.
const TIMEOUT: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(6);

/// The world's provider, until it stalls.
#[derive(Debug, Clone)]
struct Site {
    idp: RotatingProvider,
    stall: Arc<Mutex<Option<Stall>>>,
    paths: Arc<Mutex<Vec<String>>>,
}

impl Site {
    fn at(world: &World) -> Self {
        Self {
            idp: world.idp.clone(),
            stall: Arc::default(),
            paths: Arc::default(),
        }
    }

    /// A world's provider that stalls from the beginning, and a grant of it.
    fn stalled(stall: Stall, provider: Provider) -> (Self, AuthorizationCodeAuth) {
        let world = World::new();
        let site = Self::at(&world);
        site.stall(stall);
        let auth = site.auth(&world, provider);
        (site, auth)
    }

    fn stall(&self, stall: Stall) {
        *self.stall.lock().unwrap() = Some(stall);
    }

    /// Returns the paths of all requests.
    fn paths(&self) -> Vec<String> {
        self.paths.lock().unwrap().clone()
    }

    fn auth(&self, world: &World, provider: Provider) -> AuthorizationCodeAuth {
        let builder = AuthorizationCodeAuth::builder(credentials().build().unwrap(), provider);
        builder
            .http(Arc::new(self.clone()))
            .clock(world.clock.clone())
            .store(Vault::from(world.records.clone()), world.id.clone())
            .build()
            .unwrap()
    }
}

impl HttpService for Site {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        self.paths
            .lock()
            .unwrap()
            .push(request.uri().path().to_owned());
        match *self.stall.lock().unwrap() {
            None => self.idp.call(request),
            Some(Stall::Silent) => Box::pin(std::future::pending()),
            Some(Stall::IsSlowToRefuse) => Box::pin(async {
                sleep(Duration::from_secs(20)).await;
                let mut response = Response::new(Body::from(Bytes::new()));
                *response.status_mut() = StatusCode::NOT_FOUND;
                Ok(response)
            }),
            Some(Stall::Drips) => {
                let body = Body::new(Drip(Box::pin(sleep(Duration::from_secs(1)))));
                Box::pin(async { Ok(Response::new(body)) })
            }
        }
    }
}

/// A blank each second, which is how a JSON document may begin.
struct Drip(Pin<Box<Sleep>>);

impl Chunks for Drip {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, HttpError>>> {
        ready!(self.0.as_mut().poll(cx));
        self.0
            .as_mut()
            .reset(Instant::now() + Duration::from_secs(1));
        Poll::Ready(Some(Ok(Bytes::from_static(b" "))))
    }
}

fn patient() -> Provider {
    provider().timeout(TIMEOUT)
}

/// A profile whose id_tokens are verified by keys of a page.
fn verifying() -> Provider {
    let keys = "https://idp.example/keys".parse().unwrap();
    let provider = patient().issuer("https://idp.example").keys_at(keys);
    provider
        .unwrap()
        .validate_id_tokens(IdTokenValidation::IfPresent)
}

/// A profile with an endpoint for devices.
fn for_devices() -> Provider {
    let endpoint = "https://idp.example/device".parse().unwrap();
    patient().device_authorization_endpoint(endpoint).unwrap()
}

/// Runs an operation that fails; returns its error and the time that it took.
async fn failure<T: std::fmt::Debug>(
    operation: impl Future<Output = Result<T, Error>>,
) -> (Error, Duration) {
    let started = Instant::now();
    let error = operation.await.unwrap_err();
    (error, started.elapsed())
}

#[tokio::test(start_paused = true)]
async fn metadata_that_do_not_arrive_are_an_error_after_half_a_minute() {
    for stall in STALLS {
        let site = Site::at(&World::new());
        site.stall(stall);
        let discovered = Provider::discover_with("https://idp.example/tenant", &site);
        let (error, took) = failure(discovered).await;
        assert_eq!(error.kind(), ErrorKind::Transport, "{stall:?}");
        assert_eq!(error.operation(), Operation::Configure, "{stall:?}");
        assert!(error.to_string().contains("metadata"), "{error}");
        assert!(took <= Duration::from_secs(31), "{stall:?} {took:?}");
        assert_eq!(site.paths().len(), 1, "{stall:?}");
    }
    // All four places together.
    let site = Site::at(&World::new());
    site.stall(Stall::IsSlowToRefuse);
    let discovered = Provider::discover_with("https://idp.example/tenant", &site);
    let (error, took) = failure(discovered).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(took <= Duration::from_secs(31), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn keys_that_do_not_arrive_end_the_login_in_its_time_before_the_code_is_sent() {
    for stall in STALLS {
        let (site, auth) = Site::stalled(stall, verifying());
        let (error, took) = failure(auth.fetch_token("code")).await;
        assert_eq!(error.kind(), ErrorKind::Transport, "{stall:?}");
        assert!(error.to_string().contains("keys"), "{error}");
        assert!(took <= LONGEST, "{stall:?} {took:?}");
        assert_eq!(site.paths(), ["/keys"], "{stall:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn all_who_wait_for_keys_that_do_not_arrive_wait_once() {
    let (site, auth) = Site::stalled(Stall::Silent, verifying());
    let mut callers = tokio::task::JoinSet::new();
    let started = Instant::now();
    for number in 0..8 {
        let id = ConnectionId::new(format!("c-{number}")).unwrap();
        let auth = auth.with_connection(id).unwrap();
        callers.spawn(async move { auth.fetch_token("code").await });
    }
    for failed in callers.join_all().await {
        assert_eq!(failed.unwrap_err().kind(), ErrorKind::Transport);
    }
    assert!(started.elapsed() <= LONGEST, "{:?}", started.elapsed());
    assert_eq!(site.paths(), ["/keys"]);
    // What failed for them is not remembered: the next one asks.
    auth.fetch_token("code").await.unwrap_err();
    assert_eq!(site.paths(), ["/keys", "/keys"]);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_pushed_to_a_silent_endpoint_ends_in_its_time() {
    for stall in STALLS {
        let endpoint = "https://idp.example/par".parse().unwrap();
        let provider = patient().pushed_authorization_request_endpoint(endpoint);
        let provider = provider.unwrap().pushed_requests(PushedRequests::Required);
        let (site, auth) = Site::stalled(stall, provider);
        let (error, took) = failure(auth.authorize().begin()).await;
        assert_eq!(error.operation(), Operation::Authorize, "{stall:?}");
        assert_eq!(error.recovery(), Recovery::Retry { after: None });
        assert!(took <= LONGEST, "{stall:?} {took:?}");
        assert_eq!(site.paths(), ["/par"], "{stall:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_device_at_a_silent_endpoint_gets_no_codes_in_its_time() {
    for stall in STALLS {
        let (_, auth) = Site::stalled(stall, for_devices());
        let (error, took) = failure(auth.authorize_device(Vec::new())).await;
        assert_eq!(error.operation(), Operation::Authorize, "{stall:?}");
        assert_eq!(error.recovery(), Recovery::Retry { after: None });
        assert!(took <= LONGEST, "{stall:?} {took:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_code_at_a_silent_endpoint_is_sent_once_and_ends_in_its_time() {
    for stall in STALLS {
        let (site, auth) = Site::stalled(stall, patient());
        let (error, took) = failure(auth.fetch_token("code")).await;
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{stall:?}");
        assert_eq!(error.operation(), Operation::Exchange, "{stall:?}");
        assert!(took <= LONGEST, "{stall:?} {took:?}");
        assert_eq!(site.paths(), ["/token"], "{stall:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refresh_and_a_revocation_at_a_silent_endpoint_end_in_their_time_and_cost_nothing() {
    for stall in STALLS {
        let world = World::new();
        let site = Site::at(&world);
        let auth = site.auth(&world, patient().lost_response(LostResponse::PresentAgain));
        auth.fetch_token("code").await.unwrap();
        site.stall(stall);
        let (error, took) = failure(auth.refresh_token()).await;
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{stall:?}");
        assert_eq!(error.operation(), Operation::Refresh, "{stall:?}");
        // It is presented once more.
        assert!(took <= 2 * LONGEST, "{stall:?} {took:?}");
        // A revocation whose status is here is done, whatever becomes of the rest (RFC 7009 §2.2).
        site.stall(Stall::Silent);
        let (error, took) = failure(auth.revoke_token()).await;
        assert_eq!(error.operation(), Operation::Revoke, "{stall:?}");
        assert!(matches!(error.recovery(), Recovery::Retry { .. }));
        assert!(took <= LONGEST, "{stall:?} {took:?}");
        world.assert_alive().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_device_that_polls_a_silent_endpoint_ends_with_its_codes() {
    let world = World::new();
    let site = Site::at(&world);
    let auth = site.auth(&world, for_devices());
    let codes = r#"{"device_code":"code","user_code":"W","verification_uri":"https://idp.example/d","expires_in":600}"#;
    let codes = acg::testing::Reaction::Respond(200, "application/json", codes.to_owned());
    world.idp.next([codes]);
    let device = auth.authorize_device(Vec::new()).await.unwrap();
    site.stall(Stall::Drips);
    let (error, _) = failure(auth.complete_device(&device)).await;
    let expired = Recovery::AskForConsent(ConsentCause::PendingExpired);
    assert_eq!(error.recovery(), expired);
    assert_eq!(error.operation(), Operation::Exchange);
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("in time"), "{cause}");
}
