//! The `akoya` command: consent, accounts, balances and transactions at a terminal, and a local sandbox.

mod account;
mod account_choice;
mod account_document;
mod account_reading;
mod api_version;
mod arguments;
mod auto_consent;
mod browser;
mod browser_page;
mod call_log;
mod chart;
mod client_secret;
mod command;
mod config_file;
mod connection;
mod connection_line;
mod connections;
mod consent;
mod context;
mod counted;
mod csv;
mod data_dir;
mod date;
mod date_range;
mod deferred;
mod document_text;
mod download;
mod embedded;
mod exit_code;
mod failure;
mod form;
mod gaps;
mod given_option;
mod http_client;
mod id_choice;
mod intent;
mod interrupt;
mod json_array;
mod json_text;
mod listing;
mod log;
mod money;
mod new_grant;
mod option_variables;
mod output;
mod pasted_address;
mod person;
mod printable;
mod progress;
mod receiver;
mod report;
mod session;
mod settings;
mod shell_alias;
mod shell_word;
mod store_key;
mod style;
mod suggest;
mod table;
mod tax_amounts;
mod time_text;
mod token_store;
mod toml_error;
mod transaction_table;
mod undated;
mod unread_items;
mod variables;
mod whole_list;

use std::sync::Arc;

use crate::command::{Command, CommandLine};
use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::output::Output;
use crate::variables::Variables;
use akoya::oauth::clock::SystemClock;

fn main() -> std::process::ExitCode {
    if let Some(code) = browser::run_as_child(std::env::args_os()) {
        return code;
    }
    let line = arguments::read();
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

/// Runs the command of the line. Not a part of `main`: what it needs of the stack, a version or a help would touch too.
#[inline(never)]
fn run(output: &Output, line: CommandLine, variables: Variables) -> Result<(), Failure> {
    let Some(command) = line.command else {
        return show_help(output);
    };
    let clock = Arc::new(SystemClock::new());
    log::start(
        &line.global.output,
        command.is_sandbox_server(),
        output.error_style(),
        clock.clone(),
    );
    let context = Context::new(output.clone(), line.global, variables, clock)?;
    let runtime = runtime(&command).map_err(|error| {
        Failure::new(ExitCode::Failed, "the command cannot start").because(&error)
    })?;
    let result = runtime.block_on(run_and_close(context, command));
    // A thread may still wait for the standard input.
    runtime.shutdown_background();
    result
}

/// Builds what the command runs on. A command that ends by itself has one thread beside its own, for a refresh that continues while the
/// command waits for its output to be read; the default is one for each processor.
fn runtime(command: &Command) -> std::io::Result<tokio::runtime::Runtime> {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    if !command.is_service() {
        builder.worker_threads(1);
    }
    builder.enable_all().build()
}

/// Prints the short help: a program that is called without a command must not do anything.
fn show_help(output: &Output) -> Result<(), Failure> {
    let help = arguments::described().render_help();
    if output.style().has_colour() {
        output.line(help.ansi())
    } else {
        output.line(help)
    }
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
        let mut running = std::pin::pin!(command::run(&context, command));
        tokio::select! {
            result = &mut running => result,
            () = interrupt::wait() => tokio::select! {
                biased;
                result = &mut running, if context.is_held() => result,
                () = context.until_released() => Err(Failure::interrupted()),
            },
        }
    };
    context.close().await;
    result
}
