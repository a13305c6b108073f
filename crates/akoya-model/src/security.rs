//! Words about securities that transactions and holdings share.

use crate::wire::open_enum::open_enum;

open_enum! {
    /// Which numbering system identifies a security.
    #[doc(alias = "InvestmentTransactionSecurityIdType")]
    pub enum SecurityIdType {
        /// CUSIP, nine characters, United States and Canada.
        Cusip = "CUSIP",
        /// CUSIP, as the API description misspells it for transactions.
        Busip = "BUSIP",
        /// ISIN, twelve characters, worldwide (ISO 6166).
        Isin = "ISIN",
        /// SEDOL, seven characters, London.
        Sedol = "SEDOL",
        /// SICC, Japan.
        Sicc = "SICC",
        /// Valor, Switzerland.
        Valor = "VALOR",
        /// WKN, Germany.
        Wkn = "WKN",
    }
}

open_enum! {
    /// What a security is.
    #[doc(alias = "StockType")]
    pub enum SecurityType {
        /// A share of a company.
        Stock = "STOCK",
        /// A share of a fund.
        MutualFund = "MUTUALFUND",
        /// A debt.
        Debt = "DEBT",
        /// An option: a right to buy or sell.
        Option = "OPTION",
        /// Cash swept into a money market.
        Sweep = "SWEEP",
        /// A bond.
        Bond = "BOND",
        /// Anything else.
        Other = "OTHER",
    }
}

open_enum! {
    /// Which way a position is held.
    pub enum PositionType {
        /// Owned.
        Long = "LONG",
        /// Sold without being owned.
        Short = "SHORT",
    }
}

open_enum! {
    /// Where the money in a 401(k) plan came from.
    #[doc(alias = "Inv401KSurce")]
    pub enum Inv401kSource = "Inv401KSource" {
        /// The employee, after tax.
        AfterTax = "AFTERTAX",
        /// The employer's match.
        Match = "MATCH",
        /// Other, not vested.
        OtherNonVest = "OTHERNONVEST",
        /// Other, vested.
        OtherVest = "OTHERVEST",
        /// The employee, before tax.
        PreTax = "PRETAX",
        /// The employer's profit sharing.
        ProfitSharing = "PROFITSHARING",
        /// Another plan.
        Rollover = "ROLLOVER",
    }
}

open_enum! {
    /// What units are counted in.
    pub enum UnitType {
        /// Money.
        Currency = "CURRENCY",
        /// Shares.
        Shares = "SHARES",
    }
}

open_enum! {
    /// The part of an account that holds a security or an order.
    #[doc(alias = "HeldInAccount")]
    pub enum SubAccount {
        /// The cash account.
        Cash = "CASH",
        /// The margin account.
        Margin = "MARGIN",
        /// The account for short sales.
        Short = "SHORT",
        /// Another one.
        Other = "OTHER",
    }
}

open_enum! {
    /// The part of an account that a transaction took money or securities from.
    #[doc(alias = "SubAccountSecurityType")]
    pub enum SubAccountFund {
        /// The cash account.
        Cash = "CASH",
        /// The margin account.
        Margin = "MARGIN",
        /// The account for short sales.
        Short = "SHORT",
        /// Another one.
        Others = "OTHERS",
    }
}
