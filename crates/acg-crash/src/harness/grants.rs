//! The store that the grants of a run are kept in, how it is filled, and what is in it at the end.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use acg::OauthToken;
use acg::random::SystemRandom;
use acg::store::{Record, StoreIdentity, TokenStore as _};
use acg::vault::SealingKey;
use acg_postgres::PostgresStore;
use acg_sqlite::SqliteStore;
use anyhow::{Context as _, Result, bail, ensure};
use tempfile::TempDir;
use tokio::task::JoinSet;

use super::audit::End;
use super::server::{Line, Server};
use super::small_disk::SmallDisk;
use crate::orders::{
    Grants, Reason, StoreLocation, Tokens, code, connection_number, http, parse_refresh_token,
    refresh_token,
};

/// How many connections are put into the store at a time.
const AT_A_TIME: u32 = 64;

/// A number that no worker has.
const NOBODY: u32 = u32::MAX;

/// The kinds of stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum StoreKind {
    Sqlite,
    Postgres,
}

impl StoreKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Whether workers have a spool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spool {
    Used,
    Left,
}

/// A folder with a store or a spool for one, removed with the value.
pub(crate) struct Home {
    /// Mounted in the folder, and dropped before it.
    disk: Option<SmallDisk>,
    folder: TempDir,
    /// None for a file in the folder.
    server: Option<Server>,
    line: OnceLock<Line>,
    /// The URL of the database, past the line.
    database: OnceLock<String>,
}

/// A state of the store, to be put back.
pub(crate) enum Copy {
    File(PathBuf),
    Database,
}

