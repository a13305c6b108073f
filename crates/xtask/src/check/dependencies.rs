//! Licences and origins of everything the workspace depends on, without a network.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::step::Step;
use crate::workspace::Workspace;

/// Every dependency is under a licence that was read and accepted.
pub(crate) const LICENCES: Step = Step {
    name: "licences",
    needs: &[],
    run: |workspace| demand(workspace, licence_complaint),
};

/// Every dependency comes from the registry, so `Cargo.lock` holds its checksum.
pub(crate) const ORIGINS: Step = Step {
    name: "origins",
    needs: &[],
    run: |workspace| demand(workspace, origin_complaint),
};

/// Licence expressions as the manifests write them. Whole expressions, not single licences: a new one is read by a
/// person before it is added here, and nothing has to interpret AND and OR. `deny.toml` holds the same decision for
/// cargo-deny.
const ACCEPTED: &[&str] = &[
    "(MIT OR Apache-2.0) AND Unicode-3.0",
    "0BSD OR MIT OR Apache-2.0",
    "Apache-2.0",
    "Apache-2.0 / MIT",
    "Apache-2.0 AND ISC",
    "Apache-2.0 OR BSL-1.0",
    "Apache-2.0 OR BSL-1.0 OR MIT",
    "Apache-2.0 OR ISC OR MIT",
    "Apache-2.0 OR MIT",
    "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
    "BSD-2-Clause OR Apache-2.0 OR MIT",
    "BSD-3-Clause",
    "CC0-1.0 OR MIT-0 OR Apache-2.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "ISC AND (Apache-2.0 OR ISC)",
    "ISC AND (Apache-2.0 OR ISC) AND Apache-2.0 AND MIT AND BSD-3-Clause AND (Apache-2.0 OR ISC OR MIT) AND (Apache-2.0 OR ISC OR MIT-0)",
    "MIT",
    "MIT AND Apache-2.0",
    "MIT AND BSD-3-Clause",
    "MIT OR Apache-2.0",
    "MIT OR Apache-2.0 OR LGPL-2.1-or-later",
    "MIT OR Apache-2.0 OR Zlib",
    "MIT OR Zlib OR Apache-2.0",
    "MIT/Apache-2.0",
    "Unicode-3.0",
    "Unlicense OR MIT",
    "Unlicense/MIT",
    "Zlib",
    "Zlib OR Apache-2.0 OR MIT",
];

fn demand(workspace: &Workspace, complaint: fn(&Value) -> Option<String>) -> Result<()> {
    let metadata = workspace.metadata()?;
    let packages = metadata["packages"]
        .as_array()
        .context("`cargo metadata` lists no packages")?;
    let members = metadata["workspace_members"]
        .as_array()
        .context("`cargo metadata` lists no members")?;
    let foreign = packages
        .iter()
        .filter(|package| !members.contains(&package["id"]));
    let complaints: Vec<_> = foreign.filter_map(complaint).collect();
    if complaints.is_empty() {
        return Ok(());
    }
    bail!(complaints.join("\n"))
}

fn licence_complaint(package: &Value) -> Option<String> {
    let licence = package["license"]
        .as_str()
        .unwrap_or("no licence that its manifest names");
    (!ACCEPTED.contains(&licence)).then(|| {
        format!(
            "{} is under `{licence}`: read it, then accept it in crates/xtask/src/check/dependencies.rs",
            name(package)
        )
    })
}

fn origin_complaint(package: &Value) -> Option<String> {
    let origin = package["source"].as_str().unwrap_or("a folder");
    (!origin.starts_with("registry+")).then(|| {
        format!(
            "{} comes from {origin}, not from the registry",
            name(package)
        )
    })
}

fn name(package: &Value) -> String {
    let field = |key: &str| package[key].as_str().unwrap_or("?").to_owned();
    format!("{} {}", field("name"), field("version"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(licence: Option<&str>, source: Option<&str>) -> Value {
        json!({"name": "some", "version": "1.2.3", "license": licence, "source": source})
    }

    #[test]
    fn an_accepted_licence_passes() {
        assert_eq!(licence_complaint(&package(Some("MIT"), None)), None);
    }

    #[test]
    fn an_unread_licence_is_named() {
        let complaint = licence_complaint(&package(Some("AGPL-3.0-only"), None)).unwrap();
        assert!(
            complaint.starts_with("some 1.2.3 is under `AGPL-3.0-only`"),
            "{complaint}"
        );
    }

    #[test]
    fn a_package_without_a_licence_is_refused() {
        assert!(licence_complaint(&package(None, None)).is_some());
    }

    #[test]
    fn only_the_registry_is_an_accepted_origin() {
        assert_eq!(
            origin_complaint(&package(None, Some("registry+https://example.com/index"))),
            None
        );
        assert!(origin_complaint(&package(None, Some("git+https://example.com/some"))).is_some());
        assert!(origin_complaint(&package(None, None)).is_some());
    }
}
