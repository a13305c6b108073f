//! Balances.

use akoya_model::balances::Balances;

use super::by_account;
use crate::call::Call;
use crate::client::Client;

by_account!(Balances);

impl Client {
    /// The balances of the accounts that the customer shared: `GET /balances/{version}/{providerId}`.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// use akoya::{InteractionType, model::balances::AccountBalance};
    ///
    /// let answer = client.balances("mikomo").accounts(["a1", "a2"]).interaction_type(InteractionType::User).send().await?;
    /// for account in answer.accounts.iter().flatten() {
    ///     if let AccountBalance::Deposit(deposit) = account {
    ///         println!("{:?}", deposit.current_balance);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn balances(&self, provider_id: &str) -> Call<Balances> {
        Call::new(self, "balances", "balances", &[provider_id])
    }
}
