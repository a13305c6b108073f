//! Promises that a store broke, as the kits report them.

use std::fmt;

use crate::error::BoxError;
use crate::store::error::StoreError;

/// A promise that a store does not keep.
#[derive(Debug)]
pub struct Breach {
    promise: &'static str,
    seen: String,
    source: Option<BoxError>,
}

impl Breach {
    pub(crate) fn with_source(self, source: impl Into<BoxError>) -> Self {
        Self {
            source: Some(source.into()),
            ..self
        }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the store breaks a promise: {}; {}",
            self.promise, self.seen
        )
    }
}

impl std::error::Error for Breach {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn std::error::Error + 'static))
    }
}

pub(crate) fn ensure(
    promise: &'static str,
    seen: impl fmt::Display,
    kept: bool,
) -> Result<(), Breach> {
    if kept {
        Ok(())
    } else {
        Err(breach(promise, seen))
    }
}

pub(crate) fn breach(promise: &'static str, seen: impl fmt::Display) -> Breach {
    Breach {
        promise,
        seen: seen.to_string(),
        source: None,
    }
}

pub(crate) fn failed(error: StoreError) -> Breach {
    breach("a store that works does not fail", "this one did").with_source(error)
}
