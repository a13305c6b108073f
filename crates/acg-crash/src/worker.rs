//! A process that refreshes, until it is told to stop or is killed.

mod customers;
mod http;
mod store;

use std::io::BufRead as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acg::keeper::Keeper;
use acg::store::{GrantState, OwnerState};
use acg::testing::crash_point::on_crash_point;
use acg::{AuthorizationCodeAuth, Error, ErrorKind, Recovery, Vault};
use anyhow::{Context as _, Result};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;

use self::customers::Customers;
use self::http::WatchedHttp;
use self::store::TellingStore;
use crate::orders::{Orders, Task, WorkerEvent, connection_id, http, now, tell};
use crate::sync::lock;

/// Sent to a process that writes more than it may. Caught, it is a failing write.
const FILE_TOO_LARGE: i32 = 25;

/// How long the grants that were left behind are tried: until the leases of all who have been killed and the longest
/// cooldown are over. In nanoseconds.
const FINISH: u64 = 100_000_000_000;

/// How long a process that ends tries to save what it has.
const LEAVE: u64 = 10_000_000_000;

/// How long a hand rests, so that a failure is not repeated without end.
const REST: Duration = Duration::from_millis(10);

/// Reads orders from standard input, then carries them out.
pub(crate) fn run() -> Result<()> {
    let mut orders = String::new();
    std::io::stdin().lock().read_line(&mut orders)?;
    let orders: Orders = serde_json::from_str(&orders).context("the orders cannot be read")?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let result = runtime.block_on(work(orders));
    // A thread that reads standard input does not end by itself.
    runtime.shutdown_background();
    result
}

async fn work(orders: Orders) -> Result<()> {
    let _caught = signal(SignalKind::from_raw(FILE_TOO_LARGE))?;
    let asked = asked_to_end()?;
    let store = Arc::new(TellingStore(orders.grants.location.open().await?));
    let vault = orders.grants.vault(store)?;
    let (first, http) = (orders.connections.start, watched_http(&orders)?);
    let first = orders.grants.grant(&vault, first, None, Some(http))?;
    let connections = all_connections(&orders, &first)?;
    if let Some((point, occurrence)) = orders.halt.clone() {
        halt(point, occurrence);
    }
    tell(&WorkerEvent::Ready);
    let mut stop = commands();
    stop.changed().await?;
    match orders.task {
        Task::Churn => tokio::select! {
            () = live(&orders, &vault, &connections, &stop) => {
                leave(&orders, &connections).await;
                // A refresh outlives the caller who has waited for long enough, and not its process.
                vault.wait_until_idle().await;
            }
            () = asked => {
                vault.wait_until_idle().await;
                vault.wait_until_saved().await;
            }
        },
        Task::Keep => {
            let keeper = Keeper::builder(first).build()?;
            let stopped = async move { while stop.changed().await.is_ok() {} };
            keeper.run(stopped).await?;
        }
        Task::Once => once(&orders, &connections).await,
        Task::Callers(callers) => call(callers, &connections).await,
        Task::Finish => finish(&orders, &connections).await,
    }
    tell(&WorkerEvent::Done);
    Ok(())
}

fn watched_http(orders: &Orders) -> Result<Arc<WatchedHttp>> {
    Ok(Arc::new(WatchedHttp {
        inner: http(orders.worker)?,
        worker: orders.worker,
        timeout: orders.grants.timeout,
    }))
}

fn all_connections(
    orders: &Orders,
    first: &AuthorizationCodeAuth,
) -> Result<Arc<[AuthorizationCodeAuth]>> {
    let numbers = orders.connections.clone();
    numbers
        .map(|number| Ok(first.with_connection(connection_id(number)?)?))
        .collect()
}

/// Completes when a signal asks this process to end.
fn asked_to_end() -> Result<impl Future<Output = ()>> {
    let [mut terminate, mut interrupt, mut hang_up, mut quit] = [
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
        signal(SignalKind::hangup())?,
        signal(SignalKind::quit())?,
    ];
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = hang_up.recv() => {}
            _ = quit.recv() => {}
        }
    })
}

