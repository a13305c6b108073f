//! The admin API: controls a running sandbox over HTTP, for tests in any language.
//!
//! Three rules keep web pages out. A body needs `Content-Type: application/json`, which a page cannot send to
//! another origin without a preflight request; what a browser marks as sent from another site is refused; and
//! `Host` must name this machine, so that a page cannot use a DNS name of its own.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Bytes, HttpBody};
use axum::extract::{DefaultBodyLimit, Request, State as Shared};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::consent_request::ConsentRequest;
use crate::customer::{self, Target};
use crate::data::timestamp;
use crate::dispatch;
use crate::error::{Error, ErrorKind};
use crate::fault::Fault;
use crate::idp::direct;
use crate::notification::Notification;
use crate::openapi;
use crate::origin::{comes_from_another_site, has_local_host};
use crate::partial_response::PartialResponse;
use crate::settings::Lifetimes;
use crate::state::consent::{self, Revoker};
use crate::state::notification;
use crate::sync::lock;
use crate::wire;

type AdminResult = Result<Response, AdminError>;

pub(crate) fn router(app: &Arc<App>) -> Router {
    Router::new()
        .route("/journal", get(journal).delete(clear_journal))
        .route("/counters", get(counters))
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/clock", get(clock).put(set_clock))
        .route("/clock/advance", post(advance_clock))
        .route("/lifetimes", get(lifetimes).put(set_lifetimes))
        .route("/rate-limit", get(rate_limit).put(set_rate_limit))
        .route("/api-versions", get(api_versions).put(set_api_versions))
        .route(
            "/partial-response",
            get(partial_response).put(set_partial_response),
        )
        .route("/consents", get(consents).post(give_consent))
        .route("/consents/revoke", post(revoke))
        .route("/consents/accounts", post(share))
        .route("/notifications", get(notifications))
        .route("/notifications/deliver", post(deliver))
        .route("/users", get(users))
        .route("/reset", post(reset))
        .merge(openapi::routes(openapi::ADMIN))
        .fallback(async || AdminError::new(StatusCode::NOT_FOUND, "no such path; /docs lists them"))
        .with_state(Arc::clone(app))
        .layer(DefaultBodyLimit::max(wire::BODY_LIMIT))
        .layer(middleware::from_fn(local_json_only))
}

async fn local_json_only(request: Request, next: Next) -> Response {
    if !has_local_host(request.headers()) {
        return AdminError::new(
            StatusCode::FORBIDDEN,
            "the Host header must name this machine",
        )
        .into_response();
    }
    if comes_from_another_site(request.headers()) {
        let text = "this request was sent from another site";
        return AdminError::new(StatusCode::FORBIDDEN, text).into_response();
    }
    let is_json = request
        .headers()
        .get("content-type")
        .is_some_and(|value| value.as_bytes().starts_with(b"application/json"));
    let has_body = !request.body().is_end_stream();
    if request.method() != Method::GET && has_body && !is_json {
        let text = "a body needs Content-Type: application/json";
        return AdminError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, text).into_response();
    }
    next.run(request).await
}

async fn journal(Shared(app): Shared<Arc<App>>) -> Response {
    wire::json(StatusCode::OK, &app.journal.read())
}

async fn clear_journal(Shared(app): Shared<Arc<App>>) -> Response {
    app.journal.clear();
    done()
}

async fn counters(Shared(app): Shared<Arc<App>>) -> Response {
    wire::json(StatusCode::OK, &*lock(&app.counters))
}

async fn faults(Shared(app): Shared<Arc<App>>) -> Response {
    wire::json(StatusCode::OK, &app.faults.list())
}

async fn add_fault(Shared(app): Shared<Arc<App>>, body: Bytes) -> AdminResult {
    let fault: Fault = read(&body)?;
    fault.check().map_err(AdminError::bad)?;
    app.faults.add(fault);
    Ok(done())
}

async fn clear_faults(Shared(app): Shared<Arc<App>>) -> Response {
    app.faults.clear();
    done()
}

async fn clock(Shared(app): Shared<Arc<App>>) -> AdminResult {
    Ok(wire::json(
        StatusCode::OK,
        &json!({ "now": timestamp::format(app.clock.now_ms()?) }),
    ))
}

