//! The seed's path: authorization URL, code, token, update callback, saved token, revocation.

use std::sync::{Arc, Mutex};

use akoya::ErrorKind;
use akoya::oauth::OauthToken;
use akoya::oauth::grant::{CallbackPolicy, Revocation, UpdateReason};

use crate::world::{REDIRECT_URI, World};

fn code(callback: &str) -> &str {
    callback
        .split("code=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap()
}

#[tokio::test]
async fn the_whole_manual_path_works() {
    let world = World::start().await;
    let saved: Arc<Mutex<Vec<(UpdateReason, Option<OauthToken>)>>> = Arc::default();
    let sink = saved.clone();
    let credentials = world
        .credentials()
        .clone_with(|b| {
            b.oauth_on_token_update(move |update| {
                sink.lock()
                    .unwrap()
                    .push((update.reason(), update.token().cloned()));
                Ok(())
            })
        })
        .unwrap();
    let client = world.builder(credentials).build().unwrap();

    let url = client
        .acg_auth()
        .get_authorization_url("mikomo", "state-of-mine")
        .unwrap();
    let callback = world.walk(url.as_str(), "mikomo_1", "approve").await;
    assert!(callback.starts_with(REDIRECT_URI));
    assert!(callback.contains("state=state-of-mine"));
    let token = client
        .acg_auth()
        .fetch_token(code(&callback))
        .await
        .unwrap();
    assert_eq!(token.token_type.to_lowercase(), "bearer");
    assert!(token.expiry.is_some());
    assert!(token.id_token.is_some());

    let refreshed = client.acg_auth().refresh_token().await.unwrap();
    assert_ne!(refreshed.refresh_token, token.refresh_token);
    assert_eq!(client.acg_auth().oauth_token().as_ref(), Some(&refreshed));

    // A new program run restores the token that was saved last.
    let last = saved.lock().unwrap().last().unwrap().1.clone().unwrap();
    let text = serde_json::to_string(&last).unwrap();
    let restored: OauthToken = serde_json::from_str(&text).unwrap();
    let credentials = client
        .config()
        .authorization_code_auth_credentials()
        .clone_with(|b| b.oauth_token(restored))
        .unwrap();
    let client = client
        .clone_with(|b| b.authorization_code_auth_credentials(credentials))
        .unwrap();
    assert!(client.accounts_info("mikomo").send().await.is_ok());

    assert_eq!(
        client.acg_auth().revoke_token().await.unwrap(),
        Revocation::Revoked
    );
    assert_eq!(
        client.acg_auth().revoke_token().await.unwrap(),
        Revocation::NothingToRevoke
    );
    assert_eq!(
        client
            .accounts_info("mikomo")
            .send()
            .await
            .unwrap_err()
            .kind(),
        ErrorKind::ConsentNeeded
    );
    let reasons: Vec<_> = saved
        .lock()
        .unwrap()
        .iter()
        .map(|(reason, token)| (*reason, token.is_some()))
        .collect();
    let expected = [
        (UpdateReason::Fetched, true),
        (UpdateReason::Refreshed, true),
        (UpdateReason::Revoked, false),
    ];
    assert_eq!(reasons, expected);
}

#[tokio::test]
async fn the_url_has_the_documented_parameters_in_order_and_the_users_scopes() {
    let world = World::start().await;
    let url = world
        .client()
        .acg_auth()
        .get_authorization_url_with("mikomo", "a b&c", [("login_hint", "ü")])
        .unwrap();
    let names: Vec<_> = url
        .query_pairs()
        .map(|(name, _)| name.into_owned())
        .collect();
    assert_eq!(
        names,
        [
            "response_type",
            "client_id",
            "redirect_uri",
            "scope",
            "state",
            "connector",
            "login_hint"
        ]
    );
    assert!(
        url.query_pairs()
            .any(|(name, value)| name == "scope" && value == "openid profile offline_access")
    );

    let credentials = world
        .credentials()
        .clone_with(|b| b.oauth_scopes(["offline_access", "openid"]))
        .unwrap();
    let url = world
        .builder(credentials)
        .build()
        .unwrap()
        .acg_auth()
        .get_authorization_url("mikomo", "state")
        .unwrap();
    assert!(
        url.query_pairs()
            .any(|(name, value)| name == "scope" && value == "offline_access openid")
    );
    for reserved in ["state", "redirect_uri", "connector", "scope"] {
        assert!(
            world
                .client()
                .acg_auth()
                .get_authorization_url_with("mikomo", "state", [(reserved, "x")])
                .is_err()
        );
    }
}

#[tokio::test]
async fn a_failing_callback_never_loses_the_token() {
    let world = World::start().await;
    for policy in [CallbackPolicy::BestEffort, CallbackPolicy::Required] {
        let credentials = world
            .credentials()
            .clone_with(|b| {
                b.oauth_callback_policy(policy)
                    .oauth_on_token_update_async(|_| async { Err("disk full".into()) })
            })
            .unwrap();
        let client = world.builder(credentials).build().unwrap();
        let url = client
            .acg_auth()
            .get_authorization_url("mikomo", "state-of-mine")
            .unwrap();
        let callback = world.walk(url.as_str(), "mikomo_7", "approve").await;
        let result = client.acg_auth().fetch_token(code(&callback)).await;
        match policy {
            CallbackPolicy::Required => {
                assert_eq!(result.unwrap_err().kind(), ErrorKind::UpdateCallback)
            }
            _ => assert!(result.is_ok()),
        }
        assert!(client.acg_auth().oauth_token().is_some());
        assert!(client.balances("mikomo").send().await.is_ok());
    }
}

#[tokio::test]
async fn clients_built_from_one_credentials_value_share_its_token() {
    let world = World::start().await;
    let credentials = world.credentials();
    let first = world.builder(credentials.clone()).build().unwrap();
    let second = world.builder(credentials).build().unwrap();
    world.consent(&first, "mikomo_7").await;
    first.acg_auth().refresh_token().await.unwrap();
    assert_eq!(
        first.acg_auth().oauth_token(),
        second.acg_auth().oauth_token()
    );
    second.acg_auth().refresh_token().await.unwrap();
    assert!(first.balances("mikomo").send().await.is_ok());
}
