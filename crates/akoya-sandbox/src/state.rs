//! The state of a sandbox, in SQLite: keys, the default client, consents, codes, the clock's offset.
//!
//! Every request reads what it needs in a short transaction, so several processes can share a file, and a process
//! can be killed at any time. A change is committed before the response that depends on it is sent.

pub(crate) mod code;
pub(crate) mod consent;
pub(crate) mod notification;
pub(crate) mod registration;
pub(crate) mod service_token;
pub(crate) mod sign_in;
pub(crate) mod subscription;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};

use crate::error::{Error, ErrorKind};
use crate::random;
use crate::registered_client::RegisteredClient;
use crate::signing_key::SigningKey;
use crate::standstill;
use crate::sync::lock;

/// "akyS": distinguishes a state file from other SQLite databases.
const APPLICATION_ID: i32 = 0x616b_7953;
const SCHEMA_VERSION: i32 = 4;
const SCHEMA: &str = "
    CREATE TABLE setting (
        name TEXT PRIMARY KEY,
        value BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE consent (
        id TEXT PRIMARY KEY,
        client_id TEXT NOT NULL,
        user TEXT NOT NULL,
        connector TEXT NOT NULL,
        scope TEXT NOT NULL,
        accounts TEXT NOT NULL,
        session TEXT NOT NULL,
        requested_at INTEGER NOT NULL,
        signed_in_at INTEGER NOT NULL,
        granted_at INTEGER NOT NULL,
        refresh_id TEXT NOT NULL UNIQUE,
        generation INTEGER NOT NULL DEFAULT 0,
        rotated_at INTEGER NOT NULL,
        revoked_by TEXT CHECK (revoked_by IN ('client', 'customer'))
    ) STRICT;

    CREATE TABLE code (
        hash BLOB PRIMARY KEY,
        consent TEXT NOT NULL REFERENCES consent (id),
        redirect_uri TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        used INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE sign_in_failure (
        user TEXT PRIMARY KEY,
        count INTEGER NOT NULL,
        since INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE decided_request (
        id TEXT PRIMARY KEY,
        expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE service_token (
        hash BLOB PRIMARY KEY,
        scope TEXT NOT NULL,
        expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE app (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL UNIQUE,
        secret TEXT NOT NULL,
        details TEXT NOT NULL
    ) STRICT;

    CREATE TABLE subscription (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        category TEXT NOT NULL,
        type TEXT NOT NULL,
        callback_url TEXT NOT NULL,
        effective_date TEXT,
        callback_email TEXT
    ) STRICT;

    CREATE TABLE notification (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        callback_url TEXT NOT NULL,
        body TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        due_at INTEGER,
        delivered_at INTEGER,
        problem TEXT
    ) STRICT;
    CREATE INDEX notification_due ON notification (due_at) WHERE due_at IS NOT NULL;
";

/// The open state. Reads have a connection of their own, so that they do not wait for a write to reach the disk.
pub(crate) struct State {
    writer: Mutex<Connection>,
    reader: Option<Mutex<Connection>>,
}

/// The keys, which are generated with the state.
pub(crate) struct Keys {
    pub(crate) signing: SigningKey,
    /// Refresh tokens are derived from it.
    pub(crate) refresh: Vec<u8>,
    /// Signs the requests that the consent pages carry.
    pub(crate) pages: Vec<u8>,
}

impl State {
    /// Opens or creates the state at `path`, or in memory if there is none. Only its owner can read a new file.
    pub(crate) fn open(path: Option<&Path>) -> Result<(Self, Keys), Error> {
        let state = match path {
            None => Self {
                writer: Mutex::new(connect(None)?),
                reader: None,
            },
            Some(path) => {
                private_file::open_or_create(path)
                    .map_err(|source| unusable(path).because(source))?;
                let open = || connect(Some(path)).map_err(|source| unusable(path).because(source));
                Self {
                    writer: Mutex::new(open()?),
                    reader: Some(Mutex::new(open()?)),
                }
            }
        };
        state.create_schema().map_err(|error| match path {
            Some(path) => unusable(path).because(error),
            None => error,
        })?;
        let keys = state.keys(path.is_none())?;
        Ok((state, keys))
    }

    /// Runs a read. It is cheap enough for a handler to call it directly.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let _inside = standstill::inside();
        let connection = lock(self.reader.as_ref().unwrap_or(&self.writer));
        Ok(read(&connection)?)
    }

    /// Runs a change in its own transaction and returns when it is on the disk. An error rolls it back.
    ///
    /// # Cancel safety
    /// A dropped future does not stop the change: a client that hangs up does not undo its refresh.
    pub(crate) async fn write<T: Send + 'static>(
        self: &Arc<Self>,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let state = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || state.write_now(change)).await;
        done.map_err(|source| {
            Error::new(ErrorKind::System, "a change of the state was interrupted").because(source)
        })?
    }

    /// Works as [`write`](Self::write), on this thread.
    pub(crate) fn write_now<T>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let _inside = standstill::inside();
        let mut connection = lock(&self.writer);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = change(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }

    /// Milliseconds to add to real time.
    pub(crate) fn clock_offset(&self) -> Result<i64, Error> {
        self.read(clock_offset)
    }

    pub(crate) fn change_clock_offset(&self, change: impl FnOnce(i64) -> i64) -> Result<(), Error> {
        self.write_now(|transaction| {
            let offset = change(clock_offset(transaction)?);
            transaction.execute(
                "INSERT OR REPLACE INTO setting VALUES ('clock_offset', ?1)",
                [offset.to_le_bytes()],
            )?;
            Ok(())
        })
    }

    /// Deletes everything but the keys and the generated clients.
    pub(crate) fn reset(&self) -> Result<(), Error> {
        self.write_now(|transaction| {
            Ok(transaction.execute_batch(
                "DELETE FROM code; DELETE FROM consent; DELETE FROM sign_in_failure; DELETE FROM decided_request;
                 DELETE FROM service_token; DELETE FROM app; DELETE FROM subscription; DELETE FROM notification;
                 DELETE FROM setting WHERE name = 'clock_offset';",
            )?)
        })
    }

    /// Returns the client of a sandbox without configured clients, generated once per state.
    pub(crate) fn default_client(&self) -> Result<RegisteredClient, Error> {
        Ok(self
            .generated_client("client", "sandbox")?
            .any_loopback_redirect_uri()
            .name("Demo application"))
    }

    /// Returns the credentials for service tokens, generated once per state. Akoya gives them out apart from those of
    /// applications.
    pub(crate) fn service_client(&self) -> Result<RegisteredClient, Error> {
        self.generated_client("service", "service")
    }

    fn generated_client(&self, setting: &str, prefix: &str) -> Result<RegisteredClient, Error> {
        let id = format!("{prefix}-{}", &random::token()?[..12]);
        let secret = format!("{}{}", random::token()?, random::token()?);
        let text = |value: Vec<u8>| String::from_utf8_lossy(&value).into_owned();
        self.write_now(|transaction| {
            let id = setting_or_insert(transaction, &format!("{setting}_id"), id.as_bytes())?;
            let name = format!("{setting}_secret");
            let secret = setting_or_insert(transaction, &name, secret.as_bytes())?;
            Ok(RegisteredClient::new(text(id), text(secret)))
        })
    }

    fn create_schema(&self) -> Result<(), Error> {
        self.write_now(|transaction| {
            let pragma =
                |name| transaction.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
            match (pragma("application_id")?, pragma("user_version")?) {
                (APPLICATION_ID, SCHEMA_VERSION) => Ok(()),
                (0, 0) if is_empty(transaction)? => {
                    transaction.execute_batch(SCHEMA)?;
                    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
                    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
                    Ok(())
                }
                // A sandbox has nothing that is worth a migration: a new consent takes a minute.
                (APPLICATION_ID, _) => Err(Error::new(
                    ErrorKind::State,
                    "the file is from another version of the sandbox; delete it to start again",
                )),
                _ => Err(Error::new(
                    ErrorKind::State,
                    "the file belongs to another program",
                )),
            }
        })
    }

    fn keys(&self, in_memory: bool) -> Result<Keys, Error> {
        // Generating an RSA key takes about a second without optimization, and tests start many sandboxes: those in
        // memory share one key per process.
        let generate = || {
            if in_memory {
                SigningKey::of_this_process()
            } else {
                SigningKey::generate()
            }
        };
        let signing = match self.read(|connection| setting(connection, "signing_key"))? {
            Some(pkcs8) => pkcs8,
            None => generate()?,
        };
        let (refresh, pages) = (random::bytes::<32>()?, random::bytes::<32>()?);
        let (signing, refresh, pages) = self.write_now(|transaction| {
            Ok((
                setting_or_insert(transaction, "signing_key", &signing)?,
                setting_or_insert(transaction, "refresh_key", &refresh)?,
                setting_or_insert(transaction, "pages_key", &pages)?,
            ))
        })?;
        Ok(Keys {
            signing: SigningKey::from_pkcs8(&signing)?,
            refresh,
            pages,
        })
    }
}

fn connect(path: Option<&Path>) -> rusqlite::Result<Connection> {
    let _inside = standstill::inside();
    let connection = match path {
        None => Connection::open_in_memory()?,
        Some(path) => Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?,
    };
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // NORMAL can lose the last commits when the machine stops, and with them a rotation whose response has been sent.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

fn unusable(path: &Path) -> Error {
    Error::new(
        ErrorKind::State,
        format!("cannot use {} as the state of a sandbox", path.display()),
    )
}

fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", (), |row| {
        row.get(0)
    })
}

fn setting(connection: &Connection, name: &str) -> rusqlite::Result<Option<Vec<u8>>> {
    connection
        .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()
}

fn setting_or_insert(
    transaction: &Transaction<'_>,
    name: &str,
    value: &[u8],
) -> rusqlite::Result<Vec<u8>> {
    transaction.execute(
        "INSERT OR IGNORE INTO setting VALUES (?1, ?2)",
        (name, value),
    )?;
    transaction.query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| {
        row.get(0)
    })
}

fn clock_offset(connection: &Connection) -> rusqlite::Result<i64> {
    let bytes = setting(connection, "clock_offset")?.and_then(|bytes| bytes.try_into().ok());
    Ok(bytes.map_or(0, i64::from_le_bytes))
}
