use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::error::OAuthError;
use crate::client::Client;
use crate::server::App;
use crate::wire::{self, Parameters};

/// Where Akoya wants the client's credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// HTTP Basic, and nothing in the body.
    Header,
    /// `client_id` and `client_secret` in the body, and no Basic header.
    Body,
    /// One of the two: for a request that does not say what it wants.
    Either,
}

/// Finds the client that made a request. Credentials in the wrong place are no credentials.
pub(super) fn authenticate<'a>(
    app: &'a App,
    headers: &HeaderMap,
    form: &Parameters,
    place: Place,
) -> Result<&'a Client, OAuthError> {
    let basic = wire::credentials(headers, "basic");
    let in_body = form.get("client_secret").is_some();
    let client = match (basic, in_body) {
        (Some(basic), false) if place != Place::Body => by_basic(app, basic),
        (None, true) if place != Place::Header => by_form(app, form),
        _ => None,
    };
    client.ok_or(OAuthError::InvalidClient)
}

fn by_form<'a>(app: &'a App, form: &Parameters) -> Option<&'a Client> {
    let client = app.client(form.get("client_id")?)?;
    client
        .has_secret(form.get("client_secret")?)
        .then_some(client)
}

/// RFC 6749 §2.3.1 form-encodes both parts; many clients do not, and Akoya's own samples do not either.
fn by_basic<'a>(app: &'a App, basic: &str) -> Option<&'a Client> {
    let text = String::from_utf8(STANDARD.decode(basic).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let client = app.client(id).or_else(|| app.client(&decoded(id)))?;
    (client.has_secret(secret) | client.has_secret(&decoded(secret))).then_some(client)
}

fn decoded(text: &str) -> String {
    form_urlencoded::parse(text.replace('=', "%3D").replace('&', "%26").as_bytes())
        .map(|(name, _)| name.into_owned())
        .collect()
}
