//! Stands in for a token store on PostgreSQL in a build without it: a URL of one is refused, never passed over.

use std::path::PathBuf;
use std::sync::Arc;

use akoya::oauth::Secret;
use akoya::oauth::store::TokenStore;

use crate::exit_code::ExitCode;
use crate::failure::Failure;

/// A database that is not open yet: there is none.
#[derive(Debug)]
pub(crate) enum DatabaseOptions {}

/// A database that is open: there is none.
#[derive(Debug)]
pub(crate) enum Database {}

impl DatabaseOptions {
    pub(super) fn new(_: &Secret, _: PathBuf) -> Result<Self, Failure> {
        let text =
            "a token store on PostgreSQL is configured, but this `akoya` was built without it";
        Err(Failure::new(ExitCode::Configuration, text).advise(
            "Build it with `--features postgres`, or unset AKOYA_STORE_URL and `store_url` in the config file.",
        ))
    }

    pub(super) async fn open(self) -> Result<Database, Failure> {
        match self {}
    }

    pub(crate) async fn migrate(&self) -> Result<(), Failure> {
        match *self {}
    }

    pub(crate) fn location(&self) -> String {
        match *self {}
    }
}

impl Database {
    pub(super) fn store(&self) -> Arc<dyn TokenStore> {
        match *self {}
    }

    pub(super) fn name(&self) -> String {
        match *self {}
    }

    pub(super) async fn adopt(&self) -> Result<(), Failure> {
        match *self {}
    }
}
