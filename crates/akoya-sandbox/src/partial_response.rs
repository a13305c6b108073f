//! The two forms in which an account that cannot be read appears in a response with status 206.

use serde::{Deserialize, Serialize};

use crate::data::account_list::ErrorForm;

/// How an account that cannot be read appears in a response with status 206.
///
/// Akoya's examples have two forms. Which of them a provider uses is not documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
#[non_exhaustive]
pub enum PartialResponse {
    /// The form of Akoya's example for the product: `wrapped` for accounts-info, `bare` for balances and accounts.
    #[default]
    Documented,
    /// The wrapper of the account has only the error: `{"depositAccount":{"error":{…}}}`.
    Bare,
    /// Like `bare`, inside another object: `{"value":{"depositAccount":{"error":{…}}}}`.
    Wrapped,
    /// All fields of the account's document, beside the error.
    Unchanged,
}

impl PartialResponse {
    /// Returns the form for a product, by the first segment of its paths.
    pub(crate) fn for_product(self, product: &str) -> ErrorForm {
        match self {
            Self::Documented if product == "accounts-info" => ErrorForm::Wrapped,
            Self::Documented | Self::Bare => ErrorForm::Bare,
            Self::Wrapped => ErrorForm::Wrapped,
            Self::Unchanged => ErrorForm::Unchanged,
        }
    }
}
