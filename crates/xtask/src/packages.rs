//! Packages of other languages, for the suites that are written in them.
//!
//! A language has a folder of its name in this crate, with the suites' scripts and a lock file
//! that names every package with its version and hash. They are installed under `target/xtask/`,
//! so nothing else on the machine sees them.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;
use crate::workspace::Workspace;

/// The packages of one language.
pub(crate) struct Packages {
    language: &'static str,
    lock_file: &'static str,
    /// Installs what the lock file in the first folder names into the second one, which is empty.
    install: fn(&Path, &Path) -> Result<()>,
}

/// Python's, in a virtual environment.
pub(crate) const PYTHON: Packages = Packages {
    language: "python",
    lock_file: "requirements.txt",
    install: install_python,
};

/// JavaScript's.
pub(crate) const NODE: Packages = Packages {
    language: "node",
    lock_file: "package-lock.json",
    install: install_node,
};

/// The lock file of what was installed, written last.
const INSTALLED: &str = "installed.lock";

impl Packages {
    /// Tells whether what the lock file names, and nothing else, is installed.
    pub(crate) fn are_installed(&self) -> bool {
        let wanted = std::fs::read(self.sources().join(self.lock_file));
        let installed = self
            .folder()
            .map(|folder| std::fs::read(folder.join(INSTALLED)));
        matches!((wanted, installed), (Ok(wanted), Ok(Ok(installed))) if wanted == installed)
    }

    /// Installs the packages, without what was installed before.
    ///
    /// # Errors
    ///
    /// The language's installer fails, for example without a network.
    pub(crate) fn install(&self) -> Result<()> {
        let folder = Workspace::open()?.fresh_folder(self.language)?;
        (self.install)(&self.sources(), &folder)?;
        copy(
            &self.sources().join(self.lock_file),
            &folder.join(INSTALLED),
        )
    }

    /// Returns the folder with the packages.
    ///
    /// # Errors
    ///
    /// The workspace cannot be read.
    pub(crate) fn folder(&self) -> Result<PathBuf> {
        Workspace::open()?.run_folder(self.language)
    }

    /// Returns the folder with the scripts and the lock file.
    fn sources(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(self.language)
    }
}

/// Returns a command that runs a script of this crate's Python folder.
///
/// # Errors
///
/// The workspace cannot be read.
pub(crate) fn python(script: &str) -> Result<Command> {
    let mut python = python_program("python")?;
    python
        .arg(PYTHON.sources().join(script))
        .env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(python)
}

/// Returns a command for a program of the Python packages.
///
/// # Errors
///
/// The workspace cannot be read.
pub(crate) fn python_program(name: &str) -> Result<Command> {
    Ok(Command::new(PYTHON.folder()?.join("bin").join(name)))
}

/// Returns a command that runs a script of this crate's Node folder.
///
/// # Errors
///
/// The script cannot be copied to where the packages are, which is the only place from where Node finds them.
pub(crate) fn node(script: &str) -> Result<Command> {
    let folder = NODE.folder()?;
    for entry in std::fs::read_dir(NODE.sources())? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "js") {
            copy(&file, &folder.join(file.file_name().unwrap_or_default()))?;
        }
    }
    let mut node = Command::new("node");
    node.arg(folder.join(script));
    Ok(node)
}

fn install_python(from: &Path, to: &Path) -> Result<()> {
    command::run(Command::new("python3").args(["-m", "venv"]).arg(to))?;
    let mut pip = Command::new(to.join("bin").join("python"));
    // Wheels only: building a package would run its code.
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--only-binary=:all:",
        "--require-hashes",
    ]);
    command::run(pip.arg("--requirement").arg(from.join(PYTHON.lock_file)))
}

fn install_node(from: &Path, to: &Path) -> Result<()> {
    for file in ["package.json", NODE.lock_file] {
        copy(&from.join(file), &to.join(file))?;
    }
    command::run(
        Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(to),
    )
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::copy(from, to)
        .map(drop)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn lock(packages: &Packages) -> String {
        std::fs::read_to_string(packages.sources().join(packages.lock_file)).unwrap()
    }

    #[test]
    fn every_python_package_has_a_version_and_a_hash_but_no_address() {
        let lock = lock(&PYTHON);
        let packages: Vec<&str> = lock
            .split("\n")
            .filter(|line| line.starts_with(char::is_alphanumeric))
            .collect();
        assert!(packages.len() > 10, "{packages:?}");
        let unpinned = packages.iter().find(|line| !line.contains("=="));
        assert_eq!(unpinned, None);
        assert!(lock.matches("--hash=sha256:").count() >= packages.len());
        assert!(!lock.contains("://"));
    }

    #[test]
    fn every_npm_package_has_a_version_and_a_hash_but_no_address() {
        let lock: Value = serde_json::from_str(&lock(&NODE)).unwrap();
        let packages = lock["packages"].as_object().unwrap();
        for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
            assert!(package["version"].is_string(), "{name}");
            assert!(package["integrity"].is_string(), "{name}");
            assert!(package["resolved"].is_null(), "{name}");
        }
        assert!(packages.len() > 3);
    }
}
