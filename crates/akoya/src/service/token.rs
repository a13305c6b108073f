//! Service tokens: client credentials, kept in memory until they expire.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use acg::Secret;
use acg::http::Request;
use akoya_model::Json;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode};
use tokio::sync::Mutex;
use url::Url;

use crate::error::{Error, ErrorKind};
use acg::Recovery;

/// What a service token is for. Each API wants a token with its own scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Scope {
    Apps,
    Notifications,
}

impl Scope {
    /// Returns the scope's name, as Akoya's page on service tokens has it.
    fn as_str(self) -> &'static str {
        match self {
            Self::Apps => "app_management_v2",
            Self::Notifications => "notifications_subscriptions advisory",
        }
    }
}

/// How long before its expiry a token is no longer used.
const SKEW: Duration = Duration::from_secs(60);

/// The lifetime of a token whose response does not state one.
const DEFAULT_LIFE: Duration = Duration::from_secs(15 * 60);

/// The name in errors.
pub(super) const NAME: &str = "service token";

/// A token, as a header, and until when it is used on the monotonic clock.
#[derive(Clone)]
pub(super) struct ServiceToken {
    pub(super) header: HeaderValue,
    until: Duration,
}

/// The tokens by their scope. A caller that finds none gets one while the others wait.
#[derive(Default)]
pub(super) struct TokenCache(Mutex<HashMap<Scope, ServiceToken>>);

impl TokenCache {
    /// Returns a token that is still good, or the one that `fetch` gets. `refused` is one that an API did not accept.
    pub(super) async fn get(
        &self,
        scope: Scope,
        now: Duration,
        refused: Option<&HeaderValue>,
        fetch: impl Future<Output = Result<ServiceToken, Error>>,
    ) -> Result<ServiceToken, Error> {
        let mut tokens = self.0.lock().await;
        let known = tokens.get(&scope);
        let is_good = |token: &&ServiceToken| token.until > now && Some(&token.header) != refused;
        if let Some(token) = known.filter(is_good) {
            return Ok(token.clone());
        }
        let token = fetch.await?;
        tokens.insert(scope, token.clone());
        Ok(token)
    }
}

/// Returns the request for a token.
pub(super) fn request(
    sts: &Url,
    client_id: &str,
    client_secret: &Secret,
    scope: Scope,
) -> Result<Request, Error> {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("scope", scope.as_str())
        .finish();
    let mut request = Request::new(Bytes::from(form));
    *request.method_mut() = Method::POST;
    let url = sts.join("oauth2/token").map_err(|_| unusable())?;
    *request.uri_mut() = url.as_str().parse().map_err(|_| unusable())?;
    let headers = request.headers_mut();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    let form = HeaderValue::from_static("application/x-www-form-urlencoded");
    headers.insert(CONTENT_TYPE, form);
    headers.insert(AUTHORIZATION, basic(client_id, client_secret)?);
    Ok(request)
}

fn unusable() -> Error {
    Error::configuration("the base URL of the token service cannot be extended")
}

/// Builds the header of HTTP Basic. Both parts are form-encoded before they are joined (RFC 6749 section 2.3.1).
fn basic(client_id: &str, client_secret: &Secret) -> Result<HeaderValue, Error> {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encoded(client_id), encoded(client_secret.expose()));
    sensitive(format!("Basic {}", STANDARD.encode(pair)))
}

fn sensitive(text: String) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(text)
        .map_err(|_| Error::unexpected(NAME, "the token cannot be sent in a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Reads the response. `now` is when the request was sent, on the monotonic clock.
pub(super) fn read(status: StatusCode, body: &[u8], now: Duration) -> Result<ServiceToken, Error> {
    let text = String::from_utf8_lossy(body);
    let json = text.parse::<Json>();
    let fields: BTreeMap<String, Json> = json.and_then(|json| json.read()).unwrap_or_default();
    let field = |name: &str| {
        fields
            .get(name)
            .filter(|json| !json.is_null())
            .map(Json::text)
    };
    if !status.is_success() {
        return Err(refused(status, field("error").as_deref()));
    }
    let Some(token) = field("access_token") else {
        return Err(Error::unexpected(NAME, "the response has no token"));
    };
    let life = field("expires_in").and_then(|life| life.parse().ok());
    let life = life.map_or(DEFAULT_LIFE, Duration::from_secs);
    Ok(ServiceToken {
        header: sensitive(format!("Bearer {token}"))?,
        until: now.saturating_add(life.saturating_sub(SKEW.min(life / 2))),
    })
}

fn refused(status: StatusCode, code: Option<&str>) -> Error {
    let known = [
        "invalid_client",
        "unauthorized_client",
        "invalid_scope",
        "invalid_request",
    ];
    let code = code.filter(|code| known.contains(code));
    let text = match code {
        Some(code) => format!("the provider says {code}, HTTP {}", status.as_u16()),
        None => format!("the provider says HTTP {}", status.as_u16()),
    };
    let is_down = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
    let (kind, recovery) = match (code, is_down) {
        (_, true) => (ErrorKind::OauthProvider, Recovery::Retry { after: None }),
        (Some(_), _) => (ErrorKind::Configuration, Recovery::FixConfiguration),
        (None, _) if status == StatusCode::UNAUTHORIZED => {
            (ErrorKind::Configuration, Recovery::FixConfiguration)
        }
        _ => (ErrorKind::OauthProvider, Recovery::ReportToProvider),
    };
    Error::new(kind, NAME, text, recovery)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absurd_lifetime_causes_no_panic() {
        let body = format!(r#"{{"access_token":"t","expires_in":{}}}"#, u64::MAX);
        let token = read(StatusCode::OK, body.as_bytes(), Duration::from_secs(3_600)).unwrap();
        assert_eq!(token.until, Duration::MAX);
    }
}
