//! Telephone numbers and what they are for.

use crate::country::Country;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;

model! {
    /// A telephone number beside the name of a customer, where the API description of 2025-06 has it.
    pub struct Telephone {
        /// The number, documented as at most 15 digits and nothing else.
        pub number: Option<String>,
        /// What the telephone is.
        pub kind: Option<TelephoneNumberType> = "type",
        /// The country of the number.
        pub country: Option<Country>,
    }
}

model! {
    /// A telephone number.
    pub struct TelephoneNumber {
        /// What the telephone is.
        pub kind: Option<TelephoneNumberType> = "type",
        /// The country of the number.
        pub country: Option<Country>,
        /// The number, documented as at most 15 digits and nothing else.
        pub number: Option<String>,
    }
}

model! {
    /// A telephone number with an extension.
    pub struct TelephoneNumberPlusExtension {
        /// What the telephone is.
        pub kind: Option<TelephoneNumberType> = "type",
        /// The country of the number.
        pub country: Option<Country>,
        /// The number, documented as at most 15 digits and nothing else.
        pub number: Option<String>,
        /// The extension within an office.
        pub extension: Option<String>,
    }
}

open_enum! {
    /// What a telephone is.
    pub enum TelephoneNumberType {
        /// At work.
        Business = "BUSINESS",
        /// Mobile.
        Cell = "CELL",
        /// A fax machine.
        Fax = "FAX",
        /// At home.
        Home = "HOME",
    }
}
