//! The SQL.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Transaction, TransactionBehavior, params};
use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind};

/// The first SQLite in which several processes that write and checkpoint cannot corrupt a write-ahead log.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How long a call waits for another process's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// The version of the tables below, in `user_version`.
const SCHEMA_VERSION: i64 = 1;

/// "acgt", in the file's header: the file is a store of this library.
const APPLICATION_ID: i64 = 0x6163_6774;

const SCHEMA: &str = "
CREATE TABLE connection (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    record BLOB NOT NULL,
    owner TEXT,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX connection_owner ON connection (owner) WHERE owner IS NOT NULL;
CREATE TABLE counter (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    writes INTEGER NOT NULL
) STRICT;
INSERT INTO counter VALUES (1, 0);
";

/// Milliseconds since 1970 by this machine's clock.
const NOW: &str = "CAST(round(unixepoch('subsec') * 1000) AS INTEGER)";

/// An open database.
#[derive(Debug)]
pub(crate) struct Database {
    connection: Connection,
    path: PathBuf,
}

/// A row as it was read.
pub(crate) struct Row {
    pub(crate) record: Zeroizing<Vec<u8>>,
    pub(crate) version: i64,
    pub(crate) now: i64,
}

/// A row's id and record.
pub(crate) type Listed = (String, Zeroizing<Vec<u8>>);

/// A row to be written.
pub(crate) struct NewRow {
    pub(crate) id: String,
    pub(crate) record: Zeroizing<Vec<u8>>,
    /// Who holds a lease in it.
    pub(crate) owner: Option<String>,
}

impl Database {
    /// Opens the file and makes the tables if it is empty. Only one process at a time may do so.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        check_library(rusqlite::version_number())?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let failed = |error| Error::sqlite(path, error);
        let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
        let mut database = Self { connection, path: path.to_owned() };
        database.connection.busy_timeout(BUSY_TIMEOUT).map_err(failed)?;
        database.check_schema()?;
        database.configure().map_err(failed)?;
        database.create_schema().map_err(failed)?;
        Ok(database)
    }

    /// Reads before anything is written: a file of somebody else stays as it is.
    fn check_schema(&self) -> Result<(), Error> {
        let failed = |error| Error::sqlite(&self.path, error);
        let (application, schema) = (self.header("application_id"), self.header("user_version"));
        match (application.map_err(failed)?, schema.map_err(failed)?) {
            (APPLICATION_ID, ..=SCHEMA_VERSION) => Ok(()),
            (APPLICATION_ID, version) => Err(Error::new(
                ErrorKind::NewerSchema,
                format!(
                    "the token store `{}` has version {version} and this program reads up to {SCHEMA_VERSION}",
                    self.path.display()
                ),
            )),
            (0, 0) if self.is_empty().map_err(failed)? => Ok(()),
            _ => Err(Error::new(
                ErrorKind::NotAStore,
                format!("`{}` is a database of another program", self.path.display()),
            )),
        }
    }

    fn header(&self, pragma: &str) -> rusqlite::Result<i64> {
        self.connection.pragma_query_value(None, pragma, |row| row.get(0))
    }

    fn is_empty(&self) -> rusqlite::Result<bool> {
        self.connection.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))
    }

    fn configure(&self) -> rusqlite::Result<()> {
        self.connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| {
            let mode: String = row.get(0)?;
            if mode == "wal" { Ok(()) } else { Err(rusqlite::Error::InvalidQuery) }
        })?;
        // NORMAL would lose the last commits with the machine's power.
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        // A token that was replaced or revoked is overwritten.
        self.connection.pragma_update(None, "secure_delete", true)
    }

    fn create_schema(&mut self) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if transaction.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))? == 0 {
            transaction.execute_batch(SCHEMA)?;
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        }
        transaction.commit()
    }

    pub(crate) fn load(&self, id: &str) -> Result<Option<Row>, Error> {
        self.try_load(id).map_err(|error| self.failed(error))
    }

    fn try_load(&self, id: &str) -> rusqlite::Result<Option<Row>> {
        self.connection
            .prepare(&format!("SELECT record, version, {NOW} FROM connection WHERE id = ?1"))?
            .query_row([id], |row| {
                Ok(Row { record: Zeroizing::new(row.get(0)?), version: row.get(1)?, now: row.get(2)? })
            })
            .optional()
    }

    /// The version written, or `None` when the row's version is not `expected`.
    pub(crate) fn compare_and_swap(&mut self, expected: Option<i64>, row: &NewRow) -> Result<Option<i64>, Error> {
        self.write(|transaction| {
            if version(transaction, &row.id)? != expected {
                return Ok(None);
            }
            // The counter belongs to the file, not to the row, so that a row that comes again after its deletion goes on.
            let next: i64 = transaction
                .prepare("UPDATE counter SET writes = writes + 1 RETURNING writes")?
                .query_row([], |row| row.get(0))?;
            transaction
                .prepare(&format!(
                    "INSERT INTO connection VALUES (?1, ?2, ?3, ?4, {NOW})
                     ON CONFLICT (id) DO UPDATE SET version = excluded.version, record = excluded.record,
                     owner = excluded.owner, updated_at = excluded.updated_at"
                ))?
                .execute(params![row.id, next, row.record.as_slice(), row.owner])?;
            Ok(Some(next))
        })
    }

    /// Whether the row had the version `expected` and is removed.
    pub(crate) fn delete(&mut self, id: &str, expected: i64) -> Result<bool, Error> {
        self.write(|transaction| {
            let mut delete = transaction.prepare("DELETE FROM connection WHERE id = ?1 AND version = ?2")?;
            Ok(delete.execute(params![id, expected])? == 1)
        })
    }

    /// All rows, ordered by id.
    pub(crate) fn list(&self) -> Result<Vec<Listed>, Error> {
        self.try_list().map_err(|error| self.failed(error))
    }

    fn try_list(&self) -> rusqlite::Result<Vec<Listed>> {
        self.connection
            .prepare("SELECT id, record FROM connection ORDER BY id")?
            .query_map([], |row| Ok((row.get(0)?, Zeroizing::new(row.get(1)?))))?
            .collect()
    }

    /// Whether a record gives `owner` a lease; also when that cannot be found out.
    pub(crate) fn is_owner_named(&self, owner: &str) -> bool {
        let found = self.connection.prepare("SELECT 1 FROM connection WHERE owner = ?1");
        found.and_then(|mut statement| statement.exists([owner])).unwrap_or(true)
    }

    /// A write takes the lock at its beginning: one that began by reading could not wait for its turn.
    fn write<T>(&mut self, change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T, Error> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let written = transaction.and_then(|transaction| {
            let result = change(&transaction)?;
            transaction.commit()?;
            Ok(result)
        });
        written.map_err(|error| self.failed(error))
    }

    fn failed(&self, error: rusqlite::Error) -> Error {
        Error::sqlite(&self.path, error)
    }
}

