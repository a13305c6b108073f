//! A receiver whose process is killed again and again, at any step.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use akoya::oauth::store::{
    GrantState, Listed, OwnerState, Row, Shard, StoreError, StoreIdentity, Stored, Swap,
    TokenStore, Version,
};
use akoya::oauth::{BoxFuture, ConnectionId, OauthToken};
use akoya_axum::{ConsentNotifications, Ending};
use tokio::sync::Notify;

use crate::receiver::services;
use crate::world::{World, base, client, listen};

/// What a process is doing when it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It reads the store as a program does that starts.
    Starting,
    /// It receives events and finds out about them.
    Working,
    /// It notifies the application of an ending.
    Notifying,
}

/// A process as its token store sees it. Every use of the store, and of the application, is a point at which it may be killed:
/// before it has an effect, or after it and before anyone learns of it.
struct Process {
    store: Arc<dyn TokenStore>,
    name: String,
    /// How many points it passes before it is killed.
    left: AtomicI64,
    /// The same, once it has started.
    left_at_work: i64,
    /// How many points of notifying it passes.
    left_in_notifying: AtomicI64,
    is_at_work: AtomicBool,
    killed_in: Mutex<Option<Stage>>,
    killed: Notify,
    dead: Arc<Mutex<HashSet<String>>>,
}

impl Process {
    /// Returns, or never does.
    async fn point(&self, stage: Stage) {
        let left = match stage {
            Stage::Notifying => &self.left_in_notifying,
            Stage::Starting | Stage::Working => &self.left,
        };
        if left.fetch_sub(1, Ordering::SeqCst) <= 0 {
            self.dead.lock().unwrap().insert(self.name.clone());
            self.killed_in.lock().unwrap().get_or_insert(stage);
            self.killed.notify_one();
            std::future::pending::<()>().await;
        }
    }

    fn begin_work(&self) {
        self.is_at_work.store(true, Ordering::SeqCst);
        self.left.store(self.left_at_work, Ordering::SeqCst);
    }

    /// Has an effect between two points.
    async fn between<T>(&self, effect: impl Future<Output = T>) -> T {
        let stage = match self.is_at_work.load(Ordering::SeqCst) {
            true => Stage::Working,
            false => Stage::Starting,
        };
        self.point(stage).await;
        let done = effect.await;
        self.point(stage).await;
        done
    }
}

impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl TokenStore for Process {
    fn identity(&self) -> &StoreIdentity {
        self.store.identity()
    }

    fn load<'a>(
        &'a self,
        id: &'a ConnectionId,
    ) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        Box::pin(self.between(self.store.load(id)))
    }

    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        row: &'a Row,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(self.between(self.store.compare_and_swap(id, expected, row)))
    }

    fn delete<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Version,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(self.between(self.store.delete(id, expected)))
    }

    fn due(
        &self,
        shard: Shard,
        within: Duration,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Listed>, StoreError>> {
        Box::pin(self.between(self.store.due(shard, within, limit)))
    }

    fn page<'a>(
        &'a self,
        after: Option<&'a ConnectionId>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>> {
        Box::pin(self.between(self.store.page(after, limit)))
    }

    fn failovers(&self) -> u64 {
        self.store.failovers()
    }

    fn owner(&self) -> &str {
        &self.name
    }

    fn owner_state<'a>(&'a self, owner: &'a str) -> BoxFuture<'a, OwnerState> {
        let is_dead = self.dead.lock().unwrap().contains(owner);
        let state = match is_dead {
            true => OwnerState::Gone,
            false => OwnerState::Alive,
        };
        Box::pin(std::future::ready(state))
    }
}

/// Numbers that look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// The application's own database: which consents have ended, as its customers see them.
#[derive(Default)]
struct Application {
    ended: Mutex<BTreeMap<String, ConnectionId>>,
    /// How often it was called.
    calls: Mutex<BTreeMap<String, Vec<bool>>>,
}

impl Application {
    /// Does what [`Ending`] says: compares the consent with what is saved.
    async fn take(&self, process: &Process, ending: Ending) {
        process.point(Stage::Notifying).await;
        let id = ending.consent_id;
        self.note(&id, ending.is_repeated);
        process.point(Stage::Notifying).await;
        self.ended.lock().unwrap().insert(id, ending.connection);
        process.point(Stage::Notifying).await;
    }

    fn note(&self, consent: &str, is_repeated: bool) {
        let mut calls = self.calls.lock().unwrap();
        let calls = calls.entry(consent.to_owned()).or_default();
        calls.push(is_repeated);
    }
}

/// So many customers have consented, and so many of them end it at the bank.
const CUSTOMERS: usize = 1_100;
const ENDED: usize = 1_000;

/// How often a process must have been killed at least: starting, working and notifying.
const LEAST_KILLS: [usize; 3] = [10, 10, 30];

