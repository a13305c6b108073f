//! The grant engine against providers that others wrote.
//!
//! The tests are in `crates/acg-interop`. What a provider says of itself reaches them through the environment.

use anyhow::Result;

use crate::command;
use crate::server::provider::{GLEWLWYD, Provider};
use crate::step::Step;
use crate::tool::{C_COMPILER, NODE, NODE_PACKAGES, PYTHON, PYTHON_PACKAGES};
use crate::workspace::Workspace;

/// The certificates of the engine's own tests of TLS.
const CERTIFICATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../acg/tests/it/tls");

/// `oidc-provider` from npm and `django-oauth-toolkit` from PyPI, each in several modes, and `canaille` from PyPI.
pub(crate) const INTEROP: Step = Step {
    name: "interop",
    needs: &[C_COMPILER, NODE, NODE_PACKAGES, PYTHON, PYTHON_PACKAGES],
    run: |workspace| {
        let providers = [
            ("OIDC_PROVIDER", Provider::oidc_provider(&[])?),
            ("DPOP_NONCE", Provider::oidc_provider(&["dpop-nonce"])?),
            ("FAPI", Provider::oidc_provider(&["fapi2", "dpop-nonce"])?),
            (
                "MUTUAL_TLS",
                Provider::oidc_provider(&["fapi2", &format!("mtls={CERTIFICATES}")])?,
            ),
            ("OAUTH_TOOLKIT", Provider::oauth_toolkit(0)?),
            ("OAUTH_TOOLKIT_GRACE", Provider::oauth_toolkit(120)?),
            ("CANAILLE", Provider::canaille()?),
        ];
        run(workspace, "providers", &providers, &[])
    },
};

/// Glewlwyd, which is a package of Debian only.
pub(crate) const GLEWLWYD_INTEROP: Step = Step {
    name: "interop-glewlwyd",
    needs: &[C_COMPILER, PYTHON, PYTHON_PACKAGES, GLEWLWYD],
    run: |workspace| {
        // One test at a time: it keeps everything in one SQLite file, and now and then fails with
        // HTTP 500 while another request writes.
        run(
            workspace,
            "glewlwyd",
            &[("GLEWLWYD", Provider::glewlwyd()?)],
            &["--", "--test-threads=1"],
        )
    },
};

fn run(
    workspace: &Workspace,
    test: &str,
    providers: &[(&str, Provider)],
    more: &[&str],
) -> Result<()> {
    let mut tests = workspace.cargo(&["test", "--locked", "--package=acg-interop"]);
    tests.args(["--features=interop-tests", "--no-fail-fast", "--test", test]);
    tests.args(more);
    for (name, provider) in providers {
        tests.env(format!("ACG_INTEROP_{name}"), &provider.description);
    }
    command::run(&mut tests)
}
