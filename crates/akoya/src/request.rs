//! One path for all data calls: authorize, send, try again, read.

use std::time::Duration;

use acg::Bearer;
use acg::http::{Body, Request};
use acg::random::Random;
use akoya_model::Model;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use http::{HeaderMap, StatusCode};
use tracing::Instrument as _;
use tracing::field::Empty;
use url::Url;

use crate::api_error::ApiError;
use crate::client::Client;
use crate::document::Document;
use crate::error::{Error, ErrorKind};
use crate::meter;
use crate::response::Response;
use crate::retry::{Failure, RetryPolicy};

/// The largest document that is read into memory.
const DOCUMENT_LIMIT: usize = 64 * 1024 * 1024;

/// The largest error body that is read.
const ERROR_LIMIT: usize = 256 * 1024;

const INTERACTION_ID: &str = "x-akoya-interaction-id";

/// A data call whose request is complete but for the bearer. It can be sent again.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(crate) client: Client,
    pub(crate) operation: &'static str,
    pub(crate) provider: String,
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Duration,
    pub(crate) retry: RetryPolicy,
    /// Whether the bearer goes with it: only to the API's own origin.
    pub(crate) audience: Audience,
    /// Whether a redirect is an answer: for documents.
    pub(crate) follows_redirects: bool,
}

/// Who a request goes to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    Api,
    Elsewhere,
}

/// The most redirects to a document that are followed.
const REDIRECTS: usize = 3;

impl Prepared {
    /// The same call to another URL of the API.
    pub(crate) fn at(self, url: String) -> Self {
        Self { url, ..self }
    }

    /// Sends, within the deadline, and reads the document.
    pub(crate) async fn send<T: Model>(&self) -> Result<Response<T>, Error> {
        let read = async {
            let answer = self.answer().await?;
            let head = answer.head;
            let body = answer
                .body
                .collect(DOCUMENT_LIMIT)
                .await
                .map_err(|error| Error::http(self.name.clone(), error))?;
            tracing::Span::current().record("bytes", body.len());
            let body = akoya_model::from_slice(&body).map_err(|error| {
                let text = format!(
                    "the answer (HTTP {}, {}) is not the expected document",
                    head.status.as_u16(),
                    head.content_type()
                );
                Error::unexpected(self.name.clone(), text)
                    .with_interaction_id(head.interaction_id())
                    .with_source(error)
            })?;
            Ok(Response {
                body,
                status: head.status.as_u16(),
                interaction_id: head.interaction_id(),
            })
        };
        self.within_deadline(read).await
    }

    /// Sends, and gives the document as it arrives. The deadline covers its last byte.
    pub(crate) async fn document(self) -> Result<Document, Error> {
        let (timeout, deadline) = (self.timeout, tokio::time::Instant::now() + self.timeout);
        let mut call = self;
        for _ in 0..=REDIRECTS {
            let answer = call.within_deadline(call.answer()).await?;
            if !answer.head.status.is_redirection() {
                return Document::new(call.name, answer, deadline, timeout);
            }
            call = call.redirected(&answer.head)?;
        }
        Err(Error::unexpected(
            call.name,
            "the document is behind too many redirects",
        ))
    }

