//! Lists that are read page after page and printed in any of three forms.

use akoya::{Paged, Response};

use crate::account::Account;
use crate::account_reading::AccountReading;
use crate::csv::{CsvWriter, Format};
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::json_array::JsonArray;
use crate::output::Output;
use crate::session::Session;
use crate::style::Style;
use crate::table::Table;

/// A list of some accounts.
pub(crate) trait Listing {
    type Page: Paged;

    /// The sentence when there is nothing to show.
    const NOTHING: &'static str;

    const COLUMNS: &'static [&'static str];

    /// Returns the elements of the JSON array that a page becomes.
    fn json(&self, account: &Account, page: Response<Self::Page>) -> Vec<String>;

    /// Writes the rows of a page.
    fn rows(
        &mut self,
        csv: &CsvWriter<'_>,
        account: &Account,
        page: Response<Self::Page>,
    ) -> Result<(), Failure>;

    /// Keeps what the table needs of a page; the account is named by its position.
    fn keep(&mut self, account: usize, page: Response<Self::Page>);

    /// Returns the table of what was kept; `None` when there is nothing to show.
    fn table(&mut self, style: Style, accounts: &[Account]) -> Option<Table>;

    /// Notes what a reader of the table or the rows should know.
    fn note(&self, gaps: &Gaps<'_>) {
        let _ = gaps;
    }
}

/// Reads the accounts one after the other, and prints. An account that fails is a gap, and the others are printed.
///
/// JSON and CSV are written while pages arrive.
pub(crate) async fn print<L: Listing>(
    session: &Session<'_>,
    accounts: &[Account],
    reading: AccountReading<'_, L::Page>,
    mut list: L,
    format: Format,
    mut gaps: Gaps<'_>,
) -> Result<(), Failure> {
    let output = &session.context().output;
    let pages = Pages::new(session, accounts, reading, &mut gaps);
    // What came before a failure is shown too.
    let read = read(pages, &mut list, format, output).await;
    if format != Format::Json {
        list.note(&gaps);
    }
    if format == Format::Table {
        match list.table(output.style(), accounts) {
            Some(table) => output.line(table)?,
            None if read.is_ok() && gaps.is_empty() => output.line(L::NOTHING)?,
            None => {}
        }
    }
    read?;
    gaps.finish()
}

/// Reads to the end. JSON and CSV are written on the way, a table is kept.
async fn read<L: Listing>(
    mut pages: Pages<'_, '_, L::Page>,
    list: &mut L,
    format: Format,
    output: &Output,
) -> Result<(), Failure> {
    match format {
        Format::Json => {
            let mut array = JsonArray::new(output);
            while let Some((_, account, page)) = pages.next().await? {
                let elements = list.json(account, page);
                elements.iter().try_for_each(|one| array.push(one))?;
            }
            array.finish()
        }
        Format::Csv { bom } => {
            let csv = CsvWriter::new(output, bom, L::COLUMNS)?;
            while let Some((_, account, page)) = pages.next().await? {
                list.rows(&csv, account, page)?;
            }
            Ok(())
        }
        Format::Table => {
            while let Some((at, _, page)) = pages.next().await? {
                list.keep(at, page);
            }
            Ok(())
        }
    }
}

/// The pages of the accounts that can be read.
pub(crate) struct Pages<'a, 'g, T> {
    session: &'a Session<'a>,
    accounts: &'a [Account],
    reading: AccountReading<'a, T>,
    gaps: &'a mut Gaps<'g>,
}

impl<'a, 'g, T: Paged> Pages<'a, 'g, T> {
    pub(crate) fn new(
        session: &'a Session<'a>,
        accounts: &'a [Account],
        reading: AccountReading<'a, T>,
        gaps: &'a mut Gaps<'g>,
    ) -> Self {
        Self {
            session,
            accounts,
            reading,
            gaps,
        }
    }

    /// Returns the next page, its account and the account's position.
    pub(crate) async fn next(
        &mut self,
    ) -> Result<Option<(usize, &'a Account, Response<T>)>, Failure> {
        while let Some((at, page)) = self.reading.next().await {
            let Some(account) = self.accounts.get(at) else {
                continue;
            };
            match page {
                Ok(page) => {
                    self.gaps.look(&account.title(), &page);
                    return Ok(Some((at, account, page)));
                }
                Err(error) => {
                    let count = self.accounts.len();
                    self.gaps.failed(self.session, account, error, count)?;
                }
            }
        }
        Ok(None)
    }
}
