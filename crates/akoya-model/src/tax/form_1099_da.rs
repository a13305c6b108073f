//! Form 1099-DA, which exists since tax year 2025.

use super::form::tax_form;
use super::form_1099_a_to_cap::{SaleProceedsType, SaleTermType};
use super::withholding::StateAndLocalTaxWithholding;
use crate::amount::Amount;
use crate::number::Number;
use crate::time::Date;
use crate::wire::model::model;

tax_form! {
    /// Form 1099-DA, digital asset proceeds from broker transactions, since tax year 2025. The issuer is the filer.
    ///
    /// The API description of Akoya does not have it yet; the fields are those of FDX 6.4.1. A sale that a broker
    /// reports on Form 1099-B is there and not here.
    pub struct Form1099Da = "Tax1099Da" {
        /// The account number on the form.
        pub account_number: Option<String> = "accountNumber",
        /// The sales, one for each copy of boxes 1 to 16.
        pub digital_asset_details: Option<Vec<DigitalAssetSale>> = "digitalAssetDetails",
        /// Whether the IRS has notified the filer twice within three years that the recipient's
        /// taxpayer identification number is wrong.
        pub second_tin_notice: Option<bool> = "secondTinNotice",
        /// Box 4, federal income tax withheld from all sales together, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Boxes 14 to 16, state and local tax withheld from all sales together.
        pub state_and_local: Option<Vec<StateAndLocalTaxWithholding>> = "stateAndLocal",
    }
}

model! {
    /// One sale of a digital asset on Form 1099-DA. Boxes are those of tax year 2025.
    ///
    /// What a provider sends of boxes 7 to 13 (kinds of proceeds, customer-provided information, noncovered
    /// assets, stablecoins and NFTs reported together, units transferred in) is in [`extra`](Self::extra): no
    /// public description names these fields.
    pub struct DigitalAssetSale = "DigitalAssetDetail" {
        /// The CUSIP number, or another identifier of the asset.
        pub cusip: Option<String>,
        /// The checkbox on Form 8949: `G`, `H`, `J`, `K` or `Y`.
        pub checkbox_on_form_8949: Option<String> = "checkboxOnForm8949",
        /// Box 1a, the asset's code at the Digital Token Identifier Foundation (DTIF), nine characters;
        /// `999999999` for an asset without a code.
        pub digital_asset_code: Option<String> = "digitalAssetCode",
        /// Box 1b, the asset's name, as registered with its code.
        pub digital_asset_name: Option<String> = "digitalAssetName",
        /// Box 1c, how many units, with up to 18 decimal places. FDX sends it as a string.
        pub units: Option<Number>,
        /// Box 1d, when it was acquired.
        pub date_acquired: Option<Date> = "dateAcquired",
        /// Box 1d, whether it was acquired on various dates.
        pub various_dates_acquired: Option<bool> = "variousDatesAcquired",
        /// Box 1e, when it was sold or disposed of.
        pub date_of_sale: Option<Date> = "dateOfSale",
        /// Box 1f, the proceeds of all units together, in US dollars.
        pub proceeds: Option<Amount>,
        /// Box 1g, cost or other basis, in US dollars.
        pub cost_basis: Option<Amount> = "costBasis",
        /// Box 1h, accrued market discount, in US dollars.
        pub accrued_market_discount: Option<Amount> = "accruedMarketDiscount",
        /// Box 1i, the wash sale loss that is disallowed, in US dollars.
        pub wash_sale_loss_disallowed: Option<Amount> = "washSaleLossDisallowed",
        /// Box 2, whether the basis was reported to the IRS.
        pub basis_reported: Option<bool> = "basisReported",
        /// Box 3a, whether gross or net proceeds were reported to the IRS.
        pub proceeds_reported: Option<SaleProceedsType> = "grossOrNet",
        /// Box 3b, whether the proceeds come from a Qualified Opportunity Fund (QOF).
        pub qualified_opportunity_fund: Option<bool> = "qof",
        /// Box 4, federal income tax withheld, in US dollars.
        pub federal_tax_withheld: Option<Amount> = "federalTaxWithheld",
        /// Box 5, whether a loss is not allowed because of the amount in box 1f.
        pub loss_not_allowed: Option<bool> = "lossNotAllowed",
        /// Box 6, whether the gain or loss is long-term or short-term.
        pub term: Option<SaleTermType> = "longOrShort",
    }
}
