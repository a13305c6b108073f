//! How a client says who it is, and how the form is encoded.

use acg::provider::ClientAuth;
use huskarl::core::secrets::SecretString;
use huskarl::grant::core::OAuth2ExchangeGrant as _;
use huskarl::grant::refresh::RefreshGrantParameters;
use huskarl::token::RefreshToken;
use oauth2::{AuthType, AuthorizationCode};

use crate::engine::{Grant, send};
use crate::stub::{Request, Said, Stub, TOKEN};

/// Ids and secrets with whatever has to be encoded (RFC 6749 §2.3.1). We refuse an id with a colon, which a header
/// of RFC 7617 cannot hold where a server does not decode it.
const CLIENTS: &[(&str, &str)] = &[
    ("client", "secret"),
    ("a client", "pass word+1"),
    ("k-1", "a:b%3A"),
    ("ü", "ß€"),
    ("~-._*", "~-._*!'()"),
    ("a&b=c", "/?#[]@"),
];

const CODE: &str = "a code/+=&";

async fn grants() -> Vec<(Stub, Grant)> {
    let mut grants = Vec::new();
    for (client_id, secret) in CLIENTS {
        let stub = Stub::start(Said::json(TOKEN)).await;
        let grant = Grant {
            client_id: (*client_id).to_owned(),
            secret: (*secret).to_owned(),
            ..Grant::at(&stub.token_endpoint)
        };
        grants.push((stub, grant));
    }
    grants
}

async fn sent_by_acg(stub: &Stub, grant: &Grant, auth: ClientAuth) -> Request {
    grant.acg(auth).fetch_token(CODE).await.unwrap();
    stub.last()
}

async fn sent_by_oauth2(stub: &Stub, grant: &Grant, auth: AuthType) -> Request {
    let client = grant.oauth2().set_auth_type(auth);
    let code = AuthorizationCode::new(CODE.to_owned());
    let exchange = client.exchange_code(code);
    exchange.request_async(&send).await.unwrap();
    stub.last()
}

#[tokio::test]
async fn oauth2_sends_the_same_header_and_form() {
    for (stub, grant) in grants().await {
        let ours = sent_by_acg(&stub, &grant, ClientAuth::Basic).await;
        let theirs = sent_by_oauth2(&stub, &grant, AuthType::BasicAuth).await;
        assert_eq!(ours.header("authorization"), theirs.header("authorization"));
        assert!(ours.header("authorization").is_some());
        assert_eq!(ours.form(), theirs.form());
        assert_eq!(ours.header("content-type"), theirs.header("content-type"));
    }
}

#[tokio::test]
async fn oauth2_sends_the_same_credentials_in_the_body() {
    for (stub, grant) in grants().await {
        let ours = sent_by_acg(&stub, &grant, ClientAuth::Body).await;
        let theirs = sent_by_oauth2(&stub, &grant, AuthType::RequestBody).await;
        assert_eq!(ours.header("authorization"), None);
        assert_eq!(ours.form(), theirs.form());
    }
}

#[tokio::test]
async fn huskarl_sends_the_same_header() {
    for (stub, grant) in grants().await {
        let ours = sent_by_acg(&stub, &grant, ClientAuth::Basic).await;
        let token = RefreshToken::new(SecretString::new("r"), None);
        let parameters = RefreshGrantParameters::refresh_token(token);
        grant
            .huskarl_refresh()
            .await
            .exchange(parameters)
            .await
            .unwrap();
        let theirs = stub.last();
        assert_eq!(ours.header("authorization"), theirs.header("authorization"));
    }
}
