//! The token store: `acg`'s contract, carried out by the statements of `statements.rs`.

use std::time::Duration;

use acg::store::{
    Change, Listed, OwnerState, Row, Shard, StoreError, StoreIdentity, StoreTime, Stored, Swap,
    TokenStore, Version,
};
use acg::{BoxFuture, ConnectionId};
use tokio_postgres::types::Type;

use crate::database::{Database, Parameter};
use crate::error::{Error, ErrorKind};
use crate::options::PostgresOptions;
use crate::owner::Owner;
use crate::schema;
use crate::statements::Statements;
use crate::watch::Watch;

/// A [`TokenStore`] in a PostgreSQL database.
///
/// Any number of stores in any number of processes on any number of machines may use the same database. A write that was
/// acknowledged is on the server's disk. Every call is one statement that is a transaction of its own.
///
/// It needs a tokio runtime with I/O and time. Dropping a call's future does not stop a statement that was sent.
#[derive(Debug)]
pub struct PostgresStore {
    database: Database,
    schema: String,
    statements: Statements,
    watch: Watch,
    owner: Owner,
}

impl PostgresStore {
    /// Begins the options of a store: how to reach the database is a URL as `psql` takes it,
    /// `postgres://user:password@host:port/database?option=value`.
    ///
    /// A server on another machine is spoken to through TLS only, and its certificate and name are checked, whatever
    /// `sslmode` says; `sslmode=disable` alone forgoes both. The authorities are the system's, and those of the file (PEM) that
    /// `sslrootcert` names. A server on this machine (loopback or a Unix socket, `postgres://user@%2Fvar%2Frun%2Fpostgresql/database`)
    /// is spoken to in clear unless `sslmode` is `require` or more. Everything else is what
    /// [the driver](https://docs.rs/tokio-postgres/0.7/tokio_postgres/config/struct.Config.html) takes: `keepalives_idle`,
    /// `application_name`, several hosts and more. Of several hosts the one is used that can be written.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when the URL cannot be read; the text does not repeat it.
    pub fn options(url: &str) -> Result<PostgresOptions, Error> {
        PostgresOptions::parse(url)
    }

    /// Makes the tables, or brings those of an older version up to date. Nothing is done when they are. Any number of
    /// processes may call it at once.
    ///
    /// It is a call of its own because it needs rights that a running program need not have: to make the schema, if it is
    /// not there, and tables in it. All of it is one transaction.
    ///
    /// # Errors
    /// [`NewerSchema`](crate::ErrorKind::NewerSchema), [`Refused`](crate::ErrorKind::Refused) when rights are missing,
    /// [`Configuration`](crate::ErrorKind::Configuration) when the database's encoding is not UTF8, and those of
    /// [`connect`](Self::connect).
    pub async fn migrate(options: &PostgresOptions) -> Result<(), Error> {
        let schema = options.checked_schema()?;
        schema::migrate(&Database::new(options)?, schema).await
    }

    /// Opens the store. The tables must be there; see [`migrate`](Self::migrate). Its user needs the right to read and
    /// write the tables and to use the sequence.
    ///
    /// # Errors
    /// [`MissingSchema`](crate::ErrorKind::MissingSchema), [`OlderSchema`](crate::ErrorKind::OlderSchema),
    /// [`NewerSchema`](crate::ErrorKind::NewerSchema), [`Environment`](crate::ErrorKind::Environment),
    /// [`NotDurable`](crate::ErrorKind::NotDurable), and when the server cannot be reached or used.
    pub async fn connect(options: &PostgresOptions) -> Result<Self, Error> {
        let schema = options.checked_schema()?.to_owned();
        let database = Database::new(options)?;
        schema::check(&database, &schema).await?;
        schema::check_durability(&database).await?;
        schema::pin(&database, &schema, options.environment.as_deref()).await?;
        let watch = Watch::begin(&database, &schema, options.failover_hold).await?;
        let statements = Statements::new(&schema);
        let directory = options.liveness_dir.clone();
        let registered =
            tokio::task::spawn_blocking(move || Owner::register(directory.as_deref())).await;
        let owner = registered.map_err(|error| {
            Error::new(ErrorKind::Internal, "the runtime ended").with_cause(error)
        })??;
        Ok(Self {
            database,
            schema,
            statements,
            watch,
            owner,
        })
    }

