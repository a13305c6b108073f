//! The owner name under which a store holds leases, and which other owners are alive.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use acg::store::{LiveOwner, LivenessDir, OwnerState};

use crate::error::{Error, ErrorKind};

/// How long it is remembered that an owner has ended: longer than any of its leases.
const REMEMBERED: Duration = Duration::from_secs(60 * 60);

/// A registered owner.
///
/// Of other processes a liveness directory knows, if there is one. A sign of life in the database would be state of a
/// session, which a pooler does not keep.
#[derive(Debug)]
pub(crate) struct Owner {
    owner: LiveOwner,
    liveness: Option<LivenessDir>,
}

impl Owner {
    /// Registers an owner, in the directory if there is one, so that other processes of this machine see it live
    /// and end.
    pub(crate) fn register(directory: Option<&Path>) -> Result<Self, Error> {
        register(directory).map_err(|error| {
            let text = "the liveness directory cannot be used";
            Error::new(ErrorKind::Internal, text).with_cause(error)
        })
    }

    pub(crate) fn name(&self) -> &str {
        self.owner.name()
    }

    /// Returns what is known about the owner of this name.
    pub(crate) fn state(&self, name: &str) -> OwnerState {
        match (LiveOwner::state_in_process(name), &self.liveness) {
            (OwnerState::Unknown, Some(liveness)) => liveness.state(name),
            (state, _) => state,
        }
    }
}

fn register(directory: Option<&Path>) -> io::Result<Owner> {
    let Some(directory) = directory else {
        let owner = LiveOwner::in_process().map_err(io::Error::other)?;
        return Ok(Owner {
            owner,
            liveness: None,
        });
    };
    let liveness = LivenessDir::open(directory)?;
    let _lock = liveness.lock_registration()?;
    liveness.remove_ended(|name| is_remembered(&liveness.path().join(name)));
    let owner = liveness.register()?;
    Ok(Owner {
        owner,
        liveness: Some(liveness),
    })
}

/// Returns whether a lease may still name the owner of this file, which has ended. The first look at the file notes the
/// time in it. The liveness directory gives names of owners' files alone.
fn is_remembered(file: &Path) -> bool {
    match fs::read(file) {
        Ok(text) if !text.ends_with(ENDED) => note_end(file).is_ok(),
        _ => fs::metadata(file)
            .and_then(|file| file.modified())
            .is_ok_and(|noted| noted.elapsed().is_ok_and(|passed| passed < REMEMBERED)),
    }
}

/// The last word of a file whose owner has ended.
const ENDED: &[u8] = b"ended";

fn note_end(file: &Path) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().append(true).open(file)?;
    io::Write::write_all(&mut file, ENDED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_lives_until_it_is_dropped_and_then_nothing_is_known() {
        let (one, two) = (
            Owner::register(None).unwrap(),
            Owner::register(None).unwrap(),
        );
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
        let one = Owner::register(Some(directory.path())).unwrap();
        let name = one.name().to_owned();
        drop(one);
        for _ in 0..3 {
            let next = Owner::register(Some(directory.path())).unwrap();
            assert_eq!(next.state(&name), OwnerState::Gone);
        }
        let file = fs::File::options()
            .write(true)
            .open(directory.path().join(&name))
            .unwrap();
        file.set_modified(std::time::SystemTime::UNIX_EPOCH)
            .unwrap();
        let next = Owner::register(Some(directory.path())).unwrap();
        assert_eq!(next.state(&name), OwnerState::Unknown);
    }
}
