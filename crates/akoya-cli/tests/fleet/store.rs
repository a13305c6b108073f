//! The database itself: its tables, what is told of it, copies.

use akoya_sandbox::Sandbox;

use crate::database::Database;
use crate::{keeper_that_refuses, login, machine, migrated, new_key};

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_created_once_and_commands_say_when_that_is_needed() {
    let sandbox = Sandbox::start().await.unwrap();
    let database = Database::new().await;
    let akoya = machine(&sandbox, &database, &new_key());
    let others = [
        &["status"][..],
        &["login", "--auto-consent"],
        &["store", "info"],
    ]
    .map(|command| akoya.run(command));
    for run in others.into_iter().chain([keeper_that_refuses(&akoya)]) {
        assert_eq!(run.code, 8, "{run:?}");
        assert!(run.err.contains("akoya store migrate"), "{run:?}");
    }
    let up_to_date = serde_json::json!({ "kind": "postgresql", "up_to_date": true });
    for _ in 0..2 {
        assert_eq!(akoya.json(&["store", "migrate"]), up_to_date);
    }
    login(&akoya, "mikomo");
    let before = database.dump().await;
    assert!(
        akoya
            .ok(&["store", "migrate"])
            .contains(&database.location())
    );
    assert_eq!(database.dump().await, before);
    akoya.ok(&["balances"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_made_no_connection_shows_them_all_and_no_password() {
    let sandbox = Sandbox::start().await.unwrap();
    let (database, key) = (migrated(&sandbox).await, new_key());
    login(&machine(&sandbox, &database, &key), "mikomo");
    let other = machine(&sandbox, &database, &key);
    let connection = other.connection();
    assert_eq!(
        (&connection["connection"], &connection["state"]),
        (&"mikomo".into(), &"ready".into())
    );
    let environment = connection["environment"].as_str().unwrap();
    assert_eq!(
        (&connection["connector"], environment.trim_end_matches('/')),
        (&"mikomo".into(), sandbox.idp_url())
    );
    let info = other.json(&["store", "info"]);
    assert_eq!(
        (&info["kind"], &info["place"]),
        (&"postgresql".into(), &database.location().into())
    );
    assert_eq!(
        (&info["path"], &info["open_elsewhere"], &info["connections"]),
        (
            &serde_json::json!(null),
            &serde_json::json!(null),
            &1.into()
        )
    );
    for command in [
        ["store", "info", "-vv"],
        ["store", "migrate", "-vv"],
        ["status", "--history", "-vv"],
    ] {
        let run = other.run(&command);
        let password = database.password();
        assert_eq!(run.code, 0, "{run:?}");
        assert!(!run.out.contains(&password), "{run:?}");
        assert!(!run.err.contains(&password), "{run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_logged_out_does_not_come_back_from_the_spool() {
    let sandbox = Sandbox::start().await.unwrap();
    let database = migrated(&sandbox).await;
    let akoya = machine(&sandbox, &database, &new_key());
    for way in [&["logout"][..], &["logout", "--forget"]] {
        login(&akoya, "mikomo");
        akoya.ok(&["refresh"]);
        assert_eq!(
            akoya.json(&["store", "info"])["spool"]["waiting"],
            2,
            "held for a failover"
        );
        akoya.ok(way);
        akoya.ok(&["store", "replay"]);
        assert_eq!(
            akoya.json(&["status"])["connections"],
            serde_json::json!([]),
            "{way:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_the_database_is_quarantined_until_it_is_adopted() {
    let sandbox = Sandbox::start().await.unwrap();
    let (database, key) = (migrated(&sandbox).await, new_key());
    login(&machine(&sandbox, &database, &key), "mikomo");
    let copy = database.copy().await;
    let akoya = machine(&sandbox, &copy, &key);
    assert!(
        akoya.json(&["store", "info"])["quarantine"]
            .as_str()
            .unwrap()
            .contains("copy")
    );
    let run = akoya.run(&["keeper"]);
    assert_eq!(run.code, 8, "{run:?}");
    assert!(run.err.contains("akoya store adopt"), "{run:?}");
    assert_eq!(akoya.json(&["store", "adopt", "--yes"])["adopted"], true);
    assert_eq!(akoya.json(&["store", "adopt"])["adopted"], false);
    assert_eq!(
        akoya.json(&["store", "info"])["quarantine"],
        serde_json::Value::Null
    );
}
