//! A data call: what all products check before they respond.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::error::ApiError;
use super::version::Version;
use crate::app::{App, PROVIDER};
use crate::data::User;
use crate::data::account_list::{AccountList, ErrorForm, Selection};
use crate::data::standard::standardized;
use crate::fault::odd_form::OddPages;
use crate::id_token;
use crate::state::consent::{self, Consent, Revoker};
use crate::wire::{self, Parameters};

const JSON: &str = "application/json";
const PDF: &str = "application/pdf";

/// Whether a bank's values are passed on unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Raw,
    Standard,
}

impl Mode {
    /// Converts a JSON text to what this mode responds with.
    pub(super) fn apply(self, json: Bytes) -> Bytes {
        match (self, std::str::from_utf8(&json)) {
            (Self::Standard, Ok(text)) => standardized(text).into(),
            _ => json,
        }
    }
}

/// A data call that has passed the checks that all products share: who asks, for whom, and with which parameters.
///
/// As an extractor it runs before each handler, so no product can leave a check out.
pub(super) struct Call {
    pub(super) app: Arc<App>,
    pub(super) user: Arc<User>,
    pub(super) parameters: Parameters,
    /// How the pages of a list should differ from what is right, if a fault demands it.
    pub(super) odd_pages: Option<OddPages>,
    /// The first segment of the path.
    product: String,
    version: Version,
    path: HashMap<String, String>,
    headers: HeaderMap,
    consent: Consent,
}

impl FromRequestParts<Arc<App>> for Call {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let Path(path) = Path::<HashMap<String, String>>::from_request_parts(parts, app)
            .await
            .map_err(|_| ApiError::bad_request("Malformed path"))?;
        // The bearer token comes first: a caller without one learns nothing about routes or accounts.
        let consent = consent_of_bearer(app, &parts.headers)?;
        let settings = app.settings.get();
        let product = parts.uri.path().split('/').nth(1).unwrap_or_default();
        let segment = |name: &str| path.get(name).map_or("", String::as_str);
        let now = app.clock.now_ms()?;
        let version = Version::of(segment("version"), product, &settings, now);
        let version = version.ok_or_else(ApiError::forbidden)?;
        if segment("provider") != PROVIDER || consent.connector != PROVIDER {
            return Err(ApiError::forbidden());
        }
        version.check_headers(&parts.headers, &settings)?;
        let user = app
            .library
            .user(&consent.user)
            .ok_or_else(ApiError::customer_not_found)?;
        if let Some(code) = user.profile.fails_with {
            return Err(ApiError::of_code(code));
        }
        Ok(Self {
            app: Arc::clone(app),
            user: Arc::clone(user),
            parameters: Parameters::query(parts.uri.query()),
            odd_pages: parts.extensions.get().copied(),
            product: product.to_owned(),
            version,
            path,
            headers: parts.headers.clone(),
            consent,
        })
    }
}

impl Call {
    /// Returns a variable segment of the path.
    pub(super) fn segment(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// Returns the account of the path, which must have been shared.
    pub(super) fn account(&self) -> Result<&str, ApiError> {
        let account = self.segment("account");
        self.check_account(account)?;
        Ok(account)
    }

    /// Builds the path of a product for the same version and provider, with further segments, ready for a link.
    pub(super) fn link(&self, product: &str, segments: &[&str]) -> String {
        let mut path = format!("/{product}/{}/{PROVIDER}", self.version.as_str());
        for segment in segments {
            path.push('/');
            path.push_str(&wire::percent_encode(segment));
        }
        path
    }

    /// Reads the mode, for the products that have modes.
    pub(super) fn mode(&self) -> Result<Mode, ApiError> {
        match self.parameters.get("mode") {
            None | Some("raw") => Ok(Mode::Raw),
            Some("standard") => Ok(Mode::Standard),
            Some(_) => Err(ApiError::bad_request("Invalid mode")),
        }
    }

    /// Returns whether the `Accept` header allows JSON.
    pub(super) fn accepts_json(&self) -> bool {
        wire::accepts(&self.headers, JSON)
    }

    /// Builds a response of JSON, unless the `Accept` header excludes it.
    pub(super) fn json(&self, status: StatusCode, text: Bytes) -> Result<Response, ApiError> {
        if !self.accepts_json() {
            return Err(ApiError::not_acceptable());
        }
        Ok(wire::json_text(status, text))
    }

    /// Builds a response of PDF, unless the `Accept` header excludes it.
    pub(super) fn pdf(&self, document: Vec<u8>) -> Result<Response, ApiError> {
        if !wire::accepts(&self.headers, PDF) {
            return Err(ApiError::not_acceptable());
        }
        Ok(wire::pdf(document))
    }

    /// Responds with the accounts that the customer shared and that the call asks for with `accountIds`.
    ///
    /// The status is 206 if one of these accounts has an error of its own.
    pub(super) fn accounts_of(&self, list: &AccountList) -> Result<Response, ApiError> {
        let mode = self.mode()?;
        let settings = self.app.settings.get();
        let form = settings.partial_response.for_product(&self.product);
        let selection = self.selection_of(list, form)?;
        let status = if selection.failed {
            StatusCode::PARTIAL_CONTENT
        } else {
            StatusCode::OK
        };
        self.json(status, mode.apply(selection.json))
    }

    fn selection_of(&self, list: &AccountList, form: ErrorForm) -> Result<Selection, ApiError> {
        let Some(ids) = self.parameters.get("accountIds") else {
            return Ok(list.select(form, |id| self.is_shared(id)));
        };
        let ids: Vec<&str> = ids
            .split(',')
            .map(str::trim)
            .filter(|id| !id.is_empty())
            .collect();
        ids.iter().try_for_each(|id| self.check_account(id))?;
        Ok(list.select(form, |id| ids.contains(&id)))
    }

    /// Checks that an account exists and has been shared. One that was not shared is not there for the application:
    /// 602 would ask it for a fresh token, which changes nothing.
    pub(super) fn check_account(&self, id: &str) -> Result<(), ApiError> {
        if self.user.accounts.account(id).is_some() && self.is_shared(id) {
            Ok(())
        } else {
            Err(ApiError::account_not_found())
        }
    }

    pub(super) fn is_shared(&self, id: &str) -> bool {
        self.consent.accounts.iter().any(|shared| shared == id)
    }
}

/// Finds the consent of a call's bearer token.
///
/// Only the signature and expiry come from the token. Everything else comes from the state, so that a revocation
/// takes effect at once, while the token is still valid.
fn consent_of_bearer(app: &App, headers: &HeaderMap) -> Result<Consent, ApiError> {
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
