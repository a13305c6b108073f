//! Both identity providers that Akoya may have, without a setting that says which.

use akoya::oauth::{AuthorizationCodeAuthCredentials, ConsentCause, Recovery};
use akoya::{Client, ErrorKind};
use akoya_sandbox::Dialect;

use crate::world::{REDIRECT_URI, World};

const DIALECTS: [Dialect; 2] = [Dialect::Dex, Dialect::Hydra];

/// A client of the same application with the token that another has now.
fn copy(world: &World, client: &Client) -> Client {
    let token = client.acg_auth().oauth_token().unwrap();
    let credentials = client.config().authorization_code_auth_credentials();
    let credentials = credentials.clone_with(|b| b.oauth_token(token)).unwrap();
    world.builder(credentials).build().unwrap()
}

#[tokio::test]
async fn whole_life_of_a_consent_works() {
    for dialect in DIALECTS {
        let world = World::in_dialect(dialect).await;
        let client = world.consented("mikomo_7").await;
        client.acg_auth().refresh_token().await.unwrap();
        assert!(
            client.balances("mikomo").send().await.is_ok(),
            "{dialect:?}"
        );
        client.acg_auth().revoke_token().await.unwrap();
    }
}

#[tokio::test]
async fn dead_token_or_code_is_a_matter_of_consent() {
    for dialect in DIALECTS {
        let world = World::in_dialect(dialect).await;
        let client = world.client();
        let url = client
            .acg_auth()
            .get_authorization_url("mikomo", "state-of-mine");
        let callback = world
            .walk(url.unwrap().as_str(), "mikomo_7", "approve")
            .await;
        let code = callback.split("code=").nth(1).unwrap();
        let code = code.split('&').next().unwrap();
        client.acg_auth().fetch_token(code).await.unwrap();
        let error = client.acg_auth().fetch_token(code).await.unwrap_err();
        let expected = Recovery::AskForConsent(ConsentCause::CodeRefused);
        assert_eq!(error.recovery(), expected, "{dialect:?}: {error}");

        let client = world.consented("mikomo_7").await;
        let copy = copy(&world, &client);
        copy.acg_auth().refresh_token().await.unwrap();
        let error = client.acg_auth().refresh_token().await.unwrap_err();
        let expected = Recovery::AskForConsent(ConsentCause::RefreshTokenRefused);
        assert_eq!(error.recovery(), expected, "{dialect:?}: {error}");
    }
}

#[tokio::test]
async fn wrong_secret_is_a_matter_of_configuration_and_ends_no_consent() {
    for dialect in DIALECTS {
        let world = World::in_dialect(dialect).await;
        let client = world.consented("mikomo_7").await;
        let token = client.acg_auth().oauth_token().unwrap();
        let id = world.sandbox.client_id();
        let wrong = AuthorizationCodeAuthCredentials::builder(id, "wrong", REDIRECT_URI);
        let wrong = wrong.oauth_token(token).build().unwrap();
        let wrong = world.builder(wrong).build().unwrap();
        let error = wrong.acg_auth().refresh_token().await.unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::Configuration,
            "{dialect:?}: {error}"
        );
        assert!(
            client.acg_auth().refresh_token().await.is_ok(),
            "{dialect:?}"
        );
    }
}
