//! A kit that shows whether a store keeps the promises of [`TokenStore`] (feature `testing`).
//!
//! Whoever writes a store runs [`check`] in a test. It takes a function that opens the store under test; every call gives
//! another handle on the same records, as another process would have it. A store whose records end with its value gives
//! the same value again:
//!
//! ```
//! use std::convert::Infallible;
//! use std::sync::Arc;
//! use acg::store::{MemoryStore, TokenStore, contract};
//!
//! # #[tokio::main(flavor = "multi_thread", worker_threads = 4)]
//! # async fn main() -> Result<(), contract::Breach> {
//! let store: Arc<dyn TokenStore> = Arc::new(MemoryStore::new());
//! contract::check(async || Ok::<_, Infallible>(store.clone())).await
//! # }
//! ```
//!
//! In a test that is `#[tokio::test(flavor = "multi_thread", worker_threads = 4)]`: on a runtime with one thread nothing races,
//! and a store without a lock would pass, so the kit refuses it. The runtime's time is enabled. The kit waits up to a second
//! to see `now` go on; a store on a clock that is moved by hand, as a [`MemoryStore`](super::MemoryStore) on a
//! [`ManualClock`](crate::ManualClock) is, needs somebody who moves it meanwhile.
//!
//! It writes connections whose names begin with `contract-`, and removes most of them. It sends nothing.

use std::fmt;
use std::sync::Arc;

use super::{Change, ConnectionId, Row, StoreError, StoreTime, Stored, Swap, TokenStore, Version};
use crate::random::{self, SystemRandom};
use crate::update::BoxError;

mod listing;
mod sharing;

use self::listing::{due, pages};
use self::sharing::{
    handles, identity, keep_some, no_lost_update, one_winner, owners, reopened, time,
};

/// A promise that a store does not keep.
#[derive(Debug)]
pub struct Breach {
    pub(super) promise: &'static str,
    pub(super) seen: String,
    pub(super) source: Option<BoxError>,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the store breaks a promise: {}; {}",
            self.promise, self.seen
        )
    }
}

impl std::error::Error for Breach {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn std::error::Error + 'static))
    }
}

type Handle = Arc<dyn TokenStore>;

/// Runs every check of the kit on the store that `open` gives.
///
/// # Errors
/// The first promise that was seen broken, or could not be tested because the store failed.
pub async fn check<E: Into<BoxError>>(
    open: impl AsyncFn() -> Result<Handle, E>,
) -> Result<(), Breach> {
    let open = async || {
        open().await.map_err(|error| Breach {
            promise: "a store can be opened",
            seen: "opening failed".to_owned(),
            source: Some(error.into()),
        })
    };
    several_threads()?;
    let store = open().await?;
    unknown_connections(&store).await?;
    writes(&store).await?;
    deletions(&store).await?;
    rows(&store).await?;
    unchanged_tokens(&store).await?;
    many_at_once(&store).await?;
    names(&store).await?;
    due(&store).await?;
    pages(&store).await?;
    let other = open().await?;
    identity(&store, &other)?;
    owners(&store, &other).await?;
    handles(&store, &other).await?;
    time(&store, &other).await?;
    one_winner(&store, &other).await?;
    no_lost_update(&store, &other).await?;
    let kept = keep_some(&store).await?;
    drop((store, other));
    reopened(&open().await?, kept).await
}

/// Without them no two writers are ever in the store at once.
fn several_threads() -> Result<(), Breach> {
    let threads =
        tokio::runtime::Handle::try_current().map_or(0, |runtime| runtime.metrics().num_workers());
    let promise = "the kit runs on a tokio runtime with several threads (`multi_thread`, `worker_threads = 4`)";
    ensure(promise, format_args!("there are {threads}"), threads > 1)
}

async fn unknown_connections(store: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "a connection that was never written has no record";
    let id = fresh("unknown")?;
    ensure(PROMISE, "load gave one", load(store, &id).await?.is_none())?;
    let swap = swap(store, &id, Some(Version(1)), &row(1)).await?;
    ensure(
        PROMISE,
        "a write that expects version 1 was done",
        swap == Swap::Conflict,
    )?;
    ensure(
        PROMISE,
        "it was deleted",
        delete(store, &id, Version(1)).await? == Swap::Conflict,
    )?;
    ensure(
        PROMISE,
        "a refused write left one",
        load(store, &id).await?.is_none(),
    )
}

