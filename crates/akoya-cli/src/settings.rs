//! Client, environment and redirect URI: from the command line, then the environment variables, then the config file.

use std::path::PathBuf;

use akoya::IntentType;
use akoya::oauth::Secret;
use akoya::oauth::provider::Pkce;
use clap::Args;

use crate::api_version::ApiVersions;
use crate::config_file::ConfigFile;
use crate::connection::{Connection, Environment, EnvironmentName};
use crate::date::DateArg;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::given_option;
use crate::intent::Intent;

/// Which client at which Akoya.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Client and environment")]
pub(crate) struct ClientArgs {
    /// Use Akoya's sandbox, Akoya's production, or the sandbox inside this command
    #[arg(long, value_enum, env = "AKOYA_ENVIRONMENT")]
    pub(crate) environment: Option<EnvironmentName>,
    /// Use the identity provider at this base URL; requires --api-url
    #[arg(long, value_name = "URL", env = "AKOYA_IDP_URL")]
    pub(crate) idp_url: Option<String>,
    /// Use the data API at this base URL; requires --idp-url
    #[arg(long, value_name = "URL", env = "AKOYA_API_URL")]
    pub(crate) api_url: Option<String>,
    /// Act as the client with this id
    #[arg(long, value_name = "ID", env = "AKOYA_CLIENT_ID")]
    pub(crate) client_id: Option<String>,
    /// Read the client secret from the standard input: `-`. The secret itself is accepted only for an identity
    /// provider on this computer, since other users can see a command line [env: AKOYA_CLIENT_SECRET]
    #[arg(long, value_name = "-", allow_hyphen_values = true)]
    pub(crate) client_secret: Option<Secret>,
    /// Read the client secret from the first line of this file [env: AKOYA_CLIENT_SECRET_FILE]
    #[arg(long, value_name = "FILE")]
    pub(crate) client_secret_file: Option<PathBuf>,
    /// Use this redirect URI, exactly as registered [default: a free port on 127.0.0.1]
    #[arg(long, value_name = "URI", env = "AKOYA_REDIRECT_URI")]
    pub(crate) redirect_uri: Option<String>,
    /// Bind the login to this command with PKCE (S256), which Akoya does not document
    #[arg(long, env = "AKOYA_PKCE")]
    pub(crate) pkce: bool,
    /// Send everything through this proxy, except to this computer and to hosts in NO_PROXY [default: HTTPS_PROXY
    /// or ALL_PROXY]
    #[arg(long, value_name = "URL", env = "AKOYA_PROXY")]
    pub(crate) proxy: Option<Secret>,
}

/// How data is asked for. Commands that send no data call do not have these options: there they would have no effect.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Data calls")]
pub(crate) struct DataArgs {
    /// Use this version of the data API, such as v3, or versions of single products, such as
    /// statements=v3,payments=v2 [default: what works for a new application]
    #[arg(long, value_name = "VERSION", env = "AKOYA_API_VERSION")]
    pub(crate) api_version: Option<ApiVersions>,
    /// Declare the purpose of the data, which v3 requires of applications that subscribe to Payments
    #[arg(long, value_name = "INTENT", value_enum, env = "AKOYA_INTENT_TYPE")]
    pub(crate) intent_type: Option<Intent>,
    /// Declare when the customer was last active, which v3 requires: a moment, or a day, which means its beginning
    /// [default: what is stored with the connection: the last consent]
    #[arg(long, value_name = "DATE")]
    pub(crate) last_access: Option<DateArg>,
}

/// The settings of one command.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings<'a> {
    pub(crate) args: &'a ClientArgs,
    /// `None` for a command that sends no data call, or has no options for it.
    pub(crate) data: Option<&'a DataArgs>,
    pub(crate) file: &'a ConfigFile,
}

impl<'a> Settings<'a> {
    /// Returns the same settings with what the command line says of data calls.
    pub(crate) fn with_data(self, data: &'a DataArgs) -> Self {
        Self {
            data: Some(data),
            ..self
        }
    }

    /// Returns the environment of a new connection.
    pub(crate) fn environment(&self) -> Result<Environment, Failure> {
        if let Some(environment) = of_args(self.args)? {
            return Ok(environment);
        }
        let ConfigFile {
            environment,
            idp_url,
            api_url,
            ..
        } = self.file;
        let names = ["environment", "idp_url", "api_url"];
        let names = names.map(|name| format!("`{name}` in the config file"));
        let of_file = choose(*environment, idp_url.as_ref(), api_url.as_ref(), &names)?;
        Ok(of_file.unwrap_or(Environment::Sandbox))
    }

    pub(crate) fn client_id(&self) -> Option<&str> {
        let given = self.args.client_id.as_deref();
        given.or(self.file.client_id.as_deref())
    }

    pub(crate) fn redirect_uri(&self) -> Option<&str> {
        let given = self.args.redirect_uri.as_deref();
        given.or(self.file.redirect_uri.as_deref())
    }

    /// Returns whether logins use PKCE.
    pub(crate) fn pkce(&self) -> Pkce {
        if self.args.pkce || self.file.pkce == Some(true) {
            Pkce::S256
        } else {
            Pkce::Off
        }
    }

    /// Returns the versions of the data API that are asked for; `None` for the client's own choice.
    pub(crate) fn api_version(&self) -> Option<&ApiVersions> {
        let given = self.data.and_then(|data| data.api_version.as_ref());
        given.or(self.file.api_version.as_ref())
    }

