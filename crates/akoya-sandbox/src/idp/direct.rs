//! A consent in one step, without pages and requests: a code, or tokens.

use std::sync::Arc;

use axum::http::header::LOCATION;

use super::signed_request::SignedRequest;
use super::{authorize, consent, redirect, token};
use crate::app::{App, PROVIDER};
use crate::consent_request::ConsentRequest;
use crate::customer;
use crate::error::{Error, ErrorKind};
use crate::issued::{IssuedCode, IssuedTokens};
use crate::request_kind::RequestKind;
use crate::wire::Parameters;

/// Gives a consent and returns its code.
pub(crate) async fn code(app: &App, request: &ConsentRequest) -> Result<IssuedCode, Error> {
    let accounts = accounts(app, request)?;
    let signed = checked(app, request)?;
    app.count(Some(RequestKind::Approval));
    let given = consent::give(app, &signed, accounts).await?;
    let given = given.ok_or_else(|| refused("the request has already been decided"))?;
    let parameters = [("code", given.code.as_str()), ("state", &signed.state)];
    Ok(IssuedCode {
        callback: redirect::with_parameters(&signed.redirect_uri, &parameters),
        consent: given.consent,
        code: given.code,
        redirect_uri: signed.redirect_uri,
    })
}

/// Gives a consent, redeems its code and returns the tokens.
pub(crate) async fn tokens(
    app: &Arc<App>,
    request: &ConsentRequest,
) -> Result<IssuedTokens, Error> {
    let client = client_id(app, request).to_owned();
    let code = code(app, request).await?;
    let redeemed = token::redeem(app, client, code.code, code.redirect_uri).await;
    let tokens = redeemed.map_err(|_| refused("the code has already expired"))?;
    Ok(IssuedTokens {
        consent: code.consent,
        id_token: tokens.id_token,
        refresh_token: tokens.refresh_token,
        token_type: tokens.token_type,
        expires_in: tokens.expires_in,
    })
}

/// Checks the accounts that are shared, which must be the user's.
fn accounts(app: &App, request: &ConsentRequest) -> Result<Vec<String>, Error> {
    let user = app.library.user(&request.user);
    let all = user.map(|user| user.accounts.accounts());
    let all = all.into_iter().flatten().map(|one| one.id().to_owned());
    let accounts = request.accounts.clone().unwrap_or_else(|| all.collect());
    customer::check(app, &request.user, &accounts)?;
    Ok(accounts)
}

fn client_id<'a>(app: &'a App, request: &'a ConsentRequest) -> &'a str {
    let first = app.clients.first().map_or("", |client| client.id());
    request.client_id.as_deref().unwrap_or(first)
}

/// Checks the request as if it had come from a browser.
fn checked(app: &App, request: &ConsentRequest) -> Result<SignedRequest, Error> {
    let id = client_id(app, request);
    let usual = app.client(id).map(|client| client.usual_redirect_uri());
    let redirect_uri = request.redirect_uri.clone().or(usual).unwrap_or_default();
    let scope = request.scope.as_deref();
    let parameters = Parameters::of([
        ("client_id", id),
        ("connector", PROVIDER),
        ("redirect_uri", &redirect_uri),
        ("response_type", "code"),
        ("scope", scope.unwrap_or("openid profile offline_access")),
        ("state", request.state.as_deref().unwrap_or("sandbox-state")),
    ]);
    let signed = authorize::checked(app, &parameters).map_err(|response| {
        let location = response.headers().get(LOCATION);
        let location = location.and_then(|location| location.to_str().ok());
        let query = Parameters::query(
            location
                .and_then(|url| url.split_once('?'))
                .map(|(_, query)| query),
        );
        refused(
            query
                .get("error_description")
                .unwrap_or("the client does not exist, or may not use this redirect URI"),
        )
    })?;
    let now = app.clock.now_ms()?;
    Ok(SignedRequest {
        user: request.user.clone(),
        signed_in_at: now,
        ..signed
    })
}

fn refused(text: &str) -> Error {
    Error::new(
        ErrorKind::Configuration,
        format!("the consent is refused: {text}"),
    )
}
