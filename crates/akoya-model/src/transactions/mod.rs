//! Transactions: what happened on an account, page by page.

mod fields;
pub(crate) mod identity;
mod investment;

pub use investment::{
    IncomeType, InvestmentTransaction, InvestmentTransactionType, TransactionReason, TransferAction,
};

use self::fields::transaction;
pub use self::identity::{identifies, identity};
use crate::amount::Amount;
use crate::link::Links;
use crate::time::DateTime;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;
use crate::wire::union::{shared_field, union};
pub use fields::{DebitCreditMemo, Direction, LineItem, TransactionStatus};

model! {
    /// The response of transactions: one page.
    pub struct Transactions = "TransactionsEntity" {
        /// Where the list continues. A page can be empty and still have a next one.
        pub links: Option<Links>,
        /// The transactions, in the provider's order.
        pub transactions: Option<Vec<Transaction>>,
    }
}

impl Transactions {
    /// Returns the address of the next page, to be followed unchanged; nothing on the last page.
    pub fn next_href(&self) -> Option<&str> {
        self.links.as_ref()?.next.as_ref()?.href.as_deref()
    }

    /// Returns the address of the page before; nothing on the first page.
    pub fn prev_href(&self) -> Option<&str> {
        self.links.as_ref()?.prev.as_ref()?.href.as_deref()
    }
}

union! {
    /// A transaction on an account of one of five kinds.
    pub enum Transaction = "TransactionsEntityTransactions", else DepositTransaction {
        /// On a checking or savings account.
        Deposit(DepositTransaction) = "depositTransaction" as "DepositTransactionInfo",
        /// On a loan.
        Loan(LoanTransaction) = "loanTransaction" as "LoanTransactionInfo",
        /// On a credit card or another line of credit.
        LineOfCredit(LineOfCreditTransaction) = "locTransaction" as "LocTransactionInfo",
        /// On an investment account.
        Investment(InvestmentTransaction) = "investmentTransaction" as "InvestmentTransactionInfo",
        /// On an insurance policy.
        Insurance(InsuranceTransaction) = "insuranceTransaction" as "InsuranceTransactionInfo",
    }
}

shared_field! {
    Transaction { Deposit, Loan, LineOfCredit, Investment, Insurance }

    /// The identifier of the account.
    account_id -> &str = |transaction| transaction.account_id.as_deref();
    /// The identifier of the transaction, unique on its account. It should stay the same
    /// when a pending transaction is posted.
    transaction_id -> &str = |transaction| transaction.transaction_id.as_deref();
    /// The amount as the provider sent it. Most send it without a sign and give the direction in
    /// [`debit_credit_memo`](Self::debit_credit_memo); see [`signed_amount`](Self::signed_amount).
    amount -> &Amount = |transaction| transaction.amount.as_ref();
    /// Whether money came in or went out.
    debit_credit_memo -> &DebitCreditMemo = |transaction| transaction.debit_credit_memo.as_ref();
    /// What it was, as on the account statement.
    description -> &str = |transaction| transaction.description.as_deref();
    /// A note of the customer or the provider.
    memo -> &str = |transaction| transaction.memo.as_deref();
    /// The kind of expense or income, in the provider's words.
    category -> &str = |transaction| transaction.category.as_deref();
    /// Whether it is final.
    status -> &TransactionStatus = |transaction| transaction.status.as_ref();
    /// When it was booked.
    posted_timestamp -> &DateTime = |transaction| transaction.posted_timestamp.as_ref();
    /// When it happened.
    transaction_timestamp -> &DateTime = |transaction| transaction.transaction_timestamp.as_ref();
}

impl Transaction {
    /// Returns which way the money went, as far as the transaction says so: see [`DebitCreditMemo::direction`].
    pub fn direction(&self) -> Direction {
        self.debit_credit_memo()
            .map_or(Direction::Unknown, DebitCreditMemo::direction)
    }

    /// Returns the amount with a sign that says which way the money went: positive for a credit, negative for a
    /// debit, whatever sign the provider sent.
    ///
    /// Nothing when the transaction does not say the [`direction`](Self::direction), except for zero, which has no
    /// sign. Whether such an [`amount`](Self::amount) came in or went out would be a guess: most providers send it
    /// without a sign. On loans and lines of credit a debit raises the debt.
    pub fn signed_amount(&self) -> Option<Amount> {
        let amount = self.amount()?;
        match self.direction() {
            _ if amount.is_zero() => Some(amount.abs()),
            Direction::Credit => Some(amount.abs()),
            Direction::Debit => Some(amount.abs().negated()),
            Direction::Unknown => None,
        }
    }

