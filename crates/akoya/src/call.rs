//! A data call about to be made.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use crate::interaction::InteractionType;
use akoya_model::Model;
use http::header::ACCEPT;
use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::client::Client;
use crate::document::File;
use crate::error::Error;
use crate::request::{Audience, Prepared};
use crate::response::Response;
use crate::retry::RetryPolicy;

/// Everything but RFC 3986's unreserved characters.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

const INTERACTION_TYPE: HeaderName = HeaderName::from_static("x-akoya-interaction-type");

/// A data call about to be made. Set what is optional, then [`send`](Self::send).
///
/// A mistake in a setting is told by `send`; nothing is sent then.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<T> {
    pub(crate) client: Client,
    operation: &'static str,
    product: &'static str,
    version: Option<String>,
    path: Vec<String>,
    query: Vec<(&'static str, String)>,
    headers: Vec<(HeaderName, HeaderValue)>,
    timeout: Duration,
    retry: RetryPolicy,
    is_document: bool,
    problem: Option<Error>,
    answer: PhantomData<fn() -> T>,
}

impl<T> Call<T> {
    /// `path` follows the version: the provider first.
    pub(crate) fn new(
        client: &Client,
        operation: &'static str,
        product: &'static str,
        path: &[&str],
    ) -> Self {
        Self {
            client: client.clone(),
            operation,
            product,
            version: None,
            path: path.iter().map(|segment| (*segment).to_owned()).collect(),
            query: Vec::new(),
            headers: Vec::new(),
            timeout: client.config().timeout(),
            retry: client.config().retry(),
            is_document: false,
            problem: None,
            answer: PhantomData,
        }
    }

    /// Sets the API version of this call, for example `v3`. Default: the client's.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// Sets `x-akoya-interaction-type`. Default: the client's.
    pub fn interaction_type(self, interaction_type: InteractionType) -> Self {
        self.header(INTERACTION_TYPE.as_str(), interaction_type.as_str())
    }

    /// Adds a header, for example `x-akoya-last-access`. It replaces one of the same name that the client sets for all calls.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok(header) => self.headers.push(header),
            Err(error) => self.problem = Some(error),
        }
        self
    }

    /// Sets the longest time this call may take, with all its tries and a refresh. Default: the client's.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how often this call is tried. Default: the client's.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// The same call for a file of this media type.
    pub(crate) fn into_document(self, media_type: &'static str) -> Call<File> {
        let Self {
            client,
            operation,
            product,
            version,
            path,
            query,
            headers,
            timeout,
            retry,
            problem,
            ..
        } = self;
        let answer = PhantomData;
        let call = Call {
            client,
            operation,
            product,
            version,
            path,
            query,
            headers,
            timeout,
            retry,
            is_document: true,
            problem,
            answer,
        };
        call.header(ACCEPT.as_str(), media_type)
    }

    pub(crate) fn set(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.retain(|(given, _)| *given != name);
        self.query.push((name, value.into()));
        self
    }

    pub(crate) fn set_list(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let values: Vec<String> = values.into_iter().map(Into::into).collect();
        if values
            .iter()
            .any(|value| value.is_empty() || value.contains(','))
        {
            self.problem = Some(Error::input(
                self.name(),
                format!("a value of `{name}` is empty or holds a comma"),
            ));
            return self;
        }
        if values.is_empty() {
            self
        } else {
            self.set(name, values.join(","))
        }
    }

    pub(crate) fn fail(mut self, error: Error) -> Self {
        self.problem = Some(error);
        self
    }

    /// The operation and its provider, as errors name it.
    pub(crate) fn name(&self) -> String {
        let provider = self.path.first().map(String::as_str).unwrap_or_default();
        format!(
            "{} of {}",
            self.operation,
            crate::api_error::masked(provider)
        )
    }

    fn has(&self, name: &str) -> bool {
        self.query.iter().any(|(given, _)| *given == name)
    }

    /// The request's target and headers, without the bearer.
    pub(crate) fn prepare(self) -> Result<Prepared, Error> {
        let name = self.name();
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        // One of them alone is an error at Akoya.
        if self.has("startTime") != self.has("endTime") {
            return Err(Error::input(
                name,
                "start and end time belong together: set both or neither",
            ));
        }
        let version = self
            .version
            .as_deref()
            .unwrap_or_else(|| self.client.config().version());
        let mut url = self.client.api().as_str().to_owned();
        url.push_str(self.product);
        for segment in std::iter::once(version).chain(self.path.iter().map(String::as_str)) {
            if matches!(segment, "" | "." | "..") {
                return Err(Error::input(
                    name,
                    "a part of the path is empty, `.` or `..`",
                ));
            }
            url.push('/');
            url.extend(utf8_percent_encode(segment, SEGMENT));
        }
        if !self.query.is_empty() {
            url.push('?');
            url = form_urlencoded::Serializer::for_suffix(url.clone(), url.len())
                .extend_pairs(&self.query)
                .finish();
        }
        let headers = headers(&self.client, self.headers)?;
        Ok(Prepared {
            operation: self.operation,
            provider: self.path.into_iter().next().unwrap_or_default(),
            client: self.client,
            name,
            url,
            headers,
            timeout: self.timeout,
            retry: self.retry,
            audience: Audience::Api,
            follows_redirects: self.is_document,
        })
    }
}

impl<T: Model> Call<T> {
    /// Makes the call. An expired token is refreshed first; one that the API refuses is refreshed and the call repeated once.
    ///
    /// # Errors
    /// [`Api`](crate::ErrorKind::Api) with the API's own error; [`ConsentNeeded`](crate::ErrorKind::ConsentNeeded) when there is
    /// no token and none can be had, or the API refuses a fresh one; [`InvalidInput`](crate::ErrorKind::InvalidInput) when a
    /// setting is not usable; [`Transport`](crate::ErrorKind::Transport), [`Timeout`](crate::ErrorKind::Timeout);
    /// [`UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) when the answer is not the JSON object that was asked for.
    ///
    /// # Cancel safety
    /// The call may be dropped at any time; a refresh under way goes on.
    pub async fn send(self) -> Result<Response<T>, Error> {
        self.prepare()?.send().await
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

/// A header that a program may set.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    const OURS: [&str; 6] = [
        "authorization",
        "host",
        "content-length",
        "transfer-encoding",
        "connection",
        "cookie",
    ];
    let refuse = |problem: &str| Err(Error::input("header", problem.to_owned()));
    let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else {
        return refuse("a header's name cannot be sent");
    };
    if OURS.contains(&name.as_str()) {
        return refuse(&format!("the header `{name}` is set by the library alone"));
    }
    match HeaderValue::from_str(value) {
        Ok(value) => Ok((name, value)),
        Err(_) => refuse(&format!("the value of the header `{name}` cannot be sent")),
    }
}

/// Ours, then the client's, then the call's: later ones replace earlier ones.
fn headers(client: &Client, own: Vec<(HeaderName, HeaderValue)>) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    if let Some(interaction_type) = client.config().interaction_type() {
        let (name, value) = header(INTERACTION_TYPE.as_str(), interaction_type.as_str())?;
        headers.insert(name, value);
    }
    headers.extend(client.config().headers().iter().cloned());
    for (name, value) in own {
        headers.insert(name, value);
    }
    Ok(headers)
}
