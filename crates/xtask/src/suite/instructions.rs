//! A guard against what the noise of a machine hides: how many instructions each hot path takes,
//! held against the counts of an earlier state.
//!
//! Valgrind counts them, so it does not matter what else the machine does. They are counted as the tests are built,
//! without optimisation, because that is there already: an optimised program takes fewer, but what grows in one
//! grows in the other. The benchmark measures with optimisation.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::command;
use crate::environment::find;
use crate::step::{self, Step};
use crate::suite::rust::COMMAND_FEATURES;
use crate::tool::{C_COMPILER, Installation, Source, Tool};
use crate::workspace::Workspace;

/// Counts, and compares.
pub(crate) const COUNTS: Step = Step {
    name: "instructions",
    needs: &[C_COMPILER, VALGRIND],
    run: compare,
};

const VALGRIND: Tool = Tool {
    name: "Valgrind",
    present: || find("valgrind").is_some(),
    source: Source::Debian(&["valgrind"]),
};

/// The counts that hold.
const FILE: &str = "bench/hot-paths/instructions.txt";

/// What writes them.
const REFRESH: &str = "cargo xtask instructions";

/// How much more than the count that holds is a failure, in percent.
const TOLERATED: u64 = 5;

/// The program that does one hot path as often as it is told.
const PROGRAM: &str = "counted";

/// The same functions for copies on every processor: the C library chooses them by what the
/// processor has, and they differ in their counts.
const TUNABLES: &str =
    "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX512BW,-AVX2,-AVX_Fast_Unaligned_Load,-ERMS,-FSRM";

/// The instructions of each hot path, and what they were counted with.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    compiler: String,
    of: BTreeMap<String, u64>,
}

fn compare(workspace: &Workspace) -> Result<()> {
    let kept = std::fs::read_to_string(workspace.root().join(FILE)).context(FILE)?;
    let kept = Counts::parse(&kept);
    let counted = Counts::take(workspace)?;
    if kept.compiler != counted.compiler {
        let (theirs, ours) = (kept.compiler, counted.compiler);
        println!("nothing to compare with: {FILE} was counted with {theirs}, this is {ours}");
        println!("`{REFRESH}` counts again");
        return Ok(());
    }
    step::demand_none(&counted.complaints(&kept))
}

/// Counts, and writes what holds from now on.
///
/// # Errors
///
/// Valgrind is missing, or a hot path fails.
pub(crate) fn write(workspace: &Workspace, installation: Installation) -> Result<()> {
    VALGRIND.provide(installation)?;
    let counts = Counts::take(workspace)?;
    let text = counts.print();
    print!("{text}");
    std::fs::write(workspace.root().join(FILE), text).context(FILE)
}

impl Counts {
    fn take(workspace: &Workspace) -> Result<Self> {
        let program = build(workspace)?;
        let list = command::read(&mut workspace.command(&program))?;
        let mut of = BTreeMap::new();
        for line in list.lines().filter(|line| !line.starts_with("floor/")) {
            let (name, times) = line.split_once(' ').context("a path without a number")?;
            let times: u64 = times.parse()?;
            let count = |times| instructions(workspace, &program, name, times);
            // What is needed once, to start and to make the documents, is in both.
            let each = count(2 * times)?.saturating_sub(count(times)?) / times;
            ensure!(each > 0, "{name} does nothing");
            println!("{name}: {each}");
            of.insert(name.to_owned(), each);
        }
        let compiler = compiler(workspace)?;
        Ok(Self { compiler, of })
    }

    fn parse(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let mut counts = Self::default();
        for (name, value) in lines.filter_map(|line| line.split_once(' ')) {
            match (name, value.parse()) {
                ("compiler", _) => counts.compiler = value.to_owned(),
                (_, Ok(count)) => {
                    counts.of.insert(name.to_owned(), count);
                }
                (_, Err(_)) => {}
            }
        }
        counts
    }

