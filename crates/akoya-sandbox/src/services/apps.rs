//! Apps Management v2: applications, and what they are subscribed to.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::app_patch::{self, PatchOperation};
use super::error::ServiceError;
use super::page::page;
use super::service_call::{Apps, ServiceCall, read};
use crate::app::{App, PROVIDER};
use crate::id_token::PRODUCTS;
use crate::random;
use crate::registered_client::RegisteredClient;
use crate::state::registration::{self, Registered, Registration};
use crate::wire;

type Call = ServiceCall<Apps>;
type ServiceResult = Result<Response, ServiceError>;

/// What every application has, so that it is not enough.
const ACCOUNT_INFORMATION: &str = "ACCOUNTS";
const STATUSES: [&str; 5] = ["ACTIVE", "PENDING", "PROCESSING", "TERMINATED", "DENIED"];

/// Handles `POST /manage/v2/apps/register`. The application can be used at once.
pub(super) async fn register(call: Call, body: Bytes) -> ServiceResult {
    let app: Registration = read(&body)?;
    let app = Registration {
        client_id: random::uuid()?,
        ..app
    };
    let secret = format!("{}{}", random::token()?, random::token()?);
    check(&app, &secret)?;
    let response = with(
        &app,
        json!({"client_secret": secret, "grant_types": ["authorization_code", "refresh_token"], "status": "ACTIVE"}),
    );
    let registered = call
        .app
        .state
        .write(move |transaction| Ok(registration::insert(transaction, &app, &secret)?));
    match registered.await? {
        Registered::Done => Ok(wire::json(StatusCode::OK, &response)),
        Registered::NameTaken => Err(ServiceError::exists()),
        Registered::TooMany => Err(ServiceError::invalid("there are 10 applications already")),
    }
}

/// Handles `GET /manage/v2/recipients/{recipientId}/apps`.
pub(super) async fn list(call: Call) -> ServiceResult {
    check_recipient(&call)?;
    let apps = call.app.state.read(registration::all)?;
    let apps = apps.iter().map(|app| json!(app)).collect();
    let path = format!("/manage/v2/recipients/{}/apps", call.app.recipient_id());
    page("apps", apps, &path, &call.parameters)
}

/// Handles `GET /manage/v2/recipients/{recipientId}/apps/{appId}`.
pub(super) async fn one(call: Call) -> ServiceResult {
    check_recipient(&call)?;
    Ok(wire::json(StatusCode::OK, &found(&call)?.0))
}

/// Handles `PATCH /manage/v2/recipients/{recipientId}/apps/{appId}`: operations of JSON Patch (RFC 6902).
pub(super) async fn update(call: Call, body: Bytes) -> ServiceResult {
    check_recipient(&call)?;
    let operations: Vec<PatchOperation> = read(&body)?;
    let (mut app, secret) = found(&call)?;
    let resets_secret = app_patch::apply(&mut app, &operations)?;
    let secret = if resets_secret {
        format!("{}{}", random::token()?, random::token()?)
    } else {
        secret
    };
    check(&app, &secret)?;
    let response = if resets_secret {
        with(&app, json!({ "client_secret": secret }))
    } else {
        json!(app)
    };
    call.app
        .state
        .write(move |transaction| Ok(registration::update(transaction, &app, &secret)?))
        .await?;
    Ok(wire::json(StatusCode::OK, &response))
}

/// Handles `GET /manage/v2/recipients/{recipientId}/products`.
pub(super) async fn products(call: Call) -> ServiceResult {
    check_recipient(&call)?;
    Ok(wire::json(StatusCode::OK, &json!({ "products": PRODUCTS })))
}