    /// Ends the quarantine: from now on this is the original. Call it only when no program uses the one it was copied from
    /// any more: a refresh token that both send costs the consent. Stores that are open elsewhere see it when they are opened
    /// again.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn adopt(&mut self) -> Result<(), Error> {
        schema::adopt(&self.database, &self.schema).await?;
        self.watch = Watch::begin(&self.database, &self.schema, Duration::ZERO).await?;
        Ok(())
    }

    async fn read(&self, id: &ConnectionId) -> Result<Option<Stored>, StoreError> {
        let (shard, id) = (shard(id.shard()), id.as_str());
        self.watch.look(&self.database).await?;
        let rows = self
            .database
            .read(
                &self.statements.load,
                &[(&shard, Type::INT2), (&id, Type::TEXT)],
            )
            .await?;
        Ok(rows.first().map(stored))
    }

    /// Writes a lease only while the database is known to be the one that was opened; other writes bring newer tokens, and are
    /// always right. Looked at again afterwards: the write itself may have been the first statement on a new connection.
    async fn guarded<T>(
        &self,
        has_lease: bool,
        write: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        if !has_lease {
            return write.await;
        }
        self.watch.check_lease(&self.database).await?;
        let written = write.await?;
        self.watch.check_lease(&self.database).await?;
        Ok(written)
    }

    async fn swap(
        &self,
        id: &ConnectionId,
        expected: Option<Version>,
        row: &Row,
    ) -> Result<Swap, StoreError> {
        let written = Written::from(row);
        let (shard, id, expected) = (shard(id.shard()), id.as_str(), expected.map(version));
        let mut parameters: Vec<Parameter<'_>> = vec![
            (&shard, Type::INT2),
            (&id, Type::TEXT),
            (&written.generation, Type::INT8),
            (&written.due, Type::INT8),
            (&written.owner, Type::TEXT),
            (&written.head, Type::BYTEA),
            (&written.sealed, Type::BYTEA),
            (&written.client, Type::TEXT),
        ];
        if expected.is_some() {
            parameters.push((&expected, Type::INT8));
        }
        let sql = if expected.is_some() {
            &self.statements.update
        } else {
            &self.statements.insert
        };
        let rows = self.database.query(sql, &parameters).await?;
        Ok(outcome(rows.first().map(|row| row.get(0))))
    }

    async fn swap_all(&self, changes: &[Change]) -> Result<Vec<Swap>, StoreError> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        // Rows are locked in this order, so that two batches that share some do not lock each other out.
        let mut order: Vec<_> = (0..changes.len()).collect();
        order.sort_unstable_by_key(|&index| (changes[index].id.shard(), &changes[index].id));
        let sorted: Vec<_> = order.iter().map(|&index| &changes[index]).collect();
        let versions = self.change_many(&sorted).await?;
        let mut outcomes = vec![Swap::Conflict; changes.len()];
        for (index, version) in order.into_iter().zip(versions) {
            outcomes[index] = outcome(version);
        }
        Ok(outcomes)
    }

    /// Writes many rows. Returns the new version of each, or `None`.
    async fn change_many(&self, changes: &[&Change]) -> Result<Vec<Option<i64>>, Error> {
        let shards: Vec<_> = changes
            .iter()
            .map(|change| shard(change.id.shard()))
            .collect();
        let ids: Vec<_> = changes.iter().map(|change| change.id.as_str()).collect();
        let expected: Vec<_> = changes
            .iter()
            .map(|change| change.expected.map(version))
            .collect();
        let rows: Vec<_> = changes
            .iter()
            .map(|change| Written::from(&change.row))
            .collect();
        let generations: Vec<_> = rows.iter().map(|row| row.generation).collect();
        let due: Vec<_> = rows.iter().map(|row| row.due).collect();
        let owners: Vec<_> = rows.iter().map(|row| row.owner).collect();
        let heads: Vec<_> = rows.iter().map(|row| row.head).collect();
        let sealed: Vec<_> = rows.iter().map(|row| row.sealed).collect();
        let clients: Vec<_> = rows.iter().map(|row| row.client).collect();
        let parameters: [Parameter<'_>; 9] = [
            (&shards, Type::INT2_ARRAY),
            (&ids, Type::TEXT_ARRAY),
            (&generations, Type::INT8_ARRAY),
            (&due, Type::INT8_ARRAY),
            (&owners, Type::TEXT_ARRAY),
            (&heads, Type::BYTEA_ARRAY),
            (&sealed, Type::BYTEA_ARRAY),
            (&clients, Type::TEXT_ARRAY),
            (&expected, Type::INT8_ARRAY),
        ];
        let rows = self
            .database
            .query(&self.statements.change_many, &parameters)
            .await?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    async fn remove(&self, id: &ConnectionId, expected: Version) -> Result<Swap, StoreError> {
        let (shard, id, version) = (shard(id.shard()), id.as_str(), version(expected));
        let parameters: [Parameter<'_>; 3] = [
            (&shard, Type::INT2),
            (&id, Type::TEXT),
            (&version, Type::INT8),
        ];
        let rows = self
            .database
            .query(&self.statements.delete, &parameters)
            .await?;
        Ok(outcome(rows.first().map(|row| row.get(0))))
    }

    /// Lists the rows that are due, of one client and of none, or of all.
    async fn due_rows(
        &self,
        part: Shard,
        client: Option<&str>,
        within: Duration,
        limit: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        let (shard, limit) = (shard(part), row_count(limit));
        let within = i64::try_from(within.as_millis()).unwrap_or(i64::MAX / 2);
        let mut parameters: Vec<Parameter<'_>> = vec![
            (&shard, Type::INT2),
            (&within, Type::INT8),
            (&limit, Type::INT8),
        ];
        let sql = match &client {
            None => &self.statements.due,
            Some(client) => {
                parameters.push((client, Type::TEXT));
                &self.statements.due_of
            }
        };
        self.watch.look(&self.database).await?;
        let rows = self.database.read(sql, &parameters).await?;
        rows.iter().map(listed).collect()
    }

    async fn rows_after(
        &self,
        after: Option<&ConnectionId>,
        limit: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        let (shard, id) = after.map_or((-1, ""), |id| (shard(id.shard()), id.as_str()));
        let limit = row_count(limit);
        let parameters: [Parameter<'_>; 3] = [
            (&shard, Type::INT2),
            (&id, Type::TEXT),
            (&limit, Type::INT8),
        ];
        let rows = self
            .database
            .read(&self.statements.page, &parameters)
            .await?;
        rows.iter().map(listed).collect()
    }
}

