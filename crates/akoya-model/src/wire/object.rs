//! Objects: known fields in a struct, everything else in its [`Extra`].

use std::fmt;

use super::cursor::{Cursor, Malformed};
use super::extra::Extra;
use super::json::Json;
use super::node::{Fit, Node, Presence, Wire};
use super::pairs::pairs;
use super::shape::{Field, Shape};
use super::text::write_name;
use super::walk::{FindingKind, Walk};

/// A struct that `model!` made, without knowing which: the code that works on it is compiled once.
pub(crate) trait Fields {
    /// Returns the known fields in the struct's order.
    fn fields(&self) -> &'static [Field];

    /// Returns the name of the type.
    fn shape(&self) -> Shape;

    /// Reads the value of the field with a wire name.
    fn read_field(
        &mut self,
        name: &str,
        reader: &mut FieldReader<'_, '_>,
    ) -> Result<FieldOutcome, Malformed>;

    /// Calls `visit` with each field's index and value.
    fn visit(&self, visit: &mut dyn FnMut(u8, Option<&dyn Node>));

    /// Returns what the struct has no field for.
    fn extra(&self) -> &Extra;

    /// Returns the same, to be changed.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// What became of a field's value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldOutcome {
    /// It was read.
    Read,
    /// It was not: the struct has no such field.
    Unknown,
    /// It was not: the field had a value before.
    Again,
}

/// Returns the value of a field, if it has one.
pub(crate) fn node<T: Node>(field: &Option<T>) -> Option<&dyn Node> {
    field.as_ref().map(|value| value as &dyn Node)
}

/// Returns the index of a wire name in [`Fields::fields`].
fn index(object: &dyn Fields, name: &str) -> Option<u8> {
    let fields = object.fields();
    let at = fields.iter().position(|field| field.wire() == name)?;
    u8::try_from(at).ok()
}

/// Reads the values of fields, and notes which have one.
pub(crate) struct FieldReader<'c, 'a> {
    cursor: &'c mut Cursor<'a>,
    seen: u128,
}

impl<'c, 'a> FieldReader<'c, 'a> {
    fn new(cursor: &'c mut Cursor<'a>) -> Self {
        Self { cursor, seen: 0 }
    }

    /// Reads a value into a field, given by its position as a bit and its wire name; what does not fit is kept in `extra`.
    pub(crate) fn read<T: Wire>(
        &mut self,
        slot: &mut Option<T>,
        bit: u128,
        name: &'static str,
        extra: &mut Extra,
    ) -> Result<FieldOutcome, Malformed> {
        if self.seen & bit != 0 {
            return Ok(FieldOutcome::Again);
        }
        self.seen |= bit;
        // Only the second reading of an object finds something here.
        *slot = None;
        if self.cursor.peek() == Some(b'n') && self.cursor.word("null") {
            extra.keep_null(name);
            return Ok(FieldOutcome::Read);
        }
        let start = self.cursor.position();
        match T::read_into(self.cursor, slot)? {
            Fit::Complete => {}
            Fit::Partial => keep(extra, Extra::keep_partial, name, self.cursor.since(start)),
            Fit::Mismatch => keep(extra, Extra::keep_invalid, name, self.cursor.since(start)),
        }
        Ok(FieldOutcome::Read)
    }
}

/// Keeps a value that does not fit: rare, and not to be compiled for each type of value.
#[cold]
fn keep(
    extra: &mut Extra,
    how: fn(&mut Extra, &'static str, Json),
    name: &'static str,
    json: &str,
) {
    how(extra, name, Json::from_checked(json));
}

/// Reads an object into a struct that is empty. Of several fields with one name the last counts, as in
/// other JSON readers; the earlier are kept.
pub(crate) fn read_object(
    object: &mut dyn Fields,
    cursor: &mut Cursor<'_>,
) -> Result<Fit, Malformed> {
    let start = cursor.position();
    if !cursor.enter_object() {
        cursor.skip()?;
        return Ok(Fit::Mismatch);
    }
    let mut reader = FieldReader::new(cursor);
    let mut is_first = true;
    let mut is_plain = true;
    while let Some(name) = reader.cursor.next_name(&mut is_first)? {
        match object.read_field(&name, &mut reader)? {
            FieldOutcome::Read => {}
            FieldOutcome::Unknown => {
                let value = Json::from_checked(reader.cursor.skip()?);
                object.extra_mut().keep_unknown(&name, value);
            }
            FieldOutcome::Again => {
                reader.cursor.skip()?;
                is_plain = false;
            }
        }
    }
    if !is_plain {
        read_last_values(object, cursor, cursor.since(start))?;
    }
    Ok(Fit::Complete)
}

/// Reads the last value of each field that had several, and keeps the earlier as they stand there.
fn read_last_values(
    object: &mut dyn Fields,
    cursor: &Cursor<'_>,
    json: &str,
) -> Result<(), Malformed> {
    let fields = object.fields();
    let mut last: Vec<(Option<&str>, bool)> = vec![(None, false); fields.len()];
    for (name, value) in pairs(json).ok_or(Malformed)? {
        let known = index(object, &name).map(usize::from);
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
            let mut cursor = cursor.again(value);
            object.read_field(field.wire(), &mut FieldReader::new(&mut cursor))?;
        }
    }
    Ok(())
}

