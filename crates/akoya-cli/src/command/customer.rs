//! `akoya customer`

use akoya_model::address::CustomerAddress;
use akoya_model::customers::{CurrentCustomer, Name};

use crate::arguments::CustomerArguments;
use crate::context::Context;
use crate::exit::Failure;
use crate::output::{Look, Output};
use crate::session::Session;
use crate::table::{Column, Table, plain, quiet};

pub(super) async fn run(context: &Context, arguments: &CustomerArguments) -> Result<(), Failure> {
    let session = Session::open(context, &arguments.connection).await?;
    let answer = session
        .client
        .current_customer(session.connector())
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

fn print(output: &Output, answer: &CurrentCustomer) -> Result<(), Failure> {
    let Some(customer) = &answer.customer else {
        return output.line("The provider says nothing about the customer.");
    };
    let mut table = table(output.look());
    row(&mut table, "Name", customer.name.as_ref().map(name));
    rows(
        &mut table,
        "Address",
        customer.addresses.iter().flatten().map(address),
    );
    rows(
        &mut table,
        "Telephone",
        customer.telephones.iter().flatten().cloned(),
    );
    rows(
        &mut table,
        "Email",
        customer.email.iter().flatten().cloned(),
    );
    row(&mut table, "Customer id", customer.customer_id.clone());
    output.line(table)
}

/// A table of what is known, one thing to a line.
pub(super) fn table(look: Look) -> Table {
    Table::new(look, &["What", "Value"].map(Column::Left))
}

/// Adds a line, unless there is nothing to say.
pub(super) fn row(table: &mut Table, what: &str, value: Option<String>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        table.row([quiet(what), plain(value)]);
    }
}

pub(super) fn rows(table: &mut Table, what: &str, values: impl Iterator<Item = String>) {
    values.for_each(|value| row(table, what, Some(value)));
}

pub(super) fn name(name: &Name) -> String {
    joined(&[&name.first, &name.middle, &name.last], " ")
}

pub(super) fn address(address: &CustomerAddress) -> String {
    let place = joined(&[&address.state, &address.postal_code], " ");
    joined(&[&address.line1, &address.city, &Some(place)], ", ")
}

/// The parts that are there.
pub(super) fn joined(parts: &[&Option<String>], separator: &str) -> String {
    let parts = parts
        .iter()
        .filter_map(|part| part.as_deref())
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(separator)
}
