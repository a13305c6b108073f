//! The commands, one file each.

mod accounts;
mod balances;
mod demo;
mod login;
mod logout;
mod refresh;
mod sandbox;
mod status;
mod transactions;

use crate::arguments::Command;
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
        Command::Refresh(arguments) => refresh::run(context, &arguments).await,
        Command::Accounts(arguments) => accounts::run(context, &arguments).await,
        Command::Balances(arguments) => balances::run(context, &arguments).await,
        Command::Transactions(arguments) => transactions::run(context, &arguments).await,
    }
}
