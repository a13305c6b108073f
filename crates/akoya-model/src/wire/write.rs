//! Values written as JSON.

use super::cursor::Cursor;
use super::list::{elements, read_element};
use super::node::{Fields, Fit, List, View};
use super::shape::Field;
use super::text::write_name;

/// Returns a value as JSON, without white space.
pub(crate) fn json(value: View<'_>) -> String {
    let mut out = String::new();
    write_json(value, &mut out);
    out
}

/// Appends a value as JSON.
pub(crate) fn write_json(value: View<'_>, out: &mut String) {
    match value {
        View::Object(object) => write_object(object, out),
        View::List(list) => write_list(list, out),
        View::Value(value) => value.write_json(out),
    }
}

fn write_list(list: &dyn List, out: &mut String) {
    out.push('[');
    for (index, element) in views(list).enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_json(element, out);
    }
    out.push(']');
}

/// Returns the elements of a list.
pub(crate) fn views(list: &dyn List) -> impl Iterator<Item = View<'_>> {
    (0..).map_while(|index| list.get(index))
}

/// Calls `see` with each field of a struct and its value.
pub(crate) fn each_field(
    object: &dyn Fields,
    see: &mut dyn FnMut(&'static Field, Option<View<'_>>),
) {
    let fields = object.description().fields;
    object.slots(&mut |slots| {
        for (field, slot) in fields.iter().zip(slots) {
            see(field, slot.view());
        }
    });
}

/// Writes an object: earlier duplicates first, so that a reader that lets the last one win finds the value that counts.
fn write_object(object: &dyn Fields, out: &mut String) {
    let extra = object.extra();
    if let Some(json) = extra.not_an_object()
        && is_untouched(object)
    {
        return out.push_str(json.as_str());
    }
    let mut first = true;
    out.push('{');
    for (name, json) in extra.duplicates().filter(|(name, _)| has(object, name)) {
        write_name(name, &mut first, out);
        out.push_str(json.as_str());
    }
    each_field(object, &mut |field, value| {
        let name = field.wire();
        match (value, extra.kept(name)) {
            // The struct has only a part of what was read: the whole is written, unless the field was changed since.
            (Some(value), Some(json)) if is_part_of(value, json) => {
                write_name(name, &mut first, out);
                out.push_str(json);
            }
            (Some(value), _) => {
                write_name(name, &mut first, out);
                write_json(value, out);
            }
            (None, Some(json)) if !extra.is_partial(name) => {
                write_name(name, &mut first, out);
                out.push_str(json);
            }
            (None, _) => {}
        }
    });
    for (name, json) in extra.unknown() {
        write_name(name, &mut first, out);
        out.push_str(json.as_str());
    }
    out.push('}');
}

/// Returns whether a struct has no field set: an element that came as something else than an object, if nobody changed it.
pub(crate) fn is_untouched(object: &dyn Fields) -> bool {
    let mut untouched = true;
    object.slots(&mut |slots| untouched = slots.iter().all(|slot| slot.view().is_none()));
    untouched
}

/// Returns whether a field will be written.
fn has(object: &dyn Fields, name: &str) -> bool {
    let extra = object.extra();
    let mut found = extra.kept(name).is_some() && !extra.is_partial(name);
    each_field(object, &mut |field, value| {
        found |= value.is_some() && field.wire() == name;
    });
    found
}

/// Returns whether `json`, kept because only a part of it could be read, still stands for a value.
pub(crate) fn is_part_of(value: View<'_>, json: &str) -> bool {
    match value {
        View::Object(_) => false,
        View::List(list) => is_part_of_list(list, json),
        View::Value(value) => value.is_part_of(json),
    }
}

/// Returns whether a list still has what can be read of `json`, which is not all of it.
fn is_part_of_list(list: &dyn List, json: &str) -> bool {
    let mut values = views(list);
    let mut is_same = true;
    let mut is_part = false;
    for json in elements(json).into_iter().flatten() {
        list.with_empty(&mut |slot| {
            let fit = read_element(slot, &mut Cursor::new(json));
            is_part |= matches!(fit, Ok(Fit::Partial));
            if let Some(read) = slot.view() {
                is_same &= values
                    .next()
                    .is_some_and(|value| self::json(value) == self::json(read));
            }
        });
    }
    is_part && is_same && values.next().is_none()
}
