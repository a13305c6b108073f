//! The tokens where they are kept: encrypted, and looked after by `akoya store`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use acg::ConnectionId;
use acg::store::{Row, Swap, TokenStore as _};
use akoya_sandbox::{Effect, Fault, RequestKind, Sandbox};
use base64::Engine as _;

use crate::akoya::{Akoya, Run};
use crate::refresh::kill_after;

/// A home with these connections of one user.
pub(crate) fn connected(sandbox: &Sandbox, names: &[&str]) -> Akoya {
    let akoya = Akoya::at(sandbox);
    for name in names {
        akoya.ok(&[
            "login",
            "--auto-consent",
            "--user",
            "mikomo_10",
            "--connection",
            name,
        ]);
    }
    akoya
}

/// Replaces the tokens of a row by what `change` makes of the row.
pub(crate) async fn change_row(akoya: &Akoya, name: &str, change: impl FnOnce(&mut Row)) {
    let (store, id) = (akoya.store(), ConnectionId::new(name).unwrap());
    let stored = store.load(&id).await.unwrap().unwrap();
    let mut row = stored.row;
    change(&mut row);
    assert!(matches!(
        store
            .compare_and_swap(&id, Some(stored.version), &row)
            .await
            .unwrap(),
        Swap::Done(_)
    ));
}

/// Puts the tokens of a connection into the store as versions without encryption did.
pub(crate) async fn unseal(akoya: &Akoya, name: &str) {
    let loaded = akoya
        .vault()
        .load(&ConnectionId::new(name).unwrap())
        .await
        .unwrap()
        .unwrap();
    let clear = serde_json::to_vec(&serde_json::json!({ "token": loaded.record.token })).unwrap();
    change_row(akoya, name, |row| row.sealed = Some(clear)).await;
}

/// Every token that is stored.
pub(crate) async fn tokens(akoya: &Akoya) -> BTreeSet<String> {
    let records = akoya.records().await;
    let tokens = records
        .iter()
        .flat_map(|record| [&record.token.id_token, &record.token.refresh_token]);
    tokens
        .flatten()
        .map(|token| token.expose().to_owned())
        .collect()
}

/// Every file below a directory, with its bytes.
fn files(directory: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let paths = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![(path.clone(), bytes(&path))]
            }
        })
        .collect()
}

/// The files that hold one of the tokens in clear.
fn with_tokens<'a>(files: &'a [(PathBuf, Vec<u8>)], tokens: &BTreeSet<String>) -> Vec<&'a Path> {
    let holds = |bytes: &[u8], token: &str| {
        bytes
            .windows(token.len())
            .any(|window| window == token.as_bytes())
    };
    let found = files
        .iter()
        .filter(|(_, bytes)| tokens.iter().any(|token| holds(bytes, token)));
    found.map(|(path, _)| path.as_path()).collect()
}

