//! Where the tokens are kept: in a file of the data directory, or in a database that several machines share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use acg_sqlite::{SqliteOptions, SqliteStore};
use akoya::oauth::Secret;
use akoya::oauth::store::TokenStore;

use super::database::{Database, DatabaseOptions};
use crate::failure::Failure;

/// A store that is not open yet.
#[derive(Debug)]
pub(crate) enum StoreLocation {
    /// A file, made when it is first needed.
    File(PathBuf, SqliteOptions),
    /// A PostgreSQL database.
    Database(DatabaseOptions),
}

/// A store that is open, as far as the two kinds differ.
#[derive(Debug)]
pub(crate) enum OpenStore {
    File(Arc<SqliteStore>),
    Database(Database),
}

impl StoreLocation {
    /// Names a file, and a directory elsewhere that remembers how far it has come.
    pub(crate) fn file(path: PathBuf, witness: Option<&Path>) -> Self {
        let options = SqliteOptions::default();
        Self::File(
            path,
            match witness {
                Some(directory) => options.witness(directory),
                None => options,
            },
        )
    }

    /// Reads the URL of a database. Through `owners`, a directory, the processes of this machine see each other end.
    pub(crate) fn database(url: &Secret, owners: PathBuf) -> Result<Self, Failure> {
        Ok(Self::Database(DatabaseOptions::new(url, owners)?))
    }

    /// Returns the file, if it does not exist yet.
    pub(crate) fn missing_file(&self) -> Option<&Path> {
        match self {
            Self::File(path, _) if !path.exists() => Some(path),
            Self::File(..) | Self::Database(_) => None,
        }
    }

    pub(super) async fn open(self) -> Result<OpenStore, Failure> {
        Ok(match self {
            Self::File(path, options) => {
                OpenStore::File(Arc::new(SqliteStore::open_with(path, &options)?))
            }
            Self::Database(options) => OpenStore::Database(options.open().await?),
        })
    }
}

impl OpenStore {
    /// Returns the store itself.
    pub(super) fn store(&self) -> Arc<dyn TokenStore> {
        match self {
            Self::File(store) => store.clone(),
            Self::Database(database) => database.store(),
        }
    }

    /// Returns whether other machines may use it too.
    pub(crate) fn is_shared(&self) -> bool {
        matches!(self, Self::Database(..))
    }

    /// Returns the word for programs.
    pub(crate) fn kind(&self) -> &'static str {
        if self.is_shared() {
            "postgresql"
        } else {
            "sqlite"
        }
    }

    /// Returns the file, if it is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::File(store) => Some(store.path()),
            Self::Database(..) => None,
        }
    }

    /// Names the file; or host and database, without user and password.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(store) => store.path().display().to_string(),
            Self::Database(database) => database.name(),
        }
    }

    /// Ends the quarantine.
    pub(crate) async fn adopt(&self) -> Result<(), Failure> {
        match self {
            Self::File(store) => Ok(store.adopt().await?),
            Self::Database(database) => database.adopt().await,
        }
    }

    /// Returns how often it is open elsewhere; `None` for a database, which other machines may use.
    pub(crate) fn others(&self) -> Option<usize> {
        match self {
            Self::File(store) => Some(store.other_handles()),
            Self::Database(..) => None,
        }
    }
}
