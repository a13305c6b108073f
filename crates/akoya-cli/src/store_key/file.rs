//! A file of keys: only its owner can read it, and it is replaced whole.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use akoya::oauth::Secret;
use private_file::{Draft, Exposure};

use crate::exit_code::ExitCode;
use crate::failure::Failure;

/// The longest file that is read.
const LIMIT: u64 = 64 * 1024;

/// Reads the text of the file, unless other users can read it; `None` when there is no file.
pub(super) fn read(path: &Path) -> Result<Option<Secret>, Failure> {
    let failed = |error| {
        Failure::of_file(path, "read", &error).advise("Check the key file and its permissions.")
    };
    // A link that the user made is followed: secrets are often mounted as links.
    let real = match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        real => real.map_err(failed)?,
    };
    let file = private_file::open(&real).map_err(failed)?;
    if let Some(exposure) = Exposure::of_open_file(&file).map_err(failed)? {
        return Err(exposed(path, &exposure));
    }
    let mut text = String::new();
    let read = file.take(LIMIT).read_to_string(&mut text);
    let text = Secret::new(text);
    read.map_err(failed)?;
    Ok(Some(text))
}

fn exposed(path: &Path, exposure: &Exposure) -> Failure {
    let path = path.display();
    let text = format!("the key file `{path}` {exposure}, so it is not used");
    Failure::new(ExitCode::Files, text).advise(format!(
        "Run `chmod 600 {path}`. If someone may have read it, replace the key: `akoya store rotate-key`, `akoya store \
         rekey`, `akoya store retire-key`."
    ))
}

/// Makes the file, unless it exists. It is on the disk, whole, before anything is encrypted with it.
pub(super) fn create(path: &Path, text: &Secret) -> Result<(), Failure> {
    let create = || {
        let draft = Draft::new(path)?;
        draft.file().write_all(text.expose().as_bytes())?;
        draft.place_new()
    };
    match create() {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        created => created.map_err(|error| Failure::of_file(path, "created", &error)),
    }
}

/// Replaces the file, also behind a symbolic link.
pub(super) fn replace(path: &Path, text: &Secret) -> Result<(), Failure> {
    fs::canonicalize(path)
        .and_then(|path| private_file::replace(path, text.expose().as_bytes()))
        .map_err(|error| Failure::of_file(path, "written", &error))
}

/// Waits until no other process changes the keys. The lock is held until it is dropped.
pub(super) fn lock(path: &Path) -> Result<File, Failure> {
    private_file::open_or_create(path)
        .and_then(|file| file.lock().map(|()| file))
        .map_err(|error| Failure::of_file(path, "locked", &error))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_key_file_is_private_and_never_made_twice() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("k");
        assert!(read(&path).unwrap().is_none());
        create(&path, &Secret::new("first")).unwrap();
        create(&path, &Secret::new("second")).unwrap();
        assert_eq!(read(&path).unwrap().unwrap().expose(), "first");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(
            fs::read_dir(home.path()).unwrap().count(),
            1,
            "nothing is left over"
        );
        for mode in [0o640, 0o604, 0o620] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(read(&path).unwrap_err().code(), ExitCode::Files, "{mode:o}");
        }
    }

    #[test]
    fn a_link_to_the_file_stays_one() {
        let home = tempfile::tempdir().unwrap();
        let (path, link) = (home.path().join("k"), home.path().join("link"));
        create(&path, &Secret::new("first")).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        replace(&link, &Secret::new("second")).unwrap();
        assert_eq!(read(&path).unwrap().unwrap().expose(), "second");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