fn version(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<Option<i64>> {
    let mut select = transaction.prepare("SELECT version FROM connection WHERE id = ?1")?;
    select.query_row([id], |row| row.get(0)).optional()
}

fn check_library(version: i32) -> Result<(), Error> {
    if version >= OLDEST_SQLITE {
        return Ok(());
    }
    let (major, minor, patch) = (version / 1_000_000, version / 1_000 % 1_000, version % 1_000);
    let text = format!("SQLite {major}.{minor}.{patch} can corrupt a shared database; 3.51.3 or newer is needed");
    Err(Error::new(ErrorKind::SqliteTooOld, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database() -> (tempfile::TempDir, Database) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("t.db");
        std::fs::write(&path, b"").unwrap();
        (directory, Database::open(&path).unwrap())
    }

    fn row(size: usize) -> NewRow {
        NewRow { id: "c".to_owned(), record: Zeroizing::new(vec![7; size]), owner: None }
    }

    fn pragma(database: &Database, name: &str) -> String {
        let value: rusqlite::types::Value =
            database.connection.pragma_query_value(None, name, |row| row.get(0)).unwrap();
        match value {
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            other => panic!("{name}: {other:?}"),
        }
    }

    #[test]
    fn a_commit_is_durable_and_writers_wait_for_each_other() {
        let (_directory, database) = database();
        let settings = [
            ("journal_mode", "wal"),
            ("synchronous", "2"),
            ("busy_timeout", "10000"),
            ("foreign_keys", "1"),
            ("secure_delete", "1"),
        ];
        for (name, value) in settings {
            assert_eq!(pragma(&database, name), value, "{name}");
        }
    }

    #[test]
    fn a_library_with_the_corruption_bug_is_refused() {
        assert_eq!(check_library(3_051_002).unwrap_err().kind(), ErrorKind::SqliteTooOld);
        assert!(check_library(3_051_003).is_ok());
    }

    #[test]
    fn a_full_disk_loses_nothing_that_was_answered() {
        let (_directory, mut database) = database();
        let first = database.compare_and_swap(None, &row(100)).unwrap();
        database.connection.pragma_update(None, "max_page_count", 8).unwrap();
        let error = database.compare_and_swap(first, &row(100_000)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Full);
        assert_eq!(database.load("c").unwrap().unwrap().record.len(), 100);
        assert_eq!(database.compare_and_swap(first, &row(200)).unwrap(), Some(2), "it goes on when there is room");
    }
}
