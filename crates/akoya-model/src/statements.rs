//! Statements: the list of them. A statement itself is a document, not JSON.

use crate::link::{Link, Links};
use crate::time::DateTime;
use crate::wire::model::model;

model! {
    /// The response of the statement list: one page.
    ///
    /// The API description (`PaginatedArray`) has the links only; the statements are as FDX 5.2 has them.
    pub struct StatementList = "PaginatedArray" {
        /// Where the list continues.
        pub links: Option<Links>,
        /// The statements of the page.
        pub statements: Option<Vec<Statement>>,
    }
}

impl StatementList {
    /// Returns the address of the next page, to be followed unchanged; nothing on the last page.
    pub fn next_href(&self) -> Option<&str> {
        self.links.as_ref()?.next.as_ref()?.href.as_deref()
    }

    /// Returns the address of the page before; nothing on the first page.
    pub fn prev_href(&self) -> Option<&str> {
        self.links.as_ref()?.prev.as_ref()?.href.as_deref()
    }
}

model! {
    /// A statement that can be downloaded. Source: FDX 5.2; Akoya's description of v2.4.0 does not have it.
    pub struct Statement {
        /// The identifier of the account.
        pub account_id: Option<String> = "accountId",
        /// The identifier of the statement; the download's path takes it.
        pub statement_id: Option<String> = "statementId",
        /// The day that the statement is of.
        pub statement_date: Option<DateTime> = "statementDate",
        /// What it is, in the provider's words.
        pub description: Option<String>,
        /// Whether it can be downloaded, in the provider's words.
        pub status: Option<String>,
        /// Where it can be downloaded, and in which content types.
        pub links: Option<Vec<Link>>,
    }
}