async fn writes(store: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "a row is written if its version is the expected one, and only then";
    let id = fresh("writes")?;
    let first = done(PROMISE, swap(store, &id, None, &row(1)).await?)?;
    holds(PROMISE, store, &id, &row(1), first).await?;
    ensure(
        PROMISE,
        "`None` replaced a record",
        swap(store, &id, None, &row(9)).await? == Swap::Conflict,
    )?;
    holds(PROMISE, store, &id, &row(1), first).await?;
    let second = done(PROMISE, swap(store, &id, Some(first), &row(2)).await?)?;
    holds(PROMISE, store, &id, &row(2), second).await?;
    ensure(
        "a later version is larger",
        format_args!("{second:?} came after {first:?}"),
        second > first,
    )?;
    let late = swap(store, &id, Some(first), &row(9)).await?;
    ensure(
        PROMISE,
        "a version of the past replaced a record",
        late == Swap::Conflict,
    )?;
    let early = swap(store, &id, Some(Version(u64::MAX)), &row(9)).await?;
    ensure(
        PROMISE,
        "a version of the future replaced a record",
        early == Swap::Conflict,
    )?;
    holds(PROMISE, store, &id, &row(2), second).await
}

async fn deletions(store: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "a row is deleted if its version is the expected one, and only then";
    const NEVER_TWICE: &str =
        "a version is never given twice to the same connection, not even after a deletion";
    let id = fresh("deletions")?;
    let mut versions = Vec::new();
    for turn in 1..=3 {
        let first = done(PROMISE, swap(store, &id, None, &row(turn)).await?)?;
        let second = done(PROMISE, swap(store, &id, Some(first), &row(turn)).await?)?;
        for version in [first, second] {
            let is_new = versions.last().is_none_or(|last| version > *last);
            ensure(
                NEVER_TWICE,
                format_args!("{version:?} came after {versions:?}"),
                is_new,
            )?;
            versions.push(version);
        }
        for wrong in [first, Version(u64::MAX)] {
            let refused = delete(store, &id, wrong).await? == Swap::Conflict;
            ensure(
                PROMISE,
                format_args!("{wrong:?} deleted {second:?}"),
                refused,
            )?;
        }
        holds(PROMISE, store, &id, &row(turn), second).await?;
        let deleted = delete(store, &id, second).await?;
        ensure(
            PROMISE,
            format_args!("deleting gave {deleted:?}"),
            deleted == Swap::Done(second),
        )?;
        ensure(
            PROMISE,
            "it is still there",
            load(store, &id).await?.is_none(),
        )?;
        ensure(
            PROMISE,
            "it was deleted twice",
            delete(store, &id, second).await? == Swap::Conflict,
        )?;
        let revived = swap(store, &id, Some(second), &row(turn)).await?;
        ensure(
            PROMISE,
            "a write revived a deleted record",
            revived == Swap::Conflict,
        )?;
    }
    Ok(())
}

async fn rows(store: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "a row is given back as it was written";
    for row in odd_rows() {
        let id = fresh("rows")?;
        let version = done(PROMISE, swap(store, &id, None, &row).await?)?;
        holds(PROMISE, store, &id, &row, version).await?;
        let version = done(PROMISE, swap(store, &id, Some(version), &row).await?)?;
        holds(PROMISE, store, &id, &row, version).await?;
        delete(store, &id, version).await?;
    }
    Ok(())
}

fn odd_rows() -> Vec<Row> {
    let far = StoreTime(i64::from(i32::MAX) * 1000);
    let odd_owner = "host-1 'x' \u{e9}".to_owned();
    vec![
        Row {
            due: Some(far),
            ..row(1)
        },
        Row {
            due: Some(StoreTime(1)),
            owner: Some(odd_owner),
            ..row(1)
        },
        Row {
            generation: i64::MAX.cast_unsigned(),
            ..row(1)
        },
        Row {
            head: "\u{1f3e6} '\";--\\ \u{0}".into(),
            ..row(1)
        },
        Row {
            head: Vec::new(),
            sealed: Some(Vec::new()),
            ..row(1)
        },
        Row {
            sealed: Some((0..=255).collect()),
            ..row(1)
        },
        Row {
            sealed: Some(vec![7; 1 << 20]),
            head: vec![b'h'; 1 << 16],
            ..row(1)
        },
    ]
}

async fn unchanged_tokens(store: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "a row without `sealed` leaves that field as it is";
    let id = fresh("unchanged")?;
    let first = done(PROMISE, swap(store, &id, None, &row(1)).await?)?;
    let leased = Row {
        sealed: None,
        owner: Some("o".to_owned()),
        due: Some(StoreTime(5)),
        ..row(2)
    };
    let second = done(PROMISE, swap(store, &id, Some(first), &leased).await?)?;
    holds(
        PROMISE,
        store,
        &id,
        &Row {
            sealed: row(1).sealed,
            ..leased
        },
        second,
    )
    .await?;
    delete(store, &id, second).await.map(drop)
}

