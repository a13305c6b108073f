//! Balances: the accounts with what is on them.

use std::fmt;

use crate::account::{
    BalanceType, Currency, account, account_fields, annuity_account, deposit_account,
    insurance_account, loan_account,
};
use crate::amount::Amount;
use crate::number::Number;
use crate::time::DateTime;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;
use crate::wire::union::{shared_field, union};

model! {
    /// The response of balances: the accounts that the customer shared, with their balances.
    pub struct Balances {
        /// The accounts, in the provider's order. In a partial response (HTTP 206) some have an
        /// [`error`](AccountBalance::error) instead.
        pub accounts: Option<Vec<AccountBalance>>,
    }
}

union! {
    /// An account of one of six kinds, with its balances.
    pub enum AccountBalance = "BalancesAccounts", else DepositBalances {
        /// Checking, savings, certificate of deposit.
        Deposit(DepositBalances) = "depositAccount" as "DepositBalance",
        /// Mortgage, student loan, car loan.
        Loan(LoanBalances) = "loanAccount" as "LoanBalance",
        /// Credit card, home equity line.
        LineOfCredit(LineOfCreditBalances) = "locAccount" as "LocBalance",
        /// Brokerage, retirement, college savings.
        Investment(InvestmentBalances) = "investmentAccount" as "InvestmentBalance",
        /// Insurance policy.
        Insurance(InsuranceBalances) = "insuranceAccount" as "InsuranceBalance",
        /// Annuity.
        Annuity(AnnuityBalances) = "annuityAccount" as "AnnuityBalance",
    }
}

account_fields!(AccountBalance);

shared_field! {
    AccountBalance { Deposit, Loan, LineOfCredit, Investment, Insurance, Annuity }

    /// The figure that best says what the account is worth or owes, and which figure it is.
    main_balance -> MainBalance<'_> = |account| account.main_balance();
    /// When the balances were current; insurance and annuities do not say.
    balance_as_of -> &DateTime = |account| account.balance_as_of();
}

/// The figure that best says what an account is worth or owes, and which figure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MainBalance<'a> {
    /// The figure, with the sign that the provider sent.
    pub amount: &'a Amount,
    /// What the figure is.
    pub meaning: BalanceMeaning,
}

/// What a [`MainBalance`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BalanceMeaning {
    /// Money that the customer owns: the current balance of a deposit account.
    Owned,
    /// Money that can be withdrawn now: the available balance of a deposit account, because
    /// the provider sent no current balance.
    Available,
    /// What a deposit account is overdrawn by: its negative balance.
    Overdrawn,
    /// A debt: the current balance of a line of credit, the principal of a loan, and the balance of any other
    /// account whose `balanceType` is `LIABILITY`. Negative: the customer is in credit.
    Owed,
    /// A debt by the kind of account, which is a loan or a line of credit, and the customer's own money by its
    /// `balanceType`, which is `ASSET`. Some providers write `ASSET` for every account, others mean that the card was
    /// overpaid: which it is, the document does not tell.
    Unclear,
    /// What an investment is worth, or the net present value of an annuity.
    Worth,
    /// What an insurance policy covers.
    Covered,
}

impl fmt::Display for BalanceMeaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Owned => "owned",
            Self::Available => "available",
            Self::Overdrawn => "overdrawn",
            Self::Owed => "owed",
            Self::Unclear => "owed or owned",
            Self::Worth => "worth",
            Self::Covered => "covered",
        })
    }
}

impl BalanceMeaning {
    /// Returns what a figure of this meaning is, with its sign and what the account says of it.
    fn of(self, amount: &Amount, balance_type: Option<&BalanceType>) -> Self {
        let is_liability = balance_type.is_some_and(BalanceType::is_liability);
        let is_asset = balance_type.is_some_and(BalanceType::is_asset);
        match self {
            Self::Owed if is_asset && !amount.is_zero() => Self::Unclear,
            Self::Owned | Self::Available if amount.is_negative() => Self::Overdrawn,
            Self::Owned | Self::Worth if is_liability => Self::Owed,
            meaning => meaning,
        }
    }
}

