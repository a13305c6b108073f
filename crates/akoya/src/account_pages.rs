//! One list of several accounts, where one account's failure is that account's alone.

use std::collections::VecDeque;
use std::fmt;

use crate::call::Call;
use crate::error::Error;
use crate::paged::Paged;
use crate::paging::Pages;
use crate::response::Response;

/// The pages of a list of several accounts, one account after the other. Only the requested page is in memory.
///
/// ```
/// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
/// use akoya::AccountPages;
///
/// let accounts = client.accounts_info("mikomo").send_all().await?.into_body().accounts.unwrap_or_default();
/// let ids = accounts.iter().filter_map(|account| account.account_id());
/// let mut pages = AccountPages::new(ids, |id| client.transactions("mikomo", id));
/// while let Some(next) = pages.next().await {
///     match next.page {
///         Ok(page) => println!("{}: {} transactions", next.account_id, page.into_items().len()),
///         // The others are read.
///         Err(error) if error.is_of_one_account() => println!("{} could not be read: {error}", next.account_id),
///         Err(error) => return Err(error),
///     }
/// }
/// # Ok(())
/// # }
/// ```
pub struct AccountPages<T> {
    waiting: VecDeque<(String, Call<T>)>,
    now: Option<(String, Pages<T>)>,
}

/// A page of one of several accounts, or why the account could not be read further.
#[derive(Debug)]
#[non_exhaustive]
pub struct AccountPage<T> {
    /// The account.
    pub account_id: String,
    /// The page. After an error that is [of one account](Error::is_of_one_account) the next
    /// account follows; any other is the end.
    pub page: Result<Response<T>, Error>,
}

impl<T: Paged> AccountPages<T> {
    /// Reads these accounts in their order, each by the call that `call` makes for it.
    pub fn new<A: Into<String>>(
        account_ids: impl IntoIterator<Item = A>,
        mut call: impl FnMut(&str) -> Call<T>,
    ) -> Self {
        let ids = account_ids.into_iter().map(Into::into);
        let call = |id: String| {
            let call = call(&id);
            (id, call)
        };
        Self {
            waiting: ids.map(call).collect(),
            now: None,
        }
    }

    /// Returns the next page, of the same account or of the one after; `None` after the last page of the last account.
    ///
    /// # Cancel safety
    /// A dropped future loses no page.
    pub async fn next(&mut self) -> Option<AccountPage<T>> {
        loop {
            if self.now.is_none() {
                let (account_id, call) = self.waiting.pop_front()?;
                match call.by_page() {
                    Ok(pages) => self.now = Some((account_id, pages)),
                    Err(error) => return Some(self.failed(account_id, error)),
                }
            }
            let (account_id, pages) = self.now.as_mut()?;
            match pages.next().await {
                Some(Ok(page)) => {
                    let account_id = account_id.clone();
                    return Some(AccountPage {
                        account_id,
                        page: Ok(page),
                    });
                }
                Some(Err(error)) => {
                    let (account_id, _) = self.now.take()?;
                    return Some(self.failed(account_id, error));
                }
                None => self.now = None,
            }
        }
    }

    /// Ends the list with an error that none of the accounts has caused.
    #[cfg(feature = "blocking")]
    pub(crate) fn stop(&mut self, error: Error) -> Option<AccountPage<T>> {
        let now = self.now.take().map(|(account_id, _)| account_id);
        let next = || self.waiting.pop_front().map(|(account_id, _)| account_id);
        let account_id = now.or_else(next)?;
        Some(self.failed(account_id, error))
    }

    fn failed(&mut self, account_id: String, error: Error) -> AccountPage<T> {
        if !error.is_of_one_account() {
            self.waiting.clear();
        }
        AccountPage {
            account_id,
            page: Err(error),
        }
    }
}

impl<T> fmt::Debug for AccountPages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountPages")
            .field("waiting", &self.waiting.len())
            .finish_non_exhaustive()
    }
}
