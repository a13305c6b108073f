//! OAuth providers that others wrote, for the interop suites. The scripts that start them are in
//! this crate's folders `node` and `python`.

use std::process::Command;

use anyhow::Result;

use super::{Folder, Process, free_port, start};
use crate::packages;
use crate::tool::{Source, Tool};

/// Glewlwyd, a provider written in C.
pub(crate) const GLEWLWYD: Tool = Tool {
    name: "Glewlwyd",
    present: || std::path::Path::new("/usr/bin/glewlwyd").is_file(),
    source: Source::Debian(&["glewlwyd"]),
};

/// Where the providers send the user back to. Nobody listens there: the tests stop at the redirect.
const REDIRECT_URI: &str = "http://127.0.0.1:9/callback";

/// A running provider.
pub(crate) struct Provider {
    /// What it says of itself, in JSON: issuer, clients, secrets.
    pub(crate) description: String,
    _process: Process,
    _folder: Folder,
}

impl Provider {
    /// Starts the npm package `oidc-provider` in these modes: `fapi2`, `dpop-nonce`, `mtls=` and a folder of certificates.
    pub(crate) fn oidc_provider(modes: &[&str]) -> Result<Self> {
        let folder = Folder::new("oidc-provider")?;
        let mut node = packages::node("oidc-provider.js")?;
        node.arg(REDIRECT_URI).args(modes);
        Self::start(node, folder)
    }

    /// Starts the Python package `django-oauth-toolkit`, which accepts a spent refresh token for so many seconds.
    pub(crate) fn oauth_toolkit(grace: u32) -> Result<Self> {
        let folder = Folder::new("oauth-toolkit")?;
        let mut python = packages::python("oauth_toolkit.py")?;
        python
            .arg(folder.path())
            .arg(REDIRECT_URI)
            .arg(grace.to_string());
        Self::start(python, folder)
    }

    /// Starts the Python package `canaille`.
    pub(crate) fn canaille() -> Result<Self> {
        let folder = Folder::new("canaille")?;
        let mut python = packages::python("canaille_server.py")?;
        python.arg(folder.path()).arg(REDIRECT_URI);
        Self::start(python, folder)
    }

    /// Starts Glewlwyd.
    pub(crate) fn glewlwyd() -> Result<Self> {
        let folder = Folder::new("glewlwyd")?;
        let mut python = packages::python("glewlwyd.py")?;
        python.arg(folder.path()).arg(free_port()?.to_string());
        python.arg(REDIRECT_URI);
        Self::start(python, folder)
    }

    fn start(server: Command, folder: Folder) -> Result<Self> {
        let (process, description) = start(server, &folder.path().join("log"), "\"issuer\"")?;
        Ok(Self {
            description,
            _process: process,
            _folder: folder,
        })
    }
}
