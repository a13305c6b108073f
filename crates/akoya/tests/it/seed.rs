//! The seed's path: authorization URL, code, token, update callback, saved token, revocation.

use std::sync::{Arc, Mutex};

use akoya::oauth::OauthToken;
use akoya::oauth::grant::{CallbackPolicy, Revocation, TokenUpdate, UpdateReason};
use akoya::{Client, ErrorKind};

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

/// What the update callback was called with, in order.
type Updates = Arc<Mutex<Vec<(UpdateReason, Option<OauthToken>)>>>;

#[tokio::test]
async fn the_whole_manual_path_works() {
    let world = World::start().await;
    let updates = Updates::default();
    let client = client_that_saves(&world, updates.clone());
    let token = exchange(&world, &client).await;
    let refreshed = client.acg_auth().refresh_token().await.unwrap();
    assert_ne!(refreshed.refresh_token, token.refresh_token);
    assert_eq!(client.acg_auth().oauth_token().as_ref(), Some(&refreshed));
    let last = updates.lock().unwrap().last().unwrap().1.clone().unwrap();
    let client = restored(&client, &last);
    assert!(client.accounts_info("mikomo").send().await.is_ok());
    revoke(&client).await;
    let updates = updates.lock().unwrap();
    let reasons: Vec<_> = updates
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

fn client_that_saves(world: &World, updates: Updates) -> Client {
    let save = move |update: TokenUpdate| {
        let update = (update.reason(), update.token().cloned());
        updates.lock().unwrap().push(update);
        Ok(())
    };
    let credentials = world.credentials();
    let credentials = credentials.clone_with(|b| b.oauth_on_token_update(save));
    world.builder(credentials.unwrap()).build().unwrap()
}

/// Sends a customer to the URL of the manual path, and exchanges the code that comes back.
async fn exchange(world: &World, client: &Client) -> OauthToken {
    let auth = client.acg_auth();
    let url = auth
        .get_authorization_url("mikomo", "state-of-mine")
        .unwrap();
    let callback = world.walk(url.as_str(), "mikomo_1", "approve").await;
    assert!(callback.starts_with(REDIRECT_URI));
    assert!(callback.contains("state=state-of-mine"));
    let token = auth.fetch_token(code(&callback)).await.unwrap();
    assert_eq!(token.token_type.to_lowercase(), "bearer");
    assert!(token.expiry.is_some());
    assert!(token.id_token.is_some());
    token
}

/// Starts the client as a later run of the program does, with the token that was saved as JSON.
fn restored(client: &Client, saved: &OauthToken) -> Client {
    let text = serde_json::to_string(saved).unwrap();
    let restored: OauthToken = serde_json::from_str(&text).unwrap();
    let credentials = client.config().authorization_code_auth_credentials();
    let credentials = credentials.clone_with(|b| b.oauth_token(restored)).unwrap();
    client
        .clone_with(|b| b.authorization_code_auth_credentials(credentials))
        .unwrap()
}

async fn revoke(client: &Client) {
    let auth = client.acg_auth();
    assert_eq!(auth.revoke_token().await.unwrap(), Revocation::Revoked);
    let again = auth.revoke_token().await.unwrap();
    assert_eq!(again, Revocation::NothingToRevoke);
    let error = client.accounts_info("mikomo").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
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
