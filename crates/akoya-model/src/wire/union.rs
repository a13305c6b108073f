//! `union!`: an object whose single key says what its value is.

use std::fmt;
use std::ops::{Deref, DerefMut};

use super::cursor::{Cursor, Malformed};
use super::extra::Extra;
use super::json::{Json, JsonKind};
use super::node::{View, Wire};
use super::pairs::pairs;
use super::shape::{Field, Shape};
use super::text::write_name;
use super::walk::{FindingKind, Walk};
use super::write::write_json;
use crate::api_error::ApiErrorBody;

/// One case of a union: the value, and what stood beside it.
///
/// It derefs to the value, so fields are read as if it were the value: `case.account_id`.
#[derive(Clone, Default, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "built by users in tests")]
pub struct Case<T> {
    /// The value under the case's key.
    // Cases differ in size by hundreds of bytes, and a list would give each element the room of the largest.
    pub value: Box<T>,
    /// Other keys of the object around the value: `error` of a partial response, say.
    pub siblings: Extra,
}

impl<T> Case<T> {
    /// Returns a case with nothing beside the value.
    pub fn new(value: T) -> Self {
        Self {
            value: Box::new(value),
            siblings: Extra::default(),
        }
    }
}

impl<T> From<T> for Case<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T> Deref for Case<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Case<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Case<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.siblings.is_empty() {
            return self.value.fmt(f);
        }
        f.debug_struct("Case")
            .field("value", &self.value)
            .field("siblings", &self.siblings)
            .finish()
    }
}

