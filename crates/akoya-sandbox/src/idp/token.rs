use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use rusqlite::Transaction;
use serde::Serialize;

use super::client_authentication::{Place, authenticate};
use super::error::OAuthError;
use super::refresh_token;
use crate::counters::RequestKind;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::id_token;
use crate::server::{App, Lifetimes};
use crate::state::code::{self, Redemption};
use crate::state::consent::{self, Consent, Revoker};
use crate::steering;
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

/// The answer of the token endpoint. There is no `access_token`: the id_token is the bearer token.
#[derive(Serialize)]
struct TokenSet {
    id_token: String,
    refresh_token: String,
    token_type: &'static str,
    /// In seconds.
    expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
}

/// `POST /token`.
pub(super) async fn token(
    Shared(app): Shared<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let form = Parameters::form(&headers, &body);
    if form.repeats(&PARAMETERS) {
        return OAuthError::RepeatedParameter.answer(app.dialect);
    }
    let granted = match form.get("grant_type") {
        Some("authorization_code") => exchange(&app, &headers, &form).await,
        Some("refresh_token") => refresh(&app, &headers, &form).await,
        _ => {
            let client = authenticate(&app, &headers, &form, Place::Either);
            client.and(Err(OAuthError::WrongGrantType))
        }
    };
    let answer = |tokens| wire::json(StatusCode::OK, &tokens);
    let mut response = granted.map_or_else(|refused| refused.answer(app.dialect), answer);
    steering::note_kind(&mut response, RequestKind::of("/token", &form));
    response
}

pub(super) async fn wrong_method(Shared(app): Shared<Arc<App>>) -> Response {
    let mut response = OAuthError::WrongMethod.answer(app.dialect);
    response
        .headers_mut()
        .insert("allow", axum::http::HeaderValue::from_static("POST"));
    response
}

async fn exchange(
    app: &Arc<App>,
    headers: &HeaderMap,
    form: &Parameters,
) -> Result<TokenSet, OAuthError> {
    app.tally.count(RequestKind::CodeExchange);
    let client = authenticate(app, headers, form, Place::Header)?
        .id()
        .to_owned();
    let code = form.get("code").ok_or(OAuthError::InvalidCode)?.to_owned();
    let redirect_uri = form.get("redirect_uri").unwrap_or_default().to_owned();
    let (signer, now) = (Arc::clone(app), app.clock.now_ms()?);
    let redeem = move |transaction: &Transaction<'_>| {
        Ok(
            match code::redeem(transaction, &code, &client, &redirect_uri, now)? {
                Redemption::Granted(consent) => Ok(tokens(&signer, &consent, now)?),
                Redemption::Reused(consent) => {
                    revoke_family(transaction, &signer, &consent)?;
                    Err(OAuthError::InvalidCode)
                }
                Redemption::Invalid => Err(OAuthError::InvalidCode),
                Redemption::WrongRedirectUri => Err(OAuthError::WrongRedirectUri),
            },
        )
    };
    app.state.write(redeem).await?
}

async fn refresh(
    app: &Arc<App>,
    headers: &HeaderMap,
    form: &Parameters,
) -> Result<TokenSet, OAuthError> {
    app.tally.count(RequestKind::Refresh);
    let client = authenticate(app, headers, form, Place::Body)?
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
        let wanted = may_refresh(&consent, key, &secret, now, signer.steering.lifetimes());
        if let Err(refused) = wanted.and_then(|()| check_scope(&consent, &scope)) {
            if refresh_token::was_used(key, &consent, &secret) {
                revoke_family(transaction, &signer, &consent)?;
            }
            return Ok(Err(refused));
        }
        if refresh_token::generation(key, &consent, &secret) == Some(consent.generation) {
            consent::rotate(transaction, &mut consent, now)?;
        }
        // Signed before the rotation is committed: nothing that could fail or take time is left between that and the answer.
        Ok(Ok(tokens(&signer, &consent, now)?))
    };
    app.state.write(claim).await?
}

/// The current token is good for one refresh, the one before it only within the reuse window.
fn may_refresh(
    consent: &Consent,
    key: &[u8],
    secret: &str,
    now: i64,
    lifetimes: Lifetimes,
) -> Result<(), OAuthError> {
    let generation = refresh_token::generation(key, consent, secret);
    let current = generation == Some(consent.generation);
    let reusable =
        generation.is_some() && now.saturating_sub(consent.rotated_at) < lifetimes.refresh_reuse;
    let expired = lifetimes
        .refresh_token
        .is_some_and(|lifetime| now.saturating_sub(consent.granted_at) >= lifetime);
    if consent.revoked_by.is_none() && !expired && (current || reusable) {
        Ok(())
    } else {
        Err(OAuthError::ClaimedRefreshToken)
    }
}

/// In Hydra, a code or refresh token that comes again ends everything that came of it.
fn revoke_family(transaction: &Transaction<'_>, app: &App, consent: &Consent) -> Result<(), Error> {
    if app.dialect == Dialect::Hydra {
        consent::revoke(transaction, &consent.id, Revoker::Client)?;
    }
    Ok(())
}

fn check_scope(consent: &Consent, asked: &str) -> Result<(), OAuthError> {
    let granted: Vec<&str> = consent.scope.split(' ').collect();
    let wider = asked
        .split(' ')
        .filter(|scope| !scope.is_empty() && !granted.contains(scope));
    let wider: Vec<String> = wider.map(str::to_owned).collect();
    if wider.is_empty() {
        Ok(())
    } else {
        Err(OAuthError::WiderScope(wider))
    }
}

fn tokens(app: &App, consent: &Consent, now: i64) -> Result<TokenSet, Error> {
    let expires_in = app.steering.lifetimes().id_token / 1000;
    let user = app.library.user(&consent.user);
    Ok(TokenSet {
        id_token: id_token::issue(
            &app.keys.signing,
            &app.issuer,
            consent,
            user,
            app.dialect,
            now,
            expires_in,
        )?,
        refresh_token: refresh_token::current(&app.keys.refresh, consent, app.dialect),
        token_type: "bearer",
        expires_in,
        scope: (app.dialect == Dialect::Hydra).then(|| consent.scope.clone()),
    })
}
