//! What a file has to be for a store to open it, and which store it then is.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use acg::random::{Random as _, SystemRandom};
use acg::store::StoreIdentity;
use private_file::{Exposure, network_file_system};

use crate::database::{Database, PLACE, SET_BACK};
use crate::error::{Error, ErrorKind};
use crate::place::{Difference, Place};
use crate::witness::Witnesses;

/// Returns the path of a file without symbolic links, so that every process finds the same directory beside it. The
/// file's directory is made if it is missing, and has to be one that a store can be in.
pub(crate) fn real_path(path: &Path) -> Result<PathBuf, Error> {
    let failed = |error| Error::io(path, "opened", error);
    let directory = directory_of(path);
    private_file::create_directory(directory)
        .map_err(|error| Error::io(directory, "created", error))?;
    let real = match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let name = path.file_name().ok_or_else(|| failed(error))?;
            fs::canonicalize(directory).map_err(failed)?.join(name)
        }
        real => real.map_err(failed)?,
    };
    if real.is_dir() {
        return Err(failed(io::ErrorKind::IsADirectory.into()));
    }
    check_directory(directory_of(&real))?;
    Ok(real)
}

fn directory_of(path: &Path) -> &Path {
    path.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."))
}

fn check_directory(directory: &Path) -> Result<(), Error> {
    let failed = |error| Error::io(directory, "examined", error);
    if let Some(name) = network_file_system(directory).map_err(failed)? {
        let text = format!(
            "`{}` is on {name}, where SQLite cannot coordinate processes on several machines: keep the token store on a local \
             disk, or use a database server",
            directory.display()
        );
        return Err(Error::new(ErrorKind::Network, text));
    }
    check_writers(directory)
}

fn check_writers(path: &Path) -> Result<(), Error> {
    let failed = |error| Error::io(path, "examined", error);
    match Exposure::to_writers(path).map_err(failed)? {
        None => Ok(()),
        Some(exposure) => {
            let text = format!(
                "`{}` {exposure}: anyone who can change it could plant tokens, so it is not used for a token store",
                path.display()
            );
            Err(Error::new(ErrorKind::Exposed, text))
        }
    }
}

/// Returns the directory of owner files that belongs to a database, whose path is without symbolic links.
pub(crate) fn liveness_path(database: &Path) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(".liveness");
    PathBuf::from(path)
}

/// Creates the file if there is none, so that no other user can read it even for a moment. The caller
/// keeps other processes from doing the same.
///
/// A file that is there is not opened: closing it again would give back the locks of every other handle in this
/// process.
pub(crate) fn create_file(path: &Path, witness: &Witnesses) -> Result<(), Error> {
    let failed = |error| Error::io(path, "opened", error);
    let metadata = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            witness.forget();
            return private_file::create(path).map(drop).map_err(failed);
        }
        metadata => metadata.map_err(failed)?,
    };
    // SQLite would take it for a new database, and a write-ahead log beside it for a stranger's.
    if metadata.len() == 0 && witness.is_known() {
        let text = format!(
            "the token store `{}` is damaged: the file is empty, although it once held data. Restore it, or remove it to start again",
            path.display()
        );
        return Err(Error::new(ErrorKind::Damaged, text));
    }
    check_writers(path)
}

/// The names in the table `meta`.
const STORE_ID: &str = "store_id";
const ENVIRONMENT: &str = "environment";

/// Binds the file to the environment that first opened it by name.
pub(crate) fn pin(database: &mut Database, path: &Path, environment: &str) -> Result<(), Error> {
    match database.meta(ENVIRONMENT)? {
        None => database.set_meta(ENVIRONMENT, environment),
        Some(pinned) if pinned == environment => Ok(()),
        Some(pinned) => Err(Error::new(
            ErrorKind::Environment,
            format!(
                "the token store `{}` belongs to `{pinned}`, not to `{environment}`",
                path.display()
            ),
        )),
    }
}

/// Reads the store's name, which is made when it has none, and whether it is a copy.
pub(crate) fn identify(database: &mut Database, path: &Path) -> Result<StoreIdentity, Error> {
    let here = Place::of(path);
    let Some(id) = database.meta(STORE_ID)? else {
        let id = random_name()?;
        database.set_meta(STORE_ID, &id)?;
        database.set_meta(PLACE, &here.to_string())?;
        database.begin_witness(&id);
        return Ok(StoreIdentity::new(id));
    };
    let identity = StoreIdentity::new(&id);
    let (seen, writes) = (database.begin_witness(&id), database.writes()?);
    let written = database.meta(PLACE)?.unwrap_or_default();
    let remembered = Place::parse(&written);
    let why = if written == SET_BACK || seen.is_some_and(|seen| seen > writes) {
        "was rolled back to an older state"
    } else {
        match here.difference(&remembered) {
            Some(Difference::File) => "was copied from elsewhere",
            Some(Difference::Machine) => "is from another machine, as on a cloned disk",
            None => {
                // An older version knew less of it.
                let complete = here.or(remembered).to_string();
                if complete != written {
                    database.set_meta(PLACE, &complete)?;
                }
                return Ok(identity);
            }
        }
    };
    let text = format!(
        "the token store `{}` {why}: its refresh tokens may have been replaced since, so nothing is refreshed from it until it \
         is adopted as the original",
        path.display()
    );
    Ok(identity.quarantined(text))
}

/// Makes the place where the file is the one where it belongs. No version is given again that the witness has seen.
pub(crate) fn adopt(database: &mut Database, path: &Path) -> Result<(), Error> {
    let Some(id) = database.meta(STORE_ID)? else {
        return Ok(());
    };
    if let Some(seen) = database.begin_witness(&id) {
        database.count_from(seen)?;
    }
    database.adopt(&Place::of(path).to_string())
}

/// Returns 16 random hexadecimal digits.
fn random_name() -> Result<String, Error> {
    let mut random = [0; 8];
    SystemRandom.fill(&mut random).map_err(|error| {
        Error::new(
            ErrorKind::Io,
            "the operating system provided no random bytes",
        )
        .with_source(error)
    })?;
    Ok(format!("{:016x}", u64::from_be_bytes(random)))
}
