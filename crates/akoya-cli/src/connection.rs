//! What is remembered of a connection besides its token: where it was made, and for which client.

use std::fmt;
use std::fs;
use std::path::PathBuf;

use akoya::Environment;
use akoya::oauth::{ConnectionId, Secret};
use serde::{Deserialize, Serialize};

use crate::data_dir::{self, DataDir, file_failure};
use crate::exit::{Code, Failure};
use crate::settings::toml_problem;

/// The name that a user gives to a connection. It is a file's name too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ConnectionName(String);

impl ConnectionName {
    /// The demo's connection.
    pub(crate) fn demo() -> Self {
        Self("demo".to_owned())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for ConnectionName {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.@".contains(&byte);
        let valid =
            (1..=64).contains(&name.len()) && name.bytes().all(allowed) && !name.starts_with('.');
        if valid {
            Ok(Self(name.to_owned()))
        } else {
            Err("a name has up to 64 letters, digits and the characters - _ . @")
        }
    }
}

impl fmt::Display for ConnectionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Which Akoya a connection belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum Place {
    /// The sandbox inside the command, on other ports each time.
    Embedded,
    /// Akoya's sandbox.
    Sandbox,
    /// Akoya's production.
    Production,
    /// Other hosts.
    Custom { idp_url: String, api_url: String },
}

/// The name that tokens of the embedded sandbox are bound to.
const EMBEDDED: &str = "embedded sandbox";

impl Place {
    /// The place in words.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Embedded => EMBEDDED,
            Self::Sandbox => "Akoya sandbox",
            Self::Production => "Akoya production",
            Self::Custom { idp_url, .. } => idp_url,
        }
    }

    /// How the client finds it; `embedded` has the embedded sandbox's URLs of this run.
    pub(crate) fn environment(
        &self,
        embedded: Option<(&str, &str)>,
    ) -> Result<Environment, akoya::Error> {
        match (self, embedded) {
            (Self::Embedded, Some((idp, api))) => {
                Ok(Environment::custom(idp, api)?.named(EMBEDDED))
            }
            (Self::Production, _) => Ok(Environment::Production),
            (Self::Custom { idp_url, api_url }, _) => Environment::custom(idp_url, api_url),
            _ => Ok(Environment::Sandbox),
        }
    }

    /// Whether the identity provider is on this computer.
    pub(crate) fn is_local(&self) -> bool {
        match self {
            Self::Embedded => true,
            Self::Custom { idp_url, .. } => idp_url
                .parse()
                .is_ok_and(|url| acg::http::is_loopback(&url)),
            Self::Sandbox | Self::Production => false,
        }
    }

    /// Whether the customers are invented.
    pub(crate) fn is_sandbox(&self) -> bool {
        *self == Self::Sandbox || self.is_local()
    }
}

/// A connection, without its token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Connection {
    pub(crate) connector: String,
    /// None in the embedded sandbox, which has its own.
    pub(crate) client_id: Option<String>,
    pub(crate) redirect_uri: String,
    /// Only if the user wants it here.
    pub(crate) client_secret: Option<Secret>,
    /// The sandbox user who consented, if the command knows.
    pub(crate) user: Option<String>,
    pub(crate) environment: Place,
}

/// The connections that are remembered.
#[derive(Debug)]
pub(crate) struct Connections<'a>(&'a DataDir);

impl<'a> Connections<'a> {
    pub(crate) fn of(data: &'a DataDir) -> Self {
        Self(data)
    }