    /// Returns what the data is for, if that is said.
    pub(crate) fn intent_type(&self) -> Option<IntentType> {
        let given = self.data.and_then(|data| data.intent_type);
        given.or(self.file.intent_type).map(IntentType::from)
    }

    /// Returns the proxy that is named here, if there is one.
    pub(crate) fn proxy(&self) -> Option<&Secret> {
        self.args.proxy.as_ref().or(self.file.proxy.as_ref())
    }

    /// Changes a connection as it was made by what the command line or a variable says. The config file is for new
    /// connections. The embedded sandbox has its own client and addresses.
    pub(crate) fn change(&self, connection: Connection) -> Result<Connection, Failure> {
        if connection.environment == Environment::Embedded {
            return Ok(connection);
        }
        let ClientArgs {
            client_id,
            redirect_uri,
            ..
        } = self.args;
        Ok(Connection {
            environment: of_args(self.args)?.unwrap_or(connection.environment),
            client_id: client_id.clone().or(connection.client_id),
            redirect_uri: redirect_uri.clone().unwrap_or(connection.redirect_uri),
            ..connection
        })
    }
}

fn of_args(args: &ClientArgs) -> Result<Option<Environment>, Failure> {
    let names = [
        ("environment", "AKOYA_ENVIRONMENT"),
        ("idp-url", "AKOYA_IDP_URL"),
        ("api-url", "AKOYA_API_URL"),
    ];
    choose(
        args.environment,
        args.idp_url.as_ref(),
        args.api_url.as_ref(),
        &names.map(|(option, variable)| {
            if given_option::is_given(option) {
                format!("--{option}")
            } else {
                variable.to_owned()
            }
        }),
    )
}

/// Chooses the environment that one source names; `None` when it names none. `names` are those of the three
/// settings there.
fn choose(
    environment: Option<EnvironmentName>,
    idp_url: Option<&String>,
    api_url: Option<&String>,
    names: &[String; 3],
) -> Result<Option<Environment>, Failure> {
    let [name_of_environment, name_of_idp, name_of_api] = names;
    let wrong = |text: String| {
        Err(Failure::new(ExitCode::Configuration, text)
            .advise("Give the environment (sandbox, production), or both base URLs: --idp-url or AKOYA_IDP_URL, and --api-url or AKOYA_API_URL."))
    };
    match (environment, idp_url, api_url) {
        (None, None, None) => Ok(None),
        (None, Some(idp_url), Some(api_url)) => Ok(Some(Environment::Custom {
            idp_url: idp_url.clone(),
            api_url: api_url.clone(),
        })),
        (None, Some(_), None) => wrong(format!("{name_of_idp} is set, but {name_of_api} is not")),
        (None, None, Some(_)) => wrong(format!("{name_of_api} is set, but {name_of_idp} is not")),
        (Some(name), None, None) => Ok(Some(name.into())),
        (Some(_), idp_url, _) => {
            let url = if idp_url.is_some() {
                name_of_idp
            } else {
                name_of_api
            };
            wrong(format!(
                "{name_of_environment} and {url} are set; keep only one of the two"
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn custom(port: u16) -> Environment {
        Environment::Custom {
            idp_url: format!("http://127.0.0.1:{port}"),
            api_url: "http://127.0.0.1:9".to_owned(),
        }
    }

    fn with<T>(args: &ClientArgs, file: &str, look: impl FnOnce(Settings<'_>) -> T) -> T {
        let file = toml::from_str(file).unwrap();
        look(Settings {
            args,
            data: None,
            file: &file,
        })
    }

    fn urls(port: u16) -> ClientArgs {
        ClientArgs {
            idp_url: Some(format!("http://127.0.0.1:{port}")),
            api_url: Some("http://127.0.0.1:9".to_owned()),
            ..ClientArgs::default()
        }
    }

    #[test]
    fn arguments_take_precedence_over_the_file_and_the_file_over_the_default() {
        let file = "environment = \"production\"\nclient_id = \"f\"\nredirect_uri = \"https://f.example/\"";
        let environment =
            |args: &ClientArgs, file| with(args, file, |settings| settings.environment().unwrap());
        assert_eq!(
            environment(&ClientArgs::default(), ""),
            Environment::Sandbox
        );
        assert_eq!(
            environment(&ClientArgs::default(), file),
            Environment::Production
        );
        assert_eq!(environment(&urls(1), file), custom(1));
        let args = ClientArgs {
            client_id: Some("a".to_owned()),
            ..ClientArgs::default()
        };
        with(&args, file, |settings| {
            assert_eq!(settings.client_id(), Some("a"));
            assert_eq!(settings.redirect_uri(), Some("https://f.example/"));
        });
    }

    #[test]
    fn half_an_environment_and_two_environments_are_refused() {
        let half = ClientArgs {
            api_url: None,
            ..urls(1)
        };
        let two = ClientArgs {
            environment: Some(EnvironmentName::Sandbox),
            ..urls(1)
        };
        for args in [half, two] {
            let refused = with(&args, "", |settings| settings.environment().unwrap_err());
            assert_eq!(refused.code(), ExitCode::Configuration);
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
        let changed = |args: &ClientArgs, environment| {
            with(args, file, |settings| {
                settings.change(made(environment)).unwrap()
            })
        };
        assert_eq!(changed(&ClientArgs::default(), custom(2)), made(custom(2)));
        assert_eq!(changed(&urls(3), custom(2)), made(custom(3)));
        assert_eq!(
            changed(&urls(3), Environment::Embedded),
            made(Environment::Embedded)
        );
    }
}
