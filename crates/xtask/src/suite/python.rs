//! The Python package: its wheel is built and installed, and its tests run on what is installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::command;
use crate::packages;
use crate::server::postgres::{OPENSSL, POSTGRES, Postgres};
use crate::step::Step;
use crate::tool::{C_COMPILER, Installation, NODE, NODE_PACKAGES, PYTHON, PYTHON_PACKAGES, Tool};
use crate::workspace::Workspace;

/// What a build needs.
const NEEDS: &[Tool] = &[C_COMPILER, PYTHON, PYTHON_PACKAGES];

/// The largest wheel that people are to download, in bytes.
const LARGEST_WHEEL: u64 = 12_000_000;

/// The tests of the package, against sandboxes in their own process and a PostgreSQL server.
pub(crate) const PACKAGE: Step = Step {
    name: "python",
    needs: &[
        C_COMPILER,
        PYTHON,
        PYTHON_PACKAGES,
        NODE,
        NODE_PACKAGES,
        POSTGRES,
        OPENSSL,
    ],
    run,
};

fn run(workspace: &Workspace) -> Result<()> {
    let server = Postgres::start()?;
    let installed = install(workspace)?;
    let mut tests = pytest(workspace, &installed, "")?;
    tests.env("ACG_POSTGRES_URL", server.url()).env(
        "PYRIGHT",
        packages::NODE
            .folder()?
            .join("node_modules/pyright/index.js"),
    );
    command::run(&mut tests)?;
    check_free_threaded(workspace)
}

/// A Python without the interpreter lock, as PyO3's build script wants it described. No machine needs to have one.
const FREE_THREADED: &str = "\
implementation=CPython
version=3.14
shared=true
pointer_width=64
build_flags=Py_GIL_DISABLED
";

/// Checks that the extension compiles for such a Python.
fn check_free_threaded(workspace: &Workspace) -> Result<()> {
    let description = workspace
        .fresh_folder("python-free-threaded")?
        .join("python.txt");
    std::fs::write(&description, FREE_THREADED)?;
    let mut check = workspace.cargo(&["check", "--locked", "--package=akoya-python"]);
    command::run(check.env("PYO3_CONFIG_FILE", description))
}

/// Forks, kills and cancels in the middle of refreshes, so many times each.
///
/// # Errors
///
/// Something that the build needs is missing, the build fails, or a grant is lost.
pub(crate) fn endure(workspace: &Workspace, installation: Installation, runs: usize) -> Result<()> {
    provide(installation)?;
    let installed = install(workspace)?;
    let mut tests = pytest(workspace, &installed, "test_endurance.py")?;
    command::run(tests.args(["--durations=0", "--runs", &runs.to_string()]))
}

/// Returns a command that runs the package's tests, or those of one file, with the installed package.
fn pytest(workspace: &Workspace, installed: &Path, file: &str) -> Result<Command> {
    let mut tests = python(installed)?;
    tests
        .args(["-m", "pytest", "--quiet", "-p", "no:cacheprovider"])
        // A test that hangs is ended by a thread that needs no lock of the interpreter, and the
        // stacks of all threads are printed.
        .args(["-o", "faulthandler_timeout=300"])
        .args(["-o", "faulthandler_exit_on_timeout=true"])
        .arg(
            workspace
                .root()
                .join("crates/akoya-python/tests")
                .join(file),
        )
        .current_dir(installed);
    Ok(tests)
}

/// Writes the modules and type stubs of the models again.
///
/// # Errors
///
/// Something that the build needs is missing, or the build fails.
pub(crate) fn write_stubs(workspace: &Workspace, installation: Installation) -> Result<()> {
    provide(installation)?;
    let mut stubs = python(&install(workspace)?)?;
    command::run(stubs.arg(workspace.root().join("crates/akoya-python/stubs.py")))
}

/// Builds the wheel and installs it into a folder of its own, which is returned.
fn install(workspace: &Workspace) -> Result<PathBuf> {
    // Without optimisation, as the other suites' builds, which share most of it.
    let wheel = build(workspace, "dev", &workspace.fresh_folder("python-wheel")?)?;
    let installed = workspace.fresh_folder("python-package")?;
    let mut pip = packages::python_program("python")?;
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ])
    .args(["--no-deps", "--no-index", "--target"])
    .arg(&installed);
    command::run(pip.arg(wheel))?;
    Ok(installed)
}

/// Returns a command that runs Python with the installed package.
fn python(installed: &Path) -> Result<Command> {
    let mut python = packages::python_program("python")?;
    python
        .env("PYTHONPATH", installed)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(python)
}

fn provide(installation: Installation) -> Result<()> {
    for tool in NEEDS {
        tool.provide(installation)?;
    }
    Ok(())
}

/// Builds the wheel that people install, and returns where it is.
///
/// # Errors
///
/// Something that the build needs is missing, the build fails, or the wheel is larger than it may be.
pub(crate) fn wheel(workspace: &Workspace, installation: Installation) -> Result<PathBuf> {
    provide(installation)?;
    let wheel = build(workspace, "release", &workspace.fresh_folder("wheel")?)?;
    let size = std::fs::metadata(&wheel)?.len();
    ensure!(
        size <= LARGEST_WHEEL,
        "the wheel has {size} bytes, more than {LARGEST_WHEEL}"
    );
    Ok(wheel)
}

fn build(workspace: &Workspace, profile: &str, folder: &Path) -> Result<PathBuf> {
    let program = packages::python_program("maturin")?;
    let mut maturin: Command = workspace.command(program.get_program());
    maturin
        .args(["build", "--quiet", "--locked", "--profile", profile])
        .arg("--interpreter")
        .arg(packages::python_program("python")?.get_program())
        .arg("--out")
        .arg(folder);
    command::run(&mut maturin)?;
    let mut entries = std::fs::read_dir(folder)?;
    let wheel = entries.next().context("the build left no wheel")??;
    Ok(wheel.path())
}