    /// All names, in order.
    pub(crate) fn names(&self) -> Result<Vec<ConnectionName>, Failure> {
        let directory = self.0.connections();
        let entries = match fs::read_dir(&directory) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(|error| file_failure(&directory, "read", &error))?,
        };
        let name = |file: std::ffi::OsString| file.to_str()?.strip_suffix(".toml")?.parse().ok();
        let mut names: Vec<_> = entries
            .flatten()
            .filter_map(|entry| name(entry.file_name()))
            .collect();
        names.sort();
        Ok(names)
    }

    /// The connection of this name, if it is remembered.
    pub(crate) fn get(&self, name: &ConnectionName) -> Result<Option<Connection>, Failure> {
        let path = self.path(name);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            text => text.map_err(|error| file_failure(&path, "read", &error))?,
        };
        // The error's own text repeats the line, which may hold a secret.
        let damaged = |error: toml::de::Error| {
            Failure::new(
                Code::Files,
                format!("`{}` is damaged: {}", path.display(), toml_problem(&error)),
            )
            .advise(format!(
                "Remove the file and run `akoya login --connection {name}`."
            ))
        };
        toml::from_str(&text).map(Some).map_err(damaged)
    }

    pub(crate) fn put(
        &self,
        name: &ConnectionName,
        connection: &Connection,
    ) -> Result<(), Failure> {
        data_dir::create(&self.0.connections())?;
        let text = toml::to_string(connection).map_err(|error| {
            Failure::new(Code::Failed, "the connection cannot be written down").because(&error)
        })?;
        data_dir::write(&self.path(name), &text)
    }

    /// Forgets the connection; it need not be there.
    pub(crate) fn remove(&self, name: &ConnectionName) -> Result<(), Failure> {
        let path = self.path(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(file_failure(&path, "removed", &error))
            }
            _ => Ok(()),
        }
    }

    fn path(&self, name: &ConnectionName) -> PathBuf {
        self.0.connections().join(format!("{name}.toml"))
    }
}

impl ConnectionName {
    /// The name under which the token is stored.
    pub(crate) fn id(&self) -> Result<ConnectionId, Failure> {
        ConnectionId::new(self.as_str())
            .map_err(|error| Failure::new(Code::Usage, error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection() -> Connection {
        Connection {
            connector: "mikomo".to_owned(),
            client_id: Some("id".to_owned()),
            redirect_uri: "http://127.0.0.1:1/callback".to_owned(),
            client_secret: Some(Secret::new("canary")),
            user: None,
            environment: Place::Custom {
                idp_url: "http://127.0.0.1:2".to_owned(),
                api_url: "http://127.0.0.1:3".to_owned(),
            },
        }
    }

    #[test]
    fn a_connection_is_found_again_until_it_is_removed() {
        let home = tempfile::tempdir().unwrap();
        let data = DataDir::find(Some(home.path())).unwrap();
        let connections = Connections::of(&data);
        let name: ConnectionName = "a.b@c".parse().unwrap();
        assert_eq!(connections.names().unwrap(), []);
        for place in [connection().environment, Place::Embedded, Place::Production] {
            let connection = Connection {
                environment: place,
                ..connection()
            };
            connections.put(&name, &connection).unwrap();
            assert_eq!(connections.get(&name).unwrap(), Some(connection));
        }
        assert_eq!(connections.names().unwrap(), std::slice::from_ref(&name));
        connections.remove(&name).unwrap();
        connections.remove(&name).unwrap();
        assert_eq!(connections.get(&name).unwrap(), None);
    }

    #[test]
    fn a_damaged_file_is_told_without_its_text() {
        let home = tempfile::tempdir().unwrap();
        let data = DataDir::find(Some(home.path())).unwrap();
        fs::create_dir(data.connections()).unwrap();
        fs::write(data.connections().join("x.toml"), "client_secret = canary").unwrap();
        let failure = Connections::of(&data)
            .get(&"x".parse().unwrap())
            .unwrap_err();
        assert_eq!(failure.code(), Code::Files);
        assert!(!format!("{failure:?}").contains("canary"), "{failure:?}");
    }

    #[test]
    fn a_name_cannot_leave_its_directory() {
        for name in [
            "",
            ".",
            "..",
            "../x",
            "a/b",
            "a\\b",
            ".hidden",
            "a b",
            "ä",
            "a\n",
            &"x".repeat(65),
        ] {
            assert!(name.parse::<ConnectionName>().is_err(), "{name}");
        }
    }
}
