//! What the data is for, from the command line and the config file.

use akoya::IntentType;
use clap::ValueEnum;
use serde::Deserialize;

/// What the data is for, as Akoya writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Intent {
    /// A payment
    Payments,
    /// Anything else
    Nonpayments,
}

impl From<Intent> for IntentType {
    fn from(intent: Intent) -> Self {
        match intent {
            Intent::Payments => Self::Payments,
            Intent::Nonpayments => Self::NonPayments,
        }
    }
}
