//! One way for all calls of the service APIs: token, request, response.

use acg::http::Request;
use akoya_model::Model;
use akoya_model::service::PatchOperation;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode};

use super::client::ServiceClient;
use super::token::{self, Scope, ServiceToken};
use crate::error::Error;
use crate::list::{About, List};
use crate::reading::{self, Place};
use crate::response::{RawResponse, Response};
use crate::segment;

/// The largest response that is read.
const LIMIT: usize = 16 * 1024 * 1024;

const JSON: &str = "application/json";
const JSON_PATCH: &str = "application/json-patch+json";

/// A call: what it is named in errors, whom its token is for, and what is sent.
pub(super) struct ServiceRequest {
    name: &'static str,
    scope: Scope,
    method: Method,
    path: String,
    /// Whether the path can be asked for.
    is_sound: bool,
    /// What is sent, and its media type.
    body: Option<(String, &'static str)>,
    /// The list that the response is about, if it is about one.
    list: Option<List>,
}

impl ServiceRequest {
    pub(super) fn new(name: &'static str, scope: Scope, method: Method, path: &[&str]) -> Self {
        let mut text = String::new();
        let mut is_sound = true;
        for part in path {
            is_sound &= segment::push(&mut text, part);
        }
        Self {
            name,
            scope,
            method,
            path: text,
            is_sound,
            body: None,
            list: None,
        }
    }

    /// Names the list that the response is about: one without it is an error, and not an empty list.
    pub(super) fn list(mut self, list: List) -> Self {
        self.list = Some(list);
        self
    }

    /// Adds to the query.
    pub(super) fn query(mut self, name: &str, value: &str) -> Self {
        self.path
            .push(if self.path.contains('?') { '&' } else { '?' });
        let pair = form_urlencoded::Serializer::new(String::new())
            .append_pair(name, value)
            .finish();
        self.path.push_str(&pair);
        self
    }

    /// Asks for a part of a list.
    pub(super) fn page(self, offset: u32, limit: u32) -> Self {
        self.query("offset", &offset.to_string())
            .query("limit", &limit.to_string())
    }

    /// Sends a document.
    pub(super) fn body(mut self, document: &impl Model) -> Self {
        self.body = Some((akoya_model::to_string(document), JSON));
        self
    }

    /// Sends a JSON Patch (RFC 6902 section 3).
    pub(super) fn patch(mut self, operations: &[PatchOperation]) -> Self {
        let operations: Vec<_> = operations.iter().map(akoya_model::to_string).collect();
        let patch = format!("[{}]", operations.join(","));
        self.body = Some((patch, JSON_PATCH));
        self
    }

    /// Sends, and reads the document that comes back.
    pub(super) async fn send<T: Model>(self, client: &ServiceClient) -> Result<Response<T>, Error> {
        let mut body = None;
        let response = self.sent(client, &mut body).await?;
        response.with_read(body)
    }

    /// Sends, and reads the document into its place.
    async fn sent(
        self,
        client: &ServiceClient,
        place: &mut dyn Place,
    ) -> Result<Response<()>, Error> {
        let (name, list) = (self.name, self.list);
        let (head, body) = self
            .within_time(client, async {
                let RawResponse { head, body, .. } = self.response(client).await?;
                let body = body.collect(LIMIT).await;
                let body = body.map_err(|error| Error::body(name, error, LIMIT))?;
                Ok((head, body))
            })
            .await?;
        let about = About {
            list,
            ..About::default()
        };
        reading::read(&|| name.to_owned(), &about, &head, &body, place)
    }

    /// Sends, and takes any success status.
    pub(super) async fn done(self, client: &ServiceClient) -> Result<(), Error> {
        let work = async { self.response(client).await.map(drop) };
        self.within_time(client, work).await
    }

    /// Gives the work the time of a call, the body of its response included.
    async fn within_time<T>(
        &self,
        client: &ServiceClient,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let timeout = client.0.timeout;
        tokio::time::timeout(timeout, work)
            .await
            .unwrap_or_else(|_| Err(Error::timeout(self.name, timeout)))
    }

    /// Sends. A token that is refused is replaced once.
    async fn response(&self, client: &ServiceClient) -> Result<RawResponse, Error> {
        if !self.is_sound {
            return Err(Error::unusable_id(self.name));
        }
        let token = client.token(self.scope, None).await?;
        let mut response = self.once(client, &token).await?;
        if response.head.status == StatusCode::UNAUTHORIZED {
            let fresh = client.token(self.scope, Some(&token.header)).await?;
            response = self.once(client, &fresh).await?;
        }
        if response.head.status.is_success() {
            return Ok(response);
        }
        let error = response.into_error(client.0.clock.now()).await;
        Err(Error::service_response(self.name, error))
    }

    async fn once(
        &self,
        client: &ServiceClient,
        token: &ServiceToken,
    ) -> Result<RawResponse, Error> {
        let (body, media_type) = self.body.clone().unzip();
        let mut request = Request::new(Bytes::from(body.unwrap_or_default()));
        *request.method_mut() = self.method.clone();
        let api = client.0.api.as_str().trim_end_matches('/');
        let url = format!("{api}{}", self.path);
        *request.uri_mut() = url
            .parse()
            .map_err(|_| Error::input(self.name, "the URL cannot be requested"))?;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static(JSON));
        headers.insert(AUTHORIZATION, token.header.clone());
        if let Some(media_type) = media_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        }
        let response = client.0.http.call(request).await;
        response
            .map(RawResponse::new)
            .map_err(|error| Error::http(self.name, error))
    }
}

impl ServiceClient {
    async fn token(
        &self,
        scope: Scope,
        refused: Option<&HeaderValue>,
    ) -> Result<ServiceToken, Error> {
        let inner = &self.0;
        let now = inner.clock.monotonic();
        let fetch = async {
            let request =
                token::request(&inner.sts, &inner.client_id, &inner.client_secret, scope)?;
            let response = inner.http.call(request).await;
            let response = response.map_err(|error| Error::http(token::NAME, error))?;
            let status = response.status();
            let body = response.into_body().collect(LIMIT).await;
            let body = body.map_err(|error| Error::body(token::NAME, error, LIMIT))?;
            token::read(status, &body, now)
        };
        inner.tokens.get(scope, now, refused, fetch).await
    }
}
