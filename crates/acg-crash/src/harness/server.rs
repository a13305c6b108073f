//! A PostgreSQL server that may be stopped, and whose connections may be cut.

use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::sync::lock;
use anyhow::{Context as _, Result, ensure};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio::task::{AbortHandle, JoinHandle};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

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

    /// Copies a database that nobody uses.
    pub(crate) async fn copy(&self, url: &str) -> Result<()> {
        let name = name_of(url)?;
        self.end_connections(name).await?;
        self.ask(&format!("CREATE DATABASE {name}_copy TEMPLATE {name}"))
            .await
            .map(drop)
    }

    /// Puts the copy in the place of the database, under those who use it.
    pub(crate) async fn put_back(&self, url: &str) -> Result<()> {
        let name = name_of(url)?;
        self.take(name, &format!("{name}_gone")).await?;
        self.ask(&format!("ALTER DATABASE {name}_copy RENAME TO {name}"))
            .await
            .map(drop)
    }

    /// Imitates a standby that takes over and is behind by so much: it is where the server was, its rows are older,
    /// every connection ends, and the timeline is another one than the store has noted.
    pub(crate) async fn fail_over(&self, url: &str, lag: Duration) -> Result<()> {
        let (name, aside) = (name_of(url)?, format!("{url}_aside"));
        Session::begin(url)
            .await?
            .ask(
                "CREATE TABLE IF NOT EXISTS standby AS TABLE acg.connection WITH NO DATA;
                 TRUNCATE standby; INSERT INTO standby TABLE acg.connection",
            )
            .await?;
        tokio::time::sleep(lag).await;
        self.take(name, name_of(&aside)?).await?;
        Session::begin(&aside)
            .await?
            .ask(
                "DELETE FROM acg.connection; INSERT INTO acg.connection TABLE standby;
                 UPDATE acg.meta SET timeline = '00000000', written = txid_current()",
            )
            .await?;
        self.take(name_of(&aside)?, name).await
    }

    /// Gives a database another name, under those who use it. The server refuses that while there is a connection,
    /// also one that is being made and that no list has yet: none that was made before is there afterwards.
    async fn take(&self, name: &str, new_name: &str) -> Result<()> {
        self.ask(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
            .await?;
        let rename = format!("ALTER DATABASE {name} RENAME TO {new_name}");
        loop {
            self.end_connections(name).await?;
            match self.ask(&rename).await {
                Err(error) if is_in_use(&error) => {}
                renamed => {
                    renamed?;
                    break;
                }
            }
        }
        self.ask(&format!("ALTER DATABASE {new_name} ALLOW_CONNECTIONS true"))
            .await
            .map(drop)
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

    /// Ends the connections to a database of this server.
    async fn end_connections(&self, name: &str) -> Result<()> {
        self.ask(&format!(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"
        ))
        .await
        .map(drop)
    }

    /// Runs statements and gives the first column of their result.
    async fn ask(&self, statements: &str) -> Result<Vec<String>> {
        Session::begin(&self.0).await?.ask(statements).await
    }
}

fn is_in_use(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<tokio_postgres::Error>();
    error.and_then(tokio_postgres::Error::code) == Some(&SqlState::OBJECT_IN_USE)
}

/// Returns the name of the database of this URL.
fn name_of(url: &str) -> Result<&str> {
    let (_, name) = url.rsplit_once('/').context("the URL names no database")?;
    Ok(name)
}

/// A connection to a server, ended when it is dropped.
struct Session(Client);

impl Session {
    async fn begin(url: &str) -> Result<Self> {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        // It ends with the client, whose calls report what goes wrong.
        tokio::spawn(async move { drop(connection.await) });
        Ok(Self(client))
    }

    /// Runs statements, all of them or none, and gives the first column of their result.
    async fn ask(&self, statements: &str) -> Result<Vec<String>> {
        let messages = self.0.simple_query(statements).await?;
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
