//! `akoya payments`: shows the payment networks that reach an account.

use akoya_model::payments::{PaymentNetwork, PaymentNetworks};
use clap::Args as ClapArgs;

use crate::account::masked;
use crate::account_choice::AccountArgs;
use crate::context::Context;
use crate::failure::Failure;
use crate::report::{self, Report};
use crate::session::{ConnectionArgs, Session};
use crate::style::Style;
use crate::table::{Column, Table, plain, secondary};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The table shows the last four digits of account numbers; --json prints all of them."
)]
pub(crate) struct Args {
    #[command(flatten)]
    account: AccountArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let session = Session::open(context, &args.connection).await?;
    let account = args.account.choose(&session).await?;
    let call = session
        .client
        .payment_networks(session.connector(), &account.id);
    report::read(&context.output, &session, "payments", call).await
}

impl Report for PaymentNetworks {
    const NOTHING: &'static str = "No payment network reaches the account.";

    fn text(&self, style: Style) -> Option<String> {
        let networks = self.payment_networks.as_deref().unwrap_or_default();
        (!networks.is_empty()).then(|| table(style, networks).to_string())
    }
}

/// Lays out the networks, with the last four digits of the account's number.
fn table(style: Style, networks: &[PaymentNetwork]) -> Table {
    let columns = [
        Column::left("Network").cut_to(8),
        Column::left("Bank"),
        Column::left("Number"),
        Column::left("Kind").cut_to(7).optional(1),
        Column::left("In"),
        Column::left("Out"),
    ];
    let mut table = Table::new(style, &columns);
    for network in networks {
        let text = |text: &Option<String>| plain(text.as_deref().unwrap_or_default());
        let number = network.identifier.as_deref().map(masked);
        table.row([
            text(&network.kind),
            text(&network.bank_id),
            plain(number.unwrap_or_default()),
            secondary(kind(network.identifier_type.as_deref())),
            plain(yes_or_no(network.transfer_in)),
            plain(yes_or_no(network.transfer_out)),
        ]);
    }
    table
}

fn kind(identifier_type: Option<&str>) -> String {
    match identifier_type {
        Some("ACCOUNT_NUMBER") => "account".to_owned(),
        Some("TOKENIZED_ACCOUNT_NUMBER") => "token".to_owned(),
        other => other.unwrap_or_default().to_lowercase(),
    }
}

fn yes_or_no(value: Option<bool>) -> &'static str {
    match value {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}
