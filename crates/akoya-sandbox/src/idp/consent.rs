//! The three pages: sign in, terms, account choice. Each form is answered with the next page.
//!
//! No cookie is needed. What a form sends is protected against other sites in two ways: it must hold the signed ticket of
//! its page, and a browser that says the form came from another site is refused.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;

use super::page;
use super::redirect;
use super::ticket::{Step, Ticket};
use crate::counters::RequestKind;
use crate::data::User;
use crate::dialect::{Dialect, Refusal};
use crate::error::Error;
use crate::random;
use crate::server::App;
use crate::state::consent::{self, Consent};
use crate::state::{code, sign_in};
use crate::steering;
use crate::wire::Parameters;

/// `POST /auth/login`.
pub(super) async fn sign_in(
    Shared(app): Shared<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    app.tally.count(RequestKind::SignIn);
    let (ticket, form) = match received(&app, &headers, &body, Step::SignIn) {
        Ok(received) => received,
        Err(refused) => return *refused,
    };
    let name = form.get("login").unwrap_or_default().to_owned();
    match check_password(&app, &name, form.get("password").unwrap_or_default()).await {
        Ok(SignIn::Welcome(now)) => page::terms(
            &app,
            &Ticket {
                user: name,
                signed_in_at: now,
                ..ticket
            }
            .at(Step::Terms),
        ),
        Ok(SignIn::Refused) => page::sign_in(
            &app,
            &ticket,
            &name,
            Some(page::SignInProblem::WrongPassword),
        ),
        Ok(SignIn::Locked) => page::sign_in(
            &app,
            &ticket,
            &name,
            Some(page::SignInProblem::TooManyAttempts),
        ),
        Err(error) => page::broken(&error),
    }
}

/// What the last page answers to a customer who shares all accounts, without the pages.
pub(super) async fn approve_all(app: &App, ticket: Ticket, user: &str) -> Result<Response, Error> {
    let signed_in_at = app.clock.now_ms()?;
    let ticket = Ticket {
        user: user.to_owned(),
        signed_in_at,
        ..ticket
    };
    approve(app, &ticket, |_| true).await
}

/// `POST /auth/terms`.
pub(super) async fn terms(
    Shared(app): Shared<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match received(&app, &headers, &body, Step::Terms) {
        Ok((ticket, _)) => page::accounts(&app, &ticket.at(Step::Accounts), false),
        Err(refused) => *refused,
    }
}

/// `POST /auth/accounts`: approve or deny.
pub(super) async fn accounts(
    Shared(app): Shared<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (ticket, form) = match received(&app, &headers, &body, Step::Accounts) {
        Ok(received) => received,
        Err(refused) => return *refused,
    };
    let answered = match form.get("decision") {
        Some("approve") => {
            approve(&app, &ticket, |id| {
                form.all("account").any(|ticked| ticked == id)
            })
            .await
        }
        Some("deny") => deny(&app, &ticket).await,
        _ => Ok(page::accounts(&app, &ticket, false)),
    };
    let mut response = answered.unwrap_or_else(|error| page::broken(&error));
    steering::note_kind(&mut response, RequestKind::of("/auth/accounts", &form));
    response
}

fn received(
    app: &App,
    headers: &HeaderMap,
    body: &[u8],
    step: Step,
) -> Result<(Ticket, Parameters), Box<Response>> {
    if comes_from_another_site(headers) {
        let text = "This form was sent from another site. Nothing has been changed.";
        return Err(Box::new(page::problem(
            StatusCode::FORBIDDEN,
            "Not accepted",
            text,
        )));
    }
    let now = app
        .clock
        .now_ms()
        .map_err(|error| Box::new(page::broken(&error)))?;
    let form = Parameters::form(headers, body);
    let ticket = form
        .get("request")
        .and_then(|sealed| Ticket::open(sealed, &app.keys.pages, step, now));
    match ticket.filter(|ticket| app.client(&ticket.client_id).is_some()) {
        Some(ticket) => Ok((ticket, form)),
        None => Err(Box::new(page::start_again())),
    }
}

/// Browsers say where a form comes from, and pages cannot change what they say. Other programs say nothing.
fn comes_from_another_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("invalid"))
    };
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => !["same-origin", "none"].contains(&site),
        (None, Some(origin)) => {
            let host = headers.get("host").map_or(&b""[..], HeaderValue::as_bytes);
            origin
                .strip_prefix("http://")
                .is_none_or(|origin| origin.as_bytes() != host)
        }
        (None, None) => false,
    }
}

