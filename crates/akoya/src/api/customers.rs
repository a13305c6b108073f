//! Customers and account holders.

use akoya_model::customers::{AccountContact, CurrentCustomer};

use crate::call::Call;
use crate::client::Client;

impl Client {
    /// The customer who gave consent: `GET /customers/{version}/{providerId}/current`.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let customer = client.current_customer("mikomo").send().await?;
    /// println!("{}", customer.interaction_id.as_deref().unwrap_or_default());
    /// # Ok(())
    /// # }
    /// ```
    pub fn current_customer(&self, provider_id: &str) -> Call<CurrentCustomer> {
        Call::new(
            self,
            "current customer",
            "customers",
            &[provider_id, "current"],
        )
    }

    /// How the holders of an account are reached: `GET /contacts/{version}/{providerId}/{accountId}`.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let contact = client.account_contact("mikomo", "a1").send().await?;
    /// # let _ = contact;
    /// # Ok(())
    /// # }
    /// ```
    pub fn account_contact(&self, provider_id: &str, account_id: &str) -> Call<AccountContact> {
        Call::new(
            self,
            "account holder contact",
            "contacts",
            &[provider_id, account_id],
        )
    }
}
