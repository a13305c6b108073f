//! Client, environment and redirect URI: from the command line, then the environment, then the config file.

use std::path::{Path, PathBuf};

use akoya::oauth::Secret;
use serde::Deserialize;

use crate::arguments::{ClientArguments, EnvironmentName};
use crate::connection::{Connection, Place};
use crate::data_dir::file_failure;
use crate::exit::{Code, Failure};
use crate::output::Output;

/// What the config file may say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfigFile {
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret: Option<Secret>,
    pub(crate) client_secret_file: Option<PathBuf>,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) environment: Option<EnvironmentName>,
    pub(crate) idp_url: Option<String>,
    pub(crate) api_url: Option<String>,
    pub(crate) connector: Option<String>,
    pub(crate) store_url: Option<Secret>,
    pub(crate) store_key: Option<KeyPlace>,
    pub(crate) store_key_file: Option<PathBuf>,
}

/// Where the key of the token store is kept, when neither the environment nor a file has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyPlace {
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
            text => text.map_err(|error| file_failure(path, "read", &error))?,
        };
        let file: Self = toml::from_str(&text).map_err(|error| wrong(path, &text, &error))?;
        if (file.client_secret.is_some() || file.store_url.is_some()) && is_readable_by_others(path)
        {
            output.note(format_args!(
                "warning: others can read the secret in `{}`; run `chmod 600` on it",
                path.display()
            ));
        }
        Ok(file)
    }
}

/// Says where and what, without the line itself, which may hold a secret.
fn wrong(path: &Path, text: &str, error: &toml::de::Error) -> Failure {
    let line = error
        .span()
        .and_then(|span| text.get(..span.start))
        .map_or(1, |before| before.matches('\n').count() + 1);
    Failure::new(
        Code::Configuration,
        format!("`{}` line {line}: {}", path.display(), toml_problem(error)),
    )
    .advise("Correct the config file; `akoya --help` shows what may be in it.")
}

/// What is wrong with a TOML file, without values of it.
pub(crate) fn toml_problem(error: &toml::de::Error) -> String {
    let text = error.message().lines().next().unwrap_or_default();
    // "invalid type: integer `4711`, expected a string" repeats the value.
    text.split_once(": ")
        .map_or(text, |(problem, _)| problem)
        .to_owned()
}

#[cfg(unix)]
fn is_readable_by_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_readable_by_others(_: &Path) -> bool {
    false
}

/// The settings of one command.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    pub(crate) arguments: ClientArguments,
    pub(crate) file: ConfigFile,
}

impl Settings {
    /// Which Akoya a new connection is made at.
    pub(crate) fn place(&self) -> Result<Place, Failure> {
        let ClientArguments {
            environment,
            idp_url,
            api_url,
            ..
        } = &self.arguments;
        let given = choose(*environment, idp_url.as_ref(), api_url.as_ref())?;
        let ConfigFile {
            environment,
            idp_url,
            api_url,
            ..
        } = &self.file;
        match given {
            Some(place) => Ok(place),
            None => {
                Ok(choose(*environment, idp_url.as_ref(), api_url.as_ref())?
                    .unwrap_or(Place::Sandbox))
            }
        }
    }

    pub(crate) fn client_id(&self) -> Option<&str> {
        self.arguments
            .client_id
            .as_deref()
            .or(self.file.client_id.as_deref())
    }

    pub(crate) fn redirect_uri(&self) -> Option<&str> {
        self.arguments
            .redirect_uri
            .as_deref()
            .or(self.file.redirect_uri.as_deref())
    }

    /// A connection as it was made, except for what the command line or the environment says. The config file is for new
    /// connections. The embedded sandbox has its own client and addresses.
    pub(crate) fn change(&self, connection: Connection) -> Result<Connection, Failure> {
        if connection.environment == Place::Embedded {
            return Ok(connection);
        }
        let ClientArguments {
            environment,
            idp_url,
            api_url,
            client_id,
            redirect_uri,
            ..
        } = self.arguments.clone();
        let place = choose(environment, idp_url.as_ref(), api_url.as_ref())?;
        Ok(Connection {
            environment: place.unwrap_or(connection.environment),
            client_id: client_id.or(connection.client_id),
            redirect_uri: redirect_uri.unwrap_or(connection.redirect_uri),
            ..connection
        })
    }
}

