//! Objects: known fields in a struct, everything else in its [`Extra`](super::extra::Extra). How they are read.

use super::cursor::{Cursor, Malformed};
use super::json::Json;
use super::node::{Fields, Fit, Place, Slot, skip};
use super::pairs::pairs;

/// Reads an object into a struct that is empty.
pub(crate) fn read_object(
    object: &mut dyn Fields,
    cursor: &mut Cursor<'_>,
) -> Result<Fit, Malformed> {
    match cursor.enter_object() {
        true => read_fields(object, cursor),
        false => skip(cursor),
    }
}

/// Reads an object into a place that is empty.
pub(crate) fn read_into(slot: &mut dyn Slot, cursor: &mut Cursor<'_>) -> Result<Fit, Malformed> {
    if cursor.enter_object()
        && let Some(object) = slot.fill()
    {
        return read_fields(object, cursor);
    }
    skip(cursor)
}

/// Reads the fields of an object, which the cursor has just entered, into a struct that is empty. Of several fields
/// with one name the last counts, as in other JSON readers; the earlier are kept.
fn read_fields(object: &mut dyn Fields, cursor: &mut Cursor<'_>) -> Result<Fit, Malformed> {
    let start = cursor.position() - 1;
    let mut seen = 0_u128;
    let mut is_first = true;
    let mut has_several = false;
    while let Some(name) = cursor.next_name(&mut is_first)? {
        let Some(Place { at, slot }) = object.place(&name) else {
            let value = Json::from_checked(cursor.skip()?);
            object.extra_mut().keep_unknown(&name, value);
            continue;
        };
        let bit = 1_u128 << at;
        if seen & bit != 0 {
            has_several = true;
            cursor.skip()?;
            continue;
        }
        seen |= bit;
        let start = cursor.position();
        let outcome = read_value(slot, cursor)?;
        if outcome != Outcome::Read(Fit::Complete) {
            keep(object, at, outcome, cursor.since(start));
        }
    }
    if has_several {
        read_last_values(object, cursor, cursor.since(start))?;
    }
    Ok(Fit::Complete)
}

/// What became of a field's value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Null,
    Read(Fit),
}

/// Reads the value of a field.
#[inline]
fn read_value(slot: &mut dyn Slot, cursor: &mut Cursor<'_>) -> Result<Outcome, Malformed> {
    if cursor.peek() == Some(b'n') && cursor.word("null") {
        return Ok(Outcome::Null);
    }
    slot.read(cursor).map(Outcome::Read)
}

/// Keeps a value that does not fit: rare.
#[cold]
fn keep(object: &mut dyn Fields, at: u8, outcome: Outcome, json: &str) {
    let Some(field) = object.description().fields.get(usize::from(at)) else {
        return;
    };
    let (name, extra) = (field.wire(), object.extra_mut());
    match outcome {
        Outcome::Null => extra.keep_null(name),
        Outcome::Read(Fit::Complete) => {}
        Outcome::Read(Fit::Partial) => extra.keep_partial(name, Json::from_checked(json)),
        Outcome::Read(Fit::Mismatch) => extra.keep_invalid(name, Json::from_checked(json)),
    }
}

/// Reads the last value of each field that had several, and keeps the earlier as they stand there.
fn read_last_values(
    object: &mut dyn Fields,
    cursor: &Cursor<'_>,
    json: &str,
) -> Result<(), Malformed> {
    let fields = object.description().fields;
    let mut last: Vec<(Option<&str>, bool)> = vec![(None, false); fields.len()];
    for (name, value) in pairs(json).ok_or(Malformed)? {
        let known = object.place(&name).map(|place| usize::from(place.at));
        let known = known.and_then(|at| Some((last.get_mut(at)?, fields.get(at)?)));
        if let Some(((slot, is_several), field)) = known
            && let Some(earlier) = slot.replace(value)
        {
            *is_several = true;
            let earlier = Json::from_checked(earlier);
            object.extra_mut().keep_duplicate(field.wire(), earlier);
        }
    }
    for (field, (value, is_several)) in fields.iter().zip(last) {
        if let (Some(value), true) = (value, is_several) {
            object.extra_mut().forget(field.wire());
            read_again(object, field.wire(), &mut cursor.again(value))?;
        }
    }
    Ok(())
}

/// Reads another value into a field.
fn read_again(
    object: &mut dyn Fields,
    name: &str,
    cursor: &mut Cursor<'_>,
) -> Result<(), Malformed> {
    let Some(Place { at, slot }) = object.place(name) else {
        return Ok(());
    };
    slot.clear();
    let start = cursor.position();
    let outcome = read_value(slot, cursor)?;
    keep(object, at, outcome, cursor.since(start));
    Ok(())
}
