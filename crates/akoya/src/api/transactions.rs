//! The call for transactions, page by page.

use std::hash::RandomState;

use akoya_model::DateTime;
use akoya_model::transactions::{Transaction, Transactions};

use super::filter::by_time;
use super::operation::operations;
use crate::call::Call;
use crate::interaction::Mode;
use crate::next_page::NextPage;
use crate::paged::Paged;

operations! {
    /// Reads the transactions of an account: `GET /transactions/{version}/{providerId}/{accountId}`.
    ///
    /// One page with `send`, all pages with [`by_page`](Call::by_page), all transactions with
    /// [`by_item`](Call::by_item).
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let mut transactions =
    ///     client.transactions("mikomo", "a1").start_time("2024-01-01").end_time("2024-12-31").by_item()?;
    /// while let Some(transaction) = transactions.next().await {
    ///     let transaction = transaction?;
    ///     println!("{:?} {:?}", transaction.timestamp(), transaction.signed_amount());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    transactions(provider_id, account_id) -> Transactions = "transactions" of "transactions" or r#"{"transactions":[]}"# in pages:
        Transactions / provider_id, account_id;
}

impl Call<Transactions> {
    /// Sets how the provider's data are passed on (beta; not all providers).
    pub fn mode(self, mode: Mode) -> Self {
        self.change(|parts| parts.set("mode", mode.as_str().to_owned()))
    }
}

by_time!(Transactions);

impl Paged for Transactions {
    type Item = Transaction;

    fn next_page(&self) -> NextPage {
        NextPage::of(self.links.as_ref(), &self.extra)
    }

    fn items(&self) -> &[Transaction] {
        self.transactions.as_deref().unwrap_or_default()
    }

    fn items_mut(&mut self) -> Option<&mut Vec<Transaction>> {
        self.transactions.as_mut()
    }

    fn into_items(self) -> Vec<Transaction> {
        self.transactions.unwrap_or_default()
    }

    fn time_of(transaction: &Transaction) -> Option<&DateTime> {
        transaction.timestamp()
    }

    fn identity(transaction: &Transaction, _state: &RandomState) -> Option<u64> {
        akoya_model::transactions::identity(transaction)
    }
}
