//! What is unusual in a value, and below it.

use super::list::elements;
use super::node::{Fields, Fit, List, View, read_json};
use super::walk::{FindingKind, Walk};
use super::write::{each_field, is_part_of, is_untouched, views};

/// Reports what is unusual in a value and below it.
pub(crate) fn inspect(value: View<'_>, walk: &mut Walk) {
    match value {
        View::Object(object) => inspect_object(object, walk),
        View::List(list) => {
            for (index, element) in views(list).enumerate() {
                walk.element(index, |walk| inspect(element, walk));
            }
        }
        View::Value(value) => value.inspect(walk),
    }
}

/// Returns whether nothing of a value can be read, or not all, where it is an element of a list.
pub(crate) fn is_unread_item(value: View<'_>) -> bool {
    match value {
        View::Object(object) => {
            object.extra().not_an_object().is_some() || has_no_known_field(object)
        }
        View::List(_) => false,
        View::Value(value) => value.is_unread_item(),
    }
}

/// Returns whether it is an object without any field that its type has.
fn has_no_known_field(object: &dyn Fields) -> bool {
    let extra = object.extra();
    is_untouched(object) && !extra.has_known() && extra.not_an_object().is_none()
}

fn inspect_object(object: &dyn Fields, walk: &mut Walk) {
    let extra = object.extra();
    let description = object.description();
    if walk.is_item() && has_no_known_field(object) && !(walk.is_whole() && extra.is_empty()) {
        walk.report(FindingKind::NoKnownField, description.shape);
    }
    each_field(object, &mut |field, value| {
        let Some(value) = value else {
            return;
        };
        walk.field(field.wire(), |walk| {
            inspect(value, walk);
            if let Some(json) = extra.kept(field.wire())
                && is_part_of(value, json)
            {
                inspect_mismatches(value, json, walk);
            }
        });
    });
    walk.extra(extra, description.shape, &|name| {
        let mut fields = description.fields.iter();
        fields
            .find(|field| field.wire() == name)
            .map(|field| field.shape())
    });
}

/// Reports the parts of `json` that could not be read.
fn inspect_mismatches(value: View<'_>, json: &str, walk: &mut Walk) {
    match value {
        View::Object(_) => {}
        View::List(list) => inspect_elements(list, json, walk),
        View::Value(value) => value.inspect_mismatches(json, walk),
    }
}

fn inspect_elements(list: &dyn List, json: &str, walk: &mut Walk) {
    for (index, json) in elements(json).into_iter().flatten().enumerate() {
        list.with_empty(&mut |slot| {
            let fit = read_json(slot, json);
            walk.element(index, |walk| match (fit, slot.view()) {
                (Fit::Partial, Some(value)) => inspect_mismatches(value, json, walk),
                (Fit::Mismatch, _) => walk.report(FindingKind::for_mismatch(json), list.element()),
                _ => {}
            });
        });
    }
}