/// Draws how many points a process passes while it starts: every fourth does not come further. The first look through the store takes some
/// thousand points, and the work after it about thirty for each ending.
fn points_before_work(dice: &mut Dice) -> i64 {
    match dice.below(4) {
        0 => i64::try_from(dice.below(2_000)).unwrap(),
        _ => i64::MAX,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_endings_are_notified_once_each_though_the_receiver_is_killed_at_random() {
    let world = World::start().await;
    let mut consents = Vec::new();
    for number in 0..CUSTOMERS {
        consents.push(consent(&world, number).await);
    }
    let (ended, alive) = consents.split_at(ENDED);
    for consent in ended {
        assert!(world.sandbox.revoke_consent(consent).await.unwrap());
    }
    // Of those in force, an attacker who knows their names says that they have ended.
    let mut waiting: BTreeSet<String> = consents.iter().cloned().collect();
    let (application, dead) = (Arc::new(Application::default()), Arc::default());
    let (mut dice, mut kills) = (Dice(7), Vec::new());
    loop {
        let process = Arc::new(Process {
            store: world.store.clone(),
            name: format!("process {}", kills.len()),
            left: AtomicI64::new(points_before_work(&mut dice)),
            left_at_work: i64::try_from(dice.below(1_000)).unwrap(),
            left_in_notifying: AtomicI64::new(i64::try_from(dice.below(100)).unwrap()),
            is_at_work: AtomicBool::new(false),
            killed_in: Mutex::default(),
            killed: Notify::new(),
            dead: Arc::clone(&dead),
        });
        let work = live(&world, &process, &application, &mut waiting);
        let is_killed = tokio::select! {
            () = work => false,
            () = process.killed.notified() => true,
        };
        if !is_killed {
            break;
        }
        kills.extend(*process.killed_in.lock().unwrap());
        assert!(kills.len() < 1_000, "it comes to no end");
    }
    let count = |stage| kills.iter().filter(|one| **one == stage).count();
    let counts = [Stage::Starting, Stage::Working, Stage::Notifying].map(count);
    assert!(
        counts
            .iter()
            .zip(LEAST_KILLS)
            .all(|(count, least)| *count >= least),
        "killed {counts:?} times, by what it was doing"
    );

    let told: Vec<_> = application.ended.lock().unwrap().keys().cloned().collect();
    let expected: BTreeSet<_> = ended.iter().cloned().collect();
    assert!(told.iter().eq(&expected), "each of them, and none in force");
    let calls = application.calls.lock().unwrap().clone();
    let later: Vec<_> = calls.values().flat_map(|calls| &calls[1..]).collect();
    assert!(later.iter().all(|is_repeated| **is_repeated));
    assert!(
        !later.is_empty(),
        "a kill while it notifies is followed by another"
    );
    for (number, consent) in consents.iter().enumerate() {
        let record = connection(&world, number).acg_auth().record().await;
        let state = record.unwrap().unwrap().head.state;
        assert_eq!(state == GrantState::Ready, alive.contains(consent));
    }
}

/// What a process does until it is killed: the bank sends what it has not got rid of, some of it twice, and it is
/// processed.
async fn live(
    world: &World,
    process: &Arc<Process>,
    application: &Arc<Application>,
    waiting: &mut BTreeSet<String>,
) {
    let store: Arc<dyn TokenStore> = process.clone();
    let client = client(&world.sandbox, &store, "http://127.0.0.1:9/callback");
    let (its, of_process) = (application.clone(), process.clone());
    let told = move |ending| {
        let (application, process) = (its.clone(), of_process.clone());
        async move {
            application.take(&process, ending).await;
            Ok(())
        }
    };
    let notifications = ConsentNotifications::builder(client, told);
    let notifications = notifications.check(services(world)).build();
    notifications.process_received().await;
    process.begin_work();
    let listener = listen().await;
    let url = format!("{}/notifications", base(&listener));
    let router = notifications.router();
    let _server = Server(tokio::spawn(async move {
        drop(axum::serve(listener, router).await);
    }));
    let http = reqwest::Client::new();
    while let Some(consent) = waiting.first().cloned() {
        let times = if waiting.len().is_multiple_of(5) {
            2
        } else {
            1
        };
        for _ in 0..times {
            let body = format!(
                r#"{{"type":"CONSENT_REVOKED","category":"CONSENT","notificationPayload":{{"id":"{consent}"}}}}"#
            );
            let response = http.post(&url).body(body).send().await.unwrap();
            assert_eq!(response.status(), 204);
        }
        waiting.remove(&consent);
        if waiting.len().is_multiple_of(50) {
            notifications.process_received().await;
        }
    }
    while notifications.process_received().await > 0 {}
}

/// A server that ends with its process.
struct Server(tokio::task::JoinHandle<()>);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn connection(world: &World, number: usize) -> akoya::Client {
    let name = ConnectionId::new(format!("customer-{number}")).unwrap();
    world.client.with_connection(name).unwrap()
}

/// Gives a customer's consent, and returns what Akoya calls it.
async fn consent(world: &World, number: usize) -> String {
    let issued = world.sandbox.issue_tokens("mikomo_7").await.unwrap();
    let token = OauthToken::from_id_token(issued.id_token);
    let token = token.with_refresh_token(issued.refresh_token);
    let client = connection(world, number);
    let kept = client.acg_auth().engine().keep_consent(token, Vec::new());
    kept.await.unwrap();
    issued.consent
}
