//! `POST /token`: the code exchange and the refresh.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::header::ALLOW;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use rusqlite::Transaction;
use serde::Serialize;

use super::client_authentication::{AuthMethod, authenticate};
use super::error::OAuthError;
use super::refresh_token;
use crate::app::App;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::id_token::IdToken;
use crate::settings::Lifetimes;
use crate::state::code::{self, Redemption};
use crate::state::consent::{self, Consent, Revoker};
use crate::wire::{self, Parameters};

const PARAMETERS: [&str; 7] = [
    "grant_type",
    "code",
    "redirect_uri",
    "refresh_token",
    "client_id",
    "client_secret",
    "scope",
];

/// The response of the token endpoint. There is no `access_token`: the id_token is the bearer token.
#[derive(Serialize)]
pub(super) struct TokenSet {
    pub(super) id_token: String,
    pub(super) refresh_token: String,
    pub(super) token_type: &'static str,
    /// In seconds.
    pub(super) expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
}

/// Handles `POST /token`.
pub(super) async fn token(
    Shared(app): Shared<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let form = Parameters::form(&headers, &body);
    match grant(&app, &headers, &form).await {
        Ok(tokens) => wire::json(StatusCode::OK, &tokens),
        Err(refused) => refused.response(app.dialect),
    }
}

/// Responds to a method other than POST.
pub(super) async fn wrong_method(Shared(app): Shared<Arc<App>>) -> Response {
    let mut response = OAuthError::WrongMethod.response(app.dialect);
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static("POST"));
    response
}

async fn grant(
    app: &Arc<App>,
    headers: &HeaderMap,
    form: &Parameters,
) -> Result<TokenSet, OAuthError> {
    if form.repeats(&PARAMETERS) {
        return Err(OAuthError::RepeatedParameter);
    }
    match form.get("grant_type") {
        Some("authorization_code") => exchange(app, headers, form).await,
        Some("refresh_token") => refresh(app, headers, form).await,
        // Wrong credentials take precedence over the grant type, as in Dex.
        _ => {
            let client = authenticate(app, headers, form, AuthMethod::Either);
            client.and(Err(OAuthError::WrongGrantType))
        }
    }
}

async fn exchange(
    app: &Arc<App>,
    headers: &HeaderMap,
    form: &Parameters,
) -> Result<TokenSet, OAuthError> {
    let client = authenticate(app, headers, form, AuthMethod::Basic)?
        .id()
        .to_owned();
    let code = form.get("code").ok_or(OAuthError::InvalidCode)?.to_owned();
    let redirect_uri = form.get("redirect_uri").unwrap_or_default().to_owned();
    redeem(app, client, code, redirect_uri).await
}

/// Redeems a code for a client that has authenticated.
pub(super) async fn redeem(
    app: &Arc<App>,
    client: String,
    code: String,
    redirect_uri: String,
) -> Result<TokenSet, OAuthError> {
    let (signer, now) = (Arc::clone(app), app.clock.now_ms()?);
    let redeem = move |transaction: &Transaction<'_>| {
        let redemption = code::redeem(transaction, &code, &client, &redirect_uri, now)?;
        Ok(match redemption {
            Redemption::Granted(consent) => Ok(tokens(&signer, &consent, now)?),
            Redemption::Reused(consent) => {
                revoke_family(transaction, &signer, &consent)?;
                Err(OAuthError::InvalidCode)
            }
            Redemption::Invalid => Err(OAuthError::InvalidCode),
            Redemption::WrongRedirectUri => Err(OAuthError::WrongRedirectUri),
        })
    };
    app.state.write(redeem).await?
}

