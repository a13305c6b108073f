//! Calls of lists whose items the program reads itself, as the Python package does: of the document the rest is read.

use std::hash::RandomState;

use akoya_model::outline::{AccountsOutline, Entry, TransactionsOutline};
use akoya_model::transactions::Transactions;

use super::filter::ByAccount;
use crate::call::Call;
use crate::next_page::NextPage;
use crate::paged::Paged;

impl Call<Transactions> {
    /// Returns the same call for the outlines of the pages. [Days](Call::days) that were asked for leave nothing out.
    #[doc(hidden)]
    pub fn outline(self) -> Call<TransactionsOutline> {
        self.into_other()
    }
}

impl<T: ByAccount> Call<T> {
    /// Returns the same call for the outline of the list.
    #[doc(hidden)]
    pub fn outline(self) -> Call<AccountsOutline> {
        self.into_other()
    }
}

impl Paged for TransactionsOutline {
    type Item = Entry;

    fn next_page(&self) -> NextPage {
        NextPage::of(self.links.as_ref(), &self.extra)
    }

    fn items(&self) -> &[Entry] {
        self.transactions
            .as_ref()
            .map_or(&[], |items| &items.elements)
    }

    fn items_mut(&mut self) -> Option<&mut Vec<Entry>> {
        self.transactions.as_mut().map(|items| &mut items.elements)
    }

    fn into_items(self) -> Vec<Entry> {
        self.transactions
            .map(|items| items.elements)
            .unwrap_or_default()
    }

    fn identity(entry: &Entry, _state: &RandomState) -> Option<u64> {
        match entry {
            Entry::Identified(number) => Some(*number),
            Entry::Anonymous(_) => None,
        }
    }
}
