//! The token store, with its keys and its spool.

#[cfg_attr(not(feature = "postgres"), path = "token_store/no_database.rs")]
mod database;
mod location;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use akoya::oauth::Vault;
use akoya::oauth::clock::Clock;
use akoya::oauth::store::{Head, Listed, TokenStore as Rows};
use akoya::oauth::vault::Spool;
use akoya::oauth::vault::{KeyId, Keyring, Rekeyed};
use tokio::sync::OnceCell;

use crate::counted::counted;
use crate::data_dir::{self, DataDir};
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Sweep;
use crate::store_key::KeySource;

pub(crate) use self::location::{OpenStore, StoreLocation};

/// Rows that are read at a time.
const PAGE: usize = 500;

/// Rows that are checked to see whether the keys are those of this store.
const SAMPLE: usize = 20;

/// What the marker says while the rows of an older version are being encrypted.
const BEGUN: &str = "begun\n";

/// What the marker says afterwards. Older versions wrote the store's name instead.
const DONE: &str = "done\n";

/// How long responses stay in the spool after a database took them: a failover to a standby may lose its last commits.
const HOLD: Duration = Duration::from_secs(15 * 60);

/// The store as it was opened; its keys are read when they are needed.
#[derive(Debug)]
pub(crate) struct TokenStore {
    pub(crate) store: Arc<dyn Rows>,
    pub(crate) location: OpenStore,
    pub(crate) spool: Spool,
    pub(crate) keys: KeySource,
    /// The file that says how far encrypting the store is. It does not say which store: its name is in the
    /// database, and a database that was edited must not look like one that was never encrypted.
    marker: PathBuf,
    clock: Arc<dyn Clock>,
    output: Output,
    vault: OnceCell<Vault>,
}

/// What the rows are, without opening them.
#[derive(Debug, Default)]
pub(crate) struct Census {
    pub(crate) rows: u64,
    /// Rows by the key that encrypts them.
    pub(crate) by_key: BTreeMap<KeyId, u64>,
    /// Rows with tokens that are not encrypted.
    pub(crate) unencrypted: u64,
    /// Rows that are neither.
    pub(crate) damaged: u64,
    /// Rows by the provider that their tokens came from.
    pub(crate) environments: BTreeMap<String, u64>,
}

impl TokenStore {
    /// Opens the database, or the file in the data directory, which is created. No key is needed for that.
    /// `choose_keys` is given the store's id.
    pub(crate) async fn open(
        location: StoreLocation,
        data: &DataDir,
        clock: Arc<dyn Clock>,
        output: &Output,
        choose_keys: impl FnOnce(&str) -> Result<KeySource, Failure>,
    ) -> Result<Self, Failure> {
        data.create()?;
        let location = location.open().await?;
        let (store, spool) = (location.store(), Spool::open(data.spool())?);
        let keys = choose_keys(&store.identity().id)?;
        Ok(Self {
            spool: if location.is_shared() {
                spool.retain_for(HOLD)
            } else {
                spool
            },
            store,
            location,
            keys,
            marker: data.encrypted_marker(),
            clock,
            output: output.clone(),
            vault: OnceCell::new(),
        })
    }

    /// Opens the store with its keys. The first time, what it holds unencrypted is encrypted.
    pub(crate) async fn vault(&self) -> Result<Vault, Failure> {
        let vault = self.vault.get_or_try_init(|| self.open_vault());
        vault.await.cloned()
    }

    /// Returns the vault, if it is open.
    pub(crate) fn opened_vault(&self) -> Option<Vault> {
        self.vault.get().cloned()
    }

    async fn open_vault(&self) -> Result<Vault, Failure> {
        let is_first = self.is_first_use().await?;
        if is_first {
            data_dir::write(&self.marker, BEGUN)?;
        }
        let keys = self.keyring().await?;
        self.check_fit(&keys).await?;
        if is_first {
            self.encrypt().await?;
        }
        Ok(Vault::builder(self.store.clone())
            .keys(self.keys.clone())
            .spool(self.spool.clone())
            .clock(self.clock.clone())
            .build())
    }

    /// Opens the store without keys and spool: what is not encrypted can be read, and a row can be removed.
    pub(crate) fn keyless(&self) -> Vault {
        Vault::builder(self.store.clone()).build()
    }

    /// Reads the keys. The first one is made for a file without encrypted rows; never for a shared store, since only
    /// this machine would have it.
    async fn keyring(&self) -> Result<Keyring, Failure> {
        if let Some(keys) = self.read_keys().await? {
            return Ok(keys);
        }
        let used: Vec<KeyId> = self.census().await?.by_key.into_keys().collect();
        if !used.is_empty() || self.spool.counts()?.waiting > 0 {
            return Err(self.lost(&used));
        }
        if self.location.is_shared() {
            return Err(self.not_given());
        }
        let source = self.keys.clone();
        blocking(move || source.create()).await?;
        self.read_keys().await?.ok_or_else(|| self.lost(&used))
    }

    /// Reads the keys as they are now, if there are any.
    pub(crate) async fn read_keys(&self) -> Result<Option<Keyring>, Failure> {
        let source = self.keys.clone();
        blocking(move || source.read()).await
    }

