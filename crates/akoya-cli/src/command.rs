//! The commands, one file each.

mod accounts;
mod balances;
mod contact;
mod customer;
mod demo;
mod inspect;
mod investments;
mod keeper;
mod login;
mod logout;
mod payments;
mod refresh;
mod sandbox;
mod statement;
mod statements;
mod status;
mod store;
mod tax_form;
mod tax_forms;
mod tax_lots;
mod transactions;

use crate::arguments::{Command, Product};
use crate::context::Context;
use crate::exit::Failure;

/// Runs a command to its end.
pub(crate) async fn run(context: &Context, command: Command) -> Result<(), Failure> {
    match command {
        Command::Demo(arguments) => demo::run(context, &arguments).await,
        Command::Sandbox(arguments) => sandbox::run(context, arguments).await,
        Command::Login(arguments) => login::run(context, &arguments).await,
        Command::Logout(arguments) => logout::run(context, &arguments).await,
        Command::Status(arguments) => status::run(context, &arguments).await,
        Command::Keeper(arguments) => keeper::run(context, &arguments).await,
        Command::Store(command) => store::run(context, &command).await,
        Command::Refresh(arguments) => refresh::run(context, &arguments).await,
        Command::Accounts(arguments) => accounts::run(context, &arguments).await,
        Command::Balances(arguments) => balances::run(context, &arguments).await,
        Command::Transactions(arguments) => transactions::run(context, &arguments).await,
        Command::Product(product) => run_product(context, product).await,
    }
}

async fn run_product(context: &Context, product: Product) -> Result<(), Failure> {
    match product {
        Product::Investments(arguments) => investments::run(context, &arguments).await,
        Product::TaxLots(arguments) => tax_lots::run(context, &arguments).await,
        Product::Payments(arguments) => payments::run(context, &arguments).await,
        Product::Statements(arguments) => statements::run(context, &arguments).await,
        Product::Statement(arguments) => statement::run(context, arguments).await,
        Product::TaxForms(arguments) => tax_forms::run(context, &arguments).await,
        Product::TaxForm(arguments) => tax_form::run(context, arguments).await,
        Product::Customer(arguments) => customer::run(context, &arguments).await,
        Product::Contact(arguments) => contact::run(context, &arguments).await,
        Product::Inspect(arguments) => inspect::run(context, &arguments),
    }
}
