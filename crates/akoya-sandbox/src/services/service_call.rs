//! A call of a service API that has passed the checks that all of them share.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::Deserialize;

use super::error::ServiceError;
use crate::app::App;
use crate::state::service_token;
use crate::sts;
use crate::wire::{self, Parameters};

/// The scope that a service API demands.
pub(super) trait Scope {
    const NAME: &str;
}

/// That of Notifications and Consent.
pub(super) struct Notifications;

impl Scope for Notifications {
    const NAME: &str = sts::NOTIFICATIONS;
}

/// That of Apps Management.
pub(super) struct Apps;

impl Scope for Apps {
    const NAME: &str = sts::APPS;
}

/// A call whose service token is valid and has the scope. As an extractor it runs before each handler.
pub(super) struct ServiceCall<S> {
    pub(super) app: Arc<App>,
    pub(super) parameters: Parameters,
    path: HashMap<String, String>,
    scope: PhantomData<S>,
}

impl<S: Scope> FromRequestParts<Arc<App>> for ServiceCall<S> {
    type Rejection = ServiceError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ServiceError> {
        let token = wire::bearer(&parts.headers).ok_or_else(ServiceError::unauthorized)?;
        let now = app.clock.now_ms()?;
        let scope = app
            .state
            .read(|connection| service_token::scope(connection, token, now))?
            .ok_or_else(ServiceError::unauthorized)?;
        if !scope.split(' ').any(|one| one == S::NAME) {
            return Err(ServiceError::forbidden());
        }
        let Path(path) = Path::<HashMap<String, String>>::from_request_parts(parts, app)
            .await
            .map_err(|_| ServiceError::bad("Malformed path"))?;
        Ok(Self {
            app: Arc::clone(app),
            parameters: Parameters::query(parts.uri.query()),
            path,
            scope: PhantomData,
        })
    }
}

impl<S> ServiceCall<S> {
    /// Returns a variable segment of the path.
    pub(super) fn segment(&self, name: &str) -> String {
        self.path.get(name).cloned().unwrap_or_default()
    }
}

/// Reads a JSON body.
pub(super) fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, ServiceError> {
    serde_json::from_slice(body).map_err(|error| ServiceError::bad(error.to_string()))
}
