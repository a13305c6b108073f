//! Tests of the SQLite token store.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod contract;
mod crash;
mod idp;
mod open;
mod owner;
mod sessions;

use acg::store::{Record, Swap, TokenStore as _, Version};
use acg::{ConnectionId, OauthToken};
use acg_sqlite::SqliteStore;

fn connection(name: &str) -> ConnectionId {
    ConnectionId::new(name).unwrap()
}

/// A record with this refresh token, in this state (a part of the record's JSON form).
fn record_in(state: &str, refresh_token: &str) -> Record {
    let token = serde_json::to_string(&OauthToken::from_id_token("i").with_refresh_token(refresh_token)).unwrap();
    let json = format!(r#"{{"token":{token},"generation":1,"state":{state},"client_id":"c","provider":"p"}}"#);
    Record::from_bytes(json.as_bytes()).unwrap()
}

fn record(refresh_token: &str) -> Record {
    record_in(r#""ready""#, refresh_token)
}

async fn put(store: &SqliteStore, id: &ConnectionId, expected: Option<Version>, record: &Record) -> Version {
    match store.compare_and_swap(id, expected, record).await.unwrap() {
        Swap::Done(version) => version,
        other => panic!("{other:?}"),
    }
}
