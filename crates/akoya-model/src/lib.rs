//! Every request and response type of the Akoya APIs v2.4.0, parsed without losing anything.
//!
//! Akoya passes on what US financial institutions send, in the terms of the Financial Data Exchange (FDX)
//! standard. Real responses have zeros, nulls, fields that no description has, and now and then a value of the
//! wrong type. The types here keep all of it:
//!
//! - **Money is exact.** [`Amount`] is read from the number's own text; printing gives the same digits.
//! - **Unknown things stay.** Fields that a struct does not have are in its [`Extra`]; enumerations and kinds that
//!   this version does not know have an `Unknown` variant that keeps them. Printing gives them back.
//! - **Absent, `null` and zero are three things.** Fields are `Option`s, and [`Extra`] remembers a `null`.
//! - **A bad value spoils itself only.** It is kept in the `Extra` of its object; the rest of the document is read.
//!   Only text that is not JSON fails, and a document that is not an object.
//! - **Dates are never guessed.** [`DateTime`] keeps the text and reads the documented forms.
//! - **`Debug` shows no personal data.** Names of fields, numbers, dates and known enumeration values are
//!   shown; text is not, nor are dates of birth.
//!
//! ```
//! use akoya_model::balances::{AccountBalance, Balances};
//!
//! let text = r#"{"accounts": [{"depositAccount": {"accountId": "a1", "currentBalance": 0.10, "color": "red"}}]}"#;
//! let balances: Balances = akoya_model::from_str(text)?;
//!
//! for account in balances.accounts.iter().flatten() {
//!     if let AccountBalance::Deposit(deposit) = account {
//!         assert_eq!(deposit.current_balance.as_ref().map(|b| b.to_string()).as_deref(), Some("0.10"));
//!         assert!(deposit.extra.get("color").is_some());
//!     }
//! }
//! assert_eq!(akoya_model::to_string(&balances), text.replace(": ", ":").replace(", ", ","));
//! # Ok::<(), akoya_model::Error>(())
//! ```
//!
//! [`from_str`] and [`to_string`] are the fast way; the types also have serde's `Deserialize` and `Serialize`
//! and work with `serde_json`. They do not work inside `#[serde(flatten)]` or `#[serde(untagged)]`, where serde
//! has lost the digits before they get here.
//!
//! # Where to find things
//!
//! A module for each product, named as everywhere in this project: [`accounts`], [`balances`], [`customers`],
//! [`investments`], [`payments`], [`statements`], [`tax`], [`transactions`]. What several products use is in
//! [`account`], [`address`], [`country`], [`link`], [`security`] and [`telephone`]; the service APIs are in
//! [`service`]; errors are in [`api_error`]; [`registry`] finds types by name. Searching the documentation finds
//! types and fields by their names in the API description too.

mod amount;
mod date_text;
mod document;
mod error;
mod inspect;
mod number;
mod time;
mod untyped;
mod wire;

pub mod account;
pub mod accounts;
pub mod address;
pub mod api_error;
pub mod balances;
pub mod country;
pub mod customers;
pub mod investments;
pub mod link;
#[doc(hidden)]
pub mod outline;
pub mod payments;
pub mod registry;
pub mod security;
pub mod service;
pub mod statements;
pub mod tax;
pub mod telephone;
pub mod transactions;

pub use amount::Amount;
pub use document::{
    Model, extra, field_text, from_slice, from_str, presence, to_string, unwrapped,
};
pub use error::{Error, ErrorKind};
pub use inspect::{inspect, is_unread_item, unread};
pub use number::{Integer, Number};
pub use time::{Date, DateTime, Day, Instant, ParseDayError, Reading};
pub use untyped::Untyped;
pub use wire::decimal_type::ParseNumberError;
pub use wire::extra::Extra;
pub use wire::json::{Json, JsonKind};
pub use wire::node::Presence;
pub use wire::union::Case;
pub use wire::unrecognized::Unrecognized;
pub use wire::walk::{Finding, FindingKind};
