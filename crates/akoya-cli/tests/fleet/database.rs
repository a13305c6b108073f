//! A database that a test has for itself, on the server that the tests were given.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::{NoTls, SimpleQueryMessage};

pub(crate) struct Database {
    name: String,
    server: String,
}

impl Database {
    /// An empty one.
    pub(crate) async fn new() -> Self {
        Self::made_from(server(), "template1").await
    }

    /// A copy of this one, which nobody may have open.
    pub(crate) async fn copy(&self) -> Self {
        Self::made_from(self.server.clone(), &self.name).await
    }

    async fn made_from(server: String, template: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "fleet_{}_{}",
            std::process::id(),
            NUMBER.fetch_add(1, Ordering::Relaxed)
        );
        sql(
            &server,
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        )
        .await;
        Self { name, server }
    }

    pub(crate) fn url(&self) -> String {
        format!("{}/{}", self.server.rsplit_once('/').unwrap().0, self.name)
    }

    /// Host, port and database.
    pub(crate) fn location(&self) -> String {
        self.url().rsplit_once('@').unwrap().1.to_owned()
    }

    pub(crate) fn password(&self) -> String {
        let (before, _) = self.server.rsplit_once('@').unwrap();
        before.rsplit_once(':').unwrap().1.to_owned()
    }

    /// Everything in it, as text.
    pub(crate) async fn dump(&self) -> String {
        let programs = sql(
            &self.server,
            "SELECT setting FROM pg_config WHERE name = 'BINDIR'",
        )
        .await;
        let output = Command::new(format!("{programs}/pg_dump"))
            .arg(self.url())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        // Newer ones put a random word in.
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines()
            .filter(|line| !line.starts_with("\\"))
            .fold(String::new(), |text, line| text + line + "\n")
    }
}

/// Runs a statement and returns the first value of its result.
async fn sql(url: &str, text: &str) -> String {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    let messages = client.simple_query(text).await.unwrap();
    drop(client);
    connection.await.unwrap().unwrap();
    let first = messages.into_iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(ToOwned::to_owned),
        _ => None,
    });
    first.unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "the test suite names the server")]
fn server() -> String {
    let name = "ACG_POSTGRES_URL";
    std::env::var(name)
        .unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask test postgres`"))
}
