//! A file of keys: for its owner alone, made once, replaced whole.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use acg::Secret;

use crate::data_dir::{self, file_failure};
use crate::exit::{Code, Failure};

/// The longest file that is read.
const LIMIT: u64 = 64 * 1024;

/// The text of the file, which nobody else may be able to read; `None` when there is none.
pub(super) fn read(path: &Path) -> Result<Option<Secret>, Failure> {
    let failed = |error| {
        file_failure(path, "read", &error).advise("Check the key file and its permissions.")
    };
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file.map_err(failed)?,
    };
    check_private(path, &file.metadata().map_err(failed)?)?;
    let mut text = String::new();
    let read = file.take(LIMIT).read_to_string(&mut text);
    let text = Secret::new(text);
    read.map_err(failed)?;
    Ok(Some(text))
}

#[cfg(unix)]
fn check_private(path: &Path, metadata: &fs::Metadata) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt as _;
    if metadata.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    let path = path.display();
    Err(Failure::new(Code::Files, format!("others can read the key file `{path}`, so it is not used")).advise(format!(
        "Run `chmod 600 {path}`. If somebody may have read it, replace the key then: `akoya store rotate-key`, `akoya store \
         rekey`, `akoya store retire-key`."
    )))
}

#[cfg(not(unix))]
fn check_private(_: &Path, _: &fs::Metadata) -> Result<(), Failure> {
    Ok(())
}

/// Makes the file, unless there is one by now. It is on the disk, whole, before anything is sealed with it.
pub(super) fn create(path: &Path, text: &Secret) -> Result<(), Failure> {
    let failed = |error| file_failure(path, "created", &error);
    let directory = directory(path);
    // For its owner alone from the first moment on.
    let mut file = tempfile::NamedTempFile::new_in(directory).map_err(failed)?;
    file.write_all(text.expose().as_bytes())
        .and_then(|()| file.as_file().sync_all())
        .map_err(failed)?;
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(failed(error.error)),
        Ok(_) => sync(directory).map_err(failed),
    }
}

/// Replaces the file, also behind a symbolic link.
pub(super) fn replace(path: &Path, text: &Secret) -> Result<(), Failure> {
    let failed = |error| file_failure(path, "written", &error);
    let path = fs::canonicalize(path).map_err(failed)?;
    data_dir::write(&path, text.expose())?;
    sync(directory(&path)).map_err(failed)
}

/// Waits until nobody else changes the keys. Held until it is dropped.
pub(super) fn lock(path: &Path) -> Result<File, Failure> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path);
    file.and_then(|file| file.lock().map(|()| file))
        .map_err(|error| file_failure(path, "locked", &error))
}

fn directory(path: &Path) -> &Path {
    path.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."))
}

/// A name is on the disk when its directory is.
fn sync(directory: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(directory)?.sync_all()
    } else {
        Ok(())
    }
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
            assert_eq!(read(&path).unwrap_err().code(), Code::Files, "{mode:o}");
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
