//! What is known of a holding by its kind: fund, share, bond, option, cash.

use crate::amount::Amount;
use crate::number::Number;
use crate::security::SecurityType;
use crate::time::DateTime;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;

model! {
    /// What is known of a fund.
    pub struct MutualFundSecurity = "MutualFundSecurityEntity" {
        /// Whether the fund gives out new shares.
        pub mutual_fund_type: Option<MutualFundType> = "mutualFundType",
        /// Units held in the broker's name.
        pub units_street: Option<Number> = "unitsStreet",
        /// Units held in the customer's name.
        pub units_user: Option<Number> = "unitsUser",
        /// Whether dividends buy more of the fund.
        pub reinvest_dividends: Option<bool> = "reinvestDividends",
        /// Whether capital gains buy more of the fund.
        pub reinvest_capital_gains: Option<bool> = "reinvestCapitalGains",
        /// What the fund pays per year, in percent of its price.
        pub yield_rate: Option<Number> = "yield",
        /// When the yield was current.
        pub yield_as_of_date: Option<DateTime> = "yieldAsOfDate",
    }
}

model! {
    /// What is known of a share of a company.
    pub struct StockSecurity = "StockSecurityEntity" {
        /// Units held in the broker's name.
        pub units_street: Option<Number> = "unitsStreet",
        /// Units held in the customer's name.
        pub units_user: Option<Number> = "unitsUser",
        /// Whether dividends buy more shares.
        pub reinvest_dividends: Option<bool> = "reinvestDividends",
        /// What the security is.
        pub stock_type: Option<SecurityType> = "stockType",
        /// What the share pays per year, in percent of its price.
        pub yield_rate: Option<Number> = "yield",
        /// When the yield was current.
        pub yield_as_of_date: Option<DateTime> = "yieldAsOfDate",
    }
}

model! {
    /// What is known of a bond or another debt.
    pub struct DebtSecurity = "DebtSecurityEntity" {
        /// The value that is paid back at the end.
        pub par_value: Option<Amount> = "parValue",
        /// How the debt pays.
        pub debt_type: Option<DebtType> = "debtType",
        /// Whose debt it is.
        pub debt_class: Option<DebtClass> = "debtClass",
        /// The interest per year, in percent of the par value.
        pub coupon_rate: Option<Number> = "couponRate",
        /// When interest is paid next.
        pub coupon_date: Option<DateTime> = "couponDate",
        /// How often interest is paid.
        pub coupon_mature_frequency: Option<CouponMatureFrequency> = "couponMatureFrequency",
        /// The price at which the issuer can pay it back early.
        pub call_price: Option<Amount> = "callPrice",
        /// What it yields per year if it is paid back at `call_date`, in percent.
        pub yield_to_call: Option<Number> = "yieldToCall",
        /// When the issuer can pay it back next.
        pub call_date: Option<DateTime> = "callDate",
        /// Who can end it early.
        pub call_type: Option<CallType> = "callType",
        /// What it yields per year if it is held to its end, in percent.
        pub yield_to_maturity: Option<Number> = "yieldToMaturity",
        /// When it ends.
        pub bond_maturity_date: Option<DateTime> = "bondMaturityDate",
    }
}

model! {
    /// What is known of an option.
    pub struct OptionSecurity = "OptionSecurityEntity" {
        /// Whether the seller owns what the option is on.
        pub secured: Option<Secured>,
        /// Whether the option is to buy or to sell.
        pub option_type: Option<OptionType> = "optionType",
        /// The price of one share that the option fixes.
        pub strike_price: Option<Amount> = "strikePrice",
        /// When the option ends.
        pub expire_date: Option<DateTime> = "expireDate",
        /// How many shares one contract is for, usually 100.
        pub shares_per_contract: Option<Number> = "sharesPerContract",
    }
}

model! {
    /// What is known of cash that is swept into a money market.
    pub struct SweepSecurity = "SweepSecurityEntity" {
        /// All of it.
        pub current_balance: Option<Amount> = "currentBalance",
        /// What can be taken out now.
        pub available_balance: Option<Amount> = "availableBalance",
        /// When the balances were current.
        pub balance_as_of: Option<DateTime> = "balanceAsOf",
        /// Whether checks can be written on it.
        pub checks: Option<bool>,
    }
}

model! {
    /// What is known of a security of another kind.
    pub struct OtherSecurity = "OtherSecurityEntity" {
        /// What kind it is, in words.
        pub type_description: Option<String> = "typeDescription",
    }
}

open_enum! {
    /// Whether a fund gives out new shares.
    pub enum MutualFundType {
        /// It gives out and takes back shares at any time.
        OpenEnd = "OPENEND",
        /// It has a fixed number of shares, traded on an exchange.
        CloseEnd = "CLOSEEND",
        /// Anything else.
        Other = "OTHER",
    }
}

open_enum! {
    /// How a debt pays.
    pub enum DebtType {
        /// It is backed by assets.
        Asset = "ASSET",
        /// It pays interest.
        Coupon = "COUPON",
    }
}

open_enum! {
    /// Whose debt it is.
    pub enum DebtClass {
        /// The United States'.
        Treasury = "TREASURY",
        /// A state's or city's.
        Municipal = "MUNICIPAL",
        /// A company's.
        Corporate = "CORPORATE",
        /// Anyone else's.
        Other = "OTHER",
    }
}

open_enum! {
    /// How often a debt pays interest.
    pub enum CouponMatureFrequency {
        /// Every month.
        Monthly = "MONTHLY",
        /// Every three months.
        Quarterly = "QUARTERLY",
        /// Twice a year.
        SemiAnnual = "SEMIANNUAL",
        /// Every year.
        Annual = "ANNUAL",
        /// Anything else.
        Other = "OTHER",
    }
}

open_enum! {
    /// How a debt can end early.
    pub enum CallType {
        /// The issuer can pay it back.
        Call = "CALL",
        /// The holder can give it back.
        Put = "PUT",
        /// Money to pay it back is set aside.
        Prefund = "PREFUND",
        /// It ends on its last day only.
        Maturity = "MATURITY",
    }
}

open_enum! {
    /// Whether the seller of an option owns what the option is on.
    pub enum Secured {
        /// Owned.
        Covered = "COVERED",
        /// Not owned.
        Naked = "NAKED",
    }
}

open_enum! {
    /// Whether an option is to buy or to sell.
    pub enum OptionType {
        /// To buy.
        Call = "CALL",
        /// To sell.
        Put = "PUT",
    }
}
