//! Objects: known fields in a struct, everything else in its [`Extra`].

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::extra::Extra;
use super::json::Json;
use super::name::{Keyed, NameSeed};
use super::node::{Node, Presence, Read, Wire};
use super::pairs::pairs;
use super::shape::{Field, Shape};
use super::text::write_name;
use super::walk::Walk;

/// A struct that `model!` made, without knowing which: the code that works on it is compiled once.
pub(crate) trait Fields {
    /// Returns the known fields in the struct's order.
    fn fields(&self) -> &'static [Field];

    /// Returns the name of the type.
    fn shape(&self) -> Shape;

    /// Returns the index of a wire name in [`Fields::fields`].
    fn index(&self, name: &str) -> Option<u8>;

    /// Reads a known field from its own JSON text.
    fn lenient_field(&mut self, name: &str, json: &str);

    /// Calls `visit` with each field's index and value.
    fn visit(&self, visit: &mut dyn FnMut(u8, Option<&dyn Node>));

    /// Returns what the struct has no field for.
    fn extra(&self) -> &Extra;

    /// Returns the same, to be changed.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// A struct that `model!` made. The key of a field, as a number, is its index in [`Fields::fields`].
pub(crate) trait Object: Wire + Default + Fields + Keyed<Key: Into<u8>> {
    /// Reads the value that follows a key while streaming.
    fn strict_field<'de, A: MapAccess<'de>>(
        &mut self,
        key: Self::Key,
        map: &mut A,
    ) -> Result<(), A::Error>;
}

/// Returns the value of a field, if it has one.
pub(crate) fn node<T: Node>(field: &Option<T>) -> Option<&dyn Node> {
    field.as_ref().map(|value| value as &dyn Node)
}

/// Reads an object while streaming into a struct that is empty.
pub(crate) struct Fill<'a, T>(pub(crate) &'a mut T);

impl<'de, T: Object> DeserializeSeed<'de> for Fill<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Object> Visitor<'de> for Fill<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", T::SHAPE)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = 0_u128;
        while let Some(name) = map.next_key_seed(NameSeed::<T>::new())? {
            match name {
                Ok(key) => {
                    let bit = 1_u128.checked_shl(u32::from(key.into())).unwrap_or(0);
                    // Which of two equal names counts, the lenient reader decides.
                    if seen & bit != 0 {
                        return Err(A::Error::custom("duplicate field"));
                    }
                    seen |= bit;
                    self.0.strict_field(key, &mut map)?;
                }
                Err(name) => {
                    let value: &RawValue = map.next_value()?;
                    self.0.extra_mut().keep_unknown(name, Json::from(value));
                }
            }
        }
        Ok(())
    }
}

/// Reads a `T` or `null` while streaming, into the field where it stays.
pub(crate) struct FieldSeed<'a, T>(&'a mut Option<T>);

impl<T: Wire> FieldSeed<'_, T> {
    /// Reads the next value into `slot`; a `null` is noted in `extra`.
    pub(crate) fn read<'de, A: MapAccess<'de>>(
        map: &mut A,
        slot: &mut Option<T>,
        name: &'static str,
        extra: &mut Extra,
    ) -> Result<(), A::Error> {
        map.next_value_seed(FieldSeed(slot))?;
        if slot.is_none() {
            extra.keep_null(name);
        }
        Ok(())
    }
}

impl<'de, T: Wire> DeserializeSeed<'de> for FieldSeed<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, T: Wire> Visitor<'de> for FieldSeed<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} or null", T::SHAPE)
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        T::strict_into(self.0, deserializer)
    }
}

/// Reads a `T` while streaming.
pub(crate) struct Strict<T>(PhantomData<T>);

impl<T> Strict<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Wire> DeserializeSeed<'de> for Strict<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::strict(deserializer)
    }
}

/// Reads `json` into `slot`; what does not fit is kept in `extra`.
pub(crate) fn lenient_into<T: Wire>(
    json: &str,
    slot: &mut Option<T>,
    name: &'static str,
    extra: &mut Extra,
) {
    if json == "null" {
        return extra.keep_null(name);
    }
    match T::lenient(json) {
        Read::Complete(value) => *slot = Some(value),
        Read::Partial(value) => {
            *slot = Some(value);
            extra.keep_partial(name, Json::from_checked(json));
        }
        Read::Mismatch => extra.keep_invalid(name, Json::from_checked(json)),
    }
}

/// Reads an object field by field. The last of several fields with one name counts, as in other JSON readers; the earlier are kept.
pub(crate) fn lenient_object<T: Object>(json: &str) -> Read<T> {
    let Some(pairs) = pairs(json) else {
        return Read::Mismatch;
    };
    let mut object = T::default();
    lenient_fields(&mut object, pairs);
    Read::Complete(object)
}

fn lenient_fields(object: &mut dyn Fields, pairs: Vec<(Cow<'_, str>, &RawValue)>) {
    let fields = object.fields();
    let mut last: Vec<Option<&RawValue>> = vec![None; fields.len()];
    for (name, value) in pairs {
        let known = object
            .index(&name)
            .map(usize::from)
            .and_then(|at| Some((last.get_mut(at)?, fields.get(at)?)));
        let Some((slot, field)) = known else {
            object
                .extra_mut()
                .keep_unknown(name.into(), Json::from(value));
            continue;
        };
        if let Some(earlier) = slot.replace(value) {
            object
                .extra_mut()
                .keep_duplicate(field.wire(), Json::from(earlier));
        }
    }
    for (field, value) in fields.iter().zip(last) {
        if let Some(value) = value {
            object.lenient_field(field.wire(), value.get());
        }
    }
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
    let Some(index) = object.index(name) else {
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
    let Some(index) = object.index(name) else {
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
