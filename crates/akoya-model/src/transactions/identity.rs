//! What distinguishes a transaction from others of its account.

use std::borrow::Cow;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::LazyLock;

use super::{Transaction, TransactionStatus};
use crate::amount::Amount;

/// Returns what distinguishes a transaction from others of its account; nothing for one without an identifier.
// Hidden: what it is may change, and it is another in each process.
#[doc(hidden)]
pub fn identity(transaction: &Transaction) -> Option<u64> {
    Identity::of(transaction).number()
}

/// Returns whether this text identifies an item. Some providers write `""`, `0` or zeros in groups where they have
/// none: items that share such a text are not one.
#[doc(hidden)]
pub fn identifies(id: &str) -> bool {
    id.chars()
        .any(|letter| !matches!(letter, '0' | '-') && !letter.is_whitespace())
}

/// What distinguishes a transaction from others of its account. Pending and posted with one identifier are two entries.
#[derive(Default, Hash)]
pub(crate) struct Identity<'a> {
    pub(crate) id: Option<Cow<'a, str>>,
    pub(crate) status: Option<Cow<'a, str>>,
    pub(crate) posted: Option<Cow<'a, str>>,
    pub(crate) description: Option<Cow<'a, str>>,
    pub(crate) amount: Option<Amount>,
}

impl<'a> Identity<'a> {
    fn of(transaction: &'a Transaction) -> Self {
        let status = transaction.status().map(TransactionStatus::as_str);
        let posted = transaction.posted_timestamp().map(|time| time.as_str());
        Self {
            id: transaction.transaction_id().map(Cow::Borrowed),
            status: status.map(Cow::Borrowed),
            posted: posted.map(Cow::Borrowed),
            description: transaction.description().map(Cow::Borrowed),
            amount: transaction.amount().cloned(),
        }
    }

    /// Returns it as a number; nothing without an identifier.
    pub(crate) fn number(&self) -> Option<u64> {
        self.id.as_deref().filter(|id| identifies(id))?;
        Some(KEY.hash_one(self))
    }
}

/// Returns the number of a text.
pub(crate) fn number_of(text: &str) -> u64 {
    KEY.hash_one(text)
}

/// A provider that knew it could send two transactions of which one would be taken for the other.
static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
