//! The token store: `acg`'s contract, carried out by the statements of `statements.rs`.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use acg::store::{
    Change, Listed, OwnerState, Row, Shard, StoreError, StoreIdentity, Stored, Swap, TokenStore,
    Version,
};
use acg::{BoxFuture, ConnectionId};

use crate::database::Database;
use crate::error::{Error, ErrorKind};
use crate::options::PostgresOptions;
use crate::owner::Owner;
use crate::queue::{Queue, Work as _};
use crate::reads::Reads;
use crate::schema;
use crate::statements::Statements;
use crate::watch::Watch;
use crate::writes::Writes;

/// How long a load waits for a statement that it shares with others; then it has one of its own.
const SHARED_LOAD: Duration = Duration::from_millis(250);

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
    reads: Queue<Reads>,
    writes: Queue<Writes>,
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
        let reads = Reads::new(database.clone(), statements.clone());
        let writes = Writes::new(database.clone(), statements);
        let directory = options.liveness_dir.clone();
        let registered =
            tokio::task::spawn_blocking(move || Owner::register(directory.as_deref())).await;
        let owner = registered.map_err(|error| {
            Error::new(ErrorKind::Internal, "the runtime ended").with_cause(error)
        })??;
        Ok(Self {
            reads: Queue::new(reads, options.pool_size),
            writes: Queue::new(writes, options.pool_size),
            database,
            schema,
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

    /// Writes a lease only while the database is known to be the one that was opened; other writes
    /// bring newer tokens, and are always right. Looked at again afterwards: the write itself may have
    /// been the first statement on a new connection.
    async fn guarded<T>(
        &self,
        has_lease: bool,
        write: Pin<&mut (impl Future<Output = Result<T, Error>> + ?Sized)>,
    ) -> Result<T, StoreError> {
        if !has_lease {
            return Ok(write.await?);
        }
        self.watch.check_lease(&self.database).await?;
        let written = write.await?;
        self.watch.check_lease(&self.database).await?;
        Ok(written)
    }

    async fn read(&self, id: &ConnectionId) -> Result<Option<Stored>, StoreError> {
        self.watch.look(&self.database).await?;
        match self.reads.run(id.clone(), SHARED_LOAD).await {
            Some(found) => Ok(found?),
            None => Ok(self.reads.work().one(id).await?),
        }
    }

    async fn write(&self, change: Change) -> Result<Swap, Error> {
        // For the statement before it, and its own.
        let patience = self.database.statement_timeout() * 2;
        let written = self.writes.run(change, patience).await;
        written.unwrap_or_else(|| {
            Err(Error::new(
                ErrorKind::Unreachable,
                "the runtime ended or stood still while a row was written to the token store",
            ))
        })
    }

    async fn due_rows(
        &self,
        shard: Shard,
        client: Option<&str>,
        within: Duration,
        limit: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        self.watch.look(&self.database).await?;
        self.reads.work().due(shard, client, within, limit).await
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
        let has_lease = row.owner.is_some();
        Box::pin(async move { self.guarded(has_lease, pin!(self.write(change))).await })
    }

    fn compare_and_swap_all<'a>(
        &'a self,
        changes: &'a [Change],
    ) -> BoxFuture<'a, Result<Vec<Swap>, StoreError>> {
        let has_lease = changes.iter().any(|change| change.row.owner.is_some());
        Box::pin(async move {
            let write = pin!(self.writes.work().all(changes));
            self.guarded(has_lease, write).await
        })
    }

    fn delete<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Version,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(async move { Ok(self.writes.work().remove(id, expected).await?) })
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
        Box::pin(self.reads.work().page(after, limit))
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
