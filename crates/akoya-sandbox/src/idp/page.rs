//! What the consent pages look like: askama templates, which escape everything, and one stylesheet. No script at all.

use askama::Template;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, RETRY_AFTER,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};

use super::ticket::{Step, Ticket};
use crate::error::Error;
use crate::server::App;

/// Why the sign-in page is shown again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SignInProblem {
    WrongPassword,
    TooManyAttempts,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    application: &'a str,
    ticket: &'a str,
    name: &'a str,
    problem: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "terms.html")]
struct TermsPage<'a> {
    application: &'a str,
    ticket: &'a str,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage<'a> {
    application: &'a str,
    ticket: &'a str,
    accounts: &'a [AccountChoice<'a>],
    none_chosen: bool,
}

struct AccountChoice<'a> {
    id: &'a str,
    title: &'a str,
    detail: &'a str,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    title: &'a str,
    text: &'a str,
}

#[derive(Template)]
#[template(path = "wrong_login.html")]
struct WrongLoginPage;

pub(super) fn sign_in(
    app: &App,
    ticket: &Ticket,
    name: &str,
    problem: Option<SignInProblem>,
) -> Response {
    let text = problem.map(|problem| match problem {
        SignInProblem::WrongPassword => "The user name or password is not right. Please try again.",
        SignInProblem::TooManyAttempts => {
            "Too many attempts. Please wait five minutes and try again."
        }
    });
    let mut response = sealed(app, ticket, |application, ticket| {
        SignInPage {
            application,
            ticket,
            name,
            problem: text,
        }
        .render()
    });
    if problem == Some(SignInProblem::TooManyAttempts) {
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from_static("300"));
    }
    response
}

pub(super) fn terms(app: &App, ticket: &Ticket) -> Response {
    sealed(app, ticket, |application, ticket| {
        TermsPage {
            application,
            ticket,
        }
        .render()
    })
}

pub(super) fn accounts(app: &App, ticket: &Ticket, none_chosen: bool) -> Response {
    let Some(user) = app.library.user(&ticket.user) else {
        return start_again();
    };
    let entries = user.accounts.entries().iter();
    let accounts: Vec<_> = entries
        .map(|entry| AccountChoice {
            id: entry.id(),
            title: entry.title(),
            detail: entry.detail(),
        })
        .collect();
    sealed(app, ticket, |application, ticket| {
        AccountsPage {
            application,
            ticket,
            accounts: &accounts,
            none_chosen,
        }
        .render()
    })
}

/// A page that says what is wrong and leads nowhere.
pub(super) fn problem(status: StatusCode, title: &str, text: &str) -> Response {
    html(
        status,
        ProblemPage { title, text }.render(),
        Target::Ourselves,
    )
}

/// For a form whose ticket is missing, forged, out of date or answered.
pub(super) fn start_again() -> Response {
    let text = "This page is out of date, or its question has been answered already. Go back to the application and start again.";
    problem(StatusCode::BAD_REQUEST, "Please start again", text)
}

pub(super) fn broken(error: &Error) -> Response {
    tracing::error!(%error, "a page failed inside the sandbox");
    let text = "The sandbox could not read or write its state. Its log says more.";
    problem(
        StatusCode::INTERNAL_SERVER_ERROR,
        "Something went wrong",
        text,
    )
}

/// What Akoya shows when a request names no connector: a sign-in page, but not the bank's.
pub(super) fn wrong_login() -> Response {
    html(StatusCode::OK, WrongLoginPage.render(), Target::Ourselves)
}

pub(super) async fn not_found() -> Response {
    problem(
        StatusCode::NOT_FOUND,
        "Page not found",
        "There is nothing at this address.",
    )
}

pub(super) async fn wrong_method() -> Response {
    problem(
        StatusCode::METHOD_NOT_ALLOWED,
        "Please start again",
        "This address only takes forms from the page before it.",
    )
}

pub(super) async fn stylesheet() -> Response {
    asset(
        "text/css; charset=utf-8",
        include_str!("../../static/style.css"),
    )
}

pub(super) async fn icon() -> Response {
    asset("image/svg+xml", include_str!("../../static/favicon.svg"))
}

/// Where a page's forms may lead.
enum Target {
    Ourselves,
    /// Browsers hold the redirect after a form against its page's policy, and the application may redirect once more.
    Application(String),
}

fn sealed(
    app: &App,
    ticket: &Ticket,
    render: impl FnOnce(&str, &str) -> askama::Result<String>,
) -> Response {
    let application = app
        .client(&ticket.client_id)
        .map_or("", |client| client.display_name());
    let target = match (ticket.step, ticket.redirect_uri.split_once(':')) {
        (Step::Accounts, Some((scheme, _))) => Target::Application(scheme.to_ascii_lowercase()),
        _ => Target::Ourselves,
    };
    match ticket.seal(&app.keys.pages) {
        Ok(sealed) => html(StatusCode::OK, render(application, &sealed), target),
        Err(error) => broken(&error),
    }
}

fn html(status: StatusCode, page: askama::Result<String>, target: Target) -> Response {
    let Ok(page) = page else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let form_action = match target {
        Target::Ourselves => "'self'".to_owned(),
        Target::Application(scheme) if ["http", "https"].contains(&scheme.as_str()) => {
            "'self' http: https:".to_owned()
        }
        Target::Application(scheme) => format!("'self' {scheme}:"),
    };
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action {form_action}; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    let mut response = (status, Html(page)).into_response();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        response
            .headers_mut()
            .insert(CONTENT_SECURITY_POLICY, policy);
    }
    // `no-referrer` would make browsers send `Origin: null` with our own forms.
    let fixed = [
        (REFERRER_POLICY, "same-origin"),
        (CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("x-frame-options"), "DENY"),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=()",
        ),
    ];
    response
        .headers_mut()
        .extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
    response
}

fn asset(content_type: &'static str, text: &'static str) -> Response {
    let headers = [
        (CONTENT_TYPE, content_type),
        (CACHE_CONTROL, "public, max-age=300"),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
    ];
    (headers, text).into_response()
}
