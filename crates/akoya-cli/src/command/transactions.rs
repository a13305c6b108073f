//! `akoya transactions`

use std::time::SystemTime;

use akoya::model::api_error::FdxCode;
use akoya_model::transactions::Transaction;

use crate::account::Account;
use crate::arguments::TransactionsArguments;
use crate::context::Context;
use crate::date::{self, DateArgument};
use crate::exit::{Code, Failure};
use crate::ledger::{self, Entry, Range};
use crate::output::Output;
use crate::progress::Progress;
use crate::session::Session;
use crate::sheet::{self, Sheet};

pub(super) async fn run(
    context: &Context,
    arguments: &TransactionsArguments,
) -> Result<(), Failure> {
    let csv = sheet::is_wanted(arguments.csv, &context.output)?;
    let session = Session::open(context, &arguments.connection).await?;
    let range = range(arguments.from, arguments.to, session.now(context)?)?;
    let accounts = accounts(&session, &arguments.account, context.output.is_json()).await?;
    let list = List {
        session: &session,
        accounts: &accounts,
        range,
        output: &context.output,
    };
    if context.output.is_json() {
        list.print_json().await?
    } else if csv {
        list.print_csv().await?
    } else {
        list.print_table().await?
    }
    session.close().await;
    Ok(())
}

pub(super) fn range(
    from: Option<DateArgument>,
    to: Option<DateArgument>,
    now: SystemTime,
) -> Result<Range, Failure> {
    let end = to.map_or(now, DateArgument::end);
    let start = from.map_or_else(|| date::two_years_before(end), DateArgument::start);
    if start > end {
        return Err(Failure::new(Code::Usage, "the first day is after the last")
            .advise("Correct --from and --to."));
    }
    Ok(Range { start, end })
}

/// The accounts to read: those that were named, else all. A table wants their names too.
async fn accounts(
    session: &Session,
    named: &[String],
    only_ids: bool,
) -> Result<Vec<Account>, Failure> {
    let unknown = |id: &String| Account {
        id: id.clone(),
        ..Account::default()
    };
    if only_ids && !named.is_empty() {
        return Ok(named.iter().map(unknown).collect());
    }
    let answer = session
        .client
        .accounts_info(session.connector())
        .send()
        .await
        .map_err(|error| session.explain(error))?;
    let all: Vec<Account> = answer
        .accounts
        .iter()
        .flatten()
        .map(Account::from)
        .collect();
    if named.is_empty() {
        return Ok(all
            .into_iter()
            .filter(|account| !account.id.is_empty())
            .collect());
    }
    let find = |id: &String| all.iter().find(|account| account.id == *id).cloned();
    Ok(named
        .iter()
        .map(|id| find(id).unwrap_or_else(|| unknown(id)))
        .collect())
}

/// What is to be listed.
struct List<'a> {
    session: &'a Session,
    accounts: &'a [Account],
    range: Range,
    output: &'a Output,
}

impl List<'_> {
    async fn print_table(&self) -> Result<(), Failure> {
        let mut entries = Vec::new();
        self.each(|account, transaction| {
            entries.push(Entry::of(&transaction, account));
            Ok(())
        })
        .await?;
        if entries.is_empty() {
            return self.output.line("There are no transactions in this time.");
        }
        ledger::newest_first(&mut entries);
        self.output
            .line(ledger::table(self.output.look(), &entries, self.accounts))
    }

    /// One array, written while pages come in.
    async fn print_json(&self) -> Result<(), Failure> {
        let mut separator = "[\n";
        self.each(|_, transaction| {
            self.output.part(&format!(
                "{separator}{}",
                akoya_model::to_string(&transaction)
            ))?;
            separator = ",\n";
            Ok(())
        })
        .await?;
        if separator == "[\n" {
            return self.output.line("[]");
        }
        self.output.line("\n]")
    }

    /// In the order of the API, written while pages come in.
    async fn print_csv(&self) -> Result<(), Failure> {
        let sheet = Sheet::new(self.output, &COLUMNS)?;
        let nobody = Account::default();
        self.each(|account, transaction| {
            add_row(
                &sheet,
                self.accounts.get(account).unwrap_or(&nobody),
                &transaction,
            )
        })
        .await
    }

    async fn each(
        &self,
        mut each: impl FnMut(usize, Transaction) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut progress =
            Progress::new(self.output.look(), self.accounts.len(), self.range.days());
        for (index, account) in self.accounts.iter().enumerate() {
            let read = ledger::read(
                self.session,
                &account.id,
                self.range,
                &mut progress,
                |transaction| each(index, transaction),
            );
            match read.await {
                // Not every kind of account has transactions.
                Err(failure)
                    if self.accounts.len() > 1
                        && failure.is_api(FdxCode::AccountTypeNotSupported) =>
                {
                    self.output
                        .note(format_args!("{}: {}", account.title(), failure.message()));
                }
                read => read?,
            }
        }
        Ok(())
    }
}

const COLUMNS: [&str; 12] = [
    "account_id",
    "account",
    "number",
    "transaction_id",
    "posted",
    "date",
    "description",
    "memo",
    "category",
    "status",
    "amount",
    "currency",
];

fn add_row(sheet: &Sheet<'_>, account: &Account, transaction: &Transaction) -> Result<(), Failure> {
    use sheet::{day, number, text};
    sheet.row([
        text(Some(&account.id)),
        text(Some(&account.name)),
        text(Some(&account.number)),
        text(transaction.transaction_id()),
        day(transaction.posted_timestamp()),
        day(transaction.transaction_timestamp()),
        text(transaction.description()),
        text(transaction.memo()),
        text(transaction.category()),
        text(transaction.status().map(|status| status.as_str())),
        number(transaction.signed_amount()),
        text(account.currency.as_deref()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_ends_now_and_spans_two_years_unless_told_otherwise() {
        let moment = |text: &str| text.parse::<DateArgument>().unwrap().start();
        let now = moment("2026-06-15T12:00:00Z");
        let of = |from: Option<&str>, to: Option<&str>| {
            let range = range(
                from.map(|d| d.parse().unwrap()),
                to.map(|d| d.parse().unwrap()),
                now,
            )?;
            Ok::<_, Failure>((
                date::rfc3339(range.start).unwrap(),
                date::rfc3339(range.end).unwrap(),
            ))
        };
        let text = |start: &str, end: &str| (start.to_owned(), end.to_owned());
        assert_eq!(
            of(None, None).unwrap(),
            text("2024-06-15T00:00:00Z", "2026-06-15T12:00:00Z")
        );
        assert_eq!(
            of(Some("2026-01-01"), None).unwrap(),
            text("2026-01-01T00:00:00Z", "2026-06-15T12:00:00Z")
        );
        assert_eq!(
            of(None, Some("2024-02-29")).unwrap(),
            text("2022-02-28T00:00:00Z", "2024-02-29T23:59:59Z")
        );
        assert_eq!(
            of(Some("2026-01-02"), Some("2026-01-01"))
                .unwrap_err()
                .code(),
            Code::Usage
        );
        assert!(of(Some("2026-01-01"), Some("2026-01-01")).is_ok());
    }
}
