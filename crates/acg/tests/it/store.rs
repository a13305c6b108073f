//! The store in memory keeps the promises, and the kit sees those that are broken.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use acg::store::{
    Listed, MemoryStore, Row, Shard, StoreError, StoreIdentity, Stored, Swap, TokenStore, Version, contract,
};
use acg::{BoxFuture, ConnectionId};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_store_in_memory_keeps_every_promise() {
    let store: Arc<dyn TokenStore> = Arc::new(MemoryStore::new());
    contract::check(async || Ok::<_, Infallible>(store.clone())).await.unwrap();
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
    AnswersTooEarly,
    LosesHead,
    LosesTokens,
    IgnoresDue,
    RepeatsPages,
    FoldsCase,
    HasNoOwner,
    CountsFromOne,
}

impl Defective {
    fn id(&self, id: &ConnectionId) -> ConnectionId {
        let name = id.as_str();
        ConnectionId::new(if self.defect == Defect::FoldsCase { name.to_lowercase() } else { name.to_owned() }).unwrap()
    }

    async fn swap(&self, id: &ConnectionId, expected: Option<Version>, row: &Row) -> Result<Swap, StoreError> {
        let id = self.id(id);
        let mut row = row.clone();
        let mut expected = expected;
        match self.defect {
            Defect::IgnoresVersion => {
                if let Some(stored) = self.records.load(&id).await? {
                    expected = Some(stored.version);
                }
            }
            Defect::AnswersTooEarly if expected.is_some() => return Ok(Swap::Done(Version(u64::MAX / 2))),
            Defect::LosesHead => row.head.clear(),
            Defect::LosesTokens if row.sealed.is_none() => row.sealed = Some(Vec::new()),
            _ => {}
        }
        self.records.compare_and_swap(&id, expected, &row).await
    }

    async fn remove(&self, id: &ConnectionId, expected: Version) -> Result<Swap, StoreError> {
        let id = self.id(id);
        let stored = self.records.load(&id).await?;
        match (self.defect, stored) {
            (Defect::DeletesBlindly, Some(stored)) => self.records.delete(&id, stored.version).await,
            _ => self.records.delete(&id, expected).await,
        }
    }
}

impl TokenStore for Defective {
    fn identity(&self) -> &StoreIdentity {
        self.records.identity()
    }

    fn due(&self, shard: Shard, within: Duration, limit: usize) -> BoxFuture<'_, Result<Vec<Listed>, StoreError>> {
        Box::pin(async move {
            let mut due = self.records.due(shard, within, limit).await?;
            if self.defect == Defect::IgnoresDue {
                due.reverse();
            }
            Ok(due)
        })
    }

    fn page<'a>(
        &'a self,
        after: Option<&'a ConnectionId>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>> {
        Box::pin(async move {
            let mut page = self.records.page(after, limit).await?;
            if self.defect == Defect::RepeatsPages && page.len() > 1 {
                page.insert(0, page[0].clone());
                page.truncate(limit);
            }
            Ok(page)
        })
    }

    fn load<'a>(&'a self, id: &'a ConnectionId) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        Box::pin(async move { self.records.load(&self.id(id)).await })
    }

    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        row: &'a Row,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(self.swap(id, expected, row))
    }

    fn delete<'a>(&'a self, id: &'a ConnectionId, expected: Version) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(self.remove(id, expected))
    }

    fn owner(&self) -> &str {
        if self.defect == Defect::HasNoOwner { "" } else { "owner" }
    }
}

#[tokio::test]
async fn the_kit_sees_a_broken_promise() {
    let cases = [
        (Defect::IgnoresVersion, "`None` replaced a record"),
        (Defect::DeletesBlindly, "deleted"),
        (Defect::AnswersTooEarly, "expects version 1 was done"),
        (Defect::LosesHead, "another row was given"),
        (Defect::LosesTokens, "leaves that field as it is"),
        (Defect::IgnoresDue, "whose time has come"),
        (Defect::RepeatsPages, "gives every row once"),
        (Defect::FoldsCase, "different names are different"),
        (Defect::HasNoOwner, "it is empty"),
    ];
    for (defect, told) in cases {
        let store: Arc<dyn TokenStore> = Arc::new(Defective { records: MemoryStore::new(), defect });
        let breach = contract::check(async || Ok::<_, Infallible>(store.clone())).await.unwrap_err();
        assert!(breach.to_string().contains(told), "{defect:?}: {breach}");
    }
}

#[tokio::test]
async fn the_kit_sees_a_store_that_forgets() {
    let forgets = contract::check(async || {
        Ok::<Arc<dyn TokenStore>, Infallible>(Arc::new(Defective {
            records: MemoryStore::new(),
            defect: Defect::CountsFromOne,
        }))
    });
    let breach = forgets.await.unwrap_err();
    assert!(breach.to_string().contains("handles on the same rows have the same identity"), "{breach}");
}
