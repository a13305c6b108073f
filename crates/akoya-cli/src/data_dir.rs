//! The data directory: the name of each file that the command keeps.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use crate::exit_code::ExitCode;
use crate::failure::Failure;

/// The data directory: only its owner can read it. It is made when it is needed.
#[derive(Debug, Clone)]
pub(crate) struct DataDir(PathBuf);

impl DataDir {
    /// Finds the directory that was named, else the platform's usual one.
    pub(crate) fn find(given: Option<&Path>) -> Result<Self, Failure> {
        if let Some(path) = given {
            return Ok(Self(path.to_owned()));
        }
        let strategy = etcetera::choose_base_strategy().map_err(|error| {
            Failure::new(
                ExitCode::Files,
                "there is no home directory to keep data in",
            )
            .because(&error)
            .advise("Name a directory with --data-dir or AKOYA_DATA_DIR.")
        })?;
        Ok(Self(strategy.data_dir().join("akoya")))
    }

    /// Returns the file with the tokens.
    pub(crate) fn token_store(&self) -> PathBuf {
        self.0.join("connections.sqlite")
    }

    /// Returns the directory that says which processes of this machine use a database that other machines share.
    pub(crate) fn owners(&self) -> PathBuf {
        self.0.join("owners")
    }

    /// Returns the directory of responses on their way to the token store.
    pub(crate) fn spool(&self) -> PathBuf {
        self.0.join("spool")
    }

    /// Returns the file with the key that the tokens are encrypted with, unless it is kept elsewhere.
    pub(crate) fn store_key(&self) -> PathBuf {
        self.0.join("store.key")
    }

    /// Returns the file that the process locks which changes the key in a keychain.
    pub(crate) fn store_key_lock(&self) -> PathBuf {
        self.0.join("store.key.lock")
    }

    /// Says which store was encrypted.
    pub(crate) fn encrypted_marker(&self) -> PathBuf {
        self.0.join("store.encrypted")
    }

    /// Returns the directory with what is known of each connection besides its token, a file each.
    pub(crate) fn connections(&self) -> PathBuf {
        self.0.join("connections")
    }

    /// Returns the directory of the embedded sandbox's state.
    pub(crate) fn embedded_sandbox(&self) -> PathBuf {
        self.0.join("sandbox.sqlite")
    }

    /// Returns the directory of the state of `akoya sandbox`.
    pub(crate) fn sandbox_server(&self) -> PathBuf {
        self.0.join("sandbox-server.sqlite")
    }

    /// Returns the file that says where the admin API of `akoya sandbox` is, while it runs.
    pub(crate) fn sandbox_admin(&self) -> PathBuf {
        self.0.join("sandbox-admin-url")
    }

    /// Returns the directory itself.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Returns a file that is written and removed again, to see whether that works.
    pub(crate) fn probe(&self) -> PathBuf {
        self.0.join("doctor.tmp")
    }

    /// Returns the config file, which is optional.
    pub(crate) fn config(&self) -> PathBuf {
        self.0.join("config.toml")
    }

    /// Makes the directory if it is not there. One that other users can change is refused: they could plant a
    /// connection that sends its token to them.
    pub(crate) fn create(&self) -> Result<(), Failure> {
        create(&self.0)?;
        let exposure = private_file::Exposure::to_writers(&self.0)
            .map_err(|error| Failure::of_file(&self.0, "examined", &error))?;
        match exposure {
            None => Ok(()),
            Some(exposure) => Err(Failure::new(
                ExitCode::Files,
                format!("the data directory `{}` {exposure}", self.0.display()),
            )
            .advise(format!(
                "Remove the permission with `chmod go-w {}`, or use another directory with --data-dir.",
                self.0.display()
            ))),
        }
    }
}

/// Makes a directory and its parents; only this user can enter those that are new.
pub(crate) fn create(path: &Path) -> Result<(), Failure> {
    private_file::create_directory(path).map_err(|error| Failure::of_file(path, "created", &error))
}

/// Replaces a file's text atomically: a reader sees the old or the new text whole. Only this user can read it.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    private_file::replace(path, text.as_bytes())
        .map_err(|error| Failure::of_file(path, "written", &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn only_the_owner_can_read_files_and_directories() {
        let home = tempfile::tempdir().unwrap();
        let data = DataDir::find(Some(&home.path().join("a/b"))).unwrap();
        data.create().unwrap();
        write(&data.config(), "x = 1\n").unwrap();
        write(&data.config(), "x = 2\n").unwrap();
        assert_eq!(private_file::Exposure::of_directory(&data.0).unwrap(), None);
        assert_eq!(
            private_file::Exposure::of_file(data.config()).unwrap(),
            None
        );
        assert_eq!(std::fs::read_to_string(data.config()).unwrap(), "x = 2\n");
        let entries = std::fs::read_dir(&data.0).unwrap();
        assert_eq!(entries.count(), 1, "nothing is left over");
    }

    #[test]
    #[cfg(unix)]
    fn a_directory_that_others_can_change_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let data = DataDir::find(Some(home.path())).unwrap();
        let set_mode = |mode| {
            std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(mode)).unwrap();
        };
        set_mode(0o755);
        data.create().unwrap();
        set_mode(0o777);
        let text = format!("{:?}", data.create().unwrap_err());
        assert!(text.contains("can be changed by other users"), "{text}");
    }
}
