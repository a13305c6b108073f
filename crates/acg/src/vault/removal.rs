//! Removing a grant, so that nothing of it comes back.

use std::time::Duration;

use crate::clock::unix_millis;
use crate::random::SystemRandom;
use crate::refresh::protocol::{self, CommitDecision};
use crate::store::connection_id::ConnectionId;
use crate::store::consent_id::ConsentId;
use crate::store::error::StoreError;
use crate::store::head::{GrantState, Head};
use crate::store::row::{Stored, Swap};
use crate::vault::records::{Vault, is_removed};

/// How long the row of a removed grant stays, at least. A spool may be on a machine that is off for days; one that
/// is away for longer can bring back a consent that never reached the store, but no refresh of one.
const REMEMBERED: Duration = Duration::from_secs(30 * 24 * 60 * 60);

impl Vault {
    /// Removes the grant of a connection, whatever is in its row. Nothing is sent to the provider.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove(&self, id: &ConnectionId) -> Result<(), StoreError> {
        while let Some(stored) = self.0.store.load(id).await? {
            if is_removed(&stored) {
                break;
            }
            if let Swap::Done(_) = self.remove_row(id, &stored).await? {
                break;
            }
        }
        Ok(())
    }

    /// Writes over the row that its grant was removed, and removes what the spool holds of it.
    ///
    /// Deleting the row instead would forget which consent it was and how far its generations went, and a response
    /// to the old consent that arrives later would be mistaken for news of the next one.
    pub(crate) async fn remove_row(
        &self,
        id: &ConnectionId,
        stored: &Stored,
    ) -> Result<Swap, StoreError> {
        let head = self.removed_head(stored);
        // An empty field instead of sealed tokens: nothing is left of them, and the key is not needed.
        let row = head.to_row(Some(Vec::new()))?;
        let swap = self
            .0
            .store
            .compare_and_swap(id, Some(stored.version), &row)
            .await?;
        let (Swap::Done(_), Some(spool)) = (swap, &self.0.spool) else {
            return Ok(swap);
        };
        // They would not be replayed. But they hold tokens of a grant that was removed.
        for found in spool.entries(&self.0.store.identity().id, Some(id)).await? {
            let entry = Head::from_bytes(&found.entry.row.head);
            let decision = entry.map(|entry| protocol::commit(Some(&head), &entry));
            if decision.is_ok_and(|decision| decision != CommitDecision::Write) {
                spool.remove(found.path).await;
            }
        }
        Ok(swap)
    }

    fn removed_head(&self, stored: &Stored) -> Head {
        let until = stored.now.after(REMEMBERED.max(self.retention() * 2));
        let state = GrantState::Removed { until };
        // A head that cannot be read says nothing about its consent. As a consent of this moment, the removal is later
        // than everything that may wait for this connection.
        let consent = || ConsentId::following([], unix_millis(self.0.clock.now()), &SystemRandom);
        match Head::from_bytes(&stored.row.head) {
            Ok(head) => Head {
                client_id: head.client_id,
                provider: head.provider,
                ..Head::new(head.generation, head.consent, state)
            },
            Err(_) => Head::new(stored.row.generation, Some(consent()), state),
        }
    }

    /// Deletes the row of a removed grant whose retention has ended.
    pub(crate) async fn sweep_removed(
        &self,
        id: &ConnectionId,
        stored: &Stored,
    ) -> Result<(), StoreError> {
        let head = Head::from_bytes(&stored.row.head)?;
        if let GrantState::Removed { until } = head.state
            && until <= stored.now
        {
            self.0.store.delete(id, stored.version).await?;
        }
        Ok(())
    }
}
