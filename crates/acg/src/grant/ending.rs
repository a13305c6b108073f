//! Ending a grant that has ended at the provider, as another of its channels says.

use crate::error::{ConsentCause, Error};
use crate::grant::committer::store_failure;
use crate::grant::engine::Engine;
use crate::operation::Operation;
use crate::store::error::StoreError;
use crate::store::head::GrantState;
use crate::store::history::Event;
use crate::store::record::Record;
use crate::store::row::Swap;
use crate::vault::records::Tokens;

impl Engine {
    /// Marks the grant as ended if `is_meant` says so of what the store has. Returns whether this call did it.
    ///
    /// A lease does not stop it: the process that is sending takes a refusal for the same, and a token that it gets
    /// nevertheless is kept, because the generation decides whose response counts.
    pub(crate) async fn end_consent(
        &self,
        is_meant: impl Fn(&Record) -> bool + Send,
    ) -> Result<bool, Error> {
        let committer = &self.committer;
        let cause = ConsentCause::ConsentEnded;
        loop {
            let Some(loaded) = committer.load(Operation::Restore).await? else {
                return Ok(false);
            };
            let mut record = loaded.record;
            let is_over = matches!(record.head.state, GrantState::ConsentNeeded { .. });
            if is_over || !is_meant(&record) {
                return Ok(false);
            }
            let event = Event::Ended { cause };
            let event = committer.event(event, loaded.now, Some(&record), None);
            record.head.state = GrantState::ConsentNeeded { cause };
            record.head.second_look = None;
            // After a refusal a bearer is used to its last second; of this one the provider has said that it is over.
            record.head.expires_at = Some(loaded.now);
            record.head.remember(event);
            let (vault, id) = (&committer.vault, &committer.connection);
            let swap = vault.swap(id, Some(loaded.version), &record, Tokens::Unchanged);
            // After a conflict the question is asked again of what the other process has written.
            if let Swap::Done(_) = swap.await.map_err(failed)? {
                committer.cache.clear();
                return Ok(true);
            }
        }
    }
}

fn failed(error: StoreError) -> Error {
    let text = "the end of the consent cannot be stored";
    store_failure(Operation::Restore, text, error)
}