/// What is in a file, with what stands in base64 there.
fn bytes(path: &Path) -> Vec<u8> {
    let mut bytes = std::fs::read(path).unwrap();
    if let Ok(entry) = serde_json::from_slice::<serde_json::Value>(&bytes) {
        let sealed = entry["sealed"].as_str().unwrap();
        bytes.extend(
            base64::engine::general_purpose::STANDARD
                .decode(sealed)
                .unwrap(),
        );
    }
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_holds_an_unencrypted_token() {
    let sandbox = Sandbox::builder()
        .refresh_reuse_window(Duration::from_secs(3600))
        .start()
        .await
        .unwrap();
    let akoya = connected(&sandbox, &["mikomo"]);
    let (mut seen, mut kept) = (tokens(&akoya).await, Vec::new());
    for step in [
        &["demo"][..],
        &["demo"],
        &["refresh", "--connection", "mikomo"],
    ] {
        akoya.ok(step);
        kept.extend(files(&akoya.data("")));
        seen.extend(tokens(&akoya).await);
    }
    // A killed command leaves its write-ahead log.
    kill_after(
        akoya.start(&["refresh", "--connection", "mikomo", "--times", "1000"]),
        4,
    );
    let left = files(&akoya.data(""));
    assert!(
        left.iter()
            .any(|(path, bytes)| path.ends_with("connections.sqlite-wal") && !bytes.is_empty())
    );
    kept.extend(left);
    seen.extend(tokens(&akoya).await);
    assert!(seen.len() > 8);
    assert_eq!(with_tokens(&kept, &seen), Vec::<&Path>::new());
    unseal(&akoya, "mikomo").await;
    assert_eq!(
        with_tokens(&files(&akoya.data("")), &seen).len(),
        1,
        "a token in clear is found"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_response_in_the_spool_is_encrypted() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = connected(&sandbox, &["mikomo"]);
    sandbox.add_fault(
        Fault::new(Effect::StallResponse { ms: 1000 })
            .on(RequestKind::Refresh)
            .times(1),
    );
    let child = akoya.start(&["refresh"]);
    while sandbox.counters().refreshes == 0 {
        tokio::task::yield_now().await;
    }
    // The store takes nothing until this ends.
    let writer = rusqlite::Connection::open(akoya.data("connections.sqlite")).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    let spooled = loop {
        let list = |directory: &Path| {
            let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
            entries.map(|entry| entry.path())
        };
        let mut names = list(&akoya.data("spool")).flat_map(|folder| list(&folder));
        if let Some(path) =
            names.find(|path| path.extension().is_some_and(|ending| ending == "grant"))
        {
            break bytes(&path);
        }
        tokio::task::yield_now().await;
    };
    writer.execute_batch("ROLLBACK").unwrap();
    assert_eq!(Run::from(child).code, 0);
    for token in tokens(&akoya).await {
        assert!(
            !spooled
                .windows(token.len())
                .any(|window| window == token.as_bytes())
        );
    }
    assert_eq!(
        (
            akoya.generation(),
            &akoya.json(&["store", "info"])["spool"]["waiting"]
        ),
        (2, &0.into())
    );
}

/// A person who can edit the database alone cannot make it look like one that was never encrypted.
#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_is_planted_with_another_name_of_the_store_is_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    for removed in [None, Some("store.encrypted")] {
        let akoya = connected(&sandbox, &["mikomo"]);
        unseal(&akoya, "mikomo").await;
        rusqlite::Connection::open(akoya.data("connections.sqlite"))
            .unwrap()
            .execute_batch("UPDATE meta SET value = 'feedfacefeedface' WHERE name = 'store_id'")
            .unwrap();
        if let Some(name) = removed {
            std::fs::remove_file(akoya.data(name)).unwrap();
        }
        let run = akoya.run(&["accounts"]);
        assert_eq!(run.code, 8, "{run:?}");
        assert_eq!(akoya.json(&["store", "info"])["unencrypted"], 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_is_encrypted_once_and_refuses_unencrypted_rows_afterwards() {
    let sandbox = Sandbox::start().await.unwrap();
    let names = ["one", "two", "three"];
    let akoya = connected(&sandbox, &names);
    let before = tokens(&akoya).await;
    for name in names {
        unseal(&akoya, name).await;
    }
    for name in ["store.key", "store.encrypted"] {
        std::fs::remove_file(akoya.data(name)).unwrap();
    }
    assert_eq!(akoya.json(&["store", "info"])["unencrypted"], 3);
    let starts: Vec<_> = (0..4).map(|_| akoya.start(&["status"])).collect();
    for start in starts {
        let run = Run::from(start);
        assert_eq!(
            (run.code, run.out.matches("ready").count()),
            (0, 3),
            "{run:?}"
        );
    }
    let info = akoya.json(&["store", "info"]);
    assert_eq!(
        (
            &info["unencrypted"],
            &info["keys"][0]["rows"],
            info["keys"].as_array().unwrap().len()
        ),
        (&0.into(), &3.into(), 1)
    );
    assert_eq!(tokens(&akoya).await, before);
    assert_eq!(
        with_tokens(&files(&akoya.data("")), &before),
        Vec::<&Path>::new()
    );
    akoya.ok(&["refresh", "--connection", "two"]);

    unseal(&akoya, "two").await;
    let run = akoya.run(&["balances", "--connection", "two"]);
    assert_eq!(run.code, 8, "{run:?}");
    assert!(run.err.contains("not encrypted"), "{run:?}");
    assert!(run.err.contains("akoya store rekey"), "{run:?}");
    akoya.ok(&["balances", "--connection", "one"]);
    let run = akoya.run(&["store", "rekey"]);
    assert_eq!(run.code, 8, "{run:?}");
    assert!(run.err.contains("--include-unencrypted"), "{run:?}");
    assert_eq!(akoya.run(&["balances", "--connection", "two"]).code, 8);
    assert_eq!(
        akoya.json(&["store", "rekey", "--include-unencrypted"]),
        serde_json::json!({ "seen": 3, "sealed": 1, "encrypted": 1, "failed": 0 })
    );
    akoya.ok(&["balances", "--connection", "two"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_row_hides_no_other_and_can_be_removed() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = connected(&sandbox, &["changed", "damaged", "good", "swapped"]);
    change_row(&akoya, "changed", |row| {
        row.sealed.as_mut().unwrap()[40] ^= 1
    })
    .await;
    change_row(&akoya, "damaged", |row| row.head = b"nonsense".to_vec()).await;
    let good = akoya
        .store()
        .load(&ConnectionId::new("good").unwrap())
        .await
        .unwrap()
        .unwrap()
        .row
        .sealed;
    change_row(&akoya, "swapped", |row| row.sealed = good).await;
    let run = akoya.run(&["status", "--json"]);
    assert_eq!(run.code, 8, "{run:?}");
    let status: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let states: Vec<_> = status["connections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["unreadable", "unreadable", "ready", "unreadable"]);
    assert_eq!(
        (
            &status["connections"][0]["generation"],
            &status["connections"][1]["generation"]
        ),
        (&1.into(), &serde_json::json!(null))
    );
    let run = akoya.run(&["status"]);
    assert!(run.out.contains("cannot be decrypted"), "{run:?}");
    assert!(run.out.contains("damaged at line"), "{run:?}");
    assert_eq!(run.code, 8, "{run:?}");
    assert_eq!(
        akoya.run(&["store", "rekey"]).code,
        0,
        "the active key is on all that is not damaged"
    );
    for name in ["changed", "damaged", "swapped"] {
        let run = akoya.run(&["refresh", "--connection", name]);
        assert_eq!(run.code, 8, "{run:?}");
        assert!(run.err.contains("logout --forget"), "{run:?}");
        akoya.ok(&["logout", "--forget", "--connection", name]);
    }
    assert_eq!(akoya.connection()["state"], "ready");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_response_that_no_key_opens_waits_and_blocks_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = connected(&sandbox, &["mikomo"]);
    let store = akoya.store();
    let row = store
        .load(&ConnectionId::new("mikomo").unwrap())
        .await
        .unwrap()
        .unwrap()
        .row;
    let mut sealed = row.sealed.unwrap();
    sealed[1] ^= 1;
    let entry = serde_json::json!({
        "store": store.identity().id, "connection": "mikomo", "generation": row.generation, "owner": "h-1-0",
        "origin": "refresh", "head": String::from_utf8(row.head).unwrap(),
        "sealed": base64::engine::general_purpose::STANDARD.encode(sealed),
    });
    drop(store);
    let path = akoya.data("spool/00.1.h-1-0.grant");
    std::fs::write(&path, entry.to_string()).unwrap();
    for command in ["status", "balances"] {
        akoya.ok(&[command]);
    }
    let run = akoya.run(&["store", "replay", "--json"]);
    assert_eq!(
        (run.code, run.out.trim()),
        (8, r#"{"failed":1,"known":0,"recovered":0}"#),
        "{run:?}"
    );
    let run = akoya.run(&["store", "retire-key"]);
    assert!(path.exists(), "{run:?}");
    assert_eq!(run.code, 8, "{run:?}");
    assert!(run.err.contains("akoya store replay"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_quarantined_until_it_is_adopted() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = connected(&sandbox, &["mikomo"]);
    let path = akoya.data("connections.sqlite");
    std::fs::copy(&path, akoya.path("copy")).unwrap();
    std::fs::rename(akoya.path("copy"), &path).unwrap();
    akoya.ok(&["balances"]);
    let run = akoya.run(&["refresh"]);
    assert_eq!((run.code, sandbox.counters().refreshes), (8, 0), "{run:?}");
    assert!(run.err.contains("copied from elsewhere"), "{run:?}");
    assert!(run.err.contains("akoya store adopt"), "{run:?}");
    assert!(
        akoya.json(&["store", "info"])["quarantine"]
            .as_str()
            .unwrap()
            .contains("copied")
    );
    let run = akoya.run(&["store", "adopt"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("lose its consents"), "{run:?}");
    assert_eq!(akoya.run(&["refresh"]).code, 8);
    assert_eq!(akoya.json(&["store", "adopt", "--yes"])["adopted"], true);
    akoya.ok(&["refresh"]);
    assert_eq!(akoya.json(&["store", "adopt"])["adopted"], false);
}

/// What a directory holds, by paths within it.
fn contents(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut contents = BTreeMap::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let inner = self::contents(&path);
            let name = path.file_name().unwrap();
            contents.extend(
                inner
                    .into_iter()
                    .map(|(p, bytes)| (Path::new(name).join(p), bytes)),
            );
        } else {
            let bytes = std::fs::read(&path).unwrap();
            contents.insert(PathBuf::from(path.file_name().unwrap()), bytes);
        }
    }
    contents
}

/// Makes a directory what it was, in place: files keep their inodes, and those that were not there are removed.
fn bring_back(directory: &Path, old: &BTreeMap<PathBuf, Vec<u8>>) {
    for path in contents(directory).into_keys() {
        if !old.contains_key(&path) {
            std::fs::remove_file(directory.join(path)).unwrap();
        }
    }
    for (path, bytes) in old {
        std::fs::write(directory.join(path), bytes).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_directory_that_is_restored_in_place_is_noticed_by_a_witness_elsewhere() {
    let sandbox = Sandbox::start().await.unwrap();
    let witness = tempfile::tempdir().unwrap();
    let named = witness.path().join("akoya").display().to_string();
    let by_config = Akoya::at(&sandbox);
    let text = format!("store_witness = {named:?}\n");
    by_config.write("data/akoya/config.toml", &text);
    let by_variable = Akoya::at(&sandbox).with("AKOYA_STORE_WITNESS", &named);
    for (akoya, is_noticed) in [
        (by_variable, true),
        (by_config, true),
        (Akoya::at(&sandbox), false),
    ] {
        akoya.ok(&["login", "--auto-consent", "--user", "mikomo_10"]);
        let directory = akoya.path("data/akoya");
        let backup = contents(&directory);
        akoya.ok(&["refresh"]);
        bring_back(&directory, &backup);
        let before = sandbox.counters().refreshes;
        let run = akoya.run(&["refresh"]);
        let sent = sandbox.counters().refreshes - before;
        assert_eq!(
            (run.code == 8, sent == 0),
            (is_noticed, is_noticed),
            "{run:?}"
        );
        let quarantine = &akoya.json(&["store", "info"])["quarantine"];
        assert_eq!(quarantine.is_string(), is_noticed, "{quarantine}");
        if is_noticed {
            assert!(run.err.contains("was rolled back"), "{run:?}");
        }
    }
}

#[test]
fn store_commands_without_a_store_say_so() {
    let akoya = Akoya::new();
    for command in [
        "info",
        "rekey",
        "rotate-key",
        "retire-key",
        "adopt",
        "replay",
    ] {
        assert!(
            akoya.ok(&["store", command]).contains("no token store yet"),
            "{command}"
        );
    }
    assert!(
        !akoya.path("data").exists(),
        "looking leaves nothing behind"
    );
}

#[cfg(not(feature = "postgres"))]
#[test]
fn a_store_url_is_refused_where_the_command_is_built_without_postgresql() {
    let akoya = Akoya::new().with("AKOYA_STORE_URL", "postgres://user:canary@127.0.0.1/db");
    let run = akoya.run(&["status"]);
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.err.contains("--features postgres"), "{run:?}");
    assert!(!run.err.contains("canary"), "{run:?}");
}

#[cfg(feature = "postgres")]
#[test]
fn a_store_url_without_a_server_is_reported_without_its_password() {
    let unused = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let nobody = format!("postgres://user:canary@127.0.0.1:{unused}/canary-database");
    for (url, code, says) in [
        ("mysql://u:canary@h/d", 4, "AKOYA_STORE_URL"),
        (&nobody, 6, "cannot be reached"),
    ] {
        let in_environment = Akoya::new().with("AKOYA_STORE_URL", url);
        let in_file = Akoya::new();
        in_file.write("data/akoya/config.toml", &format!("store_url = {url:?}"));
        for command in [
            &["status"][..],
            &["store", "info"],
            &["store", "migrate"],
            &["store", "info", "--json"],
        ] {
            for akoya in [&in_environment, &in_file] {
                let run = akoya.run(&[command, &["-vv"]].concat());
                assert!(run.code == code, "{command:?}: {run:?}");
                assert!(run.err.contains(says), "{command:?}: {run:?}");
                assert!(!run.err.contains("canary"), "{command:?}: {run:?}");
                assert!(!run.out.contains("canary"), "{command:?}: {run:?}");
            }
        }
        assert!(
            in_file.run(&["status"]).err.contains("chmod 600"),
            "others can read the password"
        );
        assert!(
            !in_environment
                .path("data/akoya/connections.sqlite")
                .exists()
        );
    }
}

#[test]
fn a_store_in_a_file_needs_no_migration() {
    let akoya = Akoya::new();
    assert_eq!(
        akoya.json(&["store", "migrate"]),
        serde_json::json!({ "kind": "sqlite", "up_to_date": true })
    );
    assert!(akoya.ok(&["store", "migrate"]).contains("Nothing to do"));
    assert!(!akoya.path("data").exists(), "nothing was made");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_shows_each_event_with_its_process_and_fingerprints() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = connected(&sandbox, &["mikomo", "other"]);
    let child = akoya.start(&["refresh", "--connection", "mikomo"]);
    let process = child.id();
    assert_eq!(Run::from(child).code, 0);
    let status = akoya.json(&["status", "--history", "mikomo"]);
    let connections = status["connections"].as_array().unwrap();
    assert_eq!(
        (connections.len(), &connections[0]["generation"]),
        (1, &2.into())
    );
    let [consented, refreshed] = connections[0]["history"].as_array().unwrap().as_slice() else {
        panic!("{status}")
    };
    assert_eq!(
        (&consented["event"], &consented["before"]),
        (&"consented".into(), &serde_json::json!(null))
    );
    assert_eq!(
        (&refreshed["event"], &refreshed["process"]),
        (&"refreshed".into(), &process.into())
    );
    assert!(refreshed["before"] == consented["after"], "{status}");
    assert!(refreshed["after"] != refreshed["before"], "{status}");
    let shown = akoya.ok(&["status", "--history"]);
    let change = format!(
        "{} -> {}",
        refreshed["before"].as_str().unwrap(),
        refreshed["after"].as_str().unwrap()
    );
    assert!(shown.contains(&change), "{shown}");
    assert!(shown.contains("other, token no. 1"), "{shown}");
}
