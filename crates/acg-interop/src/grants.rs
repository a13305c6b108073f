//! Tests that hold at every provider, and questions whose response differs between them.
//!
//! Each function is the body of a test and panics where a promise is broken.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::missing_panics_doc, reason = "every function here is a test")]

use std::time::Duration;

use acg::grant::Revocation;
use acg::provider::LostResponse;
use acg::{AuthorizationCodeAuth, ConsentCause, Error, ErrorKind, Recovery};

use crate::browser::Decision;
use crate::proxy::{Accident, Proxy};
use crate::scenario;
use crate::server::Server;
use crate::wire::Wire;

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

/// How long these tests wait for a response that does not come.
const TIMEOUT: Duration = Duration::from_millis(500);

/// Returns a grant of a provider behind a proxy, the provider, the proxy, and what counts the requests.
async fn behind_a_proxy(
    server: &Server,
    client: &str,
) -> (AuthorizationCodeAuth, Server, Proxy, Wire) {
    let (proxy, behind) = Proxy::before(server).await.unwrap();
    let wire = Wire::new().unwrap();
    let grant = behind.grant(client, wire.clone()).unwrap();
    let profile = grant.provider().clone().timeout(TIMEOUT);
    let profile = profile.lost_response(LostResponse::PresentAgain);
    let secret = server.secret(client).unwrap();
    let grant = behind.grant_with(profile, client, secret, None, wire.clone());
    (grant.unwrap(), behind, proxy, wire)
}

/// Lets an accident happen to a refresh; returns what the grant says, how many requests it took, and what the next
/// refresh says, if that one went well.
pub async fn accident(
    server: &Server,
    client: &str,
    accident: Accident,
) -> (Result<(), Error>, usize, Option<Result<(), Error>>) {
    let (grant, behind, proxy, wire) = behind_a_proxy(server, client).await;
    scenario::consent(&behind, &grant).await.unwrap();
    let before = wire.sent();
    proxy.meet(accident);
    let refreshed = grant.refresh_token().await.map(drop);
    let requests = wire.sent() - before;
    let next = match refreshed {
        Ok(()) => Some(grant.refresh_token().await.map(drop)),
        Err(_) => None,
    };
    (refreshed, requests, next)
}

/// Lets every accident happen to a refresh, at a provider that accepts a refresh token once: a grant is lost only with
/// a response that was lost, and then this is said.
pub async fn an_accident_costs_the_grant_only_with_its_response(server: &Server, client: &str) {
    for met in Accident::ALL {
        let (refreshed, requests, next) = accident(server, client, met).await;
        match met {
            Accident::LosesTheRequest | Accident::Unavailable => {
                assert_eq!(requests, 2, "{met:?}");
                refreshed.unwrap();
                next.unwrap().unwrap();
            }
            // All but the closing brace is all that counts.
            Accident::CutsTheEnd | Accident::IsSlow | Accident::RepeatsTheResponse => {
                assert_eq!(requests, 1, "{met:?}");
                refreshed.unwrap();
                next.unwrap().unwrap();
            }
            // A second use of the token may end the family, also when the first response arrives.
            Accident::SendsTwice => {
                assert_eq!(requests, 1, "{met:?}");
                refreshed.unwrap();
                let refused = Some(ConsentCause::RefreshTokenRefused);
                let ended = next.unwrap().map_err(|error| cause(Err(error)));
                let has_ended = server.ends_a_grant_at_reuse();
                assert_eq!(ended, if has_ended { Err(refused) } else { Ok(()) });
            }
            // The client cannot know that it is the second response.
            Accident::SendsTwiceAndLosesTheFirst => {
                assert_eq!(requests, 1, "{met:?}");
                assert_eq!(cause(refreshed), Some(ConsentCause::RefreshTokenRefused));
            }
            _ => {
                assert_eq!(requests, 2, "{met:?}");
                assert_eq!(
                    cause(refreshed),
                    Some(ConsentCause::RotationLost),
                    "{met:?}"
                );
            }
        }
    }
}

/// Lets every accident happen to a refresh, at a provider with a grace period: none costs the grant.
pub async fn an_accident_costs_nothing(server: &Server, client: &str) {
    for met in Accident::ALL {
        let (refreshed, requests, next) = accident(server, client, met).await;
        assert!(refreshed.is_ok(), "{met:?}: {refreshed:?}");
        assert!(next.unwrap().is_ok(), "{met:?}");
        assert!(requests <= 2, "{met:?}");
    }
}

/// Lets every accident happen to a code: it is sent once, and after a new consent the grant lives.
pub async fn an_accident_costs_a_code_and_no_more(server: &Server, client: &str) {
    for met in Accident::ALL {
        let (grant, behind, proxy, wire) = behind_a_proxy(server, client).await;
        let decision = scenario::decide(&behind, &grant, Decision::Consent).await;
        let (pending, callback) = decision.unwrap();
        let before = wire.sent();
        proxy.meet(met);
        let completed = grant
            .complete(pending, callback.as_str().parse().unwrap())
            .await;
        assert_eq!(wire.sent() - before, 1, "{met:?}");
        match met {
            Accident::CutsTheEnd
            | Accident::IsSlow
            | Accident::RepeatsTheResponse
            | Accident::SendsTwice => {
                drop(completed.unwrap());
            }
            Accident::SendsTwiceAndLosesTheFirst => {
                let refused = Some(ConsentCause::CodeRefused);
                assert_eq!(cause(completed.map(drop)), refused);
            }
            _ => {
                let kind = completed.unwrap_err().kind();
                assert_eq!(kind, ErrorKind::OutcomeUnknown, "{met:?}");
            }
        }
        scenario::consent(&behind, &grant).await.unwrap();
        grant.refresh_token().await.unwrap();
    }
}

/// Lets every accident happen to a revocation: it is done, or can be asked for again.
pub async fn an_accident_leaves_a_revocation_that_can_be_repeated(server: &Server, client: &str) {
    for met in Accident::ALL {
        let (grant, behind, proxy, _) = behind_a_proxy(server, client).await;
        let token = scenario::consent(&behind, &grant).await.unwrap();
        proxy.meet(met);
        if let Err(error) = grant.revoke_token().await {
            let recovery = error.recovery();
            assert!(
                matches!(recovery, Recovery::Retry { .. }),
                "{met:?}: {error} {recovery:?}"
            );
            grant.revoke_token().await.unwrap();
        }
        let copy = scenario::copy_with(server, &grant, client, &token, Wire::new().unwrap());
        let over = copy.unwrap().refresh_token().await;
        let refused = Some(ConsentCause::RefreshTokenRefused);
        assert_eq!(cause(over.map(drop)), refused, "{met:?}");
    }
}

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

/// Makes tests of functions of this module that hold at every provider, each with the clients to try. `server` in the
/// test's file returns the provider.
#[macro_export]
macro_rules! grant_tests {
    ($($name:ident: $($client:literal),+;)+) => {
        $(
            #[tokio::test]
            async fn $name() {
                $($crate::grants::$name(&server().await, $client).await;)+
            }
        )+
    };
}
