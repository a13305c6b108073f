//! Documents that are one page of a list.

use std::hash::RandomState;

pub(crate) use akoya_model::transactions::identifies;
use akoya_model::{DateTime, Model, Untyped};

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

/// A page of any list: what finds the way from page to page is compiled here once, and not for each type.
pub(crate) trait Page {
    /// Returns the document.
    fn untyped(&self) -> Untyped<'_>;

    /// Returns what the page says of the page after.
    fn next(&self) -> NextPage;

    /// Returns how many items the page has.
    fn count(&self) -> usize;

    /// Returns an item.
    fn item(&self, at: usize, state: &RandomState) -> Option<Item<'_>>;

    /// Returns when an item was. Which of its times that is takes reading them.
    fn time_of_item(&self, at: usize) -> Option<&DateTime>;
}

/// An item of any list.
pub(crate) struct Item<'a> {
    pub(crate) untyped: Untyped<'a>,
    /// What distinguishes it from all others of the list.
    pub(crate) identity: Option<u64>,
}

impl<T: Paged> Page for T {
    fn untyped(&self) -> Untyped<'_> {
        Untyped::of(self)
    }

    fn next(&self) -> NextPage {
        self.next_page()
    }

    fn count(&self) -> usize {
        self.items().len()
    }

    fn item(&self, at: usize, state: &RandomState) -> Option<Item<'_>> {
        let item = self.items().get(at)?;
        Some(Item {
            untyped: Untyped::of(item),
            identity: T::identity(item, state),
        })
    }

    fn time_of_item(&self, at: usize) -> Option<&DateTime> {
        T::time_of(self.items().get(at)?)
    }
}
