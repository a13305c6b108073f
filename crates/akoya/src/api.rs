//! The data products, one file each.

mod accounts;
mod balances;
mod statements;
mod transactions;

use crate::call::{Call, Mode};

/// Calls that give accounts and can be limited to some of them.
pub trait ByAccount: sealed::Sealed {}

mod sealed {
    pub trait Sealed {}
}

impl<T: ByAccount> Call<T> {
    /// Asks for these accounts alone. Default: all that the customer shared.
    pub fn accounts(self, account_ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.set_list("accountIds", account_ids)
    }

    /// Sets how the provider's data are passed on (beta; not all providers).
    pub fn mode(self, mode: Mode) -> Self {
        self.set("mode", mode.as_str())
    }
}
