//! A form that is posted to the provider, with exactly one way of client authentication (RFC 6749 §2.3).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use form_urlencoded::{Serializer, byte_serialize};
use http::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method};
use url::Url;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::http::service::Request;
use crate::provider::profile::ClientAuth;

/// The fields of a form, in order.
pub(super) type Fields<'a> = Vec<(&'static str, &'a str)>;

/// Builds the request that posts the form to `endpoint`.
pub(super) fn request<'a>(
    endpoint: &Url,
    mut fields: Fields<'a>,
    auth: ClientAuth,
    credentials: &'a AuthorizationCodeAuthCredentials,
) -> Result<Request, Error> {
    let secret = credentials.oauth_client_secret().expose();
    let auth = if credentials.is_public() {
        ClientAuth::None
    } else {
        auth
    };
    if auth != ClientAuth::Basic {
        fields.push(("client_id", credentials.oauth_client_id()));
    }
    if auth == ClientAuth::Body {
        fields.push(("client_secret", secret));
    }
    let body = Serializer::new(String::new())
        .extend_pairs(&fields)
        .finish();
    let mut request = Request::new(Bytes::from(body));
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
    if auth == ClientAuth::Basic {
        headers.insert(AUTHORIZATION, basic(credentials.oauth_client_id(), secret)?);
    }
    Ok(request)
}

fn not_requestable(error: http::uri::InvalidUri) -> Error {
    Error::configuration("the endpoint is not a URL that can be requested").with_source(error)
}

/// Returns the header of HTTP Basic. Id and secret are form-encoded first (RFC 6749 §2.3.1), which RFC 7617 alone does
/// not ask for.
fn basic(client_id: &str, client_secret: &str) -> Result<HeaderValue, Error> {
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let pair = Zeroizing::new(format!("{}:{}", encode(client_id), encode(client_secret)));
    let header = Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())));
    let mut value = HeaderValue::from_str(&header)
        .map_err(|_| Error::configuration("the client id and secret do not fit in a header"))?;
    value.set_sensitive(true);
    Ok(value)
}
