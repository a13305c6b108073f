//! What the database alone discloses.

use std::sync::Arc;

use acg::Vault;
use acg::random::SystemRandom;
use acg::vault::{Keyring, SealingKey};

use crate::grants::{grant, provider};
use crate::server::Database;

/// What a refresh token and an id_token of the provider begin with.
const TOKENS: [&str; 2] = ["canary-", "eyJhbGciOiJub25lIn0."];

/// Returns how many kinds of tokens are in a dump, which writes bytes as hexadecimal digits.
fn tokens_in(dump: &str) -> usize {
    let is_in = |text: &str| {
        let digits: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        dump.contains(text) || dump.contains(&digits)
    };
    TOKENS.into_iter().filter(|text| is_in(text)).count()
}

async fn live_a_while(vault: Vault) {
    let provider = provider();
    provider.set_prefix("canary-");
    let auth = grant(vault, Arc::new(provider));
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
    assert_eq!(
        tokens_in(&clear.dump().await),
        2,
        "without keys they are found"
    );
}
