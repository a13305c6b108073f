//! `GET /auth`: checks an authorization request and shows the sign-in page.

use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;

use super::page;
use super::redirect;
use super::signed_request::{ConsentPage, LIFETIME_MS, SignedRequest};
use crate::app::{App, PROVIDER};
use crate::dialect::Dialect;
use crate::error::Error;
use crate::random;
use crate::registered_client::RegisteredClient;
use crate::wire::Parameters;

/// Akoya requires all three.
const REQUIRED_SCOPES: [&str; 3] = ["openid", "profile", "offline_access"];
const KNOWN_SCOPES: [&str; 4] = ["openid", "profile", "offline_access", "email"];
const PARAMETERS: [&str; 6] = [
    "client_id",
    "connector",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
];

/// Handles `GET /auth`: checks the request and shows the sign-in page.
pub(super) async fn authorize(
    Shared(app): Shared<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Response {
    match checked(&app, &Parameters::query(query.as_deref())) {
        Ok(request) => page::sign_in(&app, &request, "", None),
        Err(refused) => *refused,
    }
}

/// Returns the request to carry through the pages, or the response to one that is wrong.
pub(super) fn checked(app: &App, parameters: &Parameters) -> Result<SignedRequest, Box<Response>> {
    let (client, connector) = check(app, parameters)?;
    signed_request(app, &client, connector, parameters)
        .map_err(|error| Box::new(page::failed(&error)))
}

fn check(
    app: &App,
    parameters: &Parameters,
) -> Result<(RegisteredClient, &'static str), Box<Response>> {
    let (client, redirect_uri) = check_application(app, parameters)?;
    let connector = parameters.get("connector");
    if connector.is_some_and(|connector| connector != PROVIDER) {
        return Err(problem(
            "Invalid connector",
            "The connector of this request is not the id of a provider.",
        ));
    }
    if let Err((error, description)) = check_for_client(app.dialect, parameters) {
        let parameters = [
            ("error", error),
            ("error_description", description),
            ("state", parameters.get("state").unwrap_or_default()),
        ];
        return Err(Box::new(redirect::to_client(redirect_uri, &parameters)));
    }
    // Last, because Akoya reports nothing at all: it shows a sign-in page that leads nowhere.
    if connector.is_none() {
        return Err(Box::new(page::wrong_login()));
    }
    Ok((client, PROVIDER))
}

/// Checks which application asks and where the response goes.
///
/// Mistakes here are shown to the person at the browser and never redirected (RFC 6749 §4.1.2.1): the redirect URI
/// cannot be trusted yet, and a redirect would hand control to the author of the link.
fn check_application<'a>(
    app: &App,
    parameters: &'a Parameters,
) -> Result<(RegisteredClient, &'a str), Box<Response>> {
    if parameters.repeats(&PARAMETERS) {
        return Err(problem(
            "Invalid request",
            "A parameter of this request appears more than once.",
        ));
    }
    let Some(client) = parameters.get("client_id").and_then(|id| app.client(id)) else {
        return Err(problem(
            "Invalid client_id",
            "No application is registered under the client_id of this request.",
        ));
    };
    let redirect_uri = parameters.get("redirect_uri");
    let Some(redirect_uri) = redirect_uri.filter(|uri| client.allows_redirect(uri)) else {
        return Err(problem(
            "Unregistered redirect_uri",
            "The application has not registered the redirect_uri of this request.",
        ));
    };
    Ok((client, redirect_uri))
}

fn problem(title: &str, text: &str) -> Box<Response> {
    Box::new(page::problem(StatusCode::BAD_REQUEST, title, text))
}

/// `error` and `error_description` of RFC 6749.
type RequestError = (&'static str, &'static str);

fn check_for_client(dialect: Dialect, parameters: &Parameters) -> Result<(), RequestError> {
    check_scope(parameters)?;
    check_response_type(dialect, parameters)?;
    match parameters.get("state") {
        Some(state) if state.len() >= 8 => Ok(()),
        _ if dialect == Dialect::Dex => Ok(()),
        _ => Err((
            "invalid_state",
            "The state is missing or does not have enough characters and is therefore considered too weak.",
        )),
    }
}

fn check_scope(parameters: &Parameters) -> Result<(), RequestError> {
    let scope = parameters.get("scope").unwrap_or_default();
    let requested: Vec<&str> = scope.split(' ').collect();
    if !REQUIRED_SCOPES.iter().all(|one| requested.contains(one)) {
        return Err(("invalid_scope", "Missing required scope"));
    }
    if !requested.iter().all(|one| KNOWN_SCOPES.contains(one)) {
        return Err(("invalid_scope", "Unrecognized scope"));
    }
    Ok(())
}

fn check_response_type(dialect: Dialect, parameters: &Parameters) -> Result<(), RequestError> {
    match (parameters.get("response_type"), dialect) {
        (Some("code"), _) => Ok(()),
        (_, Dialect::Dex) => Err(("invalid_request", "Invalid response type")),
        (_, Dialect::Hydra) => Err((
            "unsupported_response_type",
            "The authorization server does not support obtaining a token using this method.",
        )),
    }
}

fn signed_request(
    app: &App,
    client: &RegisteredClient,
    connector: &str,
    parameters: &Parameters,
) -> Result<SignedRequest, Error> {
    let parameter = |name| parameters.get(name).unwrap_or_default().to_owned();
    let now = app.clock.now_ms()?;
    Ok(SignedRequest {
        id: random::token()?,
        page: ConsentPage::SignIn,
        client_id: client.id().to_owned(),
        redirect_uri: parameter("redirect_uri"),
        scope: parameter("scope"),
        state: parameter("state"),
        connector: connector.to_owned(),
        requested_at: now,
        user: String::new(),
        signed_in_at: 0,
        expires_at: now + LIFETIME_MS,
    })
}