impl Home {
    /// Creates the folder; a `small` one is a disk that can be filled.
    pub(crate) fn new(server: Option<Server>, small: bool) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let disk = small.then(|| SmallDisk::mount(folder.path())).transpose()?;
        Ok(Self {
            disk,
            folder,
            server,
            line: OnceLock::new(),
            database: OnceLock::new(),
        })
    }

    /// Returns the disk that can be filled.
    pub(crate) fn disk(&self) -> Option<&SmallDisk> {
        self.disk.as_ref()
    }

    /// Returns the server of the store, if there is one.
    pub(crate) fn server(&self) -> Option<&Server> {
        self.server.as_ref()
    }

    /// Returns the way to the server.
    pub(crate) fn line(&self) -> Option<&Line> {
        self.line.get()
    }

    /// Creates an empty store with a new key.
    pub(crate) async fn grants(
        &self,
        provider: &str,
        tokens: Tokens,
        timeout: Duration,
        spool: Spool,
    ) -> Result<Grants> {
        let location = match &self.server {
            None => StoreLocation::Sqlite(self.file("")),
            Some(server) => StoreLocation::Postgres {
                url: self.database(server).await?,
                owners: self.folder.path().join("owners"),
            },
        };
        let key = SealingKey::generate(&SystemRandom)?.expose().to_string();
        let spool = (spool == Spool::Used).then(|| self.folder.path().join("spool"));
        Ok(Grants {
            location,
            spool,
            retention: Duration::ZERO,
            key,
            provider: provider.to_owned(),
            tokens,
            timeout,
        })
    }

    /// Creates a database with tables; its URL leads through a line.
    async fn database(&self, server: &Server) -> Result<String> {
        let database = server.database().await?;
        let (line, url) = Line::to(&database).await?;
        PostgresStore::migrate(&PostgresStore::options(&url)?).await?;
        drop((self.line.set(line), self.database.set(database)));
        Ok(url)
    }

    /// Returns the path of the file of an SQLite store, or of one beside it.
    fn file(&self, ending: &str) -> PathBuf {
        self.folder.path().join(format!("tokens.db{ending}"))
    }

    fn database_of_server(&self) -> Result<Option<(&Server, &str)>> {
        let Some(server) = &self.server else {
            return Ok(None);
        };
        let database = self.database.get().context("there is no database yet")?;
        Ok(Some((server, database)))
    }

    /// Copies the store while nobody has it open.
    pub(crate) async fn copy(&self) -> Result<Copy> {
        if let Some((server, database)) = self.database_of_server()? {
            server.copy(database).await?;
            return Ok(Copy::Database);
        }
        ensure!(!self.file("-wal").exists(), "the store is still open");
        let copy = self.file(".copy");
        std::fs::copy(self.file(""), &copy)?;
        Ok(Copy::File(copy))
    }

    /// Puts a copy in the place of the store, as an administrator does who restores a backup.
    pub(crate) async fn put_back(&self, copy: Copy) -> Result<()> {
        match (copy, self.database_of_server()?) {
            (Copy::File(copy), _) => {
                std::fs::rename(copy, self.file(""))?;
                // They belong to the file that was there.
                for ending in ["-wal", "-shm"] {
                    drop(std::fs::remove_file(self.file(ending)));
                }
                Ok(())
            }
            (Copy::Database, Some((server, database))) => server.put_back(database).await,
            (Copy::Database, None) => bail!("there is no server"),
        }
    }

    /// Says that the store is the original.
    pub(crate) async fn adopt(&self, grants: &Grants) -> Result<()> {
        match &grants.location {
            StoreLocation::Sqlite(path) => {
                let store = SqliteStore::open(path)?;
                ensure_quarantined(store.identity())?;
                Ok(store.adopt().await?)
            }
            StoreLocation::Postgres { url, .. } => {
                let mut store = PostgresStore::connect(&PostgresStore::options(url)?).await?;
                ensure_quarantined(store.identity())?;
                Ok(store.adopt().await?)
            }
        }
    }

    /// Lets the database's server fail over to a standby that is behind by so much.
    pub(crate) async fn fail_over(&self, lag: Duration) -> Result<()> {
        let (server, database) = self.database_of_server()?.context("there is no server")?;
        server.fail_over(database, lag).await
    }

    /// Puts the connections into the store, each with its first refresh token and an expired bearer. Tokens that
    /// are bound to a key come of a consent: the key is made with it.
    pub(crate) async fn fill(&self, grants: &Grants, connections: u32) -> Result<()> {
        let vault = grants.vault(grants.location.open().await?)?;
        let http = http(NOBODY)?;
        let mut hands = JoinSet::new();
        for hand in 0..AT_A_TIME {
            let (grants, vault, http) = (grants.clone(), vault.clone(), http.clone());
            hands.spawn(async move {
                for connection in (hand..connections).step_by(AT_A_TIME as usize) {
                    let token = OauthToken::from_access_token("expired")
                        .with_refresh_token(refresh_token(connection, 1))
                        .with_expiry(SystemTime::UNIX_EPOCH);
                    let token = Some(token).filter(|_| grants.tokens == Tokens::Bearer);
                    let grant = grants.grant(&vault, connection, token, Some(http.clone()))?;
                    match grants.tokens {
                        Tokens::Bearer => drop(grant.record().await?),
                        Tokens::Bound => {
                            drop(grant.fetch_token(code(connection, Reason::Wish)).await?);
                        }
                    }
                }
                anyhow::Ok(())
            });
        }
        hands.join_all().await.into_iter().collect()
    }

    /// Reads what the store has of each connection, after its spool was taken up.
    pub(crate) async fn ends(&self, grants: &Grants, live: &[u64]) -> Result<Vec<End>> {
        let vault = grants.vault(grants.location.open().await?)?;
        let (mut held, mut last) = (HashMap::new(), None);
        loop {
            let page = vault.page(last.as_ref()).await?;
            let Some((id, _)) = page.last() else { break };
            last = Some(id.clone());
            for (id, record) in page {
                let record = record?;
                held.insert(
                    connection_number(id.as_str()),
                    (generations(&record), story(&record)),
                );
            }
        }
        let numbered = (0..).zip(live.iter().copied());
        let end = |(connection, live)| {
            let (held, story) = held
                .remove(&Some(connection))
                .context("a connection is no longer in the store")?;
            Ok(End {
                connection,
                live,
                held,
                story,
            })
        };
        numbered.map(end).collect()
    }
}

fn ensure_quarantined(identity: &StoreIdentity) -> Result<()> {
    let is_noticed = identity.quarantine.is_some();
    ensure!(is_noticed, "nobody notices that the store was put back");
    Ok(())
}

/// Returns the generations of the refresh tokens of a record.
fn generations(record: &Record) -> Vec<u64> {
    let tokens = std::iter::once(&record.token).chain(&record.sibling);
    let tokens = tokens.filter_map(|token| token.refresh_token.as_ref());
    tokens
        .filter_map(|token| Some(parse_refresh_token(token.expose())?.1))
        .collect()
}

fn story(record: &Record) -> String {
    let head = &record.head;
    let events: Vec<_> = head
        .history
        .iter()
        .map(|entry| format!("{} {} by {}", entry.at.0, entry.event, entry.by))
        .collect();
    format!(
        "generation {}, {:?}: {}",
        head.generation,
        head.state,
        events.join("; ")
    )
}
