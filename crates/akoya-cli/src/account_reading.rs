//! Reads a list of some accounts page by page, and shows how far it has come.

use akoya::{AccountPage, AccountPages, Call, Error, Paged, Response};

use crate::account::Account;
use crate::progress::Progress;
use crate::session::Session;

/// The pages as they arrive, one account after the other; only one page is in memory.
pub(crate) struct AccountReading<'a, T> {
    accounts: &'a [Account],
    pages: AccountPages<T>,
    /// The position of the account that is read.
    at: usize,
    progress: Option<Progress>,
}

impl<'a, T: Paged> AccountReading<'a, T> {
    /// Reads each account by the call that `call` makes for its id.
    pub(crate) fn new(accounts: &'a [Account], call: impl FnMut(&str) -> Call<T>) -> Self {
        let ids = accounts.iter().map(|account| account.id.as_str());
        Self {
            accounts,
            pages: AccountPages::new(ids, call),
            at: 0,
            progress: None,
        }
    }

    /// Shows on a terminal how many of so many days have been read.
    pub(crate) fn with_progress(mut self, session: &Session<'_>, days: u64) -> Self {
        let style = session.context().output.error_style();
        self.progress = Some(Progress::new(style, self.accounts.len(), days));
        self
    }

    /// Returns the next page with the position of its account, or why that account could not be read further.
    pub(crate) async fn next(&mut self) -> Option<(usize, Result<Response<T>, Error>)> {
        let AccountPage {
            account_id, page, ..
        } = self.pages.next().await?;
        while self
            .accounts
            .get(self.at)
            .is_some_and(|account| account.id != account_id)
        {
            self.at += 1;
            self.progress.iter_mut().for_each(Progress::end_of_account);
        }
        if let (Some(progress), Ok(page)) = (&mut self.progress, &page) {
            let items = page.items();
            let days = items.iter().filter_map(|item| T::time_of(item)?.day());
            progress.page(days, items.len());
        }
        Some((self.at, page))
    }

    /// Counts pages and items so far, where progress is shown.
    pub(crate) fn counts(&self) -> (usize, usize) {
        self.progress
            .as_ref()
            .map(Progress::counts)
            .unwrap_or_default()
    }
}
