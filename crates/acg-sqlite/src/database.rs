//! The SQL on one connection to the file: it is opened, read, written and compared with what it was.

use std::path::{Path, PathBuf};
use std::time::Duration;

use acg::ConnectionId;
use acg::store::{Row, StoreTime, Swap, Version};
use rusqlite::config::DbConfig;
use rusqlite::types::Type;
use rusqlite::{
    Connection, OpenFlags, OptionalExtension as _, Params, Transaction, TransactionBehavior, params,
};

use crate::error::{Error, ErrorKind};
use crate::place::Place;
use crate::schema;
use crate::standstill;
use crate::witness::Witnesses;

/// The first SQLite in which several processes that write and checkpoint cannot corrupt a write-ahead log.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How long a call waits for another process's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// "acgt", in the file's header: the file is a store of this library.
const APPLICATION_ID: i64 = 0x6163_6774;

macro_rules! now {
    () => {
        "CAST(round(unixepoch('subsec') * 1000) AS INTEGER)"
    };
}

/// Milliseconds since 1970 by this machine's clock.
const NOW: &str = now!();

/// Writes a row whose version is the expected one.
const UPDATE: &str = concat!(
    "UPDATE connection SET version = ?2, generation = ?3, due = ?4, owner = ?5, head = ?6,
     sealed = coalesce(?7, sealed), client = ?8, updated_at = ",
    now!(),
    " WHERE id = ?1 AND version = ?9"
);

/// Writes a row where there is none.
const INSERT: &str = concat!(
    "INSERT INTO connection (id, version, generation, due, owner, head, sealed, client, shard, updated_at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, coalesce(?7, x''), ?8, ?9, ",
    now!(),
    ") ON CONFLICT (id) DO NOTHING"
);

/// The name in the table `meta` of where the file is.
pub(crate) const PLACE: &str = "place";

/// Stands for the place of a file that was set back while it was open.
pub(crate) const SET_BACK: &str = "set back";

/// An open database.
#[derive(Debug)]
pub(crate) struct Database {
    connection: Connection,
    path: PathBuf,
    /// What the path named when it was opened.
    place: Place,
    witness: Witnesses,
    /// The newest version that this handle has seen.
    newest: i64,
    /// Whether versions were seen that the file no longer knows.
    is_set_back: bool,
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    Ok(connection)
}

/// Whether the tables are those of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tables {
    Current,
    /// There are none yet, or those of an older version.
    Older,
}

/// A row as it was read.
pub(crate) struct LoadedRow {
    pub(crate) id: ConnectionId,
    pub(crate) row: Row,
    pub(crate) version: i64,
    pub(crate) now: i64,
}

/// A write that expects a version.
pub(crate) struct Write {
    pub(crate) id: ConnectionId,
    pub(crate) expected: Option<i64>,
    pub(crate) row: Row,
}

/// The outcome of writes in one transaction.
enum Swapped {
    /// The outcome of each.
    Done(Vec<Swap>),
    /// The file has gone back behind what this handle has seen; nothing was written.
    SetBack,
}

impl Database {
    /// Opens the file and makes the tables if it is empty. Only one process at a time may do so.
    pub(crate) fn open(path: &Path, witness: Witnesses) -> Result<Self, Error> {
        check_library(rusqlite::version_number())?;
        let failed = |error| Error::sqlite(path, error);
        let place = Place::of_file(path);
        let connection = connect(path).map_err(failed)?;
        let mut database = Self {
            connection,
            path: path.to_owned(),
            place,
            witness,
            newest: 0,
            is_set_back: false,
        };
        let tables = database.check_schema()?;
        database.configure().map_err(failed)?;
        // Opening a store that is up to date writes nothing: a command that only reads neither
        // waits for a writer nor for the disk.
        if tables == Tables::Older {
            database.create_schema().map_err(failed)?;
        }
        database.newest = database.writes()?;
        database.check_file()?;
        Ok(database)
    }

