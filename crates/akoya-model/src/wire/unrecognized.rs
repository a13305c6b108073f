//! A value of a kind that the API description does not have.

use std::ops::Deref;

use super::json::{Json, JsonKind};
use super::node::{Wire, read_json};
use super::pairs::pairs;
use super::shape::Shape;
use super::walk::{FindingKind, Walk};
use crate::api_error::ApiErrorBody;

/// How many objects inside one another are looked through for the fields that all kinds share.
const DEPTH: usize = 4;

/// A value of a kind that the API description does not have, as it came: an object of a new kind, an error
/// in place of a value, or no object at all.
///
/// It derefs to the fields that all kinds share, read from the object itself or from the object inside it, so that
/// an account of a new kind has its identifier and name.
#[derive(Clone, Debug, PartialEq)]
pub struct Unrecognized<T>(Box<Content<T>>);

#[derive(Clone, Debug, PartialEq)]
struct Content<T> {
    json: Json,
    fields: T,
    /// In which of the [`levels`] the fields are that all kinds share, if there are any.
    at: Option<usize>,
}

impl<T: Wire + Default> Unrecognized<T> {
    pub(crate) fn new(json: Json) -> Self {
        let at = levels(json.as_str()).position(has_field::<T>);
        let object = at.and_then(|at| levels(json.as_str()).nth(at));
        // What has none of the fields may have others, which only this kind has.
        let object = object.or_else(|| levels(json.as_str()).last());
        let mut fields = None;
        if let Some(level) = object {
            read_json(&mut fields, level);
        }
        let fields = fields.unwrap_or_default();
        Self(Box::new(Content { json, fields, at }))
    }
}

impl<T> Unrecognized<T> {
    /// Returns the value as it came.
    pub fn json(&self) -> &Json {
        &self.0.json
    }

    /// Returns the key that says the kind, such as `digitalWalletAccount`, when the value is an object with that
    /// one key. The object `value` that some responses have around it is passed over.
    pub fn key(&self) -> Option<String> {
        let (name, value) = only_object(self.0.json.as_str())?;
        let inner = || only_object(value).map(|(inner, _)| inner);
        Some(name).filter(|name| name != VALUE).or_else(inner)
    }

    /// Returns whether it has any of the fields that all kinds share, so that it can be shown as one of them.
    pub fn has_fields(&self) -> bool {
        self.0.at.is_some()
    }

    /// Reports what it is.
    pub(crate) fn inspect(&self, walk: &mut Walk, expected: Shape) {
        let json = self.json();
        let kind = match json.kind() {
            JsonKind::Object if self.error().is_some() => FindingKind::Error,
            JsonKind::Object if self.has_fields() => FindingKind::UnknownCase,
            JsonKind::Object => FindingKind::NoKnownField,
            _ => FindingKind::for_mismatch(json.as_str()),
        };
        walk.report(kind, expected);
    }

    /// Returns the error in place of the value, at whatever depth the provider puts it. An error below the
    /// fields of the value is that of one of them.
    pub(crate) fn error(&self) -> Option<ApiErrorBody> {
        let depth = self.0.at.map_or(DEPTH, |at| at + 1);
        levels(self.0.json.as_str())
            .take(depth)
            .enumerate()
            .find_map(|(depth, level)| {
                let json: Json = Json::from_checked(level);
                let body: ApiErrorBody = json.read().ok()?;
                let nested = body.extra.get("error").and_then(|error| error.read().ok());
                // A new kind of account may have a `message` of its own; only an error has a code.
                let is_error = body.code.is_some() || (depth == 0 && body.message.is_some());
                nested.or_else(|| is_error.then_some(body))
            })
    }
}

impl<T> Deref for Unrecognized<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.fields
    }
}

/// The key of the object around an account that accounts information has in a partial response.
const VALUE: &str = "value";

/// Returns the only field of an object, when its value is an object.
fn only_object(json: &str) -> Option<(String, &str)> {
    let mut pairs = pairs(json)?;
    let (name, value) = pairs.pop()?;
    (pairs.is_empty() && value.starts_with('{')).then(|| (name.into_owned(), value))
}

/// Returns an object, the first object in it, the first object in that, and so on.
fn levels(json: &str) -> impl Iterator<Item = &str> {
    let object = Some(json).filter(|json| json.starts_with('{'));
    std::iter::successors(object, |json| inner(json)).take(DEPTH)
}

fn inner(json: &str) -> Option<&str> {
    let pairs = pairs(json)?;
    let mut values = pairs.into_iter().map(|(_, value)| value);
    values.find(|value| value.starts_with('{'))
}

fn has_field<T: Wire>(json: &str) -> bool {
    let names = pairs(json).unwrap_or_default();
    names
        .iter()
        .any(|(name, _)| T::FIELDS.iter().any(|field| field.wire() == name))
}
