//! The text of a document in a file: in the encoding that its first bytes show, or that a person names.

use std::borrow::Cow;
use std::str::FromStr;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::exit_code::ExitCode;
use crate::failure::Failure;

/// The encoding of a document, by one of the names that browsers know (WHATWG Encoding, section 4.2).
#[derive(Debug, Clone, Copy)]
pub(crate) struct EncodingName(&'static Encoding);

impl FromStr for EncodingName {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Encoding::for_label(name.as_bytes()).map(Self).ok_or(
            "there is no such encoding; examples are utf-8, utf-16le, iso-8859-1, windows-1252 and shift_jis",
        )
    }
}

/// Reads a document. A byte order mark says most, then the person, then the bytes themselves; JSON without
/// any of them is UTF-8 (RFC 8259 section 8.1).
///
/// Nothing is replaced: a document that does not fit its encoding would be shown with other text than it has.
pub(crate) fn text(bytes: &[u8], named: Option<EncodingName>) -> Result<Cow<'_, str>, Failure> {
    let named = named.map(|EncodingName(encoding)| encoding);
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, bytes.get(length..).unwrap_or_default()),
        None => (named.or_else(|| wide(bytes)).unwrap_or(UTF_8), bytes),
    };
    if encoding == UTF_8 {
        return std::str::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(|error| not_utf_8(bytes.get(..error.valid_up_to()).unwrap_or_default()));
    }
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| failure(format!("the document is not {}", encoding.name())))
}

/// Returns the form of UTF-16 that the bytes have. JSON begins with two ASCII characters, so every
/// second byte is zero (RFC 4627 section 3).
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0, 1..=u8::MAX, 0, 1..=u8::MAX, ..] => Some(UTF_16BE),
        [1..=u8::MAX, 0, 1..=u8::MAX, 0, ..] => Some(UTF_16LE),
        _ => None,
    }
}

/// Names the position of the first byte that cannot be read, after those that can.
fn not_utf_8(valid: &[u8]) -> Failure {
    let lines = || valid.split(|byte| *byte == b'\n');
    let (line, column) = (
        lines().count(),
        lines().next_back().map_or(0, <[u8]>::len) + 1,
    );
    failure(format!(
        "the document is not UTF-8 at line {line} column {column}"
    ))
}

fn failure(text: String) -> Failure {
    Failure::new(ExitCode::Response, text).advise(
        "Name the encoding of the document with --encoding, for example windows-1252; nothing was printed.",
    )
}
