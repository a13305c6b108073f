//! The tables: how they are made, and whether they are the right ones.

use acg::store::StoreIdentity;
use deadpool_postgres::Transaction;
use tokio_postgres::types::Type;

use crate::database::Database;
use crate::error::{Error, ErrorKind};

/// What makes the tables of a version out of those of the version before; `{s}` is the schema. What stands here was run on
/// somebody's database: it is never changed, only added to.
const MIGRATIONS: &[&str] = &["
CREATE TABLE {s}.meta (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    schema_version integer NOT NULL,
    store_id text NOT NULL,
    environment text,
    place text NOT NULL DEFAULT ''
);
INSERT INTO {s}.meta (schema_version, store_id) VALUES (1, gen_random_uuid()::text);
CREATE SEQUENCE {s}.version AS bigint CACHE 1;
CREATE TABLE {s}.connection (
    shard smallint NOT NULL CHECK (shard BETWEEN 0 AND 255),
    id text COLLATE \"C\" NOT NULL,
    version bigint NOT NULL,
    generation bigint NOT NULL,
    due bigint,
    owner text,
    head bytea NOT NULL,
    sealed bytea NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT statement_timestamp(),
    PRIMARY KEY (shard, id)
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE {s}.connection ALTER COLUMN sealed SET STORAGE EXTERNAL;
CREATE INDEX connection_due ON {s}.connection (shard, due) WHERE due IS NOT NULL;
"];

/// One migration at a time on a server: "acgmigr" as a number.
const MIGRATION_LOCK: i64 = 0x0061_6367_6d69_6772;

/// Makes the tables, or brings them up to date.
pub(crate) async fn migrate(database: &Database, schema: &str) -> Result<(), Error> {
    let failed = |error: tokio_postgres::Error| Error::postgres(&error);
    let system = system_identifier(database).await?;
    let mut client = database.client().await?;
    // The only transaction of more than one statement. The lock is the transaction's, not the session's.
    let transaction = client.transaction().await.map_err(failed)?;
    transaction
        .batch_execute(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        .await
        .map_err(failed)?;
    let version = present_version(&transaction, schema).await?;
    for migration in pending(version)? {
        transaction
            .batch_execute(&migration.replace("{s}", schema))
            .await
            .map_err(failed)?;
    }
    let update = format!(
        "UPDATE {schema}.meta SET schema_version = greatest(schema_version, {}),
         place = CASE place WHEN '' THEN {} ELSE place END",
        MIGRATIONS.len(),
        place(schema)
    );
    transaction
        .execute_typed(&update, &[(&system, Type::TEXT)])
        .await
        .map_err(failed)?;
    transaction.commit().await.map_err(failed)
}

/// The version of the tables; 0 when there are none. Makes the schema if need be.
async fn present_version(transaction: &Transaction<'_>, schema: &str) -> Result<i32, Error> {
    let failed = |error: tokio_postgres::Error| Error::postgres(&error);
    let facts = format!(
        "SELECT to_regnamespace('{schema}') IS NOT NULL, to_regclass('{schema}.meta') IS NOT NULL,
         current_setting('server_encoding') = 'UTF8'"
    );
    let facts = transaction
        .query_typed_one(&facts, &[])
        .await
        .map_err(failed)?;
    let [has_schema, has_meta, is_utf8] = [0, 1, 2].map(|column| facts.get::<_, bool>(column));
    if !is_utf8 {
        return Err(Error::new(
            ErrorKind::Configuration,
            "the token store's database must have the encoding UTF8",
        ));
    }
    // Not `IF NOT EXISTS`: that asks for the right to make one also when it is there.
    if !has_schema {
        transaction
            .batch_execute(&format!("CREATE SCHEMA {schema}"))
            .await
            .map_err(failed)?;
    }
    if !has_meta {
        return Ok(0);
    }
    let version = format!("SELECT schema_version FROM {schema}.meta");
    Ok(transaction
        .query_typed_one(&version, &[])
        .await
        .map_err(failed)?
        .get(0))
}

/// What is to be run on tables of this version.
fn pending(version: i32) -> Result<&'static [&'static str], Error> {
    usize::try_from(version)
        .ok()
        .and_then(|version| MIGRATIONS.get(version..))
        .ok_or_else(|| newer(version))
}

fn newer(version: i32) -> Error {
    let text = format!(
        "the token store has version {version} and this program knows up to {}",
        MIGRATIONS.len()
    );
    Error::new(ErrorKind::NewerSchema, text)
}

/// Whether the tables are those of this program. Nothing is changed.
pub(crate) async fn check(database: &Database, schema: &str) -> Result<(), Error> {
    let rows = database
        .query(&format!("SELECT schema_version FROM {schema}.meta"), &[])
        .await?;
    let version: i32 = rows.first().ok_or_else(no_meta)?.get(0);
    match pending(version)? {
        [] => Ok(()),
        _ => Err(Error::new(
            ErrorKind::OlderSchema,
            format!(
                "the token store has version {version} and this program needs {}: call `PostgresStore::migrate`",
                MIGRATIONS.len()
            ),
        )),
    }
}

fn no_meta() -> Error {
    Error::damaged("the token store's table `meta` is empty")
}

/// Whether the server keeps what it answers. A server that has no such setting has no way to be careless.
pub(crate) async fn check_durability(database: &Database) -> Result<(), Error> {
    let settings =
        "SELECT current_setting('fsync', true), current_setting('synchronous_commit', true)";
    let rows = database.query(settings, &[]).await?;
    let Some(row) = rows.first() else {
        return Ok(());
    };
    for (column, setting) in ["fsync", "synchronous_commit"].into_iter().enumerate() {
        if row.get::<_, Option<&str>>(column) == Some("off") {
            let text = format!(
                "the token store's server loses answered writes in a crash: `{setting}` is off"
            );
            return Err(Error::new(ErrorKind::NotDurable, text));
        }
    }
    Ok(())
}

/// Which store it is, if it belongs to the environment.
pub(crate) async fn identify(
    database: &Database,
    schema: &str,
    environment: Option<&str>,
) -> Result<StoreIdentity, Error> {
    let system = system_identifier(database).await?;
    pin(database, schema, environment).await?;
    let select = format!(
        "SELECT store_id, place = {} FROM {schema}.meta",
        place(schema)
    );
    let rows = database.query(&select, &[(&system, Type::TEXT)]).await?;
    let row = rows.first().ok_or_else(no_meta)?;
    let identity = StoreIdentity::new(row.get::<_, String>(0));
    Ok(if row.get(1) {
        identity
    } else {
        identity.quarantined(QUARANTINE)
    })
}

const QUARANTINE: &str = "this token store is a copy, or was restored from a backup: its tokens may long have been replaced \
     where it comes from, so nothing is refreshed from it. Go back to the original, or, if that is gone for good, \
     make this one the original with `PostgresStore::adopt`";

/// The store belongs to the environment that was the first to say its name.
async fn pin(database: &Database, schema: &str, environment: Option<&str>) -> Result<(), Error> {
    if environment.is_some() {
        let update = format!("UPDATE {schema}.meta SET environment = $1 WHERE environment IS NULL");
        database
            .query(&update, &[(&environment, Type::TEXT)])
            .await?;
    }
    let rows = database
        .query(&format!("SELECT environment FROM {schema}.meta"), &[])
        .await?;
    let pinned: Option<String> = rows.first().ok_or_else(no_meta)?.get(0);
    if pinned.as_deref() == environment {
        return Ok(());
    }
    let name = |environment: Option<&str>| {
        environment.map_or_else(|| "none".to_owned(), |name| format!("`{name}`"))
    };
    let text = format!(
        "the token store belongs to the environment {} and the program says {}",
        name(pinned.as_deref()),
        name(environment)
    );
    Err(Error::new(ErrorKind::Environment, text))
}

/// Makes the place where the store is the place where it belongs.
pub(crate) async fn adopt(database: &Database, schema: &str) -> Result<(), Error> {
    let system = system_identifier(database).await?;
    let update = format!("UPDATE {schema}.meta SET place = {}", place(schema));
    database
        .query(&update, &[(&system, Type::TEXT)])
        .await
        .map(drop)
}

/// Where the tables are: the server (`$1`), the database in it, and the table in that. A dump that is restored has another
/// table, wherever that is; a standby that takes over, and a server that is upgraded in place, have the same one.
fn place(schema: &str) -> String {
    format!(
        "concat_ws('/', $1::text, (SELECT oid FROM pg_database WHERE datname = current_database())::text,
         '{schema}.meta'::regclass::oid::text)"
    )
}

/// What the server calls its data; empty when this user may not know, or the server has no such thing.
async fn system_identifier(database: &Database) -> Result<String, Error> {
    let found = database
        .query(
            "SELECT system_identifier::text FROM pg_control_system()",
            &[],
        )
        .await;
    match found {
        Ok(rows) => Ok(rows.first().map_or_else(String::new, |row| row.get(0))),
        Err(error) if matches!(error.kind(), ErrorKind::Refused | ErrorKind::Internal) => {
            Ok(String::new())
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pending_depends_on_the_version() {
        assert_eq!(pending(0).unwrap(), MIGRATIONS);
        assert!(
            pending(i32::try_from(MIGRATIONS.len()).unwrap())
                .unwrap()
                .is_empty()
        );
        for version in [-1, 99] {
            assert_eq!(
                pending(version).unwrap_err().kind(),
                ErrorKind::NewerSchema,
                "{version}"
            );
        }
    }
}
