//! Tokens in clear: for a program that was built without the feature `encryption`.

use zeroize::Zeroizing;

use crate::store::connection_id::ConnectionId;
use crate::store::error::{StoreError, StoreErrorKind};
use crate::store::head::Head;
use crate::store::record::Record;
use crate::vault::records::{Unsealed, Vault, to_text};
use crate::vault::written_row::KeysInUse;

impl Vault {
    pub(crate) fn keys_in_use(&self) -> Option<KeysInUse> {
        Some(KeysInUse)
    }

    /// Returns the tokens as the store keeps them: in clear.
    pub(crate) async fn seal(
        &self,
        _: &ConnectionId,
        record: &Record,
    ) -> Result<Vec<u8>, StoreError> {
        Ok(to_text(record)?.to_vec())
    }

    /// Returns the text of tokens that came from the store.
    pub(crate) async fn unseal(
        &self,
        id: &ConnectionId,
        _: &Head,
        sealed: &[u8],
        _: Unsealed,
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        if sealed.first() == Some(&b'{') {
            return Ok(Zeroizing::new(sealed.to_vec()));
        }
        let text = format!(
            "the tokens of `{id}` are encrypted, and this program was built without `encryption`"
        );
        Err(StoreError::new(text).with_kind(StoreErrorKind::Sealed))
    }
}
