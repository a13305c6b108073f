//! Postal addresses.

use crate::country::Country;
use crate::model::model;

model! {
    /// A postal address.
    pub struct Address {
        /// The first line: house number and street, usually.
        pub line1: Option<String>,
        /// The second line.
        pub line2: Option<String>,
        /// The third line.
        pub line3: Option<String>,
        /// The city.
        pub city: Option<String>,
        /// The state, province or the like; for the United States two letters.
        pub region: Option<String>,
        /// The postal code; for the United States five or nine digits. At most 16 characters.
        pub postal_code: Option<String> = "postalCode",
        /// The country.
        pub country: Option<Country>,
    }
}

model! {
    /// A postal address, and what it is used for.
    pub struct DeliveryAddress {
        /// The first line: house number and street, usually.
        pub line1: Option<String>,
        /// The second line.
        pub line2: Option<String>,
        /// The third line.
        pub line3: Option<String>,
        /// The city.
        pub city: Option<String>,
        /// The state, province or the like; for the United States two letters.
        pub region: Option<String>,
        /// The postal code; for the United States five or nine digits. At most 16 characters.
        pub postal_code: Option<String> = "postalCode",
        /// The country.
        pub country: Option<Country>,
        /// What the address is used for, in the provider's words, such as `HOME`, `BUSINESS` or `MAILING`.
        pub kind: Option<String> = "type",
    }
}

model! {
    /// A postal address in the United States, in the short form that customers have.
    pub struct CustomerAddress = "AddressInfo" {
        /// House number and street.
        pub line1: Option<String>,
        /// The city.
        pub city: Option<String>,
        /// The state, in two letters.
        pub state: Option<String>,
        /// The ZIP code, five or nine digits.
        pub postal_code: Option<String> = "postalCode",
    }
}
