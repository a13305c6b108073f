//! Clients that others wrote, in other languages, get a consent from the sandbox and use it.
//!
//! The scripts are in this crate's folders `python` and `node`. They know what a user of such a client has to know
//! of Akoya, and walk through the consent pages with the selectors of Akoya's own test-suite.

use anyhow::{Context, Result};

use super::akoya::Akoya;
use super::chromium::{self, CHROMIUM};
use crate::command;
use crate::packages;
use crate::step::Step;
use crate::tool::{C_COMPILER, NODE, NODE_PACKAGES, PYTHON, PYTHON_PACKAGES};
use crate::workspace::Workspace;

/// Consent, refusal, exchange, refresh and revocation.
pub(crate) const GRANTS: Step = Step {
    name: "clients",
    needs: &[
        C_COMPILER,
        CHROMIUM,
        PYTHON,
        PYTHON_PACKAGES,
        NODE,
        NODE_PACKAGES,
    ],
    run,
};

fn run(workspace: &Workspace) -> Result<()> {
    let browser = chromium::program().context("no Chromium on this machine")?;
    for dialect in ["dex", "hydra"] {
        let akoya = Akoya::start(workspace, dialect)?;
        for mut client in [packages::python("grant.py")?, packages::node("grant.js")?] {
            client
                .envs(akoya.variables()?)
                .env("DIALECT", dialect)
                .env("CHROMIUM", &browser);
            command::run(&mut client)?;
        }
    }
    Ok(())
}
