//! Bearers that the API rejects because they are older than what the caller thinks of them.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use akoya::oauth::http::{HttpClient, HttpError, HttpService, Request, Response};
use akoya::oauth::{BoxFuture, Recovery};
use akoya::{AcgAuth, Client, Error, ErrorKind, InteractionType, Product};
use akoya_sandbox::{Effect, Fault, RequestKind, SandboxClock};
use tokio::sync::OnceCell;

use crate::world::World;

const DAY: Duration = Duration::from_secs(86_400);

/// What happens between the moment when a call takes its bearer and the moment when the API sees it.
type Event = Box<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

/// An HTTP service on which every balances call waits until the event is over; it happens once.
#[derive(Clone)]
struct Overtaking {
    http: HttpClient,
    event: Arc<Mutex<Option<Arc<Event>>>>,
    is_over: Arc<OnceCell<()>>,
}

impl Overtaking {
    fn happens(&self, event: Event) {
        *self.event.lock().unwrap() = Some(Arc::new(event));
    }
}

impl HttpService for Overtaking {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let is_waiting = request.uri().path().starts_with("/balances/");
        let event = self.event.lock().unwrap().clone();
        let service = self.clone();
        Box::pin(async move {
            if let Some(event) = event.filter(|_| is_waiting) {
                service.is_over.get_or_init(|| event()).await;
            }
            service.http.call(request).await
        })
    }
}

impl fmt::Debug for Overtaking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Overtaking")
    }
}

/// A client whose customer has consented, and whose balances calls are overtaken by `event`.
async fn overtaken(
    world: &World,
    event: impl Fn(AcgAuth, SandboxClock) -> BoxFuture<'static, ()> + Send + Sync + 'static,
) -> Client {
    let http = Overtaking {
        http: world.http.clone(),
        event: Arc::default(),
        is_over: Arc::default(),
    };
    let builder = world
        .builder(world.credentials())
        .http(Arc::new(http.clone()));
    let client = builder.build().unwrap();
    world.consent(&client, "mikomo_7").await;
    let auth = client.acg_auth().clone();
    let clock = world.sandbox.clock().clone();
    http.happens(Box::new(move || event(auth.clone(), clock.clone())));
    client
}

/// Another caller refreshes, and the API's clock advances: the call's bearer is too old, and so is the current one.
fn refreshed_long_ago(auth: AcgAuth, clock: SandboxClock) -> BoxFuture<'static, ()> {
    Box::pin(async move {
        auth.refresh_token().await.unwrap();
        clock.advance(DAY).unwrap();
    })
}

/// Another caller refreshes while the calls are on their way, which ends the token they go with.
fn expired_then_refreshed(auth: AcgAuth, clock: SandboxClock) -> BoxFuture<'static, ()> {
    Box::pin(async move {
        clock.advance(DAY).unwrap();
        auth.refresh_token().await.unwrap();
    })
}

#[tokio::test]
async fn a_rejected_bearer_that_is_not_the_current_one_says_nothing_of_the_current_one() {
    let world = World::start().await;
    let client = overtaken(&world, refreshed_long_ago).await;
    assert_eq!(client.balances("mikomo").send().await.unwrap().status, 200);
    assert_eq!(world.sandbox.counters().refreshes, 2);

    world.sandbox.advance(DAY).unwrap();
    let next = client.balances("mikomo").send().await;
    assert_eq!(
        next.unwrap().status,
        200,
        "nothing was remembered against it"
    );
}

#[tokio::test]
async fn a_path_without_an_operation_gets_past_an_old_bearer_too() {
    let world = World::start().await;
    let client = overtaken(&world, refreshed_long_ago).await;
    let response = client.get("/balances/v3/mikomo").send().await.unwrap();
    assert_eq!(response.status, 200);
}

#[tokio::test]
async fn a_rejected_bearer_is_replaced_by_the_current_one_without_a_refresh() {
    let world = World::start().await;
    let client = overtaken(&world, expired_then_refreshed).await;
    assert_eq!(client.balances("mikomo").send().await.unwrap().status, 200);
    assert_eq!(world.sandbox.counters().refreshes, 1);
}

#[tokio::test]
async fn many_calls_with_an_old_bearer_share_one_refresh() {
    let world = World::start().await;
    let client = overtaken(&world, refreshed_long_ago).await;
    let calls: Vec<_> = (0..32)
        .map(|_| {
            let call = client.balances("mikomo");
            tokio::spawn(async move { call.send().await.map(|response| response.status) })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), 200);
    }
    assert_eq!(world.sandbox.counters().refreshes, 2);
}

#[tokio::test]
async fn an_api_that_rejects_every_bearer_costs_one_refresh_token() {
    let world = World::start().await;
    let client = world.consented("mikomo_602").await;
    for _ in 0..3 {
        let error = client.balances("mikomo").send().await.unwrap_err();
        assert_eq!(error.status(), Some(401));
    }
    assert_eq!(world.sandbox.counters().refreshes, 1);
}

