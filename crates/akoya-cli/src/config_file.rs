//! The config file: what it may say, and whether other users can read it.

use std::path::{Path, PathBuf};

use akoya::oauth::Secret;
use private_file::Exposure;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::api_version::ApiVersions;
use crate::connection::{ConnectionName, EnvironmentName};
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::intent::Intent;
use crate::output::Output;
use crate::toml_error;

/// What the config file says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfigFile {
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret: Option<Secret>,
    pub(crate) client_secret_file: Option<PathBuf>,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) environment: Option<EnvironmentName>,
    pub(crate) idp_url: Option<String>,
    pub(crate) api_url: Option<String>,
    #[serde(default, deserialize_with = "versions")]
    pub(crate) api_version: Option<ApiVersions>,
    pub(crate) intent_type: Option<Intent>,
    pub(crate) pkce: Option<bool>,
    pub(crate) connector: Option<String>,
    /// The connection to use when there are several and none is named.
    pub(crate) connection: Option<ConnectionName>,
    /// A URL, which may hold a password.
    pub(crate) proxy: Option<Secret>,
    pub(crate) store_url: Option<Secret>,
    /// A directory outside the data directory in which the token store's progress is also recorded.
    pub(crate) store_witness: Option<PathBuf>,
    pub(crate) store_key: Option<KeyLocation>,
    pub(crate) store_key_file: Option<PathBuf>,
}

/// Where the key of the token store is kept, unless a variable or a file has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyLocation {
    /// In the data directory.
    File,
    /// In the system's keychain.
    Keychain,
}

impl ConfigFile {
    /// Reads the file that was named, else the usual one if it is there.
    pub(crate) fn read(
        named: Option<&Path>,
        usual: &Path,
        output: &Output,
    ) -> Result<Self, Failure> {
        let path = named.unwrap_or(usual);
        let text = match std::fs::read_to_string(path) {
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            text => text.map_err(|error| Failure::of_file(path, "read", &error))?,
        };
        let file: Self = toml::from_str(&text).map_err(|error| wrong(path, &text, &error))?;
        let has_secret = file.client_secret.is_some() || file.store_url.is_some();
        if let Some(exposure) = exposure(path).filter(|_| has_secret) {
            let path = path.display();
            output.warning(format_args!(
                "`{path}` contains a secret and {exposure}; run `chmod 600 {path}`"
            ));
        }
        Ok(file)
    }
}

fn versions<'de, D: Deserializer<'de>>(from: D) -> Result<Option<ApiVersions>, D::Error> {
    let text = String::deserialize(from)?;
    text.parse().map(Some).map_err(D::Error::custom)
}

/// Names the line and the problem. The line itself may hold a secret.
fn wrong(path: &Path, text: &str, error: &toml::de::Error) -> Failure {
    let line = error
        .span()
        .and_then(|span| text.get(..span.start))
        .map_or(1, |before| before.matches('\n').count() + 1);
    let problem = toml_error::problem(error);
    let message = format!("`{}` line {line}: {problem}", path.display());
    Failure::new(ExitCode::Configuration, message)
        .advise("Correct the config file; `akoya --help` shows what may be in it.")
}

/// Returns what makes the file accessible to other users. A link that the user made is followed.
fn exposure(path: &Path) -> Option<Exposure> {
    let file = std::fs::File::open(path).ok()?;
    Exposure::of_open_file(&file).ok()?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::OutputArgs;
    use crate::style::Terminal;

    #[test]
    fn a_wrong_config_file_is_reported_by_its_line_without_its_text() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("c.toml");
        for (text, line) in [
            ("client_id = \"x\"\nclient_secret = canary", "line 2"),
            ("client_id = \"x\"\ncanary = 1", "line 2"),
            ("client_secret = 4711\n", "line 1"),
        ] {
            std::fs::write(&path, text).unwrap();
            let output = Output::new(&Terminal::default(), &OutputArgs::default());
            let failure = ConfigFile::read(Some(&path), &path, &output).unwrap_err();
            assert_eq!(failure.code(), ExitCode::Configuration);
            assert!(failure.message().contains(line), "{failure:?}");
            let shown = format!("{failure:?}");
            assert!(!shown.contains("= canary"), "{shown}");
            assert!(!shown.contains("4711"), "{shown}");
        }
    }
}
