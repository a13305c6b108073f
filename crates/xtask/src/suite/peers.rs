//! The grant engine beside other OAuth clients: differential tests, and the consent-loss benchmark.
//!
//! They are a workspace of their own, in `peers`, so that a check or a test of this project builds no other OAuth
//! client.

use std::ffi::{OsStr, OsString};
use std::process::Command;

use anyhow::Result;

use super::crash::FAKETIME;
use crate::command;
use crate::packages;
use crate::tool::{C_COMPILER, Installation, NODE, NODE_PACKAGES, PYTHON, PYTHON_PACKAGES, Tool};
use crate::workspace::Workspace;

/// How many faults of each kind `--quick` means.
const QUICK: &str = "--faults=5";

/// Runs the benchmark. Clients whose language is missing, and faults that need a missing program, are named and
/// left out.
pub(crate) fn run(
    workspace: &Workspace,
    installation: Installation,
    quick: bool,
    arguments: &[String],
) -> Result<()> {
    C_COMPILER.provide(installation)?;
    let manifest = "--manifest-path=peers/Cargo.toml";
    // The tests that compare the clients; cargo builds the benchmark and its adapters for them.
    command::run(&mut workspace.cargo(&["test", "--locked", manifest, "--test=it"]))?;
    let mut benchmark = workspace.command("peers/target/debug/peers");
    benchmark.args(quick.then_some(QUICK));
    benchmark.env("PYTHONDONTWRITEBYTECODE", "1");
    if !is_there(&[FAKETIME], installation) {
        benchmark.arg("--without-clock");
    }
    if is_there(&[PYTHON, PYTHON_PACKAGES], installation) {
        benchmark.arg(client("authlib", &packages::python("peer_authlib.py")?));
        let script = packages::python("peer_requests_oauthlib.py")?;
        benchmark.arg(client("requests-oauthlib", &script));
    }
    if is_there(&[NODE, NODE_PACKAGES], installation) {
        let script = packages::node("peer-openid-client.js")?;
        benchmark.arg(client("openid-client", &script));
    }
    command::run(benchmark.args(arguments))
}

fn is_there(tools: &[Tool], installation: Installation) -> bool {
    tools.iter().all(|tool| {
        let provided = tool.provide(installation);
        if let Err(missing) = &provided {
            println!("{missing:#}");
        }
        provided.is_ok()
    })
}

/// Returns the argument that names a client and how it is started.
fn client(name: &str, start: &Command) -> OsString {
    let words = std::iter::once(start.get_program()).chain(start.get_args());
    let words: Vec<_> = words.collect();
    let mut argument = OsString::from(format!("--client={name}="));
    argument.push(words.join(OsStr::new(":")));
    argument
}
