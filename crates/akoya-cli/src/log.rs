//! The log of the libraries, on the standard error stream.

use std::sync::Arc;

use akoya::oauth::clock::Clock;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::call_log::CallLog;
use crate::output::{LogLevel, OutputArgs};
use crate::style::Style;

/// The crates of this project that a client consists of. Other crates are never logged: an HTTP
/// library at its most verbose may log secrets.
const CLIENT: [&str; 3] = ["acg", "acg_sqlite", "akoya"];

/// Logs requests with their paths, which contain account ids: only for the sandbox as a server.
const SANDBOX: &str = "akoya_sandbox";

/// Starts logging, if the options ask for it.
pub(crate) fn start(args: &OutputArgs, is_sandbox: bool, style: Style, clock: Arc<dyn Clock>) {
    let level = level(args);
    if level == LevelFilter::OFF {
        return;
    }
    let sandbox = if is_sandbox {
        level
    } else {
        level.min(LevelFilter::INFO)
    };
    let targets = Targets::new()
        .with_targets(CLIENT.map(|target| (target, level)))
        .with_target(SANDBOX, sandbox);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(style.has_colour());
    let calls = CallLog::new(clock).with_filter(Targets::new().with_target("akoya", level));
    // A second start in one process changes nothing.
    let _ = tracing_subscriber::registry()
        .with(lines.with_filter(targets))
        .with(calls)
        .try_init();
}

/// Returns the more verbose of `--log` and `-v`.
fn level(args: &OutputArgs) -> LevelFilter {
    let named = match args.log {
        None | Some(LogLevel::Off) => LevelFilter::OFF,
        Some(LogLevel::Error) => LevelFilter::ERROR,
        Some(LogLevel::Warn) => LevelFilter::WARN,
        Some(LogLevel::Info) => LevelFilter::INFO,
        Some(LogLevel::Debug) => LevelFilter::DEBUG,
        Some(LogLevel::Trace) => LevelFilter::TRACE,
    };
    let verbose = match args.verbose {
        0 => LevelFilter::OFF,
        1 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    named.max(verbose)
}
