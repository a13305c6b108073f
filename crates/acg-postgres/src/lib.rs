//! Keeps the grants of [`acg`] in PostgreSQL, for any number of processes on any number of machines.
//!
//! ```no_run
//! use std::sync::Arc;
//! use acg_postgres::PostgresStore;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let options = PostgresStore::options("postgres://app@db.example/tokens?sslmode=verify-full")?.environment("production");
//! PostgresStore::migrate(&options).await?; // when the program is installed, with a user who may make tables
//! let store = Arc::new(PostgresStore::connect(&options).await?);
//! # let _ = store;
//! # Ok(())
//! # }
//! ```
//!
//! The store then goes to `AuthorizationCodeAuth::builder(…).store(store, connection)`, bare or
//! in an [`acg::Vault`] with keys and a spool.
//!
//! - [`PostgresStore`] is the store, [`PostgresOptions`] says where the database is and how it is used.
//! - [`Error`] is what opening fails with, and the source of every `StoreError` that the store gives.
//!
//! # What it asks of the server
//!
//! PostgreSQL 13 or newer (15 is tested) with a database in UTF8. `fsync` and `synchronous_commit` must be
//! on, or opening fails: an acknowledged write is a token that exists nowhere else. With standbys, let one of
//! them confirm (`synchronous_standby_names`), or hold entries of the spool for as long as a failover may
//! lose ([`acg::vault::Spool::retain_for`]).
//!
//! Every call is one statement and a transaction of its own, without a name, a lock that outlives it or any
//! other state of the session, so a pooler may give every statement another connection (pgbouncer's
//! `pool_mode = transaction`). Nothing is open while a provider is asked. Only [`PostgresStore::migrate`]
//! runs several statements in a transaction.
//!
//! # Tables
//!
//! In the schema `acg`, or the one that [`PostgresOptions::schema`] names: `connection` with a row for
//! each grant, `version`, a sequence that counts the writes, and `meta` with one row about the store. The
//! key is `(shard, id)`, where `shard` is made of the name alone, so the table can be partitioned by it
//! or spread over servers. People may read everything but `sealed`. `owner`, `generation` and
//! `updated_at` are for them; the engine's word is in `head`.
//!
//! # Copies
//!
//! The store remembers where its tables are: which server (by the name that its data got when they were made),
//! database and table. A dump that is restored, wherever it is, is another place: the store is then quarantined,
//! which means that it can be read and nothing is refreshed from it until [`PostgresStore::adopt`] is called. This
//! is looked at when the store is opened, on every new connection, and at least once a second while leases are
//! written. A server that `pg_upgrade` has made of the old one is no copy: the row that names the place still has
//! the number of the transaction that wrote it.
//!
//! A standby that takes over is the same place with a new timeline. It may not have the last commits, so no
//! lease is given for a while ([`PostgresOptions::failover_hold`]), and every vault writes again what its
//! spool retains. A recovery to a point in time looks the same, but forgets more than spools retain; and a
//! copy of the server's files looks like a standby. To put either into quarantine by hand, `UPDATE acg.meta
//! SET place = 'copy'` before a program opens it.
//!
//! # Databases that speak PostgreSQL's protocol
//!
//! Tested with PostgreSQL alone; the following is from what others publish, and was not tried.
//!
//! - Both YugabyteDB and CockroachDB may undo a statement because of others (SQLSTATE 40001). It is tried again, as on
//!   PostgreSQL.
//! - The migration needs advisory locks and `gen_random_uuid()`, which YugabyteDB has since its releases on
//!   PostgreSQL 15.
//! - CockroachDB refuses a statement that changes a table in two places, as a batch of claims does, unless
//!   `sql.multiple_modifications_of_table.enabled` is on.
//! - A sequence of which each node keeps some numbers in advance gives versions that are unique and do not grow.

mod continued;
mod database;
mod error;
mod options;
mod owner;
mod place;
mod queue;
mod reads;
mod schema;
mod statements;
mod store;
mod watch;
mod writes;

pub use self::error::{Error, ErrorKind};
pub use self::options::PostgresOptions;
pub use self::store::PostgresStore;
