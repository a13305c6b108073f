//! The token store, with its keys and its spool.

mod place;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use acg::Secret;
use acg::vault::{KeyId, Keyring, Rekeyed};
use akoya::oauth::Vault;
use akoya::oauth::clock::Clock;
use akoya::oauth::store::{Head, Listed, TokenStore as Rows};
use akoya::oauth::vault::Spool;

use crate::context::Context;
use crate::data_dir;
use crate::exit::{Code, Failure};
use crate::output::Output;
use crate::progress::Sweep;
use crate::store_key::{self, KeySource};

pub(crate) use self::place::{Opened, StorePlace};

/// Rows that are read at a time.
const PAGE: usize = 500;

/// Rows that are looked at to see whether the keys are those of this store.
const SAMPLE: usize = 20;

/// How long answers are kept here after a database took them: a failover to a standby may forget its last commits.
const HOLD: Duration = Duration::from_secs(15 * 60);

/// What the command line and the environment say about the store.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// `AKOYA_STORE_URL`. Not an option, since other users can see a command line and it may hold a password.
    pub(crate) url: Option<Secret>,
    pub(crate) key: store_key::Given,
}

/// The store as it was opened; its keys are read when they are needed.
#[derive(Debug)]
pub(crate) struct TokenStore {
    pub(crate) store: Arc<dyn Rows>,
    pub(crate) place: Opened,
    pub(crate) spool: Spool,
    pub(crate) keys: KeySource,
    /// The file that says that the store was encrypted once, so that nothing in clear is accepted any more.
    marker: PathBuf,
    clock: Arc<dyn Clock>,
    output: Output,
}

/// What the rows are, without opening them.
#[derive(Debug, Default)]
pub(crate) struct Census {
    pub(crate) rows: u64,
    /// Rows by the key that they are sealed with.
    pub(crate) by_key: BTreeMap<KeyId, u64>,
    /// Rows with tokens in clear.
    pub(crate) unencrypted: u64,
    /// Rows that are neither, or that nobody can tell anything about.
    pub(crate) damaged: u64,
    /// Rows by the provider that their tokens came from.
    pub(crate) environments: BTreeMap<String, u64>,
}

impl TokenStore {
    /// Opens the database, or the file in the data directory, which is created. No key is needed for that.
    pub(crate) async fn open(context: &Context) -> Result<Self, Failure> {
        let data = &context.data;
        data.create()?;
        let place = context.store_place()?.open().await?;
        let (store, spool) = (place.store(), Spool::open(data.spool())?);
        let keys = KeySource::choose(
            &context.given_store.key,
            &*context.config_file()?,
            data,
            &store.identity().id,
        )?;
        Ok(Self {
            spool: if place.is_shared() {
                spool.retain_for(HOLD)
            } else {
                spool
            },
            store,
            place,
            keys,
            marker: data.encrypted_marker(),
            clock: context.clock.clone(),
            output: context.output.clone(),
        })
    }

    /// The store with its keys. The first time, what it holds in clear is encrypted.
    pub(crate) async fn vault(&self) -> Result<Vault, Failure> {
        let keys = self.keyring().await?;
        self.check_fit(&keys).await?;
        // In a database no version of this command kept tokens in clear: those that are there are another's.
        if !self.place.is_shared() && !self.was_encrypted() {
            self.encrypt().await?;
        }
        Ok(Vault::builder(self.store.clone())
            .keys(self.keys.clone())
            .spool(self.spool.clone())
            .clock(self.clock())
            .build())
    }

    /// The store without keys and spool: what is not sealed can be read, and a row can be removed.
    pub(crate) fn keyless(&self) -> Vault {
        Vault::builder(self.store.clone()).build()
    }

    fn clock(&self) -> Arc<dyn Clock> {
        self.clock.clone()
    }

    /// The keys; the first one is made for a file that holds nothing sealed. For a store that is shared none is: it would be
    /// on this machine alone.
    async fn keyring(&self) -> Result<Keyring, Failure> {
        if let Some(keys) = self.read_keys().await? {
            return Ok(keys);
        }
        let used: Vec<KeyId> = self.census().await?.by_key.into_keys().collect();
        if !used.is_empty() || self.spool.counts()?.waiting > 0 {
            return Err(self.lost(&used));
        }
        if self.place.is_shared() {
            return Err(self.not_given());
        }
        let source = self.keys.clone();
        blocking(move || source.create()).await?;
        self.read_keys().await?.ok_or_else(|| self.lost(&used))
    }

