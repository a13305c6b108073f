//! The names that Python gives to what the wire and the API description name.

/// Wire names that are no names in Python, or builtins.
const EXCEPTIONS: &[(&str, &str)] = &[("type", "mtype"), ("yield", "myield")];

/// Returns the name of the attribute for a field: `calendarYearFor401K` is `calendar_year_for_401_k`.
pub(crate) fn attribute(wire: &str) -> String {
    let exception = EXCEPTIONS.iter().find(|(name, _)| *name == wire);
    exception.map_or_else(|| snake(wire), |(_, name)| (*name).to_owned())
}

/// Returns the name of the module of a class: `Form1041K1` is in `form_1041_k_1`.
pub(crate) fn module(class: &str) -> String {
    snake(class)
}

/// Returns the name of an enumeration's member: the value in capitals, and `ENUM_` before what could not begin or
/// be a name.
pub(crate) fn member(value: &str) -> String {
    let name: String = value
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('_'),
            _ if c.is_ascii_alphanumeric() || c == '_' => Some(c.to_ascii_uppercase()),
            _ => None,
        })
        .collect();
    let is_plain = name.len() == value.len()
        && !value.contains(' ')
        && !value.starts_with(|c: char| c.is_ascii_digit());
    if is_plain {
        name
    } else {
        format!("ENUM_{name}")
    }
}

/// Splits at capitals and at digits, which are words of their own.
fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    let bytes = name.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied();
        let after = bytes.get(at + 1).copied();
        if before.is_some_and(|before| begins_word(before, *byte, after)) {
            out.push('_');
        }
        if *byte != b'_' {
            out.push(byte.to_ascii_lowercase() as char);
        }
    }
    out
}

/// Returns whether a word begins at `byte`. In `199ADividends`, `A` is a word: the last
/// capital of several belongs to what follows.
fn begins_word(before: u8, byte: u8, after: Option<u8>) -> bool {
    if byte == b'_' || before == b'_' {
        return byte == b'_';
    }
    let class = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_uppercase());
    match (class(before), class(byte)) {
        ((false, _), (true, _)) | ((true, _), (false, _)) => true,
        ((_, false), (_, true)) => true,
        ((_, true), (_, true)) => after.is_some_and(|after| after.is_ascii_lowercase()),
        _ => false,
    }
}
