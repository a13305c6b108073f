//! How a store is opened.

use std::path::PathBuf;

/// Settings of a [`SqliteStore`](crate::SqliteStore).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SqliteOptions {
    pub(crate) environment: Option<String>,
    pub(crate) witness: Option<PathBuf>,
}

impl SqliteOptions {
    /// Names the environment that the file has to belong to. The first opening writes the name into the
    /// file, later ones with another name fail, so that a configuration that was mixed up touches
    /// nothing. Default: none, and none is compared.
    #[must_use]
    pub fn environment(mut self, name: impl Into<String>) -> Self {
        self.environment = Some(name.into());
        self
    }

    /// Names a second directory that remembers the newest version of the store, in addition to the one
    /// beside the file. It is created if missing.
    ///
    /// A backup or a snapshot that brings the whole directory of the file back is noticed by it if it lies
    /// elsewhere: on another volume, or outside what is backed up together. A process that is
    /// killed while it writes without a pause leaves up to 64 writes unnoted: a snapshot of that moment, brought back, is not
    /// noticed. Default: none.
    ///
    /// It holds one empty file per store, so that all stores of a user can share it. Every program that opens the
    /// file should name the same: the directory does not learn of writes by a program that does not name it.
    #[must_use]
    pub fn witness(mut self, directory: impl Into<PathBuf>) -> Self {
        self.witness = Some(directory.into());
        self
    }
}
