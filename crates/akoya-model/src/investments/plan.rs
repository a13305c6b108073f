//! Retirement plans and what employers grant: contributions, vesting, loans, pensions, equity.

use crate::account::Frequency;
use crate::amount::Amount;
use crate::number::{Integer, Number};
use crate::security::SecurityIdType;
use crate::time::DateTime;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;

model! {
    /// What is paid into a retirement plan, and by whom. Percentages are of the pay.
    pub struct Contribution = "ContributionEntity" {
        /// The identifier of the security that the money buys.
        pub security_id: Option<String> = "securityId",
        /// Which numbering system `security_id` belongs to.
        pub security_id_type: Option<SecurityIdType> = "securityIdType",
        /// What the employer adds, in percent.
        pub employer_match_percentage: Option<Number> = "employerMatchPercentage",
        /// What the employer adds.
        pub employer_match_amount: Option<Amount> = "employerMatchAmount",
        /// What the employee pays before tax.
        pub employee_pre_tax_amount: Option<Amount> = "employeePreTaxAmount",
        /// What the employee pays before tax, in percent.
        pub employee_pre_tax_percentage: Option<Number> = "employeePreTaxPercentage",
        /// What the employee pays after tax.
        pub employee_after_tax_amount: Option<Amount> = "employeeAfterTaxAmount",
        /// What the employee pays after tax, in percent.
        pub employee_after_tax_percentage: Option<Number> = "employeeAfterTaxPercentage",
        /// What of the employee's pay is deferred before tax.
        pub employee_defer_pre_tax_amount: Option<Amount> = "employeeDeferPreTaxAmount",
        /// What of the employee's pay is deferred before tax, in percent.
        pub employee_defer_pre_tax_percentage: Option<Number> = "employeeDeferPreTaxPercentage",
        /// What the employee has paid in this calendar year.
        pub employee_year_to_date: Option<Amount> = "employeeYearToDate",
        /// What the employer has paid in this calendar year.
        pub employer_year_to_date: Option<Amount> = "employerYearToDate",
        /// What comes from another plan, in percent.
        pub rollover_contribution_percentage: Option<Number> = "rolloverContributionPercentage",
        /// What comes from another plan.
        pub rollover_contribution_amount: Option<Amount> = "rolloverContributionAmount",
    }
}

model! {
    /// What of a plan belongs to the customer on a day.
    pub struct Vesting = "VestingEntity" {
        /// The day.
        pub vesting_date: Option<DateTime> = "vestingDate",
        /// The ticker symbol of what vests.
        pub symbol: Option<String>,
        /// The price of one share that an option fixes.
        pub strike_price: Option<Amount> = "strikePrice",
        /// How much belongs to the customer, in percent.
        pub vesting_percentage: Option<Number> = "vestingPercentage",
        /// What vests otherwise.
        pub other_vest_amount: Option<Amount> = "otherVestAmount",
        /// What vests otherwise, in percent.
        pub other_vest_percentage: Option<Number> = "otherVestPercentage",
        /// The value of what belongs to the customer.
        pub vested_balance: Option<Amount> = "vestedBalance",
        /// The value of what does not belong to the customer yet.
        pub unvested_balance: Option<Amount> = "unVestedBalance",
        /// How many units belong to the customer.
        pub vested_quantity: Option<Number> = "vestedQuantity",
        /// How many units do not belong to the customer yet.
        pub unvested_quantity: Option<Number> = "unVestedQuantity",
    }
}