/// Names the figures that stand for all balances of a kind, the best first, and the time that they have.
macro_rules! main_balance {
    ($($kind:ident: $($balance:ident $wire:literal is $meaning:ident),+ $(=> $time:ident)?;)*) => {
        $(
            impl $kind {
                /// Returns the figure that best says what the account is worth or owes, and which figure it is. A
                /// figure that was sent and cannot be read gives way to no other.
                pub fn main_balance(&self) -> Option<MainBalance<'_>> {
                    $(
                        if let Some(amount) = self.$balance.as_ref() {
                            let meaning = BalanceMeaning::$meaning.of(amount, self.balance_type.as_ref());
                            return Some(MainBalance { amount, meaning });
                        }
                        if self.extra.invalid($wire).is_some() {
                            return None;
                        }
                    )+
                    None
                }

                fn balance_as_of(&self) -> Option<&DateTime> {
                    None$(.or(self.$time.as_ref()))?
                }
            }
        )*
    };
}

main_balance! {
    DepositBalances: current_balance "currentBalance" is Owned, available_balance "availableBalance" is Available => balance_as_of;
    LoanBalances: principal_balance "principalBalance" is Owed => balance_as_of;
    LineOfCreditBalances: current_balance "currentBalance" is Owed, principal_balance "principalBalance" is Owed => balance_as_of;
    InvestmentBalances: current_value "currentValue" is Worth => balance_as_of;
    InsuranceBalances: policy_coverage_amount "policyCoverageAmount" is Covered;
    AnnuityBalances: net_present_value "netPresentValue" is Worth;
}

deposit_account! {
    /// A checking or savings account or a certificate of deposit, with its balances.
    pub struct DepositBalances {
        /// When the balances were current.
        pub balance_as_of: Option<DateTime> = "balanceAsOf",
        /// The balance when the day began. Negative: overdrawn.
        pub opening_day_balance: Option<Amount> = "openingDayBalance",
        /// What can be taken out now. Negative: overdrawn.
        pub available_balance: Option<Amount> = "availableBalance",
        /// Interest of this calendar year.
        pub interest_ytd: Option<Amount> = "interestYtd",
        /// All money on the account, also what cannot be taken out yet. Negative: overdrawn.
        pub current_balance: Option<Amount> = "currentBalance",
    }
}

loan_account! {
    /// A loan with what is owed. A positive balance is a debt.
    pub struct LoanBalances {
        /// When the balances were current.
        pub balance_as_of: Option<DateTime> = "balanceAsOf",
        /// The escrow balance: money held for property taxes and insurance.
        pub escrow_balance: Option<Amount> = "escrowBalance",
        /// Interest paid in this calendar year.
        pub interest_paid_year_to_date: Option<Amount> = "interestPaidYearToDate",
        /// The last payment.
        pub last_payment_amount: Option<Amount> = "lastPaymentAmount",
        /// When the last payment was made.
        pub last_payment_date: Option<DateTime> = "lastPaymentDate",
        /// The next payment.
        pub next_payment_amount: Option<Amount> = "nextPaymentAmount",
        /// When the next payment is due.
        pub next_payment_date: Option<DateTime> = "nextPaymentDate",
        /// The original principal: what was borrowed.
        pub original_principal: Option<Amount> = "originalPrincipal",
        /// The payoff amount: what would have to be paid to end the loan now.
        pub pay_off_amount: Option<Amount> = "payOffAmount",
        /// The outstanding principal: what is still owed, without interest.
        pub principal_balance: Option<Amount> = "principalBalance",
    }
}