    /// The call to where a redirect leads: with the bearer to the API itself, without it to hosts that are allowed.
    fn redirected(self, head: &Head) -> Result<Self, Error> {
        let refuse = |text: &'static str| {
            Err(Error::unexpected(self.name.clone(), text)
                .with_interaction_id(head.interaction_id()))
        };
        let target = head
            .text(LOCATION.as_str())
            .and_then(|location| Url::parse(&self.url).ok()?.join(location).ok());
        let Some(target) = target else {
            return refuse("the redirect to the document leads nowhere");
        };
        let api = self.client.api();
        let audience = match self.audience {
            Audience::Api if target.origin() == api.origin() => Audience::Api,
            _ if self.client.config().is_document_host(&target) => Audience::Elsewhere,
            _ => return refuse("the redirect to the document leads to a host that is not allowed"),
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

    /// Runs a call in its span and its time.
    async fn within_deadline<R: Ended>(
        &self,
        call: impl Future<Output = Result<R, Error>>,
    ) -> Result<R, Error> {
        let span = tracing::info_span!(
            "akoya.call",
            operation = self.operation,
            provider = self.provider,
            status = Empty,
            tries = Empty,
            bytes = Empty,
            interaction_id = Empty,
        );
        let result = tokio::time::timeout(self.timeout, call.instrument(span)).await;
        let result =
            result.unwrap_or_else(|_| Err(Error::timeout(self.name.clone(), self.timeout)));
        meter::ended(
            self.operation,
            &self.provider,
            result.as_ref().map(Ended::status),
        );
        result
    }

    /// The answer with a success status, after as many tries as it takes and may take.
    async fn answer(&self) -> Result<Answer, Error> {
        let mut tried = 0;
        loop {
            tried += 1;
            let result = self.authorized(tried).await;
            let failure = match &result {
                Ok(answer) => {
                    Failure::of_status(answer.head.status.as_u16(), answer.head.retry_after())
                }
                Err(error) => Some(Failure::of_error(error)),
            };
            let jitter = jitter(self.client.random());
            match failure.and_then(|failure| self.retry.wait(tried, &failure, jitter)) {
                Some(wait) => self.client.clock().sleep(wait).await,
                None => return self.finish(tried, result?).await,
            }
        }
    }

    async fn finish(&self, tried: u32, answer: Answer) -> Result<Answer, Error> {
        let span = tracing::Span::current();
        span.record("tries", tried)
            .record("status", answer.head.status.as_u16());
        if let Some(id) = answer.head.interaction_id() {
            span.record("interaction_id", id);
        }
        let status = answer.head.status;
        if status.is_success() || (self.follows_redirects && status.is_redirection()) {
            Ok(answer)
        } else {
            Err(Error::api_answer(self.name.clone(), answer.error().await))
        }
    }

    /// One try; a bearer that the API refuses is refreshed and the request repeated once.
    async fn authorized(&self, tried: u32) -> Result<Answer, Error> {
        if self.audience == Audience::Elsewhere {
            return self.once(None, tried).await;
        }
        let auth = self.client.acg_auth();
        let bearer = auth.bearer().await?;
        let answer = self.once(Some(&bearer), tried).await?;
        if answer.head.status != StatusCode::UNAUTHORIZED {
            return Ok(answer);
        }
        let answer = answer.whole_error().await;
        if !auth
            .engine()
            .provider()
            .is_bearer_rejected(answer.head.status.as_u16(), answer.whole())
        {
            return Ok(answer);
        }
        match auth.bearer_after_rejection(&bearer).await {
            Ok(fresh) => self.once(Some(&fresh), tried).await,
            // Nothing to refresh with: the API's own words say more.
            Err(error)
                if error.kind() == ErrorKind::ConsentNeeded && error.oauth_provider().is_none() =>
            {
                Ok(answer)
            }
            Err(error) => Err(error),
        }
    }

    async fn once(&self, bearer: Option<&Bearer>, tried: u32) -> Result<Answer, Error> {
        if let Some(limit) = self.client.rate_limit() {
            let clock = self.client.clock();
            clock.sleep(limit.take(clock.monotonic())).await;
        }
        meter::tried(self.operation, &self.provider);
        let call = self.client.http().call(self.request(bearer)?);
        let span = tracing::debug_span!(
            "akoya.try",
            number = tried,
            status = Empty,
            interaction_id = Empty,
            error = Empty
        );
        let answer =
            tokio::time::timeout(self.retry.try_timeout, call.instrument(span.clone())).await;
        let answer = match answer {
            Ok(answer) => answer.map_err(|error| Error::http(self.name.clone(), error)),
            Err(_) => Err(Error::timeout(self.name.clone(), self.retry.try_timeout)),
        };
        match &answer {
            Ok(answer) => span.record("status", answer.status().as_u16()),
            Err(error) => span.record("error", tracing::field::debug(error.kind())),
        };
        let (parts, body) = answer?.into_parts();
        Ok(Answer {
            head: Head {
                status: parts.status,
                headers: parts.headers,
            },
            body,
            read: Bytes::new(),
        })
    }

    fn request(&self, bearer: Option<&Bearer>) -> Result<Request, Error> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = self.url.parse().map_err(|error: http::uri::InvalidUri| {
            Error::input(self.name.clone(), "the URL cannot be requested").with_source(error)
        })?;
        *request.headers_mut() = self.headers.clone();
        if let Some(bearer) = bearer {
            request
                .headers_mut()
                .insert(AUTHORIZATION, bearer.header().clone());
        }
        Ok(request)
    }
}

/// An answer whose body may still be on its way.
pub(crate) struct Answer {
    pub(crate) head: Head,
    pub(crate) body: Body,
    /// What was read of an error's body.
    read: Bytes,
}

impl Answer {
    /// Reads the body of an error; one that breaks off or is too large counts as empty.
    async fn whole_error(self) -> Self {
        let read = self.body.collect(ERROR_LIMIT).await.unwrap_or_default();
        Self {
            head: self.head,
            body: Body::from(read.clone()),
            read,
        }
    }

    fn whole(&self) -> &[u8] {
        &self.read
    }

    async fn error(self) -> ApiError {
        let answer = self.whole_error().await;
        let head = &answer.head;
        ApiError::read(
            head.status.as_u16(),
            answer.whole(),
            head.interaction_id(),
            head.retry_after(),
        )
    }
}

/// Status and headers of an answer.
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
}

impl Head {
    pub(crate) fn interaction_id(&self) -> Option<String> {
        self.text(INTERACTION_ID).map(str::to_owned)
    }

    pub(crate) fn content_type(&self) -> &str {
        self.text(CONTENT_TYPE.as_str())
            .unwrap_or("no content type")
    }

    /// In seconds; a date is not taken, since Akoya documents neither.
    fn retry_after(&self) -> Option<Duration> {
        self.text(RETRY_AFTER.as_str())?
            .trim()
            .parse()
            .ok()
            .map(Duration::from_secs)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// The end of a call, as it is counted.
trait Ended {
    fn status(&self) -> u16;
}

impl Ended for Answer {
    fn status(&self) -> u16 {
        self.head.status.as_u16()
    }
}

impl<T> Ended for Response<T> {
    fn status(&self) -> u16 {
        self.status
    }
}

/// A number from 0 to 1 that spreads retries. Without randomness it is 0.5: jitter protects no secret.
fn jitter(random: &dyn Random) -> f64 {
    let mut bytes = [0; 4];
    random.fill(&mut bytes).map_or(0.5, |()| {
        f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
    })
}
