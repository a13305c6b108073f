//! Where the tokens are kept: in a file of the data directory, or in a database that several machines share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use acg::Secret;
use acg_postgres::{ErrorKind, PostgresOptions, PostgresStore};
use acg_sqlite::SqliteStore;
use akoya::oauth::store::TokenStore;

use crate::exit::{Code, Failure};

/// A place that was not opened yet.
#[derive(Debug)]
pub(crate) enum StorePlace {
    /// A file, made when it is first needed.
    File(PathBuf),
    /// A PostgreSQL database.
    Database(Box<PostgresOptions>),
}

/// A place that was opened, as far as the two differ.
#[derive(Debug)]
pub(crate) enum Opened {
    File(Arc<SqliteStore>),
    Database(Arc<PostgresStore>, Box<PostgresOptions>),
}

impl StorePlace {
    /// The database that a URL names. In the directory of owners the processes of this machine see each other end.
    pub(crate) fn database(url: &Secret, owners: PathBuf) -> Result<Self, Failure> {
        Ok(Self::Database(Box::new(
            PostgresStore::options(url.expose())?.liveness_dir(owners),
        )))
    }

    /// The file that is not there yet, if so.
    pub(crate) fn missing_file(&self) -> Option<&Path> {
        match self {
            Self::File(path) if !path.exists() => Some(path),
            Self::File(_) | Self::Database(_) => None,
        }
    }

    pub(super) async fn open(self) -> Result<Opened, Failure> {
        Ok(match self {
            Self::File(path) => Opened::File(Arc::new(SqliteStore::open(path)?)),
            Self::Database(options) => {
                Opened::Database(Arc::new(PostgresStore::connect(&options).await?), options)
            }
        })
    }
}

impl Opened {
    /// What both are.
    pub(super) fn store(&self) -> Arc<dyn TokenStore> {
        match self {
            Self::File(store) => store.clone(),
            Self::Database(store, _) => store.clone(),
        }
    }

    /// Whether other machines may use it too.
    pub(crate) fn is_shared(&self) -> bool {
        matches!(self, Self::Database(..))
    }

    /// The word for programs.
    pub(crate) fn kind(&self) -> &'static str {
        if self.is_shared() {
            "postgresql"
        } else {
            "sqlite"
        }
    }

    /// The file, if it is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::File(store) => Some(store.path()),
            Self::Database(..) => None,
        }
    }

    /// The file; or host and database, without user and password.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(store) => store.path().display().to_string(),
            Self::Database(_, options) => options.location(),
        }
    }

    /// Ends the quarantine.
    pub(crate) async fn adopt(&self) -> Result<(), Failure> {
        match self {
            Self::File(store) => Ok(store.adopt().await?),
            Self::Database(_, options) => {
                Ok(PostgresStore::connect(options).await?.adopt().await?)
            }
        }
    }

    /// How often it is open elsewhere; of other machines nobody knows.
    pub(crate) fn others(&self) -> Option<usize> {
        match self {
            Self::File(store) => Some(store.other_handles()),
            Self::Database(..) => None,
        }
    }
}

impl From<acg_sqlite::Error> for Failure {
    fn from(error: acg_sqlite::Error) -> Self {
        let failure = Self::new(Code::Files, error.to_string()).advise(
            "Check the file and its permissions, or name another data directory with --data-dir.",
        );
        match std::error::Error::source(&error) {
            Some(source) => failure.because(source),
            None => failure,
        }
    }
}

impl From<acg_postgres::Error> for Failure {
    fn from(error: acg_postgres::Error) -> Self {
        let (code, advice) = match error.kind() {
            ErrorKind::Configuration => (
                Code::Configuration,
                "AKOYA_STORE_URL, or `store_url` in the config file, is postgres://USER:PASSWORD@HOST/DATABASE; an odd character \
                 in a part of it is written as %40.",
            ),
            ErrorKind::MissingSchema | ErrorKind::OlderSchema => (
                Code::Files,
                "Run `akoya store migrate` once, with the URL of a user who may make tables.",
            ),
            ErrorKind::NewerSchema => (Code::Files, "Update this program; nothing was changed."),
            ErrorKind::Unreachable | ErrorKind::Busy => (
                Code::TryAgain,
                "Look at the database's server and the network, then run the command again.",
            ),
            _ => (
                Code::Files,
                "Look at the database that AKOYA_STORE_URL or `store_url` in the config file names.",
            ),
        };
        let failure = Self::new(code, sentence(&error)).advise(advice);
        match std::error::Error::source(&error) {
            Some(source) => failure.because(source),
            None => failure,
        }
    }
}

/// The library's own words name its calls.
fn sentence(error: &acg_postgres::Error) -> String {
    match error.kind() {
        ErrorKind::MissingSchema => "the token store's database has no tables yet".to_owned(),
        ErrorKind::OlderSchema => {
            "the tables of the token store are of an older version".to_owned()
        }
        _ => error.to_string(),
    }
}
