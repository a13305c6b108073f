//! The tables, and how those of an older version are upgraded.

use rusqlite::types::Type;
use rusqlite::{Error, Transaction, params};
use serde_json::{Map, Value, json};

use acg::ConnectionId;

/// The version of the tables, in `user_version`.
pub(crate) const VERSION: i64 = 3;

const TABLES: &str = "
CREATE TABLE connection (
    id TEXT NOT NULL PRIMARY KEY,
    shard INTEGER NOT NULL,
    version INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    due INTEGER,
    owner TEXT,
    head BLOB NOT NULL,
    sealed BLOB NOT NULL,
    updated_at INTEGER NOT NULL,
    client TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX connection_due ON connection (shard, due) WHERE due IS NOT NULL;
CREATE INDEX connection_owner ON connection (owner) WHERE owner IS NOT NULL;
CREATE TABLE IF NOT EXISTS counter (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    writes INTEGER NOT NULL
) STRICT;
INSERT OR IGNORE INTO counter VALUES (1, 0);
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// What version 3 has and version 2 has not. A row gets its client when it is written next.
const CLIENT: &str = "ALTER TABLE connection ADD COLUMN client TEXT NOT NULL DEFAULT '';";

/// Makes the tables of an empty file, or those of an older version into these.
pub(crate) fn bring_up(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    match transaction.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))? {
        0 => transaction.execute_batch(TABLES)?,
        1 => from_version_1(transaction)?,
        2 => transaction.execute_batch(CLIENT)?,
        _ => return Ok(()),
    }
    transaction.pragma_update(None, "user_version", VERSION)
}

/// Upgrades from the first version, which kept a record as one JSON text.
fn from_version_1(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction
        .execute_batch("ALTER TABLE connection RENAME TO old; DROP INDEX connection_owner;")?;
    transaction.execute_batch(TABLES)?;
    let mut select =
        transaction.prepare("SELECT id, version, record, owner, updated_at FROM old")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (id, record): (String, Vec<u8>) = (row.get(0)?, row.get(2)?);
        let (version, owner, updated_at): (i64, Option<String>, i64) =
            (row.get(1)?, row.get(3)?, row.get(4)?);
        let (generation, head, sealed) = split(&record).map_err(damaged)?;
        let shard = ConnectionId::new(id.as_str()).map_err(damaged)?.shard().0;
        transaction.execute(
            "INSERT INTO connection VALUES (?1, ?2, ?3, ?4, NULL, ?5, ?6, ?7, ?8, '')",
            params![
                id, shard, version, generation, owner, head, sealed, updated_at
            ],
        )?;
    }
    drop(rows);
    drop(select);
    transaction.execute_batch("DROP TABLE old;")
}

/// Splits a record into the generation, what is known of the tokens, and the tokens.
fn split(record: &[u8]) -> serde_json::Result<(i64, Vec<u8>, Vec<u8>)> {
    let mut head: Map<String, Value> = serde_json::from_slice(record)?;
    let token = head.remove("token").unwrap_or_default();
    let generation = head
        .get("generation")
        .and_then(Value::as_u64)
        .unwrap_or_default()
        .cast_signed();
    Ok((
        generation,
        serde_json::to_vec(&head)?,
        serde_json::to_vec(&json!({ "token": token }))?,
    ))
}

fn damaged(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::FromSqlConversionFailure(2, Type::Blob, Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSION_1: &str = r#"
        CREATE TABLE connection (
            id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, record BLOB NOT NULL, owner TEXT,
            updated_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX connection_owner ON connection (owner) WHERE owner IS NOT NULL;
        CREATE TABLE counter (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), writes INTEGER NOT NULL) STRICT;
        INSERT INTO counter VALUES (1, 17);
        INSERT INTO connection VALUES ('a/b', 12, CAST('{"token":{"id_token":"i","refresh_token":"r"},"generation":7,
            "state":"ready","client_id":"c","provider":"p","parameters":[["connector","m"]]}' AS BLOB), NULL, 5);
        PRAGMA user_version = 1;
    "#;

    #[test]
    fn a_file_of_the_first_version_keeps_its_tokens_and_continues_to_count() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch(VERSION_1).unwrap();
        let transaction = connection.transaction().unwrap();
        bring_up(&transaction).unwrap();
        transaction.commit().unwrap();
        let (head, sealed, version): (Vec<u8>, Vec<u8>, i64) = connection
            .query_row(
                "SELECT head, sealed, version FROM connection WHERE id = 'a/b'",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .unwrap();
        let head = acg::store::Head::from_bytes(&head).unwrap();
        assert_eq!(
            (head.generation, head.parameters, version),
            (7, vec![("connector".to_owned(), "m".to_owned())], 12)
        );
        assert_eq!(sealed, br#"{"token":{"id_token":"i","refresh_token":"r"}}"#);
        let writes: i64 = connection
            .query_row("SELECT writes FROM counter", [], |row| row.get(0))
            .unwrap();
        assert_eq!(writes, 17);
    }

    #[test]
    fn a_file_of_the_second_version_has_rows_without_a_client() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        let tables = TABLES.replace(",\n    client TEXT NOT NULL DEFAULT ''", "");
        assert_ne!(tables, TABLES);
        connection.execute_batch(&tables).unwrap();
        let row = "INSERT INTO connection VALUES ('a', 1, 1, 1, NULL, NULL, '', '', 0); PRAGMA user_version = 2";
        connection.execute_batch(&row.replace("''", "x''")).unwrap();
        let transaction = connection.transaction().unwrap();
        bring_up(&transaction).unwrap();
        transaction.commit().unwrap();
        let facts = "SELECT client, (SELECT user_version FROM pragma_user_version) FROM connection";
        let facts: (String, i64) = connection
            .query_row(facts, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        assert_eq!(facts, (String::new(), VERSION));
    }
}
