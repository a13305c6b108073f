//! Postal addresses, of one shape for customers, payers and tax forms.

use crate::wire::model::model;

/// Defines an address: the fields that every address has, then its own.
macro_rules! address_fields {
    ($(#[doc = $doc:literal])* pub struct $name:ident { $($own:tt)* }) => {
        $crate::wire::model::model! {
            $(#[doc = $doc])*
            pub struct $name {
                /// The first line of the address: house number and street, usually.
                pub line1: Option<String>,
                /// The second line of the address.
                pub line2: Option<String>,
                /// The third line of the address.
                pub line3: Option<String>,
                /// The city.
                pub city: Option<String>,
                /// The state, province or the like; for the United States two letters.
                pub region: Option<String>,
                /// The postal code; for the United States five or nine digits. At most 16 characters.
                pub postal_code: Option<String> = "postalCode",
                /// The country.
                pub country: Option<$crate::country::Country>,
                $($own)*
            }
        }
    };
}

pub(crate) use address_fields;

address_fields! {
    /// A postal address.
    pub struct Address {}
}

address_fields! {
    /// A postal address, and what it is used for.
    pub struct DeliveryAddress {
        /// What the address is used for, in the provider's words, such as `HOME`, `BUSINESS` or `MAILING`.
        pub kind: Option<String> = "type",
    }
}

model! {
    /// A postal address, usually in the United States, in the form that customers have. The description of 2.4.0
    /// has only four of these fields; the one before it had all, and providers send them.
    pub struct CustomerAddress = "AddressInfo" {
        /// What the address is used for: `HOME`, `BUSINESS` or `MAILING`.
        pub kind: Option<String> = "type",
        /// House number and street.
        pub line1: Option<String>,
        /// The second line of the address.
        pub line2: Option<String>,
        /// The third line of the address.
        pub line3: Option<String>,
        /// The city.
        pub city: Option<String>,
        /// The state, in two letters.
        pub state: Option<String>,
        /// The ZIP code, five or nine digits.
        pub postal_code: Option<String> = "postalCode",
        /// The country.
        pub country: Option<String>,
    }
}
