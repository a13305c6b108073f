//! Known vulnerabilities, unmaintained and withdrawn packages among the dependencies: cargo-deny with the database that
//! `deny.toml` names.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::command;
use crate::environment::{find, variable};
use crate::step::Step;
use crate::tool::{C_COMPILER, GIT, Source, Tool};
use crate::workspace::Workspace;

/// No dependency has an advisory. Where the database is out of reach the step says so and does not fail.
pub(crate) const ADVISORIES: Step = Step {
    name: "advisories",
    // The database first: without it there is no point in building cargo-deny, which takes minutes.
    needs: &[GIT, DATABASE, C_COMPILER, CARGO_DENY],
    run,
};

/// The advisories, on their server or as cargo-deny has fetched them before.
const DATABASE: Tool = Tool {
    name: "the database of advisories (`db-urls` in deny.toml)",
    present: || responds() || was_fetched(),
    source: Source::Network,
};

const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    present: || program().is_some(),
    source: Source::Crate("cargo-deny", "0.20.2"),
};

/// A server that has not responded after this long is out of reach.
const PATIENCE: Duration = Duration::from_secs(20);

fn run(workspace: &Workspace) -> Result<()> {
    let mut deny = workspace.command(program().context("cargo-deny is not on this machine")?);
    if !responds() {
        println!("The database is out of reach; a copy that was fetched earlier is used.");
        deny.arg("--offline");
    }
    command::run(deny.args(["--all-features", "check", "advisories"]))
}

fn program() -> Option<PathBuf> {
    let ours = Workspace::open().and_then(|workspace| workspace.run_folder("cargo"));
    let name = format!("cargo-deny{}", std::env::consts::EXE_SUFFIX);
    let ours = ours.ok().map(|folder| folder.join("bin").join(name));
    ours.filter(|file| file.is_file())
        .or_else(|| find("cargo-deny"))
}

/// Tells whether every server of the database responds.
fn responds() -> bool {
    let servers = servers().unwrap_or_default();
    let responds = |server: &String| {
        let mut git = std::process::Command::new("git");
        git.env("GIT_TERMINAL_PROMPT", "0");
        git.args(["ls-remote", "--exit-code", server, "HEAD"]);
        command::succeeds_within(&mut git, PATIENCE)
    };
    !servers.is_empty() && servers.iter().all(responds)
}

fn servers() -> Result<Vec<String>> {
    let text = std::fs::read_to_string(Workspace::open()?.root().join("deny.toml"))?;
    let settings: toml::Table = text.parse()?;
    let servers = settings
        .get("advisories")
        .and_then(|advisories| advisories.get("db-urls")?.as_array())
        .context("deny.toml has no `advisories.db-urls`")?;
    let servers = servers.iter().filter_map(|server| server.as_str());
    Ok(servers.map(str::to_owned).collect())
}

/// Tells whether cargo-deny has fetched the database on this machine, in the folder that it uses unless it is told
/// another.
fn was_fetched() -> bool {
    let home = variable("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(variable("HOME")?).join(".cargo")));
    // Beside the copies, which are folders, lies a lock file.
    home.and_then(|home| std::fs::read_dir(home.join("advisory-dbs")).ok())
        .is_some_and(|mut entries| {
            entries.any(|entry| entry.is_ok_and(|entry| entry.path().is_dir()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_is_the_one_that_cargo_deny_uses() {
        let servers = servers().unwrap();
        assert_eq!(servers.len(), 1);
        assert!(servers[0].starts_with("https://"), "{servers:?}");
    }
}
