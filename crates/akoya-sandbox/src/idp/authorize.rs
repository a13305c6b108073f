use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;

use super::page;
use super::redirect;
use super::ticket::{LIFETIME_MS, Step, Ticket};
use crate::client::Client;
use crate::counters::RequestKind;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::random;
use crate::server::{App, PROVIDER};
use crate::wire::Parameters;

/// Akoya asks for all three.
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

/// `GET /auth`: checks the request and shows the sign-in page.
pub(super) async fn authorize(
    Shared(app): Shared<Arc<App>>,
    RawQuery(query): RawQuery,
) -> Response {
    app.tally.count(RequestKind::Authorization);
    let parameters = Parameters::query(query.as_deref());
    match checked(&app, &parameters) {
        Ok(ticket) => page::sign_in(&app, &ticket, "", None),
        Err(refused) => *refused,
    }
}

/// The ticket of a correct request, else the answer to a wrong one.
pub(super) fn checked(app: &App, parameters: &Parameters) -> Result<Ticket, Box<Response>> {
    let (client, connector) = check(app, parameters)?;
    ticket(app, client, connector, parameters).map_err(|error| Box::new(page::broken(&error)))
}

/// What is wrong with the application or where it wants the answer is told to the person at the browser, never redirected;
/// what is wrong with the rest goes back to the application.
fn check<'a>(
    app: &'a App,
    parameters: &Parameters,
) -> Result<(&'a Client, &'static str), Box<Response>> {
    let problem = |title, text| {
        Err(Box::new(page::problem(
            StatusCode::BAD_REQUEST,
            title,
            text,
        )))
    };
    if parameters.repeats(&PARAMETERS) {
        return problem(
            "Invalid request",
            "A parameter of this request is given more than once.",
        );
    }
    let Some(client) = parameters.get("client_id").and_then(|id| app.client(id)) else {
        return problem(
            "Invalid client_id",
            "No application is registered under the client_id of this request.",
        );
    };
    let Some(redirect_uri) = parameters
        .get("redirect_uri")
        .filter(|uri| client.allows_redirect(uri))
    else {
        return problem(
            "Unregistered redirect_uri",
            "The redirect_uri of this request is not one that the application registered.",
        );
    };
    let connector = parameters.get("connector");
    if connector.is_some_and(|connector| connector != PROVIDER) {
        return problem(
            "Invalid connector",
            "The connector of this request is not the id of a provider.",
        );
    }
    let state = parameters.get("state").unwrap_or_default();
    if let Err((error, description)) = check_for_client(app.dialect, parameters) {
        let answer = [
            ("error", error),
            ("error_description", description),
            ("state", state),
        ];
        return Err(Box::new(redirect::to_client(redirect_uri, &answer)));
    }
    if connector.is_none() {
        return Err(Box::new(page::wrong_login()));
    }
    Ok((client, PROVIDER))
}

/// What is wrong as `error` and `error_description`.
type Wrong = (&'static str, &'static str);

fn check_for_client(dialect: Dialect, parameters: &Parameters) -> Result<(), Wrong> {
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

fn check_scope(parameters: &Parameters) -> Result<(), Wrong> {
    let asked: Vec<&str> = parameters
        .get("scope")
        .unwrap_or_default()
        .split(' ')
        .collect();
    if !REQUIRED_SCOPES
        .iter()
        .all(|required| asked.contains(required))
    {
        return Err(("invalid_scope", "Missing required scope"));
    }
    if !asked.iter().all(|scope| KNOWN_SCOPES.contains(scope)) {
        return Err(("invalid_scope", "Unrecognized scope"));
    }
    Ok(())
}

fn check_response_type(dialect: Dialect, parameters: &Parameters) -> Result<(), Wrong> {
    match (parameters.get("response_type"), dialect) {
        (Some("code"), _) => Ok(()),
        (_, Dialect::Dex) => Err(("invalid_request", "Invalid response type")),
        (_, Dialect::Hydra) => Err((
            "unsupported_response_type",
            "The authorization server does not support obtaining a token using this method.",
        )),
    }
}

fn ticket(
    app: &App,
    client: &Client,
    connector: &str,
    parameters: &Parameters,
) -> Result<Ticket, Error> {
    let given = |name| parameters.get(name).unwrap_or_default().to_owned();
    let now = app.clock.now_ms()?;
    Ok(Ticket {
        id: random::token()?,
        step: Step::SignIn,
        client_id: client.id().to_owned(),
        redirect_uri: given("redirect_uri"),
        scope: given("scope"),
        state: given("state"),
        connector: connector.to_owned(),
        requested_at: now,
        user: String::new(),
        signed_in_at: 0,
        expires_at: now + LIFETIME_MS,
    })
}
