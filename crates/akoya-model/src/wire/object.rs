//! Objects: known fields in a struct, everything else in its [`Extra`].

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Fit, Node, Wire, print_name};
use crate::extra::Extra;
use crate::inspect::Walk;
use crate::json::Json;
use crate::registry::{Field, Shape};

/// A struct that `model!` made, without knowing which: the code that works on it is compiled once.
pub(crate) trait Fields {
    /// The known fields in the struct's order.
    fn fields(&self) -> &'static [Field];

    /// The name of the type.
    fn shape(&self) -> Shape;

    /// The place of a wire name in [`Fields::fields`].
    fn place(&self, name: &str) -> Option<u8>;

    /// Reads a known field from its own JSON text.
    fn lenient_field(&mut self, name: &str, json: &str);

    /// Calls `visit` with each field's place and value.
    fn visit(&self, visit: &mut dyn FnMut(u8, Option<&dyn Node>));

    /// What the struct has no field for.
    fn extra(&self) -> &Extra;

    /// The same, to be changed.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// A struct that `model!` made.
pub(crate) trait Object: Wire + Default + Fields {
    /// One of the known fields; the discriminant is its place in [`Fields::fields`].
    type Key: Copy + Into<u8>;

    /// The key of a wire name.
    fn key(name: &str) -> Option<Self::Key>;

    /// Reads the value that follows a key while streaming.
    fn strict_field<'de, A: MapAccess<'de>>(
        &mut self,
        key: Self::Key,
        map: &mut A,
    ) -> Result<(), A::Error>;
}

/// The value of a field, if it has one.
pub(crate) fn node<T: Node>(field: &Option<T>) -> Option<&dyn Node> {
    field.as_ref().map(|value| value as &dyn Node)
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

/// Reads a `T` or `null` while streaming.
pub(crate) struct OptionSeed<T>(PhantomData<T>);

impl<T: Wire> OptionSeed<T> {
    /// Reads the next value into `slot`; a `null` is noted in `extra`.
    pub(crate) fn read<'de, A: MapAccess<'de>>(
        map: &mut A,
        slot: &mut Option<T>,
        name: &'static str,
        extra: &mut Extra,
    ) -> Result<(), A::Error> {
        *slot = map.next_value_seed(Self(PhantomData))?;
        if slot.is_none() {
            extra.keep_null(name);
        }
        Ok(())
    }

    /// Reads `json` into `slot`; what does not fit is kept in `extra`.
    pub(crate) fn fit(json: &str, slot: &mut Option<T>, name: &'static str, extra: &mut Extra) {
        if json == "null" {
            return extra.keep_null(name);
        }
        match T::lenient(json) {
            Fit::Whole(value) => *slot = Some(value),
            Fit::Part(value) => {
                *slot = Some(value);
                extra.keep_partial(name, Json::from_checked(json));
            }
            Fit::Not => extra.keep_invalid(name, Json::from_checked(json)),
        }
    }
}

impl<'de, T: Wire> DeserializeSeed<'de> for OptionSeed<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, T: Wire> Visitor<'de> for OptionSeed<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} or null", T::SHAPE)
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::strict(deserializer).map(Some)
    }
}

impl<'de, T: Object> Visitor<'de> for Strict<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", T::SHAPE)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut object = T::default();
        let mut seen = 0_u128;
        while let Some(name) = map.next_key_seed(NameSeed::<T>(PhantomData))? {
            match name {
                Name::Known(key) => {
                    let bit = 1_u128.checked_shl(u32::from(key.into())).unwrap_or(0);
                    if seen & bit != 0 {
                        return Err(A::Error::custom("duplicate field"));
                    }
                    seen |= bit;
                    object.strict_field(key, &mut map)?;
                }
                Name::Unknown(name) => {
                    let value: &RawValue = map.next_value()?;
                    object.extra_mut().keep_unknown(name, Json::from(value));
                }
            }
        }
        Ok(object)
    }
}

/// The name of a field, looked up before it is copied.
enum Name<K> {
    Known(K),
    Unknown(Box<str>),
}

struct NameSeed<T>(PhantomData<T>);

