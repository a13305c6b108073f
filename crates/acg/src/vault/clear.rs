//! Tokens in clear: for a program that was built without the feature `encryption`.

use zeroize::Zeroizing;

use super::{Vault, plaintext};
use crate::record::{Head, Record};
use crate::store::{ConnectionId, StoreError, StoreErrorKind};

impl Vault {
    pub(super) async fn seal(
        &self,
        _: &ConnectionId,
        record: &Record,
    ) -> Result<Vec<u8>, StoreError> {
        Ok(plaintext(record)?.to_vec())
    }

    pub(super) async fn unseal(
        &self,
        id: &ConnectionId,
        _: &Head,
        sealed: &[u8],
        _: bool,
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
