//! `POST /revoke`: ends the consent of a refresh token.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rusqlite::Transaction;

use super::error::OAuthError;
use super::refresh_token;
use crate::app::App;
use crate::dialect::Dialect;
use crate::state::consent::{self, Revoker};
use crate::wire::Parameters;

const PARAMETERS: [&str; 4] = ["client_id", "client_secret", "token", "token_type_hint"];

/// Handles `POST /revoke`: ends the consent of a refresh token. The response has no body.
pub(super) async fn revoke(
    Shared(app): Shared<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match end_consent(&app, &Parameters::form(&headers, &body)).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(refused) => refused.response(app.dialect),
    }
}

async fn end_consent(app: &App, form: &Parameters) -> Result<(), OAuthError> {
    if form.repeats(&PARAMETERS) {
        return Err(OAuthError::RepeatedParameter);
    }
    let required = |name| form.get(name).ok_or(OAuthError::InvalidRevocation);
    let (client, secret) = (required("client_id")?, required("client_secret")?);
    let client = app.client(client).ok_or(OAuthError::InvalidRevocation)?;
    if !client.has_secret(secret) {
        return Err(OAuthError::UnauthorizedClient);
    }
    if form.get("token_type_hint") != Some("refresh_token") {
        return Err(OAuthError::UnsupportedTokenType);
    }
    let Some((id, secret)) = refresh_token::parse(required("token")?) else {
        return unknown_token(app.dialect);
    };
    let (client, key) = (client.id().to_owned(), app.keys.refresh.clone());
    let end = move |transaction: &Transaction<'_>| {
        let consent = consent::by_refresh_id(transaction, &id)?.filter(|consent| {
            let is_current =
                refresh_token::generation(&key, consent, &secret) == Some(consent.generation);
            is_current && consent.client_id == client && consent.revoked_by.is_none()
        });
        let Some(consent) = consent else {
            return Ok(false);
        };
        consent::revoke(transaction, &consent.id, Revoker::Client)?;
        Ok(true)
    };
    if app.state.write(end).await? {
        Ok(())
    } else {
        unknown_token(app.dialect)
    }
}

/// Responds to an unknown or already replaced token. RFC 7009 §2.2 wants 200, and Hydra complies. Akoya documents an
/// error.
fn unknown_token(dialect: Dialect) -> Result<(), OAuthError> {
    match dialect {
        Dialect::Hydra => Ok(()),
        Dialect::Dex => Err(OAuthError::InvalidRevocation),
    }
}
