//! The state file, restarts, the clock and shutdown.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Duration;

use akoya_sandbox::{ErrorKind, Sandbox};
use reqwest::StatusCode;

use crate::customer::{
    builder, code, connect, dex_builder, exchange, get, hand_clock, json, post, refresh, sandbox,
    tokens,
};

const BALANCES: &str = "/balances/v2/mikomo";

/// A folder that is gone when the test ends.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("akoya-sandbox-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let file = self.0.join(file);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }

    fn state(&self) -> PathBuf {
        self.0.join("sandbox.db")
    }

    /// The names of the files, sorted.
    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    async fn open(&self) -> Sandbox {
        builder().state(self.state()).start().await.unwrap()
    }

    /// For what differs between the dialects.
    async fn open_dex(&self) -> Sandbox {
        let builder = dex_builder().state(self.state());
        builder.start().await.unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

#[tokio::test]
async fn tokens_survive_a_restart_on_other_ports() {
    let folder = Folder::new("restart");
    let before = folder.open_dex().await;
    let first = connect(&before, "mikomo_7").await;
    let second = tokens(&json(refresh(&before, &first.refresh_token).await).await.1);
    let pending = code(&before, "mikomo_10", None).await;
    before.advance(Duration::from_secs(100)).unwrap();
    let (client, ports) = (
        (
            before.client_id().to_owned(),
            before.client_secret().to_owned(),
        ),
        before.idp_url().to_owned(),
    );
    before.shutdown().await;

    let after = folder.open_dex().await;
    assert_ne!(after.idp_url(), ports);
    assert_eq!(
        (after.client_id(), after.client_secret()),
        (&*client.0, &*client.1)
    );
    assert_eq!(
        after.clock().now().unwrap(),
        sandbox().await.clock().now().unwrap() + Duration::from_secs(100)
    );
    assert_eq!(
        get(&after, BALANCES, &second.id_token).await.status(),
        StatusCode::OK
    );
    assert_eq!(exchange(&after, &pending).await.status(), StatusCode::OK);
    assert_eq!(
        refresh(&after, &first.refresh_token).await.status(),
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        refresh(&after, &second.refresh_token).await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn two_sandboxes_with_one_state_file_see_each_others_changes() {
    let folder = Folder::new("shared");
    let (one, other) = (folder.open().await, folder.open().await);
    assert_eq!(
        (one.client_id(), one.client_secret()),
        (other.client_id(), other.client_secret())
    );
    let first = connect(&one, "mikomo_7").await;
    let second = tokens(&json(refresh(&other, &first.refresh_token).await).await.1);
    assert_eq!(
        refresh(&one, &first.refresh_token).await.status(),
        StatusCode::BAD_REQUEST
    );
    other.advance(Duration::from_secs(86_400)).unwrap();
    assert_eq!(
        get(&one, BALANCES, &second.id_token).await.status(),
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn one_refresh_wins_when_two_sandboxes_serve_it_at_once() {
    let folder = Folder::new("race");
    let (one, other) = (folder.open_dex().await, folder.open_dex().await);
    let mut token = connect(&one, "mikomo_7").await.refresh_token;
    for _ in 0..10 {
        let (a, b) = tokio::join!(refresh(&one, &token), refresh(&other, &token));
        let mut won = [a, b]
            .into_iter()
            .filter(|response| response.status().is_success());
        let winner = won.next().expect("one wins");
        assert!(won.next().is_none(), "both won");
        token = tokens(&json(winner).await.1).refresh_token;
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_state_file_and_it_contains_no_token() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new("private");
    let sandbox = folder.open().await;
    let pending = code(&sandbox, "mikomo_7", None).await;
    let tokens = connect(&sandbox, "mikomo_7").await;
    let mut all = Vec::new();
    for file in std::fs::read_dir(&folder.0).unwrap().map(Result::unwrap) {
        assert_eq!(
            file.metadata().unwrap().permissions().mode() & 0o777,
            0o600,
            "{:?}",
            file.path()
        );
        all.extend(std::fs::read(file.path()).unwrap());
    }
    for secret in [&tokens.id_token, &tokens.refresh_token, &pending] {
        assert!(
            !all.windows(secret.len())
                .any(|window| window == secret.as_bytes())
        );
    }
}

#[tokio::test]
async fn a_file_that_is_not_a_state_is_refused_and_left_unchanged() {
    let folder = Folder::new("foreign");
    std::fs::write(folder.state(), "my thesis").unwrap();
    let error = builder().state(folder.state()).start().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::State);
    assert!(error.to_string().contains("sandbox.db"), "{error}");
    assert_eq!(std::fs::read(folder.state()).unwrap(), b"my thesis");
}

#[tokio::test]
async fn the_error_names_a_port_that_is_taken() {
    let sandbox = sandbox().await;
    let port = sandbox
        .idp_url()
        .rsplit_once(':')
        .unwrap()
        .1
        .parse()
        .unwrap();
    let error = builder().api_port(port).start().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Listen);
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}

#[tokio::test]
async fn the_clock_follows_its_source_and_can_be_set() {
    let (source, hand) = hand_clock();
    let sandbox = Sandbox::builder().clock(source).start().await.unwrap();
    let start = sandbox.clock().now().unwrap();
    hand.fetch_add(10, Ordering::Relaxed);
    assert_eq!(
        sandbox.clock().now().unwrap(),
        start + Duration::from_secs(10)
    );
    sandbox
        .clock()
        .set(start - Duration::from_secs(1000))
        .unwrap();
    assert_eq!(
        sandbox.clock().now().unwrap(),
        start - Duration::from_secs(1000)
    );
    hand.fetch_add(1, Ordering::Relaxed);
    assert_eq!(
        sandbox.clock().now().unwrap(),
        start - Duration::from_secs(999)
    );
    sandbox.clock().advance(Duration::MAX).unwrap();
    assert!(sandbox.clock().now().is_ok());
}

#[tokio::test]
async fn a_dropped_or_shut_down_sandbox_has_closed_its_ports_and_its_state() {
    for shut_down in [true, false] {
        let folder = Folder::new("closed");
        let sandbox = folder.open().await;
        connect(&sandbox, "mikomo_7").await;
        let address = sandbox
            .idp_url()
            .strip_prefix("http://")
            .unwrap()
            .to_owned();
        assert!(std::net::TcpListener::bind(&address).is_err());
        if shut_down {
            sandbox.shutdown().await;
        } else {
            drop(sandbox);
        }
        std::net::TcpListener::bind(&address).unwrap();
        // SQLite removes its log when the last connection closes.
        assert_eq!(folder.files(), ["sandbox.db"], "shut down: {shut_down}");
    }
}

/// The variable that makes the test below serve a state file: as the child process that it kills.
const SERVE: &str = "AKOYA_SANDBOX_TEST_SERVES";

#[expect(clippy::print_stdout, reason = "the parent process reads the line")]
async fn serve_until_killed(state: String) {
    let sandbox = builder().state(state).start().await.unwrap();
    let (url, id, secret) = (
        sandbox.idp_url(),
        sandbox.client_id(),
        sandbox.client_secret(),
    );
    println!("\nserving {url} {id} {secret}");
    std::future::pending::<()>().await;
}

/// Starts the child and returns it with its URL and credentials.
fn child(state: &Path) -> (std::process::Child, [String; 3]) {
    use std::io::BufRead;

    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "state::a_killed_process_keeps_what_its_responses_promised",
            "--nocapture",
        ])
        .env(SERVE, state)
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines
        .find_map(|line| line.unwrap().strip_prefix("serving ").map(str::to_owned))
        .unwrap();
    let mut parts = line.split(' ').map(str::to_owned);
    (child, std::array::from_fn(|_| parts.next().unwrap()))
}

#[tokio::test]
#[expect(
    clippy::disallowed_methods,
    reason = "how the test gives its child its orders"
)]
async fn a_killed_process_keeps_what_its_responses_promised() {
    if let Ok(state) = std::env::var(SERVE) {
        return serve_until_killed(state).await;
    }
    let folder = Folder::new("killed");
    let here = folder.open().await;
    let mut token = connect(&here, "mikomo_7").await.refresh_token;
    here.shutdown().await;
    for _ in 0..3 {
        let (mut child, [idp, id, secret]) = child(&folder.state());
        for _ in 0..2 {
            let form = [
                ("grant_type", "refresh_token"),
                ("refresh_token", &token),
                ("client_id", &id),
                ("client_secret", &secret),
            ];
            let (status, body) = json(post(format!("{idp}/token"), &form).await).await;
            assert_eq!(status, StatusCode::OK, "{body}");
            token = tokens(&body).refresh_token;
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let here = folder.open().await;
    assert_eq!(refresh(&here, &token).await.status(), StatusCode::OK);
}
