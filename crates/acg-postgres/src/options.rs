//! The settings of a store: how to reach the database, and how it is used.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr as _;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

use crate::error::{Error, ErrorKind};

/// Where the database is and how it is used. Made by [`PostgresStore::options`](crate::PostgresStore::options).
///
/// `Debug` shows no password.
#[derive(Clone)]
pub struct PostgresOptions {
    pub(crate) config: Config,
    pub(crate) transport: Transport,
    pub(crate) schema: String,
    pub(crate) environment: Option<String>,
    pub(crate) liveness_dir: Option<PathBuf>,
    pub(crate) pool_size: usize,
    pub(crate) connect_timeout: Duration,
    pub(crate) statement_timeout: Duration,
    pub(crate) failover_hold: Duration,
    pub(crate) keeps_statements: bool,
}

/// What the bytes go through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Transport {
    /// Nothing: the server is on this machine, or the URL says so.
    Plain,
    /// TLS. The certificate and the name in it are always checked.
    Tls {
        /// A file of authorities to trust besides the system's.
        authorities: Option<PathBuf>,
    },
}

impl PostgresOptions {
    /// Reads a URL, `postgres://user:password@host:port/database?option=value`.
    pub(crate) fn parse(url: &str) -> Result<Self, Error> {
        // Neither the URL nor the parser's words are in the error: a password with an odd character may be in any part.
        let invalid = || {
            Error::new(
                ErrorKind::Configuration,
                "the URL of the database cannot be read",
            )
        };
        let (url, tls) = split_tls(url).ok_or_else(invalid)?;
        let mut config = Config::from_str(&url).map_err(|_| invalid())?;
        let transport = transport(&config, tls)?;
        config.ssl_mode(if transport == Transport::Plain {
            SslMode::Disable
        } else {
            SslMode::Require
        });
        if config.get_application_name().is_none() {
            config.application_name("acg-postgres");
        }
        // Of several servers only the primary can be written.
        if config.get_hosts().len() > 1 {
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        Ok(Self {
            config,
            transport,
            schema: "acg".to_owned(),
            environment: None,
            liveness_dir: None,
            pool_size: 16,
            connect_timeout: Duration::from_secs(10),
            statement_timeout: Duration::from_secs(30),
            failover_hold: Duration::from_secs(60),
            keeps_statements: false,
        })
    }

    /// Sets the schema (the namespace) that the tables are in: a letter or `_`, then letters, digits and `_`, in
    /// lower case, at most 63. Default: `acg`.
    #[must_use]
    pub fn schema(mut self, name: impl Into<String>) -> Self {
        self.schema = name.into();
        self
    }

    /// Says which environment the program belongs to, for example `production`. The first one that opens the store
    /// with a name pins it; from then on a program that says another one, or none, is refused. Default: none.
    #[must_use]
    pub fn environment(mut self, name: impl Into<String>) -> Self {
        self.environment = Some(name.into());
        self
    }

    /// Lets the processes of this machine see each other live and end, by locked files in this directory, which is
    /// created for this user alone: what a process leaves that was killed is taken over at once, as a provider's
    /// grace of a few seconds requires, and not at the end of its lease. A directory on a disk of the machine, the
    /// same for all its processes; beside the spool is a good place. Default: none.
    #[must_use]
    pub fn liveness_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.liveness_dir = Some(directory.into());
        self
    }

    /// Sets the most connections that are open at a time. Default: 16.
    #[must_use]
    pub fn pool_size(mut self, connections: usize) -> Self {
        self.pool_size = connections.max(1);
        self
    }

    /// Sets the longest time to make a connection. Default: 10 seconds.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the longest time to wait for a free connection, and then for a response. It is measured here and sets
    /// nothing on the server. Whether a write was done that got no response is not known. Default: 30 seconds.
    #[must_use]
    pub fn statement_timeout(mut self, timeout: Duration) -> Self {
        self.statement_timeout = timeout;
        self
    }

    /// Sets how long no refresh token is sent after the server failed over to a standby, which may not have its
    /// last commits: so that every process can write what its spool retains
    /// ([`Spool::retain_for`](acg::vault::Spool::retain_for)) before any process presents a token that was already
    /// replaced. Valid tokens stay in use. A failover is noticed by the timeline of the server's log, also by
    /// programs that start after it. With a standby that confirms every commit (`synchronous_standby_names`)
    /// nothing is forgotten, and zero is right. Default: 1 minute.
    #[must_use]
    pub fn failover_hold(mut self, time: Duration) -> Self {
        self.failover_hold = time;
        self
    }

