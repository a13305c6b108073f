//! The connections that are remembered: a file for each.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use private_file::Draft;

use crate::connection::{Connection, ConnectionName};
use crate::data_dir::{self, DataDir};
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::toml_error;

/// The directory of connections.
#[derive(Debug)]
pub(crate) struct Connections<'a>(&'a DataDir);

/// A connection whose file is written and has not yet taken the place of the one before.
#[derive(Debug)]
pub(crate) struct ConnectionDraft {
    path: PathBuf,
    draft: Draft,
}

impl<'a> Connections<'a> {
    pub(crate) fn of(data: &'a DataDir) -> Self {
        Self(data)
    }

    /// Lists all names, in order.
    pub(crate) fn names(&self) -> Result<Vec<ConnectionName>, Failure> {
        let directory = self.0.connections();
        let entries = match fs::read_dir(&directory) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(|error| Failure::of_file(&directory, "read", &error))?,
        };
        let name = |file: std::ffi::OsString| file.to_str()?.strip_suffix(".toml")?.parse().ok();
        let mut names: Vec<_> = entries
            .flatten()
            .filter_map(|entry| name(entry.file_name()))
            .collect();
        names.sort();
        Ok(names)
    }

    /// Loads the connection of this name, if it is remembered.
    pub(crate) fn get(&self, name: &ConnectionName) -> Result<Option<Connection>, Failure> {
        let path = self.path(name);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            text => text.map_err(|error| Failure::of_file(&path, "read", &error))?,
        };
        // The error's own text repeats the line, which may hold a secret.
        let damaged = |error: toml::de::Error| {
            let problem = toml_error::problem(&error);
            let message = format!("`{}` is damaged: {problem}", path.display());
            Failure::new(ExitCode::Files, message).advise(format!(
                "Remove the file and run `akoya login --connection {name}`."
            ))
        };
        toml::from_str(&text).map(Some).map_err(damaged)
    }

    /// Writes the connection's file without putting it in place.
    pub(crate) fn draft(
        &self,
        name: &ConnectionName,
        connection: &Connection,
    ) -> Result<ConnectionDraft, Failure> {
        data_dir::create(&self.0.connections())?;
        let text = toml::to_string(connection).map_err(|error| {
            Failure::new(ExitCode::Failed, "the connection cannot be written").because(&error)
        })?;
        let path = self.path(name);
        let written = Draft::new(&path).and_then(|draft| {
            draft.file().write_all(text.as_bytes())?;
            Ok(draft)
        });
        match written {
            Ok(draft) => Ok(ConnectionDraft { path, draft }),
            Err(error) => Err(Failure::of_file(&path, "written", &error)),
        }
    }

    /// Forgets the connection, if it is there.
    pub(crate) fn remove(&self, name: &ConnectionName) -> Result<(), Failure> {
        let path = self.path(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Failure::of_file(&path, "removed", &error))
            }
            _ => Ok(()),
        }
    }

    fn path(&self, name: &ConnectionName) -> PathBuf {
        self.0.connections().join(format!("{name}.toml"))
    }
}

impl ConnectionDraft {
    /// Remembers the connection from now on, in place of the one of this name.
    pub(crate) fn replace(self) -> Result<(), Failure> {
        let replaced = self.draft.replace();
        replaced.map_err(|error| Failure::of_file(&self.path, "written", &error))
    }
}

#[cfg(test)]
mod tests {
    use akoya::oauth::Secret;

    use super::*;
    use crate::connection::Environment;

    fn connection(environment: Environment) -> Connection {
        Connection {
            connector: "mikomo".to_owned(),
            client_id: Some("id".to_owned()),
            redirect_uri: "http://127.0.0.1:1/callback".to_owned(),
            client_secret: Some(Secret::new("canary")),
            user: None,
            environment,
        }
    }

    #[test]
    fn a_connection_is_found_again_until_it_is_removed() {
        let home = tempfile::tempdir().unwrap();
        let data = DataDir::find(Some(home.path())).unwrap();
        let connections = Connections::of(&data);
        let name: ConnectionName = "a.b@c".parse().unwrap();
        assert_eq!(connections.names().unwrap(), []);
        let custom = Environment::Custom {
            idp_url: "http://127.0.0.1:2".to_owned(),
            api_url: "http://127.0.0.1:3".to_owned(),
        };
        for environment in [custom, Environment::Embedded, Environment::Production] {
            let connection = connection(environment);
            connections
                .draft(&name, &connection)
                .unwrap()
                .replace()
                .unwrap();
            assert_eq!(connections.get(&name).unwrap(), Some(connection));
        }
        assert_eq!(connections.names().unwrap(), std::slice::from_ref(&name));
        connections.remove(&name).unwrap();
        connections.remove(&name).unwrap();
        assert_eq!(connections.get(&name).unwrap(), None);
    }

    #[test]
    fn a_draft_that_is_given_up_changes_nothing() {
        let home = tempfile::tempdir().unwrap();
        let data = DataDir::find(Some(home.path())).unwrap();
        let connections = Connections::of(&data);
        let name: ConnectionName = "a".parse().unwrap();
        let old = connection(Environment::Sandbox);
        connections.draft(&name, &old).unwrap().replace().unwrap();
        drop(connections.draft(&name, &connection(Environment::Production)));
        assert_eq!(connections.get(&name).unwrap(), Some(old));
        assert_eq!(connections.names().unwrap(), [name]);
    }

    #[test]
    fn a_damaged_file_is_reported_without_its_text() {
        let home = tempfile::tempdir().unwrap();
        let data = DataDir::find(Some(home.path())).unwrap();
        fs::create_dir(data.connections()).unwrap();
        fs::write(data.connections().join("x.toml"), "client_secret = canary").unwrap();
        let failure = Connections::of(&data)
            .get(&"x".parse().unwrap())
            .unwrap_err();
        assert_eq!(failure.code(), ExitCode::Files);
        assert!(!format!("{failure:?}").contains("canary"), "{failure:?}");
    }
}
