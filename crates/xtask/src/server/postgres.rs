//! A PostgreSQL server that a test may do anything to. It is as durable as one in use: `fsync` is on.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Folder, Process, free_port, program, random_word, start, unprivileged};
use crate::command;
use crate::tool::{Source, Tool};

/// PostgreSQL with its server.
pub(crate) const POSTGRES: Tool = Tool {
    name: "PostgreSQL",
    present: || find("initdb").is_some(),
    source: Source::Debian(&["postgresql"]),
};

/// Where Debian puts the servers' programs, a folder for each version.
const VERSIONS: &str = "/usr/lib/postgresql";

/// The superuser of the database.
const USER: &str = "postgres";

/// `openssl`, which makes the certificates.
pub(crate) const OPENSSL: Tool = Tool {
    name: "openssl",
    present: || crate::environment::find("openssl").is_some(),
    source: Source::Debian(&["openssl"]),
};

/// A server with its data.
pub(crate) struct Postgres {
    folder: Folder,
    port: u16,
    password: String,
    process: Option<Process>,
}

/// How a server is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// It ends what it is doing.
    Fast,
    /// As in a crash: the next start recovers.
    Immediate,
}

impl Postgres {
    /// Makes a new database cluster and starts its server.
    pub(crate) fn start() -> Result<Self> {
        let folder = Folder::new("acg-postgres")?;
        let mut server = Self {
            folder,
            port: free_port()?,
            password: random_word()?,
            process: None,
        };
        server.initialize()?;
        server.start_again()?;
        Ok(server)
    }

    fn initialize(&self) -> Result<()> {
        let password = self.folder.path().join("password");
        std::fs::write(&password, &self.password)?;
        let mut initdb = unprivileged(find("initdb").context("no PostgreSQL on this machine")?);
        initdb.args([
            "--username",
            USER,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]);
        initdb
            .arg("--pgdata")
            .arg(self.data())
            .arg("--pwfile")
            .arg(&password);
        command::read(&mut initdb)?;
        // A test that starts the server again writes into it as well.
        command::read(unprivileged("touch").arg(self.log()))?;
        self.make_certificates()?;
        let mut settings = std::fs::read_to_string(self.data().join("postgresql.conf"))?;
        settings.push_str(&self.settings());
        std::fs::write(self.data().join("postgresql.conf"), settings)?;
        Ok(())
    }

    fn settings(&self) -> String {
        let folder = self.folder.path().display();
        format!(
            "listen_addresses = '127.0.0.1'\nport = {}\nunix_socket_directories = ''\nmax_connections = 200\n\
             lc_messages = 'C'\nrecovery_init_sync_method = syncfs\nssl = on\nssl_cert_file = '{folder}/server.pem'\nssl_key_file = '{folder}/server.key'\n",
            self.port
        )
    }

    /// Makes an authority, and the server's certificate for `localhost`.
    fn make_certificates(&self) -> Result<()> {
        let key = [
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
        ];
        let authority = [
            "req",
            "-x509",
            "-subj",
            "/CN=authority",
            "-keyout",
            "authority.key",
            "-out",
            "authority.pem",
        ];
        self.openssl(&[&authority[..], &key].concat())?;
        let server = [
            "req",
            "-x509",
            "-subj",
            "/CN=localhost",
            "-keyout",
            "server.key",
            "-out",
            "server.pem",
        ];
        let signed = [
            "-CA",
            "authority.pem",
            "-CAkey",
            "authority.key",
            "-addext",
            "subjectAltName=DNS:localhost",
        ];
        let leaf = ["-addext", "basicConstraints=critical,CA:FALSE"];
        self.openssl(&[&server[..], &signed, &leaf, &key].concat())
    }

    fn openssl(&self, arguments: &[&str]) -> Result<()> {
        command::read(
            unprivileged("openssl")
                .args(arguments)
                .current_dir(self.folder.path()),
        )
        .map(drop)
    }

    /// Starts the server that was stopped.
    pub(crate) fn start_again(&mut self) -> Result<()> {
        let mut postgres = unprivileged(find("postgres").context("no PostgreSQL on this machine")?);
        postgres.arg("-D").arg(self.data());
        let (process, _) = start(postgres, &self.log(), "ready to accept connections")?;
        self.process = Some(process);
        Ok(())
    }

    /// Stops the server and starts it again.
    pub(crate) fn restart(&mut self, how: Stop) -> Result<()> {
        self.stop(how)?;
        self.start_again()
    }

    /// Cuts every connection but its own; returns how many there were.
    pub(crate) fn cut_connections(&self) -> Result<usize> {
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
        Ok(self.sql(cut)?.lines().count())
    }

    /// Runs statements; returns the rows, a line for each row.
    pub(crate) fn sql(&self, statements: &str) -> Result<String> {
        let mut psql = unprivileged(find("psql").context("no `psql` on this machine")?);
        psql.env("PGPASSWORD", &self.password).args([
            "--host=127.0.0.1",
            "--no-psqlrc",
            "--tuples-only",
            "--no-align",
        ]);
        psql.arg(format!("--port={}", self.port)).args([
            "--username",
            USER,
            "--command",
            statements,
        ]);
        command::read(&mut psql)
    }

    /// Stops the server, also one that a test has started in its place.
    pub(crate) fn stop(&mut self, how: Stop) -> Result<()> {
        let mode = if how == Stop::Fast {
            "--mode=fast"
        } else {
            "--mode=immediate"
        };
        let mut pg_ctl = unprivileged(find("pg_ctl").context("no PostgreSQL on this machine")?);
        let stopped = command::read(
            pg_ctl
                .args(["stop", "--wait", mode, "--pgdata"])
                .arg(self.data()),
        );
        if let Some(mut process) = self.process.take() {
            process.0.wait()?;
        }
        stopped.map(drop)
    }

    /// Returns where the server is, for the superuser: a test may make databases and users, and stop it.
    pub(crate) fn url(&self) -> String {
        format!(
            "postgres://{USER}:{}@127.0.0.1:{}/postgres",
            self.password, self.port
        )
    }

    /// Returns the certificate of the authority that the server's own is from.
    pub(crate) fn authority(&self) -> PathBuf {
        self.folder.path().join("authority.pem")
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    pub(super) fn credentials(&self) -> (&str, &str) {
        (USER, &self.password)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.data().join("postmaster.pid").exists()
            && let Err(error) = self.stop(Stop::Immediate)
        {
            println!("cannot stop PostgreSQL: {error:#}");
        }
    }
}

/// Returns a program of the newest version.
fn find(name: &str) -> Option<PathBuf> {
    let mut folders: Vec<_> = std::fs::read_dir(VERSIONS)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    folders.sort_by_key(|folder| std::cmp::Reverse(version(folder)));
    let folders: Vec<_> = folders
        .into_iter()
        .map(|folder| folder.join("bin"))
        .collect();
    program(&folders, name)
}

fn version(folder: &Path) -> Option<u32> {
    folder
        .file_name()
        .and_then(OsStr::to_str)
        .and_then(|name| name.parse().ok())
}