    /// Refuses the keys of another store, before they encrypt a row beside rows that they cannot open.
    async fn check_fit(&self, keys: &Keyring) -> Result<(), Failure> {
        let page = self.store.page(None, SAMPLE).await?;
        let used: BTreeSet<KeyId> = page.iter().filter_map(sealed_with).collect();
        if used.is_empty() || keys.keys().iter().any(|key| used.contains(&key.id())) {
            return Ok(());
        }
        let given: Vec<KeyId> = keys
            .keys()
            .iter()
            .map(akoya::oauth::vault::SealingKey::id)
            .collect();
        let (used, given) = (names(used), names(given));
        Err(Failure::new(
            ExitCode::Files,
            format!("the tokens are encrypted with the key {used}, but {} has the key {given}: nothing was changed", self.keys),
        )
        .advise(
            "Give the key that encrypts them. To change to another one, give the new key, then the old one \
             (AKOYA_STORE_KEY=NEW,OLD), and run `akoya store rekey`.",
        ))
    }

    fn not_given(&self) -> Failure {
        let text = "there is no key for the token store. Other machines use it too, so this one does not create a key";
        Failure::new(ExitCode::Configuration, text).advise(
            "Create a key with `head -c 32 /dev/urandom | base64`, keep a copy, and give it to every machine: as AKOYA_STORE_KEY, \
             in a file (--store-key-file), or in its keychain.",
        )
    }

    fn lost(&self, used: &[KeyId]) -> Failure {
        let key = if used.is_empty() {
            String::new()
        } else {
            format!(" with the key {}", names(used.iter().copied()))
        };
        Failure::new(
            ExitCode::Files,
            format!("there is no key in {}, and the tokens are encrypted{key}; a new key could not open them", self.keys),
        )
        .advise(format!(
            "Restore the key from your backup, or say where it is (see `akoya --help`). If it is lost, the consents are lost \
             too: remove each one with `akoya logout --forget`, and everything in `{}`. Then a new key is created.",
            self.spool.directory().display()
        ))
    }

    /// Counts the rows by what they are.
    pub(crate) async fn census(&self) -> Result<Census, Failure> {
        let (mut census, mut last) = (Census::default(), None);
        loop {
            let page = self.store.page(last.as_ref(), PAGE).await?;
            let Some((id, _)) = page.last() else {
                return Ok(census);
            };
            last = Some(id.clone());
            let rows = page.iter().filter(|row| !is_removed(row));
            rows.for_each(|row| census.count(row));
        }
    }

    /// Returns whether unencrypted rows may be an older version's: before there is any key, or until the first
    /// process has encrypted them. Later ones were planted.
    async fn is_first_use(&self) -> Result<bool, Failure> {
        // No version of this command kept unencrypted tokens in a database: any that are there come from elsewhere.
        if self.location.is_shared() {
            return Ok(false);
        }
        // In this order: another process notes that it has begun before it makes the key.
        let has_key = self.read_keys().await?.is_some();
        Ok(match std::fs::read_to_string(&self.marker) {
            Ok(text) => text == BEGUN,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => !has_key,
            Err(error) => return Err(Failure::of_file(&self.marker, "read", &error)),
        })
    }

    /// Encrypts what an older version of this command kept unencrypted. Several processes may do so at once: a row
    /// is replaced only if it is still as it was read.
    async fn encrypt(&self) -> Result<(), Failure> {
        let unencrypted = self.census().await?.unencrypted;
        if unencrypted > 0 {
            self.output.status(format_args!(
                "Encrypting the tokens of {}; this happens once.",
                counted(unencrypted, "connection")
            ));
            self.rekey(Unencrypted::Encrypt).await?;
        }
        data_dir::write(&self.marker, DONE)
    }

    /// Encrypts every row with the first key.
    pub(crate) async fn rekey(&self, unencrypted: Unencrypted) -> Result<Rekeyed, Failure> {
        let rows = self.census().await?.rows;
        let vault = Vault::builder(self.store.clone())
            .keys(self.keys.clone())
            .spool(self.spool.clone())
            .clock(self.clock.clone());
        let vault = match unencrypted {
            Unencrypted::Encrypt => vault.accept_unsealed(),
            Unencrypted::Leave => vault,
        };
        let sweep = Sweep::new(self.output.style(), rows);
        Ok(vault.build().rekey(|done| sweep.at(done.seen)).await?)
    }
}

/// What a change of keys does with rows that are not encrypted: anyone who can write to the store can put one there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unencrypted {
    Encrypt,
    Leave,
}

impl Census {
    fn count(&mut self, row: &Listed) {
        self.rows += 1;
        match (sealed_with(row), row.1.row.sealed.as_deref()) {
            (Some(key), _) => *self.by_key.entry(key).or_default() += 1,
            (None, Some([b'{', ..])) => self.unencrypted += 1,
            _ => self.damaged += 1,
        }
        if let Ok(head) = Head::from_bytes(&row.1.row.head) {
            *self.environments.entry(head.provider).or_default() += 1;
        }
    }
}

/// Returns whether the row only says that its grant was removed: it holds no tokens.
fn is_removed((_, stored): &Listed) -> bool {
    Head::from_bytes(&stored.row.head).is_ok_and(|head| head.is_removed())
}

fn sealed_with((_, stored): &Listed) -> Option<KeyId> {
    KeyId::of(stored.row.sealed.as_deref()?)
}

fn names(keys: impl IntoIterator<Item = KeyId>) -> String {
    keys.into_iter()
        .map(|key| key.to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let ended = |error| Failure::new(ExitCode::Failed, "the keys cannot be read").because(&error);
    tokio::task::spawn_blocking(work).await.map_err(ended)?
}
