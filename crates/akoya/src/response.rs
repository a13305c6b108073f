//! An answer of the API.

use std::ops::Deref;

/// The answer of a call: the document, and what came with it. Gives access to the document's fields directly.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Response<T> {
    /// The document.
    pub body: T,
    /// HTTP status: 200, or 206 when some accounts could not be read (each then has its own error in the document).
    pub status: u16,
    /// `x-akoya-interaction-id`: Akoya's support asks for it.
    pub interaction_id: Option<String>,
}

impl<T> Response<T> {
    /// The document alone.
    pub fn into_body(self) -> T {
        self.body
    }

    /// Whether the provider could not give everything (HTTP 206).
    pub fn is_partial(&self) -> bool {
        self.status == 206
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}
