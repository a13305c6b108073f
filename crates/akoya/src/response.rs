//! Responses of the API: raw, and with their document.

use std::ops::Deref;
use std::time::{Duration, SystemTime};

use acg::http::Body;
use akoya_model::{Finding, Model};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, StatusCode};
use jiff::fmt::rfc2822::DateTimeParser;

use crate::api_error::ApiError;
use crate::body_text;
use crate::error::Error;
use crate::paged::Paged;
use crate::remark::Remark;
use crate::unread_items;

/// The largest error body that is read.
pub(crate) const ERROR_LIMIT: usize = 256 * 1024;

const INTERACTION_ID: HeaderName = HeaderName::from_static("x-akoya-interaction-id");

/// The response of a call: the document, and what came with it. Gives access to the document's fields directly.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Response<T> {
    /// The document.
    pub body: T,
    /// HTTP status: 200, or 206 when some accounts could not be read (each of them has its own error in the
    /// document). 204, and 400 or 404 with an FDX code that says so, are lists without anything in them.
    pub status: u16,
    /// `x-akoya-interaction-id`: Akoya's support asks for it.
    pub interaction_id: Option<String>,
    /// What else there is to know about the data. Usually empty.
    pub remarks: Vec<Remark>,
    /// The positions of the items that are not to be given, in order.
    pub(crate) left_out: Vec<usize>,
    /// Where the items are that the document is about.
    pub(crate) items: &'static [&'static str],
}

impl Response<()> {
    /// Returns the response with its document.
    pub(crate) fn with<T>(self, body: T) -> Response<T> {
        Response {
            body,
            status: self.status,
            interaction_id: self.interaction_id,
            remarks: self.remarks,
            left_out: self.left_out,
            items: self.items,
        }
    }

    /// Returns the response with the document that was read.
    pub(crate) fn with_read<T>(self, body: Option<T>) -> Result<Response<T>, Error> {
        match body {
            Some(body) => Ok(self.with(body)),
            None => Err(Error::no_document()),
        }
    }
}

impl<T> Response<T> {
    pub(crate) fn new(body: T, status: u16, interaction_id: Option<String>) -> Self {
        Self {
            body,
            status,
            interaction_id,
            remarks: Vec::new(),
            left_out: Vec::new(),
            items: &[],
        }
    }

    /// Returns the positions of the page's items that [`into_items`](Response::into_items) leaves out, in order.
    pub fn left_out(&self) -> &[usize] {
        &self.left_out
    }

    /// Returns the document alone.
    pub fn into_body(self) -> T {
        self.body
    }

    /// Returns whether the provider could not give everything (HTTP 206).
    pub fn is_partial(&self) -> bool {
        self.status == 206
    }
}

impl<T: Model> Response<T> {
    /// Lists the values of the document that could not be read as the API describes them, each with its place in
    /// it. The document has them as they came; [`field_text`](akoya_model::field_text) shows one.
    pub fn unread(&self) -> Vec<Finding> {
        akoya_model::unread(&self.body)
    }

    /// Lists the items of which nothing can be read, each with its place: `null`, an error, something of
    /// another kind in the place of an account, transaction, holding, statement, form or the like, a
    /// second one where there is room for one, and something else in the place of a list of them. If
    /// there are any, the list is incomplete.
    ///
    /// ```
    /// # async fn example(client: akoya::Client) -> Result<(), akoya::Error> {
    /// let page = client.transactions("mikomo", "a1").send().await?;
    /// for item in page.unread_items() {
    ///     eprintln!("{} cannot be read: {}", item.path(), item.kind());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn unread_items(&self) -> Vec<Finding> {
        unread_items::of(self.unread(), self.items)
    }
}

impl<T: Paged> Response<T> {
    /// Returns the page's items, without those that already appeared on the previous page and those outside the
    /// [days](crate::Call::days) that were asked for.
    pub fn into_items(mut self) -> Vec<T::Item> {
        self.leave_out();
        self.body.into_items()
    }

    /// Adds the next page: its items follow these, and whatever else it has replaces what this page has. Remarks are
    /// those of both, and if one of them is partial, the whole is.
    pub fn append(&mut self, mut next: Self) {
        self.leave_out();
        next.leave_out();
        // A page may have no list and lead on.
        if let Some(following) = next.body.items_mut() {
            let mut items = self
                .body
                .items_mut()
                .map(std::mem::take)
                .unwrap_or_default();
            items.append(following);
            *following = items;
            self.body = next.body;
        }
        if !self.is_partial() {
            self.status = next.status;
        }
        self.interaction_id = next.interaction_id;
        next.remarks
            .into_iter()
            .for_each(|remark| remark.add_to(&mut self.remarks));
    }

