//! Transactions on investment accounts.

use super::fields::transaction;
use crate::amount::Amount;
use crate::number::Number;
use crate::security::{
    Inv401kSource, PositionType, SecurityIdType, SecurityType, SubAccountFund, UnitType,
};
use crate::wire::open_enum::open_enum;

transaction! {
    /// A transaction on an investment account: a purchase, a dividend, a contribution to a retirement plan.
    pub struct InvestmentTransaction {
        /// Interest earned and not paid yet, part of a bond's price.
        pub accrued_interest: Option<Amount> = "accruedInterest",
        /// The broker's commission.
        pub commission: Option<Amount>,
        /// The broker's number of the order.
        pub confirmation_number: Option<String> = "confirmationNumber",
        /// The face value of a bond.
        pub face_value: Option<Amount> = "faceValue",
        /// Fees without commission.
        pub fees: Option<Amount>,
        /// Cash for a fraction of a share.
        pub fractional_cash: Option<Amount> = "fractionalCash",
        /// The gain of a sale. Negative: a loss.
        pub gain: Option<Amount>,
        /// What kind of income it is.
        pub income_type: Option<IncomeType> = "incomeType",
        /// Where the money in a 401(k) plan came from.
        pub inv401k_source: Option<Inv401kSource> = "inv401kSource",
        /// The charge of a fund for buying or selling it.
        pub load: Option<Amount>,
        /// The identifier of a loan from the plan.
        pub loan_id: Option<String> = "loanId",
        /// The interest part of a loan payment.
        pub loan_interest: Option<Amount> = "loanInterest",
        /// The part of a loan payment that pays back the debt.
        pub loan_principal: Option<Amount> = "loanPrincipal",
        /// What the broker added to the price.
        pub markup: Option<Amount>,
        /// Shares after a split.
        pub new_units: Option<Number> = "newUnits",
        /// Shares before a split.
        pub old_units: Option<Number> = "oldUnits",
        /// The day of the payroll that a contribution came from; text in the provider's form.
        pub payroll_date: Option<String> = "payrollDate",
        /// A penalty for taking money out early.
        pub penalty: Option<Amount>,
        /// Which way the position is held.
        pub position_type: Option<PositionType> = "positionType",
        /// The price of one share or unit.
        pub price: Option<Amount>,
        /// Whether a contribution counts for the year before.
        pub prior_year_contrib: Option<bool> = "priorYearContrib",
        /// The account's balance after the transaction.
        pub running_balance: Option<Amount> = "runningBalance",
        /// The identifier of the security.
        pub security_id: Option<String> = "securityId",
        /// Which numbering system `security_id` belongs to.
        pub security_id_type: Option<SecurityIdType> = "securityIdType",
        /// What the security is.
        pub security_type: Option<SecurityType> = "securityType",
        /// How many shares.
        pub shares: Option<Number>,
        /// The lower number of a split: 1 for two-for-one.
        pub split_ratio_denominator: Option<Number> = "splitRatioDenominator",
        /// The upper number of a split: 2 for two-for-one.
        pub split_ratio_numerator: Option<Number> = "splitRatioNumerator",
        /// State tax withheld.
        pub state_withholding: Option<Amount> = "stateWithholding",
        /// The part of the account that the money was taken from or went to.
        pub sub_account_fund: Option<SubAccountFund> = "subAccountFund",
        /// The part of the account that the security was taken from or went to.
        pub sub_account_sec: Option<SubAccountFund> = "subAccountSec",
        /// The ticker symbol.
        pub symbol: Option<String>,
        /// Taxes on the trade.
        pub taxes: Option<Amount>,
        /// Whether it is free of tax.
        pub tax_exempt: Option<bool> = "taxExempt",
        /// Why a debt security was sold.
        pub transaction_reason: Option<TransactionReason> = "transactionReason",
        /// What kind of transaction it is.
        pub transaction_type: Option<InvestmentTransactionType> = "transactionType",
        /// Which way a transfer went.
        pub transfer_action: Option<TransferAction> = "transferAction",
        /// The price of one unit.
        pub unit_price: Option<Amount> = "unitPrice",
        /// How many units. Negative: they left the account.
        pub units: Option<Number>,
        /// What `units` counts.
        pub unit_type: Option<UnitType> = "unitType",
        /// Federal tax withheld.
        pub withholding: Option<Amount>,
    }
}

