//! Statements.

use akoya_model::link::Links;
use akoya_model::statements::{Statement, StatementList};

use super::filter::by_time;
use super::operation::operations;
use crate::call::File;
use crate::paging::Paged;

by_time!(StatementList);

operations! {
    /// Reads the statements of an account: `GET /statements/{version}/{providerId}/{accountId}`. In pages; up to two years back.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let mut statements = client.statements("mikomo", "a1").start_time("2025-01-01").end_time("2025-12-31").by_item()?;
    /// while let Some(statement) = statements.next().await {
    ///     println!("{:?}", statement?.statement_id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    statements(provider_id, account_id) -> StatementList = "statement list": "statements" / provider_id, account_id;

    /// Reads a statement as a file: `GET /statements/{version}/{providerId}/{accountId}/{statementId}`. Only PDF is served today.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let document = client.statement("mikomo", "a1", "s1").send().await?;
    /// document.save_to("statement.pdf").await?;
    /// # Ok(())
    /// # }
    /// ```
    statement(provider_id, account_id, statement_id) -> File = "statement" as "application/pdf": "statements" / provider_id, account_id, statement_id;
}

impl Paged for StatementList {
    type Item = Statement;

    fn links(&self) -> Option<Links> {
        self.links.clone()
    }

    fn into_items(self) -> Vec<Statement> {
        self.statements.unwrap_or_default()
    }
}
