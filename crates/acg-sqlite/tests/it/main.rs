//! Tests of the SQLite token store.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod contract;
mod copies;
mod crash;
mod full_disk;
mod open;
mod owner;
mod planted;
mod sessions;

use acg::store::{Row, Swap, TokenStore as _, Version};
use acg::{ConnectionId, OauthToken};
use acg_sqlite::SqliteStore;

fn connection(name: &str) -> ConnectionId {
    ConnectionId::new(name).unwrap()
}

/// A row with this refresh token, leased to another process or not.
fn row_of(owner: Option<&str>, refresh_token: &str) -> Row {
    let token =
        serde_json::to_string(&OauthToken::from_id_token("i").with_refresh_token(refresh_token))
            .unwrap();
    let state = owner.map_or_else(
        || r#""ready""#.to_owned(),
        |owner| format!(r#"{{"refreshing":{{"owner":"{owner}","until":0}}}}"#),
    );
    let head = format!(r#"{{"generation":1,"state":{state},"client_id":"c","provider":"p"}}"#);
    let sealed = format!(r#"{{"token":{token}}}"#).into_bytes();
    Row::new(
        1,
        None,
        owner.map(str::to_owned),
        head.into_bytes(),
        Some(sealed),
    )
}

fn row(refresh_token: &str) -> Row {
    row_of(None, refresh_token)
}

async fn put(
    store: &SqliteStore,
    id: &ConnectionId,
    expected: Option<Version>,
    row: &Row,
) -> Version {
    match store.compare_and_swap(id, expected, row).await.unwrap() {
        Swap::Done(version) => version,
        other => panic!("{other:?}"),
    }
}
