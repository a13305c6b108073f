//! Settings that several operations share: accounts, times, pages.

use akoya_model::api_error::ApiErrorBody;

use crate::call::Call;
use crate::day_range::DayRange;
use crate::error::Error;
use crate::interaction::Mode;
use crate::paged::Paged;
use crate::paging::{Cursor, Items, Pages};
use crate::response::Response;
use crate::timestamp::Timestamp;

/// Documents that have accounts, and can be limited to some of them.
pub trait ByAccount: sealed::Sealed {
    /// Returns each account that the provider could not give, with its identifier if there is one.
    fn account_errors(&self) -> Vec<(Option<&str>, ApiErrorBody)>;
}

/// Lists that can be limited to a time.
pub trait ByTime: sealed::Sealed {}

pub(super) mod sealed {
    /// Only this crate's documents.
    pub trait Sealed {}
}

impl<T: ByAccount> Call<T> {
    /// Requests only these accounts. Default: all that the customer shared.
    pub fn accounts(self, account_ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let account_ids: Vec<String> = account_ids.into_iter().map(Into::into).collect();
        self.change(|parts| parts.set_list("accountIds", &account_ids))
    }

    /// Sets the form in which the provider's data is passed on (beta; not all providers).
    pub fn mode(self, mode: Mode) -> Self {
        self.change(|parts| parts.set("mode", mode.as_str().to_owned()))
    }
}

impl<T: ByAccount> Response<T> {
    /// Returns each account that the provider could not give, with its identifier if there is one: see
    /// [`is_partial`](Response::is_partial).
    pub fn account_errors(&self) -> Vec<(Option<&str>, ApiErrorBody)> {
        self.body.account_errors()
    }
}

/// Implements [`ByAccount`] for a document with a list of accounts, and [`Paged`]: the API's description has no pages of
/// them, and some providers send links nevertheless.
macro_rules! by_account {
    ($document:ty, $account:ty) => {
        super::filter::list_without_links!($document, $account, accounts, |account| account
            .account_id());

        impl super::filter::sealed::Sealed for $document {}

        impl super::filter::ByAccount for $document {
            fn account_errors(&self) -> Vec<(Option<&str>, akoya_model::api_error::ApiErrorBody)> {
                let accounts = self.accounts.iter().flatten();
                accounts
                    .filter_map(|account| Some((account.account_id(), account.error()?)))
                    .collect()
            }
        }
    };
}

/// Implements [`Paged`] for a document whose type has a list and no links. Two items are one if they have an identifier
/// and their whole text is the same.
macro_rules! list_without_links {
    ($document:ty, $item:ty, $items:ident, |$one:ident| $id:expr) => {
        impl crate::paged::Paged for $document {
            type Item = $item;

            fn next_page(&self) -> crate::next_page::NextPage {
                crate::next_page::NextPage::of_unknown(&self.extra)
            }

            fn items(&self) -> &[$item] {
                self.$items.as_deref().unwrap_or_default()
            }

            fn items_mut(&mut self) -> Option<&mut Vec<$item>> {
                self.$items.as_mut()
            }

            fn into_items(self) -> Vec<$item> {
                self.$items.unwrap_or_default()
            }

            fn identity($one: &$item, state: &std::hash::RandomState) -> Option<u64> {
                use std::hash::BuildHasher as _;

                let id: Option<&str> = $id;
                id.filter(|id| crate::paged::identifies(id))?;
                Some(state.hash_one(akoya_model::to_string($one)))
            }
        }
    };
}

/// Implements [`ByTime`] for a document with a list.
macro_rules! by_time {
    ($document:ty) => {
        impl super::filter::sealed::Sealed for $document {}
        impl super::filter::ByTime for $document {}
    };
}

pub(super) use {by_account, by_time, list_without_links};

impl<T: ByTime> Call<T> {
    /// Requests the items of some days, by the day that is written in them: the request covers one more day on each
    /// side, and [`by_item`](Call::by_item) and [`Response::into_items`] omit what is outside the
    /// days. Default: the last 15 days, by the provider's clock.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// use akoya::DayRange;
    ///
    /// let january = DayRange::new("2026-01-01".parse()?, "2026-01-31".parse()?)?;
    /// let mut transactions = client.transactions("mikomo", "a1").days(january).by_item()?;
    /// # let _ = transactions.next().await;
    /// # Ok(())
    /// # }
    /// ```
    pub fn days(self, days: DayRange) -> Self {
        self.change(|parts| parts.set_days(days))
    }

    /// Sets the earliest moment, in whole seconds; [`end_time`](Self::end_time) must be set too. Default: the last
    /// 15 days.
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
        self.change(|parts| match time.try_into() {
            Ok(time) => parts.set(name, time.to_string()),
            Err(error) => parts.fail(error.into()),
        })
    }
}

impl<T: Paged> Call<T> {
    /// Reads all pages, and returns them as one document: the items of all, and whatever else the last page has. Nearly
    /// every provider sends accounts on one page; where there is a link to more, it is followed. All pages are in
    /// memory: for years of transactions take [`by_item`](Self::by_item).
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let balances = client.balances("mikomo").send_all().await?;
    /// for account in balances.accounts.iter().flatten() {
    ///     println!("{:?}", account.main_balance());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send), and as [`Pages::next`] when a further page cannot be read: the pages before it are not
    /// returned. [`by_page`](Self::by_page) gives them.
    ///
    /// # Cancel safety
    /// The call may be dropped at any time; a refresh that it started continues.
    pub async fn send_all(self) -> Result<Response<T>, Error> {
        let mut pages = self.by_page()?;
        let mut all: Option<Response<T>> = None;
        while let Some(page) = pages.next().await {
            let page = page?;
            match &mut all {
                Some(all) => all.append(page),
                None => all = Some(page),
            }
        }
        let mut all = all.ok_or_else(|| Error::unexpected("a list".to_owned(), "no page came"))?;
        all.leave_out();
        Ok(all)
    }

    /// Sets how many items a page has at most. Default: the provider's, usually 50. Some providers ignore it; Akoya
    /// describes it for transactions and statements.
    pub fn limit(self, limit: u32) -> Self {
        self.change(|parts| parts.set("limit", limit.to_string()))
    }

    /// Sets where the first page starts, as a provider's link said. Opaque; not sent by default.
    pub fn offset(self, offset: impl Into<String>) -> Self {
        self.change(|parts| parts.set("offset", offset.into()))
    }

    /// Returns all pages, one after the other.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when a setting cannot be used.
    pub fn by_page(self) -> Result<Pages<T>, Error> {
        Ok(Pages::new(self.prepare()?))
    }

    /// Returns all items, in the provider's order, page after page. One page is held in memory.
    ///
    /// # Errors
    /// As [`by_page`](Self::by_page).
    pub fn by_item(self) -> Result<Items<T>, Error> {
        Ok(Items::new(self.by_page()?))
    }

    /// Returns the pages from a position that [`Pages::cursor`] gave, perhaps in an earlier run. The other settings
    /// of the call are in the cursor; headers and timeout are this call's.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the cursor leads to another host.
    pub fn resume(self, cursor: &Cursor) -> Result<Pages<T>, Error> {
        Pages::resume(self.prepare()?, cursor)
    }
}
