//! Reads the transactions of an account page by page.

use akoya::Response;
use akoya_model::transactions::Transactions;

use crate::date_range::DateRange;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::session::Session;

/// Reads all transactions of an account, page after page; only one page is in memory.
pub(crate) async fn read(
    session: &Session<'_>,
    account: &str,
    range: DateRange,
    progress: &mut Progress,
    mut each: impl FnMut(Response<Transactions>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let call = session.client.transactions(session.connector(), account);
    let mut pages = range
        .of(call)
        .by_page()
        .map_err(|error| session.explain(error))?;
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| session.explain(error))?;
        let transactions = page.transactions.as_deref().unwrap_or_default();
        let days = transactions
            .iter()
            .filter_map(|transaction| transaction.timestamp()?.day());
        progress.page(days, transactions.len());
        each(page)?;
    }
    progress.end_of_account();
    Ok(())
}
