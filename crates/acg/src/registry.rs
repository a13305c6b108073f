//! What the whole process shares, however often a program opens the same store: the only shared state of this crate.

use std::sync::{Arc, LazyLock};

use crate::dpop::nonces::Nonces;
use crate::grant::token_cache::{CacheKey, TokenCache};
use crate::refresh::circuit_breaker::{BreakerKey, CircuitBreaker};
use crate::weak_map::WeakMap;

static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::default);

#[derive(Default)]
struct Registry {
    /// By the identity of the store.
    stores: WeakMap<String, StoreState>,
    /// By the name of the owner.
    owners: WeakMap<String, LiveName>,
}

/// What all vaults on one store share.
#[derive(Debug, Default)]
pub(crate) struct StoreState {
    pub(crate) caches: WeakMap<CacheKey, TokenCache>,
    pub(crate) breakers: WeakMap<BreakerKey, CircuitBreaker>,
    pub(crate) nonces: Arc<Nonces>,
}

/// An owner of this process, alive until the value is dropped.
#[derive(Debug)]
pub(crate) struct LiveName(());

/// Returns the state of the store with this identity.
pub(crate) fn store_state(identity: &str) -> Arc<StoreState> {
    REGISTRY
        .stores
        .get_or_insert_with(identity.to_owned(), StoreState::default)
}

/// Notes that an owner of this process is alive.
pub(crate) fn register_owner(name: &str) -> Arc<LiveName> {
    REGISTRY
        .owners
        .get_or_insert_with(name.to_owned(), || LiveName(()))
}

/// Returns whether an owner of this process has this name and is alive.
pub(crate) fn is_owner_alive(name: &str) -> bool {
    REGISTRY.owners.get(&name.to_owned()).is_some()
}
