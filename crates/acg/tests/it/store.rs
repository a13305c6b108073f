//! The store in memory keeps the promises, and the kit sees those that are broken.

use std::convert::Infallible;
use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use acg::store::{
    Listed, MemoryStore, Row, Shard, StoreError, StoreErrorKind, StoreIdentity, StoreTime, Stored,
    Swap, TokenStore, Version,
};
use acg::testing::contract;
use acg::{BoxFuture, ConnectionId, Vault};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_store_in_memory_keeps_every_promise() {
    let store: Arc<dyn TokenStore> = Arc::new(MemoryStore::new());
    contract::check(async || Ok::<_, Infallible>(store.clone()))
        .await
        .unwrap();
}

/// A store with one defect.
#[derive(Debug)]
pub(crate) struct Defective {
    pub(crate) records: MemoryStore,
    pub(crate) defect: Defect,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Defect {
    IgnoresVersion,
    DeletesBlindly,
    ConfirmsTooEarly,
    LosesHead,
    LosesTokens,
    LosesGeneration,
    DoesNotLock,
    LoadsOtherVersion,
    IgnoresDue,
    SortsTooLate,
    RepeatsPages,
    GivesAfterAgain,
    GivesShortPages,
    NeedsAfter,
    StandsStill,
    CountsMicroseconds,
    FoldsCase,
    HasNoOwner,
    CountsFromOne,
    CannotLoad,
}

impl Defective {
    fn id(&self, id: &ConnectionId) -> ConnectionId {
        let name = id.as_str();
        ConnectionId::new(if self.defect == Defect::FoldsCase {
            name.to_lowercase()
        } else {
            name.to_owned()
        })
        .unwrap()
    }

    async fn swap(
        &self,
        id: &ConnectionId,
        expected: Option<Version>,
        row: &Row,
    ) -> Result<Swap, StoreError> {
        let id = self.id(id);
        let mut row = row.clone();
        let mut expected = expected;
        match self.defect {
            Defect::IgnoresVersion => {
                if let Some(stored) = self.records.load(&id).await? {
                    expected = Some(stored.version);
                }
            }
            Defect::ConfirmsTooEarly if expected.is_some() => {
                return Ok(Swap::Done(Version(u64::MAX / 2)));
            }
            Defect::DoesNotLock => {
                let seen = self.version(&id).await?;
                if seen != expected {
                    return Ok(Swap::Conflict);
                }
                // Time enough for another thread to see the same.
                (0..1000).for_each(|_| std::thread::yield_now());
                expected = self.version(&id).await?;
            }
            Defect::LosesHead => row.head.clear(),
            Defect::LosesGeneration => row.generation = 0,
            Defect::LosesTokens if row.sealed.is_none() => row.sealed = Some(Vec::new()),
            _ => {}
        }
        self.records.compare_and_swap(&id, expected, &row).await
    }

    async fn version(&self, id: &ConnectionId) -> Result<Option<Version>, StoreError> {
        Ok(self.records.load(id).await?.map(|stored| stored.version))
    }

    async fn rows_after(
        &self,
        after: Option<&ConnectionId>,
        limit: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        let most = if self.defect == Defect::GivesShortPages {
            limit.min(5)
        } else {
            limit
        };
        let mut page = self.records.page(after, most).await?;
        let last = match after {
            Some(after) => self
                .records
                .load(after)
                .await?
                .map(|stored| (after.clone(), stored)),
            None => None,
        };
        match self.defect {
            Defect::RepeatsPages if page.len() > 1 => page.insert(0, page[0].clone()),
            Defect::GivesAfterAgain => page.splice(0..0, last).for_each(drop),
            Defect::NeedsAfter if after.is_some() && last.is_none() => page.clear(),
            _ => {}
        }
        page.truncate(limit);
        Ok(page)
    }

    /// A row with what the defect makes of its time and version.
    fn as_reported(&self, mut stored: Stored) -> Stored {
        match self.defect {
            Defect::StandsStill => stored.now = StoreTime(0),
            Defect::CountsMicroseconds => stored.now.0 *= 1000,
            Defect::LoadsOtherVersion => stored.version.0 += 1,
            _ => {}
        }
        stored
    }

    async fn remove(&self, id: &ConnectionId, expected: Version) -> Result<Swap, StoreError> {
        let id = self.id(id);
        let stored = self.records.load(&id).await?;
        match (self.defect, stored) {
            (Defect::DeletesBlindly, Some(stored)) => {
                self.records.delete(&id, stored.version).await
            }
            _ => self.records.delete(&id, expected).await,
        }
    }
}

impl TokenStore for Defective {
    fn identity(&self) -> &StoreIdentity {
        self.records.identity()
    }

    fn due(
        &self,
        shard: Shard,
        within: Duration,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Listed>, StoreError>> {
        Box::pin(async move {
            let most = if self.defect == Defect::SortsTooLate {
                usize::MAX
            } else {
                limit
            };
            let mut due = self.records.due(shard, within, most).await?;
            match self.defect {
                Defect::IgnoresDue => due.reverse(),
                Defect::SortsTooLate => {
                    due.reverse();
                    due.truncate(limit);
                    due.sort_by_key(|(_, stored)| stored.row.due);
                }
                _ => {}
            }
            Ok(due)
        })
    }

    fn page<'a>(
        &'a self,
        after: Option<&'a ConnectionId>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>> {
        Box::pin(self.rows_after(after, limit))
    }