    fn print(&self) -> String {
        let mut text = format!(
            "# The instructions that each hot path takes, without optimisation. `cargo xtask test instructions` fails when one takes\n\
             # {TOLERATED} % more; `{REFRESH}` writes this file.\ncompiler {}\n",
            self.compiler
        );
        for (name, count) in &self.of {
            // Writing to a `String` does not fail.
            let _ = writeln!(text, "{name} {count}");
        }
        text
    }

    /// Lists what takes more than it did, and what nobody has counted.
    fn complaints(&self, kept: &Self) -> Vec<String> {
        let complaint = |(name, &count): (&String, &u64)| {
            let Some(&before) = kept.of.get(name) else {
                return Some(format!("{name} is not in {FILE}; `{REFRESH}` counts it"));
            };
            let limit = before + before * TOLERATED / 100;
            let percent = 100 * count.saturating_sub(before) / before.max(1);
            (count > limit).then(|| {
                format!(
                    "{name} takes {count} instructions, {percent} % more than {before} in {FILE}; if it is worth that, `{REFRESH}` \
                     writes the new counts"
                )
            })
        };
        self.of.iter().filter_map(complaint).collect()
    }
}

/// Builds the program as the tests are built, with the features that they have: most of it is there.
fn build(workspace: &Workspace) -> Result<PathBuf> {
    let mut cargo = workspace.cargo(&["test", "--workspace", "--locked", "--quiet", "--no-run"]);
    cargo.args(["--test", PROGRAM, COMMAND_FEATURES, "--message-format=json"]);
    let messages = command::read(&mut cargo)?;
    let messages = messages.lines().map(serde_json::from_str::<Value>);
    let program = messages.flatten().find_map(|message| {
        let is_program = message["target"]["name"] == PROGRAM;
        let executable = message["executable"].as_str()?;
        is_program.then(|| executable.into())
    });
    program.context("cargo has built no program for the hot paths")
}

/// Counts the instructions of a hot path that is done so many times, the start of the program included.
fn instructions(workspace: &Workspace, program: &Path, name: &str, times: u64) -> Result<u64> {
    let mut valgrind = workspace.command("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind.arg("--log-fd=1").env("GLIBC_TUNABLES", TUNABLES);
    let report = command::read(valgrind.arg(program).arg(name).arg(times.to_string()))?;
    collected(&report).with_context(|| format!("Valgrind has not counted {name}"))
}

/// Finds the number of instructions in Valgrind's report.
fn collected(report: &str) -> Option<u64> {
    let line = report.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(' ').next()?.parse().ok()
}

/// Returns the compiler and what it builds for: both decide how many instructions there are.
fn compiler(workspace: &Workspace) -> Result<String> {
    let text = command::read(workspace.command("rustc").arg("-vV"))?;
    let line = |start: &str| text.lines().find_map(|line| line.strip_prefix(start));
    let (release, host) = line("release: ")
        .zip(line("host: "))
        .context("rustc has no release")?;
    Ok(format!("rustc {release} for {host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(of: &[(&str, u64)]) -> Counts {
        Counts {
            compiler: "rustc 1.0.0 for a-machine".to_owned(),
            of: of
                .iter()
                .map(|(name, count)| ((*name).to_owned(), *count))
                .collect(),
        }
    }

    #[test]
    fn counts_that_were_printed_are_read_again() {
        let counts = counts(&[("call", 100), ("parse-page", 7)]);
        assert_eq!(Counts::parse(&counts.print()), counts);
    }

    #[test]
    fn more_than_five_percent_more_is_a_complaint() {
        let kept = counts(&[("call", 1000)]);
        assert!(counts(&[("call", 1050)]).complaints(&kept).is_empty());
        assert_eq!(counts(&[("call", 1051)]).complaints(&kept).len(), 1);
    }

    #[test]
    fn a_path_that_nobody_has_counted_is_a_complaint() {
        let kept = counts(&[("call", 1000)]);
        assert_eq!(counts(&[("new", 1)]).complaints(&kept).len(), 1);
    }

    #[test]
    fn the_count_is_found_in_the_report() {
        let report = "==7== Events    : Ir\n==7== Collected : 3957354\n==7== \n";
        assert_eq!(collected(report), Some(3_957_354));
        assert_eq!(collected("==7== killed"), None);
    }
}