enum SignIn {
    /// With the time of the sign-in.
    Welcome(i64),
    Refused,
    Locked,
}

async fn check_password(app: &App, name: &str, password: &str) -> Result<SignIn, Error> {
    let Some(user) = app.library.user(name) else {
        return Ok(SignIn::Refused);
    };
    let right = user.password(name) == password;
    let (name, now) = (name.to_owned(), app.clock.now_ms()?);
    app.state
        .write(move |transaction| {
            if sign_in::is_locked(transaction, &name, now)? {
                return Ok(SignIn::Locked);
            }
            if !right {
                sign_in::failed(transaction, &name, now)?;
                return Ok(SignIn::Refused);
            }
            sign_in::succeeded(transaction, &name)?;
            Ok(SignIn::Welcome(now))
        })
        .await
}

async fn approve(
    app: &App,
    ticket: &Ticket,
    is_chosen: impl Fn(&str) -> bool,
) -> Result<Response, Error> {
    let Some(user) = app.library.user(&ticket.user) else {
        return Ok(page::start_again());
    };
    let accounts = chosen_accounts(user, is_chosen);
    if accounts.is_empty() {
        return Ok(page::accounts(app, ticket, true));
    }
    let code = match app.dialect {
        Dialect::Dex => random::token()?,
        Dialect::Hydra => format!("ory_ac_{}.{}", random::token()?, random::token()?),
    };
    let consent = new_consent(app, ticket, accounts)?;
    let (ticket, expires_at) = (
        ticket.clone(),
        consent
            .granted_at
            .saturating_add(app.steering.lifetimes().code),
    );
    let answer = [("code", code.as_str()), ("state", ticket.state.as_str())];
    let response = redirect::to_client(&ticket.redirect_uri, &answer);
    let given = app.state.write(move |transaction| {
        if !sign_in::answer_once(
            transaction,
            &ticket.id,
            ticket.expires_at,
            consent.granted_at,
        )? {
            return Ok(false);
        }
        consent::insert(transaction, &consent)?;
        code::insert(
            transaction,
            &code,
            &consent.id,
            &ticket.redirect_uri,
            expires_at,
        )?;
        Ok(true)
    });
    let given = given.await?;
    app.tally.count(RequestKind::Approval);
    Ok(if given { response } else { page::start_again() })
}

async fn deny(app: &App, ticket: &Ticket) -> Result<Response, Error> {
    let answer = [
        ("error", "access_denied"),
        ("error_description", "The customer denied the request"),
        ("state", &ticket.state),
    ];
    let response = match app.refusal {
        Refusal::Redirect => redirect::to_client(&ticket.redirect_uri, &answer),
        Refusal::Page => page::problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Internal Server Error",
            "Approval rejected.",
        ),
    };
    let (id, expires_at, now) = (ticket.id.clone(), ticket.expires_at, app.clock.now_ms()?);
    let given = app
        .state
        .write(move |transaction| Ok(sign_in::answer_once(transaction, &id, expires_at, now)?))
        .await?;
    app.tally.count(RequestKind::Denial);
    Ok(if given { response } else { page::start_again() })
}

/// The chosen accounts that are the user's, in the order of the user's documents.
fn chosen_accounts(user: &User, is_chosen: impl Fn(&str) -> bool) -> Vec<String> {
    let ids = user.accounts.entries().iter().map(|entry| entry.id());
    ids.filter(|id| is_chosen(id)).map(str::to_owned).collect()
}

fn new_consent(app: &App, ticket: &Ticket, accounts: Vec<String>) -> Result<Consent, Error> {
    let now = app.clock.now_ms()?;
    Ok(Consent {
        id: random::uuid()?,
        client_id: ticket.client_id.clone(),
        user: ticket.user.clone(),
        connector: ticket.connector.clone(),
        scope: ticket.scope.clone(),
        accounts,
        session: random::uuid()?,
        requested_at: ticket.requested_at,
        signed_in_at: ticket.signed_in_at,
        granted_at: now,
        refresh_id: random::token()?,
        generation: 0,
        rotated_at: now,
        revoked_by: None,
    })
}
