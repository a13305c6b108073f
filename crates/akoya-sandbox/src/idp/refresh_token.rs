//! Refresh tokens, which are derived from a key and never stored.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use crate::dialect::Dialect;
use crate::id_token;
use crate::random;
use crate::state::consent::Consent;

const HYDRA: &str = "ory_rt_";

/// Returns the valid refresh token of a consent: an id, which stays, and a secret, which changes with every
/// rotation. In Dex's form a protobuf message holds both.
///
/// The secret is derived from a key of the state. A random one would have to be stored in clear, because within the
/// reuse window the same token is sent again.
pub(super) fn current(key: &[u8], consent: &Consent, dialect: Dialect) -> String {
    let (id, secret) = (
        &consent.refresh_id,
        secret(key, &consent.refresh_id, consent.generation),
    );
    match dialect {
        Dialect::Dex => URL_SAFE_NO_PAD.encode(id_token::two_strings(id, &secret)),
        Dialect::Hydra => format!("{HYDRA}{id}.{secret}"),
    }
}

/// Splits a presented token of either form into id and secret.
pub(crate) fn parse(token: &str) -> Option<(String, String)> {
    if let Some(token) = token.strip_prefix(HYDRA) {
        return token
            .split_once('.')
            .map(|(id, secret)| (id.to_owned(), secret.to_owned()));
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (id, rest) = string_field(0x0a, &bytes)?;
    let (secret, rest) = string_field(0x12, rest)?;
    rest.is_empty().then_some((id, secret))
}

/// Returns whether a secret is that of an earlier token, one of the last 10,000.
pub(super) fn was_used(key: &[u8], consent: &Consent, presented: &str) -> bool {
    // Deriving them again takes microseconds each, and happens only when a refresh is refused.
    let earlier = (1..consent.generation).rev().take(10_000);
    earlier
        .map(|generation| secret(key, &consent.refresh_id, generation))
        .any(|one| one == presented)
}

/// Returns the generation of a secret if it is the current or the previous one.
pub(super) fn generation(key: &[u8], consent: &Consent, presented: &str) -> Option<i64> {
    let matches = |generation: i64| {
        secret(key, &consent.refresh_id, generation)
            .as_bytes()
            .ct_eq(presented.as_bytes())
            .into()
    };
    [consent.generation, consent.generation - 1]
        .into_iter()
        .filter(|one| *one > 0)
        .find(|one| matches(*one))
}

fn secret(key: &[u8], id: &str, generation: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    let tag = hmac::sign(&key, format!("{id}/{generation}").as_bytes());
    let mut bytes = [0; 25];
    bytes.copy_from_slice(&tag.as_ref()[..25]);
    random::base32_token(bytes)
}

fn string_field(tag: u8, bytes: &[u8]) -> Option<(String, &[u8])> {
    let (&[found, length], rest) = bytes.split_first_chunk::<2>()?;
    let (text, rest) = rest.split_at_checked(usize::from(length))?;
    if found != tag || length > 127 {
        return None;
    }
    Some((String::from_utf8(text.to_vec()).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn consent(generation: i64) -> Consent {
        Consent {
            id: "grant".into(),
            client_id: "client".into(),
            user: "kim".into(),
            connector: "mikomo".into(),
            scope: "openid".into(),
            accounts: vec!["a".into()],
            session: "session".into(),
            requested_at: 0,
            signed_in_at: 0,
            granted_at: 0,
            refresh_id: "abc".into(),
            generation,
            rotated_at: 0,
            revoked_by: None,
        }
    }

    #[test]
    fn a_token_identifies_its_consent_and_generation() {
        let first = current(b"key", &consent(1), Dialect::Dex);
        let second = current(b"key", &consent(2), Dialect::Dex);
        assert_ne!(first, second);
        let (id, secret) = parse(&first).unwrap();
        assert_eq!(id, "abc");
        assert_eq!(generation(b"key", &consent(1), &secret), Some(1));
        assert_eq!(generation(b"key", &consent(2), &secret), Some(1));
        assert_eq!(generation(b"key", &consent(3), &secret), None);
        assert_eq!(generation(b"other", &consent(1), &secret), None);
    }

    #[test]
    fn both_forms_are_read_and_an_earlier_token_is_recognized() {
        let first = current(b"key", &consent(1), Dialect::Hydra);
        assert!(first.starts_with("ory_rt_"), "{first}");
        let (id, secret) = parse(&first).unwrap();
        assert_eq!(
            parse(&current(b"key", &consent(1), Dialect::Dex)),
            Some((id, secret.clone()))
        );
        assert!(was_used(b"key", &consent(5), &secret));
        assert!(!was_used(b"key", &consent(1), &secret));
    }

    #[test]
    fn garbage_is_not_a_token() {
        for bad in ["", "!", "Cg", "CgNhYmM", "CgNhYmMSBWEi", "CgNhYmMSAWFh"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
