use axum::http::HeaderMap;

use super::error::ApiError;
use crate::id_token;
use crate::server::App;
use crate::state::consent::{self, Consent, Revoker};
use crate::wire;

/// The consent behind a data call's bearer token.
///
/// The signature and expiry come from the token, everything else from the state, so that a revoked consent ends at once.
pub(super) fn consent(app: &App, headers: &HeaderMap) -> Result<Consent, ApiError> {
    let token = wire::bearer(headers).ok_or_else(ApiError::not_authorized)?;
    let now = app.clock.now_ms()?;
    let bearer = id_token::open(&app.keys.signing, token).filter(|bearer| !bearer.is_expired(now));
    let bearer = bearer.ok_or_else(ApiError::not_authorized)?;
    let consent = app
        .state
        .read(|connection| consent::by_id(connection, &bearer.grant_id))?;
    let consent = consent.ok_or_else(ApiError::not_authorized)?;
    match consent.revoked_by {
        None => Ok(consent),
        Some(Revoker::Client) => Err(ApiError::not_authorized()),
        Some(Revoker::Customer) => Err(ApiError::customer_not_found()),
    }
}
