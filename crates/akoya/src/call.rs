//! A data call about to be made: its settings, and the ways to send it.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use akoya_model::Model;
use bytes::Bytes;
use http::header::ACCEPT;

use crate::client::Client;
use crate::error::Error;
use crate::interaction::{IntentType, InteractionType};
use crate::parts::{CallParts, Operation};
use crate::prepared::{Accepts, NoData, PreparedRequest};
use crate::response::Response;
use crate::retry::RetryPolicy;
use crate::timestamp::Timestamp;

/// A data call about to be made. Set what is optional, then [`send`](Self::send).
///
/// The first mistake in a setting is reported by `send`; nothing is sent then.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<T> {
    pub(crate) parts: CallParts,
    _t: PhantomData<fn() -> T>,
}

/// Stands for a file in [`Call<File>`](Call): the response is a [`Download`](crate::Download).
#[derive(Debug)]
#[non_exhaustive]
pub struct File;

/// An unparsed body, in [`Call<Raw>`](Call): see [`Client::get`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Raw;

impl<T> Call<T> {
    /// Begins a call. `path` follows the version: the provider first.
    pub(crate) fn new(client: &Client, operation: &'static Operation, path: &[&str]) -> Self {
        Self {
            parts: CallParts::new(client, operation, path),
            _t: PhantomData,
        }
    }

    /// Sets the API version of this call, for example `v3`; any text is accepted. Default: the client's. A path that was
    /// [given](Client::get) has its version in it.
    pub fn version(self, version: impl Into<String>) -> Self {
        self.change(|parts| parts.version = Some(version.into()))
    }

    /// Sets whether a person waits for this call (header `x-akoya-interaction-type`). Default: the client's.
    pub fn interaction_type(self, interaction_type: InteractionType) -> Self {
        self.change(|parts| parts.context.interaction_type = Some(interaction_type))
    }

    /// Sets what the data is for (header `x-akoya-intent-type`, from v3 on). Default: the client's.
    pub fn intent_type(self, intent_type: IntentType) -> Self {
        self.change(|parts| parts.context.intent_type = Some(intent_type))
    }

    /// Sets when the customer was last active (header `x-akoya-last-access`, from v3 on). Default: the client's,
    /// else the time recorded with [`AcgAuth::touch`](crate::AcgAuth::touch).
    ///
    /// It is not the time of the call: a program that reads at night what the customer looks at in the
    /// morning says when the customer was there.
    pub fn last_access<M: TryInto<Timestamp>>(self, time: M) -> Self
    where
        Error: From<M::Error>,
    {
        self.change(|parts| match time.try_into() {
            Ok(time) => parts.context.last_access = Some(time),
            Err(error) => parts.fail(error.into()),
        })
    }

    /// Adds a header. It replaces one of the same name that the client sets for all calls.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.change(|parts| parts.header(name, value))
    }

    /// Sets the longest time this call may take, with all its attempts and a refresh. Default: the client's.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.change(|parts| parts.timeout = timeout)
    }

    /// Sets how often this call is attempted. Default: the client's.
    pub fn retry(self, retry: RetryPolicy) -> Self {
        self.change(|parts| parts.retry = Some(Box::new(retry)))
    }

    /// Keeps an error that says that there is nothing to list an error: [`ApiError::is_no_data`](crate::ApiError::is_no_data),
    /// [`is_not_offered`](crate::ApiError::is_not_offered). Default: an empty list. For a program that shows or
    /// passes on what the API said.
    pub fn no_data_as_error(self) -> Self {
        self.change(|parts| parts.no_data = NoData::Error)
    }

    /// Returns the same call for a file of this media type.
    pub(crate) fn into_document(self, media_type: &'static str) -> Call<File> {
        let mut call = self.into_other();
        call.parts.accepts = Accepts::SuccessOrRedirect;
        call.parts.header(ACCEPT.as_str(), media_type);
        call
    }

    /// Returns the same call for a document that is read as another type.
    pub(crate) fn into_other<U>(self) -> Call<U> {
        Call {
            parts: self.parts,
            _t: PhantomData,
        }
    }

    /// Makes a call of a path that the program gives.
    pub(crate) fn raw(client: &Client, path: &str) -> Self {
        let mut parts = CallParts::raw(client, path);
        parts.accepts = Accepts::Any;
        Self {
            parts,
            _t: PhantomData,
        }
    }

    pub(crate) fn change(mut self, change: impl FnOnce(&mut CallParts)) -> Self {
        change(&mut self.parts);
        self
    }

    pub(crate) fn prepare(self) -> Result<PreparedRequest, Error> {
        self.parts.prepare()
    }
}

impl<T: Model> Call<T> {
    /// Makes the call. An expired token is refreshed first; one that the API rejects is
    /// refreshed and the call repeated once.
    ///
    /// # Errors
    /// [`Api`](crate::ErrorKind::Api) with the API's own error; [`ConsentNeeded`](crate::ErrorKind::ConsentNeeded)
    /// when there is no token and none can be obtained, or the API rejects a fresh one;
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when a setting cannot be used;
    /// [`Transport`](crate::ErrorKind::Transport), [`Timeout`](crate::ErrorKind::Timeout);
    /// [`UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) when the response is not the JSON object that
    /// was asked for.
    ///
    /// # Cancel safety
    /// The call may be dropped at any time; a refresh that it started continues.
    pub async fn send(self) -> Result<Response<T>, Error> {
        let mut body = None;
        let response = self.parts.sent(&mut body).await?;
        response.with_read(body)
    }

    /// Makes the call and returns the document's bytes as received, for a program that parses them itself. They are not
    /// checked: they may not be JSON, and a list may be missing.
    ///
    /// # Errors
    /// As [`send`](Self::send), but for what reading finds out.
    ///
    /// # Cancel safety
    /// The call may be dropped at any time; a refresh that it started continues.
    pub async fn send_bytes(self) -> Result<Response<Bytes>, Error> {
        self.parts.sent_bytes().await
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.parts.operation())
            .finish_non_exhaustive()
    }
}
