//! The calls for the customer and for the holders of an account.

use akoya_model::customers::{AccountContact, CurrentCustomer};

use super::operation::operations;

operations! {
    /// Reads the customer who gave consent: `GET /customers/{version}/{providerId}/current`.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let customer = client.current_customer("mikomo").send().await?;
    /// println!("{}", customer.interaction_id.as_deref().unwrap_or_default());
    /// # Ok(())
    /// # }
    /// ```
    current_customer(provider_id) -> CurrentCustomer = "current customer"
        needs ["customer", "customerId", "name", "addresses", "telephones", "email"]: Customers / provider_id, "current";

    /// Reads how to reach the holders of an account: `GET /contacts/{version}/{providerId}/{accountId}`.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let contact = client.account_contact("mikomo", "a1").send().await?;
    /// # let _ = contact;
    /// # Ok(())
    /// # }
    /// ```
    account_contact(provider_id, account_id) -> AccountContact = "account holder contact" with "holders"
        needs ["holders", "emails", "addresses", "telephones", "customerId", "name", "relationship", "email"]: Contacts / provider_id, account_id;
}
