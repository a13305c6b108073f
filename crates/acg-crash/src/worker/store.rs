//! A store that reports to the harness what it has taken: from then on it must not be lost.

use std::sync::Arc;
use std::time::Duration;

use acg::store::{
    Change, Event, Head, Listed, OwnerState, Row, Shard, StoreError, StoreIdentity, Stored, Swap,
    TokenStore, Version,
};
use acg::{BoxFuture, ConnectionId};

use crate::orders::{WorkerEvent, connection_number, fingerprint, now, tell};

#[derive(Debug)]
pub(super) struct TellingStore(pub(super) Arc<dyn TokenStore>);

impl TokenStore for TellingStore {
    fn identity(&self) -> &StoreIdentity {
        self.0.identity()
    }

    fn load<'a>(
        &'a self,
        id: &'a ConnectionId,
    ) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        self.0.load(id)
    }

    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        row: &'a Row,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(async move {
            let swap = self.0.compare_and_swap(id, expected, row).await?;
            tell_swap(id, row, swap);
            Ok(swap)
        })
    }

    fn compare_and_swap_all<'a>(
        &'a self,
        changes: &'a [Change],
    ) -> BoxFuture<'a, Result<Vec<Swap>, StoreError>> {
        Box::pin(async move {
            let swaps = self.0.compare_and_swap_all(changes).await?;
            changes
                .iter()
                .zip(&swaps)
                .for_each(|(change, swap)| tell_swap(&change.id, &change.row, *swap));
            Ok(swaps)
        })
    }

    fn delete<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Version,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        self.0.delete(id, expected)
    }

    fn due(
        &self,
        shard: Shard,
        within: Duration,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Listed>, StoreError>> {
        self.0.due(shard, within, limit)
    }

    fn page<'a>(
        &'a self,
        after: Option<&'a ConnectionId>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>> {
        self.0.page(after, limit)
    }

    fn failovers(&self) -> u64 {
        self.0.failovers()
    }

    fn owner(&self) -> &str {
        self.0.owner()
    }

    fn owner_state<'a>(&'a self, owner: &'a str) -> BoxFuture<'a, OwnerState> {
        self.0.owner_state(owner)
    }
}

fn tell_swap(id: &ConnectionId, row: &Row, swap: Swap) {
    let (Swap::Done(_), Some(_)) = (swap, connection_number(id.as_str())) else {
        return;
    };
    let Ok(head) = Head::from_bytes(&row.head) else {
        return;
    };
    let newest = head.history.last().map(|entry| &entry.event);
    if row.sealed.as_ref().is_some_and(|sealed| !sealed.is_empty()) {
        let recovered = newest == Some(&Event::Recovered);
        if let Some(fingerprint) = fingerprint(&head) {
            tell(&WorkerEvent::Saved {
                fingerprint,
                at: now(),
                recovered,
            });
        }
    } else if row.owner.is_some() && matches!(newest, Some(Event::TakenOver { .. })) {
        tell(&WorkerEvent::TakenOver);
    }
}
