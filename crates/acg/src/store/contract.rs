//! The trait of a token store, and what an implementation promises.

use std::fmt;
use std::time::Duration;

use crate::future::BoxFuture;
use crate::store::connection_id::ConnectionId;
use crate::store::connection_id::Shard;
use crate::store::error::StoreError;
use crate::store::identity::StoreIdentity;
use crate::store::owner_state::OwnerState;
use crate::store::row::Change;
use crate::store::row::Listed;
use crate::store::row::Row;
use crate::store::row::Stored;
use crate::store::row::Swap;
use crate::store::row::Version;

/// Keeps one [`Row`] per connection.
///
/// What an implementation promises:
/// - a write that ended with [`Swap::Done`] survives a crash of the process and, as far as the medium allows, of the
///   machine; a write is seen whole or not at all;
/// - of several writers that expect the same version, one wins;
/// - every handle on the same rows, in any process, sees at once what another has written: a
///   replica that lags behind must not be read;
/// - [`Swap::Done`] carries the version that `load` then gives; a later version of a connection is larger, and none is
///   given twice, not even after a deletion;
/// - names are compared byte for byte: a key that ignores case, accents or spaces at the end merges two customers,
///   and so does a file name on many systems;
/// - [`Stored::now`] is the time at which the row was read, in milliseconds, by one clock for all
///   processes that share the store. It advances by itself and never goes back, so a server's
///   clock is better than that of each client;
/// - a future does not keep its runtime from other tasks: work that blocks goes to a thread of its own, or is done
///   where the runtime has replaced the thread that blocks. One that is dropped half-way has been done or not, never by
///   half, and holds nothing that others wait for.
///
/// With the feature `testing` the module `testing::contract` contains a kit that tests most of these promises, and
/// `testing::chaos` one that tests what they are for: that no refresh loses a grant, whatever fails. No kit sees what
/// a crash of the machine leaves, a thread that is blocked, or a future that is dropped.
///
/// # How to write one
///
/// One table is enough: the connection's name as the key, a version, and a column for each field of [`Row`], of
/// which the store reads only `due` and `client`, for [`due_of`](Self::due_of).
/// [`compare_and_swap`](Self::compare_and_swap) is one `UPDATE … WHERE version = …` or `INSERT`; its version may
/// come from a counter that all rows share. Neither a transaction across calls nor a lock is needed.
///
/// The identity is a random name in a row of its own, written when the store is made and read when it is opened.
/// Beside it a store remembers where it is, and is quarantined when it finds itself elsewhere: `acg-postgres` keeps
/// the server's name for its data and the numbers of database and table; `acg-sqlite` keeps the file's inode, its
/// time of birth and the machine, and, outside the file, the newest version it has seen, by which it notices a
/// backup that was put back in place. Both look again while they are open: [`identity`](TokenStore::identity) is in
/// quarantine from the moment when the store finds itself elsewhere, and no lease is written then. A store that
/// cannot notice says so in its documentation. A new one is not quarantined.
///
/// The owner name is new each time the store is opened: host, process and a random part, because containers often
/// share the first two. [`LivenessDir`](crate::store::LivenessDir) gives such a name and knows, of processes on
/// the same machine, whether they still live.
pub trait TokenStore: fmt::Debug + Send + Sync {
    /// Returns what distinguishes this store from every other one; see [`StoreIdentity`].
    fn identity(&self) -> &StoreIdentity;

    /// Loads the row of a connection, or `None`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn load<'a>(
        &'a self,
        id: &'a ConnectionId,
    ) -> BoxFuture<'a, Result<Option<Stored>, StoreError>>;

    /// Writes `row` if the connection's version is still `expected` (`None`: if there is no row yet). A row whose
    /// `sealed` is `None` leaves that field as it is. The engine never writes a first row without one; a store may
    /// refuse it with an error or keep it with an empty field, which is then reported as damaged.
    ///
    /// # Errors
    /// When it is not known that the row is durable. It may be: load before trying again.
    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        row: &'a Row,
    ) -> BoxFuture<'a, Result<Swap, StoreError>>;

    /// Does many writes at once, each for itself; the outcomes are in the order of `changes`. No connection is in it
    /// twice. Default: one after the other.
    ///
    /// # Errors
    /// As for [`compare_and_swap`](Self::compare_and_swap), for any of them.
    fn compare_and_swap_all<'a>(
        &'a self,
        changes: &'a [Change],
    ) -> BoxFuture<'a, Result<Vec<Swap>, StoreError>> {
        Box::pin(async move {
            let mut outcomes = Vec::with_capacity(changes.len());
            for change in changes {
                outcomes.push(
                    self.compare_and_swap(&change.id, change.expected, &change.row)
                        .await?,
                );
            }
            Ok(outcomes)
        })
    }

    /// Removes the row if its version is still `expected`. One that is not there is a [`Swap::Conflict`].
    ///
    /// # Errors
    /// As for [`compare_and_swap`](Self::compare_and_swap).
    fn delete<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Version,
    ) -> BoxFuture<'a, Result<Swap, StoreError>>;

    /// Lists the first `limit` rows of a shard whose `due` has come or comes `within` that time, the earliest first:
    /// those with `due <= now + within`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn due(
        &self,
        shard: Shard,
        within: Duration,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Listed>, StoreError>>;

    /// Works as [`due`](Self::due), for the rows that belong to this client or to none ([`Row::client`]). Those of
    /// other clients take no room, however many are due. Default: all of the shard are read until there are enough.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn due_of<'a>(
        &'a self,
        shard: Shard,
        client: &'a str,
        within: Duration,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>> {
        Box::pin(async move {
            let mut most = limit;
            loop {
                let mut rows = self.due(shard, within, most).await?;
                let is_all = rows.len() < most;
                rows.retain(|(_, stored)| stored.row.concerns(client));
                rows.truncate(limit);
                if is_all || rows.len() == limit {
                    return Ok(rows);
                }
                most = most.saturating_mul(2);
            }
        })
    }

    /// Lists at most `limit` rows after the connection `after`, or from the beginning, in an order of the store's own
    /// that does not change. Fewer than `limit` are the last ones. `after` itself is not among them and need not exist:
    /// the order is over names, not rows.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn page<'a>(
        &'a self,
        after: Option<&'a ConnectionId>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>>;

    /// Returns how often the store may have forgotten its last writes since it was opened, as a failover
    /// to a replica does; 0 where that cannot happen. When it changes, a vault writes what its spool
    /// retains again before it uses the store.
    ///
    /// Without a default: a store that wraps another one and does not pass this on costs consents at the first
    /// failover.
    fn failovers(&self) -> u64;

    /// Returns the name under which leases are held through this value. No other living value has it, neither in
    /// another process nor in this one: a handle that reads its own name in a lease takes it over.
    fn owner(&self) -> &str;

    /// Returns what is known of the process whose name is `owner`. Default: nothing, which means that its lease is
    /// waited for.
    fn owner_state<'a>(&'a self, owner: &'a str) -> BoxFuture<'a, OwnerState> {
        let _ = owner;
        Box::pin(std::future::ready(OwnerState::Unknown))
    }
}
