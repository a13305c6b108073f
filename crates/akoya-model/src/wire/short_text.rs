//! Texts that are short more often than not: times, names of fields, values of one word.

use std::cmp::Ordering;

/// The longest text in bytes that needs no memory of its own. A time with milliseconds has 24 and does; one without
/// has 20.
const SHORT: usize = 22;

/// A text, in place while it is short.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct ShortText(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    /// Zeros follow the text, so that equal texts are equal bytes.
    Short {
        length: u8,
        bytes: [u8; SHORT],
    },
    Long(Box<str>),
}

impl ShortText {
    pub(crate) fn as_str(&self) -> &str {
        match &self.0 {
            // Checked again at each look: only unsafe code could do without, and few look.
            Repr::Short { length, bytes } => bytes
                .get(..usize::from(*length))
                .and_then(|text| std::str::from_utf8(text).ok())
                .unwrap_or_default(),
            Repr::Long(text) => text,
        }
    }
}

impl From<&str> for ShortText {
    fn from(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        Self(match bytes.get_mut(..text.len()) {
            Some(place) => {
                place.copy_from_slice(text.as_bytes());
                Repr::Short {
                    length: text.len() as u8,
                    bytes,
                }
            }
            None => Repr::Long(text.into()),
        })
    }
}

impl Ord for ShortText {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for ShortText {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_any_length_is_kept() {
        for length in 0..50 {
            for letter in ["a", "é", "\0"] {
                let text = letter.repeat(length);
                assert_eq!(ShortText::from(text.as_str()).as_str(), text);
            }
        }
    }

    #[test]
    fn texts_of_zeros_are_distinguished() {
        assert!(ShortText::from("a") != ShortText::from("a\0"));
        assert!(ShortText::from("a") < ShortText::from("a\0"));
    }

    #[test]
    fn short_text_takes_no_more_room_than_a_string() {
        assert_eq!(size_of::<Option<ShortText>>(), size_of::<String>());
    }
}
