//! The tables: how they are made, and whether they are the right ones.

use deadpool_postgres::Transaction;
use tokio_postgres::types::{ToSql, Type};

use crate::database::{Database, Parameter};
use crate::error::{Error, ErrorKind};
use crate::place::{Server, WRITTEN, here, no_meta};

/// The statements that upgrade the tables from one version to the next; `{s}` is the schema. They have run on
/// users' databases: never change one, only add.
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
", "
ALTER TABLE {s}.meta ADD COLUMN timeline text, ADD COLUMN failed_over_at bigint, ADD COLUMN written bigint;
", "
ALTER TABLE {s}.connection ADD COLUMN client text NOT NULL DEFAULT '';
"];

/// One migration at a time on a server: "acgmigr" as a number.
const MIGRATION_LOCK: i64 = 0x0061_6367_6d69_6772;

/// Makes the tables, or brings them up to date.
pub(crate) async fn migrate(database: &Database, schema: &str) -> Result<(), Error> {
    let failed = |error: tokio_postgres::Error| Error::postgres(&error);
    let server = Server::ask(database).await?;
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
    // A row that is right stays as it is: what it says of its own transaction is the proof that it is not a copy.
    let update = format!(
        "UPDATE {schema}.meta SET schema_version = greatest(schema_version, {newest}),
         place = CASE place WHEN '' THEN {here} ELSE place END, timeline = coalesce(timeline, $2),
         written = CASE WHEN place IN ('', {here}) THEN txid_current() END
         WHERE schema_version < {newest} OR place = ''",
        newest = MIGRATIONS.len(),
        here = here(schema),
    );
    let parameters = [
        (&server.system as &(dyn ToSql + Sync), Type::TEXT),
        (&server.timeline, Type::TEXT),
    ];
    transaction
        .execute_typed(&update, &parameters)
        .await
        .map_err(failed)?;
    transaction.commit().await.map_err(failed)
}

/// Reads the version of the tables; 0 when there are none. The schema is made if need be.
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

/// Returns what is to be run on tables of this version.
fn pending(version: i32) -> Result<&'static [&'static str], Error> {
    usize::try_from(version)
        .ok()
        .and_then(|version| MIGRATIONS.get(version..))
        .ok_or_else(|| newer(version))
}

fn newer(version: i32) -> Error {
    let text = format!(
        "the token store has version {version}, and this program supports up to {}",
        MIGRATIONS.len()
    );
    Error::new(ErrorKind::NewerSchema, text)
}

/// Checks that the tables are those of this program. Nothing is changed.
pub(crate) async fn check(database: &Database, schema: &str) -> Result<(), Error> {
    let rows = database
        .read(&format!("SELECT schema_version FROM {schema}.meta"), &[])
        .await?;
    let version: i32 = rows.first().ok_or_else(no_meta)?.get(0);
    match pending(version)? {
        [] => Ok(()),
        _ => Err(Error::new(
            ErrorKind::OlderSchema,
            format!(
                "the token store has version {version}, and this program requires {}: call `PostgresStore::migrate`",
                MIGRATIONS.len()
            ),
        )),
    }
}

/// Checks that the server keeps what it acknowledges. A server that has no such setting has no way to be careless.
pub(crate) async fn check_durability(database: &Database) -> Result<(), Error> {
    let settings =
        "SELECT current_setting('fsync', true), current_setting('synchronous_commit', true)";
    let rows = database.read(settings, &[]).await?;
    let Some(row) = rows.first() else {
        return Ok(());
    };
    for (column, setting) in ["fsync", "synchronous_commit"].into_iter().enumerate() {
        if row.get::<_, Option<&str>>(column) == Some("off") {
            let text = format!(
                "the token store's server loses acknowledged writes in a crash: `{setting}` is off"
            );
            return Err(Error::new(ErrorKind::NotDurable, text));
        }
    }
    Ok(())
}

/// Binds the store to the environment that was the first to say its name.
pub(crate) async fn pin(
    database: &Database,
    schema: &str,
    environment: Option<&str>,
) -> Result<(), Error> {
    if environment.is_some() {
        let update = format!(
            "UPDATE {schema}.meta SET environment = $1, {WRITTEN} WHERE environment IS NULL"
        );
        database
            .query(&update, &[(&environment, Type::TEXT)])
            .await?;
    }
    let rows = database
        .read(&format!("SELECT environment FROM {schema}.meta"), &[])
        .await?;
    let pinned: Option<String> = rows.first().ok_or_else(no_meta)?.get(0);
    if pinned.as_deref() == environment {
        return Ok(());
    }
    let name = |environment: Option<&str>| {
        environment.map_or_else(|| "none".to_owned(), |name| format!("`{name}`"))
    };
    let text = format!(
        "the token store belongs to the environment {}, and the program uses {}",
        name(pinned.as_deref()),
        name(environment)
    );
    Err(Error::new(ErrorKind::Environment, text))
}

/// Makes the place where the store is the place where it belongs.
pub(crate) async fn adopt(database: &Database, schema: &str) -> Result<(), Error> {
    let server = Server::ask(database).await?;
    let update = format!(
        "UPDATE {schema}.meta SET place = {}, timeline = $2, failed_over_at = NULL, {WRITTEN}",
        here(schema)
    );
    let parameters: [Parameter<'_>; 2] =
        [(&server.system, Type::TEXT), (&server.timeline, Type::TEXT)];
    database.query(&update, &parameters).await.map(drop)
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
