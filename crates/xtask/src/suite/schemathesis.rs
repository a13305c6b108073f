//! Every server of the sandbox against its own OpenAPI description: Schemathesis makes up requests, right and wrong
//! ones, and checks the responses.
//!
//! What the descriptions cannot say is in this crate's folder `schemathesis`, one file for each server.

use std::path::Path;

use anyhow::Result;

use super::akoya::Akoya;
use crate::command;
use crate::packages;
use crate::step::Step;
use crate::tool::{C_COMPILER, PYTHON, PYTHON_PACKAGES};
use crate::workspace::Workspace;

/// No request gets a response that the server's description does not allow.
pub(crate) const DESCRIPTIONS: Step = Step {
    name: "schemathesis",
    needs: &[C_COMPILER, PYTHON, PYTHON_PACKAGES],
    run,
};

/// The same requests in every run, but for the tokens in them.
const BOUNDS: &[&str] = &[
    "--seed=1",
    "--max-examples=60",
    "--generation-database=none",
    "--request-timeout=30",
];

/// Only the identity provider differs in the dialects. The admin API comes last: it resets what the others work with.
const RUNS: &[(&str, &[&str])] = &[
    ("dex", &["api", "idp", "sts", "services", "admin"]),
    ("hydra", &["idp"]),
];

fn run(workspace: &Workspace) -> Result<()> {
    for (dialect, servers) in RUNS {
        let akoya = Akoya::start(workspace, dialect)?;
        let folder = workspace.fresh_folder(&format!("schemathesis-{dialect}"))?;
        let mut configuration = packages::python("configuration.py")?;
        let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemathesis");
        command::run(
            configuration
                .arg(files)
                .arg(&folder)
                .envs(akoya.variables()?),
        )?;
        for server in *servers {
            let mut schemathesis = packages::python_program("schemathesis")?;
            schemathesis
                .arg("--config-file")
                .arg(folder.join(format!("{server}.toml")));
            schemathesis
                .args(["run", "--no-color", "--continue-on-failure"])
                .args(BOUNDS);
            schemathesis.arg(format!(
                "{}/openapi.json",
                akoya.setting(&format!("{server}_url"))?
            ));
            command::run(schemathesis.current_dir(&folder))?;
        }
    }
    Ok(())
}
