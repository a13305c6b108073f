//! Plain text in a JSON string: where it ends.

/// Returns how many bytes come before the first that is not plain text in a string: a quote, a backslash, a control
/// character.
///
/// Eight bytes at a time: names and texts are most of a response.
#[inline(always)]
pub(crate) fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const TOPS: u64 = ONES << 7;
    // With this bit turned, a quote comes next after the control characters.
    const TURN: u64 = ONES * 0x02;
    const BACKSLASHES: u64 = ONES * b'\\' as u64;
    let mut rest = bytes;
    while let Some((eight, after)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*eight);
        // The top bit of a byte is set where the byte is below what is subtracted; a borrow from the byte before
        // can set it wrongly only above one where it is right, and the lowest counts.
        let ends = (word ^ TURN).wrapping_sub(ONES * 0x21);
        let ends = (ends | (word ^ BACKSLASHES).wrapping_sub(ONES)) & TOPS;
        // Or the byte is beyond ASCII, which is rare.
        if ends != 0 && ends & !word != 0 {
            let end = (ends & !word).trailing_zeros() as usize / 8;
            return bytes.len() - rest.len() + end;
        }
        rest = after;
    }
    bytes.len() - rest.len() + plain_length_at_end(rest)
}

/// Returns the same of the last bytes of a document, fewer than eight.
#[cold]
#[inline(never)]
fn plain_length_at_end(bytes: &[u8]) -> usize {
    let is_plain = |byte: &&u8| **byte >= 0x20 && **byte != b'"' && **byte != b'\\';
    bytes.iter().take_while(is_plain).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn string_ends_at_its_quote_wherever_that_is() {
        for length in 0..20 {
            for stop in ["\"", "\\", "\n", "\u{1f}"] {
                let text = format!("{}{stop}é\"", "\u{7f}".repeat(length));
                assert_eq!(plain_length(text.as_bytes()), length, "{text:?}");
            }
        }
    }

    #[test]
    fn bytes_beyond_ascii_are_plain() {
        let text = "é\u{80}ÿ\u{10ffff}日本語".repeat(3);
        assert_eq!(plain_length(text.as_bytes()), text.len());
    }
}