    /// Returns when it was booked, or when it happened if it is not booked yet.
    ///
    /// A transaction that is not posted counts from when it happened, and so does one whose booking time cannot be
    /// read or is a [filler](DateTime::is_filler). When neither time can be read, it is the one with a text.
    pub fn timestamp(&self) -> Option<&DateTime> {
        let (posted, happened) = (self.posted_timestamp(), self.transaction_timestamp());
        let not_posted = [
            TransactionStatus::Pending,
            TransactionStatus::Memo,
            TransactionStatus::Authorization,
        ];
        let status = self.status();
        let is_pending = status.is_some_and(|status| not_posted.contains(&status.meant()));
        let best = if is_pending {
            [happened, posted]
        } else {
            [posted, happened]
        };
        let times = || best.into_iter().flatten();
        times()
            .find(|time| is_real(time))
            .or_else(|| times().find(|time| !time.as_str().is_empty()))
    }
}

/// Returns whether a time can be read and is not a filler.
fn is_real(time: &DateTime) -> bool {
    time.day().is_some() && !time.is_filler()
}

transaction! {
    /// What every transaction has. No operation returns it; it is here because the API description has it.
    pub struct TransactionFields = "Transaction" {}
}

transaction! {
    /// A transaction on a checking or savings account.
    pub struct DepositTransaction {
        /// Who was paid, or who paid.
        pub payee: Option<String>,
        /// The number of the check.
        pub check_number: Option<crate::Integer> = "checkNumber",
        /// What kind of transaction it is.
        pub transaction_type: Option<BankTransactionType> = "transactionType",
    }
}

transaction! {
    /// A transaction on a loan.
    pub struct LoanTransaction {
        /// What the payment was for.
        pub payment_details: Option<PaymentDetails> = "paymentDetails",
        /// What kind of transaction it is.
        pub transaction_type: Option<ServiceTransactionType> = "transactionType",
    }
}

transaction! {
    /// A transaction on a credit card or another line of credit.
    pub struct LineOfCreditTransaction = "LocTransaction" {
        /// The number of the check.
        pub check_number: Option<crate::Integer> = "checkNumber",
        /// What the payment was for.
        pub payment_details: Option<PaymentDetails> = "paymentDetails",
        /// What kind of transaction it is.
        pub transaction_type: Option<BankTransactionType> = "transactionType",
    }
}

transaction! {
    /// A transaction on an insurance policy.
    pub struct InsuranceTransaction {
        /// What kind of transaction it is.
        pub transaction_type: Option<ServiceTransactionType> = "transactionType",
    }
}

model! {
    /// What a payment on a loan or line of credit was for.
    pub struct PaymentDetails {
        /// For escrow: property taxes and insurance.
        pub escrow_amount: Option<Amount> = "escrowAmount",
        /// For fees.
        pub fees_amount: Option<Amount> = "feesAmount",
        /// For insurance of the loan.
        pub insurance_amount: Option<Amount> = "insuranceAmount",
        /// For interest.
        pub interest_amount: Option<Amount> = "interestAmount",
        /// For private mortgage insurance (PMI).
        pub pmi_amount: Option<Amount> = "pmiAmount",
        /// For principal.
        pub principal_amount: Option<Amount> = "principalAmount",
    }
}

open_enum! {
    /// What kind of transaction it is, on a deposit account or a line of credit.
    #[doc(alias = "LocTransactionType")]
    pub enum BankTransactionType = "DepositTransactionType" {
        /// A check.
        Check = "CHECK",
        /// A withdrawal.
        Withdrawal = "WITHDRAWAL",
        /// A transfer between accounts.
        Transfer = "TRANSFER",
        /// A point-of-sale card payment.
        PosDebit = "POSDEBIT",
        /// A withdrawal at an ATM.
        AtmWithdrawal = "ATMWITHDRAWAL",
        /// A bill paid.
        BillPayment = "BILLPAYMENT",
        /// A fee.
        Fee = "FEE",
        /// A deposit.
        Deposit = "DEPOSIT",
        /// A correction.
        Adjustment = "ADJUSTMENT",
        /// Interest.
        Interest = "INTEREST",
        /// A dividend.
        Dividend = "DIVIDEND",
        /// Direct deposit, of wages for example.
        DirectDeposit = "DIRECTDEPOSIT",
        /// A deposit at an ATM.
        AtmDeposit = "ATMDEPOSIT",
        /// A point-of-sale card refund.
        PosCredit = "POSCREDIT",
    }
}

open_enum! {
    /// What kind of transaction it is, on a loan or an insurance policy.
    #[doc(alias = "InsuranceTransactionType")]
    pub enum ServiceTransactionType = "LoanTransactionType" {
        /// A payment.
        Payment = "PAYMENT",
        /// A fee.
        Fee = "FEE",
        /// A correction.
        Adjustment = "ADJUSTMENT",
        /// Interest.
        Interest = "INTEREST",
    }
}
