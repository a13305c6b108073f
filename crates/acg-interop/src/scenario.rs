//! What a grant goes through, the same at every provider. Each function returns what the test then compares with the
//! provider's habits.

use std::collections::BTreeMap;

use acg::http::{HttpService, Request};
use acg::{AuthorizationCodeAuth, OauthToken, PendingAuthorization};
use bytes::Bytes;
use serde_json::Value;
use url::Url;

use crate::browser::{Browser, Decision};
use crate::server::{Server, ServerError};
use crate::wire::Wire;

/// Lets a person decide; returns what is pending and the callback.
///
/// # Errors
/// When the pages are none that the person knows.
pub(crate) async fn decide(
    server: &Server,
    grant: &AuthorizationCodeAuth,
    decision: Decision,
) -> Result<(PendingAuthorization, Url), ServerError> {
    // OpenID Connect Core §11: without it a request for offline access may be ignored.
    let mut request = grant.authorize().parameter("prompt", "consent");
    if decision == Decision::Refuse {
        request = request.parameter("login_hint", "refuse");
    }
    let (url, pending) = request.begin().await?;
    let callback = Browser::new(server)?.visit(url, decision).await?;
    Ok((pending, callback))
}

/// Gets a token with a person's consent.
///
/// # Errors
/// As the grant's own operations.
pub(crate) async fn consent(
    server: &Server,
    grant: &AuthorizationCodeAuth,
) -> Result<OauthToken, ServerError> {
    let (pending, callback) = decide(server, grant, Decision::Consent).await?;
    Ok(grant.complete(pending, callback.as_str().parse()?).await?)
}

/// Asks the provider who the user is, with the grant's bearer; returns the status.
///
/// # Errors
/// When the grant has no bearer, or the provider is not reached.
pub(crate) async fn user_info(
    server: &Server,
    grant: &AuthorizationCodeAuth,
) -> Result<u16, ServerError> {
    let bearer = grant.bearer().await?;
    let http = Wire::new()?;
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = server.endpoint("userinfo")?.as_str().parse()?;
    let mut first = request.clone();
    grant.present(&bearer, &mut first)?;
    let mut response = http.call(first).await?;
    if grant.wants_nonce(request.uri(), response.status(), response.headers()) {
        grant.present(&bearer, &mut request)?;
        response = http.call(request).await?;
    }
    Ok(response.status().as_u16())
}

/// Sends a code as a thief does who has everything that the client has: a request that the
/// engine has no part in. Returns the status.
///
/// # Errors
/// When the provider is not reached.
pub(crate) async fn steal_code(
    server: &Server,
    client: &str,
    pending: &Value,
    callback: &Url,
) -> Result<u16, ServerError> {
    let parameters: BTreeMap<_, _> = callback.query_pairs().into_owned().collect();
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "authorization_code")
        .append_pair("code", &parameters["code"])
        .append_pair("redirect_uri", server.redirect_uri()?)
        .append_pair(
            "code_verifier",
            pending["verifier"].as_str().unwrap_or_default(),
        )
        .append_pair("client_id", client)
        .append_pair("client_secret", server.secret(client)?)
        .finish();
    let request = reqwest::Client::new().post(server.endpoint("token")?);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    Ok(request.body(form).send().await?.status().as_u16())
}

/// Opens a second grant of the same client that holds this refresh token and nothing else, as a copy of the program
/// would.
///
/// # Errors
/// As for [`Server::grant_with`].
pub(crate) fn copy_with(
    server: &Server,
    grant: &AuthorizationCodeAuth,
    client: &str,
    token: &OauthToken,
    http: impl HttpService + 'static,
) -> Result<AuthorizationCodeAuth, ServerError> {
    let refresh_token = token
        .refresh_token
        .clone()
        .ok_or("there is no refresh token")?;
    let copied = OauthToken::from_access_token("expired").with_refresh_token(refresh_token);
    server.grant_with(
        grant.provider().clone(),
        client,
        server.secret(client)?,
        Some(copied),
        http,
    )
}
