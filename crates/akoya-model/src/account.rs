//! What accounts, balances and investments share: the fields of every account, and their vocabulary.

mod choice;

use std::borrow::Cow;

pub use self::choice::{Account, Candidate, ChoiceError, ChoiceErrorKind, choose, only};
use crate::number::Number;
use crate::wire::json::JsonKind;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;

/// Defines an account: the fields that every kind has, then its own.
macro_rules! account {
    ($(#[doc = $doc:literal])* pub struct $name:ident $(= $wire:literal)? { $($own:tt)* }) => {
        $crate::wire::model::model! {
            $(#[doc = $doc])*
            pub struct $name $(= $wire)? {
                /// The provider's identifier of the account, unique for one customer and
                /// constant; not the account number.
                pub account_id: Option<String> = "accountId",
                /// The kind of account in the provider's words, such as `CHECKING`, `CD`, `401K` or `BROKERAGE`.
                pub account_type: Option<String> = "accountType",
                /// The account number as the customer may see it, masked except for the last digits.
                pub account_number_display: Option<String> = "accountNumberDisplay",
                /// The currency of all amounts of the account.
                pub currency: Option<$crate::account::Currency>,
                /// What the account is, in the provider's words.
                pub description: Option<String>,
                /// More about the account that only this provider has.
                pub fi_attributes: Option<Vec<$crate::account::FiAttribute>> = "fiAttributes",
                /// The name that the customer gave to the account.
                pub nickname: Option<String>,
                /// The name under which the provider sells this kind of account.
                pub product_name: Option<String> = "productName",
                /// Whether the account is open.
                pub status: Option<$crate::account::AccountStatus>,
                /// The provider's line of business that keeps the account, such as consumer or wealth.
                pub line_of_business: Option<String> = "lineOfBusiness",
                /// Whether a positive balance is something the customer owns or owes.
                pub balance_type: Option<$crate::account::BalanceType> = "balanceType",
                /// The interest rate per year; providers send percent (`1.25`) or a fraction (`0.0125`).
                pub interest_rate: Option<$crate::Number> = "interestRate",
                /// Whether the interest rate can change.
                pub interest_rate_type: Option<$crate::account::InterestRateType> = "interestRateType",
                /// When the interest rate was current.
                pub interest_rate_as_of: Option<$crate::DateTime> = "interestRateAsOf",
                /// When something last happened on the account.
                pub last_activity_date: Option<$crate::DateTime> = "lastActivityDate",
                /// The MICR line of the account's checks: routing and account number in magnetic ink.
                pub micr_number: Option<String> = "micrNumber",
                /// The `account_id` of the account that this one belongs to.
                pub parent_account_id: Option<String> = "parentAccountId",
                /// The interest rate before the present one, per year.
                pub prior_interest_rate: Option<$crate::Number> = "priorInterestRate",
                /// Whether money can be transferred into the account.
                pub transfer_in: Option<bool> = "transferIn",
                /// Whether money can be transferred out of the account.
                pub transfer_out: Option<bool> = "transferOut",
                $($own)*
            }
        }
    };
}

/// Defines a deposit account: checking, savings, certificate of deposit.
macro_rules! deposit_account {
    ($(#[doc = $doc:literal])* pub struct $name:ident $(= $wire:literal)? { $($own:tt)* }) => {
        $crate::account::account! {
            $(#[doc = $doc])*
            pub struct $name $(= $wire)? {
                /// The annual percentage yield (APY), in percent or as a fraction.
                pub annual_percentage_yield: Option<$crate::Number> = "annualPercentageYield",
                /// How long a certificate of deposit runs, in months.
                pub term: Option<$crate::Integer>,
                /// When a certificate of deposit ends.
                pub maturity_date: Option<$crate::DateTime> = "maturityDate",
                $($own)*
            }
        }
    };
}

/// Defines a loan: mortgage, student loan, car loan.
macro_rules! loan_account {
    ($(#[doc = $doc:literal])* pub struct $name:ident $(= $wire:literal)? { $($own:tt)* }) => {
        $crate::account::account! {
            $(#[doc = $doc])*
            pub struct $name $(= $wire)? {
                /// How often interest is compounded.
                pub compounding_period: Option<$crate::account::Frequency> = "compoundingPeriod",
                /// How long the loan runs, in months.
                pub loan_term: Option<$crate::Integer> = "loanTerm",
                /// When the loan ends.
                pub maturity_date: Option<$crate::DateTime> = "maturityDate",
                /// The origination date of the loan.
                pub originating_date: Option<$crate::DateTime> = "originatingDate",
                /// How often a payment is due.
                pub payment_frequency: Option<$crate::account::Frequency> = "paymentFrequency",
                /// How many payments the loan has from its first to its last day.
                pub total_number_of_payments: Option<$crate::Integer> = "totalNumberOfPayments",
                $($own)*
            }
        }
    };
}

/// Defines an investment account: brokerage, retirement, college savings.
macro_rules! investment_account {
    ($(#[doc = $doc:literal])* pub struct $name:ident $(= $wire:literal)? { $($own:tt)* }) => {
        $crate::account::account! {
            $(#[doc = $doc])*
            pub struct $name $(= $wire)? {
                /// Whether checks can be written on the account.
                pub allowed_check_writing: Option<bool> = "allowedCheckWriting",
                /// Whether options can be traded in the account.
                pub allowed_option_trade: Option<bool> = "allowedOptionTrade",
                /// The broker's identifier.
                pub broker_id: Option<String> = "brokerId",
                /// The calendar year of a 401(k) account.
                pub calendar_year_for_401k: Option<String> = "calendarYearFor401K",
                /// The employer who offers the plan.
                pub employer_name: Option<String> = "employerName",
                /// Whether the account has margin: the customer can trade with borrowed money.
                pub margin: Option<bool>,
                /// The identifier of the plan, of a 401(k) say.
                pub plan_id: Option<String> = "planId",
                $($own)*
            }
        }
    };
}

/// Defines an insurance policy.
macro_rules! insurance_account {
    ($(#[doc = $doc:literal])* pub struct $name:ident $(= $wire:literal)? { $($own:tt)* }) => {
        $crate::account::account! {
            $(#[doc = $doc])*
            pub struct $name $(= $wire)? {
                /// The category of the account, always that of insurance.
                pub account_category: Option<$crate::account::AccountCategory> = "accountCategory",
                $($own)*
            }
        }
    };
}

/// Defines an annuity.
macro_rules! annuity_account {
    ($(#[doc = $doc:literal])* pub struct $name:ident $(= $wire:literal)? { $($own:tt)* }) => {
        $crate::account::account! {
            $(#[doc = $doc])*
            pub struct $name $(= $wire)? {
                /// Whether the annuity is counted in money or in shares.
                pub annuity_product_type: Option<$crate::account::AnnuityProductType> = "annuityProductType",
                /// Whether the annuity's value is fixed or follows a market.
                pub annuity_value_basis: Option<$crate::account::AnnuityValueBasis> = "annuityValueBasis",
                /// How often the annuity pays.
                pub payment_frequency: Option<$crate::account::AnnuityPaymentFrequency> = "paymentFrequency",
                $($own)*
            }
        }
    };
}

/// Gives a union of accounts the methods that read what all accounts have.
macro_rules! account_fields {
    ($union:ident) => {
        $crate::wire::union::shared_field! {
            $union { Deposit, Loan, LineOfCredit, Investment, Insurance, Annuity }

            /// The provider's identifier of the account; paths of other calls take it.
            account_id -> &str = |account| account.account_id.as_deref();
            /// The kind of account in the provider's words, such as `CHECKING`.
            account_type -> &str = |account| account.account_type.as_deref();
            /// The account number as the customer may see it, masked except for the last digits.
            account_number_display -> &str = |account| account.account_number_display.as_deref();
            /// The currency of all amounts of the account.
            currency -> &$crate::account::Currency = |account| account.currency.as_ref();
            /// The currency's code (ISO 4217), such as `USD`.
            currency_code -> &str = |account| $crate::account::currency_code(account.currency.as_ref(), &account.extra);
            /// What the account is, in the provider's words.
            description -> &str = |account| account.description.as_deref();
            /// The name that the customer gave to the account.
            nickname -> &str = |account| account.nickname.as_deref();
            /// The name under which the provider sells this kind of account.
            product_name -> &str = |account| account.product_name.as_deref();
            /// Whether the account is open.
            status -> &$crate::account::AccountStatus = |account| account.status.as_ref();
            /// Whether a positive balance is something the customer owns or owes.
            balance_type -> &$crate::account::BalanceType = |account| account.balance_type.as_ref();
        }

        impl $union {
            /// Returns a name to show: the nickname, else the product's name, else the description, else the
            /// kind of account and the last four characters of its number, such as `CHECKING ..4821`. Nothing
            /// when the account has none of them.
            pub fn display_name(&self) -> Option<String> {
                let names = [self.nickname(), self.product_name(), self.description()];
                let given = names.into_iter().flatten().map(str::trim);
                let mut given = given.filter(|name| !name.is_empty());
                given.next().map(str::to_owned).or_else(|| {
                    let kind = self.account_type().or_else(|| self.wire_key());
                    $crate::account::kind_and_number(kind, self.account_number_display())
                })
            }
        }

        impl $crate::account::Account for $union {
            fn id(&self) -> Option<&str> {
                self.account_id()
            }

            fn name(&self) -> Option<String> {
                self.display_name()
            }

            fn number(&self) -> Option<&str> {
                self.account_number_display()
            }
        }
    };
}

/// Returns the code of a currency; some providers send the code alone in place of the object that has it.
pub(crate) fn currency_code<'a>(
    currency: Option<&'a Currency>,
    extra: &'a crate::wire::extra::Extra,
) -> Option<&'a str> {
    if let Some(currency) = currency {
        return currency.currency_code.as_deref();
    }
    let json = extra.invalid("currency")?;
    match json.text() {
        Cow::Borrowed(code) if json.kind() == JsonKind::String => Some(code),
        _ => None,
    }
}

/// Joins a kind of account and the last four characters of its number.
pub(crate) fn kind_and_number(kind: Option<&str>, number: Option<&str>) -> Option<String> {
    let number = number.map(str::trim).filter(|number| !number.is_empty());
    let last = number.map(|number| {
        let start = number.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
        format!("..{}", &number[start..])
    });
    match (kind, last) {
        (Some(kind), Some(last)) => Some(format!("{kind} {last}")),
        (kind, last) => kind.map(str::to_owned).or(last),
    }
}

pub(crate) use {
    account, account_fields, annuity_account, deposit_account, insurance_account,
    investment_account, loan_account,
};

model! {
    /// The currency of amounts.
    pub struct Currency = "CurrencyEntity" {
        /// The currency's code (ISO 4217), such as `USD`.
        pub currency_code: Option<String> = "currencyCode",
        /// How many units of `currency_code` one unit of the original currency is.
        pub currency_rate: Option<Number> = "currencyRate",
        /// The code of the currency that was converted from.
        pub original_currency_code: Option<String> = "originalCurrencyCode",
    }
}

model! {
    /// A name and a value that only this provider has.
    pub struct FiAttribute = "FiAttributeEntity" {
        /// What the value is, in the provider's words.
        pub name: Option<String>,
        /// The value; text, whatever it means.
        pub value: Option<String>,
    }
}

open_enum! {
    /// Whether an account is open.
    pub enum AccountStatus = "AccountInfoStatus" {
        /// Open.
        Open = "OPEN",
        /// Closed.
        Closed = "CLOSED",
        /// Applied for, not open yet.
        PendingOpen = "PENDINGOPEN",
        /// About to be closed.
        PendingClose = "PENDINGCLOSE",
        /// Payments are late.
        Delinquent = "DELINQUENT",
        /// The debt is paid.
        Paid = "PAID",
        /// Overdrawn.
        NegativeCurrentBalance = "NEGATIVECURRENTBALANCE",
    }
}

open_enum! {
    /// Whether a positive balance is the customer's or the provider's.
    pub enum BalanceType {
        /// The customer owns the balance.
        Asset = "ASSET",
        /// The customer owes the balance.
        Liability = "LIABILITY",
    }
}

impl BalanceType {
    /// Returns whether a positive balance is the customer's. Capitals and blanks do not matter.
    pub fn is_asset(&self) -> bool {
        self.as_str().trim().eq_ignore_ascii_case("ASSET")
    }

    /// Returns whether a positive balance is a debt. Capitals and blanks do not matter.
    pub fn is_liability(&self) -> bool {
        self.as_str().trim().eq_ignore_ascii_case("LIABILITY")
    }
}

open_enum! {
    /// Whether an interest rate can change.
    pub enum InterestRateType {
        /// It stays.
        Fixed = "FIXED",
        /// It can change.
        Variable = "VARIABLE",
    }
}

open_enum! {
    /// The category of an account.
    pub enum AccountCategory {
        /// Checking, savings, certificate of deposit.
        Deposit = "DEPOSIT_ACCOUNT",
        /// Brokerage, retirement, college savings.
        Investment = "INVESTMENT_ACCOUNT",
        /// Mortgage and other loans.
        Loan = "LOAN_ACCOUNT",
        /// Credit card and other lines of credit.
        LineOfCredit = "LOC_ACCOUNT",
        /// Insurance policy.
        Insurance = "INSURANCE_ACCOUNT",
    }
}

open_enum! {
    /// How often something happens.
    #[doc(alias = "CompoundingPeriod")]
    #[doc(alias = "LoanAccountPaymentFrequency")]
    pub enum Frequency {
        /// Every day.
        Daily = "DAILY",
        /// Every week.
        Weekly = "WEEKLY",
        /// Every second week.
        Biweekly = "BIWEEKLY",
        /// Twice a month.
        SemiMonthly = "SEMIMONTHLY",
        /// Every month.
        Monthly = "MONTHLY",
        /// Twice a year.
        SemiAnnually = "SEMIANNUALLY",
        /// Every year.
        Annually = "ANNUALLY",
    }
}

open_enum! {
    /// What an annuity is counted in.
    pub enum AnnuityProductType = "AnnunityProductType" {
        /// Money.
        Currency = "CURRENCY",
        /// Shares.
        Shares = "SHARES",
    }
}

open_enum! {
    /// What the value of an annuity depends on.
    pub enum AnnuityValueBasis = "AnnunityValueBasis" {
        /// A fixed rate.
        Fixed = "FIXED",
        /// A market.
        Variable = "VARIABLE",
    }
}

open_enum! {
    /// How often an annuity pays.
    pub enum AnnuityPaymentFrequency = "AnnuityAccountPaymentFrequency" {
        /// Every year.
        Annually = "ANNUALLY",
        /// Every three months.
        Quarterly = "QUARTERLY",
        /// Every month.
        Monthly = "MONTHLY",
        /// Every week.
        Weekly = "WEEKLY",
    }
}
