//! The list of requirements in SECURITY.md is whole, and each test that it or the list of attacks names exists.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use crate::step::{self, Step};
use crate::tool::GIT;
use crate::workspace::{SourceFile, Workspace};

/// Every requirement has a state, and what is met names tests that exist.
pub(crate) const REQUIREMENTS: Step = Step {
    name: "requirements",
    needs: &[GIT],
    run,
};

/// The file with the list.
const LIST: &str = "SECURITY.md";

/// How many requirements there are.
const COUNT: usize = 48;

/// What a requirement may be, and whether its row has to name a test.
const STATES: &[(&str, bool)] = &[
    ("met", true),
    ("partly", true),
    ("not yet", false),
    ("does not apply", false),
];

fn run(workspace: &Workspace) -> Result<()> {
    let files = workspace.source_files()?;
    let list = files.iter().find(|file| file.path == LIST);
    let list = list.with_context(|| format!("there is no {LIST}"))?;
    let tests = files.iter().filter(|file| file.is_rust()).flat_map(tests);
    step::demand_none(&complaints(&list.text, &tests.collect()))
}

fn complaints(list: &str, tests: &BTreeSet<&str>) -> Vec<String> {
    let rows: Vec<_> = list.lines().filter_map(Row::parse).collect();
    let mut complaints: Vec<_> = rows.iter().flat_map(|row| row.complaints(tests)).collect();
    let numbers: Vec<_> = rows.iter().map(|row| row.number).collect();
    if !numbers.iter().copied().eq(1..=COUNT) {
        complaints.push(format!(
            "{LIST} does not list S1 to S{COUNT} in order: {numbers:?}"
        ));
    }
    complaints.extend(list.lines().flat_map(|line| unknown_in_attack(line, tests)));
    complaints
}

/// Returns a complaint for each test in a row of the list of attacks, `| §4.1 | attack | what holds |`, that is not there.
fn unknown_in_attack(line: &str, tests: &BTreeSet<&str>) -> Vec<String> {
    let Some(section) = line
        .strip_prefix("| §")
        .and_then(|row| row.split(' ').next())
    else {
        return Vec::new();
    };
    let unknown = names_in(line).filter(|name| !tests.contains(name));
    unknown
        .map(|name| format!("{LIST}: §{section} names a test that is not there: {name}"))
        .collect()
}

/// Returns the names of tests in a text: words in back quotes that hold an underscore.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|word| word.contains('_') && word.chars().all(is_of_a_name))
}

/// A requirement of the list.
struct Row<'a> {
    number: usize,
    state: &'a str,
    proof: &'a str,
}

impl<'a> Row<'a> {
    /// Reads `| S1 | requirement | state | proof |`.
    fn parse(line: &'a str) -> Option<Self> {
        let cells: Vec<_> = line.trim().trim_matches('|').split('|').collect();
        let [number, _, state, proof] = cells.as_slice() else {
            return None;
        };
        Some(Self {
            number: number.trim().strip_prefix('S')?.parse().ok()?,
            state: state.trim(),
            proof,
        })
    }

    fn complaints(&self, tests: &BTreeSet<&str>) -> Vec<String> {
        let of_row = |complaint: &str| format!("{LIST}: S{} {complaint}", self.number);
        let unknown = names_in(self.proof).filter(|name| !tests.contains(name));
        let unknown =
            unknown.map(|name| of_row(&format!("names a test that is not there: {name}")));
        let mut complaints: Vec<_> = unknown.collect();
        match STATES.iter().find(|(state, _)| *state == self.state) {
            None => complaints.push(of_row(&format!("has no known state: `{}`", self.state))),
            Some((_, true)) if names_in(self.proof).next().is_none() => {
                complaints.push(of_row("names no test"));
            }
            Some(_) if self.proof.trim().is_empty() => complaints.push(of_row("has no reason")),
            Some(_) => {}
        }
        complaints
    }
}

/// Returns the names of the tests in a file: each function after an attribute that ends in `test`, with or without
/// arguments.
fn tests(file: &SourceFile) -> Vec<&str> {
    let mut is_test = false;
    let mut names = Vec::new();
    for line in file.text.lines().map(str::trim) {
        is_test |= is_test_attribute(line);
        if let Some(name) = function(line).filter(|_| is_test) {
            names.push(name);
            is_test = false;
        }
    }
    names
}

fn is_test_attribute(line: &str) -> bool {
    let Some(attribute) = line.strip_prefix("#[") else {
        return false;
    };
    let path = attribute.split(['(', ']']).next().unwrap_or_default();
    path == "test" || path.ends_with("::test")
}

fn function(line: &str) -> Option<&str> {
    let after = line.split_once("fn ")?.1;
    after.split(|letter| !is_of_a_name(letter)).next()
}

fn is_of_a_name(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints_of(row: &str) -> Vec<String> {
        let row = Row::parse(row).unwrap();
        row.complaints(&BTreeSet::from(["it_still_holds"]))
    }

    #[test]
    fn a_row_with_a_test_that_exists_passes() {
        assert!(complaints_of("| S1 | Only `code` | met | `it_still_holds`. More |").is_empty());
        assert!(complaints_of("| S2 | A nonce | not yet | None is sent |").is_empty());
    }

    #[test]
    fn a_test_that_is_not_there_is_reported() {
        let complaints =
            complaints_of("| S1 | Only `code` | met | `it_still_holds`, `it_once_held` |");
        assert_eq!(
            complaints,
            ["SECURITY.md: S1 names a test that is not there: it_once_held"]
        );
    }

    #[test]
    fn an_attack_whose_test_is_not_there_is_reported() {
        let tests = BTreeSet::from(["it_still_holds"]);
        let row = "| §4.7 | A login | `it_still_holds`, `it_once_held` |";
        let complaints = unknown_in_attack(row, &tests);
        assert_eq!(
            complaints,
            ["SECURITY.md: §4.7 names a test that is not there: it_once_held"]
        );
    }

    #[test]
    fn what_is_met_names_a_test_and_what_is_not_has_a_reason() {
        assert_eq!(complaints_of("| S1 | Only code | met | Surely |").len(), 1);
        assert_eq!(complaints_of("| S1 | Only code | not yet |  |").len(), 1);
        assert_eq!(
            complaints_of("| S1 | Only code | soon | `it_still_holds` |").len(),
            1
        );
    }

    #[test]
    fn a_requirement_that_is_left_out_is_reported() {
        let complaints = complaints("| S2 | A | not yet | B |\n", &BTreeSet::new());
        assert_eq!(complaints.len(), 1);
        assert!(complaints[0].contains("[2]"), "{complaints:?}");
    }

    #[test]
    fn tests_of_every_kind_are_found_and_other_functions_are_not() {
        let text = "fn helper() {}\n#[test]\nfn one() {}\n#[tokio::test(start_paused = true)]\nasync fn two() {}\n\
            #[test]\n#[cfg(unix)]\nfn three() {}\nfn another() {}\n";
        let file = SourceFile {
            path: "some.rs".to_owned(),
            text: text.to_owned(),
        };
        assert_eq!(tests(&file), ["one", "two", "three"]);
    }
}