impl TokenStore for PostgresStore {
    fn identity(&self) -> &StoreIdentity {
        self.watch.identity()
    }

    fn load<'a>(
        &'a self,
        id: &'a ConnectionId,
    ) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        Box::pin(self.read(id))
    }

    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        row: &'a Row,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(self.guarded(row.owner.is_some(), self.swap(id, expected, row)))
    }

    fn compare_and_swap_all<'a>(
        &'a self,
        changes: &'a [Change],
    ) -> BoxFuture<'a, Result<Vec<Swap>, StoreError>> {
        let has_lease = changes.iter().any(|change| change.row.owner.is_some());
        Box::pin(self.guarded(has_lease, self.swap_all(changes)))
    }

    fn delete<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Version,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(self.remove(id, expected))
    }

    fn due(
        &self,
        shard: Shard,
        within: Duration,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Listed>, StoreError>> {
        Box::pin(self.due_rows(shard, None, within, limit))
    }

    fn due_of<'a>(
        &'a self,
        shard: Shard,
        client: &'a str,
        within: Duration,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>> {
        Box::pin(self.due_rows(shard, Some(client), within, limit))
    }

    fn page<'a>(
        &'a self,
        after: Option<&'a ConnectionId>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>> {
        Box::pin(self.rows_after(after, limit))
    }

    fn failovers(&self) -> u64 {
        self.watch.failovers()
    }

    fn owner(&self) -> &str {
        self.owner.name()
    }

    fn owner_state<'a>(&'a self, owner: &'a str) -> BoxFuture<'a, OwnerState> {
        Box::pin(std::future::ready(self.owner.state(owner)))
    }
}

/// A row as the database takes it.
struct Written<'a> {
    generation: i64,
    due: Option<i64>,
    owner: Option<&'a str>,
    head: &'a [u8],
    sealed: Option<&'a [u8]>,
    client: &'a str,
}

impl<'a> From<&'a Row> for Written<'a> {
    fn from(row: &'a Row) -> Self {
        Self {
            generation: row.generation.cast_signed(),
            due: row.due.map(|due| due.0),
            owner: row.owner.as_deref(),
            head: &row.head,
            sealed: row.sealed.as_deref(),
            client: &row.client,
        }
    }
}

fn stored(row: &tokio_postgres::Row) -> Stored {
    let generation = row.get::<_, i64>(2).cast_unsigned();
    let due = row.get::<_, Option<i64>>(3).map(StoreTime);
    let kept = Row::new(generation, due, row.get(4), row.get(5), Some(row.get(6)))
        .with_client(row.get::<_, String>(7));
    Stored::new(
        kept,
        Version(row.get::<_, i64>(1).cast_unsigned()),
        StoreTime(row.get(8)),
    )
}

fn listed(row: &tokio_postgres::Row) -> Result<Listed, StoreError> {
    let id = ConnectionId::new(row.get::<_, String>(0)).map_err(|error| {
        Error::damaged("a connection's name in the token store is damaged").with_cause(error)
    })?;
    Ok((id, stored(row)))
}

fn outcome(version: Option<i64>) -> Swap {
    version.map_or(Swap::Conflict, |version| {
        Swap::Done(Version(version.cast_unsigned()))
    })
}

/// Converts a version to the database's number. One that the sequence cannot give is one that no row has.
fn version(version: Version) -> i64 {
    i64::try_from(version.0).unwrap_or(-1)
}

fn shard(shard: Shard) -> i16 {
    i16::from(shard.0)
}

fn row_count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