/// Writes an object: earlier duplicates first, so that a reader that lets the last one win finds the value that counts.
pub(crate) fn write_object(object: &dyn Fields, out: &mut String) {
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
    object.visit(&mut |at, node| {
        let Some(name) = object.fields().get(usize::from(at)).map(Field::wire) else {
            return;
        };
        match (node, extra.kept(name)) {
            // The struct has only a part of what was read: the whole is written, unless the field was changed since.
            (Some(node), Some(json)) if node.is_part_of(json) => {
                write_name(name, &mut first, out);
                out.push_str(json);
            }
            (Some(node), _) => {
                write_name(name, &mut first, out);
                node.write_json(out);
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

/// Returns whether an element that came as something else than an object has still no field set.
fn is_untouched(object: &dyn Fields) -> bool {
    let mut untouched = true;
    object.visit(&mut |_, node| untouched &= node.is_none());
    untouched
}

/// Returns whether an element of a list is no object, or has no field of its type.
pub(crate) fn is_unread_item(object: &dyn Fields) -> bool {
    object.extra().not_an_object().is_some() || has_no_known_field(object)
}

/// Returns whether it is an object without any field that its type has.
fn has_no_known_field(object: &dyn Fields) -> bool {
    let extra = object.extra();
    is_untouched(object) && !extra.has_known() && extra.not_an_object().is_none()
}

/// Returns whether a field will be written.
fn has(object: &dyn Fields, name: &str) -> bool {
    let extra = object.extra();
    let mut found = extra.kept(name).is_some() && !extra.is_partial(name);
    object.visit(&mut |at, node| {
        found |= node.is_some()
            && object
                .fields()
                .get(usize::from(at))
                .is_some_and(|field| field.wire() == name);
    });
    found
}

/// Returns a field's value as text: a string without quotes, anything else as the JSON that came.
pub(crate) fn field_text(object: &dyn Fields, name: &str) -> Option<String> {
    let extra = object.extra();
    let Some(index) = index(object, name) else {
        return extra.get(name).map(|json| json.text().into_owned());
    };
    let mut json = extra.kept(name).map(str::to_owned);
    object.visit(&mut |at, node| {
        if let (true, Some(node)) = (at == index, node)
            && json.is_none()
        {
            let mut out = String::new();
            node.write_json(&mut out);
            json = Some(out);
        }
    });
    let json = Json::from_checked(&json?);
    (!json.is_null()).then(|| json.text().into_owned())
}

/// Returns whether a field has a value: one of the struct, or one below it, of an object, after a dot.
pub(crate) fn presence(object: &dyn Fields, path: &str) -> Presence {
    let (name, below) = match path.split_once('.') {
        Some((name, below)) => (name, Some(below)),
        None => (path, None),
    };
    let extra = object.extra();
    let Some(index) = index(object, name) else {
        return match extra.get(name) {
            Some(json) if json.is_null() => Presence::Null,
            Some(_) => Presence::OtherType,
            None => Presence::Absent,
        };
    };
    let mut found = match extra.invalid(name) {
        Some(_) => Presence::OtherType,
        None if extra.is_null(name) => Presence::Null,
        None => Presence::Absent,
    };
    object.visit(&mut |at, node| {
        if let (true, Some(node)) = (at == index, node) {
            found = below.map_or(Presence::Value, |below| node.presence(below));
        }
    });
    found
}

/// Reports what is unusual in an object.
pub(crate) fn inspect_object(object: &dyn Fields, walk: &mut Walk) {
    let extra = object.extra();
    if walk.is_item() && has_no_known_field(object) && !(walk.is_whole() && extra.is_empty()) {
        walk.report(FindingKind::NoKnownField, object.shape());
    }
    object.visit(&mut |at, node| {
        let (Some(node), Some(field)) = (node, object.fields().get(usize::from(at))) else {
            return;
        };
        walk.field(field.wire(), |walk| {
            node.inspect(walk);
            if let Some(json) = extra.kept(field.wire())
                && node.is_part_of(json)
            {
                node.inspect_mismatches(json, walk);
            }
        });
    });
    walk.extra(extra, object.shape(), &|name| {
        object
            .fields()
            .iter()
            .find(|field| field.wire() == name)
            .map(Field::shape)
    });
}

/// Writes an object for `Debug`: the fields that are set, in the struct's order.
pub(crate) fn fmt_object(
    object: &dyn Fields,
    name: &str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut out = f.debug_struct(name);
    object.visit(&mut |at, node| {
        if let (Some(node), Some(field)) = (node, object.fields().get(usize::from(at))) {
            out.field(field.rust(), &Redacted(node));
        }
    });
    if !object.extra().is_empty() {
        out.field("extra", object.extra());
    }
    out.finish_non_exhaustive()
}

/// Shows a value without text that could identify a person or an account.
pub(super) struct Redacted<'a>(pub(super) &'a dyn Node);

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_redacted(f)
    }
}
