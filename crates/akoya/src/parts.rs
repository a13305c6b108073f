//! The parts of a data call before it is sent.

use std::time::Duration;

use acg::BoxFuture;
use bytes::Bytes;
use http::header::ACCEPT;
use http::{HeaderName, HeaderValue};

use crate::call_context::{self, CallContext};
use crate::client::Client;
use crate::day_range::DayRange;
use crate::error::{Error, Subject};
use crate::headers::{Headers, header};
use crate::list::About;
use crate::prepared::{Accepts, Audience, NoData, PreparedRequest, call_name};
use crate::raw_path;
use crate::reading::Place;
use crate::requirement::Requirement;
use crate::response::Response;
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
    /// What the document is about.
    pub(crate) about: About,
}

/// What a call asks for.
#[derive(Debug)]
enum Target {
    /// What the product's paths begin with, its version, and this: the provider first.
    Operation(&'static Operation, Vec<String>),
    /// A path with its query, as the program gives it.
    Path(String),
}

impl Target {
    fn provider(&self) -> &str {
        match self {
            Self::Operation(_, path) => path.first().map(String::as_str).unwrap_or_default(),
            Self::Path(path) => raw_path::segment(path, 2),
        }
    }

    fn into_provider(self) -> String {
        match self {
            Self::Operation(_, path) => path.into_iter().next().unwrap_or_default(),
            Self::Path(path) => raw_path::segment(&path, 2).to_owned(),
        }
    }
}

/// The parts of a data call, whatever it returns.
pub(crate) struct CallParts {
    pub(crate) client: Client,
    pub(crate) version: Option<String>,
    target: Target,
    query: Vec<(&'static str, String)>,
    headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) context: CallContext,
    days: Option<DayRange>,
    pub(crate) timeout: Duration,
    /// Its own, if it has one.
    pub(crate) retry: Option<Box<RetryPolicy>>,
    pub(crate) accepts: Accepts,
    pub(crate) no_data: NoData,
    /// The first mistake in a setting; later ones often follow from it.
    mistake: Option<Error>,
}

impl CallParts {
    /// Begins a call of an operation. `path` follows the version: the provider first.
    pub(crate) fn new(client: &Client, operation: &'static Operation, path: &[&str]) -> Self {
        let path = path.iter().map(|segment| (*segment).to_owned()).collect();
        Self::of(client, Target::Operation(operation, path))
    }

    /// Begins a call of a path that the program gives.
    pub(crate) fn raw(client: &Client, path: &str) -> Self {
        Self::of(client, Target::Path(path.to_owned()))
    }

    fn of(client: &Client, target: Target) -> Self {
        Self {
            client: client.clone(),
            version: None,
            target,
            query: Vec::new(),
            headers: Vec::new(),
            context: CallContext::default(),
            days: None,
            timeout: client.config().timeout(),
            retry: None,
            accepts: Accepts::Success,
            no_data: NoData::EmptyList,
            mistake: None,
        }
    }

    pub(crate) fn header(&mut self, name: &str, value: &str) {
        match header(name, value) {
            Ok(header) => self.headers.push(header),
            Err(error) => self.fail(error),
        }
    }

    pub(crate) fn set(&mut self, name: &'static str, value: String) {
        self.query.retain(|(given, _)| *given != name);
        self.query.push((name, value));
    }

    pub(crate) fn set_list(&mut self, name: &'static str, values: &[String]) {
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
        call_name(self.operation(), self.target.provider())
    }

    /// Returns the name in errors, spans and metrics.
    pub(crate) fn operation(&self) -> &'static str {
        match &self.target {
            Target::Operation(operation, _) => operation.name,
            Target::Path(_) => "request",
        }
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
            let text = "set both the start and the end time, or neither";
            return Err(Error::input(self.name(), text));
        }
        let version = self.version()?.to_owned();
        let mut headers = headers(&self.client, &self.headers);
        let context = self.context.or(self.client.config().context);
        context
            .or(self.product().map(Product::context).unwrap_or_default())
            .write(&version, &mut headers);
        if let Some(text) = call_context::missing(&version, &headers) {
            return Err(Error::missing(
                self.name(),
                Requirement::InteractionType,
                text,
            ));
        }
        Ok(PreparedRequest {
            url: self.url(&version)?,
            operation: self.operation(),
            wants_last_access: call_context::wants_last_access(&version, &headers),
            version,
            headers,
            about: self.about(),
            subject: self.subject(),
            provider: self.target.into_provider(),
            client: self.client,
            timeout: self.timeout,
            retry: self.retry,
            audience: Audience::Api,
            accepts: self.accepts,
            no_data: self.no_data,
            days: self.days,
            is_followed: false,
        })
    }

    /// Sends, and reads the document into its place. Behind a pointer, as [`PreparedRequest::sent`].
    pub(crate) fn sent(self, place: &mut dyn Place) -> BoxFuture<'_, Result<Response<()>, Error>> {
        match self.prepare() {
            Ok(call) => Box::pin(async move { call.send(place).await }),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }

    /// Sends, and returns the bytes alone. Behind a pointer too.
    pub(crate) fn sent_bytes(self) -> BoxFuture<'static, Result<Response<Bytes>, Error>> {
        match self.prepare() {
            Ok(call) => Box::pin(async move { call.send_bytes().await }),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }

    fn product(&self) -> Option<Product> {
        match &self.target {
            Target::Operation(operation, _) => Some(operation.product),
            Target::Path(path) => Product::named(raw_path::segment(path, 0)),
        }
    }

    /// Returns what a refusal is about: the path of some products names an account.
    fn subject(&self) -> Subject {
        match &self.target {
            Target::Operation(operation, _) if operation.product.is_of_account() => {
                Subject::Account
            }
            _ => Subject::Client,
        }
    }

    fn about(&self) -> &'static About {
        match &self.target {
            Target::Operation(operation, _) => &operation.about,
            Target::Path(_) => &About::UNKNOWN,
        }
    }

    fn version(&self) -> Result<&str, Error> {
        match (&self.target, &self.version) {
            (Target::Operation(_, _), Some(version)) => Ok(version),
            (Target::Operation(operation, _), None) => {
                Ok(self.client.config().version(operation.product))
            }
            (Target::Path(path), None) => Ok(raw_path::segment(path, 1)),
            (Target::Path(_), Some(_)) => {
                let text = "a request has its version in its path";
                Err(Error::input(self.name(), text))
            }
        }
    }

    fn url(&self, version: &str) -> Result<String, Error> {
        match &self.target {
            Target::Operation(operation, path) => self.operation_url(operation, version, path),
            Target::Path(path) => raw_path::url(self.client.api(), path)
                .ok_or_else(|| Error::input(self.name(), raw_path::PROBLEM)),
        }
    }

    fn operation_url(
        &self,
        operation: &Operation,
        version: &str,
        path: &[String],
    ) -> Result<String, Error> {
        let api = self.client.api().as_str();
        let mut url = String::with_capacity(api.len() + 128);
        url.push_str(api);
        url.push_str(operation.product.as_str());
        for part in std::iter::once(version).chain(path.iter().map(String::as_str)) {
            if !segment::push(&mut url, part) {
                return Err(Error::unusable_id(self.name()));
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
fn headers(client: &Client, own: &[(HeaderName, HeaderValue)]) -> Headers {
    let mut headers = Headers::default();
    headers.set(ACCEPT, HeaderValue::from_static("application/json"));
    for (name, value) in client.config().headers.iter().chain(own) {
        headers.set(name.clone(), value.clone());
    }
    headers
}