async fn refresh(
    app: &Arc<App>,
    headers: &HeaderMap,
    form: &Parameters,
) -> Result<TokenSet, OAuthError> {
    let client = authenticate(app, headers, form, AuthMethod::Post)?
        .id()
        .to_owned();
    let token = form
        .get("refresh_token")
        .ok_or(OAuthError::NoRefreshToken)?;
    let (id, secret) = refresh_token::parse(token).ok_or(OAuthError::ClaimedRefreshToken)?;
    let scope = form.get("scope").unwrap_or_default().to_owned();
    let (signer, now) = (Arc::clone(app), app.clock.now_ms()?);
    let claim = move |transaction: &Transaction<'_>| {
        let key = &signer.keys.refresh;
        let consent =
            consent::by_refresh_id(transaction, &id)?.filter(|consent| consent.client_id == client);
        let Some(mut consent) = consent else {
            return Ok(Err(OAuthError::ClaimedRefreshToken));
        };
        let lifetimes = signer.settings.get().lifetimes;
        let allowed = may_refresh(&consent, key, &secret, now, lifetimes)
            .and_then(|()| check_scope(&consent, &scope));
        if let Err(refused) = allowed {
            if refresh_token::was_used(key, &consent, &secret) {
                revoke_family(transaction, &signer, &consent)?;
            }
            return Ok(Err(refused));
        }
        // Within the reuse window the previous token gets the current tokens again: a second rotation would make
        // the first response worthless, which is what the window is to prevent.
        if refresh_token::generation(key, &consent, &secret) == Some(consent.generation) {
            consent::rotate(transaction, &mut consent, now)?;
        }
        // Signed before the rotation is committed: after the commit nothing may fail, or the response would be lost.
        Ok(Ok(tokens(&signer, &consent, now)?))
    };
    app.state.write(claim).await?
}

/// Checks that a refresh token is the current one, or the previous one within the reuse window, of a living consent.
fn may_refresh(
    consent: &Consent,
    key: &[u8],
    secret: &str,
    now: i64,
    lifetimes: Lifetimes,
) -> Result<(), OAuthError> {
    let generation = refresh_token::generation(key, consent, secret);
    let is_current = generation == Some(consent.generation);
    let is_reusable =
        generation.is_some() && now.saturating_sub(consent.rotated_at) < lifetimes.refresh_reuse;
    let is_expired = lifetimes
        .refresh_token
        .is_some_and(|lifetime| now.saturating_sub(consent.granted_at) >= lifetime);
    if consent.revoked_by.is_none() && !is_expired && (is_current || is_reusable) {
        Ok(())
    } else {
        Err(OAuthError::ClaimedRefreshToken)
    }
}

/// Ends the consent when a code or refresh token is used again, as Hydra does (RFC 9700 §2.2.2). Dex leaves it alone.
fn revoke_family(transaction: &Transaction<'_>, app: &App, consent: &Consent) -> Result<(), Error> {
    if app.dialect == Dialect::Hydra {
        consent::revoke(transaction, &consent.id, Revoker::Client)?;
    }
    Ok(())
}

fn check_scope(consent: &Consent, requested: &str) -> Result<(), OAuthError> {
    let granted: Vec<&str> = consent.scope.split(' ').collect();
    let excess: Vec<String> = requested
        .split(' ')
        .filter(|scope| !scope.is_empty() && !granted.contains(scope))
        .map(str::to_owned)
        .collect();
    if excess.is_empty() {
        Ok(())
    } else {
        Err(OAuthError::WiderScope(excess))
    }
}

fn tokens(app: &App, consent: &Consent, now: i64) -> Result<TokenSet, Error> {
    let expires_in = app.settings.get().lifetimes.id_token / 1000;
    let user = app.library.user(&consent.user);
    let id_token = IdToken {
        issuer: &app.issuer,
        dialect: app.dialect,
        consent,
        profile: user.map(|user| &user.profile),
        issued_at_ms: now,
        lifetime_s: expires_in,
    };
    Ok(TokenSet {
        id_token: id_token.sign(&app.keys.signing)?,
        refresh_token: refresh_token::current(&app.keys.refresh, consent, app.dialect),
        token_type: "bearer",
        expires_in,
        scope: (app.dialect == Dialect::Hydra).then(|| consent.scope.clone()),
    })
}
