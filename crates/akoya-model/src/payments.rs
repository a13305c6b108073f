//! Payment networks: how money can be sent to and from an account.

use crate::wire::model::model;

model! {
    /// The response of payment networks.
    pub struct PaymentNetworks = "ArrayOfAccountPaymentNetworks" {
        /// The networks that the account can be reached by.
        pub payment_networks: Option<Vec<PaymentNetwork>> = "paymentNetworks",
    }
}

model! {
    /// A payment network, and the numbers that reach the account in it.
    pub struct PaymentNetwork = "PaymentNetworkSupportedByAccount" {
        /// The bank's number in the network: for ACH the routing number, nine digits.
        pub bank_id: Option<String> = "bankId",
        /// The account's number in the network, unmasked: the real one or a token, as `identifier_type` says.
        pub identifier: Option<String>,
        /// What `identifier` is: `ACCOUNT_NUMBER` or `TOKENIZED_ACCOUNT_NUMBER`. A token has a routing number of
        /// its own and is replaced from time to time.
        pub identifier_type: Option<String> = "identifierType",
        /// The network, such as `US_ACH`, `US_FEDWIRE` or `US_RTP`.
        pub kind: Option<String> = "type",
        /// Whether money can be sent to the account.
        pub transfer_in: Option<bool> = "transferIn",
        /// Whether money can be taken from the account.
        pub transfer_out: Option<bool> = "transferOut",
    }
}
