//! The keys that encrypt the token store: where they come from, and how they change.

mod file;
mod keychain;
mod text;

use std::fmt;
use std::path::{Path, PathBuf};

use acg::random::SystemRandom;
use acg::vault::{KeyId, KeyProvider, Keyring, SealingKey};
use acg::{BoxError, BoxFuture, Secret};

use crate::data_dir::{DataDir, file_failure};
use crate::exit::{Code, Failure};
use crate::settings::{ConfigFile, KeyPlace};

/// The variable with the keys themselves.
const VARIABLE: &str = "AKOYA_STORE_KEY";

/// What the command line and the environment say about the keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given {
    /// `AKOYA_STORE_KEY`.
    pub(crate) keys: Option<Secret>,
    /// `--store-key-file`, `AKOYA_STORE_KEY_FILE`.
    pub(crate) file: Option<PathBuf>,
    /// `--store-keychain`.
    pub(crate) keychain: bool,
}

/// Where the keys are.
#[derive(Debug, Clone)]
pub(crate) enum KeySource {
    /// `AKOYA_STORE_KEY`.
    Environment(Secret),
    /// A file that the user has named and made.
    File(PathBuf),
    /// The file in the data directory, made when it is first needed.
    OwnFile(PathBuf),
    /// The system's keychain, under the store's id; the lock orders those who change it.
    Keychain { store: String, lock: PathBuf },
}

impl KeySource {
    /// The first source that is named: the variable, a file, the keychain; else the file in the data directory.
    pub(crate) fn choose(
        given: &Given,
        config: &ConfigFile,
        data: &DataDir,
        store: &str,
    ) -> Result<Self, Failure> {
        let keychain = || Self::Keychain {
            store: store.to_owned(),
            lock: data.store_key_lock(),
        };
        if let Some(keys) = given.keys.as_ref().filter(|keys| !keys.is_empty()) {
            return Ok(Self::Environment(keys.clone()));
        }
        if let Some(file) = &given.file {
            return Ok(Self::File(file.clone()));
        }
        match (given.keychain, &config.store_key_file, config.store_key) {
            (true, ..) => Ok(keychain()),
            (false, Some(_), Some(KeyPlace::Keychain)) => {
                let text =
                    "the config file names a key file and the keychain, which exclude each other";
                Err(Failure::new(Code::Configuration, text)
                    .advise("Remove `store_key` or `store_key_file` from it."))
            }
            (false, Some(file), _) => Ok(Self::File(file.clone())),
            (false, None, Some(KeyPlace::Keychain)) => Ok(keychain()),
            (false, None, _) => Ok(Self::OwnFile(data.store_key())),
        }
    }

    /// The keys as they are now; `None` when there are none yet, and they may be made.
    pub(crate) fn read(&self) -> Result<Option<Keyring>, Failure> {
        let Some(text) = self.text()? else {
            return Ok(None);
        };
        match text::parse(&text) {
            Ok(Some(keys)) => Ok(Some(keys)),
            Ok(None) => Err(self.useless("holds no key")),
            Err((number, error)) => Err(self.useless(&format!(
                "holds something else than keys: at no. {number}, {error}"
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

    /// Makes the first key, unless somebody else was faster: what is there is never replaced.
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

    /// Puts a new key in front, which seals from now on; its name.
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
        let text = || self.text()?.ok_or_else(|| self.useless("holds no key"));
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

    /// The word for programs.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Environment(_) => "environment",
            Self::File(_) | Self::OwnFile(_) => "file",
            Self::Keychain { .. } => "keychain",
        }
    }

    /// The file, if it is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::OwnFile(path) => Some(path),
            Self::Environment(_) | Self::Keychain { .. } => None,
        }
    }

    fn useless(&self, what: &str) -> Failure {
        let code = if self.path().is_some() {
            Code::Files
        } else {
            Code::Configuration
        };
        Failure::new(code, format!("{self} {what}")).advise(
            "A key is 32 random bytes in base64: `head -c 32 /dev/urandom | base64` makes one. The first key seals, those \
             after it only open.",
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

/// Asked again whenever a token is sealed with a key that is not known yet: another process may have added it.
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
        .map_err(|error| Failure::new(Code::Failed, "no key can be made").because(&error))
}

fn missing_file(path: &Path) -> Failure {
    let error = std::io::Error::from(std::io::ErrorKind::NotFound);
    file_failure(path, "read", &error).advise(
        "Bring the key file back, or correct its name. A new one for a new store: \
         `(umask 077; head -c 32 /dev/urandom | base64 > FILE)`.",
    )
}

fn by_hand() -> Failure {
    Failure::new(Code::Usage, format!("the keys come from {VARIABLE}, which the command cannot change")).advise(format!(
        "Put a new key before the old one, in every place that sets it: {VARIABLE}=NEW,OLD. Then run `akoya store rekey`; when \
         `akoya store info` shows no row with the old key any more, leave it out."
    ))
}
