//! The store of a grant in memory, which moves to a file when the process forks: from then on parent and children
//! share the grant.
//!
//! Each of them would otherwise have a copy of one refresh token, and the first to use it would leave
//! the others with a spent one. The engine does not notice the move: rows stay what they are, and a
//! write that expects an old version looks again.

use std::path::Path;
use std::time::Duration;

use acg::BoxFuture;
use acg::ConnectionId;
use acg::random::{Random as _, SystemRandom};
use acg::store::{
    Listed, MemoryStore, OwnerState, Row, Shard, StoreError, StoreIdentity, Stored, Swap,
    TokenStore, Version,
};
use acg_sqlite::{Paused, SqliteStore};
use tokio::sync::RwLock;

/// More rows than a grant in memory has.
const ALL: usize = 1000;

/// A store that is in memory until it is shared.
#[derive(Debug)]
pub(crate) struct ShareableStore {
    /// The same in every process, because tokens are sealed for one store.
    identity: StoreIdentity,
    /// Another in every process.
    owner: String,
    rows: RwLock<Rows>,
}

#[derive(Debug)]
enum Rows {
    Memory(MemoryStore),
    File(Box<SqliteStore>),
}

impl Rows {
    fn store(&self) -> &dyn TokenStore {
        match self {
            Self::Memory(store) => store,
            Self::File(store) => &**store,
        }
    }
}

impl ShareableStore {
    /// Creates an empty store in memory.
    pub(crate) fn new() -> Self {
        let store = MemoryStore::new();
        Self {
            identity: store.identity().clone(),
            owner: random_name(),
            rows: RwLock::new(Rows::Memory(store)),
        }
    }

    /// Opens the store of this identity that another process has moved to a file.
    pub(crate) fn open(identity: StoreIdentity, path: &Path) -> Result<Self, acg_sqlite::Error> {
        let store = SqliteStore::open(path)?;
        Ok(Self {
            identity,
            owner: store.owner().to_owned(),
            rows: RwLock::new(Rows::File(Box::new(store))),
        })
    }

    /// Moves the rows to a new file. What is under way continues there.
    pub(crate) async fn share(&self, path: &Path) -> Result<(), StoreError> {
        let mut rows = self.rows.write().await;
        if matches!(*rows, Rows::File(_)) {
            return Ok(());
        }
        let file = SqliteStore::open(path)
            .map_err(|error| StoreError::new("the grant cannot be shared").with_source(error))?;
        for (id, stored) in rows.store().page(None, ALL).await? {
            file.compare_and_swap(&id, None, &stored.row).await?;
        }
        *rows = Rows::File(Box::new(file));
        Ok(())
    }

    /// Closes the file, if there is one, until the value is dropped.
    pub(crate) async fn pause(&self) -> Option<Paused> {
        match &*self.rows.read().await {
            Rows::Memory(_) => None,
            Rows::File(store) => store.pause().ok(),
        }
    }

    /// Returns whether no other process has the file open.
    pub(crate) async fn is_last(&self) -> bool {
        match &*self.rows.read().await {
            Rows::Memory(_) => false,
            Rows::File(store) => store.other_handles() == 0,
        }
    }
}

/// Returns a name that no other process has: a copy of this one has drawn its own.
fn random_name() -> String {
    let mut bytes = [0; 16];
    // Without randomness there would be no connection to the provider either.
    let _ = SystemRandom.fill(&mut bytes);
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{hex}", std::process::id())
}

impl TokenStore for ShareableStore {
    fn identity(&self) -> &StoreIdentity {
        &self.identity
    }

    fn load<'a>(
        &'a self,
        id: &'a ConnectionId,
    ) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        Box::pin(async move { self.rows.read().await.store().load(id).await })
    }

    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        row: &'a Row,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(async move {
            let rows = self.rows.read().await;
            rows.store().compare_and_swap(id, expected, row).await
        })
    }

    fn delete<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Version,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(async move { self.rows.read().await.store().delete(id, expected).await })
    }

    fn due(
        &self,
        shard: Shard,
        within: Duration,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Listed>, StoreError>> {
        Box::pin(async move {
            self.rows
                .read()
                .await
                .store()
                .due(shard, within, limit)
                .await
        })
    }

    fn page<'a>(
        &'a self,
        after: Option<&'a ConnectionId>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>> {
        Box::pin(async move { self.rows.read().await.store().page(after, limit).await })
    }

    fn failovers(&self) -> u64 {
        0
    }

    fn owner(&self) -> &str {
        &self.owner
    }

    fn owner_state<'a>(&'a self, owner: &'a str) -> BoxFuture<'a, OwnerState> {
        Box::pin(async move { self.rows.read().await.store().owner_state(owner).await })
    }
}
