//! Investments: accounts with their holdings, orders and plans; and the tax lots of one holding.

mod held;
mod holding;
mod instrument;
mod plan;

pub use held::Holdings;
pub use holding::{
    AssetClass, AssetClassShare, FiAssetClassShare, HoldingSubType, HoldingType, InvestmentHolding,
    TaxLot, TaxLotHolding, TaxLots,
};
pub use instrument::{
    CallType, CouponMatureFrequency, DebtClass, DebtSecurity, DebtType, MutualFundSecurity,
    MutualFundType, OptionSecurity, OptionType, OtherSecurity, Secured, StockSecurity,
    SweepSecurity,
};
pub use plan::{
    Contribution, EquityGrant, InvestmentLoan, LoanPaymentFrequency, PensionSource, Vesting,
    VestingOfGrant,
};

use crate::account::account_fields;
use crate::amount::Amount;
use crate::balances::{
    AnnuityBalances, DepositBalances, InsuranceBalances, LineOfCreditBalances, LoanBalances,
    investment_balances,
};
use crate::number::Number;
use crate::security::{Inv401kSource, SecurityIdType, SubAccount, UnitType};
use crate::time::DateTime;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;
use crate::wire::union::union;

model! {
    /// The response of investments: the accounts that the customer shared, investment accounts with all their details.
    pub struct InvestmentsDetails {
        /// The accounts, in the provider's order. In a partial response (HTTP 206) some have an
        /// [`error`](AccountHoldings::error) instead.
        pub accounts: Option<Vec<AccountHoldings>>,
    }
}

union! {
    /// An account of one of six kinds, with its balances and, for investments, its holdings.
    pub enum AccountHoldings = "InvestmentsDetailsAccounts", else DepositBalances {
        /// Brokerage, retirement, college savings.
        Investment(InvestmentAccountDetails) = "investmentAccount" as "InvestmentBalanceInfo",
        /// Checking, savings, certificate of deposit.
        Deposit(DepositBalances) = "depositAccount" as "DepositBalanceInfo",
        /// Mortgage, student loan, car loan.
        Loan(LoanBalances) = "loanAccount" as "LoanBalanceInfo",
        /// Credit card, home equity line.
        LineOfCredit(LineOfCreditBalances) = "locAccount" as "LocBalanceInfo",
        /// Insurance policy.
        Insurance(InsuranceBalances) = "insuranceAccount" as "InsuranceBalanceInfo",
        /// Annuity.
        Annuity(AnnuityBalances) = "annuityAccount" as "AnnuityBalanceInfo",
    }
}

account_fields!(AccountHoldings);

investment_balances! {
    /// A brokerage, retirement or college savings account, with everything that the provider reports about it.
    pub struct InvestmentAccountDetails = "InvestmentAccountWithAllDetails" {
        /// What is held: shares, bonds, funds, options, cash.
        pub holdings: Option<Vec<InvestmentHolding>>,
        /// Orders that wait to be carried out.
        pub open_orders: Option<Vec<OpenOrder>> = "openOrders",
        /// What is paid into a retirement plan, and by whom.
        pub contribution: Option<Vec<Contribution>>,
        /// What of a plan belongs to the customer when.
        pub vesting: Option<Vec<Vesting>>,
        /// Loans taken from the plan.
        pub investment_loans: Option<Vec<InvestmentLoan>> = "investmentLoans",
        /// What a pension pays.
        pub pension_source: Option<Vec<PensionSource>> = "pensionSource",
        /// Shares and options that the employer granted.
        pub equity_grants: Option<Vec<EquityGrant>> = "equityGrants",
    }
}

model! {
    /// An order to buy or sell that waits to be carried out.
    pub struct OpenOrder = "OpenOrderEntity" {
        /// The identifier of the order.
        pub order_id: Option<String> = "orderId",
        /// The identifier of the security.
        pub security_id: Option<String> = "securityId",
        /// Which numbering system `security_id` belongs to.
        pub security_id_type: Option<SecurityIdType> = "securityIdType",
        /// The ticker symbol.
        pub symbol: Option<String>,
        /// What the order is, in words.
        pub description: Option<String>,
        /// How many units.
        pub units: Option<Number>,
        /// What is to be done.
        pub order_type: Option<OrderType> = "orderType",
        /// When the order was given.
        pub order_date: Option<DateTime> = "orderDate",
        /// The price of one unit.
        pub unit_price: Option<Amount> = "unitPrice",
        /// What `units` counts.
        pub unit_type: Option<UnitType> = "unitType",
        /// How long the order stays open.
        pub order_duration: Option<OrderDuration> = "orderDuration",
        /// The part of the account that the order is for.
        pub sub_account: Option<SubAccount> = "subAccount",
        /// The highest price to buy at, or the lowest to sell at, of one unit.
        pub limit_price: Option<Amount> = "limitPrice",
        /// The price of one unit that makes the order active.
        pub stop_price: Option<Amount> = "stopPrice",
        /// Where the money in a 401(k) plan came from.
        pub inv401k_source: Option<Inv401kSource> = "inv401kSource",
    }
}

open_enum! {
    /// What an order is to do.
    pub enum OrderType {
        /// Buy.
        Buy = "BUY",
        /// Sell.
        Sell = "SELL",
        /// Buy back what was sold short.
        BuyToCover = "BUYTOCOVER",
        /// Buy an option to open a position.
        BuyToOpen = "BUYTOOPEN",
        /// Sell to cover a position.
        SellToCover = "SELLTOCOVER",
        /// Sell an option to open a position.
        SellToOpen = "SELLTOOPEN",
        /// Sell what is not owned.
        SellShort = "SELLSHORT",
        /// Sell to close a position.
        SellClose = "SELLCLOSE",
    }
}

open_enum! {
    /// How long an order stays open.
    pub enum OrderDuration {
        /// Until the end of the day.
        Day = "DAY",
        /// Until it is taken back.
        GoodTillCancel = "GOODTILLCANCEL",
        /// At once or never.
        Immediate = "IMMEDIATE",
    }
}
