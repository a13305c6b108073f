//! Keys are a set or an error, never a panic; what verifies a signature is the key that made it.

use acg::jose::{Algorithm, KeySet};

use crate::jws::{JWS, PAYLOAD, X};

/// Reads the input as the keys of a provider.
pub fn check(data: &[u8]) {
    let Ok(keys) = KeySet::from_json(data) else {
        return;
    };
    let accepted = [Algorithm::Es256, Algorithm::Rs256, Algorithm::EdDsa];
    if let Ok(payload) = keys.verify(JWS, &accepted) {
        assert_eq!(payload, PAYLOAD);
        let text = String::from_utf8_lossy(data);
        // An escape could hide the key's text, but not that there are no keys.
        assert!(text.contains(X) || text.contains('\\'));
    }
    let refused = keys.verify(JWS, &[Algorithm::Hs256]);
    assert!(refused.is_err());
}
