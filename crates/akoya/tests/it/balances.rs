//! Balances.

use akoya::model::balances::{AccountBalance, Balances};
use akoya::{ErrorKind, InteractionType, Mode};

use crate::world::World;

#[tokio::test]
async fn zeros_and_nulls_of_the_provider_arrive() {
    let world = World::start().await;
    let response = world
        .consented("mikomo_7")
        .await
        .balances("mikomo")
        .send()
        .await
        .unwrap();
    let deposits = || {
        response
            .accounts
            .iter()
            .flatten()
            .filter_map(|account| match account {
                AccountBalance::Deposit(deposit) => Some(deposit),
                _ => None,
            })
    };
    assert!(deposits().any(|deposit| {
        deposit
            .available_balance
            .as_ref()
            .is_some_and(|amount| amount.is_zero())
    }));
    let printed = akoya::model::to_string(&response.body);
    assert!(
        printed.contains(":null"),
        "the sandbox's nulls are printed back"
    );
}

#[tokio::test]
async fn the_bytes_of_a_document_come_as_they_are() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    let bytes = client.balances("mikomo").send_bytes().await.unwrap();
    assert_eq!(bytes.status, 200);
    assert!(bytes.interaction_id.is_some());
    let read = client.balances("mikomo").send().await.unwrap();
    let parsed: Balances = akoya::model::from_slice(&bytes.body).unwrap();
    assert_eq!(parsed, read.body);
}

#[tokio::test]
async fn the_settings_of_a_call_are_in_its_request() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    let call = client
        .balances("mikomo")
        .mode(Mode::Standard)
        .interaction_type(InteractionType::Batch);
    call.header("x-own", "1").send().await.unwrap();
    let wrong = client
        .balances("mikomo")
        .header("authorization", "Bearer x")
        .send()
        .await
        .unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::InvalidInput);
    let wrong = client
        .balances("mikomo")
        .header("x-a", "b\r\nc: d")
        .send()
        .await
        .unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn the_first_of_several_mistakes_in_a_call_is_reported() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    let call = || client.balances("mikomo");
    let comma = |error: akoya::Error| error.to_string().contains("contains a comma");
    let list_first = call().accounts(["a,b"]).header("authorization", "Bearer x");
    assert!(comma(list_first.send().await.unwrap_err()));
    let header_first = call().header("authorization", "Bearer x").accounts(["a,b"]);
    assert!(!comma(header_first.send().await.unwrap_err()));
}

#[tokio::test]
async fn path_parts_that_would_lead_elsewhere_are_refused_before_anything_is_sent() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    let calls = world.sandbox.journal().len();
    for provider in ["", ".", ".."] {
        assert_eq!(
            client.balances(provider).send().await.unwrap_err().kind(),
            ErrorKind::InvalidInput
        );
        assert_eq!(
            client
                .transactions("mikomo", provider)
                .send()
                .await
                .unwrap_err()
                .kind(),
            ErrorKind::InvalidInput
        );
    }
    assert_eq!(
        client
            .balances("mikomo")
            .version("..")
            .send()
            .await
            .unwrap_err()
            .kind(),
        ErrorKind::InvalidInput
    );
    assert_eq!(world.sandbox.journal().len(), calls);
}