    /// Closes the file while `wait` runs, and opens it again.
    pub(crate) fn closed_while(&mut self, wait: impl FnOnce()) -> Result<(), Error> {
        let inside = standstill::inside();
        let nothing =
            Connection::open_in_memory().map_err(|error| Error::sqlite(&self.path, error))?;
        drop(std::mem::replace(&mut self.connection, nothing));
        drop(inside);
        wait();
        let _inside = standstill::inside();
        self.connection = connect(&self.path).map_err(|error| Error::sqlite(&self.path, error))?;
        self.configure()
            .map_err(|error| Error::sqlite(&self.path, error))?;
        self.check_file()
    }

    /// Reads before anything is written: a file of another program stays as it is.
    fn check_schema(&self) -> Result<Tables, Error> {
        let failed = |error| Error::sqlite(&self.path, error);
        let (application, schema) = (self.header("application_id"), self.header("user_version"));
        match (application.map_err(failed)?, schema.map_err(failed)?) {
            (APPLICATION_ID, schema::VERSION) => Ok(Tables::Current),
            (APPLICATION_ID, ..schema::VERSION) => Ok(Tables::Older),
            (APPLICATION_ID, version) => Err(Error::new(
                ErrorKind::NewerSchema,
                format!(
                    "the token store `{}` has version {version}, and this program supports up to {}",
                    self.path.display(),
                    schema::VERSION
                ),
            )),
            (0, 0) if self.is_empty().map_err(failed)? => Ok(Tables::Older),
            _ => Err(Error::new(
                ErrorKind::NotAStore,
                format!("`{}` is a database of another program", self.path.display()),
            )),
        }
    }

    fn header(&self, pragma: &str) -> rusqlite::Result<i64> {
        self.connection
            .pragma_query_value(None, pragma, |row| row.get(0))
    }

    fn is_empty(&self) -> rusqlite::Result<bool> {
        self.connection.query_row(
            "SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)",
            [],
            |row| row.get(0),
        )
    }

    fn configure(&self) -> rusqlite::Result<()> {
        // Anyone who can write the file could plant code in its schema: none of it runs.
        for feature in [
            DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER,
            DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW,
            DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA,
        ] {
            self.connection.set_db_config(feature, false)?;
        }
        self.connection
            .pragma_update_and_check(None, "journal_mode", "WAL", |row| {
                let mode: String = row.get(0)?;
                if mode == "wal" {
                    Ok(())
                } else {
                    Err(rusqlite::Error::InvalidQuery)
                }
            })?;
        // NORMAL would lose the last commits with the machine's power.
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        // A token that was replaced or revoked is overwritten.
        self.connection.pragma_update(None, "secure_delete", true)
    }

