//! Randomness, handed in from outside so that a test controls it.

use std::fmt::Debug;
use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::{Error, ErrorKind};
use crate::hex::hex;
use crate::operation::Operation;

/// A cryptographically secure source of random bytes.
pub trait Random: Debug + Send + Sync {
    /// Fills `bytes`.
    ///
    /// # Errors
    /// When the source cannot deliver. There is no fallback: without randomness no authorization is started.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError>;
}

/// The source of random bytes failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system provided no random bytes")]
pub struct RandomError;

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
        getrandom::fill(bytes).map_err(|_| RandomError)
    }
}

/// Returns 256 random bits as 43 characters of the URL-safe base64 alphabet: a `state` (RFC 6749 §10.12) or a PKCE
/// verifier (RFC 7636 §4.1), or any other secret that has to be guessed.
///
/// # Errors
/// [`Configuration`](ErrorKind::Configuration) when the source cannot deliver.
pub fn token(random: &dyn Random) -> Result<String, Error> {
    // What RFC 7636 §7.1 recommends for a verifier.
    let mut bytes = [0; 32];
    random.fill(&mut bytes).map_err(|error| {
        Error::new(
            ErrorKind::Configuration,
            Operation::Authorize,
            "no random bytes are available to protect the request",
        )
        .with_source(error)
    })?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// How many numbers [`jitter`] chooses from.
const STEPS: f64 = (1_u64 << 32) as f64;

/// Returns a random number, at least 0 and less than 1, so that `(jitter * n) as usize` is an index of `n` things.
/// Without randomness it is 0.5: jitter protects no secret.
pub(crate) fn jitter(random: &dyn Random) -> f64 {
    let mut bytes = [0; 4];
    random
        .fill(&mut bytes)
        .map_or(0.5, |()| f64::from(u32::from_le_bytes(bytes)) / STEPS)
}

/// Returns 16 hexadecimal digits for a name that must not repeat; it protects no secret. Without randomness the
/// process and a count distinguish it from others.
pub(crate) fn name(random: &dyn Random) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let mut bytes = [0; 8];
    if random.fill(&mut bytes).is_err() {
        bytes[..4].copy_from_slice(&std::process::id().to_be_bytes());
        bytes[4..].copy_from_slice(&COUNT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    }
    hex(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Always(u8);

    impl Random for Always {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
            bytes.fill(self.0);
            Ok(())
        }
    }

    #[test]
    fn jitter_is_at_least_0_and_less_than_1() {
        assert_eq!(jitter(&Always(0)), 0.0);
        let largest = jitter(&Always(u8::MAX));
        assert!((0.999..1.0).contains(&largest), "{largest}");
    }
}
