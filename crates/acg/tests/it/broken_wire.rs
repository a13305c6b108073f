//! Exchange, refresh and revocation through a network that loses, cuts, stalls, garbles, repeats and delays, by the default
//! HTTP client over real sockets.

use std::error::Error as _;
use std::sync::Arc;

use acg::grant::Revocation;
use acg::http::{HttpClient, HttpClientOptions, HttpService};
use acg::testing::Grace;
use acg::{AuthorizationCodeAuth, ConsentCause, Error, ErrorKind, Recovery, Vault};

use crate::wire::{Fault, Wire};
use crate::world::{World, credentials};

/// A grant at a provider behind a faulty network.
struct Remote {
    world: World,
    wire: Wire,
    http: Arc<dyn HttpService>,
}

impl Remote {
    /// At a provider that takes any code.
    async fn new() -> Self {
        let world = World::new();
        world.idp.accept_every_code();
        Self::of(world).await
    }

    async fn of(world: World) -> Self {
        Self {
            wire: Wire::new(world.idp.clone()).await,
            world,
            http: client(),
        }
    }

    /// The grant of this process, without a consent.
    fn auth(&self) -> AuthorizationCodeAuth {
        let credentials = credentials().build().unwrap();
        let builder = AuthorizationCodeAuth::builder(credentials, self.wire.profile());
        builder
            .http(self.http.clone())
            .clock(self.world.clock.clone())
            .store(
                Vault::from(self.world.records.clone()),
                self.world.id.clone(),
            )
            .build()
            .unwrap()
    }

    async fn consented(&self) -> AuthorizationCodeAuth {
        let auth = self.auth();
        auth.fetch_token("code").await.unwrap();
        auth
    }

