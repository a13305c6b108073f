//! One way for all data calls: authorize, send, attempt again, read.

use std::time::Duration;

use acg::http::Request;
use acg::random::Random;
use acg::{Bearer, BoxFuture};
use akoya_model::DateTime;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, LOCATION};
use http::{HeaderValue, StatusCode};
use tracing::Instrument as _;
use tracing::field::Empty;
use url::Url;

use crate::api_error::masked;
use crate::call_context;
use crate::client::Client;
use crate::day_range::DayRange;
use crate::deadline::Deadline;
use crate::error::{Error, ErrorKind, Subject};
use crate::headers::Headers;
use crate::list::{About, List};
use crate::metrics;
use crate::profile;
use crate::reading::{self, Place};
use crate::refused_account::RefusedAccount;
use crate::remark::Remark;
use crate::requirement::{LAST_ACCESS, Requirement};
use crate::response::{RawResponse, Response, ResponseHead};
use crate::retry::{Failure, RetryPolicy};
use crate::segment;
use crate::timestamp::Timestamp;
use crate::version::Product;

/// The largest document that is read into memory.
const DOCUMENT_LIMIT: usize = 64 * 1024 * 1024;

/// How many other bearers a rejected request is repeated with at most: those that other callers have
/// obtained at the same time, and a fresh one.
const MOST_BEARERS: u32 = 3;

/// A data call whose request is complete but for the bearer. It can be sent again.
#[derive(Clone)]
pub(crate) struct PreparedRequest {
    pub(crate) client: Client,
    pub(crate) operation: &'static str,
    pub(crate) provider: String,
    pub(crate) version: String,
    pub(crate) url: String,
    pub(crate) headers: Headers,
    /// Whether the grant has to say when the customer was last active.
    pub(crate) wants_last_access: bool,
    pub(crate) timeout: Duration,
    /// Its own, if it has one.
    pub(crate) retry: Option<Box<RetryPolicy>>,
    pub(crate) audience: Audience,
    pub(crate) accepts: Accepts,
    pub(crate) no_data: NoData,
    /// What the document is about.
    pub(crate) about: &'static About,
    /// What an error of the API is about.
    pub(crate) subject: Subject,
    /// The days that items are wanted of.
    pub(crate) days: Option<DayRange>,
    /// Whether a link led here.
    pub(crate) is_followed: bool,
}

/// Whom a request is sent to. The bearer is sent to the API's own origin only.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    Api,
    Elsewhere,
}

/// Which statuses are a response, and not an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Accepts {
    Success,
    /// A document may be elsewhere.
    SuccessOrRedirect,
    /// The program that gives the path looks at the status.
    Any,
}

/// What an error that says that there is nothing to list becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoData {
    EmptyList,
    Error,
}

impl Accepts {
    fn takes(self, status: StatusCode) -> bool {
        match self {
            Self::Success => status.is_success(),
            Self::SuccessOrRedirect => status.is_success() || status.is_redirection(),
            Self::Any => true,
        }
    }
}

/// Returns the operation and its provider, as errors name them.
pub(crate) fn call_name(operation: &str, provider: &str) -> String {
    format!("{operation} of {}", masked(provider))
}

impl PreparedRequest {
    /// Returns the operation and its provider, as errors name them.
    pub(crate) fn name(&self) -> String {
        call_name(self.operation, &self.provider)
    }

    fn retry(&self) -> &RetryPolicy {
        self.retry
            .as_deref()
            .unwrap_or_else(|| &self.client.config().retry)
    }

    /// Returns the same call to another URL of the API.
    pub(crate) fn at(self, url: String) -> Self {
        Self {
            url,
            is_followed: true,
            ..self
        }
    }

    /// Sends, within the deadline, and reads the document into its place.
    pub(crate) async fn send(&self, place: &mut dyn Place) -> Result<Response<()>, Error> {
        let deadline = self.deadline();
        self.within(&deadline, async {
            match self.document(&deadline).await {
                Ok((head, body)) => reading::read(&|| self.name(), self.about, &head, &body, place),
                Err(error) => {
                    let (list, response) = self.no_data(error)?;
                    reading::read_empty(list, place)?;
                    Ok(response)
                }
            }
        })
        .await
    }

