//! Accounts information: which accounts a customer has, without balances.

use crate::account::{
    account, account_fields, annuity_account, deposit_account, insurance_account,
    investment_account, loan_account,
};
use crate::wire::model::model;
use crate::wire::union::union;

model! {
    /// The response of accounts information: the accounts that the customer shared.
    pub struct AccountsInfo = "AkoyaAccountInfoProduct" {
        /// The accounts, in the provider's order. In a partial response (HTTP 206) some have an
        /// [`error`](AccountInfo::error) instead.
        pub accounts: Option<Vec<AccountInfo>>,
    }
}

union! {
    /// An account of one of six kinds.
    pub enum AccountInfo = "AkoyaAccountInfoProductAccounts", else LineOfCreditAccount {
        /// Checking, savings, certificate of deposit.
        Deposit(DepositAccount) = "depositAccount" as "DepositAccountInfo",
        /// Mortgage, student loan, car loan.
        Loan(LoanAccount) = "loanAccount" as "LoanAccountInfo",
        /// Credit card, home equity line.
        LineOfCredit(LineOfCreditAccount) = "locAccount" as "LocAccountInfo",
        /// Brokerage, retirement, college savings.
        Investment(InvestmentAccount) = "investmentAccount" as "InvestmentAccountInfo",
        /// Insurance policy.
        Insurance(InsuranceAccount) = "insuranceAccount" as "InsuranceAccountInfo",
        /// Annuity.
        Annuity(AnnuityAccount) = "annuityAccount" as "AnnuityAccountInfo",
    }
}

account_fields!(AccountInfo);

deposit_account! {
    /// A checking or savings account, or a certificate of deposit.
    pub struct DepositAccount {}
}

loan_account! {
    /// An installment loan: mortgage, student loan, car loan.
    pub struct LoanAccount {}
}

account! {
    /// A credit card or another line of credit.
    pub struct LineOfCreditAccount = "AccountInformation" {}
}

investment_account! {
    /// A brokerage, retirement or college savings account.
    pub struct InvestmentAccount {}
}

insurance_account! {
    /// An insurance policy.
    pub struct InsuranceAccount {}
}

annuity_account! {
    /// An annuity: payments for life or for a number of years.
    pub struct AnnuityAccount {}
}
