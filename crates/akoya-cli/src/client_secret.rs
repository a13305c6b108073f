//! Where the client secret comes from: nothing that other users can see, unless it is a sandbox's.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::Path;

use akoya::oauth::Secret;
use console::Term;
use private_file::Exposure;

use crate::connection::Connection;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::output::Output;
use crate::settings::Settings;
use crate::variables::Variables;

/// The longest secret that is read.
const LIMIT: usize = 16 * 1024;

/// Finds the secret of `connection`'s client: on the command line, in a variable, the connection, the config file, or
/// by a prompt.
pub(crate) fn find(
    settings: Settings<'_>,
    variables: &Variables,
    connection: &Connection,
    output: &Output,
) -> Result<Secret, Failure> {
    match known(settings, variables, connection, output)? {
        Some(secret) => Ok(secret),
        None if output.is_attended() => prompt(),
        None => Err(missing()),
    }
}

/// Finds the secret without asking for it.
pub(crate) fn known(
    settings: Settings<'_>,
    variables: &Variables,
    connection: &Connection,
    output: &Output,
) -> Result<Option<Secret>, Failure> {
    if let Some(secret) = &settings.args.client_secret {
        return from_command_line(secret, connection, output).map(Some);
    }
    if let Some(path) = &settings.args.client_secret_file {
        return from_file(path, output).map(Some);
    }
    match (&variables.client_secret, &variables.client_secret_file) {
        (Some(secret), _) if !secret.is_empty() => return Ok(Some(secret.clone())),
        (_, Some(path)) => return from_file(path, output).map(Some),
        _ => {}
    }
    if let Some(secret) = &connection.client_secret {
        return Ok(Some(secret.clone()));
    }
    let file = settings.file;
    if file.client_id.is_none() || file.client_id == connection.client_id {
        match (&file.client_secret, &file.client_secret_file) {
            (Some(secret), _) => return Ok(Some(secret.clone())),
            (_, Some(path)) => return from_file(path, output).map(Some),
            _ => {}
        }
    }
    Ok(None)
}

/// Returns the failure of a client without a secret.
pub(crate) fn missing() -> Failure {
    Failure::new(ExitCode::Configuration, "there is no client secret").advise(
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
    let text = "every user of this computer can see a client secret on the command line, so it is not used";
    Err(Failure::new(ExitCode::Usage, text).advise(
        "Replace the secret, since it has been exposed. Then set AKOYA_CLIENT_SECRET, use --client-secret-file, or use \
         `--client-secret -` to read it from the standard input.",
    ))
}

fn from_stdin() -> Result<Secret, Failure> {
    let mut line = String::new();
    let stdin = std::io::stdin().lock();
    std::io::Read::take(stdin, LIMIT as u64)
        .read_line(&mut line)
        .map_err(|error| {
            Failure::new(ExitCode::Files, "the standard input cannot be read").because(&error)
        })?;
    first_line(line).ok_or_else(missing)
}

/// Reads the secret in the first line of a file.
pub(crate) fn from_file(path: &Path, output: &Output) -> Result<Secret, Failure> {
    let exposure = std::fs::File::open(path).and_then(|file| Exposure::of_open_file(&file));
    if let Ok(Some(exposure)) = exposure {
        let path = path.display();
        output.warning(format_args!(
            "`{path}` contains a secret and {exposure}; run `chmod 600 {path}`"
        ));
    }
    let text =
        std::fs::read_to_string(path).map_err(|error| Failure::of_file(path, "read", &error))?;
    first_line(text).ok_or_else(|| {
        Failure::new(
            ExitCode::Configuration,
            format!("`{}` contains no client secret", path.display()),
        )
    })
}

fn first_line(text: String) -> Option<Secret> {
    let text = Secret::new(text);
    let line = text.expose().lines().next().unwrap_or_default().trim();
    (!line.is_empty() && line.len() <= LIMIT).then(|| Secret::new(line))
}

/// Asks a person; what is typed is not shown.
fn prompt() -> Result<Secret, Failure> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::Interrupted => Failure::new(ExitCode::Interrupted, "interrupted"),
        _ => Failure::new(ExitCode::Files, "the terminal cannot be read").because(&error),
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
    use crate::config_file::ConfigFile;
    use crate::connection::Environment;
    use crate::output::OutputArgs;
    use crate::settings::ClientArgs;

    fn connection(environment: Environment, secret: Option<&str>) -> Connection {
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
        args: &ClientArgs,
        variables: &Variables,
        connection: &Connection,
        file: &str,
    ) -> Result<String, ExitCode> {
        let file: ConfigFile = toml::from_str(file).unwrap();
        let settings = Settings {
            args,
            data: None,
            file: &file,
        };
        let output = Output::new(&variables.terminal, &OutputArgs::default());
        find(settings, variables, connection, &output)
            .map(|secret| secret.expose().to_owned())
            .map_err(|failure| failure.code())
    }

    #[test]
    fn sources_are_asked_in_their_order() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("secret");
        std::fs::write(&path, "of-file\nmore\n").unwrap();
        let flag = ClientArgs {
            client_secret_file: Some(path.clone()),
            ..ClientArgs::default()
        };
        let both = Variables {
            client_secret: Some(Secret::new("of-variable")),
            client_secret_file: Some(path.clone()),
            ..Variables::default()
        };
        let file_only = Variables {
            client_secret: Some(Secret::new("")),
            client_secret_file: Some(path),
            ..Variables::default()
        };
        let (none, unset) = (ClientArgs::default(), Variables::default());
        let saved = connection(Environment::Sandbox, Some("saved"));
        let bare = connection(Environment::Sandbox, None);
        let config = "client_secret = \"of-config\"";
        let found = |args, variables, connection, file| found(args, variables, connection, file);
        let ok = |secret: &str| Ok(secret.to_owned());
        assert_eq!(found(&flag, &both, &saved, config), ok("of-file"));
        assert_eq!(found(&none, &both, &saved, config), ok("of-variable"));
        assert_eq!(found(&none, &file_only, &saved, config), ok("of-file"));
        assert_eq!(found(&none, &unset, &saved, config), ok("saved"));
        assert_eq!(found(&none, &unset, &bare, config), ok("of-config"));
        let missing = Err(ExitCode::Configuration);
        assert_eq!(found(&none, &unset, &bare, ""), missing);
        let of_another = "client_id = \"other\"\nclient_secret = \"of-config\"";
        assert_eq!(found(&none, &unset, &bare, of_another), missing);
    }

    #[test]
    fn a_secret_on_the_command_line_is_for_this_computer_only() {
        let flag = ClientArgs {
            client_secret: Some(Secret::new("seen")),
            ..ClientArgs::default()
        };
        let custom = |idp_url: &str| Environment::Custom {
            idp_url: idp_url.to_owned(),
            api_url: "http://127.0.0.1:2".to_owned(),
        };
        let found = |environment| {
            let connection = connection(environment, None);
            found(&flag, &Variables::default(), &connection, "")
        };
        assert_eq!(found(custom("http://127.0.0.1:1")).as_deref(), Ok("seen"));
        for environment in [
            custom("https://a.example"),
            Environment::Sandbox,
            Environment::Production,
        ] {
            assert_eq!(found(environment), Err(ExitCode::Usage));
        }
    }
}
