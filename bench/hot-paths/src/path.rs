//! The hot paths: what is done for every call, every page and every transaction.

use std::hint::black_box;
use std::sync::Arc;
use std::time::SystemTime;

use acg::clock::ManualClock;
use acg::store::MemoryStore;
use acg::vault::{Keyring, SealingKey};
use acg::{AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, ConnectionId, OauthToken};
use acg::{Provider, Vault};
use akoya::model::Model;
use akoya::model::balances::Balances;
use akoya::model::transactions::Transactions;
use akoya::{Client, ClientBuilder, Environment, InteractionType};
use bytes::Bytes;
use serde::de::DeserializeOwned;
use tokio::runtime::Runtime;

use crate::canned::{Document, Tokens};
use crate::documents::{Oddity, PAGE, balances, transactions};
use crate::lean;
use crate::snapshot::Snapshot;
use crate::token::{LONG, token};

/// A hot path.
#[derive(Debug, Clone, Copy)]
pub struct Path {
    /// What people call it. The least that does the same has the same name with `floor/` before it.
    pub name: &'static str,
    /// How often it is done for a count that varies little.
    pub times: usize,
    /// Does it so many times.
    pub run: fn(usize),
}

/// Every hot path.
pub const ALL: &[Path] = &[
    path("header", 1000, header),
    path("floor/header", 1000, floor_header),
    path("call", 50, call),
    path("paging", 4, paging),
    path("refresh", 10, refresh),
    path("parse-balances", 50, |times| {
        ours::<Balances>(&balances(), times)
    }),
    path("floor/parse-balances", 50, |times| {
        floor::<lean::Balances>(&balances(), times)
    }),
    path("parse-page", 4, |times| {
        ours::<Transactions>(&page(Oddity::None), times)
    }),
    path("floor/parse-page", 4, |times| {
        floor::<lean::Transactions>(&page(Oddity::None), times)
    }),
    path("parse-unknown", 4, |times| {
        ours::<Transactions>(&page(Oddity::UnknownFields), times)
    }),
    path("floor/parse-unknown", 4, |times| {
        floor::<lean::Transactions>(&page(Oddity::UnknownFields), times)
    }),
    path("parse-wrong", 4, |times| {
        ours::<Transactions>(&page(Oddity::WrongType), times)
    }),
    // Serde cannot read the wrong page, so ours is held against the clean one.
    path("floor/parse-wrong", 4, |times| {
        ours::<Transactions>(&page(Oddity::None), times)
    }),
];

const fn path(name: &'static str, times: usize, run: fn(usize)) -> Path {
    Path { name, times, run }
}

fn page(oddity: Oddity) -> String {
    transactions(0, PAGE, Some("/next"), oddity)
}

fn ours<T: Model>(document: &str, count: usize) {
    for _ in 0..count {
        let read: T = akoya::model::from_slice(black_box(document.as_bytes())).unwrap();
        black_box(read);
    }
}

fn floor<T: DeserializeOwned>(document: &str, count: usize) {
    for _ in 0..count {
        let read: T = serde_json::from_slice(black_box(document.as_bytes())).unwrap();
        black_box(read);
    }
}

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_time().build().unwrap()
}

/// A client whose calls get this document, whatever they ask for.
pub fn client(document: impl Into<Bytes>) -> Client {
    let now = SystemTime::now();
    builder("http://127.0.0.1:9", now + LONG)
        .http(Arc::new(Document(document.into())))
        // The system's is asked in a way that Valgrind does not know.
        .clock(Arc::new(ManualClock::new(now)))
        .build()
        .unwrap()
}

/// A client of a server, with a token that stays valid and a clock that stands still, for Valgrind.
pub fn timeless_client_of(url: &str) -> Client {
    let now = SystemTime::now();
    let builder = builder(url, now + LONG);
    builder
        .clock(Arc::new(ManualClock::new(now)))
        .build()
        .unwrap()
}

/// A client of a server, with a token that expires at a moment.
pub fn client_of(url: &str, expiry: SystemTime) -> Client {
    builder(url, expiry).build().unwrap()
}

fn builder(url: &str, expiry: SystemTime) -> ClientBuilder {
    let callback = "https://app.example/callback";
    let token = OauthToken::from_id_token(token(0)).with_refresh_token("r");
    let credentials = AuthorizationCodeAuthCredentials::builder("client", "secret", callback)
        .oauth_token(token.with_expiry(expiry))
        .build();
    Client::builder(credentials.unwrap())
        .environment(Environment::custom(url, url).unwrap())
        .interaction_type(InteractionType::Batch)
        .last_access("2026-01-01")
}

fn header(count: usize) {
    let auth = client("").acg_auth().engine().clone();
    runtime().block_on(async {
        for _ in 0..count {
            black_box(auth.bearer().await.unwrap().into_header());
        }
    });
}

fn floor_header(count: usize) {
    let snapshot = Snapshot::new(&token(0), LONG);
    runtime().block_on(async {
        for _ in 0..count {
            black_box(snapshot.header().await);
        }
    });
}

/// A balances call but for the network.
fn call(count: usize) {
    let client = client(balances());
    runtime().block_on(async {
        for _ in 0..count {
            black_box(client.balances("mikomo").send().await.unwrap());
        }
    });
}

/// An item of a list but for the network; a page is the same again and again, which ends a list, so each is a list
/// of its own.
fn paging(count: usize) {
    let client = client(transactions(0, PAGE, None, Oddity::None));
    runtime().block_on(async {
        for _ in 0..count {
            let mut items = client.transactions("mikomo", "a1").by_item().unwrap();
            while let Some(item) = items.next().await {
                black_box(item.unwrap());
            }
        }
    });
}

/// A grant whose sealed tokens are kept in memory, of a provider that gives tokens at once.
fn grant() -> AuthorizationCodeAuth {
    let address = |path: &str| format!("https://idp.example/{path}").parse().unwrap();
    let provider = Provider::rfc6749(address("auth"), address("token")).unwrap();
    let callback = "https://app.example/callback";
    let credentials = AuthorizationCodeAuthCredentials::builder("client", "secret", callback);
    let key = SealingKey::generate(&acg::random::SystemRandom).unwrap();
    let vault = Vault::builder(Arc::new(MemoryStore::new()))
        .keys(Keyring::new(key))
        .build();
    AuthorizationCodeAuth::builder(credentials.build().unwrap(), provider)
        .http(Arc::new(Tokens::default()))
        .clock(Arc::new(ManualClock::new(SystemTime::now())))
        .store(vault, ConnectionId::new("c").unwrap())
        .build()
        .unwrap()
}

/// A refresh but for the network and the disk.
fn refresh(count: usize) {
    let grant = grant();
    let tokens = OauthToken::from_access_token(token(0)).with_refresh_token("r");
    runtime().block_on(async {
        grant.keep_consent(tokens, Vec::new()).await.unwrap();
        for _ in 0..count {
            black_box(grant.refresh_token().await.unwrap());
        }
    });
}
