//! The calls for statements: the list, and one as a PDF file.

use std::hash::{BuildHasher as _, RandomState};

use akoya_model::DateTime;
use akoya_model::statements::{Statement, StatementList};

use super::filter::by_time;
use super::operation::operations;
use crate::call::File;
use crate::next_page::NextPage;
use crate::paged::{Paged, identifies};

by_time!(StatementList);

operations! {
    /// Reads the statements of an account: `GET
    /// /statements/{version}/{providerId}/{accountId}`. In pages; up to two years back.
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
    statements(provider_id, account_id) -> StatementList = "statement list" of "statements" or r#"{"statements":[]}"# in pages:
        Statements / provider_id, account_id;

    /// Reads a statement as a file: `GET
    /// /statements/{version}/{providerId}/{accountId}/{statementId}`. Only PDF is served today.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let document = client.statement("mikomo", "a1", "s1").send().await?;
    /// document.save_to("statement.pdf").await?;
    /// # Ok(())
    /// # }
    /// ```
    statement(provider_id, account_id, statement_id) -> File = "statement" as "application/pdf": Statements / provider_id, account_id, statement_id;
}

impl Paged for StatementList {
    type Item = Statement;

    fn next_page(&self) -> NextPage {
        NextPage::of(self.links.as_ref(), &self.extra)
    }

    fn items(&self) -> &[Statement] {
        self.statements.as_deref().unwrap_or_default()
    }

    fn items_mut(&mut self) -> Option<&mut Vec<Statement>> {
        self.statements.as_mut()
    }

    fn into_items(self) -> Vec<Statement> {
        self.statements.unwrap_or_default()
    }

    fn time_of(statement: &Statement) -> Option<&DateTime> {
        statement.statement_date.as_ref()
    }

    fn identity(statement: &Statement, state: &RandomState) -> Option<u64> {
        let id = statement
            .statement_id
            .as_ref()
            .filter(|id| identifies(id))?;
        Some(state.hash_one((id, &statement.statement_date)))
    }
}