/// Reports the point and stays there.
fn halt(name: String, occurrence: u32) {
    let left = AtomicU32::new(occurrence);
    on_crash_point(move |point| {
        if format!("{point:?}") == name && left.fetch_sub(1, Ordering::Relaxed) == 1 {
            tell(&WorkerEvent::Halted);
            loop {
                std::thread::park();
            }
        }
    });
}

/// Listens to the harness: `true` once it says `go`; the sender is dropped once it says anything else or is gone.
fn commands() -> watch::Receiver<bool> {
    let (sender, receiver) = watch::channel(false);
    std::thread::spawn(move || {
        for word in std::io::stdin().lock().lines().map_while(Result::ok) {
            if word != "go" {
                break;
            }
            sender.send_replace(true);
        }
    });
    receiver
}

fn is_over(stop: &watch::Receiver<bool>) -> bool {
    stop.has_changed().is_err()
}

/// Takes up what the processes before this one left, then churns.
async fn live(
    orders: &Orders,
    vault: &Vault,
    connections: &Arc<[AuthorizationCodeAuth]>,
    stop: &watch::Receiver<bool>,
) {
    // A store that is away comes back.
    while let Err(error) = take_up(vault, orders.hands, connections).await
        && !is_over(stop)
    {
        tell(&WorkerEvent::Failed {
            kind: "TakeUp".to_owned(),
            text: error.to_string(),
        });
        tokio::time::sleep(REST).await;
    }
    tell(&WorkerEvent::CaughtUp);
    churn(orders, connections, stop).await;
}

/// Asks for the tokens that a process before this one was refreshing when it ended: within a provider's grace window it
/// still gives them, and no other process may ask in time. No more at a time than usual.
async fn take_up(
    vault: &Vault,
    hands: u32,
    connections: &Arc<[AuthorizationCodeAuth]>,
) -> Result<()> {
    let (mut left, mut last) = (Vec::new(), None);
    loop {
        let page = vault.page(last.as_ref()).await?;
        let Some((id, _)) = page.last() else {
            break;
        };
        last = Some(id.clone());
        for (id, record) in page {
            if is_left_behind(vault, &record?.head.state).await {
                left.extend(connections.first().map(|one| one.with_connection(id)));
            }
        }
    }
    let left: Arc<[_]> = left.into_iter().collect::<Result<Vec<_>, _>>()?.into();
    each(hands, &left, |_, connection| async move {
        if let Err(error) = connection.bearer().await {
            tell_failure(&error);
        }
    })
    .await;
    Ok(())
}

async fn is_left_behind(vault: &Vault, state: &GrantState) -> bool {
    match state {
        GrantState::Refreshing { owner, .. } => {
            vault.store().owner_state(owner).await == OwnerState::Gone
        }
        state => *state == GrantState::InDoubt,
    }
}

async fn churn(
    orders: &Orders,
    connections: &Arc<[AuthorizationCodeAuth]>,
    stop: &watch::Receiver<bool>,
) {
    let hands = orders.hands;
    let count = orders.connections.end;
    let mut working = JoinSet::new();
    let customers = Arc::new(Customers::of(orders));
    for hand in 0..hands {
        let (connections, stop) = (connections.clone(), stop.clone());
        let customers = customers.clone();
        let seed = orders.seed ^ (u64::from(orders.worker) << 32) ^ u64::from(hand);
        working.spawn(async move {
            let mut random = fastrand::Rng::with_seed(seed);
            while !is_over(&stop) {
                let number = random.u32(..count);
                let connection = &connections[number as usize];
                customers.act(number, connection, &mut random).await;
                // A program that needs a token, and one whose token was refused. The first may begin a refresh that
                // it does not wait for: not where one hand is to mean one refresh at a time.
                let asked = if hands > 1 && random.bool() {
                    connection.bearer().await.map(drop)
                } else {
                    connection.refresh_token().await.map(drop)
                };
                if let Err(error) = asked {
                    tell_failure(&error);
                    if !customers.renew(number, connection, &error).await {
                        tokio::time::sleep(REST).await;
                    }
                }
                tokio::task::yield_now().await;
            }
        });
    }
    working.join_all().await;
}

