//! Tests that hold at every provider, and questions whose response differs between them.
//!
//! Each function is the body of a test and panics where a promise is broken.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::missing_panics_doc, reason = "every function here is a test")]

use acg::grant::Revocation;
use acg::provider::LostResponse;
use acg::{AuthorizationCodeAuth, ConsentCause, Error, ErrorKind, Recovery};

use crate::browser::Decision;
use crate::scenario;
use crate::server::Server;
use crate::wire::{Accident, Wire};

/// Goes through the life of a grant: consent, exchange, use, refresh with rotation, use, revocation, and no use after
/// it.
pub async fn a_grant_lives_from_consent_to_revocation(server: &Server, client: &str) {
    let grant = server.grant(client, Wire::new().unwrap()).unwrap();
    let first = scenario::consent(server, &grant).await.unwrap();
    assert_eq!(scenario::user_info(server, &grant).await.unwrap(), 200);
    let second = grant.refresh_token().await.unwrap();
    assert_ne!(
        first.refresh_token.unwrap().expose(),
        second.refresh_token.unwrap().expose()
    );
    assert_eq!(scenario::user_info(server, &grant).await.unwrap(), 200);
    assert_eq!(grant.revoke_token().await.unwrap(), Revocation::Revoked);
    let over = grant.refresh_token().await.unwrap_err();
    assert_eq!(
        over.recovery(),
        Recovery::AskForConsent(ConsentCause::NoGrant)
    );
}

/// Expects that a refusal is reported as one, and that no request is sent for it.
pub async fn a_refusal_is_reported_as_one(server: &Server, client: &str) {
    let wire = Wire::new().unwrap();
    let grant = server.grant(client, wire.clone()).unwrap();
    let decision = scenario::decide(server, &grant, Decision::Refuse).await;
    let (pending, callback) = decision.unwrap();
    let callback = callback.as_str().parse().unwrap();
    let refused = grant.complete(pending, callback).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::AccessDenied, "{refused}");
    assert_eq!(wire.sent(), 0);
}

/// Expects that a callback with another state sends nothing, and costs nothing: the right one still works.
pub async fn a_wrong_state_sends_nothing(server: &Server, client: &str) {
    let wire = Wire::new().unwrap();
    let grant = server.grant(client, wire.clone()).unwrap();
    let (pending, callback) = scenario::decide(server, &grant, Decision::Consent)
        .await
        .unwrap();
    let (_, foreign) = grant.authorize().start().unwrap();
    let refused = grant
        .complete(foreign, callback.as_str().parse().unwrap())
        .await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidCallback);
    assert_eq!(wire.sent(), 0);
    grant
        .complete(pending, callback.as_str().parse().unwrap())
        .await
        .unwrap();
}

/// Expects that a callback of another issuer sends nothing (RFC 9207 §2.4).
pub async fn a_wrong_issuer_sends_nothing(server: &Server, client: &str) {
    let wire = Wire::new().unwrap();
    let grant = server.grant(client, wire.clone()).unwrap();
    let profile = grant.provider().clone().issuer("https://another.example");
    let secret = server.secret(client).unwrap();
    let grant = server
        .grant_with(profile, client, secret, None, wire.clone())
        .unwrap();
    let (pending, callback) = scenario::decide(server, &grant, Decision::Consent)
        .await
        .unwrap();
    let refused = grant
        .complete(pending, callback.as_str().parse().unwrap())
        .await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidCallback);
    assert_eq!(wire.sent(), 0);
}

/// Expects that a wrong secret is a matter of configuration. Whether the code survives it is up to the provider.
pub async fn a_wrong_secret_is_a_wrong_configuration(server: &Server, client: &str) {
    let right = server.grant(client, Wire::new().unwrap()).unwrap();
    let profile = right.provider().clone();
    let wrong = server
        .grant_with(profile, client, "wrong", None, Wire::new().unwrap())
        .unwrap();
    let refused = complete(server, &wrong).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Configuration, "{refused}");
    assert_eq!(refused.recovery(), Recovery::FixConfiguration);
}

/// Expects that a refresh that the client secret does not fit leaves the grant usable.
pub async fn a_wrong_secret_at_the_refresh_costs_nothing(server: &Server, client: &str) {
    let grant = server.grant(client, Wire::new().unwrap()).unwrap();
    let token = scenario::consent(server, &grant).await.unwrap();
    let profile = grant.provider().clone();
    let wrong = server
        .grant_with(profile, client, "wrong", Some(token), Wire::new().unwrap())
        .unwrap();
    let refused = wrong.refresh_token().await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Configuration, "{refused}");
    grant.refresh_token().await.unwrap();
}

/// Callers at the same time share one refresh.
pub async fn callers_at_once_share_one_refresh(server: &Server, client: &str) {
    let wire = Wire::new().unwrap();
    let grant = server.grant(client, wire.clone()).unwrap();
    scenario::consent(server, &grant).await.unwrap();
    let before = wire.sent();
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let grant = grant.clone();
        callers.spawn(async move { grant.refresh_token().await });
    }
    for refreshed in callers.join_all().await {
        refreshed.unwrap();
    }
    assert_eq!(wire.sent() - before, 1);
}

