//! What it costs to build the command: how many crates it is made of, and the CPU time that it took to build them.
//!
//! It is printed at the end of `cargo xtask ci`, and limits nothing: the time of a build varies with the machine.
//! It is measured before the first step, which on the build server means with nothing built yet.

use std::fmt;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::workspace::Workspace;

/// What a build took.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct BuildCost {
    /// The crates that the command is made of, build scripts and what they need included.
    crates: usize,
    /// How many of them were not there from an earlier build.
    built: usize,
    /// The CPU time of cargo and everything it started; `None` where the system does not tell.
    cpu: Option<Duration>,
}

impl BuildCost {
    /// Builds the command as the README's first line does.
    ///
    /// # Errors
    ///
    /// It does not build.
    pub(crate) fn measure(workspace: &Workspace) -> Result<Self> {
        let before = cpu_of_children();
        let mut cargo = workspace.cargo(&["build", "--locked", "--quiet"]);
        cargo.args(["--message-format=json", "--package=akoya-cli"]);
        let output = cargo.stderr(Stdio::inherit()).output()?;
        ensure!(output.status.success(), "the command does not build");
        let messages = String::from_utf8(output.stdout).context("cargo's messages are no text")?;
        let cpu = cpu_of_children().zip(before);
        Ok(Self {
            cpu: cpu.map(|(after, before)| after.saturating_sub(before)),
            ..Self::of_messages(&messages)
        })
    }

    /// Counts the crates in the messages of a build. A crate has several: for its build script, its library, its
    /// program.
    fn of_messages(messages: &str) -> Self {
        let messages = messages.lines().map(serde_json::from_str::<Value>);
        let mut crates = std::collections::BTreeMap::new();
        for message in messages.flatten() {
            if message["reason"] == "compiler-artifact" {
                let is_built = crates.entry(message["package_id"].to_string());
                *is_built.or_insert(false) |= message["fresh"] == false;
            }
        }
        Self {
            crates: crates.len(),
            built: crates.values().filter(|is_built| **is_built).count(),
            cpu: None,
        }
    }
}

impl fmt::Display for BuildCost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { crates, built, cpu } = self;
        write!(f, "The command is made of {crates} crates. ")?;
        write!(f, "This run built {built} of them")?;
        match cpu {
            Some(cpu) => write!(f, ", with {} s of CPU time.", cpu.as_secs()),
            None => write!(f, "."),
        }
    }
}

/// Returns the CPU time of all processes that this one has started and waited for, theirs included. Only Linux reports
/// it.
fn cpu_of_children() -> Option<Duration> {
    cpu_in(&std::fs::read_to_string("/proc/self/stat").ok()?)
}

/// Reads `cutime` and `cstime`, the fields 16 and 17 in proc_pid_stat(5). The second field, a name in brackets, may
/// hold spaces.
fn cpu_in(stat: &str) -> Option<Duration> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(13);
    let ticks: u64 = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    // In hundredths of a second, which is what Linux tells programs on every architecture that Rust's first tiers name.
    Some(Duration::from_millis(ticks * 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_counts_once_and_as_built_when_a_part_of_it_was() {
        let messages = r#"{"reason":"compiler-artifact","package_id":"a","fresh":true}
            {"reason":"build-script-executed","package_id":"b"}
            {"reason":"compiler-artifact","package_id":"b","fresh":true}
            {"reason":"compiler-artifact","package_id":"b","fresh":false}
            {"reason":"build-finished","success":true}"#;
        let cost = BuildCost::of_messages(messages);
        assert_eq!((cost.crates, cost.built), (2, 1));
    }

    #[test]
    fn the_cpu_time_of_children_is_found_after_a_name_with_spaces_and_brackets() {
        let stat = "12 (a (b) c) S 1 12 12 0 -1 4194304 500 9000 0 7 3 2 150 50 20 0 1 0 100 0 0";
        assert_eq!(cpu_in(stat), Some(Duration::from_secs(2)));
        assert_eq!(cpu_in("12 (a) S 1"), None);
    }

    #[test]
    fn the_cost_is_printed_as_a_sentence() {
        let cost = BuildCost {
            crates: 200,
            built: 7,
            cpu: Some(Duration::from_millis(12_900)),
        };
        assert_eq!(
            cost.to_string(),
            "The command is made of 200 crates. This run built 7 of them, with 12 s of CPU time."
        );
    }
}