    /// Returns how often the refresh token was presented.
    fn presented(&self) -> usize {
        self.wire.sent("refresh_token")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_response_that_breaks_off_at_any_byte_costs_no_grant_within_a_grace_window() {
    let remote = Remote::new().await;
    remote.world.idp.set_grace(Grace::SameSuccessor);
    let auth = remote.consented().await;
    // Later responses are a few bytes longer: the numbers in them grow.
    for cut in 0..remote.wire.last_length() + 10 {
        let before = remote.presented();
        remote.wire.next([Fault::CutsAfter(cut)]);
        auth.refresh_token().await.unwrap();
        remote.wire.calm();
        remote.world.assert_alive().await;
        let presented = remote.presented() - before;
        // With the refresh token the grant is here, whatever is missing behind it.
        let has_token = cut >= remote.wire.last_length_with_token();
        assert_eq!(presented, if has_token { 1 } else { 2 }, "{cut}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_response_that_breaks_off_at_any_byte_is_a_lost_response_without_a_grace_window() {
    let remote = Remote::new().await;
    // In the status line, behind it, in the head, in the body.
    for cut in [0, 1, 12, 17, 70, 100, 200] {
        let auth = remote.consented().await;
        remote.wire.next([Fault::CutsAfter(cut)]);
        let error = auth.refresh_token().await.unwrap_err();
        let lost = Recovery::AskForConsent(ConsentCause::RotationLost);
        assert_eq!(error.recovery(), lost, "{cut}");
        // The incident that so many refusals look like ends with the next tokens.
        auth.forget().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_byte_anywhere_is_a_token_set_or_an_error_and_prints_nothing() {
    let mut remote = Remote::new().await;
    remote.consented().await;
    for index in 0..remote.wire.last_length() {
        // The wrong byte may make the connection look as if it were still open.
        remote.http = client();
        let auth = remote.consented().await;
        let before = remote.presented();
        // Both responses, so that the second one does not hide what came of the first.
        remote.wire.next([Fault::Changes(index); 2]);
        let refreshed = auth.refresh_token().await;
        remote.wire.calm();
        assert!(remote.presented() - before <= 2, "{index}");
        if let Err(error) = refreshed {
            let text = printed(&error);
            assert!(!text.contains("client-secret"), "{index}: {text}");
            assert!(!text.contains("rt-"), "{index}: {text}");
        }
        auth.forget().await.unwrap();
    }
}

/// Returns everything that a program can print of an error.
fn printed(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {:?}", error.diagnosis());
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text} {error} {error:?}");
        source = error.source();
    }
    text
}

fn client() -> Arc<dyn HttpService> {
    Arc::new(HttpClient::new(&HttpClientOptions::default()).unwrap())
}

/// What a fault may come to for a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Refreshed,
    Lost,
    Refused,
}

/// Every fault; what comes of a refresh without and with a grace window; and how often it is presented without.
const FAULTS: [(Fault, Outcome, Outcome, usize); 13] = {
    use Outcome::{Lost, Refreshed, Refused};
    [
        (Fault::None, Refreshed, Refreshed, 1),
        (Fault::LosesRequest, Refreshed, Refreshed, 2),
        (Fault::LosesResponse, Lost, Refreshed, 2),
        (Fault::CutsAfter(200), Lost, Refreshed, 2),
        (Fault::StallsAfter(0), Lost, Refreshed, 2),
        (Fault::StallsAfter(200), Lost, Refreshed, 2),
        (Fault::Garbles, Lost, Refreshed, 2),
        (Fault::Trickles, Refreshed, Refreshed, 1),
        (Fault::RepeatsResponse, Refreshed, Refreshed, 1),
        (Fault::RepeatsRequest, Refreshed, Refreshed, 1),
        // A refusal is a refusal: the client cannot know that it is the second response.
        (Fault::RepeatsRequestAndLosesTheFirst, Refused, Refreshed, 1),
        (Fault::UnavailableBefore, Refreshed, Refreshed, 2),
        (Fault::BadGatewayAfter, Lost, Refreshed, 2),
    ]
};

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_costs_a_refresh_what_it_must_and_no_more() {
    for (fault, without, within, presented) in FAULTS {
        for (grace, expected) in [(Grace::None, without), (Grace::SameSuccessor, within)] {
            let remote = Remote::new().await;
            remote.world.idp.set_grace(grace);
            let auth = remote.consented().await;
            remote.wire.next([fault]);
            let outcome = match auth.refresh_token().await.map_err(|error| error.recovery()) {
                Ok(_) => Outcome::Refreshed,
                Err(Recovery::AskForConsent(ConsentCause::RotationLost)) => Outcome::Lost,
                Err(Recovery::AskForConsent(ConsentCause::RefreshTokenRefused)) => Outcome::Refused,
                Err(other) => panic!("{fault:?} {grace:?}: {other:?}"),
            };
            assert_eq!(outcome, expected, "{fault:?} {grace:?}");
            if grace == Grace::None {
                assert_eq!(remote.presented(), presented, "{fault:?}");
            }
            if outcome == Outcome::Refreshed {
                // On the same connection, where what is left of a response must not be taken for the next one.
                auth.refresh_token().await.unwrap();
                remote.world.assert_alive().await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_costs_an_exchange_one_code_and_a_new_login_repairs_it() {
    for (fault, ..) in FAULTS {
        let remote = Remote::of(World::new()).await;
        remote.world.idp.give_code("first");
        remote.world.idp.give_code("second");
        let auth = remote.auth();
        remote.wire.next([fault]);
        let exchanged = auth.fetch_token("first").await;
        assert_eq!(remote.wire.sent("authorization_code"), 1, "{fault:?}");
        match (fault, exchanged) {
            (
                Fault::None | Fault::Trickles | Fault::RepeatsResponse | Fault::RepeatsRequest,
                exchanged,
            ) => drop(exchanged.unwrap()),
            (Fault::RepeatsRequestAndLosesTheFirst, exchanged) => {
                let recovery = exchanged.unwrap_err().recovery();
                let refused = Recovery::AskForConsent(ConsentCause::CodeRefused);
                assert_eq!(recovery, refused);
            }
            (_, exchanged) => {
                let kind = exchanged.unwrap_err().kind();
                assert_eq!(kind, ErrorKind::OutcomeUnknown, "{fault:?}");
            }
        }
        auth.fetch_token("second").await.unwrap();
        auth.refresh_token().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_leaves_a_revocation_that_is_done_or_can_be_asked_for_again() {
    for (fault, ..) in FAULTS {
        let remote = Remote::new().await;
        let auth = remote.consented().await;
        remote.wire.next([fault]);
        if let Err(error) = auth.revoke_token().await {
            assert!(
                matches!(error.recovery(), Recovery::Retry { .. }),
                "{fault:?}: {error} {:?}",
                error.recovery()
            );
            assert!(remote.world.stored().await.is_some(), "{fault:?}");
            let again = auth.revoke_token().await;
            assert!(
                matches!(
                    again,
                    Ok(Revocation::Revoked | Revocation::AlreadyInvalid(_))
                ),
                "{fault:?}: {again:?}"
            );
        }
        assert!(remote.world.idp.live().is_empty(), "{fault:?}");
        assert!(remote.world.stored().await.is_none(), "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_a_repeated_response_is_not_the_next_response() {
    let remote = Remote::new().await;
    let auth = remote.consented().await;
    for _ in 0..50 {
        remote.wire.next([Fault::RepeatsResponse]);
        auth.refresh_token().await.unwrap();
        remote.world.assert_alive().await;
    }
}
