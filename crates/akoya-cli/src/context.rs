//! What every command is given.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use akoya::oauth::clock::Clock;
use akoya::oauth::store::GrantState;
use akoya::oauth::{ConnectionId, Vault};
use tokio::sync::OnceCell;

use crate::arguments::ClientArguments;
use crate::client_secret;
use crate::data_dir::DataDir;
use crate::exit::Failure;
use crate::output::Output;
use crate::settings::{ConfigFile, Settings};
use crate::token_store::{self, StorePlace, TokenStore};

/// Output, files, clock and environment of one run.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) output: Output,
    pub(crate) data: DataDir,
    /// The data directory as it was named on the command line, if it was.
    data_dir: Option<PathBuf>,
    /// This program, when a shell would not find it by its name.
    program: Option<PathBuf>,
    pub(crate) clock: Arc<dyn Clock>,
    /// The config file that was named.
    pub(crate) config: Option<PathBuf>,
    pub(crate) secret: client_secret::Environment,
    pub(crate) given_store: token_store::Given,
    config_file: Mutex<Option<Arc<ConfigFile>>>,
    store: OnceCell<TokenStore>,
    vault: OnceCell<Vault>,
    busy: Mutex<Option<ConnectionId>>,
}

/// The longest that an interrupted command waits for a refresh: a little longer than the client's own limit.
const PATIENCE: Duration = Duration::from_secs(35);

impl Context {
    pub(crate) fn new(
        output: Output,
        data_dir: Option<PathBuf>,
        program: Option<PathBuf>,
        clock: Arc<dyn Clock>,
        config: Option<PathBuf>,
        secret: client_secret::Environment,
        given_store: token_store::Given,
    ) -> Result<Self, Failure> {
        let data = DataDir::find(data_dir.as_deref())?;
        Ok(Self {
            output,
            data,
            data_dir,
            program,
            clock,
            config,
            secret,
            given_store,
            config_file: Mutex::default(),
            store: OnceCell::new(),
            vault: OnceCell::new(),
            busy: Mutex::default(),
        })
    }

    /// The settings: `arguments`, and what the config file says.
    pub(crate) fn settings(&self, arguments: &ClientArguments) -> Result<Settings, Failure> {
        Ok(Settings {
            arguments: arguments.clone(),
            file: ConfigFile::clone(&*self.config_file()?),
        })
    }

    /// What the config file says; read once.
    pub(crate) fn config_file(&self) -> Result<Arc<ConfigFile>, Failure> {
        let mut file = self
            .config_file
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = &*file {
            return Ok(file.clone());
        }
        let read = Arc::new(ConfigFile::read(
            self.config.as_deref(),
            &self.data.config(),
            &self.output,
        )?);
        *file = Some(read.clone());
        Ok(read)
    }

    /// Where tokens are kept: the database that is named, else a file in the data directory.
    pub(crate) fn store_place(&self) -> Result<StorePlace, Failure> {
        let file = self.config_file()?;
        match self
            .given_store
            .url
            .as_ref()
            .or(file.store_url.as_ref())
            .filter(|url| !url.is_empty())
        {
            Some(url) => StorePlace::database(url, self.data.owners()),
            None => Ok(StorePlace::File(self.data.token_store())),
        }
    }

    /// The tokens where they are kept, opened when they are first needed.
    pub(crate) async fn token_store(&self) -> Result<&TokenStore, Failure> {
        self.store.get_or_try_init(|| TokenStore::open(self)).await
    }

    /// The tokens, with the keys that open them.
    pub(crate) async fn vault(&self) -> Result<Vault, Failure> {
        let opened = self
            .vault
            .get_or_try_init(|| async { self.token_store().await?.vault().await });
        opened.await.cloned()
    }

    /// The tokens; without keys if those cannot be had, and why: what else is known of a connection can be read without them,
    /// and it can be removed.
    pub(crate) async fn vault_or_keyless(&self) -> Result<(Vault, Option<Failure>), Failure> {
        let store = self.token_store().await?;
        match self.vault().await {
            Ok(vault) => Ok((vault, None)),
            Err(failure) => Ok((store.keyless(), Some(failure))),
        }
    }

    /// A line for a shell that makes `akoya` mean this program with these files; `None` when it does already.
    pub(crate) fn alias(&self) -> Option<String> {
        let data_dir = self
            .data_dir
            .as_deref()
            .map(|path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
        if self.program.is_none() && data_dir.is_none() {
            return None;
        }
        let program = self
            .program
            .as_deref()
            .map_or_else(|| "akoya".to_owned(), quoted);
        let data_dir =
            data_dir.map_or_else(String::new, |path| format!(" --data-dir {}", quoted(&path)));
        Some(format!(
            "alias akoya={}",
            quoted(Path::new(&format!("{program}{data_dir}")))
        ))
    }

    /// Notes which connection may be refreshed in this run.
    pub(crate) fn uses(&self, connection: ConnectionId) {
        *self.busy.lock().unwrap_or_else(PoisonError::into_inner) = Some(connection);
    }

    /// Waits until this process refreshes nothing any more: it runs on tasks that an interrupted command does not drop, but
    /// the end of the process would.
    pub(crate) async fn settle(&self) {
        let vault = self.vault.get().cloned();
        let connection = self
            .busy
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let (Some(vault), Some(connection)) = (vault, connection) else {
            return;
        };
        let refreshed = async {
            let mut told = false;
            while is_refreshing(&vault, &connection).await {
                if !std::mem::replace(&mut told, true) {
                    self.output.note(
                        "Waiting for the refresh that is under way, so that its token is not lost; Ctrl-C gives up.",
                    );
                }
                self.clock.sleep(Duration::from_millis(20)).await;
            }
        };
        let _ = tokio::time::timeout(PATIENCE, refreshed).await;
    }
}

/// A path as a shell reads it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+~@%:".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// Whether this process has announced a refresh and not ended it.
async fn is_refreshing(vault: &Vault, connection: &ConnectionId) -> bool {
    let Ok(Some(loaded)) = vault.load(connection).await else {
        return false;
    };
    matches!(&loaded.record.head.state, GrantState::Refreshing { owner, .. } if owner == vault.store().owner())
}
