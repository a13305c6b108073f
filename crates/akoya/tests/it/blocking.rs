//! The client without async.

use akoya::blocking::AccountPages;
use akoya::oauth::{AuthorizationCodeAuthCredentials, store::MemoryStore};
use akoya::{ErrorKind, RetryPolicy, blocking};

use crate::scripted::Scripted;
use crate::world::World;

#[test]
fn calls_pages_and_refresh_work_without_async() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let world = runtime.block_on(World::start());
    let client = blocking::Client::new(runtime.block_on(world.consented("mikomo_10"))).unwrap();
    let account = "g833202fb0866d0ad83472c429";
    let balances = client
        .balances("mikomo")
        .with(|call| call.accounts([account]))
        .send()
        .unwrap();
    assert_eq!(balances.accounts.as_ref().unwrap().len(), 1);
    let call = client.transactions("mikomo", account).with(|call| {
        call.start_time("2019-01-01")
            .end_time("2026-12-31")
            .limit(5)
    });
    let pages: Vec<_> = call
        .by_page()
        .unwrap()
        .map(|page| page.unwrap().transactions.as_ref().unwrap().len())
        .collect();
    assert!(pages.len() > 1, "{pages:?}");
    assert!(pages.iter().all(|count| *count <= 5), "{pages:?}");
    client.acg_auth().refresh_token().unwrap();
    client.acg_auth().revoke_token().unwrap();
    assert_eq!(
        client.balances("mikomo").send().unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
}

#[tokio::test]
async fn a_blocking_call_in_async_code_is_an_error_and_not_a_panic() {
    let client = blocking::Client::new(Scripted::new([(200, "{}")]).client()).unwrap();
    assert_eq!(
        client.balances("mikomo").send().unwrap_err().kind(),
        ErrorKind::InvalidInput
    );
}

/// What comes of three accounts: their transactions, or whether the error is theirs alone.
fn three_accounts(client: &blocking::Client) -> Vec<(String, Result<usize, bool>)> {
    let pages = AccountPages::new(["a1", "a2", "a3"], |id| {
        let call = client.transactions("mikomo", id);
        call.with(|call| call.retry(RetryPolicy::off()))
    });
    let result = |page: Result<akoya::Response<_>, akoya::Error>| match page {
        Ok(page) => Ok(akoya::Response::into_items(page).len()),
        Err(error) => Err(error.is_of_one_account()),
    };
    pages
        .map(|page| (page.account_id, result(page.page)))
        .collect()
}

#[test]
fn one_account_that_fails_does_not_stop_the_others_without_async() {
    let one = r#"{"transactions":[{"depositTransaction":{"transactionId":"1"}}]}"#;
    let missing = r#"{"code":701,"message":"Account not found"}"#;
    let http = Scripted::new([(200, one), (404, missing), (200, one)]);
    let client = blocking::Client::new(http.client()).unwrap();
    let of = |id: &str, result| (id.to_owned(), result);
    assert_eq!(
        three_accounts(&client),
        [of("a1", Ok(1)), of("a2", Err(true)), of("a3", Ok(1))]
    );
    let none: [&str; 0] = [];
    assert_eq!(
        AccountPages::new(none, |id| client.transactions("mikomo", id)).count(),
        0
    );
}

#[tokio::test]
async fn accounts_that_are_read_in_async_code_end_with_one_error() {
    let client = blocking::Client::new(Scripted::new([(200, "{}")]).client()).unwrap();
    assert_eq!(three_accounts(&client), [("a1".to_owned(), Err(false))]);
}

#[test]
fn clients_of_several_connections_share_one_thread() {
    let credentials =
        AuthorizationCodeAuthCredentials::builder("id", "secret", "https://app.example/callback");
    let clients = akoya::Client::builder(credentials.build().unwrap())
        .vault(std::sync::Arc::new(MemoryStore::new()))
        .build()
        .unwrap();
    let clients = blocking::Client::new(clients).unwrap();
    let ann = clients.with_connection("ann".parse().unwrap()).unwrap();
    drop(clients);
    assert_eq!(
        ann.acg_auth().refresh_token().unwrap_err().kind(),
        ErrorKind::ConsentNeeded,
        "the thread is there as long as one of them"
    );
}
