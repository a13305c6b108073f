//! What the command logs, to the standard error stream.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// The crates of this project. The others stay silent at every level: what an HTTP library writes at its most
/// talkative is not known to be free of secrets.
const OURS: [&str; 4] = ["acg", "acg_sqlite", "akoya", "akoya_sandbox"];

/// Starts logging at `level`, which is off unless the user asks for it.
pub(crate) fn start(level: LevelFilter, colour: bool) {
    if level == LevelFilter::OFF {
        return;
    }
    let targets = Targets::new().with_targets(OURS.map(|target| (target, level)));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(colour);
    // A second start in one process changes nothing.
    let _ = tracing_subscriber::registry().with(targets).with(lines).try_init();
}
