//! Keys on several machines.

use acg::ConnectionId;
use acg::store::{Swap, TokenStore as _};
use acg_postgres::PostgresStore;
use akoya_sandbox::Sandbox;

use crate::database::Database;
use crate::{keeper_that_refuses, login, machine, migrated, new_key};

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_with_another_key_or_none_changes_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    let (database, key) = (migrated(&sandbox).await, new_key());
    let one = machine(&sandbox, &database, &key);
    login(&one, "mikomo");
    let (requests, before) = (sandbox.counters(), database.dump().await);
    for (key, code, says) in [
        (new_key(), 8, "encrypted with the key"),
        (String::new(), 8, "a new key could not open them"),
    ] {
        let other = machine(&sandbox, &database, &key);
        let mut runs = vec![keeper_that_refuses(&other)];
        for command in [
            &["login", "--auto-consent"][..],
            &["store", "rekey"],
            &["status"],
        ] {
            runs.push(other.run(command));
        }
        assert!(
            runs.iter()
                .all(|run| run.code == code && run.err.contains(says)),
            "{runs:?}"
        );
        assert!(!other.data("store.key").exists());
    }
    assert_eq!(
        (sandbox.counters(), database.dump().await),
        (requests, before)
    );
    one.ok(&["refresh"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_machine_makes_a_key_for_a_shared_store() {
    let sandbox = Sandbox::start().await.unwrap();
    let database = migrated(&sandbox).await;
    let akoya = machine(&sandbox, &database, "");
    for run in [
        keeper_that_refuses(&akoya),
        akoya.run(&["login", "--auto-consent"]),
    ] {
        assert_eq!(run.code, 4, "{run:?}");
        assert!(run.err.contains("AKOYA_STORE_KEY"), "{run:?}");
    }
    assert!(!akoya.data("store.key").exists());
    assert_eq!(sandbox.counters().code_exchanges, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_key_is_retired_only_after_a_confirmation() {
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
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("which other machines"), "{run:?}");
    two.ok(&["store", "retire-key", "--yes"]);
    assert_eq!(std::fs::read_to_string(&path).unwrap().trim(), new);

    // What the first machine still holds is under the old key.
    let one = one
        .without("AKOYA_STORE_KEY")
        .with("AKOYA_STORE_KEY", &format!("{new},{old}"));
    assert_eq!(one.json(&["store", "info"])["spool"]["waiting"], 1);
    one.ok(&["refresh"]);
}

/// Puts unencrypted tokens into a row, as an attacker may who has the database and no key.
async fn plant(database: &Database, name: &str) {
    let options = PostgresStore::options(&database.url()).unwrap();
    let (store, id) = (
        PostgresStore::connect(&options).await.unwrap(),
        ConnectionId::new(name).unwrap(),
    );
    let stored = store.load(&id).await.unwrap().unwrap();
    let mut row = stored.row;
    let token = serde_json::json!({ "id_token": "planted", "refresh_token": "planted" });
    row.sealed = Some(serde_json::to_vec(&serde_json::json!({ "token": token })).unwrap());
    assert!(matches!(
        store
            .compare_and_swap(&id, Some(stored.version), &row)
            .await
            .unwrap(),
        Swap::Done(_)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn unencrypted_tokens_planted_in_a_database_are_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let (database, key) = (migrated(&sandbox).await, new_key());
    login(&machine(&sandbox, &database, &key), "mikomo");
    plant(&database, "mikomo").await;
    let before = database.dump().await;
    // It has not seen the store before.
    let new = machine(&sandbox, &database, &key);
    let run = new.run(&["status"]);
    assert_eq!(run.code, 8, "{run:?}");
    assert!(run.err.contains("not encrypted"), "{run:?}");
    assert_eq!(database.dump().await, before);
    assert_eq!(new.json(&["store", "info"])["unencrypted"], 1);
}
