//! The outlines of lists: all that a document says of itself, of errors and of further pages, without its items. They
//! are for a program that reads the text of the items itself, as the Python package does.

mod entry;
mod items;
mod passed;
mod places;

pub use self::entry::{Entry, identifies, identity};
pub use self::items::Items;
pub use self::passed::Passed;
pub use self::places::{Place, Places};
use crate::document::from_str;
use crate::error::Error;
use crate::link::Links;
use crate::transactions::Transactions;
use crate::wire::model::model;

model! {
    /// The outline of a list of accounts, whatever is told of them.
    pub struct AccountsOutline {
        /// The accounts, of which nothing is read.
        pub accounts: Option<Items<Passed>>,
    }
}

model! {
    /// The outline of a page of transactions.
    pub struct TransactionsOutline {
        /// Where the list continues.
        pub links: Option<Links>,
        /// The transactions, of which no more is read than what distinguishes them.
        pub transactions: Option<Items<Entry>>,
    }
}

impl TransactionsOutline {
    /// Reads the outline of a page, so that every entry is known.
    ///
    /// # Errors
    ///
    /// As [`from_str`] of [`Transactions`].
    pub fn of_page(text: &str) -> Result<Self, Error> {
        let outline: Self = from_str(text)?;
        let mut entries = outline
            .transactions
            .iter()
            .flat_map(|items| &items.elements);
        match entries.any(|entry| *entry == Entry::Unusual) {
            true => from_str::<Transactions>(text).map(Self::from),
            false => Ok(outline),
        }
    }
}

impl From<Transactions> for TransactionsOutline {
    fn from(page: Transactions) -> Self {
        let entries =
            |transactions: Vec<_>| Items::of(transactions.iter().map(Entry::of).collect());
        Self {
            links: page.links,
            transactions: page.transactions.map(entries),
            extra: page.extra,
        }
    }
}
