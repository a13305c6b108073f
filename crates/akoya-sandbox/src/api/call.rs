use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::bearer;
use super::error::ApiError;
use crate::data::User;
use crate::data::document::{Document, Part};
use crate::data::standard::standardized;
use crate::server::{App, PROVIDER};
use crate::state::consent::Consent;
use crate::wire::{self, Parameters};

/// The only major version of the API.
const VERSION: &str = "v2";

/// Whether a bank's values are handed on as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Raw,
    Standard,
}

impl Mode {
    /// Makes of a JSON text what this mode answers.
    pub(super) fn apply(self, json: Bytes) -> Bytes {
        match (self, std::str::from_utf8(&json)) {
            (Self::Standard, Ok(text)) => standardized(text).into(),
            _ => json,
        }
    }
}

/// A data call that may be answered: who asks, for whom, and with which parameters.
pub(super) struct Call<'a> {
    pub(super) user: &'a User,
    pub(super) parameters: Parameters,
    consent: Consent,
}

impl<'a> Call<'a> {
    /// Checks what all products have in common, in this order: bearer token, version and provider, `Accept`, the customer.
    pub(super) fn check(
        app: &'a App,
        (version, provider): (&str, &str),
        headers: &HeaderMap,
        query: Option<&str>,
    ) -> Result<Self, ApiError> {
        Self::check_media(
            app,
            (version, provider),
            headers,
            query,
            &["application/json"],
        )
    }

    /// As [`check`](Self::check), for a product that has other media types than JSON.
    pub(super) fn check_media(
        app: &'a App,
        (version, provider): (&str, &str),
        headers: &HeaderMap,
        query: Option<&str>,
        offered: &[&str],
    ) -> Result<Self, ApiError> {
        let consent = bearer::consent(app, headers)?;
        if version != VERSION || provider != PROVIDER || consent.connector != provider {
            return Err(ApiError::forbidden());
        }
        if !offered
            .iter()
            .any(|media_type| wire::accepts(headers, media_type))
        {
            return Err(ApiError::not_acceptable());
        }
        let user = app
            .library
            .user(&consent.user)
            .ok_or_else(ApiError::customer_not_found)?;
        if let Some(code) = user.profile.fails_with {
            return Err(ApiError::of_code(code));
        }
        Ok(Self {
            user,
            parameters: Parameters::query(query),
            consent,
        })
    }

    /// For the products that have modes.
    pub(super) fn mode(&self) -> Result<Mode, ApiError> {
        match self.parameters.get("mode") {
            None | Some("raw") => Ok(Mode::Raw),
            Some("standard") => Ok(Mode::Standard),
            Some(_) => Err(ApiError::bad_request("Invalid mode")),
        }
    }

    /// A document with the accounts that the customer shared and the call asked for with `accountIds`.
    ///
    /// The status is 206 if one of these accounts has an error of its own.
    pub(super) fn accounts_of(&self, document: &Document) -> Result<Response, ApiError> {
        let mode = self.mode()?;
        let part = self.part_of(document)?;
        let status = if part.failed {
            StatusCode::PARTIAL_CONTENT
        } else {
            StatusCode::OK
        };
        Ok(wire::json_text(status, mode.apply(part.json)))
    }

    fn part_of(&self, document: &Document) -> Result<Part, ApiError> {
        let Some(wanted) = self.parameters.get("accountIds") else {
            return Ok(document.with(|id| self.is_shared(id)));
        };
        let wanted: Vec<&str> = wanted
            .split(',')
            .map(str::trim)
            .filter(|id| !id.is_empty())
            .collect();
        wanted.iter().try_for_each(|id| self.check_account(id))?;
        Ok(document.with(|id| wanted.contains(&id)))
    }

    /// Whether an account is the customer's and has been shared.
    pub(super) fn check_account(&self, id: &str) -> Result<(), ApiError> {
        if self.user.accounts.entry(id).is_none() {
            return Err(ApiError::account_not_found());
        }
        if self.is_shared(id) {
            Ok(())
        } else {
            Err(ApiError::not_authorized())
        }
    }

    pub(super) fn is_shared(&self, id: &str) -> bool {
        self.consent.accounts.iter().any(|shared| shared == id)
    }
}
