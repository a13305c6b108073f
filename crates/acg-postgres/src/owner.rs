//! Under which name a store holds leases.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::{Error, ErrorKind};

/// The names of the stores that are open in this process. Nothing is known of other processes: a sign of life would be
/// state of a session, which a pooler does not keep.
static LIVING: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// A name that no other open store has, in any process.
#[derive(Debug)]
pub(crate) struct Owner(String);

impl Owner {
    pub(crate) fn enter() -> Result<Self, Error> {
        let name = new_name()?;
        living().insert(name.clone());
        Ok(Self(name))
    }

    pub(crate) fn name(&self) -> &str {
        &self.0
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        living().remove(&self.0);
    }
}

/// Whether it is the name of a store that is open in this process.
pub(crate) fn is_living(name: &str) -> bool {
    living().contains(name)
}

fn living() -> MutexGuard<'static, BTreeSet<String>> {
    LIVING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Host, process and randomness: containers often have the same first two.
fn new_name() -> Result<String, Error> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(|error| {
        Error::new(ErrorKind::Internal, "the operating system gave no random bytes").with_cause(error)
    })?;
    let host = gethostname::gethostname();
    let host: String = host.to_string_lossy().chars().filter(char::is_ascii_alphanumeric).take(64).collect();
    Ok(format!("{host}-{}-{:016x}", std::process::id(), u64::from_le_bytes(random)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_lives_until_it_is_dropped() {
        let (one, two) = (Owner::enter().unwrap(), Owner::enter().unwrap());
        assert_ne!(one.name(), two.name());
        let name = one.name().to_owned();
        assert!(is_living(&name) && is_living(two.name()) && !is_living("host-1-0"));
        drop(one);
        assert!(!is_living(&name) && is_living(two.name()));
    }
}