    /// Sends, within the deadline, and reads the bytes alone.
    pub(crate) async fn send_bytes(&self) -> Result<Response<Bytes>, Error> {
        let deadline = self.deadline();
        self.within(&deadline, async {
            match self.document(&deadline).await {
                Ok((head, bytes)) => {
                    let status = head.status.as_u16();
                    Ok(Response::new(bytes, status, head.interaction_id()))
                }
                Err(error) => {
                    let (list, response) = self.no_data(error)?;
                    Ok(response.with(Bytes::from_static(list.empty.as_bytes())))
                }
            }
        })
        .await
    }

    /// Does the same as [`send`](Self::send) behind a pointer: a future is compiled in the program that waits for it, this one
    /// here.
    pub(crate) fn sent<'a>(
        &'a self,
        place: &'a mut dyn Place,
    ) -> BoxFuture<'a, Result<Response<()>, Error>> {
        Box::pin(self.send(place))
    }

    async fn collect(&self, response: Box<RawResponse>) -> Result<(ResponseHead, Bytes), Error> {
        let RawResponse { head, body, .. } = *response;
        let body = body
            .collect(DOCUMENT_LIMIT)
            .await
            .map_err(|error| Error::body(self.name(), error, DOCUMENT_LIMIT))?;
        tracing::Span::current().record("bytes", body.len());
        Ok((head, body))
    }

    /// Takes an error that says that there is nothing to list for what it means: an empty list.
    fn no_data(&self, error: Error) -> Result<(List, Response<()>), Error> {
        let (Some(list), Some(api)) = (self.about.list, error.api()) else {
            return Err(error);
        };
        let is_not_offered = !list.is_of_accounts() && api.is_not_offered();
        // A link has promised more: that there is nothing is no response to the rest of a list.
        if self.no_data == NoData::Error || self.is_followed || !is_not_offered && !api.is_no_data()
        {
            return Err(error);
        }
        let mut response = Response::new((), api.status, api.interaction_id.clone());
        let body = api.body.clone().filter(|_| is_not_offered);
        response.remarks.extend(body.map(Remark::NoData));
        Ok((list, response))
    }

    /// Returns whether an item of this time is within the requested days.
    pub(crate) fn covers<'a>(&self, time: &dyn Fn() -> Option<&'a DateTime>) -> bool {
        self.days.is_none_or(|days| days.contains(time()))
    }

    /// Returns the call to where a redirect leads: with the bearer to the API itself,
    /// without it to hosts that are allowed.
    pub(crate) fn redirected(self, head: &ResponseHead) -> Result<Self, Error> {
        let refuse = |text: &'static str| {
            Err(Error::unexpected(self.name(), text).with_interaction_id(head.interaction_id()))
        };
        let target = head
            .text(&LOCATION)
            .and_then(|location| Url::parse(&self.url).ok()?.join(location).ok());
        let Some(target) = target else {
            return refuse("the redirect to the file has no usable target");
        };
        let api = self.client.api();
        let audience = match self.audience {
            Audience::Api if target.origin() == api.origin() => Audience::Api,
            _ if self.client.config().is_download_host(&target) => Audience::Elsewhere,
            _ => return refuse("the redirect to the file leads to a host that is not allowed"),
        };
        let mut call = Self {
            audience,
            ..self.at(target.into())
        };
        if audience == Audience::Elsewhere {
            call.headers.clear();
        }
        Ok(call)
    }

    /// Begins the time of the call.
    pub(crate) fn deadline(&self) -> Deadline {
        Deadline::new(self.timeout)
    }

    /// Runs a call in its span and its time.
    pub(crate) async fn within<R: HasStatus>(
        &self,
        deadline: &Deadline,
        call: impl Future<Output = Result<R, Error>>,
    ) -> Result<R, Error> {
        let span = tracing::info_span!(
            "akoya.call",
            operation = self.operation,
            provider = self.provider,
            status = Empty,
            attempts = Empty,
            bytes = Empty,
            interaction_id = Empty,
        );
        let result = deadline.call(call.instrument(span)).await;
        let result = result.unwrap_or_else(|| Err(Error::timeout(self.name(), self.timeout)));
        metrics::call_ended(
            self.operation,
            &self.provider,
            result.as_ref().map(HasStatus::status),
        );
        result
    }

    /// Returns the response with a success status, its document still to be read.
    pub(crate) fn response<'a>(
        &'a self,
        deadline: &'a Deadline,
    ) -> BoxFuture<'a, Result<Box<RawResponse>, Error>> {
        Box::pin(self.attempted(deadline))
    }

    /// Returns the document of the response with a success status.
    ///
    /// Behind a pointer of its own: together with what waits for it, it is larger than the kilobyte up to which the allocator of glibc
    /// has pieces of memory at hand. In one piece a call took 12 % more instructions.
    fn document<'a>(
        &'a self,
        deadline: &'a Deadline,
    ) -> BoxFuture<'a, Result<(ResponseHead, Bytes), Error>> {
        Box::pin(async { self.collect(self.attempted(deadline).await?).await })
    }

    /// Makes as many attempts as it takes and may take.
    async fn attempted(&self, deadline: &Deadline) -> Result<Box<RawResponse>, Error> {
        let mut attempts = 0;
        let mut rotation = Rotation::Allowed;
        loop {
            attempts += 1;
            let result = self.authorized(deadline, attempts, &mut rotation).await;
            let failure = match &result {
                Ok(response) => Failure::of_status(response.head.status.as_u16(), || {
                    response.head.retry_after(self.client.clock().now())
                }),
                Err(error) => Some(Failure::of_error(error)),
            };
            // The jitter is a system call, so it is drawn only after a failure.
            let jitter = || jitter(self.client.random());
            match failure.and_then(|failure| self.retry().wait(attempts, &failure, jitter)) {
                Some(wait) => self.client.clock().sleep(wait).await,
                None => return self.finish(attempts, result?, rotation).await,
            }
        }
    }

    async fn finish(
        &self,
        attempts: u32,
        response: Box<RawResponse>,
        rotation: Rotation,
    ) -> Result<Box<RawResponse>, Error> {
        let span = tracing::Span::current();
        let status = response.head.status;
        span.record("attempts", attempts)
            .record("status", status.as_u16());
        if !span.is_disabled()
            && let Some(id) = response.head.interaction_id_text()
        {
            span.record("interaction_id", id);
        }
        if self.accepts.takes(status) {
            return Ok(response);
        }
        let error = Box::pin(response.into_error(self.client.clock().now())).await;
        let subject = match rotation {
            Rotation::Futile => Subject::AccountAlone,
            Rotation::Allowed | Rotation::Used => self.subject,
        };
        Err(Error::api_response(self.name(), error, subject))
    }

    /// Makes one attempt. The request is repeated when the response casts doubt on the grant: with the bearer that
    /// is the current one then, and with a fresh one, once in a call.
    async fn authorized(
        &self,
        deadline: &Deadline,
        attempt: u32,
        rotation: &mut Rotation,
    ) -> Result<Box<RawResponse>, Error> {
        if self.audience == Audience::Elsewhere {
            return self.once(deadline, None, attempt).await;
        }
        let auth = self.client.acg_auth();
        let bearer = auth.bearer().await?;
        self.check_last_access()?;
        let (response, doubt) = self.judged(deadline, &bearer, attempt).await?;
        // Each rotation costs a refresh token: an API that rejects the fresh bearer too
        // will not like the next one better.
        let Some(doubt) = doubt.filter(|_| *rotation == Rotation::Allowed) else {
            return Ok(response);
        };
        // What is rare is on the heap: a future is as large as its largest moment, and is
        // moved several times before it runs.
        let doubted = (response, Some(doubt));
        Box::pin(self.rotated(deadline, doubted, bearer, attempt, rotation)).await
    }

    /// Makes the attempt again with another bearer, if there is one.
    ///
    /// That may be one that another caller had obtained before, and be as old for the API as the first. Only a
    /// bearer that was refreshed for the rejection is known to be fresh.
    ///
    /// The refresh is also the question whether the consent is over: where the identity provider refuses it, the grant is marked as ended.
    /// Of an account that was refused a fresh bearer before, the list of accounts is asked for first.
    async fn rotated(
        &self,
        deadline: &Deadline,
        (mut response, mut doubt): (Box<RawResponse>, Option<Doubt>),
        mut bearer: Bearer,
        attempt: u32,
        rotation: &mut Rotation,
    ) -> Result<Box<RawResponse>, Error> {
        let auth = self.client.acg_auth();
        let is_of_account = self.subject == Subject::Account;
        let account = is_of_account.then(|| RefusedAccount::of(&self.client, &self.url));
        if let Some(account) = &account
            && account.is_known().await
            && self.is_good_for_others(&bearer).await
        {
            *rotation = Rotation::Futile;
            return Ok(response);
        }
        for _ in 0..MOST_BEARERS {
            bearer = match auth.bearer_after_rejection(&bearer).await {
                Ok(other) => other,
                // There is nothing to refresh with, or no use in it: the API's own error says more.
                Err(error)
                    if error.kind() == ErrorKind::ConsentNeeded
                        && error.oauth_provider().is_none() =>
                {
                    break;
                }
                // The API has said already that the consent is over, and whatever became of the refresh says no more.
                Err(_) if doubt == Some(Doubt::Consent) => break,
                Err(error) => return Err(error),
            };
            let is_fresh = bearer.is_replacement();
            if is_fresh {
                *rotation = Rotation::Used;
            }
            (response, doubt) = self.judged(deadline, &bearer, attempt).await?;
            // Where it cannot be remembered, the next call finds it out again.
            match &account {
                _ if doubt.is_none() || !is_fresh => {}
                Some(account) if self.is_good_for_others(&bearer).await => {
                    *rotation = Rotation::Futile;
                    let _ = account.keep(self.client.clock().now()).await;
                }
                _ => {
                    let _ = auth.engine().remember_refusal(&bearer).await;
                }
            }
            if doubt.is_none() || is_fresh {
                break;
            }
        }
        Ok(response)
    }

    /// Returns whether the API lists the customer's accounts for the bearer. Then the consent is in force, and what the API refuses is
    /// the account. The question costs a call, where a refresh would cost a token and change nothing. It is a call of its own: who
    /// watches this one does not take its response for this one's.
    async fn is_good_for_others(&self, bearer: &Bearer) -> bool {
        let mut url = format!("{}{}", self.client.api(), Product::AccountsInfo.as_str());
        // In the version of this call, whose headers are what that version demands.
        let parts = [&self.version, &self.provider];
        if !parts.iter().all(|part| segment::push(&mut url, part)) {
            return false;
        }
        let (mut list, bearer) = (self.clone().at(url), bearer.clone());
        list.operation = "accounts information";
        list.headers
            .set(ACCEPT, HeaderValue::from_static("application/json"));
        let asked = tokio::spawn(async move {
            let deadline = list.deadline();
            let response = deadline.call(list.once(&deadline, Some(&bearer), 1)).await;
            response.is_some_and(|response| {
                response.is_ok_and(|response| response.head.status.is_success())
            })
        });
        asked.await.unwrap_or(false)
    }

    /// Sends once, and tells what of the grant the response casts doubt on.
    async fn judged(
        &self,
        deadline: &Deadline,
        bearer: &Bearer,
        attempt: u32,
    ) -> Result<(Box<RawResponse>, Option<Doubt>), Error> {
        let response = self.once(deadline, Some(bearer), attempt).await?;
        let status = response.head.status;
        if !matches!(status, StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND) {
            return Ok((response, None));
        }
        let response = Box::new(Box::pin(response.read_error()).await);
        let provider = self.client.acg_auth().engine().provider();
        let body = response.error_body();
        let doubt = if provider.is_bearer_rejected(status.as_u16(), body) {
            Some(Doubt::Bearer)
        } else {
            profile::says_consent_ended(body).then_some(Doubt::Consent)
        };
        Ok((response, doubt))
    }

    /// Refuses a call that lacks what its version demands, before anything is sent. Where the grant is kept is
    /// known only now.
    fn check_last_access(&self) -> Result<(), Error> {
        if !self.wants_last_access || self.last_access().is_some() {
            return Ok(());
        }
        match call_context::missing_last_access(&self.version) {
            Some(text) => Err(Error::missing(self.name(), Requirement::LastAccess, text)),
            None => Ok(()),
        }
    }

    fn last_access(&self) -> Option<Timestamp> {
        let time = self.client.acg_auth().last_access()?;
        Timestamp::try_from(time).ok()
    }

    async fn once(
        &self,
        deadline: &Deadline,
        bearer: Option<&Bearer>,
        attempt: u32,
    ) -> Result<Box<RawResponse>, Error> {
        if let Some(limit) = self.client.rate_limit() {
            let clock = self.client.clock();
            clock.sleep(limit.take(clock.monotonic())).await;
        }
        metrics::attempted(self.operation, &self.provider);
        let call = self.client.http().call(self.request(bearer)?);
        let span = tracing::debug_span!(
            "akoya.attempt",
            number = attempt,
            status = Empty,
            interaction_id = Empty,
            error = Empty
        );
        let limit = self.retry().attempt_timeout;
        let call = call.instrument(span.clone());
        let response = match deadline.attempt(limit, call).await {
            Some(response) => response.map_err(|error| Error::http(self.name(), error)),
            None => Err(Error::timeout(self.name(), limit)),
        };
        let response = response.map(|response| Box::new(RawResponse::new(response)));
        match &response {
            // The header is looked up only if the span is read.
            _ if span.is_disabled() => &span,
            Ok(response) => span
                .record("status", response.head.status.as_u16())
                .record("interaction_id", response.head.interaction_id_text()),
            Err(error) => span.record("error", tracing::field::debug(error.kind())),
        };
        response
    }

    fn request(&self, bearer: Option<&Bearer>) -> Result<Request, Error> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = self.url.parse().map_err(|error: http::uri::InvalidUri| {
            Error::input(self.name(), "the URL cannot be requested").with_source(error)
        })?;
        let mut headers = self.headers.to_map();
        if let Some(bearer) = bearer {
            headers.insert(AUTHORIZATION, bearer.header().clone());
            if self.wants_last_access
                && let Some(value) = self.last_access().and_then(Timestamp::header)
            {
                headers.insert(LAST_ACCESS, value);
            }
        }
        *request.headers_mut() = headers;
        Ok(request)
    }
}

/// Returns a number from 0 to 1 that spreads retries. Without randomness it is 0.5: jitter protects no secret.
fn jitter(random: &dyn Random) -> f64 {
    let mut bytes = [0; 4];
    random.fill(&mut bytes).map_or(0.5, |()| {
        f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
    })
}

/// Whether a call may still refresh a bearer that the API rejects.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rotation {
    Allowed,
    Used,
    /// What is refused is the account alone, for any bearer.
    Futile,
}

/// What an error of the API says of the grant. It is a hint: an API that is confused says it of
/// consents in force too. A refresh finds out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doubt {
    /// The bearer has expired, or is refused: HTTP 401, code 602.
    Bearer,
    /// The customer has ended the consent: code 601.
    Consent,
}

/// The end of a call, as it is counted.
pub(crate) trait HasStatus {
    fn status(&self) -> u16;
}

impl HasStatus for Box<RawResponse> {
    fn status(&self) -> u16 {
        self.head.status.as_u16()
    }
}

impl<T> HasStatus for Response<T> {
    fn status(&self) -> u16 {
        self.status
    }
}
