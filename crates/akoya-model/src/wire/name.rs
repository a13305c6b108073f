//! The name of a field, looked up before it is copied.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

/// A type whose fields or cases have keys.
pub(crate) trait Keyed {
    /// One of the known fields or cases.
    type Key: Copy;

    /// Returns the key of a wire name.
    fn key(name: &str) -> Option<Self::Key>;
}

/// Reads a name: a key of `T`, or the name of something that `T` does not know.
pub(super) struct NameSeed<T>(PhantomData<T>);

impl<T> NameSeed<T> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Keyed> DeserializeSeed<'de> for NameSeed<T> {
    type Value = Result<T::Key, Box<str>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T: Keyed> Visitor<'_> for NameSeed<T> {
    type Value = Result<T::Key, Box<str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(T::key(name).ok_or_else(|| name.into()))
    }
}
