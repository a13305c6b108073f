//! A token store on PostgreSQL.

use std::path::PathBuf;
use std::sync::Arc;

use acg_postgres::{PostgresOptions, PostgresStore};
use akoya::oauth::Secret;
use akoya::oauth::store::TokenStore;

use crate::failure::Failure;

/// A database that is not open yet.
#[derive(Debug)]
pub(crate) struct DatabaseOptions(Box<PostgresOptions>);

/// A database that is open.
#[derive(Debug)]
pub(crate) struct Database {
    store: Arc<PostgresStore>,
    options: DatabaseOptions,
}

impl DatabaseOptions {
    /// Reads the URL. Through `owners`, a directory, the processes of this machine see each other end.
    pub(super) fn new(url: &Secret, owners: PathBuf) -> Result<Self, Failure> {
        let options = PostgresStore::options(url.expose())?;
        Ok(Self(Box::new(options.liveness_dir(owners))))
    }

    pub(super) async fn open(self) -> Result<Database, Failure> {
        let store = Arc::new(PostgresStore::connect(&self.0).await?);
        Ok(Database {
            store,
            options: self,
        })
    }

    /// Creates or upgrades the tables.
    pub(crate) async fn migrate(&self) -> Result<(), Failure> {
        Ok(PostgresStore::migrate(&self.0).await?)
    }

    /// Names host and database, without user and password.
    pub(crate) fn location(&self) -> String {
        self.0.location()
    }
}

impl Database {
    pub(super) fn store(&self) -> Arc<dyn TokenStore> {
        self.store.clone()
    }

    pub(super) fn name(&self) -> String {
        self.options.location()
    }

    /// Ends the quarantine.
    pub(super) async fn adopt(&self) -> Result<(), Failure> {
        Ok(PostgresStore::connect(&self.options.0)
            .await?
            .adopt()
            .await?)
    }
}
