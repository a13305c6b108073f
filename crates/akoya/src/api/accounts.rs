//! Accounts information.

use akoya_model::accounts::AccountsInfo;

use super::by_account;
use crate::call::Call;
use crate::client::Client;

by_account!(AccountsInfo);

impl Client {
    /// The accounts that the customer shared, without balances: `GET /accounts-info/{version}/{providerId}`.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let answer = client.accounts_info("mikomo").send().await?;
    /// for account in answer.accounts.iter().flatten() {
    ///     println!("{:?} {:?}", account.account_id(), account.nickname());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn accounts_info(&self, provider_id: &str) -> Call<AccountsInfo> {
        Call::new(
            self,
            "accounts information",
            "accounts-info",
            &[provider_id],
        )
    }
}
