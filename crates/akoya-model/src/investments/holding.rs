//! What an investment account holds, and the lots it was bought in.

use super::instrument::{
    DebtSecurity, MutualFundSecurity, OptionSecurity, OtherSecurity, StockSecurity, SweepSecurity,
};
use crate::account::{Currency, FiAttribute, currency_code};
use crate::amount::Amount;
use crate::number::Number;
use crate::security::{Inv401kSource, PositionType, SecurityIdType, SubAccount};
use crate::time::DateTime;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;

model! {
    /// Something that an investment account holds.
    pub struct InvestmentHolding = "AnInvestmentHolding" {
        /// How the holding is spread over classes of assets.
        pub asset_classes: Option<Vec<AssetClassShare>> = "assetClasses",
        /// Whether `purchased_price` is an average over several purchases.
        pub average_cost: Option<bool> = "averageCost",
        /// Whether the holding is the account's cash.
        pub cash_account: Option<bool> = "cashAccount",
        /// How much the price of one unit changed since the day before. Negative: it fell.
        pub change_in_price: Option<Amount> = "changeInPrice",
        /// The currency of the holding's amounts.
        pub currency: Option<Currency>,
        /// The price of one unit.
        pub current_unit_price: Option<Amount> = "currentUnitPrice",
        /// When `current_unit_price` was current.
        pub current_unit_price_date: Option<DateTime> = "currentUnitPriceDate",
        /// What it is, in words.
        pub description: Option<String>,
        /// When an option, bond or certificate ends.
        pub expiration_date: Option<DateTime> = "expirationDate",
        /// The face value, of bonds and certificates.
        pub face_value: Option<Amount> = "faceValue",
        /// How the holding is spread over the provider's own classes of assets.
        pub fi_asset_classes: Option<Vec<FiAssetClassShare>> = "fiAssetClasses",
        /// More about the holding that only this provider has.
        pub fi_attributes: Option<Vec<FiAttribute>> = "fiAttributes",
        /// The part of the account that holds it.
        pub held_in_account: Option<SubAccount> = "heldInAccount",
        /// The identifier of the holding; the path of tax lots takes it.
        pub holding_id: Option<String> = "holdingId",
        /// The name of the holding.
        pub holding_name: Option<String> = "holdingName",
        /// What kind of cash it is.
        pub holding_sub_type: Option<HoldingSubType> = "holdingSubType",
        /// What kind of holding it is.
        pub holding_type: Option<HoldingType> = "holdingType",
        /// Where the money in a 401(k) plan came from.
        pub inv401k_source: Option<Inv401kSource> = "inv401kSurce",
        /// What the holding is worth at the market's price.
        pub market_value: Option<Amount> = "marketValue",
        /// When it was first bought.
        pub original_purchase_date: Option<DateTime> = "originalPurchaseDate",
        /// Which way the position is held.
        pub position_type: Option<PositionType> = "positionType",
        /// The price of one unit when it was bought.
        pub purchased_price: Option<Amount> = "purchasedPrice",
        /// The interest rate per year of a certificate or bond, in percent or as a fraction.
        pub rate: Option<Number>,
        /// The identifier of the security.
        pub security_id: Option<String> = "securityId",
        /// Which numbering system `security_id` belongs to.
        pub security_id_type: Option<SecurityIdType> = "securityIdType",
        /// The ticker symbol.
        pub symbol: Option<String>,
        /// The lots in which it was bought.
        pub tax_lots: Option<Vec<TaxLot>> = "taxLots",
        /// How many units. Negative: sold short.
        pub units: Option<Number>,
        /// More, if it is a fund.
        pub mutual_fund_security: Option<Box<MutualFundSecurity>> = "mutualFundSecurity",
        /// More, if it is an option.
        pub option_security: Option<Box<OptionSecurity>> = "optionSecurity",
        /// More, if it is of another kind.
        pub other_security: Option<Box<OtherSecurity>> = "otherSecurity",
        /// More, if it is a share of a company.
        pub stock_security: Option<Box<StockSecurity>> = "stockSecurity",
        /// More, if it is cash in a money market.
        pub sweep_security: Option<Box<SweepSecurity>> = "sweepSecurity",
        /// More, if it is a bond.
        pub debt_security: Option<Box<DebtSecurity>> = "debtSecurity",
    }
}

