//! The device authorization (RFC 8628): its request (§3.1) and response (§3.2), and the token request of a device
//! (§3.4).

use std::time::Duration;

use serde_json::{Map, Value};
use url::Url;

use crate::endpoint::client::Client;
use crate::endpoint::failure::Failure;
use crate::endpoint::form::request;
use crate::endpoint::response::{RawResponse, refused};
use crate::error::Error;
use crate::http::loopback::is_secure;
use crate::http::service::Request;
use crate::provider::diagnosis::Problem;
use crate::provider::profile::Provider;
use crate::secret::Secret;
use crate::token::json::seconds;

/// The longest code and address that are shown to a person.
const CODE_LIMIT: usize = 64;
const URL_LIMIT: usize = 2048;

/// How long a code lives if the provider does not say: less than any provider gives.
const DEFAULT_LIFETIME: i64 = 300;

/// How often the provider is asked if it does not say (RFC 8628 §3.2), and the limits of what it may say.
const DEFAULT_INTERVAL: i64 = 5;
const SHORTEST_INTERVAL: i64 = 1;
const LONGEST_INTERVAL: i64 = 120;

/// What the provider gives a device.
#[derive(Debug)]
pub(crate) struct DeviceCodes {
    pub(crate) device_code: Secret,
    pub(crate) user_code: String,
    pub(crate) verification_uri: Url,
    pub(crate) verification_uri_complete: Option<Url>,
    pub(crate) lifetime: Duration,
    pub(crate) interval: Duration,
}

/// Builds the request for the codes. `parameters` are the scope and the provider's own.
pub(crate) fn device_authorization_request(
    client: &Client<'_>,
    parameters: &[(String, String)],
) -> Result<Request, Error> {
    let provider = client.provider;
    let endpoint = provider.device_authorization_endpoint.as_ref();
    let endpoint = endpoint
        .ok_or_else(|| Error::configuration("the provider has no device authorization endpoint"))?;
    let (auth, alias) = (
        &provider.exchange_auth,
        provider.tls_endpoints.device.as_ref(),
    );
    let endpoint = client.endpoint(endpoint, alias, auth)?;
    let fields = parameters
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    request(endpoint, fields, client, auth)
}

/// Builds the request that asks whether the customer has decided.
pub(crate) fn device_token_request(
    client: &Client<'_>,
    device_code: &Secret,
) -> Result<Request, Error> {
    let provider = client.provider;
    let fields = vec![
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", device_code.expose()),
    ];
    let (auth, alias) = (
        &provider.exchange_auth,
        provider.tls_endpoints.token.as_ref(),
    );
    let endpoint = client.endpoint(&provider.token_endpoint, alias, auth)?;
    request(endpoint, fields, client, auth)
}

const RULE: &str = "RFC 8628 §3.2";

/// Reads the response with the codes.
pub(crate) fn read_device_codes(
    provider: &Provider,
    response: &RawResponse<'_>,
) -> Result<DeviceCodes, Failure> {
    response.check_status(provider)?;
    let unusable = |field: &'static str| {
        let problem = Problem::new(RULE, format!("has no usable `{field}`"));
        response.unusable(problem.of_field(field))
    };
    let members = response.members();
    let members =
        members.ok_or_else(|| response.unusable(Problem::new(RULE, "is not a JSON object")))?;
    if let Some(error) = response.oauth_error_in(&members.values) {
        return Err(refused(provider, error));
    }
    let values = &members.values;
    let device_code = text(values, "device_code")
        .filter(|code| code.bytes().all(|byte| byte.is_ascii_graphic()))
        .ok_or_else(|| unusable("device_code"))?;
    let user_code = text(values, "user_code")
        .filter(|code| code.len() <= CODE_LIMIT && is_plain(code))
        .ok_or_else(|| unusable("user_code"))?;
    // Google's name, from before the RFC.
    let verification_uri = ["verification_uri", "verification_url"]
        .into_iter()
        .find_map(|name| page(values, name))
        .ok_or_else(|| unusable("verification_uri"))?;
    Ok(DeviceCodes {
        device_code: Secret::new(device_code),
        user_code: user_code.to_owned(),
        verification_uri,
        verification_uri_complete: page(values, "verification_uri_complete"),
        // Zero or less would end the authorization before the customer has seen the code.
        lifetime: duration(number(values, "expires_in", DEFAULT_LIFETIME).max(1)),
        interval: duration(
            number(values, "interval", DEFAULT_INTERVAL).clamp(SHORTEST_INTERVAL, LONGEST_INTERVAL),
        ),
    })
}

fn text<'a>(values: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    let text = values.get(name).and_then(Value::as_str);
    text.filter(|text| !text.is_empty())
}

/// Returns whether a terminal shows it as it is: it is read by a person.
fn is_plain(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_graphic() || byte == b' ')
}

/// Returns the address of a page that a person is sent to: https, or this machine.
fn page(values: &Map<String, Value>, name: &str) -> Option<Url> {
    let text = text(values, name).filter(|text| text.len() <= URL_LIMIT && is_plain(text))?;
    let url: Url = text.parse().ok()?;
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_secure(&url) && is_plain).then_some(url)
}

