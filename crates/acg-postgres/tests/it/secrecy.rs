//! What somebody finds who has the database alone.

use std::sync::Arc;

use acg::Vault;
use acg::random::SystemRandom;
use acg::vault::{Keyring, SealingKey};

use crate::idp::{Idp, auth};
use crate::server::Database;

/// How often one of the provider's tokens stands in a dump, which writes bytes as hexadecimal digits.
fn tokens_in(dump: &str) -> usize {
    let digits: String = "canary".bytes().map(|byte| format!("{byte:02x}")).collect();
    dump.matches("canary").count() + dump.matches(&digits).count()
}

async fn live_a_while(vault: Vault) {
    let auth = auth(vault, Arc::new(Idp::default()));
    auth.fetch_token("code").await.unwrap();
    let rejected = auth.bearer().await.unwrap();
    auth.bearer_after_rejection(&rejected).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dump_of_a_store_with_keys_holds_no_token() {
    let (sealed, clear) = (Database::migrated().await, Database::migrated().await);
    let key = SealingKey::generate(&SystemRandom).unwrap();
    let vault = Vault::builder(Arc::new(sealed.store().await))
        .keys(Keyring::new(key))
        .build();
    live_a_while(vault).await;
    live_a_while(Arc::new(clear.store().await).into()).await;
    let dump = sealed.dump().await;
    assert!(dump.contains("customer/bank"), "the connection is in it");
    assert_eq!(tokens_in(&dump), 0);
    assert!(
        tokens_in(&clear.dump().await) >= 2,
        "without keys they are found"
    );
}