    fn create_schema(&mut self) -> rusqlite::Result<()> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        schema::bring_up(&transaction)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.commit()
    }

    /// Refuses to continue when the path names another file: what is written to this one will never be read.
    fn check_file(&self) -> Result<(), Error> {
        if Place::of_file(&self.path) == self.place {
            return Ok(());
        }
        // The write-ahead log that has the name now is the other file's. It is not removed when this one is closed.
        let _ = self
            .connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        Err(self.replaced(
            "was replaced by another file, or removed, while it was open: nothing is read or written until it is opened again",
        ))
    }

    fn replaced(&self, how: &str) -> Error {
        let text = format!("the token store `{}` {how}", self.path.display());
        Error::new(ErrorKind::Replaced, text)
    }

    pub(crate) fn load(&self, id: &str) -> Result<Option<LoadedRow>, Error> {
        self.check_file()?;
        let found = self
            .connection
            .prepare_cached(&select("WHERE id = ?1"))
            .and_then(|mut statement| statement.query_row([id], found).optional());
        found.map_err(|error| self.failed(error))
    }

    /// Returns the rows of a shard whose time has come or comes within that time, the earliest first.
    pub(crate) fn due(
        &self,
        shard: u8,
        within: Duration,
        limit: usize,
    ) -> Result<Vec<LoadedRow>, Error> {
        let clause = format!("WHERE shard = ?1 AND due <= {NOW} + ?2 ORDER BY due");
        self.list(&clause, params![shard, millis(within)], limit)
    }

    /// Returns the rows that are due, of those that belong to this client or to none.
    pub(crate) fn due_of(
        &self,
        shard: u8,
        client: &str,
        within: Duration,
        limit: usize,
    ) -> Result<Vec<LoadedRow>, Error> {
        let clause =
            format!("WHERE shard = ?1 AND due <= {NOW} + ?2 AND client IN (?3, '') ORDER BY due");
        self.list(&clause, params![shard, millis(within), client], limit)
    }

    /// Returns the rows after an id, ordered by it.
    pub(crate) fn page(&self, after: &str, limit: usize) -> Result<Vec<LoadedRow>, Error> {
        self.list("WHERE id > ?1 ORDER BY id", [after], limit)
    }

    /// Returns the first rows that can be read. One that cannot, because its name is none, is passed over: it harms
    /// itself alone.
    fn list(
        &self,
        clause: &str,
        parameters: impl Params,
        limit: usize,
    ) -> Result<Vec<LoadedRow>, Error> {
        self.check_file()?;
        let list = || {
            // Rows are read one by one: with a `LIMIT`, those that are passed over would make the list end early.
            let mut statement = self.connection.prepare_cached(&select(clause))?;
            let mut rows = statement.query(parameters)?;
            let mut list = Vec::new();
            while list.len() < limit
                && let Some(row) = rows.next()?
            {
                match found(row) {
                    Ok(found) => list.push(found),
                    Err(error) => {
                        tracing::error!(%error, "a row of the token store is damaged and skipped");
                    }
                }
            }
            Ok(list)
        };
        list().map_err(|error| self.failed(error))
    }

    /// Does each write for itself, all in one transaction.
    ///
    /// # Errors
    /// When a lease is among the writes and the file was set back under this handle: nothing may be sent from it. Other
    /// writes are done, because they bring newer tokens.
    pub(crate) fn compare_and_swap<'a>(
        &mut self,
        writes: impl IntoIterator<Item = &'a Write>,
    ) -> Result<Vec<Swap>, Error> {
        let writes: Vec<&Write> = writes.into_iter().collect();
        loop {
            if self.is_set_back && writes.iter().any(|write| write.row.owner.is_some()) {
                return Err(self.replaced(
                    "was rolled back to an older state while it was open: nothing is refreshed from it until it is adopted as the original",
                ));
            }
            match self.swap_all(&writes)? {
                Swapped::Done(outcomes) => return Ok(outcomes),
                Swapped::SetBack => self.note_set_back()?,
            }
        }
    }

    /// Does the writes in one transaction.
    fn swap_all(&mut self, writes: &[&Write]) -> Result<Swapped, Error> {
        let newest = self.newest;
        let swapped = self.write(|transaction| {
            let before = count(transaction)?;
            if before < newest {
                return Ok(Swapped::SetBack);
            }
            let mut latest = before;
            let outcomes = writes
                .iter()
                .map(|write| swap(transaction, write, &mut latest));
            let outcomes = outcomes.collect::<rusqlite::Result<_>>()?;
            if latest > before {
                set_count(transaction, latest)?;
            }
            Ok(Swapped::Done(outcomes))
        })?;
        if let Swapped::Done(outcomes) = &swapped
            && let Some(written) = outcomes.iter().filter_map(version_of).max()
        {
            self.newest = written;
            self.witness.written(written);
        }
        Ok(swapped)
    }

    /// Notes that the file was set back, for those who open it next too. No version is given again that was seen.
    fn note_set_back(&mut self) -> Result<(), Error> {
        self.is_set_back = true;
        // The counter last: the file shows by it that it was set back, until it says so.
        self.set_meta(PLACE, SET_BACK)?;
        self.count_from(self.newest)
    }

    /// Removes the row if it has the version `expected`. Returns whether it had.
    pub(crate) fn delete(&mut self, id: &str, expected: i64) -> Result<bool, Error> {
        self.write(|transaction| {
            let mut delete =
                transaction.prepare("DELETE FROM connection WHERE id = ?1 AND version = ?2")?;
            Ok(delete.execute(params![id, expected])? == 1)
        })
    }

    /// Returns a value of the table `meta`.
    pub(crate) fn meta(&self, name: &str) -> Result<Option<String>, Error> {
        let value =
            self.connection
                .query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| {
                    row.get(0)
                });
        value.optional().map_err(|error| self.failed(error))
    }

    pub(crate) fn set_meta(&mut self, name: &str, value: &str) -> Result<(), Error> {
        self.write(|transaction| {
            let text = "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
            transaction.execute(text, [name, value]).map(drop)
        })
    }

    /// Returns how many writes the file has seen.
    pub(crate) fn writes(&self) -> Result<i64, Error> {
        count(&self.connection).map_err(|error| self.failed(error))
    }

    /// Counts on from at least `writes`: no version that was ever seen is given again.
    pub(crate) fn count_from(&mut self, writes: i64) -> Result<(), Error> {
        self.write(|transaction| {
            transaction
                .execute("UPDATE counter SET writes = max(writes, ?1)", [writes])
                .map(drop)
        })
    }

    /// Lets the witnesses note what was written, because nothing is written now.
    pub(crate) fn rest(&mut self) {
        self.witness.rest();
    }

    /// Returns the newest version that this handle has seen.
    pub(crate) fn newest(&self) -> i64 {
        self.newest
    }

    /// Runs a job that fails, instead of waiting, when another process is writing.
    pub(crate) fn without_waiting<T>(
        &mut self,
        job: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.wait_at_most(Duration::ZERO)?;
        let done = job(self);
        self.wait_at_most(BUSY_TIMEOUT)?;
        done
    }

    fn wait_at_most(&self, time: Duration) -> Result<(), Error> {
        let set = self.connection.busy_timeout(time);
        set.map_err(|error| self.failed(error))
    }

    /// Returns whether nothing was written since the last rest.
    pub(crate) fn is_resting(&self) -> bool {
        self.witness.is_resting()
    }

    /// Lets the witnesses remember this store; gives the newest version that it has seen of it.
    pub(crate) fn begin_witness(&mut self, store: &str) -> Option<i64> {
        self.witness.begin(store)
    }

    /// Notes that the file is the original from now on.
    pub(crate) fn adopt(&mut self, place: &str) -> Result<(), Error> {
        self.set_meta(PLACE, place)?;
        self.is_set_back = false;
        Ok(())
    }

    /// Returns whether a record gives `owner` a lease; also when that cannot be found out.
    pub(crate) fn is_owner_named(&self, owner: &str) -> bool {
        let found = self
            .connection
            .prepare("SELECT 1 FROM connection WHERE owner = ?1");
        found
            .and_then(|mut statement| statement.exists([owner]))
            .unwrap_or(true)
    }

    /// Runs a change as one transaction. It takes the lock at its beginning: one that began by reading could not wait
    /// for it.
    fn write<T>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        self.check_file()?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate);
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