account! {
    /// A credit card or another line of credit, with what is owed. A positive balance is a debt.
    pub struct LineOfCreditBalances {
        /// When the balances were current.
        pub balance_as_of: Option<DateTime> = "balanceAsOf",
        /// The annual percentage rate (APR) on cash advances, in percent or as a fraction.
        pub advances_apr: Option<Number> = "advancesApr",
        /// What can be drawn in cash now.
        pub available_cash: Option<Amount> = "availableCash",
        /// What can be spent now.
        pub available_credit: Option<Amount> = "availableCredit",
        /// The most that can be drawn in cash.
        pub cash_advance_limit: Option<Amount> = "cashAdvanceLimit",
        /// The most that can be borrowed.
        pub credit_line: Option<Amount> = "creditLine",
        /// What is owed now. Negative: the customer paid more than that.
        pub current_balance: Option<Amount> = "currentBalance",
        /// Points or other rewards to be spent; a number of points, not money.
        pub current_rewards_balance: Option<Number> = "currentRewardsBalance",
        /// Interest and fees of the present statement period.
        pub finance_charges: Option<Amount> = "financeCharges",
        /// The last payment.
        pub last_payment_amount: Option<Amount> = "lastPaymentAmount",
        /// When the last payment was made.
        pub last_payment_date: Option<DateTime> = "lastPaymentDate",
        /// The statement balance: what was owed on the last statement.
        pub last_stmt_balance: Option<Amount> = "lastStmtBalance",
        /// The closing date of the last statement.
        pub last_stmt_date: Option<DateTime> = "lastStmtDate",
        /// The minimum payment due by `next_payment_date`.
        pub minimum_payment_amount: Option<Amount> = "minimumPaymentAmount",
        /// The next payment.
        pub next_payment_amount: Option<Amount> = "nextPaymentAmount",
        /// When the next payment is due.
        pub next_payment_date: Option<DateTime> = "nextPaymentDate",
        /// What is past due.
        pub past_due_amount: Option<Amount> = "pastDueAmount",
        /// Rewards earned; a number of points.
        pub points_accrued: Option<Number> = "pointsAccrued",
        /// What is owed, without interest.
        pub principal_balance: Option<Amount> = "principalBalance",
        /// Rewards spent; a number of points.
        pub points_redeemed: Option<Number> = "pointsRedeemed",
        /// The annual percentage rate (APR) on purchases, in percent or as a fraction.
        pub purchases_apr: Option<Number> = "purchasesApr",
    }
}

