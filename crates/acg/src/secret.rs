//! Text that must not be printed: redacted, zeroed on drop, compared in constant time.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A token, client secret or other text that must not be seen: `Debug` and `Display` are redacted, the memory is
/// zeroed on drop, comparison takes constant time.
///
/// Serialising writes the text itself, because that is how a token is saved: choose the destination with care.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes ownership of the text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Returns the text itself. Every call is a place to look at in a review.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether the text is of visible ASCII alone, as what is sent in a header must be.
    pub(crate) fn is_visible_ascii(&self) -> bool {
        // Without an end at the first other byte: several bytes are looked at in one step.
        let bytes = self.0.bytes();
        bytes.fold(true, |visible, byte| visible & byte.is_ascii_graphic())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        let (one, other) = (self.0.as_bytes(), other.0.as_bytes());
        // Eight bytes at a time: a token may have thousands, and is compared at each load.
        let (one_words, one_rest) = one.as_chunks();
        let (other_words, other_rest) = other.as_chunks();
        let words = one_words.iter().zip(other_words);
        let equal = words.fold(one_rest.ct_eq(other_rest), |equal, (one, other)| {
            equal & u64::from_ne_bytes(*one).ct_eq(&u64::from_ne_bytes(*other))
        });
        one.len() == other.len() && equal.into()
    }
}

impl Eq for Secret {}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        let secret = Secret::new("canary-secret");
        assert_eq!(
            format!("{secret:?} {secret} {secret:#?}"),
            "[redacted] [redacted] [redacted]"
        );
        assert_eq!(secret.expose(), "canary-secret");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_secret_is_overwritten_when_it_is_dropped() {
        let secret = Secret::new("s".repeat(1000));
        let mut memory = crate::memory::Memory::of(secret.expose().as_bytes()).unwrap();
        assert_eq!(memory.count(b's').unwrap(), 1000);
        drop(secret);
        // The allocator may have written to the memory; the rest of a secret that stayed would be nearly all of it.
        assert!(memory.count(b's').unwrap() < 100);
    }

    #[test]
    fn secrets_compare_by_their_text() {
        assert_eq!(Secret::new("abc"), Secret::new("abc"));
        for other in ["", "a", "ab", "abcd", "abd", "bbc", "acb", "ABC"] {
            assert_ne!(Secret::new("abc"), Secret::new(other), "{other}");
        }
        let text = "0123456789abcdefghi";
        assert_eq!(Secret::new(text), Secret::new(text));
        for length in 0..text.len() {
            assert_ne!(Secret::new(text), Secret::new(&text[..length]), "{length}");
            let other = [&text[..length], "_", &text[length + 1..]].concat();
            assert_ne!(Secret::new(text), Secret::new(&*other), "{other}");
            // A part more that is as long as what is compared at a time.
            assert_ne!(Secret::new(text), Secret::new([text, "01234567"].concat()));
        }
    }
}
