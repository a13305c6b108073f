//! A person with a browser, who consents or refuses on each provider's pages.

use std::collections::BTreeMap;

use html5gum::{StartTag, Token, Tokenizer};
use http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use url::Url;

use crate::server::{Server, ServerError};

/// What the person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decision {
    /// Consents.
    Consent,
    /// Refuses.
    Refuse,
}

/// A browser without scripts. It keeps cookies for one visit.
#[derive(Debug)]
pub struct Browser<'a> {
    server: &'a Server,
    client: Client,
    cookies: BTreeMap<String, String>,
}

/// No provider here has more redirects and pages.
const MOST_STEPS: usize = 20;

impl<'a> Browser<'a> {
    /// Opens a browser for the pages of a provider.
    ///
    /// # Errors
    /// When the HTTP client cannot be set up.
    pub fn new(server: &'a Server) -> Result<Self, ServerError> {
        let client = Client::builder().redirect(reqwest::redirect::Policy::none());
        Ok(Self {
            server,
            client: client.build()?,
            cookies: BTreeMap::new(),
        })
    }

    /// Goes from the authorization URL to the redirect URI, and returns the address there, which is not visited.
    ///
    /// # Errors
    /// When a page is none that the person knows.
    pub async fn visit(mut self, url: Url, decision: Decision) -> Result<Url, ServerError> {
        let back = self.server.redirect_uri()?;
        let mut request = self.client.get(url.clone());
        let mut at = url;
        for _ in 0..MOST_STEPS {
            let response = self.send(request).await?;
            if let Some(target) = response.headers().get(LOCATION) {
                at = at.join(target.to_str()?)?;
                if at.as_str().starts_with(back) {
                    return Ok(at);
                }
                request = self.client.get(at.clone());
            } else {
                request = self.decide(&at, response, decision).await?;
            }
        }
        Err(format!("the pages do not come to an end; the last is {at}").into())
    }

    /// Does on a page what the person does there; returns the request that follows.
    async fn decide(
        &mut self,
        at: &Url,
        page: Response,
        decision: Decision,
    ) -> Result<RequestBuilder, ServerError> {
        if at.path().ends_with("/login.html") {
            return self.decide_at_glewlwyd(at, decision).await;
        }
        let status = page.status();
        let fields = fields(&page.text().await?, self.server.user(), decision);
        if !status.is_success() || fields.is_empty() {
            return Err(
                format!("{at} is a page with the status {status} and without a form").into(),
            );
        }
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let post = self.client.post(at.clone());
        Ok(post
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form))
    }

    /// Decides at Glewlwyd, whose page is a script, by doing with its API what the script does.
    async fn decide_at_glewlwyd(
        &mut self,
        at: &Url,
        decision: Decision,
    ) -> Result<RequestBuilder, ServerError> {
        let parameters: BTreeMap<_, _> = at.query_pairs().into_owned().collect();
        let parameter = |name: &str| parameters.get(name).map_or("", String::as_str);
        let sign_in = self.client.post(at.join("/api/auth/")?);
        self.send(with_json(sign_in, self.server.user())).await?;
        let scope = match decision {
            Decision::Consent => parameter("scope"),
            Decision::Refuse => "",
        };
        let grant = at.join(&format!("/api/auth/grant/{}", parameter("client_id")))?;
        let grant = self.client.put(grant);
        self.send(with_json(grant, &json!({ "scope": scope })))
            .await?;
        let next = format!("{}&g_continue", parameter("callback_url"));
        Ok(self.client.get(at.join(&next)?))
    }

    async fn send(&mut self, request: RequestBuilder) -> Result<Response, ServerError> {
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let response = request.header(COOKIE, cookies.join("; ")).send().await?;
        for cookie in response.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str()?.split(';').next().unwrap_or_default();
            if let Some((name, value)) = cookie.split_once('=') {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(response)
    }
}

fn with_json(request: RequestBuilder, body: &Value) -> RequestBuilder {
    request
        .header(CONTENT_TYPE, "application/json")
        .body(body.to_string())
}

/// Returns the fields of a page that are not left empty, names and values: the hidden ones, who the person is, and
/// the button that is pressed.
fn fields(page: &str, user: &Value, decision: Decision) -> Vec<(String, String)> {
    let inputs = Tokenizer::new(page)
        .flatten()
        .filter_map(|token| match token {
            Token::StartTag(tag) if [&b"input"[..], b"button"].contains(&&tag.name[..]) => {
                Some(tag)
            }
            _ => None,
        });
    let user = |name: &str| user[name].as_str().map(str::to_owned);
    // Of django-oauth-toolkit and of Canaille.
    let pressed: &[_] = match decision {
        Decision::Consent => &["Authorize", "accept"],
        Decision::Refuse => &["deny"],
    };
    inputs
        .filter_map(|input| {
            let (name, given) = (attribute(&input, "name"), attribute(&input, "value"));
            let value = match attribute(&input, "type").as_str() {
                "hidden" => Some(given),
                "submit" if pressed.contains(&given.as_str()) => Some(given),
                "password" => user("password"),
                "text" if name == "login" => user("username"),
                _ => None,
            };
            value.map(|value| (name, value))
        })
        .collect()
}

fn attribute(tag: &StartTag<()>, name: &str) -> String {
    let value = tag.attributes.get(name.as_bytes());
    value.map_or_else(String::new, |value| {
        String::from_utf8_lossy(value).into_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_filled_in_and_the_button_of_the_decision_is_pressed() {
        let page = r#"<form method=post><input type="hidden" name="a" value="1&amp;2"><input type=text name=b>
            <input type="hidden" name="c"/><input type=text name=login><input type=password name=d>
            <button type="submit" name=e value=accept><button type="submit" name=e value=deny></form>"#;
        let user = json!({"username": "alice", "password": "secret"});
        let pairs = [
            ("a", "1&2"),
            ("c", ""),
            ("login", "alice"),
            ("d", "secret"),
            ("e", "accept"),
        ];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(fields(page, &user, Decision::Consent), pairs);
        let refused = fields(page, &Value::Null, Decision::Refuse);
        let button = ("e".to_owned(), "deny".to_owned());
        assert_eq!(refused, [&pairs[..2], &[button]].concat());
    }
}
