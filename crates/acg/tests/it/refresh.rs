//! The refresh: one for all callers, sent once, and a state of the grant for each outcome.

use std::time::Duration;

use acg::store::GrantState;
use acg::testing::{Gate, Reaction, unsigned_jwt};
use acg::{AuthorizationCodeAuth, ConsentCause, Error, ErrorKind, Operation, Recovery};
use serde_json::json;
use tokio::task::JoinSet;

use crate::world::{World, credentials, provider, refresh_token, text};

async fn bearers(auth: &AuthorizationCodeAuth, callers: usize) -> Vec<Result<String, Error>> {
    let mut calls = JoinSet::new();
    for _ in 0..callers {
        let auth = auth.clone();
        calls.spawn(async move { auth.bearer().await.map(|bearer| text(&bearer)) });
    }
    calls.join_all().await
}

const HTML: &str = "<html><body>Bad gateway</body></html>";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn any_number_of_callers_on_an_expired_token_share_one_refresh() {
    for callers in [64, 1_000] {
        let world = World::new();
        let auth = world.expired().await;
        let bearers = bearers(&auth, callers).await;
        let first = bearers[0].as_ref().unwrap();
        assert!(
            bearers
                .iter()
                .all(|bearer| bearer.as_ref().unwrap() == first)
        );
        assert_eq!(world.idp.count(Operation::Refresh), 1);
        world.assert_alive().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn any_number_of_callers_share_one_failure_too() {
    let world = World::new();
    let auth = world.expired().await;
    world.idp.end_everything();
    let first = world.hold_request(&auth).await;
    let others = tokio::spawn(async move { bearers(&auth, 64).await });
    assert!(first.release().await.is_err());
    for bearer in others.await.unwrap() {
        assert_eq!(bearer.unwrap_err().kind(), ErrorKind::ConsentNeeded);
    }
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}

#[tokio::test]
async fn explicit_refreshes_at_the_same_time_are_one() {
    let world = World::new();
    let auth = world.consented().await;
    let gate = Gate::new();
    world.idp.next([Reaction::HoldRequest(gate.clone())]);
    let mut calls = JoinSet::new();
    for _ in 0..64 {
        let auth = auth.clone();
        calls.spawn(async move { auth.refresh_token().await.unwrap() });
    }
    gate.arrival().await;
    gate.open();
    let tokens = calls.join_all().await;
    assert!(tokens.iter().all(|token| *token == tokens[0]));
    assert_eq!(world.idp.count(Operation::Refresh), 1);
    auth.refresh_token().await.unwrap();
    assert_eq!(
        world.idp.count(Operation::Refresh),
        2,
        "a later one is another"
    );
}

#[tokio::test]
async fn a_valid_token_is_served_without_store_and_provider() {
    let world = World::new();
    let auth = world.consented().await;
    world.store.set_down(true);
    let first = auth.bearer().await.unwrap();
    assert_eq!(text(&first), text(&auth.bearer().await.unwrap()));
    assert_eq!(world.idp.count(Operation::Refresh), 0);
}

#[tokio::test]
async fn dropping_every_caller_in_mid_refresh_loses_nothing() {
    for reaction in [
        Reaction::HoldRequest as fn(Gate) -> Reaction,
        Reaction::HoldResponse,
    ] {
        let world = World::new();
        let auth = world.expired().await;
        let gate = Gate::new();
        world.idp.next([reaction(gate.clone())]);
        let call = tokio::spawn({
            let auth = auth.clone();
            async move { auth.bearer().await }
        });
        gate.arrival().await;
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
        gate.open();
        let bearer = auth.bearer().await.unwrap();
        assert_eq!(world.idp.count(Operation::Refresh), 1);
        assert_eq!(
            Some(text(&bearer)),
            world
                .record()
                .await
                .token
                .id_token
                .map(|token| token.expose().to_owned())
        );
        world.assert_alive().await;
    }
}

#[tokio::test]
async fn a_lost_response_is_not_repeated_blindly_and_a_rejection_then_needs_consent() {
    let world = World::new();
    let auth = world.expired().await;
    world.idp.next([Reaction::LoseResponse]);
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(
        error.recovery(),
        Recovery::OutcomeUnknown {
            retry_after: Some(Duration::from_secs(1))
        }
    );
    assert_eq!(
        (world.idp.count(Operation::Refresh), world.state().await),
        (1, GrantState::InDoubt)
    );

    let error = auth.bearer().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(
        world.idp.count(Operation::Refresh),
        1,
        "not before its time"
    );

    world.clock.advance(Duration::from_secs(1));
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(
        error.recovery(),
        Recovery::AskForConsent(ConsentCause::RotationLost)
    );
    assert!(error.provider().unwrap().description_contains("claimed"));
    assert_eq!(
        world.idp.count(Operation::Refresh),
        2,
        "presented again once"
    );

    world.clock.advance(Duration::from_secs(3600));
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(
        error.recovery(),
        Recovery::AskForConsent(ConsentCause::RotationLost)
    );
    assert_eq!(
        world.idp.count(Operation::Refresh),
        2,
        "a dead grant is not asked again"
    );
    assert_eq!(
        world.state().await,
        GrantState::ConsentNeeded {
            cause: ConsentCause::RotationLost
        }
    );
}

#[tokio::test]
async fn a_request_that_was_lost_on_its_way_succeeds_when_presented_again() {
    let world = World::new();
    let auth = world.expired().await;
    world
        .idp
        .next([Reaction::Respond(502, "text/html", HTML.to_owned())]);
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::OutcomeUnknown
    );
    world.clock.advance(Duration::from_secs(1));
    auth.bearer().await.unwrap();
    world.assert_alive().await;
    assert_eq!(
        (world.state().await, world.head().await.attempts),
        (GrantState::Ready, 0)
    );
}

#[tokio::test]
async fn a_failed_early_refresh_does_not_displace_a_valid_token() {
    let world = World::new();
    let auth = world.consented().await;
    world.clock.advance(Duration::from_secs(880));
    for reaction in [
        Reaction::Unreachable,
        Reaction::Respond(503, "text/html", HTML.to_owned()),
        Reaction::Throttle("60"),
    ] {
        world.idp.next([reaction]);
        auth.bearer().await.unwrap();
        world.clock.advance(Duration::from_secs(3));
    }
    assert_eq!(world.idp.count(Operation::Refresh), 3);
    world.clock.advance(Duration::from_secs(20));
    assert!(auth.bearer().await.is_err(), "it has expired");
}

#[tokio::test]
async fn a_bearer_that_is_refused_although_fresh_costs_no_more_refresh_tokens() {
    let world = World::new();
    let auth = world.consented().await;
    let rejected = auth.bearer().await.unwrap();
    let fresh = auth.bearer_after_rejection(&rejected).await.unwrap();
    auth.remember_refusal(&fresh).await.unwrap();
    let (_store, other) = world.process("process-2");
    let same = other.bearer().await.unwrap();
    for (auth, bearer) in [(&auth, &fresh), (&other, &same)] {
        let error = auth.bearer_after_rejection(bearer).await.unwrap_err();
        let expected = Recovery::AskForConsent(ConsentCause::ConsentEnded);
        assert_eq!(error.recovery(), expected);
    }
    assert_eq!(world.idp.count(Operation::Refresh), 1);

    world.clock.advance(Duration::from_secs(600));
    let fresh = auth.bearer_after_rejection(&fresh).await.unwrap();
    assert_eq!(world.idp.count(Operation::Refresh), 2, "it is tried again");
    let fresh = auth.bearer_after_rejection(&fresh).await;
    assert!(fresh.is_ok(), "nothing is known of another bearer");
}

#[tokio::test]
async fn a_bearer_that_was_there_before_the_refusal_is_no_replacement() {
    let world = World::new();
    let auth = world.consented().await;
    let old = auth.bearer().await.unwrap();
    auth.refresh_token().await.unwrap();
    let current = auth.bearer_after_rejection(&old).await.unwrap();
    assert!(!current.is_replacement());
    auth.remember_refusal(&current).await.unwrap();
    let fresh = auth.bearer_after_rejection(&current).await.unwrap();
    assert!(fresh.is_replacement());
    assert_eq!(world.idp.count(Operation::Refresh), 2);
    let late = auth.bearer_after_rejection(&old).await.unwrap();
    assert_eq!(text(&late), text(&fresh));
    assert!(!late.is_replacement(), "it replaced another one");
}

#[tokio::test]
async fn a_bearer_of_a_refresh_that_was_on_its_way_is_no_replacement() {
    let world = World::new();
    let auth = world.consented().await;
    let rejected = auth.bearer().await.unwrap();
    world.clock.advance(Duration::from_secs(901));
    let on_its_way = world.hold_response(&auth).await;
    let other = tokio::spawn(async move { auth.bearer_after_rejection(&rejected).await });
    on_its_way.release().await.unwrap();
    assert!(!other.await.unwrap().unwrap().is_replacement());
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}

#[tokio::test]
async fn an_ended_grant_serves_its_token_to_the_last_second() {
    let world = World::new();
    let auth = world.consented().await;
    let rejected = auth.bearer().await.unwrap();
    world.idp.end_everything();
    let error = auth.bearer_after_rejection(&rejected).await.unwrap_err();
    assert_eq!(
        error.recovery(),
        Recovery::AskForConsent(ConsentCause::RefreshTokenRefused)
    );
    world.clock.advance(Duration::from_secs(899));
    assert_eq!(text(&auth.bearer().await.unwrap()), text(&rejected));
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}

#[tokio::test]
async fn a_new_consent_restores_an_ended_grant() {
    let world = World::new();
    let auth = world.expired().await;
    world.idp.end_everything();
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
    world.idp.give_code("again");
    auth.fetch_token("again").await.unwrap();
    auth.bearer().await.unwrap();
    assert_eq!(
        (world.state().await, world.head().await.generation),
        (GrantState::Ready, 2)
    );
    world.assert_alive().await;
}

#[tokio::test]
async fn a_refresh_response_without_refresh_token_keeps_the_old_one() {
    let world = World::new();
    let auth = world.expired().await;
    world.idp.next([Reaction::Edit(|response| {
        drop(response.as_object_mut().unwrap().remove("refresh_token"))
    })]);
    auth.bearer().await.unwrap();
    assert_eq!(
        (
            refresh_token(&world.record().await),
            world.head().await.generation
        ),
        ("rt-1".to_owned(), 2)
    );
}

#[tokio::test]
async fn a_refresh_response_without_bearer_keeps_the_new_refresh_token() {
    let world = World::new();
    let auth = world.expired().await;
    let lacking =
        Reaction::Edit(|response| drop(response.as_object_mut().unwrap().remove("id_token")));
    world.idp.next([lacking.clone(), lacking]);
    for (generation, wait) in [(2, 1), (3, 2)] {
        assert_eq!(
            auth.bearer().await.unwrap_err().kind(),
            ErrorKind::UnexpectedResponse
        );
        world.assert_alive().await;
        assert_eq!(world.head().await.generation, generation);
        world.clock.advance(Duration::from_secs(wait - 1));
        assert!(auth.bearer().await.is_err());
        assert_eq!(
            world.idp.count(Operation::Refresh) as u64 + 1,
            generation,
            "it is not asked again at once"
        );
        world.clock.advance(Duration::from_secs(1));
    }
    auth.bearer().await.unwrap();
    world.assert_alive().await;
}

#[tokio::test]
async fn a_token_of_another_customer_is_refused() {
    let world = World::new();
    let auth = world.expired().await;
    world.idp.next([Reaction::Edit(|response| {
        response["id_token"] =
            unsigned_jwt(&json!({"sub": "another customer", "exp": 1_900_000_000})).into();
    })]);
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(
        error.recovery(),
        Recovery::AskForConsent(ConsentCause::SubjectChanged)
    );
    assert!(auth.bearer().await.is_err());
    assert_eq!(
        world.record().await.token.subject().as_deref(),
        Some("customer")
    );
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}

#[tokio::test]
async fn an_expired_token_without_refresh_token_needs_consent_and_sends_nothing() {
    let world = World::new();
    world.idp.next([Reaction::Edit(|response| {
        drop(response.as_object_mut().unwrap().remove("refresh_token"))
    })]);
    let auth = world.consented().await;
    auth.bearer().await.unwrap();
    world.expire();
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(
        error.recovery(),
        Recovery::AskForConsent(ConsentCause::NoRefreshToken)
    );
    assert_eq!(world.idp.count(Operation::Refresh), 0);
}

#[tokio::test]
async fn without_any_grant_consent_is_needed_and_nothing_is_sent() {
    let world = World::new();
    let auth = world.auth();
    for error in [
        auth.bearer().await.unwrap_err(),
        auth.refresh_token().await.unwrap_err(),
    ] {
        assert_eq!(
            error.recovery(),
            Recovery::AskForConsent(ConsentCause::NoGrant)
        );
    }
    assert!(world.idp.seen().is_empty());
}

#[tokio::test]
async fn the_refresh_authenticates_in_the_body_and_asks_for_no_scope() {
    let world = World::new();
    let auth = world.expired().await;
    auth.bearer().await.unwrap();
    let seen = world.idp.seen().pop().unwrap();
    let expected = [
        ("client_id", "client"),
        ("client_secret", "client-secret"),
        ("grant_type", "refresh_token"),
        ("refresh_token", "rt-1"),
    ];
    assert_eq!(
        seen.form,
        expected
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    );
    assert!(!seen.headers.contains_key("authorization"));
}

#[tokio::test]
async fn a_refused_bearer_is_replaced_once_for_all_who_had_it() {
    let world = World::new();
    let auth = world.consented().await;
    let rejected = auth.bearer().await.unwrap();
    let mut calls = JoinSet::new();
    for _ in 0..64 {
        let (auth, rejected) = (auth.clone(), rejected.clone());
        calls.spawn(async move { text(&auth.bearer_after_rejection(&rejected).await.unwrap()) });
    }
    let bearers = calls.join_all().await;
    assert!(
        bearers
            .iter()
            .all(|bearer| *bearer == bearers[0] && *bearer != text(&rejected))
    );
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}

#[tokio::test]
async fn a_caller_that_needs_another_token_gets_one_while_others_keep_theirs() {
    let world = World::new();
    let auth = world.consented().await;
    let rejected = auth.bearer().await.unwrap();
    // The others look into the store, because their clock says that the token is about to expire, and find it usable.
    world.clock.advance(Duration::from_secs(880));
    let usable = world.hold_request(&auth).await;
    let other = tokio::spawn(async move { auth.bearer_after_rejection(&rejected).await });
    assert_eq!(
        text(&usable.release().await.unwrap()),
        text(&other.await.unwrap().unwrap())
    );
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_never_responds_is_given_up_after_its_time() {
    let world = World::new();
    let provider = provider().timeout(Duration::from_secs(20));
    let auth = world.auth_on(&world.store, credentials().build().unwrap(), provider);
    auth.fetch_token("code").await.unwrap();
    world.expire();
    world.idp.next([Reaction::Hang]);
    let started = tokio::time::Instant::now();
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::OutcomeUnknown
    );
    assert_eq!(started.elapsed().as_secs(), 21);
    assert_eq!(world.state().await, GrantState::InDoubt);
}

#[tokio::test(start_paused = true)]
async fn a_suspended_process_takes_the_response_that_came_in_between() {
    let world = World::new();
    let auth = world.expired().await;
    let call = world.hold_response(&auth).await;
    // It wakes an hour later: its patience is over, and the response is there but has not come through the HTTP
    // client yet.
    tokio::time::advance(Duration::from_secs(3600)).await;
    tokio::task::yield_now().await;
    call.release().await.unwrap();
    world.assert_alive().await;
}

#[tokio::test]
async fn an_endless_patience_with_the_provider_is_no_panic() {
    let world = World::new();
    let provider = provider().timeout(Duration::MAX);
    let auth = world.auth_on(&world.store, credentials().build().unwrap(), provider);
    auth.fetch_token("code").await.unwrap();
    world.expire();
    auth.bearer().await.unwrap();
}

#[tokio::test]
async fn a_record_with_absurd_numbers_is_no_panic() {
    let world = World::new();
    let auth = world.expired().await;
    let max = u64::MAX.to_string();
    world
        .edit_head(&[
            ("\"generation\":1", &format!("\"generation\":{max}")),
            ("\"attempts\":0", "\"attempts\":4294967295"),
        ])
        .await;
    world
        .idp
        .next([Reaction::Respond(503, "text/html", HTML.to_owned())]);
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::OutcomeUnknown
    );
    world.clock.advance(Duration::from_secs(60));
    let _ = auth.bearer().await;
    let _ = auth.refresh_token().await;
}

