//! Transactions over all pages.

use std::collections::HashSet;

use akoya::ErrorKind;
use akoya::model::balances::AccountBalance;

use crate::world::World;

#[tokio::test]
async fn all_pages_give_every_transaction_once() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    let balances = client.balances("mikomo").send().await.unwrap();
    let mut most = 0;
    for account in balances
        .accounts
        .iter()
        .flatten()
        .filter_map(AccountBalance::account_id)
    {
        let call = client
            .transactions("mikomo", account)
            .start_time("2019-01-01")
            .end_time("2026-12-31");
        let mut items = call.by_item().unwrap();
        let (mut ids, mut count) = (HashSet::new(), 0);
        while let Some(transaction) = items.next().await {
            let transaction = transaction.unwrap();
            ids.insert(transaction.transaction_id().unwrap_or_default().to_owned());
            count += 1;
        }
        assert_eq!(ids.len(), count, "no transaction is given twice");
        most = most.max(count);
    }
    assert!(most >= 1_200, "{most}");
}

#[tokio::test]
async fn one_of_the_two_times_alone_is_refused_before_anything_is_sent() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    let calls = world.sandbox.journal().len();
    for call in [
        client.transactions("mikomo", "a").start_time("2024-01-01"),
        client.transactions("mikomo", "a").end_time("2024-01-01"),
        client
            .transactions("mikomo", "a")
            .start_time("yesterday")
            .end_time("2024-01-01"),
    ] {
        assert_eq!(call.by_page().unwrap_err().kind(), ErrorKind::InvalidInput);
    }
    let error = client
        .transactions("mikomo", "a")
        .start_time("2024-01-01")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!(world.sandbox.journal().len(), calls);
}
