//! The three pages: sign in, terms, account choice. Each form leads to the next page.
//!
//! No cookie is needed. Two things protect a form against other sites: it must contain the signed request of its
//! page, and a form that a browser marks as sent from another site is refused.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::page::{self, AccountsForm, SignInProblem};
use super::redirect;
use super::signed_request::{ConsentPage, SignedRequest};
use crate::app::App;
use crate::data::User;
use crate::dialect::{Dialect, Refusal};
use crate::error::Error;
use crate::origin::comes_from_another_site;
use crate::random;
use crate::request_kind::RequestKind;
use crate::state::consent::{self, Consent};
use crate::state::{code, sign_in};
use crate::wire::Parameters;

/// Handles `POST /auth/login`.
pub(super) async fn sign_in(
    Shared(app): Shared<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (request, form) = match received(&app, &headers, &body, ConsentPage::SignIn) {
        Ok(received) => received,
        Err(refused) => return *refused,
    };
    let name = form.get("login").unwrap_or_default().to_owned();
    let password = form.get("password").unwrap_or_default();
    let problem = match check_password(&app, &name, password).await {
        Ok(SignInResult::Success(now)) => {
            let request = SignedRequest {
                user: name,
                signed_in_at: now,
                ..request
            };
            return page::terms(&app, &request.at(ConsentPage::Terms));
        }
        Ok(SignInResult::WrongPassword) => SignInProblem::WrongPassword,
        Ok(SignInResult::Locked) => SignInProblem::TooManyAttempts,
        Err(error) => return page::failed(&error),
    };
    page::sign_in(&app, &request, &name, Some(problem))
}

/// Responds as the last page does to a customer who shares all accounts, without the pages.
pub(super) async fn approve_all(
    app: &App,
    request: SignedRequest,
    user: &str,
) -> Result<Response, Error> {
    let signed_in_at = app.clock.now_ms()?;
    let request = SignedRequest {
        user: user.to_owned(),
        signed_in_at,
        ..request
    };
    app.count(Some(RequestKind::Approval));
    approve(app, &request, |_| true).await
}

/// Handles `POST /auth/terms`.
pub(super) async fn terms(
    Shared(app): Shared<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match received(&app, &headers, &body, ConsentPage::Terms) {
        Ok((request, _)) => page::accounts(
            &app,
            &request.at(ConsentPage::Accounts),
            AccountsForm::Undecided,
        ),
        Err(refused) => *refused,
    }
}

/// Handles `POST /auth/accounts`: approve or deny.
pub(super) async fn accounts(
    Shared(app): Shared<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (request, form) = match received(&app, &headers, &body, ConsentPage::Accounts) {
        Ok(received) => received,
        Err(refused) => return *refused,
    };
    let decided = match form.get("decision") {
        Some("approve") => {
            approve(&app, &request, |id| {
                form.all("account").any(|ticked| ticked == id)
            })
            .await
        }
        Some("deny") => deny(&app, &request).await,
        // A form without either button, as when Enter is pressed in some browsers, decides nothing.
        _ => Ok(page::accounts(&app, &request, AccountsForm::Undecided)),
    };
    decided.unwrap_or_else(|error| page::failed(&error))
}

/// Reads a form and opens its signed request, or returns the page that says why not.
fn received(
    app: &App,
    headers: &HeaderMap,
    body: &[u8],
    page: ConsentPage,
) -> Result<(SignedRequest, Parameters), Box<Response>> {
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
        .map_err(|error| Box::new(page::failed(&error)))?;
    let form = Parameters::form(headers, body);
    let request = form
        .get("request")
        .and_then(|signed| SignedRequest::open(signed, &app.keys.pages, page, now));
    match request.filter(|request| app.client(&request.client_id).is_some()) {
        Some(request) => Ok((request, form)),
        None => Err(Box::new(page::start_again())),
    }
}

enum SignInResult {
    /// With the time of the sign-in.
    Success(i64),
    WrongPassword,
    Locked,
}

