//! What finds rows without their names: `due` and `page`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::store::connection_id::{ConnectionId, Shard};
use crate::store::row::{Listed, Row, Version};
use crate::store::time::StoreTime;
use crate::testing::breach::{Breach, ensure, failed};
use crate::testing::contract::rows::{Handle, delete, done, fresh, row, swap};

/// When the rows are due that are written for `due`, in the order of their writing: 2038 is far.
const DUE: [Option<i64>; 10] = [
    Some(5),
    Some(3),
    Some(8),
    Some(1),
    Some(6),
    Some(2),
    Some(7),
    Some(4),
    Some(i32::MAX as i64 * 1000),
    None,
];

const NO_MORE: &str = "no more than `limit` rows are given";

pub(super) async fn due(store: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "the rows of a shard whose time has come are given, the earliest first";
    let (shard, ids) = names_of_one_shard(DUE.len())?;
    let rows = DUE.map(|due| Row {
        due: due.map(StoreTime),
        ..row(1)
    });
    let versions = write(PROMISE, store, &ids, rows).await?;
    let (now, century) = (Duration::ZERO, Duration::from_secs(100 * 366 * 86_400));
    let in_order = &[4, 6, 2, 8, 1, 5, 7, 3, 9];
    let soon = "what is due within a time is given too, in its order";
    let other = Shard(shard.0.wrapping_add(1));
    for (promise, shard, within, limit, expected) in [
        (PROMISE, shard, now, 1000, &in_order[..8]),
        (PROMISE, shard, now, 2, &in_order[..2]),
        (soon, shard, century, 1000, in_order),
        ("a shard's rows are its own", other, century, 1000, &[]),
    ] {
        let rows = due_rows(store, &ids, shard, within, limit).await?;
        given(promise, expected, rows)?;
    }
    remove(store, &ids, versions).await?;
    let rows = due_rows(store, &ids, shard, century, 1000).await?;
    given("a deleted row is not due", &[], rows)
}

pub(super) async fn due_of_a_client(store: &Handle) -> Result<(), Breach> {
    const PROMISE: &str = "the due rows of other clients take no room";
    const OWNERS: [&str; 6] = ["other", "other", "own", "other", "", "own"];
    let (shard, ids) = names_of_one_shard(OWNERS.len())?;
    let rows = (1..).zip(OWNERS).map(|(due, client)| Row {
        due: Some(StoreTime(due)),
        client: client.to_owned(),
        ..row(1)
    });
    let versions = write(PROMISE, store, &ids, rows).await?;
    for limit in [2, 3, 1000] {
        let rows = store.due_of(shard, "own", Duration::ZERO, limit).await;
        let rows = rows.map_err(failed)?;
        ensure(NO_MORE, rows.len(), rows.len() <= limit)?;
        let own = [3, 5, 6];
        given(PROMISE, &own[..limit.min(own.len())], numbers(&ids, &rows))?;
    }
    remove(store, &ids, versions).await
}

async fn write(
    promise: &'static str,
    store: &Handle,
    ids: &[ConnectionId],
    rows: impl IntoIterator<Item = Row>,
) -> Result<Vec<Version>, Breach> {
    let mut versions = Vec::new();
    for (id, row) in ids.iter().zip(rows) {
        versions.push(done(promise, swap(store, id, None, &row).await?)?);
    }
    Ok(versions)
}

async fn remove(
    store: &Handle,
    ids: &[ConnectionId],
    versions: Vec<Version>,
) -> Result<(), Breach> {
    for (id, version) in ids.iter().zip(versions) {
        delete(store, id, version).await?;
    }
    Ok(())
}

fn numbers(ids: &[ConnectionId], rows: &[Listed]) -> Vec<usize> {
    rows.iter()
        .filter_map(|(found, _)| Some(1 + ids.iter().position(|id| id == found)?))
        .collect()
}

