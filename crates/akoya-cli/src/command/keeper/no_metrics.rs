//! Stands in for the metrics in a build without them.

use std::net::SocketAddr;

use akoya::oauth::keeper::Health;

use crate::exit_code::ExitCode;
use crate::failure::Failure;

pub(super) fn serve(_: SocketAddr) -> Result<(), Failure> {
    let text = "this `akoya` was built without metrics";
    let failure = Failure::new(ExitCode::Usage, text);
    Err(failure.advise("Build it with `--features metrics`, or leave --metrics out."))
}

pub(super) fn set(_: &Health) {}
