//! What several handles, and several writers at once, can rely on.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::store::connection_id::ConnectionId;
use crate::store::owner_state::OwnerState;
use crate::store::row::{Row, Stored, Swap, Version};
use crate::store::time::StoreTime;
use crate::testing::breach::{Breach, breach, ensure, failed};
use crate::testing::contract::rows::{Handle, delete, done, fresh, holds, load, row, swap};

pub(super) fn identity(store: &Handle, other: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "handles on the same rows have the same identity";
    let (one, two) = (store.identity(), other.identity());
    ensure(PROMISE, "it is empty", !one.id.is_empty())?;
    ensure(
        PROMISE,
        format_args!("`{}` and `{}`", one.id, two.id),
        one.id == two.id,
    )?;
    ensure(
        "a new store is not quarantined",
        format_args!("{:?}", one.quarantine),
        one.quarantine.is_none(),
    )
}

pub(super) async fn owners(store: &Handle, other: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "`owner` is a name that no other living store has";
    ensure(PROMISE, "it is empty", !store.owner().is_empty())?;
    // A store in memory is one handle for everyone.
    let same = Arc::ptr_eq(store, other);
    ensure(
        PROMISE,
        format_args!("two have `{}`", store.owner()),
        same || store.owner() != other.owner(),
    )?;
    for owner in [store.owner(), other.owner()] {
        let gone = store.owner_state(owner).await == OwnerState::Gone;
        ensure(
            "an owner is gone when it has certainly ended",
            format_args!("`{owner}` lives"),
            !gone,
        )?;
    }
    Ok(())
}

pub(super) async fn handles(store: &Handle, other: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "what one handle has written, every handle gives";
    let id = fresh("handles")?;
    let version = done(PROMISE, swap(store, &id, None, &row(1)).await?)?;
    holds(PROMISE, other, &id, &row(1), version).await?;
    let version = done(PROMISE, swap(other, &id, Some(version), &row(2)).await?)?;
    holds(PROMISE, store, &id, &row(2), version).await?;
    let deleted = delete(other, &id, version).await? == Swap::Done(version);
    ensure(PROMISE, "the other could not delete it", deleted)?;
    ensure(
        PROMISE,
        "a deleted record was given",
        load(store, &id).await?.is_none(),
    )
}

pub(super) async fn time(store: &Handle, other: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "`now` comes from one clock and does not go back";
    let id = fresh("time")?;
    let version = done(PROMISE, swap(store, &id, None, &row(1)).await?)?;
    let mut last = StoreTime(i64::MIN);
    for turn in 0..20 {
        // By both in turn: each might have a clock of its own.
        let now = now(if turn % 2 == 0 { store } else { other }, &id).await?;
        ensure(
            PROMISE,
            format_args!("{now:?} came after {last:?}"),
            now >= last,
        )?;
        last = now;
    }
    time_advances(store, &id).await?;
    delete(store, &id, version).await.map(drop)
}

/// How long the kit waits for time to advance, and how often: more than a second in all, for a clock that knows no
/// less.
const WAIT: Duration = Duration::from_millis(50);
const WAITS: u32 = 25;

async fn time_advances(store: &Handle, id: &ConnectionId) -> Result<(), Breach> {
    const PROMISE: &str = "`now` counts milliseconds and advances by itself, as a clock that is moved by hand does not";
    let (began, first) = (Instant::now(), now(store, id).await?);
    let mut moved = Duration::ZERO;
    for _ in 0..WAITS {
        tokio::time::sleep(WAIT).await;
        moved = first.until(now(store, id).await?);
        if moved >= WAIT {
            break;
        }
    }
    let passed = began.elapsed();
    // A clock may be corrected during the test, by a little; a thousand times too fast is another unit.
    let is_time = (WAIT..=passed * 2 + Duration::from_secs(1)).contains(&moved);
    ensure(
        PROMISE,
        format_args!("it moved by {moved:?} in {passed:?}"),
        is_time,
    )
}

