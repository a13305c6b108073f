//! The outlines of lists: all that a document says of itself, of errors and of further pages, and of its items where in
//! the text they are. They are for a program that reads the text of the items itself, as the Python package does. An
//! outline is not written.

mod entry;
mod items;
mod passed;
mod places;

pub use self::entry::Entry;
pub use self::items::Items;
pub use self::passed::Passed;
pub use self::places::{Place, Places};
use crate::link::Links;
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
    pub struct TransactionsOutline = "TransactionsEntity" {
        /// Where the list continues.
        pub links: Option<Links>,
        /// The transactions, of which no more is read than what distinguishes them.
        pub transactions: Option<Items<Entry>>,
    }
}
