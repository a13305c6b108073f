//! `akoya payments`: shows the payment networks that reach an account.

use akoya_model::field_text;
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
    report::read_all(&context.output, &session, "payments", call).await
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
        let sent = |name| field_text(network, name);
        let text = |name| plain(sent(name).unwrap_or_default());
        let number = sent("identifier").map(|number| masked(&number));
        let may = |value, name| plain(yes_or_no(value, sent(name)));
        table.row([
            text("type"),
            text("bankId"),
            plain(number.unwrap_or_default()),
            secondary(kind(sent("identifierType").as_deref())),
            may(network.transfer_in, "transferIn"),
            may(network.transfer_out, "transferOut"),
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

/// Writes whether something is possible; what was sent, when it says neither.
fn yes_or_no(value: Option<bool>, sent: Option<String>) -> String {
    match value {
        Some(true) => "yes".to_owned(),
        Some(false) => "no".to_owned(),
        None => sent.unwrap_or_default(),
    }
}
