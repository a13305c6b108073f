//! Where the command keeps its files.

use std::fs;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use crate::exit::{Code, Failure};

/// The data directory: readable by its owner alone, made when it is needed.
#[derive(Debug, Clone)]
pub(crate) struct DataDir(PathBuf);

impl DataDir {
    /// The directory that was asked for, else the platform's usual place.
    pub(crate) fn find(given: Option<&Path>) -> Result<Self, Failure> {
        if let Some(path) = given {
            return Ok(Self(path.to_owned()));
        }
        let strategy = etcetera::choose_base_strategy().map_err(|error| {
            Failure::new(Code::Files, "there is no home directory to keep data in")
                .because(&error)
                .advise("Name a directory with --data-dir or AKOYA_DATA_DIR.")
        })?;
        Ok(Self(strategy.data_dir().join("akoya")))
    }

    /// The tokens.
    pub(crate) fn token_store(&self) -> PathBuf {
        self.0.join("connections.sqlite")
    }

    /// Which processes of this machine use a database that others share.
    pub(crate) fn owners(&self) -> PathBuf {
        self.0.join("owners")
    }

    /// Answers on their way to the tokens.
    pub(crate) fn spool(&self) -> PathBuf {
        self.0.join("spool")
    }

    /// The key that the tokens are encrypted with, unless it is kept elsewhere.
    pub(crate) fn store_key(&self) -> PathBuf {
        self.0.join("store.key")
    }

    /// Who changes the key in a keychain holds this.
    pub(crate) fn store_key_lock(&self) -> PathBuf {
        self.0.join("store.key.lock")
    }

    /// Says which store was encrypted.
    pub(crate) fn encrypted_marker(&self) -> PathBuf {
        self.0.join("store.encrypted")
    }

    /// What reaches a connection again besides its token, one file each.
    pub(crate) fn connections(&self) -> PathBuf {
        self.0.join("connections")
    }

    /// The embedded sandbox's state.
    pub(crate) fn embedded_sandbox(&self) -> PathBuf {
        self.0.join("sandbox.sqlite")
    }

    /// The state of `akoya sandbox`.
    pub(crate) fn sandbox_server(&self) -> PathBuf {
        self.0.join("sandbox-server.sqlite")
    }

    /// Where the admin API of `akoya sandbox` is, while it runs.
    pub(crate) fn sandbox_admin(&self) -> PathBuf {
        self.0.join("sandbox-admin-url")
    }

    /// The config file, which need not be there.
    pub(crate) fn config(&self) -> PathBuf {
        self.0.join("config.toml")
    }

    /// Makes the directory if it is not there.
    pub(crate) fn create(&self) -> Result<(), Failure> {
        create(&self.0)
    }
}

/// Makes a directory and its parents; those that are new are for this user alone.
pub(crate) fn create(path: &Path) -> Result<(), Failure> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(path)
        .map_err(|error| file_failure(path, "created", &error))
}

/// Replaces a file's text at once: whoever reads it sees the old or the new text whole. It is for this user alone.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error| file_failure(path, "written", &error);
    let mut new = path.as_os_str().to_owned();
    new.push(format!(".{}.new", std::process::id()));
    let new = PathBuf::from(new);
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new).map_err(failed)?;
    std::io::Write::write_all(&mut file, text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(failed)?;
    fs::rename(&new, path).map_err(failed)
}

/// A file that could not be used.
pub(crate) fn file_failure(path: &Path, doing: &str, error: &std::io::Error) -> Failure {
    Failure::new(
        Code::Files,
        format!("`{}` cannot be {doing}: {error}", path.display()),
    )
    .advise("Check the path and its permissions, or name another data directory with --data-dir.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn files_and_directories_are_for_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let data = DataDir::find(Some(&home.path().join("a/b"))).unwrap();
        data.create().unwrap();
        write(&data.config(), "x = 1\n").unwrap();
        write(&data.config(), "x = 2\n").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&data.0), mode(&data.config())), (0o700, 0o600));
        assert_eq!(fs::read_to_string(data.config()).unwrap(), "x = 2\n");
        assert_eq!(
            fs::read_dir(&data.0).unwrap().count(),
            1,
            "nothing is left over"
        );
    }
}