/// Handles `GET /manage/v2/recipients/{recipientId}/providers?products=…`: the providers that have all of these
/// products.
pub(super) async fn providers(call: Call) -> ServiceResult {
    check_recipient(&call)?;
    let wanted = call.parameters.get("products").unwrap_or_default();
    let mut wanted = wanted
        .split(',')
        .map(str::trim)
        .filter(|one| !one.is_empty());
    let has_all = wanted.all(|one| PRODUCTS.contains(&one));
    let provider =
        json!({"provider_id": PROVIDER, "display_name": "Mikomo Financial", "products": PRODUCTS});
    let providers = if has_all { vec![provider] } else { Vec::new() };
    let path = format!(
        "/manage/v2/recipients/{}/providers",
        call.app.recipient_id()
    );
    page("providers", providers, &path, &call.parameters)
}

/// Handles `GET /manage/v2/subscriptions/{appId}`: those that are active. An application is subscribed when it is
/// registered.
pub(super) async fn subscriptions(call: Call) -> ServiceResult {
    let (app, _) = found(&call)?;
    let subscription = json!({
        "provider_id": PROVIDER, "display_name": "Mikomo Financial", "subscription_status": "ACTIVE",
        "account_categories": ["ANNUITY", "DEPOSIT", "INSURANCE", "INVESTMENT", "LOAN", "LINE_OF_CREDIT"],
    });
    let path = format!("/manage/v2/subscriptions/{}", app.client_id);
    page("subscriptions", vec![subscription], &path, &call.parameters)
}

/// Handles `GET /manage/v2/subscriptions/{appId}/status?status=…`.
pub(super) async fn subscriptions_by_status(call: Call) -> ServiceResult {
    let (app, _) = found(&call)?;
    let status = call.parameters.get("status");
    if status.is_some_and(|status| !STATUSES.contains(&status)) {
        return Err(ServiceError::invalid("status is unknown"));
    }
    let products: Vec<&str> = app.scope.split_whitespace().collect();
    let subscription = json!({"provider_id": PROVIDER, "display_name": "Mikomo Financial", "status": "ACTIVE", "products": products});
    let subscriptions = match status {
        None | Some("ACTIVE") => vec![subscription],
        Some(_) => Vec::new(),
    };
    let path = format!("/manage/v2/subscriptions/{}/status", app.client_id);
    page(
        "subscription_status",
        subscriptions,
        &path,
        &call.parameters,
    )
}

fn found(call: &Call) -> Result<(Registration, String), ServiceError> {
    let id = call.segment("app");
    call.app
        .state
        .read(|connection| registration::by_id(connection, &id))?
        .ok_or_else(|| ServiceError::not_found("Application not found"))
}

fn check_recipient(call: &Call) -> Result<(), ServiceError> {
    let app: &Arc<App> = &call.app;
    if call.segment("recipient") == app.recipient_id() {
        Ok(())
    } else {
        Err(ServiceError::not_found("Recipient not found"))
    }
}

fn check(app: &Registration, secret: &str) -> Result<(), ServiceError> {
    let scopes: Vec<&str> = app.scope.split_whitespace().collect();
    if !scopes.iter().all(|one| PRODUCTS.contains(one)) {
        return Err(ServiceError::invalid("scope names an unknown product"));
    }
    if !scopes.iter().any(|one| *one != ACCOUNT_INFORMATION) {
        return Err(ServiceError::invalid(
            "scope needs a product in addition to account information",
        ));
    }
    if app.client_name.trim().is_empty() || app.client_name.contains(['<', '>', '{', '}', '[', ']'])
    {
        return Err(ServiceError::invalid(
            "client_name is empty or has a forbidden character",
        ));
    }
    let client = RegisteredClient::new(&app.client_id, secret);
    let client = app
        .redirect_uris
        .iter()
        .fold(client, RegisteredClient::redirect_uri);
    client
        .check()
        .map_err(|error| ServiceError::invalid(&error.to_string()))
}

fn with(app: &Registration, more: Value) -> Value {
    let mut value = json!(app);
    if let (Some(fields), Value::Object(more)) = (value.as_object_mut(), more) {
        fields.extend(more);
    }
    value
}
