//! Versions of the API, and what each of them gets.

use std::time::{Duration, SystemTime};

use akoya::{Client, ErrorKind, IntentType, InteractionType, Product, Timestamp};

use crate::scripted::Scripted;
use crate::world::World;

const EMPTY: (u16, &str) = (
    200,
    r#"{"accounts":[],"statements":[],"paymentNetworks":[]}"#,
);

const INTERACTION_TYPE: &str = "x-akoya-interaction-type";
const LAST_ACCESS: &str = "x-akoya-last-access";
const INTENT_TYPE: &str = "x-akoya-intent-type";

fn values(http: &Scripted, name: &str) -> Vec<Option<String>> {
    http.headers(name)
}

fn texts(values: &[Option<&str>]) -> Vec<Option<String>> {
    values
        .iter()
        .map(|value| value.map(str::to_owned))
        .collect()
}

#[tokio::test]
async fn each_product_has_its_version_and_the_nearest_setting_wins() {
    let http = Scripted::new([EMPTY; 6]);
    let told = |builder: akoya::ClientBuilder| {
        builder
            .interaction_type(InteractionType::User)
            .last_access("2026-01-01")
    };
    let client = http.bare(told);
    client.balances("p").send().await.unwrap();
    client.statements("p", "a").send().await.unwrap();
    let older = http.bare(|b| {
        told(b)
            .version("v2")
            .product_version(Product::Balances, "v4-beta")
    });
    older.accounts_info("p").send().await.unwrap();
    older.balances("p").send().await.unwrap();
    older.balances("p").version("v2").send().await.unwrap();
    let paths: Vec<_> = http
        .targets()
        .iter()
        .map(|url| url.replace("https://api.example/", ""))
        .collect();
    assert_eq!(
        paths,
        [
            "balances/v3/p",
            "statements/v2/p/a",
            "accounts-info/v2/p",
            "balances/v4-beta/p",
            "balances/v2/p"
        ]
    );
    assert_eq!(
        values(&http, INTERACTION_TYPE),
        texts(&[
            Some("USER"),
            Some("user"),
            Some("user"),
            Some("USER"),
            Some("user")
        ])
    );
    let time = Some("2026-01-01T00:00:00Z");
    assert_eq!(
        values(&http, LAST_ACCESS),
        texts(&[time, None, None, time, None])
    );
}

#[tokio::test]
async fn call_that_lacks_what_its_version_demands_is_refused_with_the_setters_name() {
    let http = Scripted::new([EMPTY; 4]);
    let refused = async |client: &Client, names: &str| {
        let error = client.balances("p").send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains(names), "{error}");
    };
    refused(&http.bare(|builder| builder), "`interaction_type`").await;
    let batch = http.bare(|builder| builder.interaction_type(InteractionType::Batch));
    refused(&batch, "`touch`").await;
    refused(&batch, "`last_access`").await;
    assert_eq!(http.targets().len(), 0, "nothing was sent");

    batch
        .balances("p")
        .last_access("2026-01-02")
        .send()
        .await
        .unwrap();
    batch.balances("p").version("v2").send().await.unwrap();
    batch.balances("p").version("v9").send().await.unwrap();
    batch
        .balances("p")
        .header(LAST_ACCESS, "x")
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn header_that_is_set_by_its_name_stays_whatever_else_is_set() {
    let http = Scripted::new([EMPTY; 2]);
    let client = http.bare(|builder| {
        let builder = builder.interaction_type(InteractionType::Batch);
        builder.last_access("2026-01-02")
    });
    let call = client.balances("p").header(LAST_ACCESS, "2026-01-01");
    call.send().await.unwrap();
    client.balances("p").send().await.unwrap();
    let sent = texts(&[Some("2026-01-01"), Some("2026-01-02T00:00:00Z")]);
    assert_eq!(values(&http, LAST_ACCESS), sent);
}

#[tokio::test]
async fn a_payment_call_sends_what_it_is_for() {
    let http = Scripted::new([EMPTY; 4]);
    let client = http.client();
    client.payment_networks("p", "a").send().await.unwrap();
    client.balances("p").send().await.unwrap();
    client
        .balances("p")
        .intent_type(IntentType::NonPayments)
        .send()
        .await
        .unwrap();
    let client = client
        .clone_with(|builder| builder.intent_type(IntentType::Payments))
        .unwrap();
    client.balances("p").send().await.unwrap();
    let payments = Some("payments");
    assert_eq!(
        values(&http, INTENT_TYPE),
        texts(&[payments, None, Some("nonpayments"), payments])
    );
}

#[tokio::test]
async fn customers_last_activity_is_sent_and_not_the_time_of_the_call() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    let consented = client.acg_auth().last_access().unwrap();
    client.balances("mikomo").send().await.unwrap();

    let later = consented + Duration::from_secs(3_600);
    client.acg_auth().touch(later).await.unwrap();
    assert_eq!(client.acg_auth().last_access(), Some(later));
    client.balances("mikomo").send().await.unwrap();
    let call = client.balances("mikomo").last_access("2026-01-02");
    call.send().await.unwrap();
    client.balances("mikomo").send().await.unwrap();

    let text = |time| Timestamp::try_from(time).unwrap().to_string();
    let expected = [
        text(consented),
        text(later),
        "2026-01-02T00:00:00Z".to_owned(),
        text(later),
    ];
    assert_eq!(sent(&world, LAST_ACCESS), expected);
}

/// A header of each data call that the sandbox has got.
fn sent(world: &World, name: &str) -> Vec<String> {
    let calls = world.sandbox.journal().into_iter();
    let calls = calls.filter(|entry| entry.server == "api");
    let headers = calls.flat_map(|entry| entry.headers);
    let values = headers.filter(|(header, _)| header == name);
    values.map(|(_, value)| value).collect()
}

#[tokio::test]
async fn a_client_with_default_versions_continues_after_the_end_of_v2() {
    let world = World::start().await;
    let client = world.consented("mikomo_11").await;
    assert!(client.balances("mikomo").version("v2").send().await.is_ok());
    world.sandbox.set_v2_until(Some(SystemTime::UNIX_EPOCH));
    assert!(
        client
            .balances("mikomo")
            .version("v2")
            .send()
            .await
            .is_err()
    );

    let accounts = client.accounts_info("mikomo").send().await.unwrap();
    let account = accounts.accounts.as_ref().unwrap()[0]
        .account_id()
        .unwrap()
        .to_owned();
    client.balances("mikomo").send().await.unwrap();
    client
        .transactions("mikomo", &account)
        .send()
        .await
        .unwrap();
    let statements = client.statements("mikomo", &account).send().await;
    assert!(statements.is_ok(), "{statements:?}");
}
