//! The consent pages: askama templates, which escape every value, and one stylesheet. There are no scripts.

use askama::Template;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, RETRY_AFTER,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};

use super::signed_request::{ConsentPage, SignedRequest};
use crate::app::App;
use crate::error::Error;

/// Why the sign-in page appears again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SignInProblem {
    WrongPassword,
    TooManyAttempts,
}

/// Why the account page appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AccountsForm {
    /// Nothing is decided.
    Undecided,
    /// It was approved without an account.
    NoneChosen,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    application: &'a str,
    request: &'a str,
    name: &'a str,
    problem: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "terms.html")]
struct TermsPage<'a> {
    application: &'a str,
    request: &'a str,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage<'a> {
    application: &'a str,
    request: &'a str,
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
    request: &SignedRequest,
    name: &str,
    problem: Option<SignInProblem>,
) -> Response {
    let text = problem.map(|problem| match problem {
        SignInProblem::WrongPassword => {
            "The user name or password is not correct. Please try again."
        }
        SignInProblem::TooManyAttempts => {
            "Too many attempts. Please wait five minutes and try again."
        }
    });
    let mut response = signed(app, request, |application, request| {
        SignInPage {
            application,
            request,
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

pub(super) fn terms(app: &App, request: &SignedRequest) -> Response {
    signed(app, request, |application, request| {
        TermsPage {
            application,
            request,
        }
        .render()
    })
}

pub(super) fn accounts(app: &App, request: &SignedRequest, form: AccountsForm) -> Response {
    let Some(user) = app.library.user(&request.user) else {
        return start_again();
    };
    let accounts = user.accounts.accounts().iter();
    let accounts: Vec<_> = accounts
        .map(|account| AccountChoice {
            id: account.id(),
            title: account.title(),
            detail: account.detail(),
        })
        .collect();
    signed(app, request, |application, request| {
        AccountsPage {
            application,
            request,
            accounts: &accounts,
            none_chosen: form == AccountsForm::NoneChosen,
        }
        .render()
    })
}

/// Builds a page that says what is wrong and has no form.
pub(super) fn problem(status: StatusCode, title: &str, text: &str) -> Response {
    html(
        status,
        ProblemPage { title, text }.render(),
        FormTarget::SameOrigin,
    )
}

/// Builds the page for a form whose request is missing, forged, expired, or already decided.
pub(super) fn start_again() -> Response {
    let text = "This page has expired, or its request has already been decided. Go back to the application and start again.";
    problem(StatusCode::BAD_REQUEST, "Please start again", text)
}

pub(super) fn failed(error: &Error) -> Response {
    tracing::error!(%error, "a page failed inside the sandbox");
    let text = "The sandbox could not read or write its state. Its log has the details.";
    problem(
        StatusCode::INTERNAL_SERVER_ERROR,
        "Something went wrong",
        text,
    )
}

/// Builds the page that Akoya shows for a request without a connector: a sign-in page, but not the bank's.
pub(super) fn wrong_login() -> Response {
    html(
        StatusCode::OK,
        WrongLoginPage.render(),
        FormTarget::SameOrigin,
    )
}

pub(super) async fn not_found() -> Response {
    problem(
        StatusCode::NOT_FOUND,
        "Page not found",
        "There is no page at this address.",
    )
}

pub(super) async fn wrong_method() -> Response {
    problem(
        StatusCode::METHOD_NOT_ALLOWED,
        "Please start again",
        "This address accepts only the form on the page before it.",
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

/// Where the forms of a page may lead.
enum FormTarget {
    SameOrigin,
    /// The scheme of a redirect URI. Browsers apply the page's policy to the redirect after a form too, and
    /// the application may redirect further.
    Application(String),
}

fn signed(
    app: &App,
    request: &SignedRequest,
    render: impl FnOnce(&str, &str) -> askama::Result<String>,
) -> Response {
    let application = app.client(&request.client_id);
    let application = application
        .as_ref()
        .map_or("", |client| client.display_name());
    let target = match (request.page, request.redirect_uri.split_once(':')) {
        (ConsentPage::Accounts, Some((scheme, _))) => {
            FormTarget::Application(scheme.to_ascii_lowercase())
        }
        _ => FormTarget::SameOrigin,
    };
    match request.sign(&app.keys.pages) {
        Ok(signed) => html(StatusCode::OK, render(application, &signed), target),
        Err(error) => failed(&error),
    }
}

fn html(status: StatusCode, page: askama::Result<String>, target: FormTarget) -> Response {
    let Ok(page) = page else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let form_action = match target {
        FormTarget::SameOrigin => "'self'".to_owned(),
        FormTarget::Application(scheme) if ["http", "https"].contains(&scheme.as_str()) => {
            "'self' http: https:".to_owned()
        }
        FormTarget::Application(scheme) => format!("'self' {scheme}:"),
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
    // With `no-referrer` browsers send `Origin: null` with the forms of this very page, which are then refused.
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
