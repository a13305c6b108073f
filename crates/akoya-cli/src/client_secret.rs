//! Where the client secret comes from: never from a place that other users can see, unless it is a sandbox's.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::Path;

use akoya::oauth::Secret;
use console::Term;

use crate::connection::Connection;
use crate::data_dir::file_failure;
use crate::exit::{Code, Failure};
use crate::output::Output;
use crate::settings::Settings;

/// The longest secret that is read.
const LIMIT: usize = 16 * 1024;

/// What the environment says.
#[derive(Debug, Default)]
pub(crate) struct Environment {
    /// `AKOYA_CLIENT_SECRET`.
    pub(crate) secret: Option<Secret>,
    /// `AKOYA_CLIENT_SECRET_FILE`.
    pub(crate) file: Option<std::path::PathBuf>,
}

/// The secret of `connection`'s client: from the command line, the environment, the connection, the config file, or a person.
pub(crate) fn find(
    settings: &Settings,
    environment: &Environment,
    connection: &Connection,
    output: &Output,
) -> Result<Secret, Failure> {
    if let Some(secret) = &settings.arguments.client_secret {
        return from_command_line(secret, connection, output);
    }
    if let Some(path) = &settings.arguments.client_secret_file {
        return from_file(path);
    }
    match (&environment.secret, &environment.file) {
        (Some(secret), _) if !secret.is_empty() => return Ok(secret.clone()),
        (_, Some(path)) => return from_file(path),
        _ => {}
    }
    if let Some(secret) = &connection.client_secret {
        return Ok(secret.clone());
    }
    let file = &settings.file;
    if file.client_id.is_none() || file.client_id == connection.client_id {
        match (&file.client_secret, &file.client_secret_file) {
            (Some(secret), _) => return Ok(secret.clone()),
            (_, Some(path)) => return from_file(path),
            _ => {}
        }
    }
    if output.is_attended() {
        prompt()
    } else {
        Err(missing())
    }
}

fn missing() -> Failure {
    Failure::new(Code::Configuration, "there is no client secret").advise(
        "Set AKOYA_CLIENT_SECRET, name a file with --client-secret-file, or pipe it in with `--client-secret -`.",
    )
}

fn from_command_line(
    secret: &Secret,
    connection: &Connection,
    output: &Output,
) -> Result<Secret, Failure> {
    if secret.expose() == "-" {
        return if std::io::stdin().is_terminal() && output.is_attended() {
            prompt()
        } else {
            from_stdin()
        };
    }
    if connection.environment.is_local() {
        return Ok(secret.clone());
    }
    let text = "a client secret on the command line can be seen by every user of this computer, so it is not used";
    Err(Failure::new(Code::Usage, text).advise(
        "Have the secret replaced, since it has been seen; then set AKOYA_CLIENT_SECRET, use --client-secret-file, or \
         `--client-secret -` to read it from the standard input.",
    ))
}

fn from_stdin() -> Result<Secret, Failure> {
    let mut line = String::new();
    let stdin = std::io::stdin().lock();
    std::io::Read::take(stdin, LIMIT as u64)
        .read_line(&mut line)
        .map_err(|error| {
            Failure::new(Code::Files, "the standard input cannot be read").because(&error)
        })?;
    first_line(line).ok_or_else(missing)
}

fn from_file(path: &Path) -> Result<Secret, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| file_failure(path, "read", &error))?;
    first_line(text).ok_or_else(|| {
        Failure::new(
            Code::Configuration,
            format!("`{}` holds no client secret", path.display()),
        )
    })
}

fn first_line(text: String) -> Option<Secret> {
    let text = Secret::new(text);
    let line = text.expose().lines().next().unwrap_or_default().trim();
    (!line.is_empty() && line.len() <= LIMIT).then(|| Secret::new(line))
}

/// Asks a person, who types unseen.
fn prompt() -> Result<Secret, Failure> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::Interrupted => Failure::new(Code::Interrupted, "interrupted"),
        _ => Failure::new(Code::Files, "the terminal cannot be read").because(&error),
    };
    let terminal = Term::stderr();
    terminal
        .write_str("Client secret (not shown): ")
        .map_err(failed)?;
    terminal
        .read_secure_line()
        .map_err(failed)
        .and_then(|line| first_line(line).ok_or_else(missing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::ClientArguments;
    use crate::connection::Place;
    use crate::output::Terminal;
    use crate::settings::ConfigFile;

    fn connection(environment: Place, secret: Option<&str>) -> Connection {
        Connection {
            connector: "mikomo".to_owned(),
            client_id: Some("id".to_owned()),
            redirect_uri: String::new(),
            client_secret: secret.map(Secret::new),
            user: None,
            environment,
        }
    }

    fn found(
        arguments: ClientArguments,
        environment: &Environment,
        connection: &Connection,
        file: &str,
    ) -> Result<String, Code> {
        let settings = Settings {
            arguments,
            file: toml::from_str::<ConfigFile>(file).unwrap(),
        };
        let output = Output::new(&Terminal::default(), false, false);
        find(&settings, environment, connection, &output)
            .map(|secret| secret.expose().to_owned())
            .map_err(|f| f.code())
    }

    #[test]
    fn sources_are_asked_in_their_order() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("secret");
        std::fs::write(&path, "of-file\nmore\n").unwrap();
        let flag = ClientArguments {
            client_secret_file: Some(path.clone()),
            ..ClientArguments::default()
        };
        let environment = Environment {
            secret: Some(Secret::new("of-environment")),
            file: Some(path.clone()),
        };
        let file_only = Environment {
            secret: Some(Secret::new("")),
            file: Some(path),
        };
        let (none, nothing) = (ClientArguments::default, Environment::default());
        let saved = connection(Place::Sandbox, Some("saved"));
        let bare = connection(Place::Sandbox, None);
        let config = "client_secret = \"of-config\"";
        assert_eq!(
            found(flag, &environment, &saved, config).as_deref(),
            Ok("of-file")
        );
        assert_eq!(
            found(none(), &environment, &saved, config).as_deref(),
            Ok("of-environment")
        );
        assert_eq!(
            found(none(), &file_only, &saved, config).as_deref(),
            Ok("of-file")
        );
        assert_eq!(
            found(none(), &nothing, &saved, config).as_deref(),
            Ok("saved")
        );
        assert_eq!(
            found(none(), &nothing, &bare, config).as_deref(),
            Ok("of-config")
        );
        assert_eq!(found(none(), &nothing, &bare, ""), Err(Code::Configuration));
        let of_another = "client_id = \"other\"\nclient_secret = \"of-config\"";
        assert_eq!(
            found(none(), &nothing, &bare, of_another),
            Err(Code::Configuration)
        );
    }

    #[test]
    fn a_secret_on_the_command_line_is_for_this_computer_only() {
        let flag = || ClientArguments {
            client_secret: Some(Secret::new("seen")),
            ..ClientArguments::default()
        };
        let local = Place::Custom {
            idp_url: "http://127.0.0.1:1".to_owned(),
            api_url: "http://127.0.0.1:2".to_owned(),
        };
        let far = Place::Custom {
            idp_url: "https://a.example".to_owned(),
            api_url: "https://a.example".to_owned(),
        };
        let nothing = Environment::default();
        assert_eq!(
            found(flag(), &nothing, &connection(local, None), "").as_deref(),
            Ok("seen")
        );
        for place in [far, Place::Sandbox, Place::Production] {
            assert_eq!(
                found(flag(), &nothing, &connection(place, None), ""),
                Err(Code::Usage)
            );
        }
    }
}
