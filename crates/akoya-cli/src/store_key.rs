//! The keys that encrypt the token store: where they come from, and how they change.

mod file;
mod keychain;
mod text;

use std::fmt;
use std::path::{Path, PathBuf};

use akoya::oauth::random::SystemRandom;
use akoya::oauth::vault::{KeyId, KeyProvider, Keyring, SealingKey};
use akoya::oauth::{BoxError, BoxFuture, Secret};
use clap::Args;

use crate::config_file::{ConfigFile, KeyLocation};
use crate::data_dir::DataDir;
use crate::exit_code::ExitCode;
use crate::failure::Failure;

/// The variable with the keys themselves.
const VARIABLE: &str = "AKOYA_STORE_KEY";

/// What the command line says about the keys.
#[derive(Debug, Default, Args)]
pub(crate) struct KeyArgs {
    /// Encrypt the tokens with the keys in this file [default: store.key in the data directory]
    #[arg(long, global = true, value_name = "FILE", env = "AKOYA_STORE_KEY_FILE")]
    pub(crate) store_key_file: Option<PathBuf>,
    /// Keep the key that encrypts the tokens in the system's keychain; on Linux only if this program was built with it
    #[arg(long, global = true)]
    pub(crate) store_keychain: bool,
}

/// Where the keys are.
#[derive(Debug, Clone)]
pub(crate) enum KeySource {
    /// `AKOYA_STORE_KEY`.
    Environment(Secret),
    /// A file that the user named and made.
    File(PathBuf),
    /// The file in the data directory, made when it is first needed.
    OwnFile(PathBuf),
    /// The system's keychain, under the store's id. Processes that change it take the lock in turn.
    Keychain { store: String, lock: PathBuf },
}

impl KeySource {
    /// Chooses the first source that is named: the variable, a file, the keychain; else the file in the data directory.
    pub(crate) fn choose(
        variable: Option<&Secret>,
        args: &KeyArgs,
        config: &ConfigFile,
        data: &DataDir,
        store_id: &str,
    ) -> Result<Self, Failure> {
        let keychain = || Self::Keychain {
            store: store_id.to_owned(),
            lock: data.store_key_lock(),
        };
        if let Some(keys) = variable.filter(|keys| !keys.is_empty()) {
            return Ok(Self::Environment(keys.clone()));
        }
        if let Some(file) = &args.store_key_file {
            return Ok(Self::File(file.clone()));
        }
        match (
            args.store_keychain,
            &config.store_key_file,
            config.store_key,
        ) {
            (true, ..) => Ok(keychain()),
            (false, Some(_), Some(KeyLocation::Keychain)) => {
                let text = "the config file names both a key file and the keychain";
                Err(Failure::new(ExitCode::Configuration, text)
                    .advise("Remove `store_key` or `store_key_file` from it."))
            }
            (false, Some(file), _) => Ok(Self::File(file.clone())),
            (false, None, Some(KeyLocation::Keychain)) => Ok(keychain()),
            (false, None, _) => Ok(Self::OwnFile(data.store_key())),
        }
    }

    /// Reads the keys as they are now; `None` when there are none yet, and they may be made.
    pub(crate) fn read(&self) -> Result<Option<Keyring>, Failure> {
        let Some(text) = self.text()? else {
            return Ok(None);
        };
        match text::parse(&text) {
            Ok(Some(keys)) => Ok(Some(keys)),
            Ok(None) => Err(self.useless("contains no key")),
            Err((number, error)) => Err(self.useless(&format!(
                "contains something that is not a key: at no. {number}, {error}"
            ))),
        }
    }

    fn text(&self) -> Result<Option<Secret>, Failure> {
        match self {
            Self::Environment(text) => Ok(Some(text.clone())),
            Self::OwnFile(path) => file::read(path),
            Self::File(path) => file::read(path)?
                .map(Some)
                .ok_or_else(|| missing_file(path)),
            Self::Keychain { store, .. } => keychain::read(store),
        }
    }

