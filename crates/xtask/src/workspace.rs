//! The workspace that the tasks work on: its root, its files, and cargo.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::command;
use crate::environment::variable;

/// The workspace this program was built from.
pub(crate) struct Workspace {
    root: PathBuf,
    cargo: OsString,
}

/// A text file that is, or would be, in a commit.
#[derive(Debug)]
pub(crate) struct SourceFile {
    /// Path from the root, with forward slashes.
    pub(crate) path: String,
    /// What it says.
    pub(crate) text: String,
}

impl SourceFile {
    /// Tells whether it is written in Rust.
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }
}

impl Workspace {
    /// Finds the workspace.
    ///
    /// # Errors
    ///
    /// Its folder has been moved or deleted since this program was built.
    pub(crate) fn open() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let root = root
            .canonicalize()
            .with_context(|| format!("there is no workspace at {}", root.display()))?;
        Ok(Self {
            root,
            cargo: variable("CARGO").unwrap_or_else(|| "cargo".into()),
        })
    }

    /// Returns the root folder of the workspace.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns a command in the root of the workspace.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// Returns a cargo command in the root of the workspace.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(&self.cargo);
        command.args(arguments);
        command
    }

    /// Returns what `cargo metadata` says of the workspace and everything it depends on.
    ///
    /// # Errors
    ///
    /// A manifest is broken, or `Cargo.lock` does not fit the manifests.
    pub(crate) fn metadata(&self) -> Result<Value> {
        let text = command::read(&mut self.cargo(&["metadata", "--format-version=1", "--locked"]))?;
        serde_json::from_str(&text).context("cannot read the output of `cargo metadata`")
    }

    /// Returns what `cargo metadata` says of the packages of the workspace.
    ///
    /// # Errors
    ///
    /// As for [`metadata`](Self::metadata).
    pub(crate) fn packages(&self) -> Result<Vec<Value>> {
        self.packages_where(|is_member| is_member)
    }

    /// Returns what `cargo metadata` says of the packages that the workspace depends on.
    ///
    /// # Errors
    ///
    /// As for [`metadata`](Self::metadata).
    pub(crate) fn foreign_packages(&self) -> Result<Vec<Value>> {
        self.packages_where(|is_member| !is_member)
    }

    fn packages_where(&self, is_wanted: fn(bool) -> bool) -> Result<Vec<Value>> {
        let metadata = self.metadata()?;
        let list = |name: &str| {
            let list = metadata[name].as_array();
            list.with_context(|| format!("`cargo metadata` lists no {name}"))
        };
        let members = list("workspace_members")?;
        let packages = list("packages")?.iter();
        Ok(packages
            .filter(|package| is_wanted(members.contains(&package["id"])))
            .cloned()
            .collect())
    }

    /// Returns an empty folder of this name for the files of a run.
    ///
    /// # Errors
    ///
    /// What the last run left cannot be removed, or the folder cannot be made.
    pub(crate) fn fresh_folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.run_folder(name)?;
        if folder.exists() {
            std::fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(folder)
    }

    /// Returns the folder of this name for the files of a run, which may not be there.
    ///
    /// # Errors
    ///
    /// As for [`metadata`](Self::metadata).
    pub(crate) fn run_folder(&self, name: &str) -> Result<PathBuf> {
        Ok(self.target_folder()?.join("xtask").join(name))
    }

    /// Returns where cargo puts a program of the workspace.
    ///
    /// # Errors
    ///
    /// As for [`metadata`](Self::metadata).
    pub(crate) fn program(&self, name: &str) -> Result<PathBuf> {
        Ok(self
            .target_folder()?
            .join("debug")
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
    }

    /// Returns the folder of everything that cargo builds.
    ///
    /// # Errors
    ///
    /// As for [`metadata`](Self::metadata).
    pub(crate) fn target_folder(&self) -> Result<PathBuf> {
        let metadata = self.metadata()?;
        let folder = metadata["target_directory"]
            .as_str()
            .context("`cargo metadata` names no target folder")?;
        Ok(PathBuf::from(folder))
    }

    /// Returns every text file that git tracks or would add.
    ///
    /// # Errors
    ///
    /// The folder is not a git work tree, or a file cannot be read.
    pub(crate) fn source_files(&self) -> Result<Vec<SourceFile>> {
        let mut git = self.command("git");
        git.args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ]);
        let listing = command::read(&mut git)?;
        let paths = listing
            .split_terminator('\0')
            .filter(|path| self.root.join(path).is_file());
        let files = paths
            .map(|path| self.source_file(path))
            .collect::<Result<Vec<_>>>()?;
        Ok(files.into_iter().flatten().collect())
    }

    fn source_file(&self, path: &str) -> Result<Option<SourceFile>> {
        let bytes =
            std::fs::read(self.root.join(path)).with_context(|| format!("cannot read {path}"))?;
        let text = String::from_utf8(bytes).ok();
        Ok(text.map(|text| SourceFile {
            path: path.to_owned(),
            text,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sources_of_this_crate_are_among_the_files() {
        let files = Workspace::open().unwrap().source_files().unwrap();
        assert!(
            files
                .iter()
                .any(|file| file.path == "crates/xtask/src/workspace.rs")
        );
    }
}
