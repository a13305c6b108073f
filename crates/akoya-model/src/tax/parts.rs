//! The parts that tax forms are made of: parties, names, and amounts with a code, a date or a month.

use crate::address::address_fields;
use crate::amount::Amount;
use crate::telephone::TelephoneNumberPlusExtension;
use crate::time::Date;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;

model! {
    /// A person's name.
    pub struct IndividualName {
        /// The first name.
        pub first: Option<String>,
        /// The middle name or its first letter.
        pub middle: Option<String>,
        /// The last name.
        pub last: Option<String>,
        /// The suffix after the name, such as `Jr.`.
        pub suffix: Option<String>,
    }
}

model! {
    /// The name of a business.
    pub struct BusinessName {
        /// The first line.
        pub name1: Option<String>,
        /// The second line.
        pub name2: Option<String>,
    }
}

address_fields! {
    /// A name with a postal address. The form says whose.
    pub struct NameAndAddress {
        /// The name, first line.
        pub name1: Option<String>,
        /// The name, second line.
        pub name2: Option<String>,
    }
}

address_fields! {
    /// A name with a postal address and a telephone number. The form says whose.
    pub struct NameAddressAndPhone {
        /// The name, first line.
        pub name1: Option<String>,
        /// The name, second line.
        pub name2: Option<String>,
        /// The telephone number.
        pub phone: Option<TelephoneNumberPlusExtension>,
    }
}

model! {
    /// An amount under a code of the form, such as `D` in box 12 of Form W-2. The form's instructions say what a code
    /// means.
    pub struct CodeAndAmount {
        /// The code, one to three letters or digits as printed on the form.
        pub code: Option<String>,
        /// The amount under the code, in US dollars.
        pub amount: Option<Amount>,
    }
}

model! {
    /// An amount with a description: in the issuer's words, or a country or state where the field says so.
    pub struct DescriptionAndAmount {
        /// What the amount is.
        pub description: Option<String>,
        /// The amount, in US dollars.
        pub amount: Option<Amount>,
    }
}

model! {
    /// An amount on a day.
    pub struct DateAndAmount {
        /// The day; on Form 1098-Q that of the last payment in the month.
        pub date: Option<Date>,
        /// What the amount is; on Form 1098-Q it may be the month.
        pub description: Option<String>,
        /// The amount, in US dollars; on Form 1098-Q the month's total.
        pub amount: Option<Amount>,
    }
}

model! {
    /// The amount of one month.
    pub struct MonthAndAmount {
        /// The month.
        pub month: Option<Month>,
        /// The amount, in US dollars.
        pub amount: Option<Amount>,
    }
}

model! {
    /// Where a tax refund may be paid in: an account for IRS Form 8888.
    pub struct TaxRefundDirectDeposit {
        /// The name of the bank.
        pub institution_name: Option<String> = "institutionName",
        /// The bank's routing number (ABA), nine digits.
        pub routing_number: Option<String> = "rtn",
        /// The number of the account at the bank.
        pub account_number: Option<String> = "accountNumber",
        /// The name that the customer gave to the account.
        pub account_nickname: Option<String> = "accountNickName",
    }
}

/// Defines a party of a tax form: the fields that every party has, then its own.
macro_rules! tax_party {
    ($(#[doc = $doc:literal])* pub struct $name:ident { $($own:tt)* }) => {
        $crate::wire::model::model! {
            $(#[doc = $doc])*
            pub struct $name {
                /// The taxpayer identification number (TIN): of a business its EIN, of a person the
                /// SSN or ITIN. May be masked.
                pub tin: Option<String>,
                /// Whether it is a business or a person.
                pub party_type: Option<$crate::tax::TaxPartyType> = "partyType",
                /// The name of a person.
                pub individual_name: Option<$crate::tax::IndividualName> = "individualName",
                /// The name of a business.
                pub business_name: Option<$crate::tax::BusinessName> = "businessName",
                /// The postal address.
                pub address: Option<$crate::address::Address>,
                /// The telephone number.
                pub phone: Option<$crate::telephone::TelephoneNumberPlusExtension>,
                /// The address for electronic mail. Not on IRS forms.
                pub email: Option<String>,
                $($own)*
            }
        }
    };
}

pub(crate) use tax_party;

tax_party! {
    /// Who issued a form, who received it, or someone else who is named on it.
    pub struct TaxParty {}
}

open_enum! {
    /// What a party is.
    pub enum TaxPartyType {
        /// A business; issuers usually are.
        Business = "BUSINESS",
        /// A person; recipients usually are.
        Individual = "INDIVIDUAL",
    }
}

open_enum! {
    /// A month.
    pub enum Month = "MonthAbbreviation" {
        /// January.
        January = "JAN",
        /// February.
        February = "FEB",
        /// March.
        March = "MAR",
        /// April.
        April = "APR",
        /// May.
        May = "MAY",
        /// June.
        June = "JUN",
        /// July.
        July = "JUL",
        /// August.
        August = "AUG",
        /// September.
        September = "SEP",
        /// October.
        October = "OCT",
        /// November.
        November = "NOV",
        /// December.
        December = "DEC",
    }
}
