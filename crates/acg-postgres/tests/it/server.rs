//! The servers that the tests were given, and a database for each test.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use acg_postgres::{PostgresOptions, PostgresStore};
use tokio::sync::{Mutex, MutexGuard};
use tokio_postgres::{NoTls, SimpleQueryMessage};

/// The variable with the URL of the server of all tests.
const SHARED: &str = "ACG_POSTGRES_URL";

/// The variable with the URL of the server that a test may stop.
const STOPPABLE: &str = "ACG_POSTGRES_STOPPABLE_URL";

/// A database that a test has for itself.
pub(crate) struct Database {
    name: String,
    server: String,
}

impl Database {
    /// An empty one.
    pub(crate) async fn new() -> Self {
        Self::on(variable(SHARED), "template1").await
    }

    /// One that the server made from another one.
    pub(crate) async fn made_from(original: &Self) -> Self {
        Self::on(original.server.clone(), &original.name).await
    }

    async fn on(server: String, template: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "test_{}_{}",
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

    /// Locks the table of the connections until the session rolls back.
    pub(crate) async fn locked(&self, schema: &str) -> tokio_postgres::Client {
        let (holder, io) = tokio_postgres::connect(&self.url(), NoTls).await.unwrap();
        tokio::spawn(io);
        let lock = format!("BEGIN; LOCK TABLE {schema}.connection IN ACCESS EXCLUSIVE MODE");
        holder.batch_execute(&lock).await.unwrap();
        holder
    }

    /// Waits until so many statements wait for a lock.
    pub(crate) async fn until_locked_out(&self, count: usize) {
        let waiting = "SELECT count(*) FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while self.sql(waiting).await != [count.to_string()] {
            tokio::task::yield_now().await;
        }
    }

    /// One with tables.
    pub(crate) async fn migrated() -> Self {
        let database = Self::new().await;
        PostgresStore::migrate(&database.options()).await.unwrap();
        database
    }

    pub(crate) fn url(&self) -> String {
        self.within(&self.server)
    }

    pub(crate) fn pooler_url(&self) -> String {
        self.within(&variable("ACG_POSTGRES_POOLER_URL"))
    }

    fn within(&self, url: &str) -> String {
        format!("{}/{}", url.rsplit_once('/').unwrap().0, self.name)
    }

    pub(crate) fn options(&self) -> PostgresOptions {
        PostgresStore::options(&self.url()).unwrap()
    }

    pub(crate) async fn store(&self) -> PostgresStore {
        PostgresStore::connect(&self.options()).await.unwrap()
    }

    /// Runs statements as the superuser and gives the first column of their results.
    pub(crate) async fn sql(&self, text: &str) -> Vec<String> {
        sql(&self.url(), text).await
    }

    /// Runs statements on the server that has the database.
    pub(crate) async fn server_sql(&self, text: &str) -> Vec<String> {
        sql(&self.server, text).await
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Everything in the database, as text.
    pub(crate) async fn dump(&self) -> String {
        let output = Command::new(Server::find().await.program("pg_dump"))
            .arg(self.url())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a dump's text in this database.
    pub(crate) async fn restore(&self, dump: &str) {
        let server = Server::find().await;
        let mut psql = Command::new(server.program("psql"));
        psql.args(["--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"])
            .arg(self.url());
        let mut process = psql.stdin(Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut process.stdin.take().unwrap(), dump.as_bytes()).unwrap();
        assert!(process.wait().unwrap().success());
    }
}

/// A server itself.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    data: PathBuf,
    programs: PathBuf,
}

impl Server {
    /// The server of all tests.
    pub(crate) async fn find() -> Self {
        Self::of(&variable(SHARED)).await
    }

    /// The server that may be stopped, for this test alone, with a database that has tables.
    pub(crate) async fn stoppable() -> (MutexGuard<'static, ()>, Self, Database) {
        static TURN: Mutex<()> = Mutex::const_new(());
        let turn = TURN.lock().await;
        let url = variable(STOPPABLE);
        let database = Database::on(url.clone(), "template1").await;
        PostgresStore::migrate(&database.options()).await.unwrap();
        (turn, Self::of(&url).await, database)
    }