fn select(clause: &str) -> String {
    format!(
        "SELECT id, version, generation, due, owner, head, sealed, client, {NOW} FROM connection {clause}"
    )
}

fn found(row: &rusqlite::Row<'_>) -> rusqlite::Result<LoadedRow> {
    let id = ConnectionId::new(row.get::<_, String>(0)?).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error))
    })?;
    Ok(LoadedRow {
        id,
        version: row.get(1)?,
        row: Row::new(
            row.get::<_, i64>(2)?.cast_unsigned(),
            row.get::<_, Option<i64>>(3)?.map(StoreTime),
            row.get(4)?,
            row.get(5)?,
            Some(row.get(6)?),
        )
        .with_client(row.get::<_, String>(7)?),
        now: row.get(8)?,
    })
}

/// Does one write, if the row's version is the expected one. Counts it in `latest`: the counter belongs to the file, not
/// to the row, so that a row that comes again after its deletion counts on.
fn swap(transaction: &Transaction<'_>, write: &Write, latest: &mut i64) -> rusqlite::Result<Swap> {
    let Write { id, expected, row } = write;
    let overflow = rusqlite::Error::IntegralValueOutOfRange(0, *latest);
    let next = latest.checked_add(1).ok_or(overflow)?;
    let (generation, due) = (row.generation.cast_signed(), row.due.map(|due| due.0));
    let (id, shard) = (id.as_str(), id.shard().0);
    let written = match expected {
        Some(expected) => transaction.prepare_cached(UPDATE)?.execute(params![
            id, next, generation, due, row.owner, row.head, row.sealed, row.client, expected
        ]),
        None => transaction.prepare_cached(INSERT)?.execute(params![
            id, next, generation, due, row.owner, row.head, row.sealed, row.client, shard
        ]),
    };
    if written? == 0 {
        return Ok(Swap::Conflict);
    }
    *latest = next;
    Ok(Swap::Done(Version(next.cast_unsigned())))
}

