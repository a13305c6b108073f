//! The small parts of JSON text that writing needs: strings, names, commas.

/// Appends `text` as a JSON string.
pub(crate) fn write_string(text: &str, out: &mut String) {
    if text.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\') {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        out.push_str(&serde_json::Value::from(text).to_string());
    }
}

/// Appends the name of an object's field, with the comma before and the colon after it.
pub(crate) fn write_name(name: &str, first: &mut bool, out: &mut String) {
    if !*first {
        out.push(',');
    }
    *first = false;
    write_string(name, out);
    out.push(':');
}
