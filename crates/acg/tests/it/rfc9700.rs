//! Attacks of RFC 9700 §4 that need more than one party: providers that mix each other up, an attacker with a stolen code or a login of
//! its own. SECURITY.md lists all sections with their tests.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use acg::http::{HttpError, HttpService, Request, Response};
use acg::provider::Pkce;
use acg::testing::RotatingProvider;
use acg::{
    AuthorizationCodeAuth, BoxFuture, Callback, ConsentCause, ErrorKind, PendingAuthorization,
    Provider, Recovery, Vault,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::world::{World, credentials, provider};

fn callback(pending: &PendingAuthorization, query: &str) -> Callback {
    let query = format!("{query}&state={}", pending.state().expose());
    query.parse().unwrap()
}

/// A customer begins at the hostile provider, which sends the browser on to the honest one: the honest one's code comes back in an
/// authorization of the hostile one (§4.4.1).
#[tokio::test]
async fn a_code_of_one_provider_is_not_sent_to_another_that_mixed_them_up() {
    let (honest, hostile) = (World::new(), World::new());
    let named = |world: &World, issuer: &str| {
        let profile = provider().issuer(issuer).identity(issuer);
        world.auth_on(&world.store, credentials().build().unwrap(), profile)
    };
    let at_honest = named(&honest, "https://honest.example");
    let at_hostile = named(&hostile, "https://hostile.example");
    let (_, pending) = at_hostile.authorize().start().unwrap();
    let mixed = || callback(&pending, "code=code&iss=https%3A%2F%2Fhonest.example");
    for auth in [&at_hostile, &at_honest] {
        let error = auth.complete(&pending, mixed()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidCallback);
    }
    assert!(honest.idp.seen().is_empty());
    assert!(hostile.idp.seen().is_empty());
}

/// A provider that keeps the challenge of each authorization with the code that it gives, as RFC 7636 §4.4 says.
#[derive(Debug)]
struct Binding {
    inner: RotatingProvider,
    challenges: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Binding {
    /// What the customer's browser brings from the provider: a code for this request.
    fn consent(&self, url: &Url, code: &str) {
        let mut pairs = url.query_pairs();
        let (_, challenge) = pairs.find(|(name, _)| name == "code_challenge").unwrap();
        let mut challenges = self.challenges.lock().unwrap();
        challenges.insert(code.to_owned(), challenge.into_owned());
        self.inner.give_code(code);
    }
}

impl HttpService for Binding {
    fn call(&self, mut request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let form: BTreeMap<String, String> = form_urlencoded::parse(request.body())
            .into_owned()
            .collect();
        let verifier = form.get("code_verifier").cloned().unwrap_or_default();
        let computed = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
        let challenges = self.challenges.lock().unwrap();
        let expected = form.get("code").and_then(|code| challenges.get(code));
        if expected.is_some_and(|challenge| *challenge != computed) {
            // As a code that it does not know.
            *request.body_mut() = Bytes::from_static(b"grant_type=authorization_code&code=none");
        }
        self.inner.call(request)
    }
}

fn with_pkce(world: &World, http: Arc<dyn HttpService>) -> AuthorizationCodeAuth {
    let profile: Provider = provider().pkce(Pkce::S256);
    AuthorizationCodeAuth::builder(credentials().build().unwrap(), profile)
        .http(http)
        .clock(world.clock.clone())
        .store(Vault::from(world.store.clone()), world.id.clone())
        .build()
        .unwrap()
}

/// An attacker has the code of a customer and puts it into an authorization of its own (§4.5).
#[tokio::test]
async fn a_stolen_code_in_another_authorization_gives_nothing() {
    let world = World::new();
    let provider = Arc::new(Binding {
        inner: world.idp.clone(),
        challenges: Arc::default(),
    });
    let auth = with_pkce(&world, provider.clone());
    let (victims_url, victims) = auth.authorize().start().unwrap();
    provider.consent(&victims_url, "victims-code");
    let (_, attackers) = auth.authorize().start().unwrap();
    let injected = callback(&attackers, "code=victims-code");
    let error = auth.complete(&attackers, injected).await.unwrap_err();
    let refused = Recovery::AskForConsent(ConsentCause::CodeRefused);
    assert_eq!(error.recovery(), refused);
    assert!(world.stored().await.is_none());
    // The customer's own login is not harmed.
    let own = callback(&victims, "code=victims-code");
    auth.complete(&victims, own).await.unwrap();
}

/// An attacker lets a customer finish the attacker's login, so that the customer works in the attacker's account (§4.7).
#[tokio::test]
async fn a_login_that_an_attacker_began_is_not_finished_here() {
    let (attacker, victim) = (World::new(), World::new());
    let (_, attackers) = attacker.auth().authorize().start().unwrap();
    let auth = victim.auth();
    let (_, victims) = auth.authorize().start().unwrap();
    let forged = callback(&attackers, "code=code");
    let error = auth.complete(&victims, forged).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCallback);
    assert!(victim.idp.seen().is_empty());
}
