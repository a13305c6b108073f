//! Parts of a path, encoded so that none leads elsewhere.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but RFC 3986's unreserved characters.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Why a path cannot be made.
pub(crate) const PROBLEM: &str =
    "an identifier is empty, `.` or `..`, which cannot be part of a URL path";

/// Adds a part to a path, as received but for the encoding. Returns whether it can be one: it would lead elsewhere
/// otherwise.
///
/// `..` is not sent as `%2E%2E`: URL parsers take that for `..` too (WHATWG URL, double-dot segment), and so do
/// servers.
pub(crate) fn push(path: &mut String, segment: &str) -> bool {
    path.push('/');
    path.extend(utf8_percent_encode(segment, SEGMENT));
    !matches!(segment, "" | "." | "..")
}
