//! The text of a body, in the encoding that it has.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

/// Returns the text of a body as this crate reads it: by what its media type and a mark before it say of the encoding.
/// What is unreadable in it is U+FFFD.
///
/// For the bytes of a response that the program has had in hand itself.
pub fn body_text<'a>(content_type: Option<&str>, bytes: &'a [u8]) -> Cow<'a, str> {
    text(content_type, bytes).0
}

/// Reads a body. Returns the text, and whether something in it was unreadable and is U+FFFD now.
///
/// JSON is UTF-8 (RFC 8259 section 8.1), and bytes that are valid UTF-8 are rarely anything else, so a label
/// is believed only where they are not: servers write `charset=ISO-8859-1` over UTF-8 too. UTF-16 is the
/// exception, since its bytes can pass for UTF-8.
pub(crate) fn text<'a>(content_type: Option<&str>, bytes: &'a [u8]) -> (Cow<'a, str>, bool) {
    let label = content_type.and_then(charset);
    let is_wide = label.is_some_and(|label| !label.is_ascii_compatible());
    if !is_wide && let Ok(text) = str::from_utf8(bytes) {
        return (Cow::Borrowed(text.trim_start_matches('\u{feff}')), false);
    }
    let (text, _, is_broken) = label.unwrap_or(UTF_8).decode(bytes);
    (text, is_broken)
}

/// Returns the encoding that a media type names (RFC 9110 section 8.3.2).
fn charset(content_type: &str) -> Option<&'static Encoding> {
    let parameters = content_type.split(';').skip(1);
    let mut pairs = parameters.filter_map(|parameter| parameter.split_once('='));
    let (_, label) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Encoding::for_label(label.trim().trim_matches('"').as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content_type: &str, bytes: &[u8]) -> (String, bool) {
        let (text, is_broken) = text(Some(content_type), bytes);
        (text.into_owned(), is_broken)
    }

    #[test]
    fn label_is_believed_where_the_bytes_are_not_utf_8() {
        let whole = |text: &str| (text.to_owned(), false);
        let latin = "application/json; Charset=\"iso-8859-1\"";
        assert_eq!(read(latin, b"Caf\xe9 \x80"), whole("Caf\u{e9} \u{20ac}"));
        assert_eq!(read(latin, "Caf\u{e9}".as_bytes()), whole("Caf\u{e9}"));
        let windows = "text/json;charset=windows-1252";
        assert_eq!(read(windows, b"it\x92s"), whole("it\u{2019}s"));
        let wide = "application/json;charset=utf-16le";
        assert_eq!(read(wide, b"{\0}\0"), whole("{}"));
        let japanese = "application/json;charset=shift_jis";
        assert_eq!(read(japanese, b"\x93\xfa"), whole("\u{65e5}"));
    }

    #[test]
    fn what_no_label_explains_is_replaced_and_reported() {
        for label in ["application/json", "application/json;charset=nope", ""] {
            assert_eq!(read(label, b"it\x92s"), ("it\u{fffd}s".to_owned(), true));
        }
        assert_eq!(text(None, b"\xef\xbb\xbf{}"), (Cow::Borrowed("{}"), false));
    }
}