/// A type that `union!` made.
pub(crate) trait Union: Wire {
    /// Reads the value of the case with a wire key. Nothing when the value is no object.
    fn read_case(key: &str, cursor: &mut Cursor<'_>) -> Result<Option<Self>, Malformed>;

    /// Returns a value of no known case.
    fn unknown(json: Json) -> Self;

    /// Returns the other fields of the object around the value.
    fn siblings_mut(&mut self) -> Option<&mut Extra>;
}

/// Returns the position of a case's key among the keys.
fn position<T: Union>(key: &str) -> Option<u32> {
    let at = T::FIELDS.iter().position(|field| field.wire() == key)?;
    u32::try_from(at).ok()
}

/// Reads a union: the first key of a case whose value is an object with something in it decides. The rest is kept
/// beside it.
pub(crate) fn read_union<T: Union>(cursor: &mut Cursor<'_>) -> Result<T, Malformed> {
    let start = cursor.position();
    // A text or `null` in place of an element is that element's loss alone: refusing the document would cost all
    // the others.
    if !cursor.enter_object() {
        return Ok(T::unknown(Json::from_checked(cursor.skip()?)));
    }
    let mut case = None;
    let mut siblings = Extra::default();
    let mut seen = 0_u128;
    let mut is_plain = true;
    let mut is_first = true;
    while let Some(name) = cursor.next_name(&mut is_first)? {
        if let Some(position) = position::<T>(&name) {
            let bit = 1_u128.checked_shl(position).unwrap_or_default();
            is_plain &= seen & bit == 0;
            seen |= bit;
            // `"depositAccount": null` beside `"loanAccount": {…}` is how some providers write one
            // account: only an object decides.
            if is_plain && cursor.peek() == Some(b'{') {
                if case.is_none() {
                    case = T::read_case(&name, cursor)?;
                    continue;
                }
                is_plain = false;
            }
        }
        siblings.keep_unknown(&name, Json::from_checked(cursor.skip()?));
    }
    // As good as always. What repeats a key or has two cases is read again, slowly and by rules of its own.
    if is_plain {
        return Ok(finish(case, siblings));
    }
    let json = cursor.since(start);
    choose(json, cursor)
}

/// Reads a union with several objects for its case. A key that repeats keeps the position of its first and has the
/// value of its last, so that neither the choice of the case nor its value depends on which reader a provider was
/// tested with. An empty object yields to one with something in it.
fn choose<T: Union>(json: &str, cursor: &Cursor<'_>) -> Result<T, Malformed> {
    let pairs = pairs(json).ok_or(Malformed)?;
    let mut last: Vec<(&str, usize)> = Vec::new();
    for (at, (name, _)) in pairs.iter().enumerate() {
        match last.iter_mut().find(|(key, _)| key == name) {
            Some((_, slot)) => *slot = at,
            None if position::<T>(name).is_some() => last.push((name, at)),
            None => {}
        }
    }
    let value_at = |at: usize| pairs.get(at).map_or("", |(_, value)| *value);
    let objects = || last.iter().filter(|(_, at)| value_at(*at).starts_with('{'));
    let chosen = objects()
        .find(|(_, at)| has_something(value_at(*at)))
        .or_else(|| objects().next());
    let case = match chosen {
        Some((key, at)) => T::read_case(key, &mut cursor.again(value_at(*at)))?,
        None => None,
    };
    let chosen = chosen.filter(|_| case.is_some()).map(|(_, at)| *at);
    let mut siblings = Extra::default();
    for (at, (name, value)) in pairs.into_iter().enumerate() {
        // Also a second case and an earlier value of the same key: nothing that was sent is lost.
        if Some(at) != chosen {
            siblings.keep_unknown(&name, Json::from_checked(value));
        }
    }
    Ok(finish(case, siblings))
}

/// Returns whether a value is neither `null` nor an empty object, list or text.
fn has_something(json: &str) -> bool {
    let inside = json.trim_matches(['{', '}', '[', ']', '"']).trim();
    json != "null" && !inside.is_empty()
}

/// Reports what stands beside the value of a union's case: other values that would be one, and other fields.
pub(crate) fn inspect_siblings(siblings: &Extra, fields: &[Field], walk: &mut Walk, shape: Shape) {
    for (name, json) in siblings.unknown() {
        let kind = match is_case(name, json, fields) {
            true => FindingKind::SecondCase,
            false => FindingKind::UnknownField,
        };
        walk.field(name, |walk| walk.report(kind, shape));
    }
}

/// Returns whether beside the value of a case there are other values that would be one.
pub(crate) fn has_second_case(siblings: &Extra, fields: &[Field]) -> bool {
    let mut others = siblings.unknown();
    others.any(|(name, json)| is_case(name, json, fields))
}

/// Returns whether a field beside a case could be the value of another, or of one that this version does not know: its name ends as
/// theirs do.
fn is_case(name: &str, json: &Json, fields: &[Field]) -> bool {
    let is_known = || fields.iter().any(|field| field.wire() == name);
    let ending = fields.first().map_or("", |field| ending(field.wire()));
    let is_like = || json.kind() == JsonKind::Object && name.ends_with(ending);
    (is_known() || is_like()) && has_something(json.as_str())
}

/// Returns the last word of a name: `Account` of `depositAccount`.
fn ending(name: &str) -> &str {
    let start = name.rfind(|c: char| c.is_ascii_uppercase());
    name.get(start.unwrap_or_default()..).unwrap_or(name)
}

fn finish<T: Union>(case: Option<T>, siblings: Extra) -> T {
    // A kind that is newer than this version is kept whole, so that it can be shown and printed back.
    let Some(mut case) = case else {
        return T::unknown(object(&siblings));
    };
    if let Some(slot) = case.siblings_mut() {
        *slot = siblings;
    }
    case
}

/// Returns an object of these fields.
fn object(fields: &Extra) -> Json {
    let mut out = String::from("{");
    let mut first = true;
    write_fields(fields, |_| true, &mut first, &mut out);
    out.push('}');
    Json::from_checked(&out)
}

/// Prints a case and its siblings. Siblings with the case's key go first: the last of equal keys is the one that
/// counts.
pub(crate) fn write_case(key: &str, value: View<'_>, siblings: &Extra, out: &mut String) {
    let mut first = true;
    out.push('{');
    write_fields(siblings, |name| name == key, &mut first, out);
    write_name(key, &mut first, out);
    write_json(value, out);
    write_fields(siblings, |name| name != key, &mut first, out);
    out.push('}');
}

fn write_fields(fields: &Extra, which: impl Fn(&str) -> bool, first: &mut bool, out: &mut String) {
    for (name, json) in fields.unknown().filter(|(name, _)| which(name)) {
        write_name(name, first, out);
        out.push_str(json.as_str());
    }
}

/// Returns the error of one account in a partial response, wherever a provider puts it:
/// beside the value, inside it, or in its place.
pub(crate) fn error_in(extra: &Extra) -> Option<ApiErrorBody> {
    // An `error` of another form, a text say, is no `ApiErrorBody`, and stays where it is among the unknown fields.
    extra.get("error").and_then(|json| json.read().ok())
}

/// Defines a union: an object with one key of several, which says what type its value has.
macro_rules! union {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident = $type_wire:literal, else $shared:ty {
            $(
                $(#[doc = $case_doc:literal])*
                $case:ident($ty:ty) = $wire:literal as $wrapper:literal,
            )*
        }
    ) => {
        $(#[doc = $doc])*
        #[doc(alias = $type_wire)]
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[doc = $case_doc])*
                ///
                #[doc = concat!("On the wire: `{\"", $wire, "\": …}`.")]
                #[doc(alias = $wire)]
                #[doc(alias = $wrapper)]
                $case($crate::wire::union::Case<$ty>),
            )*
            /// A value without a key that the API description has: an object of a new kind, an error in place of
            /// a value, or no object at all.
            Unknown($crate::wire::unrecognized::Unrecognized<$shared>),
        }

        impl $name {
            /// Returns the wire key of the case; nothing for an unknown one. An error in place of a value has
            /// that of the value: also as `{"value": {"depositAccount": {"error": {…}}}}`, one of the
            /// documented forms, which is `Unknown`.
            pub fn wire_key(&self) -> Option<&'static str> {
                match self {
                    $(Self::$case(_) => Some($wire),)*
                    Self::Unknown(value) => {
                        let key = value.error().and_then(|_| value.key())?;
                        match key.as_str() {
                            $($wire => Some($wire),)*
                            _ => None,
                        }
                    }
                }
            }

