//! The members of a body: of a JSON object, packed or not, or of a form.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read as _;

use flate2::read::GzDecoder;
use serde::Deserialize as _;
use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::{Map, Value};

/// The most that is unpacked, in bytes.
const LIMIT: u64 = 1024 * 1024;

/// The members of an object or a form.
#[derive(Default)]
pub(super) struct Members {
    /// The first value of each name.
    pub(super) values: Map<String, Value>,
    /// Names that appear again with another value: two readers might believe different ones.
    pub(super) conflicts: BTreeSet<String>,
    /// Whether more was there that cannot be read.
    pub(super) is_damaged: bool,
}

impl Members {
    pub(super) fn insert(&mut self, name: String, value: Value) {
        match self.values.get(&name) {
            None => drop(self.values.insert(name, value)),
            Some(first) if *first == value => {}
            Some(_) => drop(self.conflicts.insert(name)),
        }
    }
}

pub(super) fn form_members(body: &[u8]) -> Members {
    let mut members = Members::default();
    for (name, value) in form_urlencoded::parse(body) {
        members.insert(name.into_owned(), Value::String(value.into_owned()));
    }
    members
}

/// Unpacks the body, if it begins like gzip (RFC 1952 §2.3.1). What can be unpacked of a damaged one is enough if the
/// object is whole.
pub(super) fn unpacked(body: &[u8]) -> Cow<'_, [u8]> {
    if !body.starts_with(&[0x1f, 0x8b]) {
        return Cow::Borrowed(body);
    }
    let mut text = Vec::new();
    let _ = GzDecoder::new(body).take(LIMIT).read_to_end(&mut text);
    Cow::Owned(text)
}

pub(super) fn json_members(body: &[u8]) -> Option<Members> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let mut json = serde_json::Deserializer::from_slice(body);
    json.deserialize_map(AnyMembers).ok()
}

struct AnyMembers;

impl<'de> Visitor<'de> for AnyMembers {
    type Value = Members;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut members = Members::default();
        while let Some(name) = access.next_key::<String>()? {
            let value = access.next_value_seed(AnyValue)?;
            members.insert(name, value);
        }
        Ok(members)
    }
}

struct AnyValue;

impl<'de> serde::de::DeserializeSeed<'de> for AnyValue {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }
}
