//! `akoya payments`

use akoya_model::payments::{PaymentNetwork, PaymentNetworks};

use crate::account::masked;
use crate::arguments::PaymentsArguments;
use crate::context::Context;
use crate::exit::Failure;
use crate::output::{Look, Output};
use crate::session::Session;
use crate::table::{Column, Table, plain, quiet};

pub(super) async fn run(context: &Context, arguments: &PaymentsArguments) -> Result<(), Failure> {
    let session = Session::open(context, &arguments.connection).await?;
    let answer = session
        .client
        .payment_networks(session.connector(), &arguments.account)
        .send()
        .await;
    let answer = answer.map_err(|error| session.explain(error))?;
    if context.output.is_json() {
        context.output.line(akoya_model::to_string(&answer.body))?;
    } else {
        print(&context.output, &answer.body)?;
    }
    session.close().await;
    Ok(())
}

fn print(output: &Output, networks: &PaymentNetworks) -> Result<(), Failure> {
    let networks = networks.payment_networks.as_deref().unwrap_or_default();
    if networks.is_empty() {
        return output.line("The account can be paid through no network.");
    }
    output.line(table(output.look(), networks))
}

/// The networks; of the account's number the last four digits.
fn table(look: Look, networks: &[PaymentNetwork]) -> Table {
    let mut table = Table::new(
        look,
        &["Network", "Bank", "Number", "Kind", "In", "Out"].map(Column::Left),
    );
    for network in networks {
        let text = |text: &Option<String>| plain(text.as_deref().unwrap_or_default());
        let number = network
            .identifier
            .as_deref()
            .map(masked)
            .unwrap_or_default();
        table.row([
            text(&network.kind),
            text(&network.bank_id),
            plain(number),
            quiet(kind(network.identifier_type.as_deref())),
            plain(answer(network.transfer_in)),
            plain(answer(network.transfer_out)),
        ]);
    }
    table.keep_whole(1);
    table
}

fn kind(identifier_type: Option<&str>) -> String {
    match identifier_type {
        Some("ACCOUNT_NUMBER") => "account".to_owned(),
        Some("TOKENIZED_ACCOUNT_NUMBER") => "token".to_owned(),
        other => other.unwrap_or_default().to_lowercase(),
    }
}

fn answer(answer: Option<bool>) -> &'static str {
    match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}