/// What one source says; `None` when it says nothing.
fn choose(
    environment: Option<EnvironmentName>,
    idp_url: Option<&String>,
    api_url: Option<&String>,
) -> Result<Option<Place>, Failure> {
    let wrong = |text: &str| {
        Err(Failure::new(Code::Configuration, text)
            .advise("Give the environment (sandbox, production), or both base URLs: --idp-url and --api-url."))
    };
    match (environment, idp_url, api_url) {
        (None, None, None) => Ok(None),
        (None, Some(idp_url), Some(api_url)) => Ok(Some(Place::Custom {
            idp_url: idp_url.clone(),
            api_url: api_url.clone(),
        })),
        (None, ..) => wrong("one base URL is given and the other is missing"),
        (Some(name), None, None) => Ok(Some(match name {
            EnvironmentName::Sandbox => Place::Sandbox,
            EnvironmentName::Production => Place::Production,
            EnvironmentName::Embedded => Place::Embedded,
        })),
        (Some(_), ..) => wrong("an environment and base URLs are given, which exclude each other"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn custom(port: u16) -> Place {
        Place::Custom {
            idp_url: format!("http://127.0.0.1:{port}"),
            api_url: "http://127.0.0.1:9".to_owned(),
        }
    }

    fn settings(arguments: ClientArguments, file: &str) -> Settings {
        Settings {
            arguments,
            file: toml::from_str(file).unwrap(),
        }
    }

    fn urls(port: u16) -> ClientArguments {
        ClientArguments {
            idp_url: Some(format!("http://127.0.0.1:{port}")),
            api_url: Some("http://127.0.0.1:9".to_owned()),
            ..ClientArguments::default()
        }
    }

    #[test]
    fn arguments_go_before_the_file_and_the_file_before_the_default() {
        let file = "environment = \"production\"\nclient_id = \"f\"\nredirect_uri = \"https://f.example/\"";
        assert_eq!(
            settings(ClientArguments::default(), "").place().unwrap(),
            Place::Sandbox
        );
        assert_eq!(
            settings(ClientArguments::default(), file).place().unwrap(),
            Place::Production
        );
        assert_eq!(settings(urls(1), file).place().unwrap(), custom(1));
        let arguments = ClientArguments {
            client_id: Some("a".to_owned()),
            ..ClientArguments::default()
        };
        let both = settings(arguments, file);
        assert_eq!(
            (both.client_id(), both.redirect_uri()),
            (Some("a"), Some("https://f.example/"))
        );
    }

    #[test]
    fn half_an_environment_and_two_environments_are_refused() {
        let half = ClientArguments {
            api_url: None,
            ..urls(1)
        };
        let two = ClientArguments {
            environment: Some(EnvironmentName::Sandbox),
            ..urls(1)
        };
        for arguments in [half, two] {
            assert_eq!(
                settings(arguments, "").place().unwrap_err().code(),
                Code::Configuration
            );
        }
    }

    #[test]
    fn a_connection_stays_where_it_was_made_unless_arguments_say_otherwise() {
        let made = |environment| Connection {
            connector: "mikomo".to_owned(),
            client_id: Some("made".to_owned()),
            redirect_uri: "http://127.0.0.1:1/callback".to_owned(),
            client_secret: None,
            user: None,
            environment,
        };
        let file = "environment = \"production\"\nclient_id = \"f\"";
        assert_eq!(
            settings(ClientArguments::default(), file)
                .change(made(custom(2)))
                .unwrap(),
            made(custom(2))
        );
        assert_eq!(
            settings(urls(3), file)
                .change(made(custom(2)))
                .unwrap()
                .environment,
            custom(3)
        );
        assert_eq!(
            settings(urls(3), file)
                .change(made(Place::Embedded))
                .unwrap(),
            made(Place::Embedded)
        );
    }

    #[test]
    fn a_wrong_config_file_is_told_by_its_line_without_its_text() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("c.toml");
        for text in [
            "client_id = \"x\"\nclient_secret = canary",
            "client_id = \"x\"\ncanary = 1",
            "client_secret = 4711\n",
        ] {
            std::fs::write(&path, text).unwrap();
            let output = Output::new(&crate::output::Terminal::default(), false, false);
            let failure = ConfigFile::read(Some(&path), &path, &output).unwrap_err();
            assert_eq!(failure.code(), Code::Configuration);
            assert!(failure.message().contains("line"), "{failure:?}");
            let shown = format!("{failure:?}");
            assert!(
                !shown.contains("= canary") && !shown.contains("4711"),
                "{shown}"
            );
        }
    }
}
