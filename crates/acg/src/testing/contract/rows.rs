//! The rows that the kit writes, and what it expects to read.

use std::sync::Arc;

use crate::random::{self, SystemRandom};
use crate::store::connection_id::ConnectionId;
use crate::store::contract::TokenStore;
use crate::store::row::{Row, Stored, Swap, Version};
use crate::testing::breach::{Breach, breach, ensure, failed};

pub(super) type Handle = Arc<dyn TokenStore>;

pub(super) fn row(generation: u64) -> Row {
    let text = format!("{{\"number\":{generation}}}").into_bytes();
    Row {
        generation,
        due: None,
        owner: None,
        client: String::new(),
        head: text.clone(),
        sealed: Some(text),
    }
}

pub(super) fn fresh(subject: &str) -> Result<ConnectionId, Breach> {
    let nonce = random::token(&SystemRandom).map_err(|error| {
        breach("the operating system gives random bytes", "it does not").with_source(error)
    })?;
    name(format!("contract-{subject}-{nonce}"))
}

pub(super) fn name(name: String) -> Result<ConnectionId, Breach> {
    ConnectionId::new(name)
        .map_err(|error| breach("the kit's names are names", "one is not").with_source(error))
}

pub(super) fn done(promise: &'static str, swap: Swap) -> Result<Version, Breach> {
    match swap {
        Swap::Done(version) => Ok(version),
        Swap::Conflict => Err(breach(promise, "a write without a competitor was refused")),
    }
}

pub(super) async fn holds(
    promise: &'static str,
    store: &Handle,
    id: &ConnectionId,
    row: &Row,
    version: Version,
) -> Result<(), Breach> {
    const VERSION: &str = "`Swap::Done` carries the version that `load` then gives";
    let Some(stored) = load(store, id).await? else {
        return ensure(promise, "the row is missing", false);
    };
    if let Some(difference) = difference(row, &stored.row) {
        return ensure(promise, difference, false);
    }
    let seen = format_args!("Done said {}, load says {}", version.0, stored.version.0);
    ensure(VERSION, seen, stored.version == version)
}

/// Returns the first field that differs. Of what a store cannot read only the length is reported: in production it is
/// secret.
fn difference(wrote: &Row, read: &Row) -> Option<String> {
    let length = |bytes: Option<&Vec<u8>>| {
        bytes.map_or_else(
            || "none".to_owned(),
            |bytes| format!("{} bytes", bytes.len()),
        )
    };
    let (wrote_sealed, read_sealed) = (wrote.sealed.as_ref(), read.sealed.as_ref());
    let fields = [
        (
            "generation",
            wrote.generation.to_string(),
            read.generation.to_string(),
            wrote.generation == read.generation,
        ),
        (
            "due",
            format!("{:?}", wrote.due),
            format!("{:?}", read.due),
            wrote.due == read.due,
        ),
        (
            "owner",
            format!("{:?}", wrote.owner),
            format!("{:?}", read.owner),
            wrote.owner == read.owner,
        ),
        (
            "client",
            format!("{:?}", wrote.client),
            format!("{:?}", read.client),
            wrote.client == read.client,
        ),
        (
            "head",
            length(Some(&wrote.head)),
            length(Some(&read.head)),
            wrote.head == read.head,
        ),
        (
            "sealed",
            length(wrote_sealed),
            length(read_sealed),
            wrote_sealed == read_sealed,
        ),
    ];
    let (field, wrote, read, _) = fields.into_iter().find(|(.., same)| !same)?;
    let other = if wrote == read { ", others" } else { "" };
    Some(format!("{field}: wrote {wrote}, read {read}{other}"))
}

pub(super) async fn load(store: &Handle, id: &ConnectionId) -> Result<Option<Stored>, Breach> {
    store.load(id).await.map_err(failed)
}

pub(super) async fn swap(
    store: &Handle,
    id: &ConnectionId,
    expected: Option<Version>,
    row: &Row,
) -> Result<Swap, Breach> {
    store
        .compare_and_swap(id, expected, row)
        .await
        .map_err(failed)
}

pub(super) async fn delete(
    store: &Handle,
    id: &ConnectionId,
    expected: Version,
) -> Result<Swap, Breach> {
    store.delete(id, expected).await.map_err(failed)
}
