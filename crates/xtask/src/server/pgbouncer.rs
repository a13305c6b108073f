//! pgbouncer in front of a PostgreSQL server, giving each transaction another connection.

use anyhow::Result;

use super::postgres::Postgres;
use super::{Folder, Process, free_port, program, start, unprivileged};
use crate::tool::{Source, Tool};

/// pgbouncer.
pub(crate) const PGBOUNCER: Tool = Tool {
    name: "pgbouncer",
    present: || find().is_some(),
    source: Source::Debian(&["pgbouncer"]),
};

/// A running pgbouncer.
pub(crate) struct Pgbouncer {
    _process: Process,
    port: u16,
    _folder: Folder,
}

impl Pgbouncer {
    /// Starts one in front of the server.
    pub(crate) fn start(server: &Postgres) -> Result<Self> {
        let (folder, port) = (Folder::new("acg-pgbouncer")?, free_port()?);
        let settings = folder.path().join("pgbouncer.ini");
        std::fs::write(&settings, self::settings(server, port))?;
        let mut pgbouncer = unprivileged(find().unwrap_or_else(|| "pgbouncer".into()));
        pgbouncer.arg(settings);
        let (process, _) = start(pgbouncer, &folder.path().join("log"), "process up")?;
        Ok(Self {
            _process: process,
            port,
            _folder: folder,
        })
    }

    /// Returns the pooler's URL. It asks for no password: it has the server's.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

/// Writes the settings: few connections to the server, so that clients really share them.
fn settings(server: &Postgres, port: u16) -> String {
    let (user, password) = server.credentials();
    format!(
        "[databases]\n* = host=127.0.0.1 port={} user={user} password={password}\n\
         [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n\
         pool_mode = transaction\ndefault_pool_size = 4\nmax_client_conn = 200\n",
        server.port()
    )
}

fn find() -> Option<std::path::PathBuf> {
    // Debian puts it where the path of most people does not lead.
    program(&["/usr/sbin".into()], "pgbouncer")
}
