//! What every command is given: output, files, clock, and what the whole run opens once.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use akoya::oauth::Vault;
use akoya::oauth::clock::Clock;
use akoya_sandbox::Sandbox;
use clap::Args;
use tokio::sync::{OnceCell, watch};

use crate::config_file::ConfigFile;
use crate::data_dir::DataDir;
use crate::embedded;
use crate::failure::Failure;
use crate::given_option::is_given;
use crate::interrupt;
use crate::output::{Output, OutputArgs};
use crate::settings::{ClientArgs, Settings};
use crate::shell_word;
use crate::store_key::{self, KeySource};
use crate::token_store::{StoreLocation, TokenStore};
use crate::variables::Variables;

/// Options of every command, before or after its name.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct GlobalArgs {
    /// Keep tokens, connections and sandbox state in this directory
    #[arg(long, global = true, value_name = "DIR", env = "AKOYA_DATA_DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Read this config file [default: config.toml in the data directory]
    #[arg(long, global = true, value_name = "FILE", env = "AKOYA_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Also record the token store's progress in this directory. If it is not backed up with the data directory, restoring
    /// an old backup in place is detected. Not for PostgreSQL
    #[arg(long, global = true, value_name = "DIR", env = "AKOYA_STORE_WITNESS")]
    pub(crate) store_witness: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) store_key: store_key::KeyArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// Output, files and clock of one run.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) output: Output,
    pub(crate) data: DataDir,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) variables: Variables,
    pub(crate) args: GlobalArgs,
    opened: Opened,
    /// How many parts of the command have to come to their end although the user asks it to end.
    holds: watch::Sender<usize>,
}

/// What is opened when it is first needed, and then kept.
#[derive(Debug, Default)]
struct Opened {
    config_file: OnceLock<ConfigFile>,
    store: OnceCell<TokenStore>,
    sandbox: OnceCell<Sandbox>,
}

/// Keeps an interrupt from ending the command until it is dropped.
#[derive(Debug)]
#[must_use = "dropping it lets an interrupt through"]
pub(crate) struct Hold(watch::Sender<usize>);

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

/// How long the command waits for a request that is under way before it says so.
const UNREMARKABLE: Duration = Duration::from_millis(100);

/// What it says then.
const WAITING: &str = "Waiting for the request that is under way, so that no token is lost. Press Ctrl-C again to give up.";

/// The message to a user whose token is in memory alone.
const UNSAVED: &str = "A token could not be saved; the disk may be full. Retrying until it works: free some space, or the \
     consent is lost when this process ends. Press Ctrl-C again to give up.";