impl<'de, T: Object> DeserializeSeed<'de> for NameSeed<T> {
    type Value = Name<T::Key>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T: Object> Visitor<'_> for NameSeed<T> {
    type Value = Name<T::Key>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(T::key(name).map_or_else(|| Name::Unknown(name.into()), Name::Known))
    }
}

/// The names and raw values of a JSON object; nothing when it is not one.
pub(crate) fn pairs(json: &str) -> Option<Vec<(Cow<'_, str>, &RawValue)>> {
    struct Pairs<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

    impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Read;

            impl<'de> Visitor<'de> for Read {
                type Value = Pairs<'de>;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("an object")
                }

                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                    let mut pairs = Vec::new();
                    while let Some(Text(name)) = map.next_key()? {
                        pairs.push((name, map.next_value()?));
                    }
                    Ok(Pairs(pairs))
                }
            }

            deserializer.deserialize_map(Read)
        }
    }

    serde_json::from_str::<Pairs<'_>>(json)
        .ok()
        .map(|pairs| pairs.0)
}

/// Text that is borrowed when it has no escapes.
struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(Read)
    }
}

/// Reads an object field by field. The last of several fields with one name counts, as in other JSON readers; the earlier are kept.
pub(crate) fn lenient_object<T: Object>(json: &str) -> Fit<T> {
    let Some(pairs) = pairs(json) else {
        return Fit::Not;
    };
    let mut object = T::default();
    lenient_fields(&mut object, pairs);
    Fit::Whole(object)
}

fn lenient_fields(object: &mut dyn Fields, pairs: Vec<(Cow<'_, str>, &RawValue)>) {
    let fields = object.fields();
    let mut last: Vec<Option<&RawValue>> = vec![None; fields.len()];
    for (name, value) in pairs {
        let known = object
            .place(&name)
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

/// Prints an object: earlier duplicates first, so that a reader that lets the last one win finds the value that counts.
pub(crate) fn print_object(object: &dyn Fields, out: &mut String) {
    let extra = object.extra();
    if let Some(json) = extra.not_an_object()
        && is_untouched(object)
    {
        return out.push_str(json.as_str());
    }
    let mut first = true;
    out.push('{');
    for (name, json) in extra.duplicates().filter(|(name, _)| has(object, name)) {
        print_name(name, &mut first, out);
        out.push_str(json.as_str());
    }
    object.visit(&mut |at, node| {
        let Some(name) = object.fields().get(usize::from(at)).map(Field::wire) else {
            return;
        };
        match (node, extra.kept(name)) {
            (Some(node), Some(json)) if node.is_part_of(json) => {
                print_name(name, &mut first, out);
                out.push_str(json);
            }
            (Some(node), _) => {
                print_name(name, &mut first, out);
                node.print(out);
            }
            (None, Some(json)) if !extra.is_partial(name) => {
                print_name(name, &mut first, out);
                out.push_str(json);
            }
            (None, _) => {}
        }
    });
    for (name, json) in extra.unknown() {
        print_name(name, &mut first, out);
        out.push_str(json.as_str());
    }
    out.push('}');
}

/// Whether an element that came as something else than an object has still no field set.
fn is_untouched(object: &dyn Fields) -> bool {
    let mut untouched = true;
    object.visit(&mut |_, node| untouched &= node.is_none());
    untouched
}

/// Whether a field will be printed.
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

/// Reports what is odd in an object.
pub(crate) fn walk_object(object: &dyn Fields, walk: &mut Walk) {
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
                node.inspect_misfits(json, walk);
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
pub(crate) fn show_object(
    object: &dyn Fields,
    name: &str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    struct Shown<'a>(&'a dyn Node);

    impl fmt::Debug for Shown<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.show(f)
        }
    }

    let mut out = f.debug_struct(name);
    object.visit(&mut |at, node| {
        if let (Some(node), Some(field)) = (node, object.fields().get(usize::from(at))) {
            out.field(field.rust(), &Shown(node));
        }
    });
    if !object.extra().is_empty() {
        out.field("extra", object.extra());
    }
    out.finish_non_exhaustive()
}