/// Waits for what is unfinished before a process ends: a refresh that began early has no caller who waits for it, and a
/// token that neither spool nor store took is in memory alone. A caller that asks again waits for the first and saves
/// the second.
async fn leave(orders: &Orders, connections: &Arc<[AuthorizationCodeAuth]>) {
    let until = now() + LEAVE;
    each(orders.hands, connections, move |_, connection| async move {
        // What has not been asked for by then is in the store or the spool, and a new refresh would be cut off.
        if now() >= until {
            return;
        }
        let asked = async {
            while connection
                .refresh_token()
                .await
                .is_err_and(|error| error.kind() == ErrorKind::Store)
                && now() < until
            {
                tokio::time::sleep(REST).await;
            }
        };
        // Not longer: a lease of a process that was killed is not waited for.
        drop(tokio::time::timeout(Duration::from_nanos(until.saturating_sub(now())), asked).await);
    })
    .await;
}

async fn once(orders: &Orders, connections: &Arc<[AuthorizationCodeAuth]>) {
    each(orders.hands, connections, |_, connection| async move {
        if let Err(error) = connection.bearer().await {
            tell_failure(&error);
        }
    })
    .await;
}

/// Does something with each connection, with so many at a time.
async fn each<F, Fut>(hands: u32, connections: &Arc<[AuthorizationCodeAuth]>, work: F)
where
    F: Fn(u32, AuthorizationCodeAuth) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = ()> + Send,
{
    let remaining = Arc::new(Mutex::new((0..).zip(connections.to_vec())));
    let mut working = JoinSet::new();
    for _ in 0..hands {
        let (remaining, work) = (remaining.clone(), work.clone());
        working.spawn(async move {
            while let Some((number, connection)) = next(&remaining) {
                work(number, connection).await;
            }
        });
    }
    working.join_all().await;
}

async fn call(callers: u32, connections: &[AuthorizationCodeAuth]) {
    let Some(connection) = connections.first() else {
        return;
    };
    let mut calls = JoinSet::new();
    for _ in 0..callers {
        let connection = connection.clone();
        calls.spawn(async move { connection.bearer().await.map(drop) });
    }
    for failure in calls
        .join_all()
        .await
        .iter()
        .filter_map(|call| call.as_ref().err())
    {
        tell_failure(failure);
    }
}

async fn finish(orders: &Orders, connections: &Arc<[AuthorizationCodeAuth]>) {
    let until = now() + FINISH;
    let first = orders.connections.start;
    let customers = Arc::new(Customers::of(&Orders {
        slots: 1,
        ..orders.clone()
    }));
    each(orders.hands, connections, move |number, connection| {
        let customers = customers.clone();
        async move { finish_one(first + number, &connection, until, &customers).await }
    })
    .await;
}

fn next<T>(items: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    lock(items).next()
}

async fn finish_one(
    number: u32,
    connection: &AuthorizationCodeAuth,
    until: u64,
    customers: &Customers,
) {
    while let Err(error) = connection.refresh_token().await {
        if customers.renew(number, connection, &error).await {
            continue;
        }
        if error.kind() == ErrorKind::ConsentNeeded {
            return tell(&WorkerEvent::Ended { connection: number });
        }
        if next_try(&error) > until {
            tell_failure(&error);
            return tell(&WorkerEvent::Stuck { connection: number });
        }
        tokio::time::sleep(REST * 10).await;
    }
}

/// Returns when the refresh can be tried again, as the error says.
fn next_try(error: &Error) -> u64 {
    let wait = match error.recovery() {
        Recovery::Retry { after: Some(after) } => after,
        _ => Duration::ZERO,
    };
    now() + u64::try_from(wait.as_nanos()).unwrap_or(u64::MAX / 2)
}

fn tell_failure(error: &Error) {
    tell(&WorkerEvent::Failed {
        kind: format!("{:?}", error.kind()),
        text: error.to_string(),
    });
}