/// Returns which of the kit's rows are due, by number, the first is 1: a store that is in use has others.
async fn due_rows(
    store: &Handle,
    ids: &[ConnectionId],
    shard: Shard,
    within: Duration,
    limit: usize,
) -> Result<Vec<usize>, Breach> {
    let due = store.due(shard, within, limit).await.map_err(failed)?;
    ensure(
        NO_MORE,
        format_args!("`due` gave {} for {limit}", due.len()),
        due.len() <= limit,
    )?;
    Ok(numbers(ids, &due))
}

fn given(promise: &'static str, expected: &[usize], found: Vec<usize>) -> Result<(), Breach> {
    let seen = format_args!("of ten rows, the rows {found:?} were given instead of {expected:?}");
    ensure(promise, seen, found == expected)
}

fn names_of_one_shard(count: usize) -> Result<(Shard, Vec<ConnectionId>), Breach> {
    let shard = fresh("due")?.shard();
    let mut ids = Vec::new();
    // A shard is a hash of the name: about one name in 256 falls into it.
    while ids.len() < count {
        let id = fresh("due")?;
        if id.shard() == shard {
            ids.push(id);
        }
    }
    Ok((shard, ids))
}

pub(super) async fn pages(store: &Handle) -> Result<(), Breach> {
    const PROMISE: &str =
        "page after page gives every row, and fewer than `limit` rows are the last ones";
    let mut written = BTreeMap::new();
    for generation in 1..=7 {
        let id = fresh("pages")?;
        written.insert(
            id.clone(),
            done(PROMISE, swap(store, &id, None, &row(generation)).await?)?,
        );
    }
    // One at a time, pages of which the last is not full, and one page for all.
    for limit in [1, 3, 1000] {
        let mut pages = RowPages::new(store, limit);
        while pages.advance().await? {}
        pages.has_seen(PROMISE, &written)?;
    }
    pages_while_rows_go(store, &written).await
}

/// Deletes every row of the kit when it is the one to page from.
async fn pages_while_rows_go(
    store: &Handle,
    written: &BTreeMap<ConnectionId, Version>,
) -> Result<(), Breach> {
    const PROMISE: &str = "`page` continues after a row that was deleted";
    let mut pages = RowPages::new(store, 1);
    while pages.advance().await? {
        let last = pages
            .last
            .as_ref()
            .and_then(|id| Some((id, *written.get(id)?)));
        if let Some((id, version)) = last {
            delete(store, id, version).await?;
        }
    }
    pages.has_seen(PROMISE, written)
}

/// One way through all rows of a store.
struct RowPages<'a> {
    store: &'a Handle,
    limit: usize,
    last: Option<ConnectionId>,
    seen: BTreeSet<ConnectionId>,
}

impl<'a> RowPages<'a> {
    fn new(store: &'a Handle, limit: usize) -> Self {
        Self {
            store,
            limit,
            last: None,
            seen: BTreeSet::new(),
        }
    }

    /// Reads the next page. Returns whether there may be another one.
    async fn advance(&mut self) -> Result<bool, Breach> {
        let page = self
            .store
            .page(self.last.as_ref(), self.limit)
            .await
            .map_err(failed)?;
        let (rows, limit) = (page.len(), self.limit);
        ensure(
            NO_MORE,
            format_args!("`page` gave {rows} for {limit}"),
            rows <= limit,
        )?;
        self.note(page)?;
        Ok(rows == limit)
    }

    /// Ends a store that would give the same rows endlessly.
    fn note(&mut self, page: Vec<Listed>) -> Result<(), Breach> {
        for (id, _) in page {
            self.last = Some(id.clone());
            let again = format!("`{id}` was given again");
            ensure(
                "page after page gives every row once",
                again,
                self.seen.insert(id),
            )?;
        }
        Ok(())
    }

    fn has_seen(
        &self,
        promise: &'static str,
        written: &BTreeMap<ConnectionId, Version>,
    ) -> Result<(), Breach> {
        let given = written.keys().filter(|id| self.seen.contains(id)).count();
        let (all, limit) = (written.len(), self.limit);
        ensure(
            promise,
            format_args!("{given} of {all} were given by pages of {limit}"),
            given == all,
        )
    }
}