async fn now(store: &Handle, id: &ConnectionId) -> Result<StoreTime, Breach> {
    let stored = load(store, id).await?.map(|stored| stored.now);
    stored.ok_or_else(|| breach("what was written is there", "the row is missing"))
}

pub(super) async fn one_winner(store: &Handle, other: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "of several writers that expect the same version, one wins";
    let id = fresh("winner")?;
    let mut expected = None;
    for _ in 0..5 {
        let mut writers = JoinSet::new();
        // From both handles: a lock inside one would hide the race.
        for writer in 1..=16 {
            let (store, id) = (
                if writer % 2 == 0 { store } else { other }.clone(),
                id.clone(),
            );
            writers.spawn(async move {
                (
                    writer,
                    store.compare_and_swap(&id, expected, &row(writer)).await,
                )
            });
        }
        let mut winners = Vec::new();
        while let Some(Ok((writer, outcome))) = writers.join_next().await {
            if let Swap::Done(version) = outcome.map_err(failed)? {
                winners.push((writer, version));
            }
        }
        let &[(winner, version)] = winners.as_slice() else {
            return Err(breach(PROMISE, format_args!("{} won", winners.len())));
        };
        holds(PROMISE, store, &id, &row(winner), version).await?;
        expected = Some(version);
    }
    Ok(())
}

pub(super) async fn no_lost_update(store: &Handle, other: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "no write that was confirmed is lost";
    let id = fresh("updates")?;
    done(PROMISE, swap(store, &id, None, &row(0)).await?)?;
    let mut writers = JoinSet::new();
    for writer in 0..8 {
        let (store, id) = (
            if writer % 2 == 0 { store } else { other }.clone(),
            id.clone(),
        );
        writers.spawn(async move { count_up(&store, &id, 10).await });
    }
    while let Some(Ok(counted)) = writers.join_next().await {
        counted?;
    }
    let counted = load(store, &id)
        .await?
        .map_or(0, |stored| stored.row.generation);
    ensure(
        PROMISE,
        format_args!("{counted} of 80 are there"),
        counted == 80,
    )
}

async fn count_up(store: &Handle, id: &ConnectionId, mut times: u32) -> Result<(), Breach> {
    while times > 0 {
        let Some(Stored { row, version, .. }) = load(store, id).await? else {
            return Ok(());
        };
        let next = Row {
            generation: row.generation + 1,
            ..row
        };
        if let Swap::Done(_) = swap(store, id, Some(version), &next).await? {
            times -= 1;
        }
    }
    Ok(())
}

/// What has to be there after all handles were closed.
pub(super) struct Remains {
    kept: (ConnectionId, Version),
    deleted: (ConnectionId, Version),
}

pub(super) async fn keep_some(store: &Handle) -> Result<Remains, Breach> {
    let (kept, deleted) = (fresh("kept")?, fresh("deleted")?);
    let of_kept = done(DURABLE, swap(store, &kept, None, &row(7)).await?)?;
    let of_deleted = done(DURABLE, swap(store, &deleted, None, &row(8)).await?)?;
    delete(store, &deleted, of_deleted).await?;
    Ok(Remains {
        kept: (kept, of_kept),
        deleted: (deleted, of_deleted),
    })
}

const DURABLE: &str = "a write that was confirmed is durable";

pub(super) async fn reopened(store: &Handle, remains: Remains) -> Result<(), Breach> {
    let Remains {
        kept: (kept, version),
        deleted: (deleted, last),
    } = remains;
    holds(DURABLE, store, &kept, &row(7), version).await?;
    ensure(
        DURABLE,
        "a deleted record came back",
        load(store, &deleted).await?.is_none(),
    )?;
    let next = done(DURABLE, swap(store, &deleted, None, &row(8)).await?)?;
    ensure(
        "a version is never given twice, not even after reopening",
        format_args!("{next:?} was"),
        next > last,
    )?;
    delete(store, &kept, version).await?;
    delete(store, &deleted, next).await.map(drop)
}
