//! `akoya contact`

use akoya_model::address::DeliveryAddress;
use akoya_model::customers::{AccountContact, AccountHolder};
use akoya_model::telephone::TelephoneNumber;

use super::customer::{self, joined, row, rows};
use crate::arguments::ContactArguments;
use crate::context::Context;
use crate::exit::Failure;
use crate::output::Output;
use crate::session::Session;
use crate::table::Table;

pub(super) async fn run(context: &Context, arguments: &ContactArguments) -> Result<(), Failure> {
    let session = Session::open(context, &arguments.connection).await?;
    let answer = session
        .client
        .account_contact(session.connector(), &arguments.account)
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

fn print(output: &Output, contact: &AccountContact) -> Result<(), Failure> {
    let mut table = customer::table(output.look());
    for holder in contact.holders.iter().flatten() {
        add_holder(&mut table, holder);
    }
    rows(
        &mut table,
        "Address",
        contact.addresses.iter().flatten().map(address),
    );
    rows(
        &mut table,
        "Telephone",
        contact.telephones.iter().flatten().map(telephone),
    );
    rows(
        &mut table,
        "Email",
        contact.emails.iter().flatten().cloned(),
    );
    output.line(table)
}

fn add_holder(table: &mut Table, holder: &AccountHolder) {
    let relationship = holder
        .relationship
        .as_ref()
        .map(|kind| kind.as_str().to_lowercase().replace('_', " "));
    let name = holder.name.as_ref().map(customer::name);
    row(table, "Holder", Some(joined(&[&name, &relationship], ", ")));
    rows(
        table,
        "  Address",
        holder.addresses.iter().flatten().map(customer::address),
    );
    rows(
        table,
        "  Telephone",
        holder.telephones.iter().flatten().cloned(),
    );
    rows(table, "  Email", holder.email.iter().flatten().cloned());
    row(table, "  Customer id", holder.customer_id.clone());
}

fn address(address: &DeliveryAddress) -> String {
    let place = joined(&[&address.region, &address.postal_code], " ");
    let kind = address
        .kind
        .as_ref()
        .map(|kind| format!("({})", kind.to_lowercase()));
    let lines = joined(
        &[
            &address.line1,
            &address.line2,
            &address.line3,
            &address.city,
            &Some(place),
        ],
        ", ",
    );
    joined(&[&Some(lines), &kind], " ")
}

fn telephone(telephone: &TelephoneNumber) -> String {
    let kind = telephone
        .kind
        .as_ref()
        .map(|kind| format!("({})", kind.as_str().to_lowercase()));
    joined(&[&telephone.number, &kind], " ")
}
