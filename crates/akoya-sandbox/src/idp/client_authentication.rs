//! Finds out which client calls the token or revoke endpoint, and whether its secret is right.

use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::error::OAuthError;
use crate::app::App;
use crate::registered_client::RegisteredClient;
use crate::wire::{self, Parameters};

/// How a client must authenticate, in the terms of RFC 7591 §2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AuthMethod {
    /// `client_secret_basic`: HTTP Basic, and no secret in the body.
    Basic,
    /// `client_secret_post`: `client_id` and `client_secret` in the body, and no Basic header.
    Post,
    /// One of the two, for a request that does not say which grant it is for.
    Either,
}

/// Finds the client that made a request.
///
/// Credentials that are sent in the other way, or in both, count as wrong: Akoya does not accept them interchangeably.
pub(super) fn authenticate(
    app: &App,
    headers: &HeaderMap,
    form: &Parameters,
    method: AuthMethod,
) -> Result<RegisteredClient, OAuthError> {
    let basic = wire::credentials(headers, "basic");
    let in_body = form.get("client_secret").is_some();
    let client = match (basic, in_body) {
        (Some(basic), false) if method != AuthMethod::Post => by_basic(|id| app.client(id), basic),
        (None, true) if method != AuthMethod::Basic => by_form(app, form),
        _ => None,
    };
    client.ok_or(OAuthError::InvalidClient)
}

fn by_form(app: &App, form: &Parameters) -> Option<RegisteredClient> {
    let client = app.client(form.get("client_id")?)?;
    client
        .has_secret(form.get("client_secret")?)
        .then_some(client)
}

/// Accepts the credentials as they are and form-encoded: RFC 6749 §2.3.1 requires the encoding, but many
/// clients and Akoya's own samples leave it out.
pub(crate) fn by_basic(
    known: impl Fn(&str) -> Option<RegisteredClient>,
    basic: &str,
) -> Option<RegisteredClient> {
    let text = String::from_utf8(STANDARD.decode(basic).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let client = known(id).or_else(|| known(&decoded(id)))?;
    (client.has_secret(secret) | client.has_secret(&decoded(secret))).then_some(client)
}

fn decoded(text: &str) -> String {
    // The characters that would end a parameter are escaped, so that the whole text is read as one name.
    form_urlencoded::parse(text.replace('=', "%3D").replace('&', "%26").as_bytes())
        .map(|(name, _)| name.into_owned())
        .collect()
}
