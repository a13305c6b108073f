//! The calls for investments: accounts with their holdings, and tax lots.

use akoya_model::investments::{AccountHoldings, InvestmentsDetails, TaxLot, TaxLots};

use super::filter::by_account;
use super::operation::operations;
use crate::next_page::NextPage;
use crate::paged::Paged;

by_account!(InvestmentsDetails, AccountHoldings);

operations! {
    /// Reads the accounts that the customer shared, investment accounts with all their holdings:
    /// `GET /accounts/{version}/{providerId}`.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// use akoya::model::investments::AccountHoldings;
    ///
    /// for account in client.investments("mikomo").send().await?.accounts.iter().flatten() {
    ///     if let AccountHoldings::Investment(investment) = account {
    ///         println!("{:?} holdings", investment.holdings.as_ref().map(Vec::len));
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    investments(provider_id) -> InvestmentsDetails = "investments" of "accounts" or r#"{"accounts":[]}"# with "accounts.*.holdings":
        Investments / provider_id;

    /// Reads the lots in which a holding was bought: `GET
    /// /taxlots/{version}/{providerId}/{accountId}/{holdingId}`. In pages.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let mut lots = client.tax_lots("mikomo", "a1", "h1").by_item()?;
    /// while let Some(lot) = lots.next().await {
    ///     println!("{:?}", lot?.cost_basis);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    tax_lots(provider_id, account_id, holding_id) -> TaxLots = "tax lots" of "holding.taxLots" or r#"{"holding":{"taxLots":[]}}"# in pages:
        TaxLots / provider_id, account_id, holding_id;
}

impl Paged for TaxLots {
    type Item = TaxLot;

    /// Returns the link to the next page. The API's description does not have links; providers send them.
    fn next_page(&self) -> NextPage {
        NextPage::of_unknown(&self.extra)
    }

    fn items(&self) -> &[TaxLot] {
        let holding = self.holding.as_ref();
        let lots = holding.and_then(|holding| holding.tax_lots.as_deref());
        lots.unwrap_or_default()
    }

    fn items_mut(&mut self) -> Option<&mut Vec<TaxLot>> {
        self.holding.as_mut()?.tax_lots.as_mut()
    }

    fn into_items(self) -> Vec<TaxLot> {
        self.holding
            .and_then(|holding| holding.tax_lots)
            .unwrap_or_default()
    }
}
