//! The command, as a person runs it.

use std::process::Stdio;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::provider::Provider;

/// 32 bytes, in base64.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// The command in a directory of its own, with a file that describes the provider.
pub(crate) struct Acg {
    directory: TempDir,
    key: &'static str,
}

impl Acg {
    /// Describes the provider by its issuer and what it does otherwise than the standards.
    pub(crate) fn at(provider: &Provider, more: &str) -> Self {
        let file = format!(
            "[provider]\n\
             issuer = \"{}\"\n\
             bearer = \"id_token\"\n\
             scopes = [\"accounts\"]\n\
             {more}\n\
             [client]\n\
             id = \"client\"\n",
            provider.issuer()
        );
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("acg.toml"), file).unwrap();
        Self {
            directory,
            key: KEY,
        }
    }

    /// Takes the key of the store away.
    pub(crate) fn without_key(mut self) -> Self {
        self.key = "";
        self
    }

    fn start(&self, arguments: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_acg"))
            .args(arguments)
            .current_dir(self.directory.path())
            .env("ACG_CLIENT_SECRET", "client-secret")
            .env("ACG_STORE_KEY", self.key)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap()
    }

    async fn run(&self, arguments: &[&str]) -> (bool, String, String) {
        let output = self.start(arguments).wait_with_output().await.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.success(),
            text(output.stdout),
            text(output.stderr),
        )
    }

    /// Runs a command that succeeds; returns what it prints.
    pub(crate) async fn prints(&self, arguments: &[&str]) -> String {
        let (succeeded, printed, told) = self.run(arguments).await;
        assert!(succeeded, "{arguments:?}: {told}");
        printed
    }

    /// Runs a command that succeeds; returns what it tells the person.
    pub(crate) async fn tells(&self, arguments: &[&str]) -> String {
        let (succeeded, _, told) = self.run(arguments).await;
        assert!(succeeded, "{arguments:?}: {told}");
        told
    }

    /// Runs a command that fails; returns what it tells the person.
    pub(crate) async fn fails(&self, arguments: &[&str]) -> String {
        let (succeeded, printed, told) = self.run(arguments).await;
        assert!(!succeeded, "{arguments:?}: {printed}");
        told
    }

    /// Logs in with a browser that goes where the command says; returns what the command tells afterwards.
    pub(crate) async fn log_in(&self) -> String {
        let mut child = self.start(&["login"]);
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut told = String::new();
        while let Some(line) = lines.next_line().await.unwrap() {
            if line.trim().starts_with("http://") {
                let page = reqwest::get(line.trim()).await.unwrap();
                assert_eq!(page.status(), 200);
            }
            told.push_str(&line);
        }
        assert!(child.wait().await.unwrap().success(), "{told}");
        told
    }

    /// Returns whether a file of the directory holds this text.
    pub(crate) fn keeps(&self, text: &str) -> bool {
        let files = std::fs::read_dir(self.directory.path()).unwrap();
        let mut contents = files.map(|file| {
            let path = file.unwrap().path();
            std::fs::read(path).unwrap_or_default()
        });
        contents.any(|bytes| String::from_utf8_lossy(&bytes).contains(text))
    }
}
