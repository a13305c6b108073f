//! Transactions: what happened on an account, page by page.

mod investment;

pub use investment::{
    IncomeType, InvestmentTransaction, InvestmentTransactionType, TransactionReason, TransferAction,
};

use crate::amount::Amount;
use crate::link::{Link, Links};
use crate::number::Number;
use crate::time::DateTime;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;
use crate::wire::union::{shared_field, union};

model! {
    /// The response of transactions: one page.
    pub struct Transactions = "TransactionsEntity" {
        /// Where the list goes on. A page can be empty and still have a next one.
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
    pub enum Transaction = "TransactionsEntityTransactions" {
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
    /// The identifier of the transaction, unique on its account. It should stay the same when a pending transaction is posted.
    transaction_id -> &str = |transaction| transaction.transaction_id.as_deref();
    /// The amount as the provider sent it. Most send it without a sign and tell the direction in
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
    /// Returns the amount with a sign that says where the money went: positive for a credit, negative for a debit.
    ///
    /// Without a [`debit_credit_memo`](Self::debit_credit_memo) that is known, the amount as it was sent. On loans and lines of
    /// credit a debit raises the debt.
    pub fn signed_amount(&self) -> Option<Amount> {
        let amount = self.amount()?;
        Some(match self.debit_credit_memo() {
            Some(DebitCreditMemo::Credit) => amount.abs(),
            Some(DebitCreditMemo::Debit) if !amount.is_zero() => amount.abs().negated(),
            _ => amount.clone(),
        })
    }

    /// Returns when it was booked, or when it happened if it is not booked yet.
    pub fn timestamp(&self) -> Option<&DateTime> {
        self.posted_timestamp()
            .or_else(|| self.transaction_timestamp())
    }
}

/// Defines a transaction: the fields that every kind has, then its own.
macro_rules! transaction {
    ($(#[$meta:meta])* pub struct $name:ident $(= $wire:literal)? { $($own:tt)* }) => {
        $crate::wire::model::model! {
            $(#[$meta])*
            pub struct $name $(= $wire)? {
                /// The identifier of the account.
                pub account_id: Option<String> = "accountId",
                /// The amount in the account's currency. Most providers send it without a sign; `debit_credit_memo` has the direction.
                pub amount: Option<$crate::Amount>,
                /// The kind of expense or income, in the provider's words.
                pub category: Option<String>,
                /// Whether money came in or went out.
                pub debit_credit_memo: Option<$crate::transactions::DebitCreditMemo> = "debitCreditMemo",
                /// What it was, as on the account statement.
                pub description: Option<String>,
                /// The identifiers of images, of a check say.
                pub image_ids: Option<Vec<String>> = "imageIds",
                /// More about the transaction that only this provider has.
                pub fi_attributes: Option<Vec<$crate::account::FiAttribute>> = "fiAttributes",
                /// The amount in the currency that was paid in.
                pub foreign_amount: Option<$crate::Amount> = "foreignAmount",
                /// The code (ISO 4217) of the currency that was paid in.
                pub foreign_currency: Option<String> = "foreignCurrency",
                /// The parts of the transaction.
                pub line_item: Option<Vec<$crate::transactions::LineItem>> = "lineItem",
                /// Links to images and other documents.
                pub links: Option<Vec<$crate::link::Link>>,
                /// A note of the customer or the provider.
                pub memo: Option<String>,
                /// When it was booked.
                pub posted_timestamp: Option<$crate::DateTime> = "postedTimestamp",
                /// A tracking number.
                pub reference: Option<String>,
                /// For a reversal or correction, the `transaction_id` of the transaction it is about.
                pub reference_transaction_id: Option<String> = "referenceTransactionId",
                /// Whether it is final.
                pub status: Option<$crate::transactions::TransactionStatus>,
                /// A finer kind of expense or income, in the provider's words.
                pub sub_category: Option<String> = "subCategory",
                /// The identifier of the transaction, unique on its account; pending and posted it should be the same.
                pub transaction_id: Option<String> = "transactionId",
                /// When it happened.
                pub transaction_timestamp: Option<$crate::DateTime> = "transactionTimestamp",
                $($own)*
            }
        }
    };
}

pub(crate) use transaction;

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
    /// A part of a transaction: one check of a deposit, one article of a purchase.
    pub struct LineItem {
        /// The part's amount.
        pub amount: Option<Amount>,
        /// The number of the check.
        pub check_number: Option<Number> = "checkNumber",
        /// What it was.
        pub description: Option<String>,
        /// The identifiers of images.
        pub image_ids: Option<Vec<String>> = "imageIds",
        /// Links to images and other documents.
        pub links: Option<Vec<Link>>,
        /// A note of the customer or the provider.
        pub memo: Option<String>,
        /// A tracking number.
        pub reference: Option<String>,
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
    /// Whether money came in or went out.
    pub enum DebitCreditMemo {
        /// Money went out of the account; on a loan or card, the debt grew.
        Debit = "DEBIT",
        /// Money came into the account; on a loan or card, the debt shrank.
        Credit = "CREDIT",
    }
}

open_enum! {
    /// Whether a transaction is final.
    pub enum TransactionStatus = "TransationStatus" {
        /// Under way, may still change or vanish.
        Pending = "PENDING",
        /// Noted, not booked.
        Memo = "MEMO",
        /// Booked.
        Posted = "POSTED",
        /// A card authorization: the amount is on hold.
        Authorization = "AUTHORIZATION",
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
