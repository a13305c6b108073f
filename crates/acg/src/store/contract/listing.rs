//! What finds rows without their names: `due` and `page`.

use std::time::Duration;

use super::{Breach, Handle, delete, done, ensure, failed, fresh, row, swap};
use crate::store::{ConnectionId, Row, Shard, StoreTime};

pub(super) async fn due(store: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "the rows of a shard whose time has come are given, the earliest first";
    let (shard, ids) = names_of_one_shard()?;
    let times = [Some(3), Some(1), None, Some(i64::from(i32::MAX) * 1000), Some(2)].map(|due| due.map(StoreTime));
    let mut versions = Vec::new();
    for (id, due) in ids.iter().zip(times) {
        versions.push(done(PROMISE, swap(store, id, None, &Row { due, ..row(1) }).await?)?);
    }
    let expected = [&ids[1], &ids[4], &ids[0]];
    let found = due_of_kit(store, shard, 1000).await?;
    ensure(PROMISE, format_args!("{found:?} were given for {expected:?}"), found.iter().eq(expected))?;
    let found = store.due(shard, Duration::ZERO, 1).await.map_err(failed)?;
    ensure("no more than `limit` rows are given", format_args!("{} were", found.len()), found.len() == 1)?;
    let century = Duration::from_secs(100 * 366 * 86_400);
    let found = store.due(shard, century, 1000).await.map_err(failed)?.into_iter().filter(|(id, _)| ids.contains(id));
    let (seen, last) = found.fold((0, None), |(seen, _), (id, _)| (seen + 1, Some(id)));
    let soon = seen == 4 && last.as_ref() == Some(&ids[3]);
    ensure("what is due within a time is given too, in its order", format_args!("{seen} of 4 were"), soon)?;
    let other = Shard(shard.0.wrapping_add(1));
    let strays = due_of_kit(store, other, 1000).await?.into_iter().filter(|id| ids.contains(id)).count();
    ensure("a shard's rows are its own", "another shard gave them", strays == 0)?;
    for (id, version) in ids.iter().zip(versions) {
        delete(store, id, version).await?;
    }
    ensure("a deleted row is not due", "it was given", due_of_kit(store, shard, 1000).await?.is_empty())
}

/// The due connections of the kit: a store that is in use has others.
async fn due_of_kit(store: &Handle, shard: Shard, limit: usize) -> Result<Vec<ConnectionId>, Breach> {
    let due = store.due(shard, Duration::ZERO, limit).await.map_err(failed)?;
    Ok(due.into_iter().map(|(id, _)| id).filter(|id| id.as_str().starts_with("contract-due-")).collect())
}

fn names_of_one_shard() -> Result<(Shard, Vec<ConnectionId>), Breach> {
    let shard = fresh("due")?.shard();
    let mut ids = Vec::new();
    while ids.len() < 5 {
        let id = fresh("due")?;
        if id.shard() == shard {
            ids.push(id);
        }
    }
    Ok((shard, ids))
}

pub(super) async fn pages(store: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "page after page gives every row once";
    let mut written = std::collections::BTreeMap::new();
    for generation in 1..=7 {
        let id = fresh("pages")?;
        written.insert(id.clone(), done(PROMISE, swap(store, &id, None, &row(generation)).await?)?);
    }
    for limit in [1, 3, 1000] {
        let mut seen = Vec::new();
        let mut last = None;
        loop {
            let page = store.page(last.as_ref(), limit).await.map_err(failed)?;
            ensure("no more than `limit` rows are given", format_args!("{} were", page.len()), page.len() <= limit)?;
            let Some((id, _)) = page.last() else { break };
            last = Some(id.clone());
            seen.extend(page.into_iter().map(|(id, _)| id).filter(|id| written.contains_key(id)));
        }
        let (found, all) = (seen.len(), seen.iter().collect::<std::collections::BTreeSet<_>>().len());
        ensure(PROMISE, format_args!("{found} were given, {all} different ones, of 7"), (found, all) == (7, 7))?;
    }
    for (id, version) in written {
        delete(store, &id, version).await?;
    }
    Ok(())
}