#[tokio::test]
async fn an_id_token_of_another_issuer_or_audience_is_not_used_and_its_refresh_token_is_kept() {
    let claims = |iss: &str, aud: serde_json::Value| {
        let claims = json!({"sub": "customer", "exp": 1_900_000_000, "iss": iss, "aud": aud});
        serde_json::Value::from(unsigned_jwt(&claims))
    };
    let cases = [
        (claims("https://evil.example", json!("client")), false),
        (claims("https://idp.example", json!(["other"])), false),
        (
            claims("https://idp.example", json!(["other", "client"])),
            true,
        ),
    ];
    for (id_token, is_used) in cases {
        let world = World::new();
        world.idp.next([Reaction::Edit(|response| {
            let claims = json!({"sub": "customer", "exp": 1_767_226_500,
                "iss": "https://idp.example", "aud": "client"});
            response["id_token"] = unsigned_jwt(&claims).into();
        })]);
        let auth = world.expired().await;
        let body = json!({"id_token": id_token, "refresh_token": "rt-9", "expires_in": 900});
        world.idp.give_refresh_token("rt-9");
        let reaction = Reaction::Respond(200, "application/json", body.to_string());
        world.idp.next([reaction]);
        let refreshed = auth.refresh_token().await;
        assert_eq!(refreshed.is_ok(), is_used, "{body}");
        let error = refreshed.err().map(|error| error.kind());
        assert_eq!(error, (!is_used).then_some(ErrorKind::UnexpectedResponse));
        assert_eq!(refresh_token(&world.record().await), "rt-9");
        world.clock.advance(Duration::from_secs(2));
        auth.refresh_token().await.unwrap();
    }
}
