//! The client without async.

use akoya::{ErrorKind, blocking};

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
