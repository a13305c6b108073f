//! The URL that the customer is sent to.

use std::collections::BTreeMap;

use acg::provider::ClientAuth;
use huskarl::grant::authorization_code::StartInput;
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope};
use serde_json::Value;

use crate::engine::Grant;

type Parameters = BTreeMap<String, String>;

/// Redirect URIs, client ids and scopes with whatever has to be encoded.
fn grants() -> Vec<Grant> {
    let plain = Grant::at("https://idp.example/token");
    let values = [
        ("client", "https://app.example/callback", vec!["accounts"]),
        (
            "a client+1",
            "https://app.example/callback?a=1&b=%20",
            vec!["a", "b:c"],
        ),
        (
            "k/ü=&%",
            "http://127.0.0.1:8080/cb",
            vec!["https://scope.example/a"],
        ),
        (
            "~-._*",
            "https://app.example/%7Euser/",
            vec!["offline_access", "openid"],
        ),
    ];
    let grants = values.map(|(client_id, redirect_uri, scopes)| Grant {
        client_id: client_id.to_owned(),
        redirect_uri: redirect_uri.to_owned(),
        scopes: scopes.into_iter().map(str::to_owned).collect(),
        ..plain.clone()
    });
    grants.to_vec()
}

/// What our URL holds, its state, and the verifier that belongs to it.
fn ours(grant: &Grant) -> (Parameters, String, String) {
    let (url, pending) = grant.acg(ClientAuth::Basic).authorize().start().unwrap();
    let state = pending.state().expose().to_owned();
    let pending = serde_json::to_value(&pending).unwrap();
    let verifier = pending.get("verifier").and_then(Value::as_str).unwrap();
    (parameters(url.as_str()), state, verifier.to_owned())
}

fn parameters(url: &str) -> Parameters {
    let query = url.split_once('?').unwrap().1;
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let parameters: Parameters = pairs.iter().cloned().collect();
    assert_eq!(
        parameters.len(),
        pairs.len(),
        "a parameter comes twice: {url}"
    );
    parameters
}

#[test]
fn oauth2_makes_the_same_url_but_for_the_nonce_of_openid() {
    for grant in grants() {
        let (mut ours, state, verifier) = ours(&grant);
        let is_openid = grant.scopes.iter().any(|scope| scope == "openid");
        assert_eq!(ours.remove("nonce").is_some(), is_openid);
        let verifier = PkceCodeVerifier::new(verifier);
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        let client = grant.oauth2();
        let (url, _) = client
            .authorize_url(|| CsrfToken::new(state))
            .add_scopes(grant.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(challenge)
            .url();
        assert_eq!(ours, parameters(url.as_str()));
    }
}

#[tokio::test]
async fn huskarl_makes_the_same_url_but_for_random_values_and_a_nonce() {
    for grant in grants() {
        let (mut ours, ..) = ours(&grant);
        let input = StartInput::scope(grant.scopes.clone());
        let started = grant.huskarl().await.start(input).await.unwrap();
        let mut theirs = parameters(&started.authorization_url.to_string());
        for parameters in [&mut ours, &mut theirs] {
            let challenge = parameters.remove("code_challenge").unwrap();
            assert_eq!(challenge.len(), 43);
            assert!(parameters.remove("state").unwrap().len() >= 22);
            parameters.remove("nonce");
        }
        assert_eq!(ours, theirs);
    }
}
