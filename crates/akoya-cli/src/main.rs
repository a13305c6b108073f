//! The `akoya` command: consent, accounts, balances and transactions at a terminal, and a local sandbox.

mod account;
mod arguments;
mod chart;
mod client_secret;
mod command;
mod connection;
mod consent;
mod context;
mod data_dir;
mod date;
mod download;
mod embedded;
mod exit;
mod form;
mod interrupt;
mod ledger;
mod log;
mod money;
mod nearest;
mod output;
mod progress;
mod receiver;
mod session;
mod settings;
mod sheet;
mod store_key;
mod table;
mod tax_amounts;
mod token_store;
mod walk;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use akoya::oauth::Secret;
use akoya::oauth::clock::SystemClock;
use clap::Parser as _;
use tracing::level_filters::LevelFilter;

use crate::arguments::{Arguments, Command, DemoArguments, Global, LogLevel, SandboxArguments};
use crate::context::Context;
use crate::exit::{Code, Failure};
use crate::output::{Output, Terminal};

fn main() -> ExitCode {
    let Arguments { global, command } = Arguments::parse();
    let output = Output::new(&terminal(), global.json, global.verbose > 0);
    let is_sandbox = command.as_ref().is_some_and(serves);
    log::start(level(&global), is_sandbox, output.logs_colour());
    let command = command.unwrap_or_else(|| Command::Demo(DemoArguments::default()));
    match run(&output, global, command) {
        Ok(()) => Code::Done.into(),
        Err(failure) => {
            if !failure.is_quiet() {
                output.failure(&failure);
            }
            failure.code().into()
        }
    }
}

fn run(output: &Output, global: Global, command: Command) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime = runtime
        .map_err(|error| Failure::new(Code::Failed, "the command cannot start").because(&error))?;
    let store_key = store_key::Given {
        keys: variable("AKOYA_STORE_KEY").map(Secret::new),
        file: global.store_key_file,
        keychain: global.store_keychain,
    };
    let context = Context::new(
        output.clone(),
        global.data_dir,
        program(),
        Arc::new(SystemClock::new()),
        global.config,
        secret(),
        token_store::Given {
            url: variable("AKOYA_STORE_URL").map(Secret::new),
            key: store_key,
        },
    )?;
    let result = runtime.block_on(interruptible(&context, command));
    // A thread may still wait for the standard input.
    runtime.shutdown_background();
    result
}

/// Runs the command until it ends or is interrupted. It is not dropped before what it has under way is safe.
async fn interruptible(context: &Context, command: Command) -> Result<(), Failure> {
    if serves(&command) {
        return command::run(context, command).await;
    }
    let mut running = std::pin::pin!(command::run(context, command));
    let result = tokio::select! {
        result = &mut running => result,
        () = interrupt::wait() => Err(Failure::new(Code::Interrupted, "interrupted")),
    };
    // Who insists may lose the connection.
    tokio::select! {
        () = context.settle() => {}
        () = interrupt::wait() => {}
    }
    result
}

/// Whether the command runs until it is told to end, and sees to that itself.
fn serves(command: &Command) -> bool {
    matches!(
        command,
        Command::Sandbox(SandboxArguments { command: None, .. }) | Command::Keeper(_)
    )
}

fn level(global: &Global) -> LevelFilter {
    let asked = match global.log {
        None | Some(LogLevel::Off) => LevelFilter::OFF,
        Some(LogLevel::Error) => LevelFilter::ERROR,
        Some(LogLevel::Warn) => LevelFilter::WARN,
        Some(LogLevel::Info) => LevelFilter::INFO,
        Some(LogLevel::Debug) => LevelFilter::DEBUG,
        Some(LogLevel::Trace) => LevelFilter::TRACE,
    };
    let verbose = match global.verbose {
        0 => LevelFilter::OFF,
        1 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    asked.max(verbose)
}

/// A variable of the environment; empty is as good as unset.
#[expect(
    clippy::disallowed_methods,
    reason = "the command reads the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// This program's path, when it was called by a path.
fn program() -> Option<PathBuf> {
    let called = std::env::args_os().next().map(PathBuf::from)?;
    if called.components().count() > 1 {
        std::env::current_exe().ok()
    } else {
        None
    }
}

fn terminal() -> Terminal {
    Terminal {
        no_color: variable("NO_COLOR"),
        term: variable("TERM"),
        locale: ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .find_map(variable),
    }
}

fn secret() -> client_secret::Environment {
    client_secret::Environment {
        secret: variable("AKOYA_CLIENT_SECRET").map(Secret::new),
        file: variable("AKOYA_CLIENT_SECRET_FILE").map(Into::into),
    }
}