    fn load<'a>(
        &'a self,
        id: &'a ConnectionId,
    ) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        Box::pin(async move {
            if self.defect == Defect::CannotLoad {
                return Err(StoreError::new("no such row"));
            }
            Ok(self
                .records
                .load(&self.id(id))
                .await?
                .map(|stored| self.as_reported(stored)))
        })
    }

    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        row: &'a Row,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(self.swap(id, expected, row))
    }

    fn delete<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Version,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(self.remove(id, expected))
    }

    fn failovers(&self) -> u64 {
        self.records.failovers()
    }

    fn owner(&self) -> &str {
        if self.defect == Defect::HasNoOwner {
            ""
        } else {
            "owner"
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_kit_sees_a_broken_promise() {
    let cases = [
        (Defect::IgnoresVersion, "`None` replaced a record"),
        (Defect::DeletesBlindly, "deleted"),
        (Defect::ConfirmsTooEarly, "expects version 1 was done"),
        (Defect::LosesHead, "head: wrote 12 bytes, read 0 bytes"),
        (
            Defect::LosesTokens,
            "leaves that field as it is; sealed: wrote 12 bytes, read 0 bytes",
        ),
        (Defect::LosesGeneration, "generation: wrote 1, read 0"),
        (
            Defect::DoesNotLock,
            "of several writers that expect the same version, one wins",
        ),
        (
            Defect::LoadsOtherVersion,
            "carries the version that `load` then gives; Done said 1, load says 2",
        ),
        (
            Defect::IgnoresDue,
            "the rows [3, 7, 5, 1, 8, 2, 6, 4] were given instead of [4, 6, 2, 8, 1, 5, 7, 3]",
        ),
        (
            Defect::SortsTooLate,
            "the rows [7, 3] were given instead of [4, 6]",
        ),
        (Defect::RepeatsPages, "gives every row once"),
        (Defect::GivesAfterAgain, "was given again"),
        (
            Defect::GivesShortPages,
            "fewer than `limit` rows are the last ones",
        ),
        (Defect::NeedsAfter, "continues after a row that was deleted"),
        (Defect::StandsStill, "it moved by 0ns"),
        (Defect::CountsMicroseconds, "`now` counts milliseconds"),
        (Defect::FoldsCase, "different names are different"),
        (Defect::HasNoOwner, "it is empty"),
    ];
    for (defect, told) in cases {
        let store: Arc<dyn TokenStore> = Arc::new(Defective {
            records: MemoryStore::new(),
            defect,
        });
        let breach = contract::check(async || Ok::<_, Infallible>(store.clone()))
            .await
            .unwrap_err();
        assert!(breach.to_string().contains(told), "{defect:?}: {breach}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_kit_sees_a_store_that_forgets() {
    let forgets = contract::check(async || {
        Ok::<Arc<dyn TokenStore>, Infallible>(Arc::new(Defective {
            records: MemoryStore::new(),
            defect: Defect::CountsFromOne,
        }))
    });
    let breach = forgets.await.unwrap_err();
    assert!(
        breach
            .to_string()
            .contains("handles on the same rows have the same identity"),
        "{breach}"
    );
}

/// Nothing races there: a store without a lock would pass.
#[test]
fn the_kit_refuses_a_runtime_with_one_thread() {
    let alone = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let one_worker = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_time()
        .build()
        .unwrap();
    for runtime in [alone, one_worker] {
        let store: Arc<dyn TokenStore> = Arc::new(MemoryStore::new());
        let breach = runtime
            .block_on(contract::check(async || Ok::<_, Infallible>(store.clone())))
            .unwrap_err();
        assert!(breach.to_string().contains("several threads"), "{breach}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_breach_leaves_to_its_source_what_that_says() {
    let breach = contract::check(async || Err(StoreError::new("no such disk")))
        .await
        .unwrap_err();
    assert!(!breach.to_string().contains("no such disk"), "{breach}");
    assert_eq!(breach.source().unwrap().to_string(), "no such disk");
    let store: Arc<dyn TokenStore> = Arc::new(Defective {
        records: MemoryStore::new(),
        defect: Defect::CannotLoad,
    });
    let breach = contract::check(async || Ok::<_, Infallible>(store.clone()))
        .await
        .unwrap_err();
    assert!(!breach.to_string().contains("no such row"), "{breach}");
    assert_eq!(breach.source().unwrap().to_string(), "no such row");
}

/// Whether there are keys or not: it is no matter of keys.
#[tokio::test]
async fn an_empty_sealed_field_is_damage() {
    let store = Arc::new(MemoryStore::new());
    let id = ConnectionId::new("empty").unwrap();
    let head = br#"{"generation":1,"state":"ready","client_id":"c","provider":"p"}"#.to_vec();
    store
        .compare_and_swap(&id, None, &Row::new(1, None, None, head, Some(Vec::new())))
        .await
        .unwrap();
    let error = Vault::from(store).load(&id).await.unwrap_err();
    assert!(
        error.to_string().contains("the sealed field is empty"),
        "{error}"
    );
    assert_eq!(error.kind(), StoreErrorKind::Damaged);
}
