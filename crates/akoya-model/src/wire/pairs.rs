//! The fields of a JSON object as raw text.

use std::borrow::Cow;

use super::cursor::Cursor;

/// Returns the names and raw values of a JSON object; nothing when it is not one.
pub(crate) fn pairs(json: &str) -> Option<Vec<(Cow<'_, str>, &str)>> {
    let mut cursor = Cursor::new(json);
    if !cursor.enter_object() {
        return None;
    }
    let mut is_first = true;
    let mut pairs = Vec::new();
    while let Some(name) = cursor.next_name(&mut is_first).ok()? {
        pairs.push((name, cursor.skip().ok()?));
    }
    Some(pairs)
}
