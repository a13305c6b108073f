//! The call for payment networks: the numbers to pay an account with.

use akoya_model::payments::{PaymentNetwork, PaymentNetworks};

use super::filter::list_without_links;
use super::operation::operations;

list_without_links!(
    PaymentNetworks,
    PaymentNetwork,
    payment_networks,
    |network| network.identifier.as_deref()
);

operations! {
    /// Reads the numbers by which an account is paid to and from: `GET
    /// /payments/{version}/{providerId}/{accountId}/payment-networks`.
    ///
    /// A number may be a tokenized one, made for this consent, with a routing number of its own; `identifier_type`
    /// says which.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let networks = client.payment_networks("mikomo", "a1").send().await?;
    /// # let _ = networks;
    /// # Ok(())
    /// # }
    /// ```
    payment_networks(provider_id, account_id) -> PaymentNetworks = "payment networks" of "paymentNetworks" or r#"{"paymentNetworks":[]}"#:
        Payments / provider_id, account_id, "payment-networks";
}
