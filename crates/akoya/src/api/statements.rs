//! Statements.

use akoya_model::link::Links;
use akoya_model::statements::{Statement, StatementList};

use super::{ByTime, sealed};
use crate::call::Call;
use crate::client::Client;
use crate::document::File;
use crate::paging::Paged;

impl sealed::Sealed for StatementList {}
impl ByTime for StatementList {}

impl Client {
    /// The statements of an account: `GET /statements/{version}/{providerId}/{accountId}`. In pages; up to two years back.
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
    pub fn statements(&self, provider_id: &str, account_id: &str) -> Call<StatementList> {
        Call::new(
            self,
            "statement list",
            "statements",
            &[provider_id, account_id],
        )
    }

    /// A statement as a file: `GET /statements/{version}/{providerId}/{accountId}/{statementId}`. Only PDF is served today.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let document = client.statement("mikomo", "a1", "s1").send().await?;
    /// document.save_to("statement.pdf").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn statement(&self, provider_id: &str, account_id: &str, statement_id: &str) -> Call<File> {
        let call = Call::<File>::new(
            self,
            "statement",
            "statements",
            &[provider_id, account_id, statement_id],
        );
        call.into_document("application/pdf")
    }
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
