//! Licences and origins of everything the workspace depends on, without a network.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use spdx::{Expression, ParseMode};

use crate::step::{self, Step};
use crate::workspace::Workspace;

/// Every dependency is under licences that `deny.toml` accepts.
pub(crate) const LICENCES: Step = Step {
    name: "licences",
    needs: &[],
    run: |workspace| {
        let accepted = Licences::read(&workspace.root().join("deny.toml"))?;
        demand(workspace, |package| accepted.complaint(package))
    },
};

/// Every dependency comes from the registry, so `Cargo.lock` holds its checksum.
pub(crate) const ORIGINS: Step = Step {
    name: "origins",
    needs: &[],
    run: |workspace| demand(workspace, origin_complaint),
};

/// The licences that `deny.toml` accepts, by their SPDX names.
struct Licences(Vec<String>);

impl Licences {
    fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        Self::parse(&text).with_context(|| format!("cannot use {}", file.display()))
    }

    fn parse(text: &str) -> Result<Self> {
        let settings: toml::Table = text.parse()?;
        let list = settings
            .get("licenses")
            .and_then(|licences| licences.get("allow")?.as_array())
            .context("there is no list `licenses.allow`")?;
        let names = list.iter().map(|name| name.as_str().map(str::to_owned));
        names
            .collect::<Option<_>>()
            .map(Self)
            .context("`licenses.allow` lists something that is not a text")
    }

    fn complaint(&self, package: &Value) -> Option<String> {
        let Some(licence) = package["license"].as_str() else {
            return Some(format!("{} names no licence", name(package)));
        };
        match self.accepts(licence) {
            Ok(true) => None,
            Ok(false) => Some(format!(
                "{} is under `{licence}`: read the licence, then accept it in deny.toml",
                name(package)
            )),
            Err(error) => Some(format!("{}: `{licence}`: {error:#}", name(package))),
        }
    }

    /// Returns whether an expression can be met with accepted licences alone.
    fn accepts(&self, expression: &str) -> Result<bool> {
        // Old manifests write `/` for OR.
        let expression = Expression::parse_mode(expression, ParseMode::LAX)
            .map_err(|error| anyhow::anyhow!("not a licence expression: {}", error.reason))?;
        // An exception only adds to what a licence allows, but it is a text of its own to be read.
        Ok(expression.evaluate(|needed| {
            let needed = needed.to_string();
            self.0.contains(&needed)
        }))
    }
}

fn demand(workspace: &Workspace, complaint: impl Fn(&Value) -> Option<String>) -> Result<()> {
    let foreign = workspace.foreign_packages()?;
    let complaints: Vec<_> = foreign.iter().filter_map(complaint).collect();
    step::demand_none(&complaints)
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

    fn complaint(licence: Option<&str>) -> Option<String> {
        let text = "[licenses]\nallow = [\"MIT\", \"Apache-2.0\", \"Apache-2.0 WITH LLVM-exception\", \"ISC\"]\n";
        Licences::parse(text)
            .unwrap()
            .complaint(&package(licence, None))
    }

    #[test]
    fn a_licence_that_can_be_met_passes() {
        for licence in [
            "MIT",
            "MIT/Apache-2.0",
            "AGPL-3.0-only OR MIT",
            "ISC AND (GPL-2.0-only OR Apache-2.0)",
            "Apache-2.0 WITH LLVM-exception",
            "Apache-2.0 WITH Swift-exception OR MIT",
        ] {
            assert_eq!(complaint(Some(licence)), None, "{licence}");
        }
    }

    #[test]
    fn a_licence_that_was_not_accepted_is_reported_with_its_package() {
        for licence in [
            "AGPL-3.0-only",
            "MIT AND AGPL-3.0-only",
            "MIT WITH LLVM-exception",
            "LicenseRef-Own",
        ] {
            let complaint = complaint(Some(licence)).unwrap();
            let beginning = format!("some 1.2.3 is under `{licence}`");
            assert!(complaint.starts_with(&beginning), "{complaint}");
        }
    }

    #[test]
    fn a_licence_that_makes_no_sense_is_reported() {
        let complaint = complaint(Some("MIT or so")).unwrap();
        assert!(
            complaint.contains("not a licence expression"),
            "{complaint}"
        );
    }

    #[test]
    fn a_package_without_a_licence_is_refused() {
        assert!(complaint(None).is_some());
    }

    #[test]
    fn a_file_without_the_list_is_refused() {
        assert!(Licences::parse("[licenses]\n").is_err());
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
