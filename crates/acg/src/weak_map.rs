//! A map that shares values for as long as they are used.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Weak};

use crate::sync::{Mutex, lock};

/// For each key, the value that its users share.
#[derive(Debug)]
pub(crate) struct WeakMap<K, V>(Mutex<HashMap<K, Weak<V>>>);

impl<K: Eq + Hash, V> WeakMap<K, V> {
    /// Returns the value of the key while it is in use.
    pub(crate) fn get(&self, key: &K) -> Option<Arc<V>> {
        lock(&self.0).get(key).and_then(Weak::upgrade)
    }

    /// Returns the value of the key, made by `make` if none is in use.
    pub(crate) fn get_or_insert_with(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        let mut values = lock(&self.0);
        if let Some(value) = values.get(&key).and_then(Weak::upgrade) {
            return value;
        }
        // Sweeping before the map grows keeps its size in proportion to what is in use. A sweep on each drop would take
        // the lock from a destructor, and a sweep on each insertion would make a million insertions quadratic.
        if values.len() == values.capacity() {
            values.retain(|_, value| value.strong_count() > 0);
        }
        let value = Arc::new(make());
        values.insert(key, Arc::downgrade(&value));
        value
    }
}

impl<K, V> Default for WeakMap<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_shared_as_long_as_it_is_used() {
        let map = WeakMap::default();
        let first = map.get_or_insert_with("a", || 1);
        assert!(Arc::ptr_eq(&first, &map.get_or_insert_with("a", || 2)));
        assert_eq!(map.get(&"a").as_deref(), Some(&1));
        drop(first);
        assert_eq!(map.get(&"a"), None);
        assert_eq!(*map.get_or_insert_with("a", || 3), 3);
    }

    #[test]
    fn values_that_are_not_in_use_are_swept() {
        let map = WeakMap::default();
        let kept: Vec<_> = (0..10)
            .map(|key| map.get_or_insert_with(key, || key))
            .collect();
        for key in 10..100_000 {
            map.get_or_insert_with(key, || key);
        }
        assert!(lock(&map.0).len() < 100);
        assert!(kept.iter().all(|value| map.get(value).is_some()));
    }
}
