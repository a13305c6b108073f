//! The error of a store: unavailable, or damaged.

/// A store failed.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct StoreError {
    kind: StoreErrorKind,
    message: String,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of [`StoreError`]. Each says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// The store cannot be reached, read or written. Repair it.
    Unavailable,
    /// What it holds makes no sense. Nothing was overwritten; look at the connection that the text names.
    Damaged,
    /// The tokens cannot be opened: the key is missing, or the row was changed, swapped or set back. Nothing was
    /// overwritten; give the right key.
    Sealed,
    /// The store is a copy or was restored: nothing is refreshed from it until the operator says that it is the
    /// original.
    Quarantined,
}

impl StoreError {
    /// Creates an error with this text, which holds no secret. Its kind is
    /// [`Unavailable`](StoreErrorKind::Unavailable).
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            kind: StoreErrorKind::Unavailable,
            message: message.into(),
            source: None,
        }
    }

    /// Sets the kind.
    #[must_use]
    pub fn with_kind(mut self, kind: StoreErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// Keeps the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// Returns what happened.
    pub fn kind(&self) -> StoreErrorKind {
        self.kind
    }
}

/// Returns the error of a record or entry that is not the JSON that it should be. It says where, but not what: the text
/// may be a token.
pub(crate) fn damaged(error: &serde_json::Error) -> StoreError {
    let text = format!(
        "the record is damaged at line {} column {}",
        error.line(),
        error.column()
    );
    StoreError::new(text).with_kind(StoreErrorKind::Damaged)
}
