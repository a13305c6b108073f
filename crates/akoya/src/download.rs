//! Downloads: statements and tax forms as files.

use std::fmt;
use std::io;
use std::path::Path;
use std::time::Duration;

use acg::Recovery;
use acg::http::Body;
use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use private_file::Draft;
use tokio::io::AsyncWriteExt as _;
use tokio::time::Instant;

use crate::call::{Call, File};
use crate::deadline::later;
use crate::error::{Error, ErrorKind};
use crate::file_kind::{self, FileKind, LOOKED_AT};
use crate::prepared::PreparedRequest;
use crate::reading;
use crate::response::{ERROR_LIMIT, RawResponse, ResponseHead};

/// The largest file that is accepted, unless the call says otherwise: 256 MiB.
pub const DEFAULT_DOWNLOAD_LIMIT: u64 = 256 * 1024 * 1024;

impl Call<File> {
    /// Makes the call. The file is read as it arrives; of it no more than its beginning is held in memory.
    ///
    /// A redirect is followed to the API's own host with the bearer, to the hosts that the client allows
    /// ([`download_host`](crate::ClientBuilder::download_host)) without it, and nowhere else.
    ///
    /// # Errors
    /// As for calls that read data; [`UnexpectedResponse`](ErrorKind::UnexpectedResponse) also for a redirect to
    /// another host and for what comes in place of a file, whatever its media type: nothing at all, text, an HTML
    /// page, and a JSON document, whose code and message the error has ([`Error::api`]).
    ///
    /// # Cancel safety
    /// The call may be dropped at any time; a refresh that it started continues.
    pub async fn send(self) -> Result<Download, Error> {
        open(self.prepare()?).await
    }
}

/// The most redirects to a file that are followed.
const REDIRECTS: usize = 3;

/// Sends, and returns the file as it arrives. The deadline covers its last byte.
async fn open(mut call: PreparedRequest) -> Result<Download, Error> {
    let (timeout, deadline) = (call.timeout, later(Instant::now(), call.timeout));
    for _ in 0..=REDIRECTS {
        let time = call.deadline();
        let response = call.within(&time, call.response(&time)).await?;
        if !response.head.status.is_redirection() {
            let download = Download::new(call.name(), *response, deadline, timeout);
            return download.checked().await;
        }
        call = call.redirected(&response.head)?;
    }
    let text = "too many redirects lead to the file";
    Err(Error::unexpected(call.name(), text))
}

/// A file as it arrives from the API.
pub struct Download {
    name: String,
    head: ResponseHead,
    body: Body,
    /// What was looked at and is not given yet.
    start: BytesMut,
    limit: u64,
    read: u64,
    deadline: Instant,
    timeout: Duration,
}

impl Download {
    fn new(name: String, response: RawResponse, deadline: Instant, timeout: Duration) -> Self {
        let RawResponse { head, body, .. } = response;
        Self {
            name,
            head,
            body,
            start: BytesMut::new(),
            limit: DEFAULT_DOWNLOAD_LIMIT,
            read: 0,
            deadline,
            timeout,
        }
    }

    /// Refuses what is not a file, by its media type and its first bytes.
    async fn checked(mut self) -> Result<Self, Error> {
        let unexpected = |of: &Self, text: &str| {
            let text = format!("{text} (HTTP {})", of.head.status.as_u16());
            let error = Error::unexpected(of.name.clone(), text);
            Err(error.with_interaction_id(of.interaction_id()))
        };
        if self.head.content_type().starts_with("text/html") {
            return unexpected(&self, "the response is an HTML page instead of the file");
        }
        self.look(LOOKED_AT).await?;
        match FileKind::of(&self.start) {
            FileKind::File => Ok(self),
            FileKind::Json => {
                self.look(ERROR_LIMIT).await?;
                match file_kind::error_in(&self.start) {
                    Some(body) => Err(reading::error_instead(
                        self.name.clone(),
                        "the file",
                        &self.head,
                        body,
                    )),
                    None => {
                        unexpected(&self, "the response is a JSON document instead of the file")
                    }
                }
            }
            FileKind::Text => unexpected(&self, "the response is text instead of the file"),
            FileKind::Nothing => unexpected(&self, "the file is empty"),
        }
    }

    /// Reads this many bytes ahead.
    async fn look(&mut self, length: usize) -> Result<(), Error> {
        while self.start.len() < length
            && let Some(chunk) = self.arriving().await?
        {
            self.start.extend_from_slice(&chunk);
        }
        Ok(())
    }

