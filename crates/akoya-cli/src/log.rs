//! What the command logs, to the standard error stream.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// The crates of this project that a client is made of. The others stay silent at every level: what an HTTP library writes at
/// its most talkative is not known to be free of secrets.
const CLIENT: [&str; 3] = ["acg", "acg_sqlite", "akoya"];

/// Logs requests with their paths, which hold account ids: for the sandbox as a server.
const SANDBOX: &str = "akoya_sandbox";

/// Starts logging at `level`, which is off unless the user asks for it.
pub(crate) fn start(level: LevelFilter, is_sandbox: bool, colour: bool) {
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
        .with_ansi(colour);
    // A second start in one process changes nothing.
    let _ = tracing_subscriber::registry()
        .with(targets)
        .with(lines)
        .try_init();
}
