//! Where the customers' tokens are: in a SQLite file, encrypted, with a spool before it.

use std::error::Error;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::sync::Arc;

use acg_sqlite::{SqliteOptions, SqliteStore};
use akoya::oauth::Vault;
use akoya::oauth::random::SystemRandom;
use akoya::oauth::vault::{Keyring, SealingKey, Spool};

/// Opens the vault in a directory, or creates both. Only this user can read them.
///
/// For several machines it is `acg-postgres` instead of SQLite, and the spool stays on each machine's own disk.
pub(crate) fn open(directory: &Path) -> Result<Vault, Box<dyn Error>> {
    private_file::create_directory(directory)?;
    let options = SqliteOptions::default().environment("web-example");
    let store = SqliteStore::open_with(directory.join("tokens.sqlite"), &options)?;
    let key = key(&directory.join("tokens.key"))?;
    // A response of the bank is here before it is in the database, so a crash in between loses no token.
    let spool = Spool::open(directory.join("spool"))?;
    let vault = Vault::builder(Arc::new(store));
    Ok(vault.keys(Keyring::new(key)).spool(spool).build())
}

/// The key that the tokens are encrypted with. Yours is better elsewhere, such as in a secret of your platform:
/// beside the database it protects a copy of the database alone.
fn key(path: &Path) -> Result<SealingKey, Box<dyn Error>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text.parse()?),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let key = SealingKey::generate(&SystemRandom)?;
            // Never half a key, and never over another one: without its key a token is lost.
            let draft = private_file::Draft::new(path)?;
            draft.file().write_all(key.expose().as_bytes())?;
            draft.place_new()?;
            Ok(key)
        }
        Err(error) => Err(error.into()),
    }
}
