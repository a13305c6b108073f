//! What every transaction has.

use crate::amount::Amount;
use crate::link::Link;
use crate::number::Number;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;

/// Defines a transaction: the fields that every kind has, then its own.
macro_rules! transaction {
    ($(#[doc = $doc:literal])* pub struct $name:ident $(= $wire:literal)? { $($own:tt)* }) => {
        $crate::wire::model::model! {
            $(#[doc = $doc])*
            pub struct $name $(= $wire)? {
                /// The identifier of the account.
                pub account_id: Option<String> = "accountId",
                /// The amount in the account's currency. Most providers send it without a sign;
                /// `debit_credit_memo` has the direction.
                pub amount: Option<$crate::Amount>,
                /// The kind of expense or income, in the provider's words.
                pub category: Option<String>,
                /// Whether money came in or went out.
                pub debit_credit_memo: Option<$crate::transactions::fields::DebitCreditMemo> = "debitCreditMemo",
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
                pub line_item: Option<Vec<$crate::transactions::fields::LineItem>> = "lineItem",
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
                pub status: Option<$crate::transactions::fields::TransactionStatus>,
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

open_enum! {
    /// Whether money came in or went out.
    pub enum DebitCreditMemo {
        /// Money went out of the account; on a loan or card, the debt grew.
        Debit = "DEBIT",
        /// Money came into the account; on a loan or card, the debt shrank.
        Credit = "CREDIT",
    }
}

impl DebitCreditMemo {
    /// Returns which way the money went. Capitals and blanks do not matter: banks send `Credit` and `DEBIT ` too.
    /// The abbreviations of bookkeeping (`CR`, `DR`) and of ISO 20022 (`CRDT`, `DBIT`) are read.
    ///
    /// FDX's third value `MEMO` says nothing of it, and neither does an undocumented word. A letter would be a
    /// guess: `D` may be a debit or a deposit.
    pub fn direction(&self) -> Direction {
        let word = self.as_str().trim();
        let is = |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
        if is(&CREDIT) {
            Direction::Credit
        } else if is(&DEBIT) {
            Direction::Debit
        } else {
            Direction::Unknown
        }
    }
}

/// The words for money that came in.
const CREDIT: [&str; 3] = ["CREDIT", "CR", "CRDT"];

/// The words for money that went out.
const DEBIT: [&str; 3] = ["DEBIT", "DR", "DBIT"];

/// Which way the money of a transaction went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "money comes in or goes out, if one knows"
)]
pub enum Direction {
    /// Money came into the account; on a loan or card, the debt shrank.
    Credit,
    /// Money went out of the account; on a loan or card, the debt grew.
    Debit,
    /// The transaction does not say.
    Unknown,
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

impl TransactionStatus {
    /// Returns the documented status that is meant, or an unknown one as it came. Capitals and blanks do not
    /// matter: banks send `Posted` and `PENDING ` too.
    #[must_use]
    pub fn meant(&self) -> Self {
        let Self::Unknown(word) = self else {
            return self.clone();
        };
        match Self::from(word.trim().to_ascii_uppercase()) {
            Self::Unknown(_) => self.clone(),
            known => known,
        }
    }

    /// Returns whether the transaction is booked, in any spelling.
    pub fn is_posted(&self) -> bool {
        self.meant() == Self::Posted
    }
}