    /// The keys as they are now, if there are any.
    pub(crate) async fn read_keys(&self) -> Result<Option<Keyring>, Failure> {
        let source = self.keys.clone();
        blocking(move || source.read()).await
    }

    /// With keys of another store nothing is done, so that nothing is sealed with them beside what they cannot open.
    async fn check_fit(&self, keys: &Keyring) -> Result<(), Failure> {
        let page = self.store.page(None, SAMPLE).await?;
        let used: BTreeSet<KeyId> = page.iter().filter_map(sealed_with).collect();
        if used.is_empty() || keys.keys().iter().any(|key| used.contains(&key.id())) {
            return Ok(());
        }
        let given: Vec<KeyId> = keys.keys().iter().map(acg::vault::SealingKey::id).collect();
        let (used, given) = (names(used), names(given));
        Err(Failure::new(
            Code::Files,
            format!("the tokens are encrypted with the key {used}, and {} has the key {given}: nothing was changed", self.keys),
        )
        .advise(
            "Give the key that they are encrypted with. To go over to another one, give the new key and then the old one \
             (AKOYA_STORE_KEY=NEW,OLD), and run `akoya store rekey`.",
        ))
    }

    fn not_given(&self) -> Failure {
        let text = "no key is given for the token store, which other machines use too: none is made on one of them";
        Failure::new(Code::Configuration, text).advise(
            "Make one with `head -c 32 /dev/urandom | base64`, keep a copy, and give it to every machine: as AKOYA_STORE_KEY, in \
             a file (--store-key-file), or in its keychain.",
        )
    }

    fn lost(&self, used: &[KeyId]) -> Failure {
        let key = if used.is_empty() {
            String::new()
        } else {
            format!(" with the key {}", names(used.iter().copied()))
        };
        Failure::new(
            Code::Files,
            format!("there is no key in {}, and tokens are encrypted{key}: no new one is made", self.keys),
        )
        .advise(format!(
            "Bring the key back from your backup, or say where it is (`akoya --help` shows how). If it is lost, so are the \
             consents: remove each one with `akoya logout --forget`, and everything in `{}`; then a new key is made.",
            self.spool.directory().display()
        ))
    }

    /// What the rows are.
    pub(crate) async fn census(&self) -> Result<Census, Failure> {
        let (mut census, mut last) = (Census::default(), None);
        loop {
            let page = self.store.page(last.as_ref(), PAGE).await?;
            let Some((id, _)) = page.last() else {
                return Ok(census);
            };
            last = Some(id.clone());
            page.iter().for_each(|row| census.count(row));
        }
    }

    fn was_encrypted(&self) -> bool {
        std::fs::read_to_string(&self.marker)
            .is_ok_and(|id| id.trim_end() == self.store.identity().id)
    }

    /// Encrypts what an older version of this command kept in clear. Several processes may do it at once: a row is replaced
    /// only as it was read.
    async fn encrypt(&self) -> Result<(), Failure> {
        let unencrypted = self.census().await?.unencrypted;
        if unencrypted > 0 {
            self.output.note(format_args!(
                "Encrypting the tokens of {unencrypted} connections, once."
            ));
            self.rekey().await?;
        }
        data_dir::write(&self.marker, &format!("{}\n", self.store.identity().id))
    }

    /// Seals every row with the first key; those in clear too.
    pub(crate) async fn rekey(&self) -> Result<Rekeyed, Failure> {
        let rows = self.census().await?.rows;
        let vault = Vault::builder(self.store.clone())
            .keys(self.keys.clone())
            .spool(self.spool.clone())
            .clock(self.clock())
            .accept_unsealed()
            .build();
        let sweep = Sweep::new(self.output.look(), rows);
        Ok(vault.rekey(|done| sweep.at(done.seen)).await?)
    }
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
    let ended = |error| Failure::new(Code::Failed, "the keys cannot be read").because(&error);
    tokio::task::spawn_blocking(work).await.map_err(ended)?
}
