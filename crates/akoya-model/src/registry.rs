//! Every type by the name that the API description gives it, to read documents whose type is known at run time only.
//!
//! ```
//! use akoya_model::registry;
//!
//! let balances = registry::by_name("get_balances").ok_or("no such type")?;
//! assert_eq!(balances.name(), "Balances");
//! let document = balances.read(r#"{ "accounts": [], "page": 1 }"#)?;
//! assert_eq!(document.json(), r#"{"accounts":[],"page":1}"#);
//! assert_eq!(document.findings()[0].to_string(), "$.page: unknown field (Balances)");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod entry;
mod list;
#[expect(
    unreachable_pub,
    reason = "the macros make public types; these are here to look at documents with"
)]
mod oauth;

pub use self::entry::{AnyDocument, Enum, Type};
pub use self::list::OPERATIONS;
pub use crate::wire::shape::{Field, Shape};

/// Finds a type by its name in the API description (`DepositAccount`, `BalancesAccounts`), or by the name of an
/// operation that returns it (`get_balances`).
pub fn by_name(name: &str) -> Option<&'static Type> {
    let returned = OPERATIONS
        .iter()
        .find(|(operation, _)| *operation == name)
        .map(|(_, returned)| *returned);
    let name = returned.unwrap_or(name);
    types().iter().find(|kind| kind.name() == name)
}

/// Returns all types: the objects, the unions, and the objects around the cases of unions.
pub fn types() -> &'static [Type] {
    &list::TYPES
}

/// Returns all enumerations.
pub fn enums() -> &'static [Enum] {
    list::ENUMS
}
