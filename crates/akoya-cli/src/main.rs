//! The `akoya` command: consent, accounts, balances and transactions at a terminal, and a local sandbox.

mod account;
mod auto_consent;
mod chart;
mod client_secret;
mod command;
mod config_file;
mod connection;
mod connections;
mod consent;
mod context;
mod csv;
mod data_dir;
mod date;
mod date_range;
mod download;
mod embedded;
mod exit_code;
mod failure;
mod form;
mod interrupt;
mod json_array;
mod log;
mod money;
mod output;
mod person;
mod printable;
mod progress;
mod receiver;
mod report;
mod session;
mod settings;
mod shell_alias;
mod store_key;
mod style;
mod suggest;
mod table;
mod tax_amounts;
mod token_store;
mod toml_error;
mod transaction_reader;
mod transaction_table;
mod variables;

use std::sync::Arc;

use akoya::oauth::clock::SystemClock;
use clap::Parser as _;

use crate::command::{Command, CommandLine};
use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::output::Output;
use crate::variables::Variables;

fn main() -> std::process::ExitCode {
    let line = CommandLine::parse();
    let variables = Variables::read();
    let output = Output::new(&variables.terminal, &line.global.output);
    match run(&output, line, variables) {
        Ok(()) => ExitCode::Done.into(),
        Err(failure) => {
            if !failure.is_quiet() {
                output.failure(&failure);
            }
            failure.code().into()
        }
    }
}

fn run(output: &Output, line: CommandLine, variables: Variables) -> Result<(), Failure> {
    let command = line.command.unwrap_or_else(Command::usual);
    log::start(
        &line.global.output,
        command.is_sandbox_server(),
        output.error_style(),
    );
    let clock = Arc::new(SystemClock::new());
    let context = Context::new(output.clone(), line.global, variables, clock)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::new(ExitCode::Failed, "the command cannot start").because(&error)
        })?;
    let result = runtime.block_on(run_and_close(context, command));
    // A thread may still wait for the standard input.
    runtime.shutdown_background();
    result
}

/// Runs the command until it ends or is interrupted, then closes what it opened.
async fn run_and_close(context: Context, command: Command) -> Result<(), Failure> {
    let result = if command.is_service() {
        let result = command::run(&context, command).await;
        // The user has already asked twice to end now.
        if result.as_ref().is_err_and(Failure::is_interrupted) {
            return result;
        }
        result
    } else {
        tokio::select! {
            result = command::run(&context, command) => result,
            () = interrupt::wait() => Err(Failure::interrupted()),
        }
    };
    // A second Ctrl-C gives up what is under way.
    tokio::select! {
        () = context.close() => {}
        () = interrupt::wait() => {}
    }
    result
}