async fn set_clock(Shared(app): Shared<Arc<App>>, body: Bytes) -> AdminResult {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct SetClock {
        now: String,
    }
    let now = timestamp::request(&read::<SetClock>(&body)?.now);
    let now = now
        .filter(|ms| *ms >= 0)
        .ok_or_else(|| AdminError::bad("`now` must be an RFC 3339 time not before 1970"))?;
    app.clock
        .set(std::time::UNIX_EPOCH + Duration::from_millis(now.unsigned_abs()))?;
    clock(Shared(app)).await
}

async fn advance_clock(Shared(app): Shared<Arc<App>>, body: Bytes) -> AdminResult {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Advance {
        seconds: u64,
    }
    app.clock
        .advance(Duration::from_secs(read::<Advance>(&body)?.seconds))?;
    clock(Shared(app)).await
}

/// [`Lifetimes`] in seconds.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seconds {
    code: u32,
    id_token: u32,
    refresh_token: Option<u32>,
    refresh_reuse: u32,
}

impl From<Lifetimes> for Seconds {
    fn from(lifetimes: Lifetimes) -> Self {
        let seconds = |ms: i64| u32::try_from(ms / 1000).unwrap_or(u32::MAX);
        Self {
            code: seconds(lifetimes.code),
            id_token: seconds(lifetimes.id_token),
            refresh_token: lifetimes.refresh_token.map(seconds),
            refresh_reuse: seconds(lifetimes.refresh_reuse),
        }
    }
}

async fn lifetimes(Shared(app): Shared<Arc<App>>) -> Response {
    let lifetimes = Seconds::from(app.settings.get().lifetimes);
    wire::json(StatusCode::OK, &lifetimes)
}

async fn set_lifetimes(Shared(app): Shared<Arc<App>>, body: Bytes) -> AdminResult {
    let ms = |seconds: u32| i64::from(seconds) * 1000;
    let Seconds {
        code,
        id_token,
        refresh_token,
        refresh_reuse,
    } = changed(&Seconds::from(app.settings.get().lifetimes), &body)?;
    let refresh_token = refresh_token.map(ms);
    let lifetimes_in_ms = Lifetimes {
        code: ms(code),
        id_token: ms(id_token),
        refresh_token,
        refresh_reuse: ms(refresh_reuse),
    };
    app.settings
        .change(|settings| settings.lifetimes = lifetimes_in_ms);
    Ok(lifetimes(Shared(app)).await)
}

async fn rate_limit(Shared(app): Shared<Arc<App>>) -> Response {
    wire::json(
        StatusCode::OK,
        &json!({ "per_second": app.settings.get().rate_limit }),
    )
}

async fn set_rate_limit(Shared(app): Shared<Arc<App>>, body: Bytes) -> AdminResult {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct SetLimit {
        per_second: Option<u32>,
    }
    let limit = read::<SetLimit>(&body)?.per_second;
    app.settings.change(|settings| settings.rate_limit = limit);
    Ok(rate_limit(Shared(app)).await)
}

/// When v2 ends, and what v3 requires.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ApiVersions {
    v2_until: Option<String>,
    intent_type_required: bool,
}

impl ApiVersions {
    fn of(app: &App) -> Self {
        let settings = app.settings.get();
        Self {
            v2_until: settings.v2_until.map(timestamp::format),
            intent_type_required: settings.intent_type_required,
        }
    }
}

async fn api_versions(Shared(app): Shared<Arc<App>>) -> Response {
    wire::json(StatusCode::OK, &ApiVersions::of(&app))
}

