//! Runs the command with a home of its own.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use std::sync::Arc;

use acg::Vault;
use acg::store::Record;
use acg::vault::{Keyring, SealingKey};
use acg_sqlite::SqliteStore;
use akoya_sandbox::Sandbox;
use serde_json::Value;
use tempfile::TempDir;

/// A user's home, with nothing in the environment but what a test puts there.
pub(crate) struct Akoya {
    home: TempDir,
    environment: Vec<(String, String)>,
}

/// What a run of the command came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Akoya {
    pub(crate) fn new() -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            environment: Vec::new(),
        }
    }

    /// A home whose environment names this sandbox and its first client.
    pub(crate) fn at(sandbox: &Sandbox) -> Self {
        Self::new()
            .with("AKOYA_IDP_URL", sandbox.idp_url())
            .with("AKOYA_API_URL", sandbox.api_url())
            .with("AKOYA_CLIENT_ID", sandbox.client_id())
            .with("AKOYA_CLIENT_SECRET", sandbox.client_secret())
    }

    /// A home with the connection `mikomo` of a user of this sandbox.
    pub(crate) fn connected(sandbox: &Sandbox, user: &str) -> Self {
        let akoya = Self::at(sandbox);
        akoya.ok(&["login", "--auto-consent", "--user", user]);
        akoya
    }

    /// One more connection, `second`, of the user `mikomo_1`.
    pub(crate) fn connect_second(&self) {
        let user = ["--user", "mikomo_1", "--connection", "second"];
        self.ok(&[&["login", "--auto-consent"], &user[..]].concat());
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.environment.retain(|(given, _)| given != name);
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The data directory that the command uses by default.
    pub(crate) fn data(&self, name: &str) -> PathBuf {
        self.path("data/akoya").join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_akoya"));
        command
            .args(arguments)
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
            .env("HOME", self.home.path())
            .env("XDG_DATA_HOME", self.path("data"))
            .env("TZ", "UTC");
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).spawn().unwrap()
    }

    /// Runs the command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.start(arguments).into()
    }

    /// Runs a command that must succeed, and gives its standard output.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {run:?}");
        run.out
    }

    /// Runs a command that must succeed with `--json`.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let out = self.ok(&[arguments, &["--json"]].concat());
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {out}"))
    }

    /// The only connection of `akoya status`.
    pub(crate) fn connection(&self) -> Value {
        let status = self.json(&["status"]);
        let connections = status["connections"].as_array().unwrap();
        assert_eq!(connections.len(), 1, "{status}");
        connections[0].clone()
    }

    /// The number of the stored token.
    pub(crate) fn generation(&self) -> u64 {
        self.connection()["generation"].as_u64().unwrap()
    }

    /// The token store, to look into.
    pub(crate) fn store(&self) -> SqliteStore {
        SqliteStore::open(self.data("connections.sqlite")).unwrap()
    }

    /// The token store with the keys of its key file, if there is one.
    pub(crate) fn vault(&self) -> Vault {
        let vault = Vault::builder(Arc::new(self.store()));
        let mut keys = self.keys().into_iter();
        match keys.next() {
            Some(first) => vault
                .keys(keys.fold(Keyring::new(first), Keyring::with_older))
                .build(),
            None => vault.build(),
        }
    }

    /// The keys of the key file.
    pub(crate) fn keys(&self) -> Vec<SealingKey> {
        let text = std::fs::read_to_string(self.data("store.key")).unwrap_or_default();
        text.lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.parse().unwrap())
            .collect()
    }

    /// What is stored now.
    pub(crate) async fn records(&self) -> Vec<Record> {
        let page = self.vault().page(None).await.unwrap();
        page.into_iter()
            .map(|(_, record)| record.unwrap())
            .collect()
    }
}

impl From<Child> for Run {
    fn from(child: Child) -> Self {
        let output = child.wait_with_output().unwrap();
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Sends a signal by its name.
#[cfg(unix)]
pub(crate) fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([format!("-{name}"), child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
}