    /// Removes from the document what [`into_items`](Self::into_items) leaves out, for a
    /// program that wants the rest of the page too.
    pub fn leave_out(&mut self) {
        let left_out = std::mem::take(&mut self.left_out);
        if left_out.is_empty() {
            return;
        }
        let Some(items) = self.body.items_mut() else {
            return;
        };
        let count = items.len();
        let kept = keep_others(count, &left_out, &mut |a, b| items.swap(a, b));
        items.truncate(kept);
    }
}

/// Moves the items that are not left out to the front, by `swap`, and returns how many there are.
fn keep_others(count: usize, left_out: &[usize], swap: &mut dyn FnMut(usize, usize)) -> usize {
    let mut left_out = left_out.iter().peekable();
    let mut kept = 0;
    for at in 0..count {
        if left_out.next_if_eq(&&at).is_none() {
            swap(kept, at);
            kept += 1;
        }
    }
    kept
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

/// A response whose body may still be on its way.
pub(crate) struct RawResponse {
    pub(crate) head: ResponseHead,
    pub(crate) body: Body,
    /// What was read of an error's body.
    read: Bytes,
}

impl RawResponse {
    pub(crate) fn new(response: acg::http::Response) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            head: ResponseHead {
                status: parts.status,
                headers: parts.headers,
            },
            body,
            read: Bytes::new(),
        }
    }

    /// Reads the body of an error; one that breaks off or is too large counts as empty.
    pub(crate) async fn read_error(self) -> Self {
        let read = self.body.collect(ERROR_LIMIT).await.unwrap_or_default();
        Self {
            head: self.head,
            body: Body::from(read.clone()),
            read,
        }
    }

    /// Returns what [`read_error`](Self::read_error) has read.
    pub(crate) fn error_body(&self) -> &[u8] {
        &self.read
    }

    pub(crate) async fn into_error(self, now: SystemTime) -> ApiError {
        let response = self.read_error().await;
        let head = &response.head;
        let (text, _) = body_text::text(head.text(&CONTENT_TYPE), response.error_body());
        ApiError::read(
            head.status.as_u16(),
            text.as_bytes(),
            head.interaction_id(),
            head.retry_after(now),
        )
    }
}

/// Status and headers of a response.
pub(crate) struct ResponseHead {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
}

impl ResponseHead {
    pub(crate) fn interaction_id(&self) -> Option<String> {
        self.interaction_id_text().map(str::to_owned)
    }

    /// Returns the interaction id for a span, which wants no copy.
    pub(crate) fn interaction_id_text(&self) -> Option<&str> {
        self.text(&INTERACTION_ID)
    }

    pub(crate) fn content_type(&self) -> &str {
        self.text(&CONTENT_TYPE).unwrap_or("no content type")
    }

    /// Returns how long `Retry-After` asks to wait, in seconds or until a date (RFC 9110 section 10.2.3).
    ///
    /// Akoya documents neither. A date counts from the server's own `Date`, so that a wrong clock here does not matter.
    pub(crate) fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        let text = self.text(&RETRY_AFTER)?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let until = http_date(text)?;
        let now = self.text(&DATE).and_then(http_date).unwrap_or(now);
        Some(until.duration_since(now).unwrap_or_default())
    }

    pub(crate) fn text(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Reads a date as HTTP writes it (RFC 9110 section 5.6.7), which is a form of RFC 2822's.
fn http_date(text: &str) -> Option<SystemTime> {
    let date = DateTimeParser::new().parse_timestamp(text).ok()?;
    SystemTime::try_from(date).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(headers: &[(HeaderName, &'static str)]) -> ResponseHead {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.clone(), http::HeaderValue::from_static(value)));
        ResponseHead {
            status: StatusCode::SERVICE_UNAVAILABLE,
            headers: headers.collect(),
        }
    }

    #[test]
    fn retry_after_is_read_in_seconds_and_as_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_770);
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        let seconds = |head: ResponseHead| head.retry_after(now).map(|after| after.as_secs());
        assert_eq!(seconds(head(&[(RETRY_AFTER, "120")])), Some(120));
        assert_eq!(seconds(head(&[(RETRY_AFTER, date)])), Some(7));
        let of_server = (DATE, "Sun, 06 Nov 1994 08:49:07 GMT");
        assert_eq!(seconds(head(&[(RETRY_AFTER, date), of_server])), Some(30));
        let past = "Sat, 05 Nov 1994 08:49:37 GMT";
        assert_eq!(seconds(head(&[(RETRY_AFTER, past)])), Some(0));
        assert_eq!(seconds(head(&[(RETRY_AFTER, "soon")])), None);
    }
}
