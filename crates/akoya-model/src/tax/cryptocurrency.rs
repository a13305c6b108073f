//! Sales of cryptocurrency that are not on a Form 1099-B.

use super::form::tax_form;
use super::form_1099_a_to_cap::SaleTermType;
use crate::amount::Amount;
use crate::number::Number;
use crate::time::Date;
use crate::wire::model::model;

tax_form! {
    /// Gains and losses from cryptocurrency. Not an IRS form; a sale that a broker reports on Form 1099-B comes
    /// there.
    pub struct CryptocurrencyStatement = "CryptocurrencyTaxStatementList" {
        /// The sales.
        pub sales: Option<Vec<CryptocurrencySale>> = "gainsAndLosses",
    }
}

model! {
    /// One sale of cryptocurrency. Boxes are those of Form 1099-B.
    pub struct CryptocurrencySale = "GainOrLossFromCryptocurrencyTransaction" {
        /// The name of the currency, such as `Bitcoin`.
        pub cryptocurrency_name: Option<String> = "cryptocurrencyName",
        /// The symbol of the currency, such as `BTC`.
        pub symbol: Option<String>,
        /// How many units.
        pub quantity: Option<Number>,
        /// Box 1a, what was sold.
        pub description: Option<String> = "saleDescription",
        /// Box 1b, when it was acquired.
        pub date_acquired: Option<Date> = "dateAcquired",
        /// Box 1b, whether it was acquired on various dates.
        pub various_dates_acquired: Option<bool> = "variousDatesAcquired",
        /// Box 1c, when it was sold or disposed of.
        pub date_of_sale: Option<Date> = "dateOfSale",
        /// Box 1d, the proceeds of all units together, in US dollars.
        pub proceeds: Option<Amount> = "salesPrice",
        /// Box 1e, cost or other basis, in US dollars.
        pub cost_basis: Option<Amount> = "costBasis",
        /// Box 2, whether the gain or loss is long-term or short-term.
        pub term: Option<SaleTermType> = "longOrShort",
    }
}
