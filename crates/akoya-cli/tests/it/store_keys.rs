//! Where the keys of the token store come from, and what happens without the right one.

use std::path::Path;

use acg::ConnectionId;
use acg::random::SystemRandom;
use acg::store::TokenStore as _;
use acg::vault::SealingKey;
use akoya_sandbox::Sandbox;

use crate::akoya::{Akoya, Run};
use crate::store::connected;

fn new_key() -> SealingKey {
    SealingKey::generate(&SystemRandom).unwrap()
}

/// Writes a file with this mode.
fn write_key(path: &Path, text: &str, mode: u32) {
    std::fs::write(path, text).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
}

async fn row(akoya: &Akoya) -> Vec<u8> {
    let stored = akoya
        .store()
        .load(&ConnectionId::new("mikomo").unwrap())
        .await
        .unwrap()
        .unwrap();
    format!("{} {:?}", stored.version.0, stored.row).into_bytes()
}

/// A command that must fail because of the key, with this in its error; nothing was sent or changed.
async fn locked(akoya: &Akoya, sandbox: &Sandbox, code: i32, says: &str) {
    let (requests, before) = (sandbox.counters(), row(akoya).await);
    for command in [
        &["balances"][..],
        &["refresh"],
        &["login", "--auto-consent"],
        &["logout"],
        &["store", "rekey"],
    ] {
        let run = akoya.run(command);
        assert_eq!(run.code, code, "{command:?}: {run:?}");
        assert!(run.err.contains(says), "{command:?}: {run:?}");
    }
    assert_eq!(
        (sandbox.counters(), row(akoya).await),
        (requests, before),
        "{says}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_key_is_reported_and_never_replaced() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = connected(&sandbox, &["mikomo"]);
    let key = akoya.data("store.key");
    let kept = akoya.path("kept");
    std::fs::rename(&key, &kept).unwrap();
    locked(&akoya, &sandbox, 8, "a new key could not open them").await;
    let run = akoya.run(&["status"]);
    assert_eq!(run.code, 8, "{run:?}");
    assert!(run.out.contains("mikomo"), "{run:?}");
    assert!(run.err.contains("store.key"), "{run:?}");
    let info = akoya.json(&["store", "info"]);
    assert_eq!(
        (&info["keys"][0]["given"], &info["key_source"]["problem"]),
        (&false.into(), &"missing".into())
    );
    assert!(
        akoya
            .ok(&["status", "--history", "--help"])
            .contains("fingerprint")
    );
    assert!(!key.exists());
    std::fs::copy(&kept, &key).unwrap();
    akoya.ok(&["refresh"]);

    std::fs::remove_file(&key).unwrap();
    akoya.ok(&["logout", "--forget"]);
    akoya.ok(&["login", "--auto-consent", "--user", "mikomo_10"]);
    assert_ne!(std::fs::read(&key).unwrap(), std::fs::read(&kept).unwrap());
    akoya.ok(&["refresh"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_changes_nothing_and_works_beside_the_right_one() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = connected(&sandbox, &["mikomo"]);
    let (old, new) = (akoya.keys()[0].clone(), new_key());
    let akoya = akoya.with("AKOYA_STORE_KEY", &new.expose());
    locked(
        &akoya,
        &sandbox,
        8,
        &format!("encrypted with the key {}", old.id()),
    )
    .await;
    let both = format!("{},{}", *new.expose(), *old.expose());
    let akoya = akoya
        .without("AKOYA_STORE_KEY")
        .with("AKOYA_STORE_KEY", &both);
    akoya.ok(&["balances"]);
    let run = akoya.run(&["store", "rotate-key"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("NEW,OLD"), "{run:?}");
    assert_eq!(akoya.json(&["store", "rekey"])["sealed"], 1);
    let run = akoya.run(&["store", "retire-key"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("NEW,OLD"), "{run:?}");
    let akoya = akoya
        .without("AKOYA_STORE_KEY")
        .with("AKOYA_STORE_KEY", &new.expose());
    akoya.ok(&["refresh"]);
    locked(
        &akoya.without("AKOYA_STORE_KEY"),
        &sandbox,
        8,
        &format!("encrypted with the key {}", new.id()),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn text_that_is_not_a_key_is_reported_without_being_shown() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = connected(&sandbox, &["mikomo"]);
    let file = akoya.path("keys");
    let path = file.to_str().unwrap().to_owned();
    let akoya = akoya.with("AKOYA_STORE_KEY_FILE", &path);
    locked(&akoya, &sandbox, 8, "cannot be read").await;
    assert!(!file.exists());
    for (text, says) in [
        ("", "contains no key"),
        ("canary-of-a-key", "at no. 1"),
        ("# only a comment", "contains no key"),
    ] {
        write_key(&file, text, 0o600);
        locked(&akoya, &sandbox, 8, says).await;
        assert!(!akoya.run(&["balances", "-vv"]).err.contains("canary"));
    }
    if cfg!(unix) {
        write_key(
            &file,
            &std::fs::read_to_string(akoya.data("store.key")).unwrap(),
            0o640,
        );
        locked(&akoya, &sandbox, 8, "is accessible to other users").await;
    }
    let akoya = akoya.with("AKOYA_STORE_KEY", "canary-of-a-key");
    locked(
        &akoya,
        &sandbox,
        4,
        "AKOYA_STORE_KEY contains something that is not a key",
    )
    .await;
    assert!(!akoya.run(&["balances", "-vv"]).err.contains("canary"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_variable_takes_precedence_over_the_file_and_that_over_the_config() {
    let sandbox = Sandbox::start().await.unwrap();
    let keys = [1, 2, 3].map(|_| new_key());
    let akoya = Akoya::at(&sandbox);
    let used = |akoya: &Akoya| {
        akoya.json(&["store", "info"])["keys"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let login = |akoya: &Akoya| {
        let _ = akoya.run(&["logout", "--forget"]);
        akoya.ok(&["login", "--auto-consent", "--user", "mikomo_10"]);
    };
    let [in_config, in_file] = ["config-key", "file-key"].map(|name| akoya.path(name));
    for (path, key) in [(&in_config, &keys[0]), (&in_file, &keys[1])] {
        write_key(path, &format!("# mine\n{}\n", *key.expose()), 0o600);
    }
    akoya.write(
        "data/akoya/config.toml",
        &format!("store_key_file = {:?}", in_config.to_str().unwrap()),
    );
    login(&akoya);
    assert_eq!(used(&akoya), keys[0].id().to_string());
    let akoya = akoya.with("AKOYA_STORE_KEY_FILE", in_file.to_str().unwrap());
    login(&akoya);
    assert_eq!(used(&akoya), keys[1].id().to_string());
    let akoya = akoya.with("AKOYA_STORE_KEY", &keys[2].expose());
    login(&akoya);
    assert_eq!(used(&akoya), keys[2].id().to_string());
    assert!(!akoya.data("store.key").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_replaced_while_others_use_the_store() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = connected(&sandbox, &["one", "two"]);
    let first = akoya.keys()[0].id();
    let second = akoya.json(&["store", "rotate-key"])["key"]
        .as_str()
        .unwrap()
        .to_owned();
    let ids: Vec<_> = akoya.keys().iter().map(SealingKey::id).collect();
    assert_eq!((ids[0].to_string(), ids[1]), (second.clone(), first));
    akoya.ok(&["refresh", "--connection", "one"]);
    let rows = |akoya: &Akoya| {
        let info = akoya.json(&["store", "info"]);
        let keys = info["keys"].as_array().unwrap().clone();
        let rows = |id: &str| {
            keys.iter()
                .find(|key| key["id"] == id)
                .map(|key| key["rows"].as_u64().unwrap())
        };
        (rows(&first.to_string()), rows(&second))
    };
    assert_eq!(
        rows(&akoya),
        (Some(1), Some(1)),
        "a refresh seals with the new key"
    );
    assert_eq!(
        akoya.json(&["store", "retire-key"])["retired"],
        serde_json::json!([])
    );
    assert_eq!(akoya.json(&["store", "rekey"])["sealed"], 1);
    assert_eq!(akoya.json(&["store", "rekey"])["sealed"], 0);

    let open = akoya.store();
    let run = akoya.run(&["store", "retire-key"]);
    assert_eq!(run.code, 6, "{run:?}");
    assert!(run.err.contains("no key was removed"), "{run:?}");
    drop(open);
    let run = akoya.run(&[
        "store",
        "retire-key",
        "--store-key-file",
        akoya.data("store.key").to_str().unwrap(),
    ]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("other stores"), "{run:?}");
    assert!(akoya.keys().len() == 2, "{run:?}");
    assert_eq!(
        akoya.json(&["store", "retire-key"])["retired"],
        serde_json::json!([first.to_string()])
    );
    assert_eq!(rows(&akoya), (None, Some(2)));
    for name in ["one", "two"] {
        akoya.ok(&["refresh", "--connection", name]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_first_starts_make_one_key() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox);
    let names = ["a", "b", "c", "d"];
    let login = |name| {
        akoya.start(&[
            "login",
            "--auto-consent",
            "--user",
            "mikomo_10",
            "--connection",
            name,
        ])
    };
    for login in names.map(login) {
        let run = Run::from(login);
        assert_eq!(run.code, 0, "{run:?}");
    }
    assert_eq!(akoya.keys().len(), 1);
    for name in names {
        akoya.ok(&["refresh", "--connection", name]);
    }
}

#[cfg(all(target_os = "linux", not(feature = "keychain")))]
#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_was_not_built_in_is_reported() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = connected(&sandbox, &["mikomo"]);
    let run = akoya.run(&["balances", "--store-keychain"]);
    assert_eq!(run.code, 8, "{run:?}");
    assert!(run.err.contains("cargo feature `keychain`"), "{run:?}");
    akoya.write("data/akoya/config.toml", "store_key = \"keychain\"");
    assert_eq!(akoya.run(&["balances"]).code, 8);
}