/// Presents a refresh token that a copy of the program has spent already; returns what the grant and the copy get then.
pub async fn reuse(server: &Server, client: &str) -> (Result<(), Error>, Result<(), Error>) {
    let grant = server.grant(client, Wire::new().unwrap()).unwrap();
    let token = scenario::consent(server, &grant).await.unwrap();
    let wire = Wire::new().unwrap();
    let copy = scenario::copy_with(server, &grant, client, &token, wire).unwrap();
    copy.refresh_token().await.unwrap();
    let grant = grant.refresh_token().await.map(drop);
    (grant, copy.refresh_token().await.map(drop))
}

/// Lets an accident happen to a refresh; returns what the grant says and how many requests it took.
pub async fn accident(
    server: &Server,
    client: &str,
    accident: Accident,
) -> (Result<(), Error>, usize) {
    let wire = Wire::new().unwrap();
    let grant = server.grant(client, wire.clone()).unwrap();
    let profile = grant
        .provider()
        .clone()
        .lost_response(LostResponse::PresentAgain);
    let secret = server.secret(client).unwrap();
    let grant = server
        .grant_with(profile, client, secret, None, wire.clone())
        .unwrap();
    scenario::consent(server, &grant).await.unwrap();
    let before = wire.sent();
    wire.meet(accident);
    let refreshed = grant.refresh_token().await.map(drop);
    (refreshed, wire.sent() - before)
}

/// Loses the response to a refresh in each way there is, at a provider that accepts a refresh token once.
pub async fn a_lost_response_costs_the_grant_and_is_reported_as_that(
    server: &Server,
    client: &str,
) {
    for lost in LOST {
        let (refreshed, requests) = accident(server, client, lost).await;
        assert_eq!(
            cause(refreshed),
            Some(ConsentCause::RotationLost),
            "{lost:?}"
        );
        assert_eq!(requests, 2, "{lost:?}");
    }
}

/// Loses the response to a refresh in each way there is, at a provider with a grace period.
pub async fn a_lost_response_costs_nothing(server: &Server, client: &str) {
    for lost in LOST {
        let (refreshed, requests) = accident(server, client, lost).await;
        assert!(refreshed.is_ok(), "{lost:?}: {refreshed:?}");
        assert_eq!(requests, 2, "{lost:?}");
    }
}

/// The accidents after which the client does not have what the provider has sent.
const LOST: [Accident; 3] = [
    Accident::LosesTheResponse,
    Accident::CutsTheBody,
    Accident::BadGateway,
];

/// Lets a thief send the code first; returns the status that the thief gets, and what the grant does.
pub async fn stolen_code(server: &Server, client: &str) -> (u16, Result<(), Error>) {
    let (grant, pending, callback) = consented(server, client).await;
    let copy = serde_json::to_value(&pending).unwrap();
    let thief = scenario::steal_code(server, client, &copy, &callback)
        .await
        .unwrap();
    let completed = grant
        .complete(pending, callback.as_str().parse().unwrap())
        .await;
    (thief, completed.map(drop))
}

/// Lets a thief send the code after the client; returns the status that the thief gets, and what the grant's next
/// refresh does.
pub async fn replayed_code(server: &Server, client: &str) -> (u16, Result<(), Error>) {
    let (grant, pending, callback) = consented(server, client).await;
    let copy = serde_json::to_value(&pending).unwrap();
    grant
        .complete(pending, callback.as_str().parse().unwrap())
        .await
        .unwrap();
    let thief = scenario::steal_code(server, client, &copy, &callback)
        .await
        .unwrap();
    (thief, grant.refresh_token().await.map(drop))
}

async fn consented(
    server: &Server,
    client: &str,
) -> (AuthorizationCodeAuth, acg::PendingAuthorization, url::Url) {
    let grant = server.grant(client, Wire::new().unwrap()).unwrap();
    let (pending, callback) = scenario::decide(server, &grant, Decision::Consent)
        .await
        .unwrap();
    (grant, pending, callback)
}

/// Consents and completes; returns the engine's own error.
///
/// # Errors
/// As [`AuthorizationCodeAuth::complete`].
pub async fn complete(server: &Server, grant: &AuthorizationCodeAuth) -> Result<(), Error> {
    let decision = scenario::decide(server, grant, Decision::Consent).await;
    let (pending, callback) = decision.unwrap();
    let callback = callback.as_str().parse().unwrap();
    grant.complete(pending, callback).await.map(drop)
}

/// Returns why consent is needed, when that is what an operation ended with.
pub fn cause(ended: Result<(), Error>) -> Option<ConsentCause> {
    match ended.unwrap_err().recovery() {
        Recovery::AskForConsent(cause) => Some(cause),
        _ => None,
    }
}
