//! Keepers on two machines.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::process::Child;
use std::sync::Arc;
use std::time::Duration;

use acg::Vault;
use acg::vault::Keyring;
use acg_postgres::PostgresStore;
use akoya_sandbox::Sandbox;
use serde_json::Value;

use crate::akoya::{Akoya, Run};
use crate::database::Database;
use crate::{login, machine, migrated, new_key};

const CONNECTIONS: usize = 20;

/// A keeper that runs, and what it says.
struct Keeper {
    child: Child,
    lines: Box<dyn Iterator<Item = Value>>,
}

impl Keeper {
    fn start(akoya: &Akoya) -> Self {
        let mut child = akoya.start(&["keeper", "--json", "--report-every", "1"]);
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let lines = Box::new(lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()));
        Self { child, lines }
    }

    fn refreshed_more_than(&mut self, count: u64) {
        assert!(
            self.lines
                .any(|line| line["refreshed"].as_u64() > Some(count)),
            "it has ended before"
        );
    }

    /// Ends it, and returns its last numbers.
    fn end(mut self) -> Value {
        crate::akoya::signal(&self.child, "TERM");
        let ended = self.lines.find(|line| line["event"] == "ended").unwrap();
        assert_eq!(Run::from(self.child).code, 0);
        ended
    }
}

/// Every token that is stored now.
async fn tokens(database: &Database, key: &str) -> BTreeSet<String> {
    let options = PostgresStore::options(&database.url()).unwrap();
    let store = Arc::new(PostgresStore::connect(&options).await.unwrap());
    let vault = Vault::builder(store)
        .keys(Keyring::new(key.parse().unwrap()))
        .build();
    let records = vault
        .page(None)
        .await
        .unwrap()
        .into_iter()
        .map(|(_, record)| record.unwrap());
    let tokens = records.flat_map(|record| [record.token.id_token, record.token.refresh_token]);
    tokens
        .flatten()
        .map(|token| token.expose().to_owned())
        .collect()
}

/// Whether a dump, which writes bytes as hexadecimal digits, has this text in it.
fn holds(dump: &str, text: &str) -> bool {
    let digits: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    dump.contains(text) || dump.contains(&digits)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_machines_share_the_work_and_end_on_a_signal() {
    let sandbox = Sandbox::builder()
        .id_token_lifetime(Duration::from_secs(2))
        .start()
        .await
        .unwrap();
    let (database, key) = (migrated(&sandbox).await, new_key());
    let [one, two] = [
        machine(&sandbox, &database, &key),
        machine(&sandbox, &database, &key),
    ];
    for number in 0..CONNECTIONS {
        login(&one, &format!("customer-{number}"));
    }
    let before = sandbox.counters().refreshes;
    assert_eq!(before, 0);
    let mut keepers = [Keeper::start(&one), Keeper::start(&two)];
    for keeper in &mut keepers {
        keeper.refreshed_more_than(CONNECTIONS as u64);
    }
    let ended = keepers.map(Keeper::end);

    assert_undisturbed(&ended);
    let refreshed: u64 = ended
        .iter()
        .filter_map(|last| last["refreshed"].as_u64())
        .sum();
    assert_eq!(refreshed, sandbox.counters().refreshes);
    assert_eq!(generations(&one), CONNECTIONS as u64 + refreshed);
    assert!(
        !two.data("connections").exists(),
        "the second machine knew nothing of the connections"
    );
    assert!(!one.data("connections.sqlite").exists());
    assert!(!two.data("connections.sqlite").exists());

    let (dump, tokens) = (database.dump().await, tokens(&database, &key).await);
    assert_eq!(tokens.len(), 2 * CONNECTIONS);
    for readable in ["customer-0", sandbox.client_id()] {
        assert!(holds(&dump, readable), "what is not secret is found");
    }
    assert!(!tokens.iter().any(|token| holds(&dump, token)));
}

/// Checks the last numbers of two keepers: nothing failed. The sandbox ends a grant whose refresh token it sees twice.
fn assert_undisturbed(ended: &[Value; 2]) {
    for name in [
        "in_flight",
        "consent_needed",
        "unknown",
        "failed",
        "store_failures",
    ] {
        assert_eq!(
            ended.each_ref().map(|last| last[name].as_u64()),
            [Some(0); 2],
            "{name}: {ended:?}"
        );
    }
}

/// Adds up the generations of all connections.
fn generations(machine: &Akoya) -> u64 {
    let status = machine.json(&["status"]);
    let lines = status["connections"].as_array().unwrap().iter();
    lines.map(|line| line["generation"].as_u64().unwrap()).sum()
}
