//! The safe path: authorize and complete.

use akoya::ErrorKind;
use akoya::oauth::{ConsentCause, PendingAuthorization, Recovery};

use akoya_sandbox::Dialect;

use crate::world::World;

#[tokio::test]
async fn a_customer_consents_and_the_client_reads_at_once() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    assert!(
        client
            .acg_auth()
            .oauth_token()
            .unwrap()
            .refresh_token
            .is_some()
    );
    assert!(
        !client
            .balances("mikomo")
            .send()
            .await
            .unwrap()
            .accounts
            .as_ref()
            .unwrap()
            .is_empty()
    );
    assert_eq!(world.sandbox.counters().refreshes, 0);
}

#[tokio::test]
async fn the_id_token_says_what_was_consented_to() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    let auth = client.acg_auth();
    let id_token = auth.id_token().unwrap();
    assert_eq!(id_token.connector_id(), Some("mikomo"));
    assert_eq!(id_token.grant_id(), auth.consent_id().as_deref());
    assert!(id_token.products().contains(&"BALANCES"));
    let accounts = client.balances("mikomo").send().await.unwrap();
    let accounts = accounts.accounts.as_ref().unwrap().len();
    assert_eq!(id_token.accounts().len(), accounts);
    assert!(id_token.subject().is_some());
    assert!(id_token.recipient_id().is_some());
    assert!(id_token.signed_in_at() <= id_token.issued_at());
    assert!(id_token.requested_at() <= id_token.issued_at());
    assert!(id_token.issued_at() < id_token.expires_at());
    assert!(id_token.claims().texts("aud").len() == 1);
    let printed = format!("{id_token:?}");
    assert!(!printed.contains("mikomo"), "{printed}");
}

#[tokio::test]
async fn a_refusal_is_its_own_outcome() {
    let world = World::start().await;
    let client = world.client();
    let (url, pending) = client.acg_auth().authorize("mikomo").start().unwrap();
    let callback = world.walk(url.as_str(), "mikomo_7", "deny").await;
    let error = client
        .acg_auth()
        .complete(pending, &callback)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AccessDenied);
    assert_eq!(
        error.recovery(),
        Recovery::AskForConsent(ConsentCause::Denied)
    );
    assert_eq!(
        client.balances("mikomo").send().await.unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
}

#[tokio::test]
async fn a_callback_with_another_state_is_not_believed_and_does_not_use_up_the_right_one() {
    let world = World::start().await;
    let client = world.client();
    let (url, pending) = client.acg_auth().authorize("mikomo").start().unwrap();
    let saved = serde_json::to_string(&pending).unwrap();
    for callback in [
        "code=abc&state=forged-forged",
        "code=abc",
        "error=access_denied&state=x",
    ] {
        let forged = client.acg_auth().complete(&pending, callback).await;
        assert_eq!(forged.unwrap_err().kind(), ErrorKind::InvalidCallback);
    }

    let callback = world.walk(url.as_str(), "mikomo_7", "approve").await;
    client
        .acg_auth()
        .complete(&pending, &callback)
        .await
        .unwrap();
    // Another process finishes what this one started.
    let again: PendingAuthorization = serde_json::from_str(&saved).unwrap();
    assert_eq!(
        client
            .acg_auth()
            .complete(again, &callback)
            .await
            .unwrap_err()
            .kind(),
        ErrorKind::InvalidCallback
    );
    assert_eq!(world.sandbox.counters().code_exchanges, 1);
}

#[tokio::test]
async fn a_spent_code_asks_for_consent() {
    let world = World::in_dialect(Dialect::Dex).await;
    let client = world.client();
    let url = client
        .acg_auth()
        .get_authorization_url("mikomo", "state-of-mine")
        .unwrap();
    let callback = world.walk(url.as_str(), "mikomo_7", "approve").await;
    let code = callback
        .split("code=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap();
    client.acg_auth().fetch_token(code).await.unwrap();
    let error = client.acg_auth().fetch_token(code).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::ConsentNeeded, Some(400))
    );
    assert_eq!(
        error.recovery(),
        Recovery::AskForConsent(ConsentCause::CodeRefused)
    );
    assert!(
        client.balances("mikomo").send().await.is_ok(),
        "the token of the first exchange is still in use"
    );
}
