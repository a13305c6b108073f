//! The connections that are remembered: a file for each.

use std::fs;
use std::path::PathBuf;

use crate::connection::{Connection, ConnectionName};
use crate::data_dir::{self, DataDir};
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::toml_error;

/// The directory of connections.
#[derive(Debug)]
pub(crate) struct Connections<'a>(&'a DataDir);

/// A connection that has taken the place of another, until it is known whether it works.
#[derive(Debug)]
#[must_use = "a replacement that fails has to be undone"]
pub(crate) struct Replacement<'a> {
    connections: Connections<'a>,
    name: ConnectionName,
    previous: Option<Connection>,
}

impl<'a> Connections<'a> {
    pub(crate) fn of(data: &'a DataDir) -> Self {
        Self(data)
    }

    /// All names, in order.
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

    /// The connection of this name, if it is remembered.
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

    /// Remembers `new` in place of the connection of this name, if `check` accepts the change. It is written before its token
    /// is there: a token whose connection nobody remembers could not be used.
    pub(crate) fn replace(
        self,
        name: &ConnectionName,
        new: &Connection,
        check: impl FnOnce(Option<&Connection>) -> Result<(), Failure>,
    ) -> Result<Replacement<'a>, Failure> {
        let previous = self.get(name)?;
        check(previous.as_ref())?;
        self.put(name, new)?;
        Ok(Replacement {
            connections: self,
            name: name.clone(),
            previous,
        })
    }

    fn put(&self, name: &ConnectionName, connection: &Connection) -> Result<(), Failure> {
        data_dir::create(&self.0.connections())?;
        let text = toml::to_string(connection).map_err(|error| {
            Failure::new(ExitCode::Failed, "the connection cannot be written").because(&error)
        })?;
        data_dir::write(&self.path(name), &text)
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

impl Replacement<'_> {
    /// Goes back to the previous connection; `has_token` is whether a token is stored under the name.
    pub(crate) fn undo(self, has_token: bool) -> Result<(), Failure> {
        match self.previous {
            Some(previous) if has_token => self.connections.put(&self.name, &previous),
            // The token is the new connection's.
            None if has_token => Ok(()),
            _ => self.connections.remove(&self.name),
        }
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

    fn accept(_: Option<&Connection>) -> Result<(), Failure> {
        Ok(())
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
            connections.put(&name, &connection).unwrap();
            assert_eq!(connections.get(&name).unwrap(), Some(connection));
        }
        assert_eq!(connections.names().unwrap(), std::slice::from_ref(&name));
        connections.remove(&name).unwrap();
        connections.remove(&name).unwrap();
        assert_eq!(connections.get(&name).unwrap(), None);
    }

    #[test]
    fn a_replacement_that_fails_leaves_what_a_token_is_stored_for() {
        let home = tempfile::tempdir().unwrap();
        let data = DataDir::find(Some(home.path())).unwrap();
        let name: ConnectionName = "a".parse().unwrap();
        let (old, new) = (
            connection(Environment::Sandbox),
            connection(Environment::Production),
        );
        let replace = || Connections::of(&data).replace(&name, &new, accept).unwrap();
        let left = || Connections::of(&data).get(&name).unwrap();
        replace().undo(false).unwrap();
        assert_eq!(left(), None);
        replace().undo(true).unwrap();
        assert_eq!(left().as_ref(), Some(&new));
        Connections::of(&data).put(&name, &old).unwrap();
        replace().undo(true).unwrap();
        assert_eq!(left().as_ref(), Some(&old));
        replace().undo(false).unwrap();
        assert_eq!(left(), None);
    }

    #[test]
    fn a_refused_replacement_changes_nothing() {
        let home = tempfile::tempdir().unwrap();
        let data = DataDir::find(Some(home.path())).unwrap();
        let name: ConnectionName = "a".parse().unwrap();
        let old = connection(Environment::Sandbox);
        Connections::of(&data).put(&name, &old).unwrap();
        let refused = Connections::of(&data).replace(
            &name,
            &connection(Environment::Production),
            |previous| {
                assert_eq!(previous, Some(&old));
                Err(Failure::new(ExitCode::Usage, "no"))
            },
        );
        assert_eq!(refused.unwrap_err().code(), ExitCode::Usage);
        assert_eq!(Connections::of(&data).get(&name).unwrap(), Some(old));
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