open_enum! {
    /// What kind of income an investment brought.
    pub enum IncomeType {
        /// Long-term capital gain.
        LongTermGain = "CGLONG",
        /// Short-term capital gain.
        ShortTermGain = "CGSHORT",
        /// Anything else.
        Miscellaneous = "MISC",
    }
}

open_enum! {
    /// Why a debt security was sold.
    pub enum TransactionReason {
        /// The issuer called it.
        Call = "CALL",
        /// The customer sold it.
        Sell = "SELL",
        /// It came due.
        Maturity = "MATURITY",
    }
}

open_enum! {
    /// Which way a transfer went.
    pub enum TransferAction {
        /// Into the account.
        In = "IN",
        /// Out of the account.
        Out = "OUT",
    }
}

open_enum! {
    /// What kind of transaction it is, on an investment account.
    pub enum InvestmentTransactionType {
        /// A security was bought.
        Purchased = "PURCHASED",
        /// A security was sold.
        Sold = "SOLD",
        /// A short position was bought back.
        PurchasedToCover = "PURCHASEDTOCOVER",
        /// A correction.
        Adjustment = "ADJUSTMENT",
        /// An option was bought to open a position.
        PurchaseToOpen = "PURCHASETOOPEN",
        /// An option was bought to close a position.
        PurchaseToClose = "PURCHASETOCLOSE",
        /// An option was sold to open a position.
        SoldToOpen = "SOLDTOOPEN",
        /// An option was sold to close a position.
        SoldToClose = "SOLDTOCLOSE",
        /// Interest.
        Interest = "INTEREST",
        /// Margin interest.
        MarginInterest = "MARGININTEREST",
        /// Income bought more of the security.
        ReinvestOfIncome = "REINVESTOFINCOME",
        /// A return of capital.
        ReturnOfCapital = "RETURNOFCAPITAL",
        /// A transfer.
        Transfer = "TRANSFER",
        /// A contribution to a plan.
        Contribution = "CONTRIBUTION",
        /// A fee.
        Fee = "FEE",
        /// An option was exercised.
        OptionExercise = "OPTIONEXERCISE",
        /// An option ran out.
        OptionExpiration = "OPTIONEXPIRATION",
        /// A dividend.
        Dividend = "DIVIDEND",
        /// A dividend bought more of the security.
        DividendReinvest = "DIVIDENDREINVEST",
        /// Shares were split.
        Split = "SPLIT",
        /// A position was closed.
        Closure = "CLOSURE",
        /// Income.
        Income = "INCOME",
        /// An expense.
        Expense = "EXPENSE",
        /// An option position was closed.
        ClosureOption = "CLOSUREOPT",
        /// An expense of the investment.
        InvestmentExpense = "INVEXPENSE",
        /// Securities moved between parts of the account.
        JournalSecurity = "JRNLSEC",
        /// Money moved between parts of the account.
        JournalFund = "JRNLFUND",
        /// Anything else.
        Other = "OTHER",
        /// A dividend, in the shorter spelling.
        Div = "DIV",
        /// A service charge.
        ServiceCharge = "SRVCHG",
        /// A deposit, in the shorter spelling.
        Dep = "DEP",
        /// A deposit.
        Deposit = "DEPOSIT",
        /// A transaction at an ATM.
        Atm = "ATM",
        /// A point-of-sale card payment.
        Pos = "POS",
        /// A transfer, in the shorter spelling.
        Xfer = "XFER",
        /// A check.
        Check = "CHECK",
        /// A payment.
        Payment = "PAYMENT",
        /// Cash taken out.
        Cash = "CASH",
        /// Direct deposit, of wages for example.
        DirectDeposit = "DIRECTDEP",
        /// Direct debit.
        DirectDebit = "DIRECTDEBIT",
        /// A standing order.
        RepeatPayment = "REPEATPMT",
    }
}
