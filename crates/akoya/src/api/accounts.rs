//! The call for accounts information: which accounts there are, without balances.

use akoya_model::accounts::{AccountInfo, AccountsInfo};

use super::filter::by_account;
use super::operation::operations;

by_account!(AccountsInfo, AccountInfo);

operations! {
    /// Reads the accounts that the customer shared, without balances: `GET /accounts-info/{version}/{providerId}`.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let response = client.accounts_info("mikomo").send().await?;
    /// for account in response.accounts.iter().flatten() {
    ///     println!("{:?} {:?}", account.account_id(), account.nickname());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    accounts_info(provider_id) -> AccountsInfo = "accounts information" of "accounts" or r#"{"accounts":[]}"#:
        AccountsInfo / provider_id;
}
