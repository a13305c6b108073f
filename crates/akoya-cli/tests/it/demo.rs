//! `akoya demo`, from consent to refresh.

use crate::akoya::{Akoya, Run};

const ASKED: &str = "Page: Choose accounts";
const FOUND: &str = "Found the connection `demo`";

#[test]
fn the_second_demo_finds_the_connection_and_the_one_after_logout_asks_again() {
    let akoya = Akoya::new();
    let first = akoya.ok(&["demo", "--auto-consent"]);
    assert!(first.contains(ASKED), "{first}");
    assert!(!first.contains(FOUND), "{first}");
    let second = akoya.ok(&["demo"]);
    assert!(second.contains(FOUND), "{second}");
    assert!(!second.contains(ASKED), "{second}");
    akoya.ok(&["logout"]);
    assert_eq!(
        akoya.json(&["status"])["connections"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    let third = akoya.ok(&["demo"]);
    assert!(third.contains(ASKED), "{third}");
    assert!(!third.contains(FOUND), "{third}");
}

#[test]
fn the_demo_shows_every_page_of_data_and_a_refresh() {
    let akoya = Akoya::new().with("LANG", "C");
    let shown = akoya.ok(&["demo"]);
    assert!(shown.is_ascii(), "{shown}");
    let read = shown
        .lines()
        .find(|line| line.contains("transactions of"))
        .unwrap();
    let count: usize = read
        .split_whitespace()
        .find_map(|word| word.parse().ok())
        .unwrap();
    assert!(count >= 1200, "{read}");
    let steps = [
        "GET /balances/v3/mikomo    401",
        "POST /token                200",
        "GET /balances/v3/mikomo    200",
    ];
    let mut rest = shown.as_str();
    for step in steps {
        rest = rest
            .split_once(step)
            .unwrap_or_else(|| panic!("{step} is missing: {shown}"))
            .1;
    }
    assert!(
        rest.contains("Token no. 2 is stored, and the update callback was called once"),
        "{rest}"
    );
    assert_eq!(akoya.generation(), 2);
}

#[test]
fn commands_after_the_demo_need_no_server() {
    let akoya = Akoya::new();
    akoya.ok(&["demo"]);
    assert!(akoya.ok(&["accounts"]).contains("Everyday Checking"));
    assert!(akoya.ok(&["balances"]).contains("Everyday Checking"));
    assert!(
        akoya
            .ok(&["transactions", "--from", "2026-01-01"])
            .contains("Everyday Checking")
    );
    assert!(akoya.ok(&["refresh"]).contains("token no. 3"));
    assert_eq!(akoya.connection()["environment"], "embedded sandbox");
}

#[test]
fn another_user_is_another_consent_and_the_old_one_is_revoked() {
    let akoya = Akoya::new();
    akoya.ok(&["demo", "--user", "mikomo_10"]);
    assert_eq!(akoya.connection()["user"], "mikomo_10");
    let shown = akoya.ok(&["demo", "--user", "mikomo_1"]);
    assert!(
        shown.contains("mikomo_10; that consent is now revoked"),
        "{shown}"
    );
    assert!(shown.contains(ASKED), "{shown}");
    assert_eq!(akoya.connection()["user"], "mikomo_1");
    assert!(
        akoya
            .ok(&["demo"])
            .contains("Found the connection `demo` of mikomo_1")
    );
}

#[test]
fn a_refused_consent_leaves_nothing_behind() {
    let akoya = Akoya::new();
    let run = akoya.run(&["demo", "--auto-consent", "--deny"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(
        run.err
            .contains("the customer refused: no consent was given and nothing is shared"),
        "{run:?}"
    );
    assert_eq!(
        akoya.json(&["status"])["connections"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[test]
fn users_who_always_fail_are_reported_as_such() {
    for (user, code, meaning) in [
        ("mikomo_601", 3, "customer not found"),
        ("mikomo_701", 5, "account, holding or tax lot not found"),
        ("nobody", 2, "the sandbox has no such user"),
    ] {
        let run = Akoya::new().run(&["demo", "--user", user]);
        assert_eq!(run.code, code, "{run:?}");
        assert!(run.err.contains(meaning), "{run:?}");
        assert!(run.err.contains("mikomo_7"), "{run:?}");
    }
}

#[test]
fn a_demo_whose_sandbox_was_removed_asks_for_consent_again() {
    let akoya = Akoya::new();
    akoya.ok(&["demo"]);
    for name in ["sandbox.sqlite", "sandbox.sqlite-wal", "sandbox.sqlite-shm"] {
        let _ = std::fs::remove_file(akoya.data(name));
    }
    let run = akoya.run(&["balances"]);
    assert_eq!(
        (run.code, run.err.contains("logout --forget")),
        (4, true),
        "{run:?}"
    );
    assert!(akoya.ok(&["demo"]).contains(ASKED));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_never_removes_a_consent_that_it_did_not_ask_for() {
    let sandbox = akoya_sandbox::Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox);
    akoya.ok(&[
        "login",
        "--auto-consent",
        "--user",
        "mikomo_10",
        "--connection",
        "demo",
    ]);
    assert_eq!(akoya.run(&["demo"]).code, 2);
    std::fs::remove_file(akoya.data("connections/demo.toml")).unwrap();
    assert_eq!(akoya.run(&["demo"]).code, 2);
    assert_eq!((akoya.generation(), sandbox.counters().revocations), (1, 0));
}

#[test]
#[cfg(unix)]
fn only_the_user_can_read_what_the_demo_leaves() {
    use std::os::unix::fs::PermissionsExt as _;
    let akoya = Akoya::new();
    akoya.ok(&["demo", "--user", "mikomo_10"]);
    let mode = |name: &str| {
        std::fs::metadata(akoya.data(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(mode(""), 0o700);
    assert_eq!(mode("spool"), 0o700);
    for name in [
        "connections.sqlite",
        "connections/demo.toml",
        "sandbox.sqlite",
        "store.key",
        "store.encrypted",
    ] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
}

#[test]
fn the_embedded_sandbox_is_closed_when_a_command_fails() {
    let akoya = Akoya::new();
    akoya.ok(&["demo", "--user", "mikomo_10"]);
    let run = akoya.run(&["tax-form", "nope"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(is_closed(&akoya));
}

#[test]
#[cfg(unix)]
fn the_embedded_sandbox_is_closed_when_a_command_is_interrupted() {
    use std::io::BufRead as _;
    let akoya = Akoya::new();
    akoya.ok(&["demo", "--user", "mikomo_10"]);
    let mut child = akoya.start(&["refresh", "--times", "1000000"]);
    let mut line = String::new();
    std::io::BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    crate::akoya::signal(&child, "INT");
    let run = Run::from(child);
    assert_eq!(run.code, 130, "{run:?}");
    assert!(is_closed(&akoya));
}

/// SQLite removes the write-ahead log when the last connection is closed.
fn is_closed(akoya: &Akoya) -> bool {
    akoya.data("sandbox.sqlite").exists() && !akoya.data("sandbox.sqlite-wal").exists()
}