fn version_of(outcome: &Swap) -> Option<i64> {
    match outcome {
        Swap::Done(version) => Some(version.0.cast_signed()),
        _ => None,
    }
}

fn count(connection: &Connection) -> rusqlite::Result<i64> {
    let mut select = connection.prepare_cached("SELECT writes FROM counter")?;
    select.query_row([], |row| row.get(0))
}

fn set_count(connection: &Connection, writes: i64) -> rusqlite::Result<()> {
    let mut update = connection.prepare_cached("UPDATE counter SET writes = ?1")?;
    update.execute([writes]).map(drop)
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 2)
}

fn check_library(version: i32) -> Result<(), Error> {
    if version >= OLDEST_SQLITE {
        return Ok(());
    }
    let (major, minor, patch) = (
        version / 1_000_000,
        version / 1_000 % 1_000,
        version % 1_000,
    );
    let text = format!(
        "SQLite {major}.{minor}.{patch} can corrupt a shared database; 3.51.3 or newer is needed"
    );
    Err(Error::new(ErrorKind::SqliteTooOld, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database() -> (tempfile::TempDir, Database) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("t.db");
        std::fs::write(&path, b"").unwrap();
        let witness = Witnesses::of(directory.path(), None);
        (directory, Database::open(&path, witness).unwrap())
    }

    fn write(
        database: &mut Database,
        expected: Option<i64>,
        size: usize,
    ) -> Result<Option<i64>, Error> {
        let row = Row::new(1, None, None, Vec::new(), Some(vec![7; size]));
        let write = Write {
            id: ConnectionId::new("c").unwrap(),
            expected,
            row,
        };
        database
            .compare_and_swap(&[write])
            .map(|outcomes| version_of(&outcomes[0]))
    }

    fn pragma(database: &Database, name: &str) -> String {
        let value: rusqlite::types::Value = database
            .connection
            .pragma_query_value(None, name, |row| row.get(0))
            .unwrap();
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
    fn a_job_that_must_not_wait_does_not_and_the_next_one_waits_again() {
        let (_directory, mut database) = database();
        let timeout = |database: &mut Database| Ok(pragma(database, "busy_timeout"));
        assert_eq!(database.without_waiting(timeout).unwrap(), "0");
        assert_eq!(timeout(&mut database).unwrap(), "10000");
    }

    #[test]
    fn a_file_that_was_set_back_is_so_until_it_says_so() {
        let (_directory, mut database) = database();
        let first = write(&mut database, None, 1).unwrap();
        write(&mut database, first, 1).unwrap();
        let set_back = "UPDATE counter SET writes = 1; ALTER TABLE meta RENAME TO gone;";
        database.connection.execute_batch(set_back).unwrap();
        write(&mut database, None, 1).unwrap_err();
        assert_eq!(database.writes().unwrap(), 1);
    }

    #[test]
    fn a_count_that_cannot_continue_is_damage() {
        let (_directory, mut database) = database();
        database.count_from(i64::MAX).unwrap();
        let error = write(&mut database, None, 1).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Damaged);
    }

    #[test]
    fn a_library_with_the_corruption_bug_is_refused() {
        assert_eq!(
            check_library(3_051_002).unwrap_err().kind(),
            ErrorKind::SqliteTooOld
        );
        assert!(check_library(3_051_003).is_ok());
    }

    #[test]
    fn a_full_disk_loses_nothing_that_was_acknowledged() {
        let (_directory, mut database) = database();
        let first = write(&mut database, None, 100).unwrap();
        database
            .connection
            .pragma_update(None, "max_page_count", 12)
            .unwrap();
        let error = write(&mut database, first, 100_000).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Full);
        assert_eq!(
            database
                .load("c")
                .unwrap()
                .unwrap()
                .row
                .sealed
                .unwrap()
                .len(),
            100
        );
        assert_eq!(
            write(&mut database, first, 200).unwrap(),
            Some(2),
            "it continues when there is room"
        );
    }
}