    /// Makes the first key, unless another process was faster: an existing key is never replaced.
    pub(crate) fn create(&self) -> Result<(), Failure> {
        let key = new_key()?;
        match self {
            Self::OwnFile(path) => file::create(path, &text::new(&key)),
            Self::Keychain { store, lock } => {
                let _lock = file::lock(lock)?;
                if keychain::read(store)?.is_none() {
                    keychain::write(store, &text::new(&key))
                } else {
                    Ok(())
                }
            }
            Self::Environment(_) | Self::File(_) => Ok(()),
        }
    }

    /// Puts a new key in front, which encrypts from now on. Returns its name.
    pub(crate) fn add(&self) -> Result<KeyId, Failure> {
        let key = new_key()?;
        self.change(|text| text::with_front(text, &key))?;
        Ok(key.id())
    }

    /// Removes these keys.
    pub(crate) fn remove(&self, keys: &[KeyId]) -> Result<(), Failure> {
        self.change(|text| text::without(text, keys))
    }

    fn change(&self, change: impl FnOnce(&Secret) -> Secret) -> Result<(), Failure> {
        let text = || self.text()?.ok_or_else(|| self.useless("contains no key"));
        match self {
            Self::Environment(_) => Err(by_hand()),
            Self::File(path) | Self::OwnFile(path) => {
                let mut lock = path.as_os_str().to_owned();
                lock.push(".lock");
                let _lock = file::lock(Path::new(&lock))?;
                file::replace(path, &change(&text()?))
            }
            Self::Keychain { store, lock } => {
                let _lock = file::lock(lock)?;
                keychain::write(store, &change(&text()?))
            }
        }
    }

    /// Returns the word for programs.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Environment(_) => "environment",
            Self::File(_) | Self::OwnFile(_) => "file",
            Self::Keychain { .. } => "keychain",
        }
    }

    /// Returns the file, if it is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::OwnFile(path) => Some(path),
            Self::Environment(_) | Self::Keychain { .. } => None,
        }
    }

    fn useless(&self, what: &str) -> Failure {
        let code = if self.path().is_some() {
            ExitCode::Files
        } else {
            ExitCode::Configuration
        };
        Failure::new(code, format!("{self} {what}")).advise(
            "A key is 32 random bytes in base64: `head -c 32 /dev/urandom | base64` creates one. The first key encrypts, the \
             others only decrypt.",
        )
    }
}

impl fmt::Display for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(_) => f.write_str(VARIABLE),
            Self::File(path) | Self::OwnFile(path) => {
                write!(f, "the key file `{}`", path.display())
            }
            Self::Keychain { .. } => f.write_str("the system's keychain"),
        }
    }
}

/// Asked again whenever a token is encrypted with an unknown key: another process may have added it.
impl KeyProvider for KeySource {
    fn keyring(&self) -> BoxFuture<'_, Result<Keyring, BoxError>> {
        let source = self.clone();
        let read = move || match source.read() {
            Ok(Some(keys)) => Ok(keys),
            Ok(None) => Err(BoxError::from(format!("{source} is gone"))),
            Err(failure) => Err(BoxError::from(failure.message())),
        };
        Box::pin(async move { tokio::task::spawn_blocking(read).await? })
    }
}

fn new_key() -> Result<SealingKey, Failure> {
    SealingKey::generate(&SystemRandom)
        .map_err(|error| Failure::new(ExitCode::Failed, "a key cannot be created").because(&error))
}

fn missing_file(path: &Path) -> Failure {
    let error = std::io::Error::from(std::io::ErrorKind::NotFound);
    Failure::of_file(path, "read", &error).advise(
        "Restore the key file, or correct its name. For a new store, create one with \
         `(umask 077; head -c 32 /dev/urandom | base64 > FILE)`.",
    )
}

fn by_hand() -> Failure {
    Failure::new(ExitCode::Usage, format!("the keys come from {VARIABLE}, which this command cannot change")).advise(format!(
        "Put a new key before the old one wherever the variable is set: {VARIABLE}=NEW,OLD. Then run `akoya store rekey`. When \
         `akoya store info` shows no row with the old key, remove the old key."
    ))
}
