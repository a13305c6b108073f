//! The part of the contract kit that reads and writes through one handle.

use crate::store::connection_id::ConnectionId;
use crate::store::row::{Change, Row, Swap, Version};
use crate::store::time::StoreTime;
use crate::testing::breach::{Breach, breach, ensure, failed};
use crate::testing::contract::rows::{Handle, delete, done, fresh, holds, load, name, row, swap};

pub(super) async fn unknown_connections(store: &Handle) -> Result<(), Breach> {
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

pub(super) async fn writes(store: &Handle) -> Result<(), Breach> {
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

const DELETED: &str = "a row is deleted if its version is the expected one, and only then";

pub(super) async fn deletions(store: &Handle) -> Result<(), Breach> {
    const NEVER_TWICE: &str =
        "a version is never given twice to the same connection, not even after a deletion";
    let id = fresh("deletions")?;
    let mut versions = Vec::new();
    for round in 1..=3 {
        let first = done(DELETED, swap(store, &id, None, &row(round)).await?)?;
        let second = done(DELETED, swap(store, &id, Some(first), &row(round)).await?)?;
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
            let what = format_args!("{wrong:?} deleted {second:?}");
            ensure(DELETED, what, refused)?;
        }
        holds(DELETED, store, &id, &row(round), second).await?;
        one_deletion(store, &id, &row(round), second).await?;
    }
    Ok(())
}

/// Deletes a row of this version, and expects that it is gone for good.
async fn one_deletion(
    store: &Handle,
    id: &ConnectionId,
    row: &Row,
    version: Version,
) -> Result<(), Breach> {
    let deleted = delete(store, id, version).await?;
    let what = format_args!("deleting gave {deleted:?}");
    ensure(DELETED, what, deleted == Swap::Done(version))?;
    let is_gone = load(store, id).await?.is_none();
    ensure(DELETED, "it is still there", is_gone)?;
    let again = delete(store, id, version).await?;
    ensure(DELETED, "it was deleted twice", again == Swap::Conflict)?;
    let revived = swap(store, id, Some(version), row).await?;
    let what = "a write revived a deleted record";
    ensure(DELETED, what, revived == Swap::Conflict)
}

pub(super) async fn rows(store: &Handle) -> Result<(), Breach> {
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

pub(super) async fn unchanged_tokens(store: &Handle) -> Result<(), Breach> {
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

pub(super) async fn many_at_once(store: &Handle) -> Result<(), Breach> {
    const PROMISE: &str =
        "many writes at once are each for themselves, and their outcomes are in order";
    let (old, new, gone) = (fresh("many")?, fresh("many")?, fresh("many")?);
    let version = done(PROMISE, swap(store, &old, None, &row(1)).await?)?;
    let head_alone = Row {
        sealed: None,
        ..row(3)
    };
    let changes = [
        Change::new(gone.clone(), Some(version), row(2)),
        Change::new(old.clone(), Some(version), head_alone),
        Change::new(new.clone(), None, row(4)),
    ];
    let outcomes = store.compare_and_swap_all(&changes).await.map_err(failed)?;
    let [
        Swap::Conflict,
        Swap::Done(old_version),
        Swap::Done(new_version),
    ] = outcomes[..]
    else {
        let what = format_args!("the outcomes were {outcomes:?}");
        return Err(breach(PROMISE, what));
    };
    let with_old_tokens = Row {
        sealed: row(1).sealed,
        ..row(3)
    };
    holds(PROMISE, store, &old, &with_old_tokens, old_version).await?;
    holds(PROMISE, store, &new, &row(4), new_version).await?;
    let nothing = store.compare_and_swap_all(&[]).await.map_err(failed)?;
    ensure(PROMISE, "no writes had outcomes", nothing.is_empty())?;
    delete(store, &old, old_version).await?;
    delete(store, &new, new_version).await.map(drop)
}

pub(super) async fn names(store: &Handle) -> Result<(), Breach> {
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
