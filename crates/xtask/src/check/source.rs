//! Checks of the text of the files: their length, first line, paths and ignored tests.

use anyhow::Result;

use crate::step::{self, Step};
use crate::tool::GIT;
use crate::workspace::{SourceFile, Workspace};

/// No file is too long to be read in one go.
pub(crate) const LENGTH: Step = Step {
    name: "length",
    needs: &[GIT],
    run: |workspace| demand(workspace, too_long),
};

/// Every file says at its beginning what it is for.
pub(crate) const HEADERS: Step = Step {
    name: "headers",
    needs: &[GIT],
    run: |workspace| demand(workspace, without_header),
};

/// No file names a folder of one machine.
pub(crate) const PATHS: Step = Step {
    name: "paths",
    needs: &[GIT],
    run: |workspace| demand(workspace, machine_paths),
};

/// No test and no example in the documentation is switched off.
pub(crate) const IGNORED: Step = Step {
    name: "ignored",
    needs: &[GIT],
    run: |workspace| demand(workspace, ignored_tests),
};

const LONGEST_FILE: usize = 600;

/// Folders whose contents differ from machine to machine.
const MACHINE_FOLDERS: &[&str] = &["home", "root", "tmp", "work", "Users"];

fn demand(workspace: &Workspace, rule: fn(&SourceFile) -> Vec<String>) -> Result<()> {
    let complaints: Vec<_> = workspace.source_files()?.iter().flat_map(rule).collect();
    step::demand_none(&complaints)
}

fn too_long(file: &SourceFile) -> Vec<String> {
    if !file.is_rust() {
        return Vec::new();
    }
    let before_tests = file
        .text
        .split("\n#[cfg(test)]\nmod ")
        .next()
        .unwrap_or_default();
    let code = before_tests
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .count();
    if code <= LONGEST_FILE {
        return Vec::new();
    }
    vec![format!(
        "{} has {code} lines of code; split it by idea at {LONGEST_FILE}",
        file.path
    )]
}

fn without_header(file: &SourceFile) -> Vec<String> {
    if !file.is_rust() || file.text.starts_with("//!") {
        return Vec::new();
    }
    vec![format!(
        "{} does not begin with `//!` and what it is for",
        file.path
    )]
}

fn machine_paths(file: &SourceFile) -> Vec<String> {
    file.complaints(
        |line| {
            MACHINE_FOLDERS
                .iter()
                .any(|folder| names_folder(line, folder))
        },
        "names a machine's folder",
    )
}

/// Looks for `/folder/` at the beginning of a path, so `https://example.com/home/` is not one.
fn names_folder(line: &str, folder: &str) -> bool {
    let path = format!("/{folder}/");
    let mut places = line.match_indices(&path);
    places.any(|(at, _)| !line[..at].ends_with(continues_path))
}

fn continues_path(before: char) -> bool {
    before.is_alphanumeric() || ".-_~}$".contains(before)
}

fn ignored_tests(file: &SourceFile) -> Vec<String> {
    if file.is_rust() {
        return file.complaints(
            |line| line.starts_with("#[ignore") || ignores_example(line),
            "switches a test off",
        );
    }
    if file.path.ends_with(".md") {
        return file.complaints(ignores_example, "switches an example off");
    }
    Vec::new()
}

fn ignores_example(line: &str) -> bool {
    let text = line.trim_start_matches(['/', '!']).trim_start();
    text.strip_prefix("```")
        .is_some_and(|tags| tags.split(',').any(|tag| tag.trim().starts_with("ignore")))
}

impl SourceFile {
    fn complaints(&self, offends: impl Fn(&str) -> bool, complaint: &str) -> Vec<String> {
        let lines = self
            .text
            .lines()
            .enumerate()
            .filter(|(_, line)| offends(line.trim()));
        lines
            .map(|(index, _)| format!("{}:{} {complaint}", self.path, index + 1))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rust(text: &str) -> SourceFile {
        SourceFile {
            path: "src/some.rs".to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn code_is_counted_without_comments_and_tests() {
        let code = "let x = 1;\n".repeat(LONGEST_FILE);
        let rest = "// why\n\n#[cfg(test)]\nmod tests {\nfn f() {}\n}\n";
        assert!(too_long(&rust(&format!("{code}{rest}"))).is_empty());
        assert_eq!(
            too_long(&rust(&format!("{code}struct More;\n{rest}"))).len(),
            1
        );
    }

    #[test]
    fn a_file_without_a_header_is_reported() {
        assert_eq!(without_header(&rust("use std::fs;\n//! late\n")).len(), 1);
        assert!(without_header(&rust("//! What it is for.\n")).is_empty());
    }

    #[test]
    fn only_rust_has_a_longest_file() {
        let list = SourceFile {
            path: "list.txt".to_owned(),
            text: "word\n".repeat(LONGEST_FILE + 1),
        };
        assert!(too_long(&list).is_empty());
    }

    #[test]
    fn a_path_into_a_machine_is_reported_with_its_line() {
        let file = rust(&format!("fine\nsee /{}/someone/notes\n", "home"));
        assert_eq!(
            machine_paths(&file),
            ["src/some.rs:2 names a machine's folder"]
        );
    }

    #[test]
    fn the_same_word_inside_an_address_is_no_path() {
        assert!(machine_paths(&rust(&format!("https://example.com/{}/page", "home"))).is_empty());
        assert!(machine_paths(&rust(&format!("crates/{}/src", "work"))).is_empty());
    }

    #[test]
    fn an_ignored_test_is_reported() {
        assert_eq!(
            ignored_tests(&rust("#[test]\n    #[ignore = \"slow\"]\nfn f() {}\n")).len(),
            1
        );
    }

    #[test]
    fn an_ignored_example_is_reported() {
        assert_eq!(
            ignored_tests(&rust("/// ```rust,ignore\n/// f();\n/// ```\n")).len(),
            1
        );
        assert_eq!(
            ignored_tests(&rust("//! ```ignore-windows\n//! ```\n")).len(),
            1
        );
        assert!(ignored_tests(&rust("/// ```no_run\n/// f(ignore);\n/// ```\n")).is_empty());
    }
}