    /// Sets the most bytes that are accepted. Default: [`DEFAULT_DOWNLOAD_LIMIT`].
    #[must_use]
    pub fn limit(mut self, bytes: u64) -> Self {
        self.limit = bytes;
        self
    }

    /// Returns the media type, for example `application/pdf`; `None` when the response does not say.
    pub fn content_type(&self) -> Option<&str> {
        self.head.text(&CONTENT_TYPE)
    }

    /// Returns the length in bytes; `None` when the response does not say.
    pub fn length(&self) -> Option<u64> {
        self.head.text(&CONTENT_LENGTH)?.parse().ok()
    }

    /// Returns `x-akoya-interaction-id`: Akoya's support asks for it.
    pub fn interaction_id(&self) -> Option<String> {
        self.head.interaction_id()
    }

    /// Returns the next bytes; `None` after the last.
    ///
    /// # Errors
    /// [`Transport`](ErrorKind::Transport) when the connection breaks before the end;
    /// [`Timeout`](ErrorKind::Timeout) when the call's deadline has passed;
    /// [`UnexpectedResponse`](ErrorKind::UnexpectedResponse) when the file is larger than the limit.
    ///
    /// # Cancel safety
    /// A dropped future loses no bytes.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let chunk = match self.start.is_empty() {
            true => self.arriving().await?,
            false => Some(self.start.split().freeze()),
        };
        let Some(chunk) = chunk else {
            return Ok(None);
        };
        self.read += chunk.len() as u64;
        if self.read > self.limit {
            let text = format!("the file is larger than the limit of {} bytes", self.limit);
            return Err(Error::unexpected(self.name.clone(), text));
        }
        Ok(Some(chunk))
    }

    /// Refuses to take what is left for the file.
    fn refuse_rest(&self) -> Result<(), Error> {
        if self.read == 0 {
            return Ok(());
        }
        let text = "a part of the file was read before, and what is left is not the file";
        Err(Error::input(self.name.clone(), text))
    }

    async fn arriving(&mut self) -> Result<Option<Bytes>, Error> {
        let chunk = tokio::time::timeout_at(self.deadline, self.body.chunk()).await;
        let chunk = chunk.map_err(|_| Error::timeout(self.name.clone(), self.timeout))?;
        chunk.map_err(|error| Error::http(self.name.clone(), error))
    }

    /// Reads the whole file into memory.
    ///
    /// # Errors
    /// As [`chunk`](Self::chunk); [`InvalidInput`](ErrorKind::InvalidInput) when a part of it was read before.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        self.refuse_rest()?;
        let mut whole = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }

    /// Writes it to a file, which is complete or absent: it is written beside it, flushed to the disk, then renamed.
    /// An existing file is replaced. Readable by its owner only. Returns the number of bytes.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes); [`Store`](ErrorKind::Store) when the file cannot be written.
    ///
    /// # Cancel safety
    /// A dropped future leaves no file behind.
    pub async fn save_to(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
        self.refuse_rest()?;
        let path = path.as_ref().to_owned();
        if path.file_name().is_none() {
            return Err(Error::input("saving a file", "the path names no file"));
        }
        // Under a name that cannot be foreseen: a link or a file that another user put there must not choose where a
        // bank statement goes, or who may read it.
        let draft = on_disk(move || Draft::new(path)).await?;
        let file = draft.file().try_clone().map_err(unsaved)?;
        let mut file = tokio::fs::File::from_std(file);
        while let Some(chunk) = self.chunk().await? {
            file.write_all(&chunk).await.map_err(unsaved)?;
        }
        file.flush().await.map_err(unsaved)?;
        on_disk(move || draft.replace()).await?;
        Ok(self.read)
    }
}

/// Runs what waits for the disk, away from the threads of the runtime.
async fn on_disk<R: Send + 'static>(
    work: impl FnOnce() -> io::Result<R> + Send + 'static,
) -> Result<R, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|stopped| Err(io::Error::other(stopped)))
        .map_err(unsaved)
}

fn unsaved(error: io::Error) -> Error {
    const SAVING: &str = "saving a file";
    if error.kind() == io::ErrorKind::InvalidInput {
        return Error::input(SAVING, "the path names no file");
    }
    let text = "the file cannot be written";
    Error::new(ErrorKind::Store, SAVING, text, Recovery::CheckStore).with_source(error)
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("content_type", &self.content_type())
            .field("length", &self.length())
            .field("read", &self.read)
            .finish_non_exhaustive()
    }
}
