//! A value of a kind that the API description does not have.

use std::ops::Deref;

use super::json::Json;
use super::node::Wire;
use super::pairs::pairs;
use crate::api_error::ApiErrorBody;

/// How many objects inside one another are looked through for the fields that all kinds share.
const DEPTH: usize = 4;

/// A value of a kind that the API description does not have, as it came: an object of a new kind, an error in place of a value,
/// or no object at all.
///
/// It derefs to the fields that all kinds share, read from the object itself or from the object inside it, so that an account of a
/// new kind has its identifier and name.
#[derive(Clone, Debug, PartialEq)]
pub struct Unrecognized<T>(Box<Parts<T>>);

#[derive(Clone, Debug, PartialEq)]
struct Parts<T> {
    json: Json,
    fields: T,
}

impl<T: Wire + Default> Unrecognized<T> {
    pub(crate) fn new(json: Json) -> Self {
        let object = levels(json.as_str()).find(|level| has_field::<T>(level));
        let fields = object.and_then(|level| T::of_json(level).1);
        let fields = fields.unwrap_or_default();
        Self(Box::new(Parts { json, fields }))
    }
}

impl<T> Unrecognized<T> {
    /// Returns the value as it came.
    pub fn json(&self) -> &Json {
        &self.0.json
    }

    /// Returns the key that says the kind, such as `digitalWalletAccount`, when the value is an object with that one key.
    pub fn key(&self) -> Option<String> {
        let mut pairs = pairs(self.0.json.as_str())?;
        match pairs.pop() {
            Some((name, value)) if pairs.is_empty() && value.starts_with('{') => {
                Some(name.into_owned())
            }
            _ => None,
        }
    }

    /// Returns the error in place of the value, at whatever depth the provider puts it.
    pub(crate) fn error(&self) -> Option<ApiErrorBody> {
        levels(self.0.json.as_str())
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
