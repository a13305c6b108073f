//! Keys on several machines.

use akoya_sandbox::Sandbox;

use crate::{login, machine, migrated, new_key};

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_with_another_key_or_none_changes_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    let (database, key) = (migrated(&sandbox).await, new_key());
    let one = machine(&sandbox, &database, &key);
    login(&one, "mikomo");
    let (requests, before) = (sandbox.counters(), database.dump().await);
    for (key, code, says) in [(new_key(), 8, "encrypted with the key"), (String::new(), 8, "no new one is made")] {
        let other = machine(&sandbox, &database, &key);
        for command in [&["keeper"][..], &["login", "--auto-consent"], &["store", "rekey"], &["status"]] {
            let run = other.run(command);
            assert!(run.code == code && run.err.contains(says), "{command:?}: {run:?}");
        }
        assert!(!other.data("store.key").exists());
    }
    assert_eq!((sandbox.counters(), database.dump().await), (requests, before));
    one.ok(&["refresh"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_machine_makes_a_key_for_all() {
    let sandbox = Sandbox::start().await.unwrap();
    let database = migrated(&sandbox).await;
    let akoya = machine(&sandbox, &database, "");
    for command in [&["keeper"][..], &["login", "--auto-consent"]] {
        let run = akoya.run(command);
        assert!(run.code == 4 && run.err.contains("AKOYA_STORE_KEY"), "{command:?}: {run:?}");
    }
    assert!(!akoya.data("store.key").exists());
    assert_eq!(sandbox.counters().code_exchanges, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_retired_when_somebody_says_that_every_machine_has_the_new_one() {
    let sandbox = Sandbox::start().await.unwrap();
    let (database, old, new) = (migrated(&sandbox).await, new_key(), new_key());
    let one = machine(&sandbox, &database, &old);
    login(&one, "mikomo");
    let two = machine(&sandbox, &database, "");
    let path = two.data("store.key");
    two.write("data/akoya/store.key", &format!("{new}\n{old}\n"));
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    assert_eq!(two.json(&["store", "rekey"])["sealed"], 1);
    let run = two.run(&["store", "retire-key"]);
    assert!(run.code == 2 && run.err.contains("which other machines"), "{run:?}");
    two.ok(&["store", "retire-key", "--yes"]);
    assert_eq!(std::fs::read_to_string(&path).unwrap().trim(), new);

    // What the first machine still holds is under the old key.
    let one = one.without("AKOYA_STORE_KEY").with("AKOYA_STORE_KEY", &format!("{new},{old}"));
    assert_eq!(one.json(&["store", "info"])["spool"]["waiting"], 1);
    one.ok(&["refresh"]);
}