impl InvestmentHolding {
    /// Returns the code (ISO 4217) of the currency of the holding's amounts, such as `USD`; nothing when it is the
    /// account's.
    pub fn currency_code(&self) -> Option<&str> {
        currency_code(self.currency.as_ref(), &self.extra)
    }
}

model! {
    /// The response of tax lots: one holding and the lots in which it was bought.
    pub struct TaxLots = "TaxlotsResponse" {
        /// The identifier of the account.
        pub account_id: Option<String> = "accountId",
        /// The holding.
        pub holding: Option<TaxLotHolding>,
    }
}

model! {
    /// A holding with its lots.
    pub struct TaxLotHolding = "Holding" {
        /// The identifier of the holding.
        pub holding_id: Option<String> = "holdingId",
        /// The identifier of the security.
        pub security_id: Option<String> = "securityId",
        /// Which numbering system `security_id` belongs to.
        pub security_id_type: Option<SecurityIdType> = "securityIdType",
        /// The lots, one for each purchase.
        pub tax_lots: Option<Vec<TaxLot>> = "taxLots",
    }
}

model! {
    /// Units of a security that were bought together, and so are taxed alike when they are sold.
    pub struct TaxLot = "Items" {
        /// What the lot cost, with fees.
        pub cost_basis: Option<Amount> = "costBasis",
        /// What the lot is worth now.
        pub current_value: Option<Amount> = "currentValue",
        /// When it was bought.
        pub original_purchase_date: Option<DateTime> = "originalPurchaseDate",
        /// Which way the position is held.
        pub position_type: Option<PositionType> = "positionType",
        /// The price of one unit when it was bought.
        pub purchased_price: Option<Amount> = "purchasedPrice",
        /// How many units.
        pub quantity: Option<Number>,
    }
}

model! {
    /// How much of a holding is of one class of assets.
    pub struct AssetClassShare = "AssetClassItem" {
        /// The class.
        pub asset_class: Option<AssetClass> = "assetClass",
        /// The share, in percent.
        pub percent: Option<Number>,
    }
}

model! {
    /// How much of a holding is of one of the provider's own classes of assets.
    pub struct FiAssetClassShare = "FiAssetClassItem" {
        /// The class, in the provider's words.
        pub asset_class: Option<String> = "assetClass",
        /// The share, in percent.
        pub percent: Option<Number>,
    }
}

open_enum! {
    /// A class of assets.
    pub enum AssetClass {
        /// Bonds of the United States.
        DomesticBond = "DOMESTICBOND",
        /// Bonds of other countries.
        InternationalBond = "INTLBOND",
        /// Shares of large companies.
        LargeStock = "LARGESTOCK",
        /// Shares of small companies.
        SmallStock = "SMALLSTOCK",
        /// Shares of companies of other countries.
        InternationalStock = "INTLSTOCK",
        /// Money market.
        MoneyMarket = "MONEYMARKET",
        /// Anything else.
        Other = "OTHER",
    }
}

open_enum! {
    /// What kind of holding it is.
    pub enum HoldingType {
        /// A share of a company.
        Stock = "STOCK",
        /// A bond.
        Bond = "BOND",
        /// A fund.
        MutualFund = "MUTUALFUND",
        /// A certificate of deposit.
        Cd = "CD",
        /// An annuity.
        Annuity = "ANNUITY",
        /// An option.
        Option = "OPTION",
        /// Anything else.
        Other = "OTHER",
    }
}

open_enum! {
    /// What kind of cash a holding is.
    pub enum HoldingSubType {
        /// Money market.
        MoneyMarket = "MONEYMARKET",
        /// Cash.
        Cash = "CASH",
    }
}
