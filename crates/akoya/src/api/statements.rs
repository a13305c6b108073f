//! Statements.

use crate::call::Call;
use crate::client::Client;
use crate::document::File;

impl Client {
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
        let call = Call::new(self, "statement", "statements", &[provider_id, account_id, statement_id]);
        call.document().header("accept", "application/pdf")
    }
}