model! {
    /// A loan that the customer took from a plan.
    pub struct InvestmentLoan = "InvestmentLoanEntity" {
        /// The identifier of the loan.
        pub loan_id: Option<String> = "loanId",
        /// What the loan is, in words.
        pub loan_description: Option<String> = "loanDescription",
        /// The original principal: what was borrowed.
        pub initial_loan_balance: Option<Amount> = "initialLoanBalance",
        /// When the loan began.
        pub loan_start_date: Option<DateTime> = "loanStartDate",
        /// What is still owed.
        pub current_loan_balance: Option<Amount> = "currentLoanBalance",
        /// When `current_loan_balance` was current.
        pub date_as_of: Option<DateTime> = "dateAsOf",
        /// The interest rate per year, in percent or as a fraction.
        pub loan_rate: Option<Number> = "loanRate",
        /// One payment.
        pub loan_payment_amount: Option<Amount> = "loanPaymentAmount",
        /// How often a payment is due.
        pub loan_payment_frequency: Option<LoanPaymentFrequency> = "loanPaymentFrequency",
        /// The first payment.
        pub loan_payment_initial: Option<Amount> = "loanPaymentInitial",
        /// How many payments are left.
        pub loan_payments_remaining: Option<Integer> = "loanPaymentsRemaining",
        /// When the loan ends.
        pub loan_maturity_date: Option<DateTime> = "loanMaturityDate",
        /// Interest paid so far.
        pub loan_interest_to_date: Option<Amount> = "loanInterestToDate",
        /// All interest from the first to the last day.
        pub loan_total_projected_interest: Option<Amount> = "loanTotalProjectedInterest",
        /// When the next payment is due.
        pub loan_next_payment_date: Option<DateTime> = "loanNextPaymentDate",
    }
}

model! {
    /// What a pension pays.
    pub struct PensionSource = "PensionSourceEntity" {
        /// The name of the source.
        pub display_name: Option<String> = "displayName",
        /// One payment.
        pub amount: Option<Amount>,
        /// How the payments are made, in words.
        pub payment_option: Option<String> = "paymentOption",
        /// When the figures were current.
        pub as_of_date: Option<DateTime> = "asOfDate",
        /// How often it pays.
        pub frequency: Option<Frequency>,
        /// When the payments begin.
        pub start_date: Option<DateTime> = "startDate",
    }
}

model! {
    /// Shares or options that the employer granted.
    pub struct EquityGrant {
        /// The identifier of the grant.
        pub grant_id: Option<String> = "grantId",
        /// When it was granted.
        pub grant_date: Option<DateTime> = "grantDate",
        /// What was granted, in words.
        pub grant_type: Option<String> = "grantType",
        /// The number of the grant among those of the customer.
        pub sequence_number: Option<Number> = "seqNum",
        /// The price of one share that the grant fixes.
        pub grant_price: Option<Amount> = "grantPrice",
        /// The code of the currency (ISO 4217) of the grant's amounts.
        pub grant_currency_code: Option<String> = "grantCurrencyCode",
        /// How many units were granted.
        pub quantity_granted: Option<Number> = "quantityGranted",
        /// How many units are left.
        pub quantity_outstanding: Option<Number> = "quantityOutstanding",
        /// When the grant ends.
        pub expiration_date: Option<DateTime> = "expirationDate",
        /// What belongs to the customer when.
        pub vestings: Option<Vec<VestingOfGrant>>,
    }
}

model! {
    /// What of a grant belongs to the customer on a day.
    pub struct VestingOfGrant = "Vesting" {
        /// How many units.
        pub vested_quantity: Option<Number> = "vestedQuantity",
        /// What the units are worth.
        pub vested_value: Option<Amount> = "vestedValue",
        /// The day.
        pub vesting_date: Option<DateTime> = "vestingDate",
        /// The last day on which the units can be taken.
        pub vest_expire_date: Option<DateTime> = "vestExpireDate",
        /// How far it is, in the provider's words.
        pub vested_status: Option<String> = "vestedStatus",
    }
}

open_enum! {
    /// How often a payment on a loan from a plan is due.
    pub enum LoanPaymentFrequency {
        /// Every week.
        Weekly = "WEEKLY",
        /// Every second week.
        Biweekly = "BIWEEKLY",
        /// Twice a month.
        TwiceMonthly = "TWICEMONTHLY",
        /// Every month.
        Monthly = "MONTHLY",
        /// Every fourth week.
        FourWeeks = "FOURWEEKS",
        /// Every second month.
        Bimonthly = "BIMONTHLY",
        /// Every three months.
        Quarterly = "QUARTERLY",
        /// Twice a year.
        SemiAnnually = "SEMIANNUALLY",
        /// Every year.
        Annually = "ANNUALLY",
        /// Anything else.
        Other = "OTHER",
    }
}
