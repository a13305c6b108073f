//! Fields found by their names in JSON.

use super::extra::Extra;
use super::json::Json;
use super::node::{Fields, List, Presence, View};
use super::write;

/// Returns what an object holds besides its fields.
pub(crate) fn extra(value: View<'_>) -> Option<&Extra> {
    match value {
        View::Object(object) => Some(object.extra()),
        View::List(_) | View::Value(_) => None,
    }
}

/// Calls `see` with the value of a field, if it has one; returns whether the struct has the field.
fn with_field(object: &dyn Fields, name: &str, see: &mut dyn FnMut(View<'_>)) -> bool {
    let mut is_known = false;
    write::each_field(object, &mut |field, value| {
        if field.wire() == name {
            is_known = true;
            if let Some(value) = value {
                see(value);
            }
        }
    });
    is_known
}

/// Returns a field's value as text: a string without quotes, anything else as the JSON that came. Of one of several
/// kinds it looks into that.
pub(crate) fn field_text(value: View<'_>, name: &str) -> Option<String> {
    let object = match value {
        View::Object(object) => object,
        View::Value(value) => value.object()?,
        View::List(_) => return None,
    };
    let extra = object.extra();
    let mut json = extra.kept(name).map(str::to_owned);
    let is_known = with_field(object, name, &mut |value| {
        json.get_or_insert_with(|| write::json(value));
    });
    if !is_known {
        return extra.get(name).map(|json| json.text().into_owned());
    }
    let json = Json::from_checked(&json?);
    (!json.is_null()).then(|| json.text().into_owned())
}

/// Returns whether a field, or one below it after a dot, has a value.
pub(crate) fn presence(value: View<'_>, path: &str) -> Presence {
    let (name, below) = match path.split_once('.') {
        Some((name, below)) => (name, Some(below)),
        None => (path, None),
    };
    match value {
        View::Object(object) => in_object(object, name, below),
        View::List(list) => in_list(list, name, below),
        View::Value(_) => Presence::Absent,
    }
}

fn in_object(object: &dyn Fields, name: &str, below: Option<&str>) -> Presence {
    let extra = object.extra();
    let mut found = match extra.invalid(name) {
        Some(_) => Presence::OtherType,
        None if extra.is_null(name) => Presence::Null,
        None => Presence::Absent,
    };
    let is_known = with_field(object, name, &mut |value| {
        found = below.map_or(Presence::Value, |below| presence(value, below));
    });
    match extra.get(name) {
        Some(json) if !is_known && json.is_null() => Presence::Null,
        Some(_) if !is_known => Presence::OtherType,
        _ => found,
    }
}

fn in_list(list: &dyn List, index: &str, below: Option<&str>) -> Presence {
    let element = index.parse().ok().and_then(|index| list.get(index));
    match (element, below) {
        (None, _) => Presence::Absent,
        (Some(_), None) => Presence::Value,
        (Some(element), Some(below)) => presence(element, below),
    }
}
