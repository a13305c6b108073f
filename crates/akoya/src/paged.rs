//! Documents that are one page of a list.

use std::hash::RandomState;

use akoya_model::{DateTime, Model};

use crate::next_page::NextPage;

/// A document that is one page of a list.
pub trait Paged: Model + Send + 'static {
    /// What the list is made of.
    type Item: Model + Send;

    /// Returns what the page says of the page after.
    fn next_page(&self) -> NextPage;

    /// Returns the page's part of the list; empty when the page has none.
    fn items(&self) -> &[Self::Item];

    /// Returns the page's part of the list, to be changed; nothing when the page has none.
    fn items_mut(&mut self) -> Option<&mut Vec<Self::Item>>;

    /// Returns the page's part of the list; empty when the page has none.
    fn into_items(self) -> Vec<Self::Item>;

    /// Returns when an item was: what a range of days is held against.
    fn time_of(item: &Self::Item) -> Option<&DateTime> {
        let _ = item;
        None
    }

    /// Returns what distinguishes an item from all others of the list; nothing when it has no identifier.
    fn identity(item: &Self::Item, state: &RandomState) -> Option<u64> {
        let _ = (item, state);
        None
    }
}

/// Returns whether this text identifies an item. Some providers write `""`, `0` or zeros in groups where they have
/// none: items that share such a text are not one.
pub(crate) fn identifies(id: &str) -> bool {
    id.chars()
        .any(|letter| !matches!(letter, '0' | '-') && !letter.is_whitespace())
}
