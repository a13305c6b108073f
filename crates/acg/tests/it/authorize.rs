//! The URL that the customer is sent to.

use std::collections::BTreeSet;

use acg::ErrorKind;
use acg::provider::Pkce;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::world::{World, credentials, provider};

fn pairs(url: &Url) -> Vec<(String, String)> {
    url.query_pairs().into_owned().collect()
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn the_manual_url_holds_what_was_given_in_order() {
    let world = World::new();
    let auth = world.auth_with(|b| b.oauth_scopes(["offline_access", "openid", "profile"]));
    let url = auth
        .get_authorization_url(&owned(&[("connector", "mikomo")]), "my state")
        .unwrap();
    let expected = [
        ("response_type", "code"),
        ("client_id", "client"),
        ("redirect_uri", "https://app.example/callback"),
        ("scope", "offline_access openid profile"),
        ("state", "my state"),
        ("connector", "mikomo"),
    ];
    assert_eq!(pairs(&url), owned(&expected));
    assert!(url.as_str().starts_with("https://idp.example/auth?"));
    assert!(url.fragment().is_none());
}

#[test]
fn without_scopes_of_its_own_a_client_asks_for_the_providers() {
    let world = World::new();
    let provider = provider().scopes(["openid", "profile", "offline_access"]);
    let auth = world.auth_on(&world.store, credentials().build().unwrap(), provider);
    let url = auth.get_authorization_url(&[], "12345678").unwrap();
    assert!(pairs(&url).contains(&(
        "scope".to_owned(),
        "openid profile offline_access".to_owned()
    )));
}

#[test]
fn every_start_has_a_state_and_a_verifier_of_its_own() {
    let world = World::new();
    let auth = world.auth_on(
        &world.store,
        credentials().build().unwrap(),
        provider().pkce(Pkce::S256),
    );
    let mut seen = BTreeSet::new();
    for _ in 0..1_000 {
        let (url, pending) = auth.authorize().start().unwrap();
        let query: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
        assert_eq!(query["state"], pending.state().expose());
        assert_eq!(query["state"].len(), 43, "256 bits");
        assert!(seen.insert(query["state"].clone()));
        assert!(seen.insert(query["code_challenge"].clone()));
        // Anyone who reads the address would have the verifier.
        let of_state = URL_SAFE_NO_PAD.encode(Sha256::digest(&query["state"]));
        assert_ne!(query["code_challenge"], of_state);
    }
}

#[test]
fn a_parameter_that_would_change_the_request_is_refused() {
    let world = World::new();
    let auth = world.auth();
    for name in [
        "state",
        "client_id",
        "redirect_uri",
        "response_type",
        "response_mode",
        "client_secret",
        "scope",
        "code_challenge",
        "code_challenge_method",
        "nonce",
        "dpop_jkt",
        "request",
        "request_uri",
    ] {
        let error = auth.authorize().parameter(name, "x").start().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{name}");
        assert!(
            auth.get_authorization_url(&owned(&[(name, "x")]), "12345678")
                .is_err(),
            "{name}"
        );
    }
    assert!(
        auth.get_authorization_url(&[], "").is_err(),
        "an empty state protects nothing"
    );
    assert!(
        auth.authorize()
            .parameter("a", "1")
            .parameter("a", "2")
            .start()
            .is_err()
    );
}

#[test]
fn a_missing_required_parameter_is_refused() {
    let world = World::new();
    let provider = provider().required_parameters(["connector"]);
    let auth = world.auth_on(&world.store, credentials().build().unwrap(), provider);
    for parameters in [owned(&[]), owned(&[("connector", "  ")])] {
        let error = auth
            .get_authorization_url(&parameters, "12345678")
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains("connector"));
    }
}
