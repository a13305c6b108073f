//! What is remembered of a connection besides its token: its name, where it was made, and for which client.

use std::fmt;

use akoya::oauth::{ConnectionId, Secret};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::http_client::Reach;

/// A connection, without its token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Connection {
    /// Akoya's id of the institution: `connector` of the authorization request, `providerId` of the data calls.
    pub(crate) connector: String,
    /// None in the embedded sandbox, which has its own.
    pub(crate) client_id: Option<String>,
    pub(crate) redirect_uri: String,
    /// Only if the user asked to keep it here.
    pub(crate) client_secret: Option<Secret>,
    /// The sandbox user who consented, if the command knows.
    pub(crate) user: Option<String>,
    pub(crate) environment: Environment,
}

/// The name that a user gives to a connection. It is the name of a file too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct ConnectionName(String);

impl ConnectionName {
    /// Returns the name of the demo's connection.
    pub(crate) fn demo() -> Self {
        Self("demo".to_owned())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Lists the names to take when this one is not free: `mikomo-2`, `mikomo-3` and so on.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = Self> + use<> {
        let name = self.0.clone();
        (2..1000).filter_map(move |number| format!("{name}-{number}").parse().ok())
    }

    /// Returns the name under which the token is stored.
    pub(crate) fn id(&self) -> Result<ConnectionId, Failure> {
        ConnectionId::new(self.as_str())
            .map_err(|error| Failure::new(ExitCode::Usage, error.to_string()))
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

impl TryFrom<String> for ConnectionName {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        name.parse()
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
pub(crate) enum Environment {
    /// The sandbox inside the command, on other ports each time.
    Embedded,
    /// Akoya's sandbox.
    Sandbox,
    /// Akoya's production.
    Production,
    /// Other hosts.
    Custom { idp_url: String, api_url: String },
}

/// An environment that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum EnvironmentName {
    /// Akoya's sandbox
    Sandbox,
    /// Akoya's production: real customers
    Production,
    /// The sandbox inside this command, which the demo uses
    Embedded,
}

impl From<EnvironmentName> for Environment {
    fn from(name: EnvironmentName) -> Self {
        match name {
            EnvironmentName::Sandbox => Self::Sandbox,
            EnvironmentName::Production => Self::Production,
            EnvironmentName::Embedded => Self::Embedded,
        }
    }
}

/// The name that tokens of the embedded sandbox are bound to.
const EMBEDDED: &str = "embedded sandbox";

impl Environment {
    /// Returns the name for people, which tokens are bound to as well.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Embedded => EMBEDDED,
            Self::Sandbox => "Akoya sandbox",
            Self::Production => "Akoya production",
            Self::Custom { idp_url, .. } => idp_url,
        }
    }

    /// Returns the client's environment. `embedded` has the embedded sandbox's URLs of this run: identity provider,
    /// data API.
    pub(crate) fn for_client(
        &self,
        embedded: Option<(&str, &str)>,
    ) -> Result<akoya::Environment, akoya::Error> {
        match (self, embedded) {
            (Self::Embedded, Some((idp, api))) => {
                Ok(akoya::Environment::custom(idp, api)?.named(EMBEDDED))
            }
            (Self::Production, _) => Ok(akoya::Environment::Production),
            (Self::Custom { idp_url, api_url }, _) => akoya::Environment::custom(idp_url, api_url),
            _ => Ok(akoya::Environment::Sandbox),
        }
    }

    /// Returns what a client has to reach. A server that is reached by http is on this computer: no other one is.
    pub(crate) fn reach(&self) -> Reach {
        let is_http = |url: &String| url.starts_with("http:");
        match self {
            Self::Embedded => Reach::Local,
            Self::Custom { idp_url, api_url } if [idp_url, api_url].into_iter().all(is_http) => {
                Reach::Local
            }
            _ => Reach::Https,
        }
    }

    /// Returns whether the identity provider is on this computer.
    pub(crate) fn is_local(&self) -> bool {
        match self {
            Self::Embedded => true,
            Self::Custom { idp_url, .. } => idp_url
                .parse()
                .is_ok_and(|url| akoya::oauth::http::is_loopback(&url)),
            Self::Sandbox | Self::Production => false,
        }
    }

    /// Returns whether the customers are invented.
    pub(crate) fn is_sandbox(&self) -> bool {
        *self == Self::Sandbox || self.is_local()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn only_where_all_is_http_on_this_computer_no_certificate_is_needed() {
        let custom = |idp: &str, api: &str| Environment::Custom {
            idp_url: idp.to_owned(),
            api_url: api.to_owned(),
        };
        let (http, https) = ("http://127.0.0.1:2", "https://localhost:3");
        assert_eq!(custom(http, http).reach(), Reach::Local);
        assert_eq!(Environment::Embedded.reach(), Reach::Local);
        for (idp, api) in [(http, https), (https, http), (https, https)] {
            assert_eq!(custom(idp, api).reach(), Reach::Https, "{idp} {api}");
        }
        assert_eq!(Environment::Production.reach(), Reach::Https);
    }
}