/// A user with several accounts, of which the bank refuses this one.
const USER: &str = "mikomo_7";
const REFUSED: &str = "89056dcc-86b3-2512-7fb4-960755e198ae";

async fn transactions(client: &Client, account: &str) -> Result<u16, Error> {
    let call = client.transactions("mikomo", account);
    call.send().await.map(|page| page.status)
}

#[tokio::test]
async fn an_account_that_has_left_the_consent_costs_one_refresh_for_good() {
    let world = World::start().await;
    let client = world.consented(USER).await;
    let accounts = client.accounts_info("mikomo").send().await.unwrap();
    let accounts = accounts.into_body().accounts.unwrap();
    let mut other = accounts.iter().filter_map(|account| account.account_id());
    let other = other.rfind(|id| *id != REFUSED).unwrap();
    for code in [602, 601] {
        let refreshes = world.sandbox.counters().refreshes;
        let fault = Fault::new(Effect::ApiError { code });
        world.sandbox.add_fault(fault.account(REFUSED));
        for _ in 0..4 {
            let error = transactions(&client, REFUSED).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Api, "{error}");
            assert_eq!(error.recovery(), Recovery::FixRequest);
            assert!(error.is_of_one_account());
            assert_eq!(transactions(&client, other).await.unwrap(), 200);
            world.sandbox.advance(Duration::from_secs(3_600)).unwrap();
        }
        // Another process with the same store knows it too.
        let same = world.builder(world.credentials());
        let same = same.vault(client.acg_auth().engine().vault().clone());
        let connection = client.acg_auth().engine().connection().clone();
        let same = same.build().unwrap().with_connection(connection).unwrap();
        transactions(&same, REFUSED).await.unwrap_err();
        // The second code meets an account that is known.
        let spent = u64::from(code == 602);
        let now = world.sandbox.counters().refreshes;
        assert_eq!(now - refreshes, spent, "{code}");
        let record = client.acg_auth().record().await.unwrap().unwrap();
        assert_eq!(record.head.refused_at, None, "the connection is well");
        world.sandbox.clear_faults();
    }
    assert_eq!(transactions(&client, REFUSED).await.unwrap(), 200);
}

#[tokio::test]
async fn a_bearer_that_is_over_is_refreshed_for_an_account_that_was_refused_before() {
    let world = World::start().await;
    let client = world.consented(USER).await;
    let fault = Fault::new(Effect::ApiError { code: 602 });
    world.sandbox.add_fault(fault.account(REFUSED));
    transactions(&client, REFUSED).await.unwrap_err();
    world.sandbox.clear_faults();
    assert_eq!(world.sandbox.counters().refreshes, 1);
    // The customer shares the account again, and the API is done with the bearer before it expires.
    for kind in [RequestKind::Transactions, RequestKind::Accounts] {
        let fault = Fault::new(Effect::ApiError { code: 602 });
        world.sandbox.add_fault(fault.on(kind).times(1));
    }
    assert_eq!(transactions(&client, REFUSED).await.unwrap(), 200);
    assert_eq!(world.sandbox.counters().refreshes, 2);
}

#[tokio::test]
async fn an_account_that_is_refused_with_all_others_says_that_consent_is_needed() {
    let world = World::start().await;
    let client = world.consented(USER).await;
    for kind in [RequestKind::Transactions, RequestKind::Accounts] {
        let fault = Fault::new(Effect::ApiError { code: 602 });
        world.sandbox.add_fault(fault.on(kind));
    }
    for _ in 0..3 {
        let error = transactions(&client, REFUSED).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConsentNeeded, "{error}");
    }
    assert_eq!(world.sandbox.counters().refreshes, 1);
}

#[tokio::test]
async fn an_account_is_refused_alone_whatever_the_versions_of_its_call_and_of_others() {
    for (others, version) in [("v2", "v2"), ("v3", "v3"), ("v3", "v2"), ("v2", "v3")] {
        let world = World::start().await;
        // Without the header that version 3 demands and version 2 does not.
        let client = Client::builder(world.credentials())
            .environment(world.environment())
            .product_version(Product::AccountsInfo, others)
            .build()
            .unwrap();
        world.consent(&client, USER).await;
        let fault = Fault::new(Effect::ApiError { code: 602 });
        world.sandbox.add_fault(fault.account(REFUSED));
        let mut call = client.transactions("mikomo", REFUSED).version(version);
        if version == "v3" {
            call = call.interaction_type(InteractionType::Batch);
        }
        let error = call.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Api, "{others}, {version}: {error}");
        assert!(error.is_of_one_account(), "{others}, {version}");
    }
}
