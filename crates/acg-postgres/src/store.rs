//! The token store: `acg`'s contract, carried out by the statements of `statements.rs`.

use std::sync::Arc;
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
use crate::write_queue::WriteQueue;
use crate::writes::{Writes, shard};

/// A [`TokenStore`] in a PostgreSQL database.
///
/// Any number of stores in any number of processes on any number of machines may use the same database. A write
/// that was acknowledged is on the server's disk. Every call is one statement that is a transaction of its own;
/// writes that wait for one another share one.
///
/// It needs a tokio runtime with I/O and time. Dropping a call's future does not stop a statement that was sent.
#[derive(Debug)]
pub struct PostgresStore {
    database: Arc<Database>,
    schema: String,
    statements: Arc<Statements>,
    queue: WriteQueue,
    watch: Watch,
    owner: Owner,
}

impl PostgresStore {
    /// Begins the options of a store: how to reach the database is a URL as `psql` takes it,
    /// `postgres://user:password@host:port/database?option=value`.
    ///
    /// A server on another machine is spoken to through TLS only, and its certificate and name are checked,
    /// whatever `sslmode` says; `sslmode=disable` alone forgoes both. The authorities are the system's, and those
    /// of the file (PEM) that `sslrootcert` names. A server on this machine (loopback or a Unix socket,
    /// `postgres://user@%2Fvar%2Frun%2Fpostgresql/database`) is spoken to in clear unless `sslmode` is `require` or
    /// more. Everything else is what [the
    /// driver](https://docs.rs/tokio-postgres/0.7/tokio_postgres/config/struct.Config.html) takes:
    /// `keepalives_idle`, `application_name`, several hosts and more. Of several hosts the one is used that can be
    /// written.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when the URL cannot be read; the text does not repeat it.
    pub fn options(url: &str) -> Result<PostgresOptions, Error> {
        PostgresOptions::parse(url)
    }

    /// Makes the tables, or brings those of an older version up to date. Nothing is done when they are. Any number of
    /// processes may call it at once.
    ///
    /// It is a call of its own because it needs rights that a running program need not have: to make the schema, if
    /// it is not there, and tables in it. All of it is one transaction.
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
        let database = Arc::new(Database::new(options)?);
        schema::check(&database, &schema).await?;
        schema::check_durability(&database).await?;
        schema::pin(&database, &schema, options.environment.as_deref()).await?;
        let watch = Watch::begin(&database, &schema, options.failover_hold).await?;
        let statements = Arc::new(Statements::new(&schema));
        let writes = Writes::new(database.clone(), statements.clone());
        let directory = options.liveness_dir.clone();
        let registered =
            tokio::task::spawn_blocking(move || Owner::register(directory.as_deref())).await;
        let owner = registered.map_err(|error| {
            Error::new(ErrorKind::Internal, "the runtime ended").with_cause(error)
        })??;
        Ok(Self {
            queue: WriteQueue::new(writes, options.pool_size),
            database,
            schema,
            statements,
            watch,
            owner,
        })
    }

    /// Ends the quarantine: from now on this is the original. Call it only when no program uses the
    /// original it was copied from: a refresh token that both send costs the consent. Stores that are open
    /// elsewhere see it when they are opened again.
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

    /// Writes a lease only while the database is known to be the one that was opened; other writes
    /// bring newer tokens, and are always right. Looked at again afterwards: the write itself may have
    /// been the first statement on a new connection.
    async fn guarded<T>(
        &self,
        has_lease: bool,
        write: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, StoreError> {
        if !has_lease {
            return Ok(write.await?);
        }
        self.watch.check_lease(&self.database).await?;
        let written = write.await?;
        self.watch.check_lease(&self.database).await?;
        Ok(written)
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
        let change = Change::new(id.clone(), expected, row.clone());
        Box::pin(self.guarded(row.owner.is_some(), self.queue.write(change)))
    }

    fn compare_and_swap_all<'a>(
        &'a self,
        changes: &'a [Change],
    ) -> BoxFuture<'a, Result<Vec<Swap>, StoreError>> {
        let has_lease = changes.iter().any(|change| change.row.owner.is_some());
        Box::pin(self.guarded(has_lease, self.queue.writes().swap_all(changes)))
    }

    fn delete<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Version,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(async move { Ok(self.queue.writes().remove(id, expected).await?) })
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

fn row_count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
