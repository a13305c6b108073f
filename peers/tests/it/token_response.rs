//! What each client takes for a token.

use acg::AuthorizationCodeAuth;
use acg::provider::ClientAuth;
use acg::token::BearerSource;
use huskarl::core::secrets::SecretString;
use huskarl::grant::core::OAuth2ExchangeGrant as _;
use huskarl::grant::refresh::RefreshGrantParameters;
use huskarl::token::RefreshToken;
use oauth2::{AuthorizationCode, TokenResponse as _};

use crate::engine::{Grant, send};
use crate::stub::{Said, Stub};

/// Who accepts a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Accepted {
    acg: bool,
    oauth2: bool,
    huskarl: bool,
}

const BY_ALL: Accepted = Accepted {
    acg: true,
    oauth2: true,
    huskarl: true,
};
const BY_NONE: Accepted = Accepted {
    acg: false,
    oauth2: false,
    huskarl: false,
};
const BY_US: Accepted = Accepted {
    acg: true,
    ..BY_NONE
};

/// Access token and refresh token, as a client read them.
type Tokens = (String, Option<String>);

async fn acg(grant: &Grant) -> Option<Tokens> {
    let token = grant
        .acg(ClientAuth::Basic)
        .fetch_token("code")
        .await
        .ok()?;
    let access = token.access_token.or(token.id_token)?;
    let refresh = token.refresh_token.map(|token| token.expose().to_owned());
    Some((access.expose().to_owned(), refresh))
}

async fn oauth2(grant: &Grant) -> Option<Tokens> {
    let client = grant.oauth2();
    let exchange = client.exchange_code(AuthorizationCode::new("code".to_owned()));
    let token = exchange.request_async(&send).await.ok()?;
    let refresh = token.refresh_token().map(|token| token.secret().clone());
    Some((token.access_token().secret().clone(), refresh))
}

async fn huskarl(grant: &Grant) -> Option<Tokens> {
    let spent = RefreshToken::new(SecretString::new("spent"), None);
    let parameters = RefreshGrantParameters::refresh_token(spent);
    let token = grant
        .huskarl_refresh()
        .await
        .exchange(parameters)
        .await
        .ok()?;
    let refresh = token
        .refresh_token()
        .map(|token| token.token().expose_secret().to_owned());
    Some((
        token.access_token().token().expose_secret().to_owned(),
        refresh,
    ))
}

/// Gives a response to every client; those that accept it read the same tokens.
async fn accepted(said: Said) -> Accepted {
    let grant = Grant::at(&Stub::start(said).await.token_endpoint);
    let (acg, oauth2, huskarl) = (
        acg(&grant).await,
        oauth2(&grant).await,
        huskarl(&grant).await,
    );
    for theirs in [&oauth2, &huskarl].into_iter().flatten() {
        if let Some(ours) = &acg {
            assert_eq!(ours, theirs, "{said:?}");
        }
    }
    Accepted {
        acg: acg.is_some(),
        oauth2: oauth2.is_some(),
        huskarl: huskarl.is_some(),
    }
}

async fn assert_accepted(expected: Accepted, bodies: &[&'static str]) {
    for body in bodies {
        assert_eq!(accepted(Said::json(body)).await, expected, "{body}");
    }
}

#[tokio::test]
async fn what_rfc_6749_describes_is_accepted_by_all() {
    let bodies = [
        r#"{"access_token":"a","token_type":"Bearer","expires_in":3600,"refresh_token":"r"}"#,
        r#"{"access_token":"a","token_type":"bearer"}"#,
        r#"{"access_token":"a","token_type":"BEARER","expires_in":0}"#,
        r#"{"access_token":"a","token_type":"Bearer","scope":"a b","unknown":{"deep":[1]}}"#,
        "\n {\"token_type\" : \"Bearer\", \"access_token\":\"\\u0061\"} \n",
    ];
    assert_accepted(BY_ALL, &bodies).await;
}

#[tokio::test]
async fn what_providers_send_instead_is_accepted_by_us_and_not_by_all_others() {
    let by_huskarl = Accepted {
        huskarl: true,
        ..BY_US
    };
    let number_in_text = r#"{"access_token":"a","token_type":"Bearer","expires_in":"3600"}"#;
    assert_accepted(by_huskarl, &[number_in_text]).await;
    let list_of_scopes = r#"{"access_token":"a","token_type":"Bearer","scope":["a","b"]}"#;
    assert_accepted(BY_US, &[list_of_scopes]).await;
}

#[tokio::test]
async fn an_id_token_alone_is_accepted_where_it_is_the_bearer() {
    let akoyas = r#"{"id_token":"a.b.c","token_type":"Bearer","refresh_token":"r"}"#;
    let stub = Stub::start(Said::json(akoyas)).await;
    let grant = Grant::at(&stub.token_endpoint);
    let engine = grant.acg(ClientAuth::Basic);
    let profile = engine.provider().clone().bearer(BearerSource::IdToken);
    let engine = AuthorizationCodeAuth::builder(engine.credentials().clone(), profile);
    let token = engine.build().unwrap().fetch_token("code").await.unwrap();
    assert_eq!(token.id_token.unwrap().expose(), "a.b.c");
    assert_accepted(BY_NONE, &[akoyas]).await;
}

#[tokio::test]
async fn what_is_no_token_is_accepted_by_none() {
    let bodies = [
        "",
        "null",
        "[]",
        "<html>",
        r#"{"token_type":"Bearer"}"#,
        r#"{"error":"invalid_grant"}"#,
        r#"{"access_token":1,"token_type":"Bearer"}"#,
        r#"{"access_token":null,"token_type":"Bearer"}"#,
        r#"{"access_token":"a","token_type":"Bearer"#,
    ];
    assert_accepted(BY_NONE, &bodies).await;
}
