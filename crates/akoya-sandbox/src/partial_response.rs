//! The two forms in which an account that cannot be read appears in a response with status 206.

use serde::{Deserialize, Serialize};

/// How an account that cannot be read appears in a response with status 206.
///
/// Akoya's examples have two forms. Which of them a provider uses is not documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
#[non_exhaustive]
pub enum PartialResponse {
    /// The form of Akoya's example for the product: `Wrapped` for accounts-info, `Bare` for balances and accounts.
    #[default]
    Documented,
    /// The wrapper of the account has only the error: `{"depositAccount":{"error":{…}}}`.
    Bare,
    /// As `Bare`, inside another object: `{"value":{"depositAccount":{"error":{…}}}}`.
    Wrapped,
    /// All fields of the account's document, beside the error.
    Unchanged,
}
