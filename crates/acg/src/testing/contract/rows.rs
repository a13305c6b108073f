//! The rows that the kit writes, and what it expects to read.

use std::fmt;
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
    // The store may hold rows of an earlier run, or be in use.
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
        return Err(breach(promise, "the row is missing"));
    };
    if let Some(difference) = difference(row, &stored.row) {
        return Err(breach(promise, difference));
    }
    let seen = format_args!("Done said {}, load says {}", version.0, stored.version.0);
    ensure(VERSION, seen, stored.version == version)
}

/// Returns the first field that differs.
fn difference(wrote: &Row, read: &Row) -> Option<String> {
    plain("generation", &wrote.generation, &read.generation)
        .or_else(|| plain("due", &wrote.due, &read.due))
        .or_else(|| plain("owner", &wrote.owner, &read.owner))
        .or_else(|| plain("client", &wrote.client, &read.client))
        .or_else(|| opaque("head", Some(&wrote.head), Some(&read.head)))
        .or_else(|| opaque("sealed", wrote.sealed.as_ref(), read.sealed.as_ref()))
}

/// Returns how a field differs that a store can read.
fn plain<T: fmt::Debug + PartialEq>(field: &str, wrote: &T, read: &T) -> Option<String> {
    (wrote != read).then(|| format!("{field}: wrote {wrote:?}, read {read:?}"))
}

/// Returns how a field differs that a store cannot read. Only the length is reported: in production it is secret.
fn opaque(field: &str, wrote: Option<&Vec<u8>>, read: Option<&Vec<u8>>) -> Option<String> {
    let length = |bytes: Option<&Vec<u8>>| match bytes {
        Some(bytes) => format!("{} bytes", bytes.len()),
        None => "none".to_owned(),
    };
    let (wrote_length, read_length) = (length(wrote), length(read));
    let other = if wrote_length == read_length {
        ", others"
    } else {
        ""
    };
    (wrote != read).then(|| format!("{field}: wrote {wrote_length}, read {read_length}{other}"))
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