impl Context {
    pub(crate) fn new(
        output: Output,
        args: GlobalArgs,
        variables: Variables,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Failure> {
        Ok(Self {
            output,
            data: DataDir::find(args.data_dir.as_deref())?,
            clock,
            variables,
            args,
            opened: Opened::default(),
            holds: watch::Sender::new(0),
        })
    }

    /// Holds interrupts back until the value is dropped: what is under way must not be cut in half.
    pub(crate) fn hold(&self) -> Hold {
        self.holds.send_modify(|count| *count += 1);
        Hold(self.holds.clone())
    }

    /// Returns whether an interrupt has to wait.
    pub(crate) fn is_held(&self) -> bool {
        *self.holds.borrow() > 0
    }

    /// Waits until nothing holds an interrupt off, or the user gives up.
    pub(crate) async fn until_released(&self) {
        let mut holds = self.holds.subscribe();
        let released = holds.wait_for(|count| *count == 0);
        self.finish(async { released.await.is_ok() }, WAITING).await;
    }

    /// Writes a command of this program as a user can type it, with the data directory and config file that this run
    /// was given.
    pub(crate) fn command_line(&self, command: &str) -> String {
        let option = |name: &str, path: &Option<PathBuf>| {
            let path = path.as_ref().filter(|_| is_given(name));
            path.map_or_else(String::new, |path| {
                format!(
                    " --{name} {}",
                    shell_word::quoted(&path.display().to_string())
                )
            })
        };
        format!(
            "akoya{}{} {command}",
            option("data-dir", &self.args.data_dir),
            option("config", &self.args.config)
        )
    }

    /// Returns the settings, which are `args` and what the config file says.
    pub(crate) fn settings<'a>(&'a self, args: &'a ClientArgs) -> Result<Settings<'a>, Failure> {
        let file = self.config_file()?;
        Ok(Settings {
            args,
            data: None,
            file,
        })
    }

    /// Returns what the config file says; it is read once.
    pub(crate) fn config_file(&self) -> Result<&ConfigFile, Failure> {
        if let Some(file) = self.opened.config_file.get() {
            return Ok(file);
        }
        let named = self.args.config.as_deref();
        let file = ConfigFile::read(named, &self.data.config(), &self.output)?;
        Ok(self.opened.config_file.get_or_init(|| file))
    }

    /// Returns where tokens are kept: the database that is named, else a file in the data directory.
    pub(crate) fn store_location(&self) -> Result<StoreLocation, Failure> {
        let file = self.config_file()?;
        let url = self
            .variables
            .store_url
            .as_ref()
            .or(file.store_url.as_ref());
        if let Some(url) = url.filter(|url| !url.is_empty()) {
            return StoreLocation::database(url, self.data.owners());
        }
        let witness = self.args.store_witness.as_deref();
        let witness = witness.or(file.store_witness.as_deref());
        Ok(StoreLocation::file(self.data.token_store(), witness))
    }

    /// Returns the token store, which is opened when it is first needed.
    pub(crate) async fn token_store(&self) -> Result<&TokenStore, Failure> {
        let open = || async {
            let config = self.config_file()?;
            TokenStore::open(
                self.store_location()?,
                &self.data,
                self.clock.clone(),
                &self.output,
                |store_id| {
                    let keys = &self.variables.store_key;
                    KeySource::choose(
                        keys.as_ref(),
                        &self.args.store_key,
                        config,
                        &self.data,
                        store_id,
                    )
                },
            )
            .await
        };
        self.opened.store.get_or_try_init(open).await
    }

    /// Opens the tokens; without keys if there are none that fit, and why. What is not encrypted can be read without
    /// them, and a connection can be removed.
    pub(crate) async fn vault_or_keyless(&self) -> Result<(Vault, Option<Failure>), Failure> {
        let store = self.token_store().await?;
        match store.vault().await {
            Ok(vault) => Ok((vault, None)),
            Err(failure) => Ok((store.keyless(), Some(failure))),
        }
    }

    /// Returns the sandbox inside this command, which is started when it is first needed. [`close`](Self::close) stops
    /// it.
    pub(crate) async fn embedded_sandbox(&self) -> Result<&Sandbox, Failure> {
        let start = || embedded::start(&self.data);
        self.opened.sandbox.get_or_try_init(start).await
    }

    /// Ends what the run has opened, however the command ended: waits for a request that is
    /// under way, whose response would be lost with the process, then stops the embedded
    /// sandbox, which may be the one that responds.
    ///
    /// It waits as long as a request may last; the client limits that. A token that could not be saved it holds
    /// until the store takes it, or the user gives up: there is no other copy.
    pub(crate) async fn close(mut self) {
        if let Some(vault) = self.opened.store.get().and_then(TokenStore::opened_vault) {
            self.finish(vault.wait_until_idle(), WAITING).await;
            // A token that neither the spool nor the store took exists in this process alone: it ends when one has it.
            if vault.unsaved() > 0 {
                self.finish(vault.wait_until_saved(), UNSAVED).await;
                if vault.unsaved() == 0 {
                    self.output.status("The token is saved now.");
                }
            }
        }
        if let Some(sandbox) = self.opened.sandbox.take() {
            tokio::select! {
                () = sandbox.shutdown() => {}
                () = interrupt::again() => {}
            }
        }
    }

    /// Waits for the end of what is under way. If it takes long a message says so, and the user may give up.
    async fn finish<T>(&self, end: impl Future<Output = T>, text: &str) {
        let mut end = std::pin::pin!(end);
        if tokio::time::timeout(UNREMARKABLE, &mut end).await.is_ok() {
            return;
        }
        self.output.status(text);
        tokio::select! {
            _ = end => {}
            () = interrupt::again() => {}
        }
    }
}
