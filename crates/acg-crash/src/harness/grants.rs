//! The store that the grants of a run are kept in, how it is filled, and what is in it at the end.

use std::collections::HashMap;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use acg::OauthToken;
use acg::random::SystemRandom;
use acg::store::Record;
use acg::vault::SealingKey;
use acg_postgres::PostgresStore;
use anyhow::{Context as _, Result};
use tempfile::TempDir;
use tokio::task::JoinSet;

use super::audit::End;
use super::server::{Line, Server};
use super::small_disk::SmallDisk;
use crate::orders::{
    Grants, StoreLocation, connection_number, http, parse_refresh_token, refresh_token,
};

/// How many connections are put into the store at a time.
const AT_A_TIME: u32 = 64;

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
        timeout: Duration,
        spool: Spool,
    ) -> Result<Grants> {
        let location = match &self.server {
            None => StoreLocation::Sqlite(self.folder.path().join("tokens.db")),
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
            key,
            provider: provider.to_owned(),
            timeout,
        })
    }

    /// Creates a database with tables; its URL leads through a line.
    async fn database(&self, server: &Server) -> Result<String> {
        let (line, url) = Line::to(&server.database().await?).await?;
        PostgresStore::migrate(&PostgresStore::options(&url)?).await?;
        drop(self.line.set(line));
        Ok(url)
    }

    /// Puts the connections into the store, each with its first refresh token and an expired bearer.
    pub(crate) async fn fill(&self, grants: &Grants, connections: u32) -> Result<()> {
        let vault = grants.vault(grants.location.open().await?)?;
        let http = http(0)?;
        let mut hands = JoinSet::new();
        for hand in 0..AT_A_TIME {
            let (grants, vault, http) = (grants.clone(), vault.clone(), http.clone());
            hands.spawn(async move {
                for connection in (hand..connections).step_by(AT_A_TIME as usize) {
                    let token = OauthToken::from_access_token("expired")
                        .with_refresh_token(refresh_token(connection, 1))
                        .with_expiry(SystemTime::UNIX_EPOCH);
                    grants
                        .grant(&vault, connection, Some(token), Some(http.clone()))?
                        .record()
                        .await?;
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
                .context("a connection is not in the store any more")?;
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
