//! Under which name a store holds leases, and who else lives.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use acg::Owners;
use acg::store::OwnerState;

use crate::error::{Error, ErrorKind};

/// The names of the stores that are open in this process. Of other processes a directory of locked files tells, if there is
/// one: a sign of life in the database would be state of a session, which a pooler does not keep.
static LIVING: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// How long it is remembered that an owner has ended: longer than any lease of its.
const REMEMBERED: Duration = Duration::from_secs(60 * 60);

/// A name that no other open store has, in any process.
#[derive(Debug)]
pub(crate) struct Owner {
    name: String,
    file: Option<(Owners, acg::Owner)>,
}

impl Owner {
    /// Becomes an owner; in that directory, if there is one, so that other processes of this machine see it live and end.
    pub(crate) fn enter(directory: Option<&Path>) -> Result<Self, Error> {
        let failed = |error: io::Error| {
            Error::new(
                ErrorKind::Internal,
                "the directory of owners cannot be used",
            )
            .with_cause(error)
        };
        let file = directory.map(enter).transpose().map_err(failed)?;
        let name = match &file {
            Some((_, owner)) => owner.name().to_owned(),
            None => new_name()?,
        };
        living().insert(name.clone());
        Ok(Self { name, file })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// What is known of the owner of this name.
    pub(crate) fn state(&self, name: &str) -> OwnerState {
        match &self.file {
            _ if living().contains(name) => OwnerState::Alive,
            Some((owners, _)) => owners.state(name),
            None => OwnerState::Unknown,
        }
    }
}

fn enter(directory: &Path) -> io::Result<(Owners, acg::Owner)> {
    let owners = Owners::in_directory(directory)?;
    let _gate = owners.gate()?;
    owners.clean(|name| is_remembered(&owners.directory().join(name)));
    let owner = owners.enter()?;
    Ok((owners, owner))
}

/// Whether a lease may still name the owner of this file, which has ended: since when is noted in it when that is first seen.
fn is_remembered(file: &PathBuf) -> bool {
    match fs::read(file) {
        Ok(text) if text.is_empty() => fs::write(file, "ended").is_ok(),
        _ => fs::metadata(file)
            .and_then(|file| file.modified())
            .is_ok_and(|noted| noted.elapsed().is_ok_and(|passed| passed < REMEMBERED)),
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        living().remove(&self.name);
    }
}

fn living() -> MutexGuard<'static, BTreeSet<String>> {
    LIVING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Host, process and randomness: containers often have the same first two.
fn new_name() -> Result<String, Error> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(|error| {
        Error::new(
            ErrorKind::Internal,
            "the operating system gave no random bytes",
        )
        .with_cause(error)
    })?;
    let host = gethostname::gethostname();
    let host: String = host
        .to_string_lossy()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(64)
        .collect();
    Ok(format!(
        "{host}-{}-{:016x}",
        std::process::id(),
        u64::from_le_bytes(random)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_lives_until_it_is_dropped_and_then_nothing_is_known() {
        let (one, two) = (Owner::enter(None).unwrap(), Owner::enter(None).unwrap());
        assert_ne!(one.name(), two.name());
        let name = one.name().to_owned();
        assert_eq!(
            [two.state(&name), two.state("host-1-0")],
            [OwnerState::Alive, OwnerState::Unknown]
        );
        drop(one);
        assert_eq!(two.state(&name), OwnerState::Unknown);
    }

    #[test]
    fn with_a_directory_an_owner_that_ended_is_known_to_be_gone_for_a_while() {
        let directory = tempfile::tempdir().unwrap();
        let one = Owner::enter(Some(directory.path())).unwrap();
        let name = one.name().to_owned();
        drop(one);
        for _ in 0..3 {
            let next = Owner::enter(Some(directory.path())).unwrap();
            assert_eq!(next.state(&name), OwnerState::Gone);
        }
        let file = fs::File::options()
            .write(true)
            .open(directory.path().join(&name))
            .unwrap();
        file.set_modified(std::time::SystemTime::UNIX_EPOCH)
            .unwrap();
        let next = Owner::enter(Some(directory.path())).unwrap();
        assert_eq!(next.state(&name), OwnerState::Unknown);
    }
}
