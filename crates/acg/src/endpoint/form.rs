//! A form that is posted to the provider, with exactly one way of client authentication (RFC 6749 §2.3).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use form_urlencoded::{Serializer, byte_serialize};
use http::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method};
use url::Url;
use zeroize::Zeroizing;

#[cfg(feature = "jose")]
use crate::endpoint::assertion::{self, ASSERTION_TYPE};
use crate::endpoint::client::Client;
use crate::error::Error;
use crate::http::service::Request;
use crate::provider::client_auth::{AcceptedAuth, ClientAuth};
#[cfg(feature = "jose")]
use crate::secret::Secret;

/// Room for the names that the client's proof has, and for an assertion.
const REST: usize = 4096;

/// The fields of a form, in order.
pub(super) type Fields<'a> = Vec<(&'a str, &'a str)>;

/// Builds the request that posts the form to `endpoint`, which takes the client's proof in one of the `accepted` ways.
pub(super) fn request(
    endpoint: &Url,
    fields: Fields<'_>,
    client: &Client<'_>,
    accepted: &AcceptedAuth,
) -> Result<Request, Error> {
    let (id, secret) = (
        client.credentials.oauth_client_id(),
        client.credentials.oauth_client_secret().expose(),
    );
    let auth = client.auth(accepted)?;
    let room = longest(&fields, &[id, secret]);
    let mut form = Serializer::new(String::with_capacity(room));
    form.extend_pairs(fields);
    // With Basic the id is in the header, and a client must not authenticate twice (RFC 6749 §2.3).
    if auth != ClientAuth::Basic {
        form.append_pair("client_id", id);
    }
    match auth {
        ClientAuth::Body => drop(form.append_pair("client_secret", secret)),
        #[cfg(feature = "jose")]
        ClientAuth::PrivateKeyJwt => append_assertion(&mut form, &assertion::with_key(client)?),
        #[cfg(feature = "jose")]
        ClientAuth::ClientSecretJwt => {
            append_assertion(&mut form, &assertion::with_secret(client)?);
        }
        _ => {}
    }
    let mut request = post(endpoint, form.finish())?;
    if auth == ClientAuth::Basic {
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, basic(id, secret)?);
    }
    Ok(request)
}

fn post(endpoint: &Url, form: String) -> Result<Request, Error> {
    // Overwritten when the last user drops it.
    let form = Zeroizing::new(form.into_bytes());
    let mut request = Request::new(Bytes::from_owner(form));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = endpoint.as_str().parse().map_err(not_requestable)?;
    let headers = request.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    // A token response is small, and each layer that may go wrong may cost a consent.
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    Ok(request)
}

#[cfg(feature = "jose")]
fn append_assertion(form: &mut Serializer<'_, String>, assertion: &Secret) {
    form.append_pair("client_assertion_type", ASSERTION_TYPE);
    form.append_pair("client_assertion", assertion.expose());
}

/// Returns the most bytes that a form with these fields and other values takes. One that grew would leave copies of
/// tokens and secrets in memory that was given back.
fn longest(fields: &Fields<'_>, others: &[&str]) -> usize {
    let fields = fields.iter().flat_map(|(name, value)| [*name, *value]);
    let texts = fields.chain(others.iter().copied());
    // A byte becomes three at most, and is followed by one that joins.
    texts.map(|text| 3 * text.len() + 1).sum::<usize>() + REST
}

fn not_requestable(error: http::uri::InvalidUri) -> Error {
    Error::configuration("the URL of the endpoint is not valid").with_source(error)
}

/// Returns the header of HTTP Basic. Id and secret are form-encoded first (RFC 6749 §2.3.1), which RFC 7617 alone does
/// not ask for.
fn basic(client_id: &str, client_secret: &str) -> Result<HeaderValue, Error> {
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let pair = Zeroizing::new(format!("{}:{}", encode(client_id), encode(client_secret)));
    let header = Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())));
    let mut value = HeaderValue::from_str(&header).map_err(|_| {
        Error::configuration("the client id and secret are not a valid header value")
    })?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_form_is_overwritten_when_its_request_is_dropped() {
        let endpoint = "https://idp.example/token".parse().unwrap();
        let request = post(&endpoint, "s".repeat(1000)).unwrap();
        let mut memory = crate::memory::Memory::of(request.body()).unwrap();
        assert_eq!(memory.count(b's').unwrap(), 1000);
        drop(request);
        assert!(memory.count(b's').unwrap() < 100);
    }

    #[test]
    fn a_form_does_not_outgrow_the_memory_that_was_made_for_it() {
        let worst = "\u{7f}&=%".repeat(5_000);
        let fields = vec![("refresh_token", worst.as_str()), ("scope", "a b")];
        let room = longest(&fields, &["", &worst]);
        let mut form = Serializer::new(String::with_capacity(room));
        form.extend_pairs(fields);
        form.append_pair("client_secret", &worst);
        let text = form.finish();
        assert!(text.len() > 100_000);
        assert!(text.len() <= room);
    }
}