async fn many_at_once(store: &Handle) -> Result<(), Breach> {
    const PROMISE: &str =
        "many writes at once are each for themselves, and answered in their order";
    let (old, new, gone) = (fresh("many")?, fresh("many")?, fresh("many")?);
    let version = done(PROMISE, swap(store, &old, None, &row(1)).await?)?;
    let changes = [
        Change::new(gone.clone(), Some(version), row(2)),
        Change::new(
            old.clone(),
            Some(version),
            Row {
                sealed: None,
                ..row(3)
            },
        ),
        Change::new(new.clone(), None, row(4)),
    ];
    let outcomes = store.compare_and_swap_all(&changes).await.map_err(failed)?;
    let [
        Swap::Conflict,
        Swap::Done(old_version),
        Swap::Done(new_version),
    ] = outcomes[..]
    else {
        return ensure(
            PROMISE,
            format_args!("the outcomes were {outcomes:?}"),
            false,
        );
    };
    holds(
        PROMISE,
        store,
        &old,
        &Row {
            sealed: row(1).sealed,
            ..row(3)
        },
        old_version,
    )
    .await?;
    holds(PROMISE, store, &new, &row(4), new_version).await?;
    let nothing = store.compare_and_swap_all(&[]).await.map_err(failed)?;
    ensure(PROMISE, "no writes had outcomes", nothing.is_empty())?;
    delete(store, &old, old_version).await?;
    delete(store, &new, new_version).await.map(drop)
}

async fn names(store: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "connections with different names are different";
    let base = fresh("names")?;
    let endings = [
        "",
        " ",
        "a",
        "A",
        "\u{e9}",
        "e\u{301}",
        "/../x",
        "%",
        "_",
        "'\";--",
        "\u{1f3e6}",
        "0",
        "00",
    ];
    let mut ids: Vec<_> = endings
        .iter()
        .map(|ending| name(format!("{base}{ending}")))
        .collect::<Result<_, _>>()?;
    ids.push(name(format!(
        "{base}{}",
        "n".repeat(255 - base.as_str().len())
    ))?);
    let mut written = Vec::new();
    for (index, id) in (1..).zip(&ids) {
        written.push(done(PROMISE, swap(store, id, None, &row(index)).await?)?);
    }
    for ((index, id), version) in (1..).zip(&ids).zip(written) {
        holds(PROMISE, store, id, &row(index), version).await?;
        delete(store, id, version).await?;
    }
    Ok(())
}

fn row(generation: u64) -> Row {
    let text = format!("{{\"number\":{generation}}}").into_bytes();
    Row {
        generation,
        due: None,
        owner: None,
        head: text.clone(),
        sealed: Some(text),
    }
}

fn fresh(subject: &str) -> Result<ConnectionId, Breach> {
    let nonce = random::token(&SystemRandom).map_err(|error| Breach {
        promise: "the operating system gives random bytes",
        seen: "it does not".to_owned(),
        source: Some(error.into()),
    })?;
    name(format!("contract-{subject}-{nonce}"))
}

fn name(name: String) -> Result<ConnectionId, Breach> {
    ConnectionId::new(name).map_err(|error| Breach {
        promise: "the kit's names are names",
        seen: "one is not".to_owned(),
        source: Some(error.into()),
    })
}

fn ensure(promise: &'static str, seen: impl fmt::Display, kept: bool) -> Result<(), Breach> {
    if kept {
        Ok(())
    } else {
        Err(breach(promise, seen))
    }
}

fn breach(promise: &'static str, seen: impl fmt::Display) -> Breach {
    Breach {
        promise,
        seen: seen.to_string(),
        source: None,
    }
}

fn failed(error: StoreError) -> Breach {
    Breach {
        source: Some(error.into()),
        ..breach("a store that works does not fail", "this one did")
    }
}

fn done(promise: &'static str, swap: Swap) -> Result<Version, Breach> {
    match swap {
        Swap::Done(version) => Ok(version),
        Swap::Conflict => Err(breach(promise, "a write nobody contests was refused")),
    }
}

async fn holds(
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

/// The first field that differs. Of what a store cannot read only the length is told: in real life it is secret.
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

async fn load(store: &Handle, id: &ConnectionId) -> Result<Option<Stored>, Breach> {
    store.load(id).await.map_err(failed)
}

async fn swap(
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

async fn delete(store: &Handle, id: &ConnectionId, expected: Version) -> Result<Swap, Breach> {
    store.delete(id, expected).await.map_err(failed)
}
