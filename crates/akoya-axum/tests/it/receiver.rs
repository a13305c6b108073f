//! A server that receives notifications, and what its application and its checks do in a test.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use akoya::oauth::BoxFuture;
use akoya::oauth::store::GrantState;
use akoya::service::ServiceClient;
use akoya::{Client, Environment, Error};
use akoya_axum::{ConsentCheck, ConsentNotifications, Ending};
use axum::http::StatusCode;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::world::{World, base, listen};

pub(crate) const MINUTE: Duration = Duration::from_secs(60);

/// A server that receives notifications, and the endings that its application gets.
pub(crate) struct Receiver {
    pub(crate) notifications: ConsentNotifications,
    pub(crate) told: UnboundedReceiver<Ending>,
    pub(crate) url: String,
}

/// What the application does when it is notified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Application {
    Takes,
    Fails,
    /// It is notified, and its process ends before it is done.
    NeverReturns,
}

impl Receiver {
    pub(crate) async fn start(world: &World, reactions: &[Application]) -> Self {
        Self::start_with(world, reactions, |builder| builder).await
    }

    pub(crate) async fn start_with(
        world: &World,
        reactions: &[Application],
        change: impl FnOnce(
            akoya_axum::ConsentNotificationsBuilder,
        ) -> akoya_axum::ConsentNotificationsBuilder,
    ) -> Self {
        let reactions = Arc::new(Mutex::new(VecDeque::from(reactions.to_vec())));
        let (sender, told) = unbounded_channel();
        let builder = ConsentNotifications::builder(world.client.clone(), move |ending| {
            sender.send(ending).unwrap();
            let reaction = reactions.lock().unwrap().pop_front();
            async move {
                match reaction.unwrap_or(Application::Takes) {
                    Application::Takes => Ok(()),
                    Application::Fails => Err("the database is away".into()),
                    Application::NeverReturns => std::future::pending().await,
                }
            }
        });
        let notifications = change(builder).build();
        let listener = listen().await;
        let url = format!("{}/notifications", base(&listener));
        let router = notifications.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        // From now on it knows the connections that there were.
        assert_eq!(notifications.process_received().await, 0);
        Self {
            notifications,
            told,
            url,
        }
    }

    pub(crate) async fn post(&self, body: impl Into<reqwest::Body>) -> StatusCode {
        let request = reqwest::Client::new().post(&self.url).body(body);
        request.send().await.unwrap().status()
    }

    pub(crate) async fn hint(&self, consent: &str) {
        send_hint(&self.url, consent).await;
    }

    /// What the application was notified of since the last look: the connection, and whether it is repeated.
    pub(crate) fn notified(&mut self) -> Vec<(String, bool)> {
        let told = std::iter::from_fn(|| self.told.try_recv().ok());
        told.map(|ending| (ending.connection.to_string(), ending.is_repeated))
            .collect()
    }
}

/// A check with prepared results; `None` is an error.
pub(crate) struct Scripted(Mutex<VecDeque<Option<bool>>>);

impl Scripted {
    pub(crate) fn new(results: &[Option<bool>]) -> Self {
        Self(Mutex::new(results.iter().copied().collect()))
    }
}

impl ConsentCheck for Scripted {
    fn is_in_force<'a>(
        &'a self,
        client: &'a Client,
        _: &'a str,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        let result = self.0.lock().unwrap().pop_front().unwrap();
        Box::pin(async move {
            match result {
                Some(result) => Ok(result),
                None => Err(client.balances("").send().await.unwrap_err()),
            }
        })
    }
}

/// A check that asks a moment too early: before it gives its result, the event of the real ending arrives.
#[derive(Default)]
pub(crate) struct TooEarly {
    pub(crate) url: Arc<OnceLock<String>>,
    is_over: AtomicBool,
}

impl ConsentCheck for TooEarly {
    fn is_in_force<'a>(
        &'a self,
        _: &'a Client,
        consent: &'a str,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(async move {
            if self.is_over.swap(true, Ordering::Relaxed) {
                return Ok(false);
            }
            send_hint(self.url.get().unwrap(), consent).await;
            Ok(true)
        })
    }
}

/// Sends what Akoya sends, or what an attacker does.
pub(crate) async fn send_hint(url: &str, consent: &str) {
    let body = format!(
        r#"{{"type":"CONSENT_REVOKED","category":"CONSENT","notificationPayload":{{"id":"{consent}"}}}}"#
    );
    let request = reqwest::Client::new().post(url).body(body);
    let status = request.send().await.unwrap().status();
    assert_eq!(status, StatusCode::NO_CONTENT);
}

pub(crate) fn consent(world: &World) -> String {
    world.sandbox.consents("mikomo_7").unwrap().pop().unwrap()
}

pub(crate) async fn state(client: &Client) -> GrantState {
    client
        .acg_auth()
        .record()
        .await
        .unwrap()
        .unwrap()
        .head
        .state
}

pub(crate) async fn rows(world: &World) -> usize {
    world.store.page(None, 1000).await.unwrap().len()
}

pub(crate) fn once(customer: &str) -> Vec<(String, bool)> {
    vec![(customer.to_owned(), false)]
}

pub(crate) fn services(world: &World) -> ServiceClient {
    let sandbox = &world.sandbox;
    let environment = Environment::custom(sandbox.idp_url(), sandbox.api_url()).unwrap();
    let environment = environment.with_services(sandbox.sts_url(), sandbox.services_url());
    let (id, secret) = (sandbox.service_client_id(), sandbox.service_client_secret());
    let services = ServiceClient::builder(id, secret).environment(environment.unwrap());
    services.build().unwrap()
}
