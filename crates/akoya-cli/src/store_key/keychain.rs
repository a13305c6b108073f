//! The keychain of the system: that of macOS, the credential manager of Windows, the Secret Service of a Linux desktop.

use akoya::oauth::Secret;

use crate::exit_code::ExitCode;
use crate::failure::Failure;

/// Reads what is kept for the store of this id; `None` when there is nothing.
pub(super) fn read(store: &str) -> Result<Option<Secret>, Failure> {
    system::read(store).map_err(failed)?.map(text).transpose()
}

/// Keeps this for the store of this id.
pub(super) fn write(store: &str, text: &Secret) -> Result<(), Failure> {
    system::write(store, text.expose().as_bytes()).map_err(failed)
}

fn text(bytes: Vec<u8>) -> Result<Secret, Failure> {
    String::from_utf8(bytes).map(Secret::new).map_err(|_| {
        Failure::new(
            ExitCode::Files,
            "the system's keychain holds something other than text for this store",
        )
    })
}

fn failed(error: system::Error) -> Failure {
    Failure::new(ExitCode::Files, "the system's keychain cannot be used").because(&error).advise(
        "Unlock it, or keep the key elsewhere: in `store.key` (the default), in a file of your own, or in AKOYA_STORE_KEY.",
    )
}

#[cfg(any(
    target_os = "macos",
    windows,
    all(target_os = "linux", feature = "keychain")
))]
mod system {
    use keyring_core::Entry;

    pub(super) use keyring_core::Error;

    #[cfg(target_os = "macos")]
    use apple_native_keyring_store::keychain::Store;
    #[cfg(windows)]
    use windows_native_keyring_store::Store;
    #[cfg(target_os = "linux")]
    use zbus_secret_service_keyring_store::Store;

    fn entry(store: &str) -> Result<Entry, Error> {
        keyring_core::set_default_store(Store::new()?);
        Entry::new("akoya", &format!("token store {store}"))
    }

    pub(super) fn read(store: &str) -> Result<Option<Vec<u8>>, Error> {
        match entry(store)?.get_secret() {
            Err(Error::NoEntry) => Ok(None),
            secret => secret.map(Some),
        }
    }

    pub(super) fn write(store: &str, text: &[u8]) -> Result<(), Error> {
        entry(store)?.set_secret(text)
    }
}

#[cfg(not(any(
    target_os = "macos",
    windows,
    all(target_os = "linux", feature = "keychain")
)))]
mod system {
    pub(super) use std::io::Error;

    fn unsupported() -> Error {
        Error::new(
            std::io::ErrorKind::Unsupported,
            "this program was built without it (cargo feature `keychain`)",
        )
    }

    pub(super) fn read(_: &str) -> Result<Option<Vec<u8>>, Error> {
        Err(unsupported())
    }

    pub(super) fn write(_: &str, _: &[u8]) -> Result<(), Error> {
        Err(unsupported())
    }
}