    /// Lets each connection keep its statements prepared, so that the server plans each of them once and not at
    /// every call, which is about half of the work of a small write. Only for a connection that is the server's
    /// own, or a pooler's that knows of prepared statements (PgBouncer from 1.21 on, with
    /// `max_prepared_statements`): behind another one a statement can meet one of the same name that is another
    /// program's. Default: no statement is kept.
    #[must_use]
    pub fn prepared_statements(mut self) -> Self {
        self.keeps_statements = true;
        self
    }

    /// Returns where the database is, for people: `host:port/database`, or several hosts with commas between. It names
    /// no user and no password.
    pub fn location(&self) -> String {
        let ports = self.config.get_ports();
        let hosts = self
            .config
            .get_hosts()
            .iter()
            .enumerate()
            .map(|(index, host)| {
                let port = ports
                    .get(index)
                    .or_else(|| ports.first())
                    .copied()
                    .unwrap_or(5432);
                match host {
                    Host::Tcp(name) => format!("{name}:{port}"),
                    #[cfg(unix)]
                    Host::Unix(path) => format!("{}:{port}", path.display()),
                }
            });
        let hosts: Vec<_> = hosts.collect();
        let database = self
            .config
            .get_dbname()
            .map_or_else(String::new, |name| format!("/{name}"));
        format!("{}{database}", hosts.join(","))
    }

    /// Returns the schema's name, if it can be part of a statement as it is.
    pub(crate) fn checked_schema(&self) -> Result<&str, Error> {
        let name = self.schema.as_str();
        let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        let valid = name.len() <= 63
            && name.bytes().next().is_some_and(is_letter)
            && name
                .bytes()
                .all(|byte| is_letter(byte) || byte.is_ascii_digit())
            && !name.starts_with("pg_");
        let text = format!("`{}` cannot be the name of a schema", name.escape_default());
        if valid {
            Ok(name)
        } else {
            Err(Error::new(ErrorKind::Configuration, text))
        }
    }
}

impl fmt::Debug for PostgresOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresOptions")
            .field("hosts", &self.config.get_hosts())
            .field("database", &self.config.get_dbname())
            .field("transport", &self.transport)
            .field("schema", &self.schema)
            .field("environment", &self.environment)
            .field("pool_size", &self.pool_size)
            .field("connect_timeout", &self.connect_timeout)
            .field("statement_timeout", &self.statement_timeout)
            .finish_non_exhaustive()
    }
}

/// What a URL says about TLS.
#[derive(Default)]
struct TlsParameters {
    mode: Option<String>,
    authorities: Option<PathBuf>,
}

