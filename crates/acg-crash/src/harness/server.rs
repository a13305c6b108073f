//! A PostgreSQL server that may be stopped, and whose connections may be cut.

use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use crate::sync::lock;
use anyhow::{Context as _, Result, ensure};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio::task::{AbortHandle, JoinHandle};
use tokio_postgres::{NoTls, SimpleQueryMessage};

/// A server on this machine, where this program may do everything.
#[derive(Debug, Clone)]
pub(crate) struct Server(String);

impl Server {
    pub(crate) fn new(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// Makes an empty database and gives its URL.
    pub(crate) async fn database(&self) -> Result<String> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "crash_{}_{}",
            std::process::id(),
            NUMBER.fetch_add(1, Ordering::Relaxed)
        );
        self.ask(&format!("CREATE DATABASE {name}")).await?;
        let (server, _) = self
            .0
            .rsplit_once('/')
            .context("the URL of the server names no database")?;
        Ok(format!("{server}/{name}"))
    }

    /// Stops the server as in a crash, and starts it again.
    pub(crate) async fn restart(&self) -> Result<()> {
        let facts = self
            .ask("SELECT setting FROM pg_config WHERE name = 'BINDIR'; SHOW data_directory")
            .await?;
        let [programs, data] = facts.as_slice() else {
            anyhow::bail!("the server does not say where it is")
        };
        let control = Control {
            program: PathBuf::from(programs).join("pg_ctl"),
            data: PathBuf::from(data),
        };
        control.run(&["stop", "--mode=immediate"]).await?;
        control
            .run(&[
                "start",
                "--log",
                &control.data.with_file_name("log").to_string_lossy(),
            ])
            .await
    }

    /// Runs statements and gives the first column of their result.
    async fn ask(&self, statements: &str) -> Result<Vec<String>> {
        let (client, connection) = tokio_postgres::connect(&self.0, NoTls).await?;
        let connection = tokio::spawn(connection);
        let messages = client.simple_query(statements).await?;
        drop(client);
        connection.await??;
        let first = |message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        };
        Ok(messages.into_iter().filter_map(first).collect())
    }
}

struct Control {
    program: PathBuf,
    data: PathBuf,
}

impl Control {
    async fn run(&self, arguments: &[&str]) -> Result<()> {
        let mut command = self.as_owner()?;
        command
            .args(arguments)
            .args(["--wait", "--pgdata"])
            .arg(&self.data)
            .current_dir("/");
        let status = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .await?;
        ensure!(status.success(), "pg_ctl {arguments:?} ended with {status}");
        Ok(())
    }

    /// Begins a command as the owner of the server's data, which is never the superuser, although this program's user
    /// may be.
    fn as_owner(&self) -> Result<Command> {
        let owner = std::fs::metadata(&self.data)?;
        if std::fs::metadata("/proc/self")?.uid() == owner.uid() {
            return Ok(Command::new(&self.program));
        }
        let mut command = Command::new("setpriv");
        command.args([
            format!("--reuid={}", owner.uid()),
            format!("--regid={}", owner.gid()),
        ]);
        command.arg("--clear-groups").arg(&self.program);
        Ok(command)
    }
}

/// A way to a server that can be cut.
#[derive(Debug)]
pub(crate) struct Line {
    connections: Arc<Mutex<Vec<AbortHandle>>>,
    listening: JoinHandle<()>,
}

impl Line {
    /// Opens a line to the server of this URL, and returns the URL through it.
    pub(crate) async fn to(url: &str) -> Result<(Self, String)> {
        let (_, place) = url
            .rsplit_once('@')
            .context("the URL of the server names no user")?;
        let (server, _) = place
            .split_once('/')
            .context("the URL of the server names no database")?;
        let server: SocketAddr = server
            .parse()
            .context("the server is not on this machine")?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let connections = Arc::default();
        let listening = tokio::spawn(carry(listener, server, Arc::clone(&connections)));
        let url = url.replace(&server.to_string(), &address.to_string());
        Ok((
            Self {
                connections,
                listening,
            },
            url,
        ))
    }

    /// Ends every connection, wherever it is. Returns how many there were.
    pub(crate) fn cut(&self) -> usize {
        lock(&self.connections)
            .drain(..)
            .filter(|connection| !connection.is_finished())
            .inspect(AbortHandle::abort)
            .count()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.listening.abort();
        self.cut();
    }
}

async fn carry(
    listener: TcpListener,
    server: SocketAddr,
    connections: Arc<Mutex<Vec<AbortHandle>>>,
) {
    while let Ok((mut client, _)) = listener.accept().await {
        let carried = tokio::spawn(async move {
            let Ok(mut server) = TcpStream::connect(server).await else {
                return;
            };
            // A line that breaks is what it is for.
            drop(tokio::io::copy_bidirectional(&mut client, &mut server).await);
        });
        lock(&connections).push(carried.abort_handle());
    }
}
