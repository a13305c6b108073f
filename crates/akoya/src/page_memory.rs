//! What is remembered of the pages of a list, so that it ends and gives every item once.

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher as _, BuildHasherDefault, Hasher, RandomState};

use akoya_model::Untyped;

use crate::next_page::{self, NextOffset};
use crate::paged::{Item, Page};
use crate::prepared::PreparedRequest;
use crate::remark::Remark;

/// What is remembered of the pages so far: eight bytes for each of them, and for each item of the previous page.
#[derive(Default)]
pub(crate) struct PageMemory {
    state: RandomState,
    urls: Keys,
    pages: Keys,
    page_before: Keys,
    empty_pages: u32,
    items: u64,
    unread: usize,
    /// Whether there were pages that this does not know of.
    is_resumed: bool,
}

/// Numbers that are hashes already, with a key that only this process knows: to hash them again would protect nothing.
type Keys = HashSet<u64, BuildHasherDefault<Ready>>;

/// Takes a number as its own hash.
#[derive(Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// What is found when a page is held against those before.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// A page with the same items has been there.
    pub(crate) is_repeated: bool,
    /// The items that already appeared on the previous page.
    pub(crate) repeated: usize,
    /// The positions of the items that are not to be given: repeated ones, and those
    /// outside the days that were asked for.
    pub(crate) left_out: Vec<usize>,
}

impl PageMemory {
    pub(crate) fn resumed() -> Self {
        Self {
            is_resumed: true,
            ..Self::default()
        }
    }

    /// Holds a page against those before, and remembers it.
    pub(crate) fn remember(&mut self, call: &PreparedRequest, page: &dyn Page) -> Seen {
        self.urls.insert(self.state.hash_one(&call.url));
        let count = page.count();
        self.items += count as u64;
        if count == 0 {
            self.empty_pages += 1;
            return Seen::default();
        }
        self.empty_pages = 0;
        let mut seen = Seen::default();
        let mut here = Keys::with_capacity_and_hasher(count, BuildHasherDefault::default());
        let mut sum = count as u64;
        let mut unread = 0;
        for at in 0..count {
            let Some(item) = page.item(at, &self.state) else {
                continue;
            };
            let identity = item.identity;
            // The order of a page's items does not matter: a sum has none.
            sum = sum.wrapping_add(identity.unwrap_or_else(|| self.text_of(&item)));
            let is_repeated =
                identity.is_some_and(|key| self.page_before.contains(&key) | !here.insert(key));
            seen.repeated += usize::from(is_repeated);
            if is_repeated || !call.covers(&|| page.time_of_item(at)) {
                seen.left_out.push(at);
            }
            unread += usize::from(item.untyped.is_unread_item());
        }
        self.page_before = here;
        seen.is_repeated = !self.pages.insert(sum);
        // A page that repeats is not given.
        if !seen.is_repeated {
            self.unread += unread;
        }
        seen
    }

    fn text_of(&self, item: &Item<'_>) -> u64 {
        self.state.hash_one(item.untyped.to_json())
    }

    pub(crate) fn has_url(&self, url: &str) -> bool {
        self.urls.contains(&self.state.hash_one(url))
    }

    /// Returns how many items of the pages that were given could not be read, or not wholly.
    pub(crate) fn unread(&self) -> usize {
        self.unread
    }

    /// Returns how many pages in a row were empty, up to the last one.
    pub(crate) fn empty_pages(&self) -> u32 {
        self.empty_pages
    }

    /// Returns what is missing at the end of a list that says how long it is.
    pub(crate) fn shortfall(&self, page: Untyped<'_>) -> Option<Remark> {
        let announced = next_page::announced(page).filter(|_| !self.is_resumed)?;
        let sent = self.items;
        (sent < announced).then_some(Remark::Shortfall { sent, announced })
    }

    /// Returns the offset of the page after one that has no link, unless all items have come.
    pub(crate) fn next_offset(&self, page: Untyped<'_>) -> Option<String> {
        let NextOffset { offset, total } = NextOffset::of(page)?;
        let is_short = total.is_none_or(|total| self.is_resumed || self.items < total);
        Some(offset).filter(|_| is_short)
    }
}

impl fmt::Debug for PageMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageMemory")
            .field("pages", &self.urls.len())
            .field("items", &self.items)
            .finish_non_exhaustive()
    }
}
