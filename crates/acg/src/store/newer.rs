//! What a newer version of this crate has written into a record and this one does not know.
//!
//! While a fleet is updated both versions work on one store. So the older one reads what it can, and writes the
//! rest back as it was.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::store::error::{StoreError, StoreErrorKind};

/// A part of a record that only a newer version knows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Newer(Value);

/// The fields of a record that only a newer version knows.
pub(crate) type NewerFields = BTreeMap<String, Newer>;

impl fmt::Display for Newer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match &self.0 {
            Value::String(name) => Some(name),
            Value::Object(fields) => fields.keys().next(),
            _ => None,
        };
        let name = name.map_or("something", String::as_str);
        write!(f, "{name} (of a newer version)")
    }
}

/// Returns the error of a record in a state that only a newer version knows: this one cannot know what may be done
/// with it.
pub(crate) fn newer_state() -> StoreError {
    let text = "the record was written by a newer version of this program; update this one";
    StoreError::new(text).with_kind(StoreErrorKind::Damaged)
}