    async fn of(url: &str) -> Self {
        let facts = "SELECT setting FROM pg_config WHERE name = 'BINDIR'; SHOW data_directory";
        let facts = sql(url, facts).await;
        Self {
            programs: PathBuf::from(&facts[0]),
            data: PathBuf::from(&facts[1]),
        }
    }

    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// As in a crash: nothing is finished.
    pub(crate) fn stop(&self) {
        self.pg_ctl(&["stop", "--wait", "--mode=immediate"]);
    }

    pub(crate) fn start(&self) {
        self.pg_ctl(&["start", "--wait", "--log", &self.log().to_string_lossy()]);
    }

    /// Stops the server and lets it continue as a standby that was promoted.
    pub(crate) fn fail_over(&self) {
        self.pg_ctl(&["stop", "--wait", "--mode=fast"]);
        let mut signal = as_owner_of(&self.data, Path::new("touch"));
        signal.arg(self.data.join("standby.signal"));
        assert!(signal.status().unwrap().success());
        self.start();
        self.pg_ctl(&["promote", "--wait"]);
    }

    /// Stops the server and starts another one that `pg_upgrade` has made of its data; given back to be stopped.
    pub(crate) fn upgrade(&self) -> Self {
        let url = variable(STOPPABLE);
        let (credentials, place) = url.split_once('@').unwrap();
        let password = credentials.rsplit_once(':').unwrap().1;
        let port = place.split_once('/').unwrap().0.rsplit_once(':').unwrap().1;
        let upgraded = Self {
            data: self.data.with_file_name("upgraded"),
            programs: self.programs.clone(),
        };
        self.run("initdb", |command| {
            let options = ["--username=postgres", "--auth=trust", "--encoding=UTF8"];
            command
                .args(options)
                .args(["--locale=C", "--no-sync", "-D"]);
            command.arg(&upgraded.data)
        });
        self.pg_ctl(&["stop", "--wait", "--mode=fast"]);
        self.run("pg_upgrade", |command| {
            command
                .arg("-b")
                .arg(&self.programs)
                .arg("-d")
                .arg(&self.data);
            command
                .arg("-B")
                .arg(&self.programs)
                .arg("-D")
                .arg(&upgraded.data);
            command
                .args(["-U", "postgres", "-p", port])
                .args(["-P", port]);
            command.env("PGPASSWORD", password)
        });
        let options =
            format!("-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=");
        let log = self.log();
        let log = log.to_string_lossy();
        upgraded.pg_ctl(&["start", "--wait", "--log", &log, "-o", &options]);
        upgraded
    }

    /// Stops the server, removes its data, and starts the one that it was made of.
    pub(crate) fn undo_upgrade(self, before: &Self) {
        self.stop();
        std::fs::remove_dir_all(&self.data).unwrap();
        before.start();
    }

    fn run(&self, program: &str, set: impl FnOnce(&mut Command) -> &mut Command) {
        let mut command = as_owner_of(&self.data, &self.program(program));
        command.current_dir(self.data.parent().unwrap());
        let output = set(&mut command).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{program}: {text}");
    }

    /// What the server says.
    pub(crate) fn log(&self) -> PathBuf {
        self.data.with_file_name("log")
    }

    fn pg_ctl(&self, arguments: &[&str]) {
        let mut command = as_owner_of(&self.data, &self.program("pg_ctl"));
        command
            .args(arguments)
            .arg("--pgdata")
            .arg(&self.data)
            .current_dir("/");
        let status = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(status.unwrap().success(), "pg_ctl {arguments:?}");
    }
}

/// The server does not run as the superuser, whom the tests may run as.
fn as_owner_of(path: &Path, program: &Path) -> Command {
    use std::os::unix::fs::MetadataExt as _;
    let owner = std::fs::metadata(path).unwrap();
    if std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == owner.uid()) {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    let identity = [
        format!("--reuid={}", owner.uid()),
        format!("--regid={}", owner.gid()),
    ];
    command.args(identity).arg("--clear-groups").arg(program);
    command
}

/// Runs statements and gives the first column of their results.
async fn sql(url: &str, text: &str) -> Vec<String> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    let responses = client.simple_query(text).await.unwrap();
    drop(client);
    connection.await.unwrap().unwrap();
    let rows = responses.into_iter().filter_map(|response| match response {
        SimpleQueryMessage::Row(row) => Some(row.get(0).unwrap_or_default().to_owned()),
        _ => None,
    });
    rows.collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the person who runs the tests makes the server"
)]
pub(crate) fn variable(name: &str) -> String {
    std::env::var(name)
        .unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask test postgres`"))
}
