//! Transactions.

use akoya_model::transactions::{Transaction, Transactions};

use crate::call::{Call, Mode};
use crate::client::Client;
use crate::error::Error;
use crate::paging::{Cursor, Items, Paged, Pages};
use crate::timestamp::Timestamp;

impl Client {
    /// The transactions of an account: `GET /transactions/{version}/{providerId}/{accountId}`.
    ///
    /// One page with `send`, all pages with [`by_page`](Call::by_page), all transactions with [`by_item`](Call::by_item).
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
    pub fn transactions(&self, provider_id: &str, account_id: &str) -> Call<Transactions> {
        Call::new(self, "transactions", "transactions", &[provider_id, account_id])
    }
}

impl Call<Transactions> {
    /// Sets the earliest moment; [`end_time`](Self::end_time) must be set too. Default: the last 15 days.
    pub fn start_time<M: TryInto<Timestamp>>(self, time: M) -> Self
    where
        Error: From<M::Error>,
    {
        self.moment("startTime", time)
    }

    /// Sets the latest moment; [`start_time`](Self::start_time) must be set too. Default: now.
    pub fn end_time<M: TryInto<Timestamp>>(self, time: M) -> Self
    where
        Error: From<M::Error>,
    {
        self.moment("endTime", time)
    }

    fn moment<M: TryInto<Timestamp>>(self, name: &'static str, time: M) -> Self
    where
        Error: From<M::Error>,
    {
        match time.try_into() {
            Ok(time) => self.set(name, time.to_string()),
            Err(error) => self.fail(error.into()),
        }
    }

    /// Sets how many transactions a page has at most. Default: the provider's, usually 50. Some providers ignore it.
    pub fn limit(self, limit: u32) -> Self {
        self.set("limit", limit.to_string())
    }

    /// Sets where the first page starts, as a provider's link said. Opaque; not sent by default.
    pub fn offset(self, offset: impl Into<String>) -> Self {
        self.set("offset", offset)
    }

    /// Sets how the provider's data are passed on (beta; not all providers).
    pub fn mode(self, mode: Mode) -> Self {
        self.set("mode", mode.as_str())
    }

    /// All pages, one after the other.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when a setting is not usable.
    pub fn by_page(self) -> Result<Pages<Transactions>, Error> {
        Ok(Pages::new(self.prepare()?))
    }

    /// All transactions, in the provider's order, page after page. One page is held in memory.
    ///
    /// # Errors
    /// As for [`by_page`](Self::by_page).
    pub fn by_item(self) -> Result<Items<Transactions>, Error> {
        Ok(Items::new(self.by_page()?))
    }

    /// The pages from a place that [`Pages::cursor`] gave, perhaps in an earlier run. The other settings of the call are in the
    /// cursor; headers and timeout are this call's.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the cursor leads to another host.
    pub fn resume(self, cursor: &Cursor) -> Result<Pages<Transactions>, Error> {
        Pages::resume(self.prepare()?, cursor)
    }
}

impl Paged for Transactions {
    type Item = Transaction;

    fn next_href(&self) -> Option<&str> {
        self.next_href()
    }

    fn prev_href(&self) -> Option<&str> {
        self.prev_href()
    }

    fn into_items(self) -> Vec<Transaction> {
        self.transactions.unwrap_or_default()
    }
}