            /// Returns the error that the provider gave for this one element of a partial response (HTTP 206),
            /// wherever it put it: beside the value, inside it, or in its place.
            pub fn error(&self) -> Option<$crate::api_error::ApiErrorBody> {
                match self {
                    $(Self::$case(case) => $crate::wire::union::error_in(&case.siblings)
                        .or_else(|| $crate::wire::union::error_in(&case.extra)),)*
                    Self::Unknown(value) => value.error(),
                }
            }
        }

        $(
            impl From<$ty> for $name {
                fn from(value: $ty) -> Self {
                    Self::$case(value.into())
                }
            }
        )*

        /// Shows the fields that are set; text is not shown, it may name a person or an account.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$case(case) => f.debug_tuple(stringify!($case)).field(case).finish(),)*
                    Self::Unknown(value) => f.debug_tuple("Unknown").field(value.json()).finish(),
                }
            }
        }

        const _: () = {
            use $crate::wire::cursor::{Cursor, Malformed};
            use $crate::wire::inspect::inspect;
            use $crate::wire::node::{Fields, Fit, Node, Value, View, Wire};
            use $crate::wire::object;
            use $crate::wire::shape::{Field, Shape};
            use $crate::wire::union::{self, Case, Union};
            use $crate::wire::walk::{FindingKind, Walk};

            /// One table, as of the fields of a model.
            static CASES: [Field; [$($wire),*].len()] = [
                $(Field::new(
                    $wire,
                    concat!($wire, "\n", stringify!($case), "\n", $($case_doc, "\n"),*),
                    &<$ty as Wire>::SHAPE,
                ),)*
            ];

            impl Union for $name {
                fn read_case(key: &str, cursor: &mut Cursor<'_>) -> Result<Option<Self>, Malformed> {
                    match key {
                        $($wire => {
                            let mut case = Case::<$ty>::default();
                            let fit = object::read_object(&mut *case.value, cursor)?;
                            Ok((fit == Fit::Complete).then_some(Self::$case(case)))
                        })*
                        _ => Ok(None),
                    }
                }

                fn unknown(json: $crate::wire::json::Json) -> Self {
                    Self::Unknown($crate::wire::unrecognized::Unrecognized::new(json))
                }

                fn siblings_mut(&mut self) -> Option<&mut $crate::wire::extra::Extra> {
                    match self {
                        $(Self::$case(case) => Some(&mut case.siblings),)*
                        Self::Unknown(_) => None,
                    }
                }
            }

            impl Node for $name {
                fn view(&self) -> View<'_> {
                    View::Value(self)
                }
            }

            impl Value for $name {
                fn write_json(&self, out: &mut String) {
                    match self {
                        $(Self::$case(case) => union::write_case($wire, case.value.view(), &case.siblings, out),)*
                        Self::Unknown(value) => value.json().write_json(out),
                    }
                }

                fn inspect(&self, walk: &mut Walk) {
                    match self {
                        $(Self::$case(case) => {
                            if self.error().is_some() {
                                walk.report(FindingKind::Error, Self::SHAPE);
                            }
                            walk.field($wire, |walk| inspect(case.value.view(), walk));
                            union::inspect_siblings(&case.siblings, Self::FIELDS, walk, Self::SHAPE);
                        })*
                        Self::Unknown(value) => value.inspect(walk, Self::SHAPE),
                    }
                }

                fn is_unread_item(&self) -> bool {
                    match self {
                        $(Self::$case(case) => {
                            union::has_second_case(&case.siblings, Self::FIELDS) || self.error().is_some()
                        })*
                        Self::Unknown(value) => value.error().is_some() || !value.has_fields(),
                    }
                }

                fn object(&self) -> Option<&dyn Fields> {
                    Some(match self {
                        $(Self::$case(case) => &*case.value,)*
                        Self::Unknown(value) => &**value,
                    })
                }

                fn fmt_redacted(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    std::fmt::Debug::fmt(self, f)
                }
            }

            impl Wire for $name {
                const SHAPE: Shape = Shape::Named($type_wire);

                const DOC: &'static str = concat!($($doc, "\n"),*);

                const FIELDS: &'static [Field] = &CASES;

                const WRAPPERS: &'static [&'static str] = &[$($wrapper,)*];

                fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
                    *slot = Some(union::read_union(cursor)?);
                    Ok(Fit::Complete)
                }
            }
        };

        impl $crate::document::Model for $name {}

        $crate::wire::readable::readable!($name);
    };
}

/// Gives a union methods that read a field all its cases have.
macro_rules! shared_field {
    ($union:ident $cases:tt $($(#[$meta:meta])* $method:ident -> $ty:ty = |$value:ident| $read:expr;)*) => {
        impl $union {
            $($crate::wire::union::shared_field!(@ $cases $(#[$meta])* $method -> $ty = |$value| $read);)*
        }
    };
    (@ {$($case:ident),*} $(#[$meta:meta])* $method:ident -> $ty:ty = |$value:ident| $read:expr) => {
        $(#[$meta])*
        pub fn $method(&self) -> Option<$ty> {
            match self {
                $(Self::$case($value) => $read,)*
                Self::Unknown($value) => $read,
            }
        }
    };
}

pub(crate) use {shared_field, union};