fn number(values: &Map<String, Value>, name: &str, otherwise: i64) -> i64 {
    let number = values.get(name).and_then(seconds);
    number.unwrap_or(otherwise)
}

fn duration(seconds: i64) -> Duration {
    Duration::from_secs(seconds.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::endpoint::testing::{client, credentials, form, pairs, provider, with_response};
    use crate::operation::Operation;

    fn read(body: &Value) -> Result<DeviceCodes, Failure> {
        let body = body.to_string();
        let json = "application/json";
        with_response(
            Operation::Authorize,
            200,
            json,
            body.as_bytes(),
            |response| read_device_codes(&provider(), response),
        )
    }

    fn codes(changes: Value) -> Value {
        let mut codes = json!({
            "device_code": "d",
            "user_code": "WDJB-MJHT",
            "verification_uri": "https://idp.example/device",
        });
        if let (Some(all), Value::Object(changes)) = (codes.as_object_mut(), changes) {
            all.extend(changes);
        }
        codes
    }

    #[test]
    fn a_device_with_a_certificate_asks_at_the_endpoints_for_it() {
        use crate::grant::credentials::AuthorizationCodeAuthCredentials;
        use crate::provider::client_auth::ClientAuth;
        let certified =
            AuthorizationCodeAuthCredentials::certificate_client("id 1", "https://a.example/");
        let certified = certified.build().unwrap();
        let at = |path: &str| Some(format!("https://tls.idp.example/{path}").parse().unwrap());
        let provider = provider()
            .client_auth(ClientAuth::MutualTls)
            .device_authorization_endpoint("https://idp.example/device".parse().unwrap())
            .and_then(|provider| provider.tls_endpoints(at("token"), None))
            .and_then(|provider| provider.tls_authorization_endpoints(None, at("device")))
            .unwrap();
        let client = client(&provider, &certified);
        let codes = device_authorization_request(&client, &[]).unwrap();
        assert_eq!(codes.uri(), "https://tls.idp.example/device");
        let poll = device_token_request(&client, &Secret::new("d")).unwrap();
        assert_eq!(poll.uri(), "https://tls.idp.example/token");
    }

    #[test]
    fn a_device_asks_with_its_client_and_its_scope() {
        let provider = provider()
            .device_authorization_endpoint("https://idp.example/device".parse().unwrap())
            .unwrap();
        let credentials = credentials("s");
        let scope = [("scope".to_owned(), "a b".to_owned())];
        let request =
            device_authorization_request(&client(&provider, &credentials), &scope).unwrap();
        assert_eq!(request.uri().path(), "/device");
        assert_eq!(form(&request), pairs(&[("scope", "a b")]));
        let poll = device_token_request(&client(&provider, &credentials), &Secret::new("d"));
        let poll = poll.unwrap();
        assert_eq!(poll.uri().path(), "/token");
        let expected = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", "d"),
        ];
        assert_eq!(form(&poll), pairs(&expected));
    }

    #[test]
    fn a_provider_without_the_endpoint_is_not_asked() {
        let (provider, credentials) = (provider(), credentials("s"));
        assert!(device_authorization_request(&client(&provider, &credentials), &[]).is_err());
    }

    #[test]
    fn what_the_provider_does_not_say_has_a_default_and_what_it_says_has_limits() {
        let plain = read(&codes(json!({}))).unwrap();
        assert_eq!(plain.interval, Duration::from_secs(5));
        assert_eq!(plain.lifetime, Duration::from_secs(300));
        let odd = read(&codes(
            json!({"interval": 0, "expires_in": "900", "verification_uri_complete": "javascript:1"}),
        ));
        let odd = odd.unwrap();
        assert_eq!(odd.interval, Duration::from_secs(1));
        assert_eq!(odd.lifetime, Duration::from_secs(900));
        assert_eq!(odd.verification_uri_complete, None);
        let slow = read(&codes(json!({"interval": 9e9}))).unwrap();
        assert!(slow.interval <= Duration::from_secs(120));
        let google = read(
            &json!({"device_code": "d", "user_code": "c", "verification_url": "https://g.example/"}),
        );
        assert!(google.is_ok());
    }

    #[test]
    fn what_could_deceive_a_person_is_refused() {
        for changes in [
            json!({"user_code": "a\u{1b}[2Jb"}),
            json!({"user_code": "A".repeat(65)}),
            json!({"user_code": "a\u{202e}b"}),
            json!({"user_code": ""}),
            json!({"verification_uri": "http://idp.example/device"}),
            json!({"verification_uri": "https://bank.example@evil.example/"}),
            json!({"verification_uri": "data:text/html,x"}),
            json!({"device_code": "d\r\n"}),
            json!({"device_code": 7}),
        ] {
            assert!(
                matches!(read(&codes(changes.clone())), Err(Failure::Unexpected(_))),
                "{changes}"
            );
        }
        let refused = read(&json!({"error": "invalid_client"}));
        assert!(matches!(refused, Err(Failure::Refused(..))));
    }
}