async fn check_password(app: &App, name: &str, password: &str) -> Result<SignInResult, Error> {
    // An unknown name is not counted: anyone could fill the table with invented ones.
    let Some(user) = app.library.user(name) else {
        return Ok(SignInResult::WrongPassword);
    };
    let is_right = user.password(name) == password;
    let (name, now) = (name.to_owned(), app.clock.now_ms()?);
    app.state
        .write(move |transaction| {
            // A locked user stays locked for the right password too, or the lock would tell a guesser which one it is.
            if sign_in::is_locked(transaction, &name, now)? {
                return Ok(SignInResult::Locked);
            }
            if !is_right {
                sign_in::failed(transaction, &name, now)?;
                return Ok(SignInResult::WrongPassword);
            }
            sign_in::succeeded(transaction, &name)?;
            Ok(SignInResult::Success(now))
        })
        .await
}

async fn approve(
    app: &App,
    request: &SignedRequest,
    is_chosen: impl Fn(&str) -> bool,
) -> Result<Response, Error> {
    let Some(user) = app.library.user(&request.user) else {
        return Ok(page::start_again());
    };
    let accounts = chosen_accounts(user, is_chosen);
    if accounts.is_empty() {
        return Ok(page::accounts(app, request, AccountsForm::NoneChosen));
    }
    let Some(given) = give(app, request, accounts).await? else {
        return Ok(page::start_again());
    };
    let parameters = [("code", given.code.as_str()), ("state", &request.state)];
    Ok(redirect::to_client(&request.redirect_uri, &parameters))
}

/// A consent that was given.
pub(super) struct Given {
    /// The id of the consent.
    pub(super) consent: String,
    pub(super) code: String,
}

/// Stores the consent and its code. Returns `None` if the request has already been decided.
pub(super) async fn give(
    app: &App,
    request: &SignedRequest,
    accounts: Vec<String>,
) -> Result<Option<Given>, Error> {
    let code = match app.dialect {
        Dialect::Dex => random::token()?,
        Dialect::Hydra => format!("ory_ac_{}.{}", random::token()?, random::token()?),
    };
    let consent = new_consent(app, request, accounts)?;
    let given = Given {
        consent: consent.id.clone(),
        code: code.clone(),
    };
    let lifetime = app.settings.get().lifetimes.code;
    let code_expires_at = consent.granted_at.saturating_add(lifetime);
    let request = request.clone();
    let decided = app.state.write(move |transaction| {
        let is_first = sign_in::decide_once(
            transaction,
            &request.id,
            request.expires_at,
            consent.granted_at,
        )?;
        if is_first {
            consent::insert(transaction, &consent)?;
            code::insert(
                transaction,
                &code,
                &consent.id,
                &request.redirect_uri,
                code_expires_at,
            )?;
        }
        Ok(is_first)
    });
    Ok(decided.await?.then_some(given))
}

async fn deny(app: &App, request: &SignedRequest) -> Result<Response, Error> {
    let parameters = [
        ("error", "access_denied"),
        ("error_description", "The customer denied the request"),
        ("state", &request.state),
    ];
    let response = match app.refusal {
        Refusal::Redirect => redirect::to_client(&request.redirect_uri, &parameters),
        Refusal::Page => page::problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Internal Server Error",
            "Approval rejected.",
        ),
    };
    let (id, expires_at, now) = (request.id.clone(), request.expires_at, app.clock.now_ms()?);
    let decided = app
        .state
        .write(move |transaction| Ok(sign_in::decide_once(transaction, &id, expires_at, now)?));
    Ok(if decided.await? {
        response
    } else {
        page::start_again()
    })
}

/// Lists the chosen accounts, in the order of the user's documents. Ids that are not the user's are dropped here.
fn chosen_accounts(user: &User, is_chosen: impl Fn(&str) -> bool) -> Vec<String> {
    let ids = user.accounts.accounts().iter().map(|account| account.id());
    ids.filter(|id| is_chosen(id)).map(str::to_owned).collect()
}

fn new_consent(
    app: &App,
    request: &SignedRequest,
    accounts: Vec<String>,
) -> Result<Consent, Error> {
    let now = app.clock.now_ms()?;
    Ok(Consent {
        id: random::uuid()?,
        client_id: request.client_id.clone(),
        user: request.user.clone(),
        connector: request.connector.clone(),
        scope: request.scope.clone(),
        accounts,
        session: random::uuid()?,
        requested_at: request.requested_at,
        signed_in_at: request.signed_in_at,
        granted_at: now,
        refresh_id: random::token()?,
        generation: 0,
        rotated_at: now,
        revoked_by: None,
    })
}
