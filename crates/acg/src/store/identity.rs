//! The identity of a store: distinguishes it from others, and from a copy of itself.

/// What distinguishes a store from every other one, and from a copy of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoreIdentity {
    /// A name made when the store was created, and never again: handles on the same records have the same one.
    pub id: String,
    /// Why nothing may be refreshed from this store, if so: it is a copy or was restored, and its tokens may long
    /// have been replaced. What it holds can be read.
    pub quarantine: Option<String>,
}

impl StoreIdentity {
    /// Creates the identity of a store that may be used.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            quarantine: None,
        }
    }

    /// Marks the store as one that nothing is refreshed from, and says why.
    #[must_use]
    pub fn quarantined(mut self, reason: impl Into<String>) -> Self {
        self.quarantine = Some(reason.into());
        self
    }
}
