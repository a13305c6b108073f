//! Documents with a part for each account: read, looked through for gaps, printed.

use akoya::{ByAccount, Call, Client, Paged};
use clap::Args as ClapArgs;

use crate::account::Account;
use crate::account_choice::AccountsArgs;
use crate::context::Context;
use crate::csv::{CSV_HELP, CsvArgs, Format};
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::report::{self, CsvReport};
use crate::session::{ConnectionArgs, Session};
use crate::whole_list;

/// The options of the commands that print one.
#[derive(Debug, ClapArgs)]
#[command(after_help = CSV_HELP)]
pub(crate) struct AccountDocumentArgs {
    #[command(flatten)]
    accounts: AccountsArgs,
    #[command(flatten)]
    csv: CsvArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
}

/// A document with a part for each account.
pub(crate) trait AccountDocument: ByAccount + CsvReport + Paged {
    /// Returns the accounts, with the errors that some have in their place.
    fn accounts(&self) -> Vec<Account>;

    /// Notes what is missing inside the accounts, and returns their paths.
    fn look_inside(&self, gaps: &mut Gaps<'_>) -> Vec<String> {
        let _ = gaps;
        Vec::new()
    }
}

/// Reads and prints the document of the call that `call` makes for an institution; `subject` names it in warnings.
pub(crate) async fn print<T: AccountDocument>(
    context: &Context,
    args: &AccountDocumentArgs,
    subject: &str,
    call: impl FnOnce(&Client, &str) -> Call<T>,
) -> Result<(), Failure> {
    let format = args.csv.format(&context.output)?;
    let session = Session::open(context, &args.connection).await?;
    let mut gaps = Gaps::new(&context.output);
    let ids = args.accounts.ids(&session).await?;
    let call = call(&session.client, session.connector());
    let call = call.accounts(&ids);
    let response = whole_list::read(&session, subject, call, &mut gaps).await?;
    let accounts = response.body.accounts();
    let mut shown = response.body.look_inside(&mut gaps);
    for (at, account) in accounts.iter().enumerate() {
        if account.error.is_some() {
            gaps.add_account(account);
            shown.push(format!("$.accounts[{at}]"));
        }
    }
    gaps.look_except(&shown, subject, &response);
    // Where something is missing, an empty list says nothing of the customer.
    if !accounts.is_empty() || gaps.is_empty() || format != Format::Table {
        report::print_as(&context.output, format, &response.body)?;
    }
    gaps.finish()
}
