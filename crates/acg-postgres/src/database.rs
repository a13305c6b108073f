//! Connections to the server, and running one statement on one of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use deadpool_postgres::{
    Client, Hook, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime,
};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{NoTls, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::{Error, ErrorKind};
use crate::options::{PostgresOptions, Transport};

/// How often a statement is tried that the server undoes because of others.
const TRIES: u32 = 6;

/// A value of a statement, with its type: a statement that brings its types needs no round trip to ask for them,
/// and, unless it is [kept](PostgresOptions::prepared_statements), no name that a pooler would have to know.
pub(crate) type Parameter<'a> = (&'a (dyn ToSql + Sync), Type);

/// A database that can be reached, as far as is known.
#[derive(Debug)]
pub(crate) struct Database {
    pool: Pool,
    statement_timeout: Duration,
    keeps_statements: bool,
    /// How many connections were made.
    connections: Arc<AtomicU64>,
}

impl Database {
    /// Prepares the pool of connections. Nothing is sent yet.
    pub(crate) fn new(options: &PostgresOptions) -> Result<Self, Error> {
        let manager = manager(options)?;
        let connections = Arc::new(AtomicU64::new(0));
        let count = connections.clone();
        let counting = Hook::sync_fn(move |_, _| {
            count.fetch_add(1, Ordering::AcqRel);
            Ok(())
        });
        let pool = Pool::builder(manager)
            .post_create(counting)
            .max_size(options.pool_size)
            .runtime(Runtime::Tokio1)
            .create_timeout(Some(options.connect_timeout))
            .wait_timeout(Some(options.statement_timeout))
            .build()
            .map_err(|error| {
                Error::new(ErrorKind::Internal, "no connection can be opened").with_cause(error)
            })?;
        Ok(Self {
            pool,
            statement_timeout: options.statement_timeout,
            keeps_statements: options.keeps_statements,
            connections,
        })
    }

    /// Counts the connections that are made: one that is new may lead to another server than the last.
    pub(crate) fn connections(&self) -> Arc<AtomicU64> {
        self.connections.clone()
    }

    /// Returns how long a statement may take.
    pub(crate) fn statement_timeout(&self) -> Duration {
        self.statement_timeout
    }

    /// Takes a connection for itself, for a transaction.
    pub(crate) async fn client(&self) -> Result<Client, Error> {
        self.pool.get().await.map_err(|error| Error::pool(&error))
    }

    /// Runs one statement. It is tried again when the server has undone it, and only then: of one whose response
    /// was lost it is not known whether it was done.
    pub(crate) async fn query(
        &self,
        sql: &str,
        parameters: &[Parameter<'_>],
    ) -> Result<Vec<Row>, Error> {
        self.repeat(sql, parameters, Error::is_undone).await
    }

    /// Runs one statement that only reads. It is also tried again when its connection was lost, as when the server
    /// ends it.
    pub(crate) async fn read(
        &self,
        sql: &str,
        parameters: &[Parameter<'_>],
    ) -> Result<Vec<Row>, Error> {
        let is_repeated = |error: &Error| error.is_undone() || error.is_connection_lost();
        self.repeat(sql, parameters, is_repeated).await
    }

    async fn repeat(
        &self,
        sql: &str,
        parameters: &[Parameter<'_>],
        is_repeated: impl Fn(&Error) -> bool,
    ) -> Result<Vec<Row>, Error> {
        let mut tries = 0;
        loop {
            let result = self.query_once(sql, parameters).await;
            tries += 1;
            match result {
                Err(error) if is_repeated(&error) && tries < TRIES => {
                    tokio::time::sleep(Duration::from_millis(1 << (2 * tries))).await;
                }
                result => return result,
            }
        }
    }

    async fn query_once(&self, sql: &str, parameters: &[Parameter<'_>]) -> Result<Vec<Row>, Error> {
        let client = self.client().await?;
        let query = self.run(&client, sql, parameters);
        let error = match tokio::time::timeout(self.statement_timeout, query).await {
            Ok(Ok(rows)) => return Ok(rows),
            Ok(Err(error)) => Error::statement(&error),
            Err(_) => Error::new(
                ErrorKind::Unreachable,
                "the token store did not respond in time",
            ),
        };
        // The next statement would fail too, or wait behind the one that hangs.
        if error.kind() == ErrorKind::Unreachable {
            drop(Object::take(client));
        }
        Err(error)
    }

    async fn run(
        &self,
        client: &Client,
        sql: &str,
        parameters: &[Parameter<'_>],
    ) -> Result<Vec<Row>, tokio_postgres::Error> {
        if !self.keeps_statements {
            return client.query_typed(sql, parameters).await;
        }
        let (values, types): (Vec<_>, Vec<_>) = parameters.iter().cloned().unzip();
        let statement = client.prepare_typed_cached(sql, &types).await?;
        client.query(&statement, &values).await
    }
}

fn manager(options: &PostgresOptions) -> Result<Manager, Error> {
    let config = options.config.clone();
    // A connection that was closed is noticed without asking the server each time.
    let recycling = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    Ok(match &options.transport {
        Transport::Plain => Manager::from_config(config, NoTls, recycling),
        Transport::Tls { authorities } => {
            let authorities = authorities
                .as_deref()
                .map(read_authorities)
                .transpose()?
                .unwrap_or_default();
            Manager::from_config(config, tls(authorities)?, recycling)
        }
    })
}

fn read_authorities(path: &std::path::Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    let certificates = CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
    certificates.map_err(|error| {
        let text = format!("the certificates in `{}` cannot be read", path.display());
        Error::new(ErrorKind::Configuration, text).with_cause(error)
    })
}

/// Configures TLS that trusts what the system trusts, and these authorities.
fn tls(authorities: Vec<CertificateDer<'static>>) -> Result<MakeRustlsConnect, Error> {
    let failed =
        |error: rustls::Error| Error::new(ErrorKind::Tls, "TLS cannot be set up").with_cause(error);
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier =
        rustls_platform_verifier::Verifier::new_with_extra_roots(authorities, provider.clone());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier.map_err(failed)?))
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
