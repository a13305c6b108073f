//! Tokens that refresh themselves.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use akoya::ErrorKind;
use akoya::oauth::store::GrantState;
use akoya::oauth::{ConsentCause, Recovery};
use akoya_sandbox::{Dialect, Effect, Fault, RequestKind};

use crate::world::World;

const DAY: Duration = Duration::from_secs(86_400);

#[tokio::test]
async fn sixty_four_calls_on_an_expired_token_make_one_refresh() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    world.sandbox.advance(2 * DAY).unwrap();
    let calls: Vec<_> = (0..64)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                client
                    .balances("mikomo")
                    .send()
                    .await
                    .map(|response| response.status)
            })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), 200);
    }
    assert_eq!(world.sandbox.counters().refreshes, 1);
}

#[tokio::test]
async fn a_refresh_in_the_middle_of_paging_serves_every_caller() {
    let world = World::start().await;
    let updates = Arc::new(AtomicUsize::new(0));
    let seen = updates.clone();
    let credentials = world
        .credentials()
        .clone_with(|b| {
            b.oauth_on_token_update(move |_| {
                seen.fetch_add(1, Ordering::SeqCst);
                Ok(())
            })
        })
        .unwrap();
    let client = world.builder(credentials).build().unwrap();
    world.consent(&client, "mikomo_10").await;
    let account = "g833202fb0866d0ad83472c429";
    let call = client
        .transactions("mikomo", account)
        .start_time("2019-01-01")
        .end_time("2026-12-31")
        .limit(5);
    let mut pages = call.by_page().unwrap();
    pages.next().await.unwrap().unwrap();
    world.sandbox.advance(2 * DAY).unwrap();
    pages.next().await.unwrap().unwrap();
    assert_eq!(
        (
            world.sandbox.counters().refreshes,
            updates.load(Ordering::SeqCst)
        ),
        (1, 2)
    );
    assert!(client.balances("mikomo").send().await.is_ok());
    assert_eq!(world.sandbox.counters().refreshes, 1);
}

#[tokio::test]
async fn a_consent_ended_by_the_customer_is_distinguished() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    world.sandbox.revoke_as_customer("mikomo_7").await.unwrap();
    let error = client.balances("mikomo").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
    assert!(
        matches!(error.recovery(), Recovery::AskForConsent(_)),
        "{error:?}"
    );
}

async fn state(client: &akoya::Client) -> GrantState {
    let record = client.acg_auth().record().await.unwrap();
    record.unwrap().head.state
}

#[tokio::test]
async fn a_consent_that_the_api_says_has_ended_is_asked_about_and_marked() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    world.sandbox.revoke_as_customer("mikomo_7").await.unwrap();
    for _ in 0..2 {
        let error = client.balances("mikomo").send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
        let state = state(&client).await;
        assert!(
            matches!(state, GrantState::ConsentNeeded { .. }),
            "{state:?}"
        );
    }
    assert_eq!(world.sandbox.counters().refreshes, 1);
}

#[tokio::test]
async fn a_consent_in_force_is_not_marked_whatever_the_api_says_of_it() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    let gone = || Fault::new(Effect::ApiError { code: 601 }).on(RequestKind::Balances);
    world.sandbox.add_fault(gone().times(1));
    client.balances("mikomo").send().await.unwrap();
    assert_eq!(world.sandbox.counters().refreshes, 1, "it was a mistake");
    world.sandbox.add_fault(gone());
    for _ in 0..3 {
        let error = client.balances("mikomo").send().await.unwrap_err();
        assert_eq!(error.status(), Some(404));
        assert_eq!(state(&client).await, GrantState::Ready);
    }
    assert_eq!(world.sandbox.counters().refreshes, 2, "it is asked once");
    client
        .transactions("mikomo", "unknown")
        .send()
        .await
        .unwrap_err();
    assert_eq!(world.sandbox.counters().refreshes, 2, "701 is no such word");
}

#[tokio::test]
async fn a_refresh_token_that_another_program_has_used_needs_consent() {
    let world = World::in_dialect(Dialect::Dex).await;
    let client = world.consented("mikomo_7").await;
    let copy = client.acg_auth().oauth_token().unwrap();
    let other = client
        .config()
        .authorization_code_auth_credentials()
        .clone_with(|b| b.oauth_token(copy))
        .unwrap();
    world
        .builder(other)
        .build()
        .unwrap()
        .acg_auth()
        .refresh_token()
        .await
        .unwrap();
    let error = client.acg_auth().refresh_token().await.unwrap_err();
    assert_eq!(
        error.recovery(),
        Recovery::AskForConsent(ConsentCause::RefreshTokenRefused)
    );
    let provider = error.oauth_provider().unwrap();
    assert_eq!(
        (provider.error.as_str(), provider.status),
        ("invalid_request", Some(400))
    );
    assert!(provider.description_contains("already been claimed"));
}
