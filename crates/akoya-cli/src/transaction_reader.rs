//! Reads the transactions of an account page by page.

use akoya_model::transactions::Transaction;

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
    mut each: impl FnMut(Transaction) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let call = session.client.transactions(session.connector(), account);
    let mut pages = range
        .of(call)
        .by_page()
        .map_err(|error| session.explain(error))?;
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| session.explain(error))?;
        let transactions = page.into_items();
        let days = transactions
            .iter()
            .filter_map(|transaction| transaction.timestamp()?.day());
        progress.page(days, transactions.len());
        transactions.into_iter().try_for_each(&mut each)?;
    }
    progress.end_of_account();
    Ok(())
}
