//! The call for balances: what is on the accounts.

use akoya_model::balances::{AccountBalance, Balances};

use super::filter::by_account;
use super::operation::operations;

by_account!(Balances, AccountBalance);

operations! {
    /// Reads the balances of the accounts that the customer shared: `GET /balances/{version}/{providerId}`.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// use akoya::{InteractionType, model::balances::AccountBalance};
    ///
    /// let response = client.balances("mikomo").accounts(["a1", "a2"]).interaction_type(InteractionType::User).send().await?;
    /// for account in response.accounts.iter().flatten() {
    ///     if let AccountBalance::Deposit(deposit) = account {
    ///         println!("{:?}", deposit.current_balance);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    balances(provider_id) -> Balances = "balances" of "accounts" or r#"{"accounts":[]}"#:
        Balances / provider_id;
}