async fn set_api_versions(Shared(app): Shared<Arc<App>>, body: Bytes) -> AdminResult {
    let versions = changed(&ApiVersions::of(&app), &body)?;
    let end = |text: &String| {
        timestamp::request(text)
            .ok_or_else(|| AdminError::bad("`v2_until` must be an RFC 3339 time"))
    };
    let v2_until = versions.v2_until.as_ref().map(end).transpose()?;
    app.settings.change(|settings| {
        settings.v2_until = v2_until;
        settings.intent_type_required = versions.intent_type_required;
    });
    Ok(api_versions(Shared(app)).await)
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Partial {
    form: PartialResponse,
}

async fn partial_response(Shared(app): Shared<Arc<App>>) -> Response {
    let form = app.settings.get().partial_response;
    wire::json(StatusCode::OK, &Partial { form })
}

async fn set_partial_response(Shared(app): Shared<Arc<App>>, body: Bytes) -> AdminResult {
    let Partial { form } = read(&body)?;
    app.settings
        .change(|settings| settings.partial_response = form);
    Ok(partial_response(Shared(app)).await)
}

async fn consents(Shared(app): Shared<Arc<App>>) -> AdminResult {
    Ok(wire::json(StatusCode::OK, &app.state.read(consent::all)?))
}

/// Gives a consent without the pages. `tokens` decides whether the response has a code or tokens.
async fn give_consent(Shared(app): Shared<Arc<App>>, body: Bytes) -> AdminResult {
    let fields: Map<String, Value> = read(&body)?;
    if fields
        .get("tokens")
        .is_some_and(|tokens| !tokens.is_boolean())
    {
        return Err(AdminError::bad("`tokens` must be true or false"));
    }
    let request = serde_json::from_value::<ConsentRequest>(fields.into())
        .map_err(|error| AdminError::bad(&error.to_string()))?;
    Ok(if request.tokens {
        wire::json(StatusCode::OK, &direct::tokens(&app, &request).await?)
    } else {
        wire::json(StatusCode::OK, &direct::code(&app, &request).await?)
    })
}

async fn revoke(Shared(app): Shared<Arc<App>>, body: Bytes) -> AdminResult {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Revoke {
        #[serde(default)]
        user: Option<String>,
        #[serde(default)]
        consent: Option<String>,
        #[serde(default)]
        by: Option<Revoker>,
    }
    let Revoke { user, consent, by } = read(&body)?;
    let target = match (user, consent) {
        (Some(user), None) => Target::User(user),
        (None, Some(id)) => Target::Consent(id),
        _ => return Err(AdminError::bad("name either a `user` or a `consent`")),
    };
    let ended = customer::revoke(&app, target, by.unwrap_or(Revoker::Customer)).await?;
    Ok(wire::json(StatusCode::OK, &json!({ "ended": ended })))
}

async fn share(Shared(app): Shared<Arc<App>>, body: Bytes) -> AdminResult {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Share {
        consent: String,
        accounts: Vec<String>,
    }
    let Share { consent, accounts } = read(&body)?;
    customer::share(&app, &consent, accounts).await?;
    Ok(done())
}

async fn notifications(Shared(app): Shared<Arc<App>>) -> AdminResult {
    let all = app.state.read(notification::all)?;
    let all: Vec<Notification> = all.into_iter().map(Notification::from).collect();
    Ok(wire::json(StatusCode::OK, &all))
}

async fn deliver(Shared(app): Shared<Arc<App>>) -> AdminResult {
    dispatch::deliver_due(&app).await?;
    notifications(Shared(app)).await
}

async fn users(Shared(app): Shared<Arc<App>>) -> Response {
    wire::json(StatusCode::OK, &app.library.names().collect::<Vec<_>>())
}

/// Restores the initial state; keys, clients and data stay.
async fn reset(Shared(app): Shared<Arc<App>>) -> AdminResult {
    app.reset()?;
    Ok(done())
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, AdminError> {
    serde_json::from_slice(body).map_err(|error| AdminError::bad(&error.to_string()))
}

/// Reads settings that are changed: what the body does not name stays as it is.
fn changed<T: Serialize + DeserializeOwned>(settings: &T, body: &[u8]) -> Result<T, AdminError> {
    let bad = |error: serde_json::Error| AdminError::bad(&error.to_string());
    let mut all = serde_json::to_value(settings).map_err(bad)?;
    let named: Map<String, Value> = read(body)?;
    for (name, value) in named {
        all[name] = value;
    }
    serde_json::from_value(all).map_err(bad)
}

fn done() -> Response {
    wire::json(StatusCode::OK, &json!({}))
}

/// `{"error": "…"}`.
struct AdminError(StatusCode, String);

impl AdminError {
    fn new(status: StatusCode, text: &str) -> Self {
        Self(status, text.to_owned())
    }

    fn bad(text: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, text)
    }
}

impl From<Error> for AdminError {
    fn from(error: Error) -> Self {
        let status = match error.kind() {
            ErrorKind::Configuration => StatusCode::BAD_REQUEST,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self(status, error.to_string())
    }
}

impl IntoResponse for AdminError {
    fn into_response(self) -> Response {
        let mut response = wire::json(self.0, &json!({ "error": self.1 }));
        response.headers_mut().insert(
            "x-content-type-options",
            HeaderValue::from_static("nosniff"),
        );
        response
    }
}
