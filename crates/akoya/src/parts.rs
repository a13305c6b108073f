//! The parts of a data call before it is sent.

use std::time::Duration;

use http::header::ACCEPT;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::call_context::{self, CallContext};
use crate::client::Client;
use crate::day_range::DayRange;
use crate::error::Error;
use crate::headers::header;
use crate::list::List;
use crate::prepared::{Audience, PreparedRequest, call_name};
use crate::retry::RetryPolicy;
use crate::segment;
use crate::version::Product;

/// Which operation of the API a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Operation {
    /// The name in errors, spans and metrics.
    pub(crate) name: &'static str,
    /// Whose version is in the path, after its name.
    pub(crate) product: Product,
    /// The list that the document is about, if it is about one.
    pub(crate) list: Option<List>,
}

/// The parts of a data call, whatever it returns.
pub(crate) struct Parts {
    pub(crate) client: Client,
    pub(crate) operation: Operation,
    pub(crate) version: Option<String>,
    /// What follows the version in the path: the provider first.
    path: Vec<String>,
    query: Vec<(&'static str, String)>,
    headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) context: CallContext,
    days: Option<DayRange>,
    pub(crate) timeout: Duration,
    pub(crate) retry: RetryPolicy,
    /// Whether the response is a file, which may be behind redirects.
    pub(crate) is_document: bool,
    /// The first mistake in a setting; later ones often follow from it.
    mistake: Option<Error>,
}

impl Parts {
    pub(crate) fn new(client: &Client, operation: Operation, path: &[&str]) -> Self {
        Self {
            client: client.clone(),
            operation,
            version: None,
            path: path.iter().map(|segment| (*segment).to_owned()).collect(),
            query: Vec::new(),
            headers: Vec::new(),
            context: CallContext::default(),
            days: None,
            timeout: client.config().timeout(),
            retry: client.config().retry(),
            is_document: false,
            mistake: None,
        }
    }

    pub(crate) fn header(&mut self, name: &str, value: &str) {
        match header(name, value) {
            Ok(header) => self.headers.push(header),
            Err(error) => self.fail(error),
        }
    }

    pub(crate) fn set(&mut self, name: &'static str, value: impl Into<String>) {
        self.query.retain(|(given, _)| *given != name);
        self.query.push((name, value.into()));
    }

    pub(crate) fn set_list(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) {
        let values: Vec<String> = values.into_iter().map(Into::into).collect();
        if values
            .iter()
            .any(|value| value.is_empty() || value.contains(','))
        {
            let text = format!("a value of `{name}` is empty or contains a comma");
            return self.fail(Error::input(self.name(), text));
        }
        if !values.is_empty() {
            self.set(name, values.join(","));
        }
    }

    /// Asks for some days: by moments that cover them, whatever zone the provider writes.
    pub(crate) fn set_days(&mut self, days: DayRange) {
        match days.moments(self.client.clock().now()) {
            Ok((start, end)) => {
                self.set("startTime", start.to_string());
                self.set("endTime", end.to_string());
                self.days = Some(days);
            }
            Err(error) => self.fail(error),
        }
    }

    /// Notes a mistake, unless there is one.
    pub(crate) fn fail(&mut self, error: Error) {
        self.mistake.get_or_insert(error);
    }

    /// Returns the operation and its provider, as errors name them.
    pub(crate) fn name(&self) -> String {
        let provider = self.path.first().map(String::as_str).unwrap_or_default();
        call_name(self.operation.name, provider)
    }

    fn has(&self, name: &str) -> bool {
        self.query.iter().any(|(given, _)| *given == name)
    }

    /// Returns the request without the bearer.
    pub(crate) fn prepare(mut self) -> Result<PreparedRequest, Error> {
        if let Some(mistake) = self.mistake.take() {
            return Err(mistake);
        }
        // One of them alone is an error at Akoya.
        if self.has("startTime") != self.has("endTime") {
            let text = "start and end time belong together: set both or neither";
            return Err(Error::input(self.name(), text));
        }
        let version = self.version().to_owned();
        let mut headers = headers(&self.client, &self.headers);
        let context = self.context.or(self.client.config().context);
        context
            .or(self.operation.product.context())
            .write(&version, &mut headers);
        if let Some(text) = call_context::missing(&version, &headers) {
            return Err(Error::input(self.name(), text));
        }
        Ok(PreparedRequest {
            url: self.url(&version)?,
            operation: self.operation.name,
            wants_last_access: call_context::wants_last_access(&version, &headers),
            version,
            headers,
            provider: self.path.into_iter().next().unwrap_or_default(),
            client: self.client,
            timeout: self.timeout,
            retry: self.retry,
            audience: Audience::Api,
            follows_redirects: self.is_document,
            list: self.operation.list,
            days: self.days,
        })
    }

    fn version(&self) -> &str {
        let product = self.operation.product;
        let own = self.version.as_deref();
        own.unwrap_or_else(|| self.client.config().version(product))
    }

    fn url(&self, version: &str) -> Result<String, Error> {
        let mut url = self.client.api().as_str().to_owned();
        url.push_str(self.operation.product.as_str());
        for part in std::iter::once(version).chain(self.path.iter().map(String::as_str)) {
            if !segment::push(&mut url, part) {
                return Err(Error::input(self.name(), segment::PROBLEM));
            }
        }
        if self.query.is_empty() {
            return Ok(url);
        }
        url.push('?');
        let length = url.len();
        Ok(form_urlencoded::Serializer::for_suffix(url, length)
            .extend_pairs(&self.query)
            .finish())
    }
}

/// Collects this library's headers, then the client's, then the call's: later ones replace earlier ones.
fn headers(client: &Client, own: &[(HeaderName, HeaderValue)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.extend(client.config().headers.iter().cloned());
    for (name, value) in own {
        headers.insert(name, value.clone());
    }
    headers
}
