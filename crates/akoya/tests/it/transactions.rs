//! Transactions over all pages.

use std::collections::HashSet;

use akoya::model::balances::AccountBalance;
use akoya::{AccountPages, ErrorKind, RetryPolicy};

use crate::scripted::Scripted;
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

fn page(id: &str, more: &str) -> String {
    format!(r#"{{"transactions":[{{"depositTransaction":{{"transactionId":"{id}"}}}}]{more}}}"#)
}

/// What is read of the accounts `a`, `b` and `c`: the ids of the transactions, or the error's status.
async fn read<const N: usize>(
    responses: [(u16, String); N],
) -> Vec<(String, Result<Vec<String>, Option<u16>>)> {
    let client = Scripted::new(responses).client();
    let client = client.clone_with(|b| b.retry(RetryPolicy::off())).unwrap();
    let mut pages = AccountPages::new(["a", "b", "c"], |id| client.transactions("p", id));
    let mut read = Vec::new();
    while let Some(next) = pages.next().await {
        let page = next.page.map_err(|error| error.status());
        let ids = page.map(|page| {
            let items = page.into_items().into_iter();
            items
                .map(|item| item.transaction_id().unwrap().to_owned())
                .collect()
        });
        read.push((next.account_id, ids));
    }
    read
}

#[tokio::test]
async fn the_failure_of_one_account_does_not_stop_the_others() {
    let of = |id: &str, ids: &[&str]| {
        let ids = ids.iter().map(|id| (*id).to_owned()).collect();
        (id.to_owned(), Ok(ids))
    };
    let second = r#","links":{"next":{"href":"/p2"}}"#;
    let not_found = r#"{"code":701}"#.to_owned();
    let all = read([
        (200, page("1", second)),
        (200, page("2", "")),
        (404, not_found),
        (200, page("3", "")),
    ]);
    let failed = ("b".to_owned(), Err(Some(404)));
    assert_eq!(
        all.await,
        [of("a", &["1"]), of("a", &["2"]), failed, of("c", &["3"])]
    );
    for status in [403, 500, 200] {
        let all = read([
            (200, page("1", "")),
            (status, "<html>".to_owned()),
            (200, page("3", "")),
        ])
        .await;
        assert_eq!(all.len(), 3, "{status}: {all:?}");
        assert!(all[1].1.is_err(), "{status}: {all:?}");
    }
}

#[tokio::test]
async fn an_id_that_no_address_can_have_does_not_stop_the_other_accounts() {
    let http = Scripted::new([(200, page("1", "")), (200, page("2", ""))]);
    let client = http.client();
    let ids = ["..", "a", ".", "", "%2e%2e"];
    let mut pages = AccountPages::new(ids, |id| client.transactions("mikomo", id));
    let mut read = Vec::new();
    while let Some(next) = pages.next().await {
        read.push((next.account_id, next.page.err().map(|error| error.kind())));
    }
    let unusable = Some(ErrorKind::InvalidInput);
    let expected = [
        ("..", unusable),
        ("a", None),
        (".", unusable),
        ("", unusable),
        ("%2e%2e", None),
    ];
    assert_eq!(read, expected.map(|(id, error)| (id.to_owned(), error)));
    let sent = "https://api.example/transactions/v3/mikomo/";
    assert_eq!(
        http.targets(),
        [format!("{sent}a"), format!("{sent}%252e%252e")]
    );
}

#[tokio::test]
async fn a_failure_that_concerns_every_account_ends_the_reading() {
    let ended = r#"{"code":601,"message":"Customer not found"}"#.to_owned();
    let all = read([(200, page("1", "")), (404, ended), (200, page("3", ""))]).await;
    let ids: Vec<_> = all.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["a", "b"]);
}
