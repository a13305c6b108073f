//! What a step needs of the machine, and how it gets there.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command;
use crate::environment::{find, variable};
use crate::packages::{self, Packages};
use crate::workspace::Workspace;

/// A program that a step needs.
pub(crate) struct Tool {
    /// What people call it.
    pub(crate) name: &'static str,
    /// Tells whether the machine has it.
    pub(crate) present: fn() -> bool,
    /// Where it comes from.
    pub(crate) source: Source,
}

/// Where a tool comes from.
pub(crate) enum Source {
    /// A component of the Rust toolchain.
    Toolchain(&'static str),
    /// Packages of Debian and what descends from it.
    Debian(&'static [&'static str]),
    /// What a lock file of this crate names.
    Packages(&'static Packages),
    /// A program of the Rust registry, in exactly this version.
    Crate(&'static str, &'static str),
    /// Another machine. There is nothing to install.
    Network,
}

/// Whether a missing tool may be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Installation {
    /// Yes, where no password or question is in the way.
    Allowed,
    /// No, use what is there.
    Forbidden,
}

/// `cargo fmt`.
pub(crate) const RUSTFMT: Tool = Tool {
    name: "rustfmt",
    present: || cargo_has("fmt"),
    source: Source::Toolchain("rustfmt"),
};

/// `cargo clippy`.
pub(crate) const CLIPPY: Tool = Tool {
    name: "clippy",
    present: || cargo_has("clippy"),
    source: Source::Toolchain("clippy"),
};

/// git.
pub(crate) const GIT: Tool = Tool {
    name: "git",
    present: || find("git").is_some(),
    source: Source::Debian(&["git"]),
};

/// C and C++ compilers, for the cryptography, SQLite and fuzzing libraries.
pub(crate) const C_COMPILER: Tool = Tool {
    name: "a C and C++ compiler",
    present: || has_compiler("CC", "cc") && has_compiler("CXX", "c++"),
    source: Source::Debian(&["build-essential"]),
};

/// Python, and what makes a virtual environment.
pub(crate) const PYTHON: Tool = Tool {
    name: "Python 3.11 or newer with venv",
    present: || {
        let check = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
        command::succeeds(Command::new("python3").args(["-c", check]))
    },
    source: Source::Debian(&["python3-venv"]),
};

/// The Python packages of the suites; needs [`PYTHON`].
pub(crate) const PYTHON_PACKAGES: Tool = Tool {
    name: "the suites' virtual environment for Python",
    present: || packages::PYTHON.are_installed(),
    source: Source::Packages(&packages::PYTHON),
};

/// Node.js and its installer.
pub(crate) const NODE: Tool = Tool {
    name: "Node.js 20 or newer with npm",
    present: || {
        let check = "process.exit(Number(parseInt(process.versions.node) < 20))";
        find("npm").is_some() && command::succeeds(Command::new("node").args(["--eval", check]))
    },
    source: Source::Debian(&["nodejs", "npm"]),
};

/// The npm packages of the suites; needs [`NODE`].
pub(crate) const NODE_PACKAGES: Tool = Tool {
    name: "the suites' folder of npm packages",
    present: || packages::NODE.are_installed(),
    source: Source::Packages(&packages::NODE),
};

impl Tool {
    /// Makes sure that the machine has the tool.
    ///
    /// # Errors
    ///
    /// The tool is missing and was not, or could not be, installed; the text says how to get it.
    pub(crate) fn provide(&self, installation: Installation) -> Result<()> {
        if (self.present)() {
            return Ok(());
        }
        if installation == Installation::Allowed && self.source.installs_unattended() {
            self.source.install().with_context(|| self.missing())?;
        }
        if (self.present)() {
            return Ok(());
        }
        bail!(self.missing())
    }

    fn missing(&self) -> String {
        let name = self.name;
        match self.source.by_hand() {
            Some(command) => format!("{name} is not on this machine; get it with `{command}`"),
            None => format!("{name} cannot be reached from this machine"),
        }
    }
}

impl Source {
    fn installs_unattended(&self) -> bool {
        match self {
            Self::Toolchain(_) => find("rustup").is_some(),
            Self::Debian(_) => find("apt-get").is_some() && is_root(),
            Self::Packages(_) | Self::Crate(..) => true,
            Self::Network => false,
        }
    }

    fn install(&self) -> Result<()> {
        match self {
            Self::Toolchain(component) => {
                command::run(Command::new("rustup").args(["component", "add", component]))
            }
            Self::Debian(packages) => {
                command::run(apt_get().args(["update", "--quiet"]))?;
                let install = ["install", "--yes", "--quiet", "--no-install-recommends"];
                command::run(apt_get().args(install).args(*packages))
            }
            Self::Packages(packages) => packages.install(),
            Self::Crate(name, version) => {
                let workspace = Workspace::open()?;
                let mut cargo = workspace.cargo(&["install", "--locked", "--quiet", "--root"]);
                cargo.arg(workspace.run_folder("cargo")?);
                command::run(cargo.arg(format!("{name}@{version}")))
            }
            Self::Network => bail!("there is nothing to install"),
        }
    }

    fn by_hand(&self) -> Option<String> {
        match self {
            Self::Toolchain(component) => Some(format!("rustup component add {component}")),
            Self::Debian(packages) => Some(format!("sudo apt-get install {}", packages.join(" "))),
            Self::Packages(_) => Some("cargo xtask test".to_owned()),
            Self::Crate(name, version) => Some(format!("cargo install --locked {name}@{version}")),
            Self::Network => None,
        }
    }
}

/// Tells whether cargo has this subcommand.
fn cargo_has(subcommand: &str) -> bool {
    command::succeeds(Command::new("cargo").args([subcommand, "--version"]))
}

fn has_compiler(variable_name: &str, program: &str) -> bool {
    variable(variable_name).is_some() || find(program).is_some()
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["--option", "Acquire::Retries=3"]);
    command
}

/// Tells whether this program runs as the superuser.
pub(crate) fn is_root() -> bool {
    command::read(Command::new("id").arg("-u")).is_ok_and(|user| user.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MISSING: Tool = Tool {
        name: "Nothing",
        present: || false,
        source: Source::Debian(&["no-such-package"]),
    };
    const PRESENT: Tool = Tool {
        name: "Cargo",
        present: || true,
        source: Source::Toolchain("cargo"),
    };

    #[test]
    fn a_missing_tool_says_how_to_get_it() {
        let missing = MISSING
            .provide(Installation::Forbidden)
            .unwrap_err()
            .to_string();
        assert_eq!(
            missing,
            "Nothing is not on this machine; get it with `sudo apt-get install no-such-package`"
        );
    }

    #[test]
    fn what_is_out_of_reach_says_so() {
        let far = Tool {
            name: "the database",
            present: || false,
            source: Source::Network,
        };
        let missing = far.provide(Installation::Allowed).unwrap_err().to_string();
        assert_eq!(missing, "the database cannot be reached from this machine");
    }

    #[test]
    fn a_tool_that_is_there_is_not_installed() {
        PRESENT.provide(Installation::Allowed).unwrap();
    }
}