/// Defines an investment account with its balances, and more.
macro_rules! investment_balances {
    ($(#[doc = $doc:literal])* pub struct $name:ident $(= $wire:literal)? { $($own:tt)* }) => {
        $crate::account::investment_account! {
            $(#[doc = $doc])*
            pub struct $name $(= $wire)? {
                /// Cash that can be invested or taken out.
                pub available_cash_balance: Option<$crate::Amount> = "availableCashBalance",
                /// When the balances were current.
                pub balance_as_of: Option<$crate::DateTime> = "balanceAsOf",
                /// More balances that the provider reports, by name.
                pub balance_list: Option<Vec<$crate::balances::NamedBalance>> = "balanceList",
                /// What the account is worth: cash and all holdings at their market price.
                pub current_value: Option<$crate::Amount> = "currentValue",
                /// How much the value changed since the day before. Negative: a loss.
                pub daily_change: Option<$crate::Amount> = "dailyChange",
                /// The margin balance: borrowed money.
                pub margin_balance: Option<$crate::Amount> = "marginBalance",
                /// How much the value changed since the day before, in percent. Negative: a loss.
                pub percentage_change: Option<$crate::Number> = "percentageChange",
                /// The rollover amount: money that came from another plan.
                pub rollover_amount: Option<$crate::Amount> = "rolloverAmount",
                /// The value of securities sold short.
                pub short_balance: Option<$crate::Amount> = "shortBalance",
                $($own)*
            }
        }
    };
}

pub(crate) use investment_balances;

investment_balances! {
    /// A brokerage, retirement or college savings account, with its balances.
    pub struct InvestmentBalances {}
}

model! {
    /// A balance that a provider reports besides the usual ones.
    pub struct NamedBalance = "InvestmentBalanceList" {
        /// A short name, such as `MARGINCALL`.
        pub balance_name: Option<String> = "balanceName",
        /// What the balance is, in words.
        pub balance_description: Option<String> = "balanceDescription",
        /// Whether the value is money or percent.
        pub balance_type: Option<NamedBalanceType> = "balanceType",
        /// The value; money or percent, as `balance_type` says.
        pub balance_value: Option<Number> = "balanceValue",
        /// When the balance was current.
        pub balance_date: Option<DateTime> = "balanceDate",
        /// The currency, when it is money.
        pub currency: Option<Currency>,
    }
}

open_enum! {
    /// What the value of a [`NamedBalance`] is.
    pub enum NamedBalanceType = "InvestmentBalanceType" {
        /// Money.
        Amount = "AMOUNT",
        /// Percent.
        Percentage = "PERCENTAGE",
    }
}

insurance_account! {
    /// An insurance policy, with what it covers and costs.
    pub struct InsuranceBalances {
        /// The most that the insurer pays.
        pub policy_coverage_amount: Option<Amount> = "policyCoverageAmount",
        /// When the policy ends.
        pub policy_end_date: Option<DateTime> = "policyEndDate",
        /// What the policy costs per `policy_premium_term`.
        pub policy_premium: Option<Amount> = "policyPremium",
        /// How often the premium is due.
        pub policy_premium_term: Option<PolicyPremiumTerm> = "policyPremiumTerm",
        /// When the policy began.
        pub policy_start_date: Option<DateTime> = "policyStartDate",
    }
}

open_enum! {
    /// How often an insurance premium is due.
    pub enum PolicyPremiumTerm {
        /// Every month.
        Monthly = "MONTHLY",
        /// Every year.
        Annual = "ANNUAL",
    }
}

annuity_account! {
    /// An annuity, with what it pays.
    pub struct AnnuityBalances {
        /// How much the payments rise each year: money or percent, as `annual_increase_type` says.
        pub annual_increase: Option<Number> = "annualIncrease",
        /// What `annual_increase` is.
        pub annual_increase_type: Option<AnnualIncreaseType> = "annualIncreaseType",
        /// The net present value: what all payments to come are worth today.
        pub net_present_value: Option<Amount> = "netPresentValue",
        /// One payment.
        pub payment_amount: Option<Amount> = "paymentAmount",
        /// When the last payment is made.
        pub payment_end_date: Option<DateTime> = "paymentEndDate",
        /// When the first payment is made.
        pub payment_start_date: Option<DateTime> = "paymentStartDate",
        /// The period certain: how long payments are guaranteed, even after the customer's death.
        pub period_certain_guarantee: Option<PeriodCertainGuarantee> = "periodCertainGuarantee",
        /// How many payments there are in all.
        pub total_payment_count: Option<Number> = "totalPaymentCount",
    }
}

open_enum! {
    /// How the payments of an annuity rise.
    pub enum AnnualIncreaseType {
        /// By a fixed step.
        Fixed = "FIXED",
        /// By a percentage.
        Percent = "PERCENT",
        /// By a sum of money.
        Dollar = "DOLLAR",
    }
}

open_enum! {
    /// How long the payments of an annuity are guaranteed.
    pub enum PeriodCertainGuarantee {
        /// No guarantee.
        NoPeriodCertain = "NO PERIOD CERTAIN",
        /// Five years.
        FiveYears = "5-YEAR",
        /// Ten years.
        TenYears = "10-YEAR",
        /// Twenty years.
        TwentyYears = "20-YEAR",
        /// Thirty years.
        ThirtyYears = "30-YEAR",
    }
}
