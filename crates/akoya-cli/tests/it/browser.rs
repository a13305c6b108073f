//! As much of a browser as a person at the bank's pages needs.

use std::sync::Arc;

use akoya::oauth::http::{HttpClient, HttpClientOptions, HttpService};
use http::{Request, StatusCode};

/// A page, or where a redirect leads.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<String>,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: String,
}

/// A browser that follows no redirect by itself.
pub(crate) struct Browser(Arc<dyn HttpService>);

impl Browser {
    pub(crate) fn new() -> Self {
        Self(Arc::new(
            HttpClient::new(&HttpClientOptions::default()).unwrap(),
        ))
    }

    pub(crate) async fn send(&self, request: Request<&str>) -> Reply {
        let request = request.map(|body| bytes::Bytes::copy_from_slice(body.as_bytes()));
        let (parts, body) = self.0.call(request).await.unwrap().into_parts();
        let body = body.collect(1 << 20).await.unwrap();
        let location = parts
            .headers
            .get("location")
            .map(|location| location.to_str().unwrap().to_owned());
        let body = String::from_utf8(body.to_vec()).unwrap();
        Reply {
            status: parts.status,
            location,
            headers: parts.headers,
            body,
        }
    }

    pub(crate) async fn get(&self, url: &str) -> Reply {
        self.send(Request::get(url).body("").unwrap()).await
    }

    /// Signs in, reads the terms, ticks every account and decides. Gives the address that the bank sends the
    /// browser to.
    pub(crate) async fn consent(
        &self,
        authorization_url: &str,
        user: &str,
        decision: &str,
    ) -> String {
        let idp: url::Url = authorization_url.parse().unwrap();
        let page = self.get(authorization_url).await;
        let sign_in = [("login", user), ("password", user)];
        let page = self.form(&idp, "/auth/login", &page.body, &sign_in).await;
        let page = self
            .form(&idp, "/auth/terms", &page.body, &[("next", "#accounts")])
            .await;
        let accounts = values(&page.body, "name=\"account\" value=\"");
        let ticked = accounts.iter().map(|account| ("account", *account));
        let fields: Vec<_> = ticked.chain([("decision", decision)]).collect();
        self.form(&idp, "/auth/accounts", &page.body, &fields)
            .await
            .location
            .expect("the bank sends the browser back")
    }

    async fn form(&self, idp: &url::Url, path: &str, page: &str, fields: &[(&str, &str)]) -> Reply {
        let signed_request = values(page, "name=\"request\" value=\"")[0];
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("request", signed_request)])
            .extend_pairs(fields)
            .finish();
        let request = Request::post(idp.join(path).unwrap().as_str());
        self.send(
            request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body.as_str())
                .unwrap(),
        )
        .await
    }
}

/// The attribute values that follow `before`.
fn values<'a>(page: &'a str, before: &str) -> Vec<&'a str> {
    page.split(before)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect()
}