/// Takes `sslmode` and `sslrootcert` out of a URL: the driver knows neither `verify-full` nor files. `None` when it
/// is no URL.
fn split_tls(url: &str) -> Option<(String, TlsParameters)> {
    if !["postgres://", "postgresql://"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
    {
        return None;
    }
    // A password may have a question mark in it.
    let host = url.find('@').unwrap_or(0);
    let Some(mark) = url[host..].find('?') else {
        return Some((url.to_owned(), TlsParameters::default()));
    };
    let (base, query) = (&url[..host + mark], &url[host + mark + 1..]);
    let mut tls = TlsParameters::default();
    let mut rest = Vec::new();
    for parameter in query.split('&') {
        match parameter.split_once('=') {
            Some(("sslmode", mode)) => tls.mode = Some(mode.to_owned()),
            Some(("sslrootcert", "system")) => tls.authorities = None,
            Some(("sslrootcert", path)) => tls.authorities = Some(PathBuf::from(path)),
            _ => rest.push(parameter),
        }
    }
    let url = if rest.is_empty() {
        base.to_owned()
    } else {
        format!("{base}?{}", rest.join("&"))
    };
    Some((url, tls))
}

fn transport(
    config: &Config,
    TlsParameters { mode, authorities }: TlsParameters,
) -> Result<Transport, Error> {
    match mode.as_deref() {
        Some("disable") => Ok(Transport::Plain),
        None | Some("allow" | "prefer") if is_on_this_machine(config) => Ok(Transport::Plain),
        // None of the weaker ones: a connection that anyone could read or impersonate is no connection to a token
        // store.
        None | Some("allow" | "prefer" | "require" | "verify-ca" | "verify-full") => {
            Ok(Transport::Tls { authorities })
        }
        Some(_) => Err(Error::new(
            ErrorKind::Configuration,
            "the URL of the database has an unknown `sslmode`",
        )),
    }
}

/// Returns whether every server that the URL names is on this machine.
fn is_on_this_machine(config: &Config) -> bool {
    let is_local = |host: &Host| match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse::<IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    match config.get_hostaddrs() {
        [] => config.get_hosts().iter().all(is_local),
        addresses => addresses.iter().all(IpAddr::is_loopback),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transport_of(url: &str) -> Transport {
        PostgresOptions::parse(url).unwrap().transport
    }

    #[test]
    fn only_this_machine_is_spoken_to_in_clear_unless_the_url_says_so() {
        let tls = Transport::Tls { authorities: None };
        for url in [
            "postgres://u@localhost/d",
            "postgres://u@127.0.0.1:1/d",
            "postgresql://u@%2Frun%2Fpg/d",
        ] {
            assert_eq!(transport_of(url), Transport::Plain, "{url}");
            assert_eq!(
                transport_of(&format!("{url}?sslmode=require")),
                tls,
                "{url}"
            );
        }
        assert_eq!(
            transport_of("postgres://u@db.example/d?sslmode=disable"),
            Transport::Plain
        );
        for mode in [
            "",
            "?sslmode=prefer",
            "?sslmode=allow",
            "?sslmode=require",
            "?sslmode=verify-full",
        ] {
            assert_eq!(
                transport_of(&format!("postgres://u@db.example/d{mode}")),
                tls,
                "{mode}"
            );
        }
        assert_eq!(
            transport_of("postgres://u@localhost,db.example/d"),
            tls,
            "one of them is elsewhere"
        );
        assert_eq!(
            transport_of("postgres://u@localhost/d?hostaddr=192.0.2.1"),
            tls,
            "the address counts"
        );
    }

    #[test]
    fn of_several_servers_the_one_is_taken_that_can_be_written() {
        let attributes = |url: &str| {
            PostgresOptions::parse(url)
                .unwrap()
                .config
                .get_target_session_attrs()
        };
        assert_eq!(
            attributes("postgres://u@a.example,b.example/d"),
            TargetSessionAttrs::ReadWrite
        );
        assert_eq!(
            attributes("postgres://u@a.example/d"),
            TargetSessionAttrs::Any
        );
    }

    #[test]
    fn authorities_are_taken_from_the_url() {
        let url = "postgres://u@db.example/d?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=3";
        assert_eq!(
            transport_of(url),
            Transport::Tls {
                authorities: Some("/etc/ca.pem".into())
            }
        );
        assert_eq!(
            transport_of("postgres://u:p?sslmode=disable@h/d"),
            Transport::Tls { authorities: None }
        );
        assert_eq!(
            transport_of("postgres://u@h/d?sslrootcert=system"),
            Transport::Tls { authorities: None }
        );
    }

    #[test]
    fn a_url_that_cannot_be_read_is_reported_without_its_password() {
        for url in [
            "",
            "host=localhost password=canary",
            "mysql://u:canary@localhost/d",
            "postgres://u:canary@localhost:port/d",
            "postgres://u:canary@localhost/d?canary=canary",
            "postgres://u:canary@localhost/d?sslmode=canary",
        ] {
            let error = PostgresOptions::parse(url).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration, "{url}");
            assert!(
                !format!("{error} {error:?}").contains("canary"),
                "{error:?}"
            );
        }
    }

    #[test]
    fn options_do_not_show_their_password() {
        let shown = format!(
            "{:?}",
            PostgresOptions::parse("postgres://user:canary@localhost/d").unwrap()
        );
        assert!(shown.contains("localhost"), "{shown}");
        assert!(!shown.contains("canary"), "{shown}");
    }

    #[test]
    fn the_place_is_reported_without_user_and_password() {
        let place = |url: &str| PostgresOptions::parse(url).unwrap().location();
        assert_eq!(
            place("postgres://user:canary@db.example/tokens?sslmode=require"),
            "db.example:5432/tokens"
        );
        assert_eq!(
            place("postgres://u@a.example:1,b.example:2/d"),
            "a.example:1,b.example:2/d"
        );
        assert_eq!(place("postgres://u@%2Frun%2Fpg"), "/run/pg:5432");
    }

    #[test]
    fn a_schema_is_a_plain_name() {
        let schema = |name: &str| {
            PostgresOptions::parse("postgres://localhost")
                .unwrap()
                .schema(name)
        };
        for name in ["acg", "_a1", &"a".repeat(63)] {
            assert_eq!(schema(name).checked_schema().unwrap(), name);
        }
        for name in [
            "",
            "1a",
            "A",
            "a b",
            "a;b",
            "a\"",
            "pg_acg",
            &"a".repeat(64),
        ] {
            assert_eq!(
                schema(name).checked_schema().unwrap_err().kind(),
                ErrorKind::Configuration,
                "{name}"
            );
        }
    }
}
