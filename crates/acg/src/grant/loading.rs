//! Loads the record of a grant from its vault.

use crate::error::Error;
use crate::grant::committer::{Committer, store_failure};
use crate::operation::Operation;
use crate::store::error::StoreError;
use crate::store::record::Record;
use crate::store::row::Row;
use crate::vault::records::LoadedRecord;

impl Committer {
    /// Loads the record. A token that the program brought is put into an empty store first.
    pub(crate) async fn load(&self, operation: Operation) -> Result<Option<LoadedRecord>, Error> {
        let failed = |error| store_failure(operation, "the grant cannot be read", error);
        let mut loaded = self.load_record().await.map_err(failed)?;
        if let (None, Some(token)) = (&loaded, self.cache.initial()) {
            Box::pin(self.put_initial(token)).await.map_err(failed)?;
            loaded = self.load_record().await.map_err(failed)?;
        }
        if let Some(loaded) = &loaded {
            self.check_issuer(&loaded.record.head)?;
        }
        Ok(loaded)
    }

    async fn load_record(&self) -> Result<Option<LoadedRecord>, StoreError> {
        let Some(stored) = self.vault.load_row(&self.connection).await? else {
            return Ok(None);
        };
        match self.known(&stored.row) {
            Some(record) => Ok(Some(LoadedRecord::new(record, &stored))),
            None => self.vault.open_living(&self.connection, &stored).await,
        }
    }

    fn known(&self, row: &Row) -> Option<Record> {
        let (current, keys) = self.cache.current().zip(self.vault.keys_in_use())?;
        current.record_in(row, &keys)
    }
}
