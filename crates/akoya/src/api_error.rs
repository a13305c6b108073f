//! The API's error responses, in any of their forms.

use std::fmt;
use std::time::Duration;

use akoya_model::api_error::{ApiErrorBody, FdxCode};

/// The most characters of a body that is not JSON which are kept.
const EXCERPT_LIMIT: usize = 200;

/// An error response of the data API, with everything in it.
///
/// `Display` and `Debug` leave out what could be account data: they mask long numbers in the texts.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// HTTP status.
    pub status: u16,
    /// FDX error code; missing when the body has none that is a number.
    pub code: Option<FdxCode>,
    /// The body, when it is JSON: code, message, debug message and unknown fields. An error
    /// inside an `error` is taken out of it.
    pub body: Option<ApiErrorBody>,
    /// The beginning of a body that is not JSON, as plain text without tags and with long numbers masked.
    pub excerpt: Option<String>,
    /// `x-akoya-interaction-id`: Akoya's support asks for it.
    pub interaction_id: Option<String>,
    /// `Retry-After`, when the response has it.
    pub retry_after: Option<Duration>,
    /// The message, wherever the body has it.
    message: Option<String>,
}

impl ApiError {
    pub(crate) fn read(
        status: u16,
        bytes: &[u8],
        interaction_id: Option<String>,
        retry_after: Option<Duration>,
    ) -> Self {
        let body = akoya_model::from_slice::<ApiErrorBody>(bytes).ok();
        let excerpt = if body.is_none() && !bytes.is_empty() {
            Some(excerpt(bytes)).filter(|text| !text.is_empty())
        } else {
            None
        };
        let body = body.map(ApiErrorBody::unwrapped);
        Self {
            status,
            code: body.as_ref().and_then(ApiErrorBody::fdx_code),
            message: body.as_ref().and_then(ApiErrorBody::text),
            body,
            excerpt,
            interaction_id,
            retry_after,
        }
    }

    /// Takes an error that came with a success status.
    pub(crate) fn of_body(status: u16, body: ApiErrorBody, interaction_id: Option<String>) -> Self {
        Self {
            status,
            code: body.fdx_code(),
            message: body.text(),
            body: Some(body),
            excerpt: None,
            interaction_id,
            retry_after: None,
        }
    }

    /// Returns the server's message unchanged, wherever the body has it. May hold account data.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns whether the error says that there is nothing to list: HTTP 404 with FDX code 1104, 1107 or 1108. In place of a list it is an
    /// empty list. In place of a page that a link led to it is an error: the previous page has promised more, so the list may be incomplete.
    pub fn is_no_data(&self) -> bool {
        self.status == 404 && self.code.is_some_and(FdxCode::is_no_data)
    }

    /// Returns whether the error says that the account has nothing of the kind: not every account has every
    /// product. It is FDX code 704, or 404 as the code. In place of the list of an account it is an empty list
    /// with [`Remark::NoData`](crate::Remark::NoData); in place of the list of accounts it is an error, since
    /// nobody can say from it that there are none.
    pub fn is_not_offered(&self) -> bool {
        matches!(
            self.code,
            Some(FdxCode::AccountTypeNotSupported | FdxCode::Other(404))
        )
    }

    /// Returns whether the error says that a statement or form is still being made: HTTP 400 and a message that
    /// says so, since FDX has no code for it.
    pub fn is_not_ready(&self) -> bool {
        let text = self.message().or(self.excerpt.as_deref());
        let text = text.unwrap_or_default().to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        self.status == 400
            && says(&[
                "process",
                "progress",
                "being generated",
                "being prepared",
                "not ready",
            ])
            && !says(&["error", "fail", "invalid", "cannot", "unable"])
    }

    /// Returns the server's message for developers unchanged. May hold account data; decide nothing by it.
    pub fn debug_message(&self) -> Option<&str> {
        self.body.as_ref()?.debug_message.as_deref()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}", self.status)?;
        match self.code {
            // No code of FDX, but the status once more.
            Some(FdxCode::Other(code)) if code == i64::from(self.status) => {
                write!(f, ", code {code}")?
            }
            Some(code) => write!(f, ", code {code}")?,
            None => {}
        }
        match self.message().or(self.excerpt.as_deref()) {
            Some(text) => write!(f, ": {}", masked(text)),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.status)
            .field("code", &self.code)
            .field("message", &self.message().map(masked))
            .field("excerpt", &self.excerpt)
            .field("interaction_id", &self.interaction_id)
            .field("retry_after", &self.retry_after)
            .finish_non_exhaustive()
    }
}

fn excerpt(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes.get(..16 * EXCERPT_LIMIT).unwrap_or(bytes));
    let text = masked(&without_tags(&text));
    text.chars().take(EXCERPT_LIMIT).collect()
}

/// Elements whose content is not for readers.
const UNSHOWN: [&str; 2] = ["style", "script"];

/// Returns the text between the tags of a page of HTML or XML.
fn without_tags(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        shown.push_str(before);
        shown.push(' ');
        let (inside, after) = tag.split_once('>').unwrap_or((tag, ""));
        let name = inside.trim_start_matches('!').to_lowercase();
        let element = UNSHOWN.iter().find(|element| name.starts_with(**element));
        rest = element.map_or(after, |element| {
            let end = after.to_lowercase().find(&format!("</{element}"));
            end.and_then(|end| after.get(end..)).unwrap_or_default()
        });
    }
    shown.push_str(rest);
    shown
}

/// Returns the text with control characters replaced, and words masked that could be an account number, an id or a
/// token: those with four digits or more, and those of more than 24 characters.
pub(crate) fn masked(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let mut before = "";
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        // The number of a standard is no account's: ISO 8601, RFC 3339.
        let is_standard = digits == 4 && matches!(before, "ISO" | "RFC");
        let is_shown = (digits < 4 || is_standard) && word.chars().count() <= 24;
        words.push(if is_shown { word } else { "…" });
        before = word;
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> ApiError {
        ApiError::read(status, body.as_bytes(), None, None)
    }

    #[test]
    fn every_form_of_body_is_read() {
        let json = read(
            404,
            r#"{"code":"701","message":"Account not found","debugMessage":"d","x":1}"#,
        );
        assert_eq!(
            (json.code, json.message(), json.debug_message()),
            (
                Some(FdxCode::AccountNotFound),
                Some("Account not found"),
                Some("d")
            )
        );
        assert!(json.body.unwrap().extra.get("x").is_some());
        let html = read(
            502,
            "<!DOCTYPE html><html><style>h1{color:#123456}</style>\r\n<h1>Bad <b>gateway</b></h1>",
        );
        assert_eq!(
            (html.body, html.excerpt.as_deref()),
            (None, Some("Bad gateway"))
        );
        let xml = read(
            500,
            "<?xml version=\"1.0\"?><fault><text>Try later</text></fault>",
        );
        assert_eq!(xml.excerpt.as_deref(), Some("Try later"));
        let nested = read(404, r#"{"error":{"code":1107,"message":"No data"}}"#);
        assert_eq!(nested.code, Some(FdxCode::DataNotFound));
        assert_eq!(nested.message(), Some("No data"));
        assert!(nested.is_no_data());
        let problem = read(
            400,
            r#"{"title":"Bad","detail":"A date is like ISO 8601 has it, not 12345"}"#,
        );
        assert_eq!(
            problem.to_string(),
            "HTTP 400: A date is like ISO 8601 has it, not …"
        );
        assert_eq!(read(500, "").excerpt, None);
        assert_eq!(ApiError::read(500, b"\xff\xfe", None, None).code, None);
    }

    #[test]
    fn account_data_and_tokens_are_not_printed() {
        let error = read(
            404,
            r#"{"code":701,"message":"Account 4111111111111111 of g833202fb0866d0ad83472c429 not found"}"#,
        );
        assert_eq!(
            error.to_string(),
            "HTTP 404, code 701 (account, holding or tax lot not found): Account … of … not found"
        );
        assert!(!format!("{error:?}").contains("4111"));
        assert!(!format!("{:?}", read(500, "card 4111-1111-1111-1111")).contains("4111"));
    }

    #[test]
    fn a_code_that_is_the_status_is_no_unknown_code() {
        assert_eq!(
            read(404, r#"{"code":404,"message":"No"}"#).to_string(),
            "HTTP 404, code 404: No"
        );
        let other = read(404, r#"{"code":405}"#).to_string();
        assert_eq!(
            other,
            "HTTP 404, code 405 (a code that this version does not know)"
        );
    }

    #[test]
    fn what_is_being_made_is_distinguished_from_a_wrong_request() {
        for text in [
            "Statement is being processed",
            "The statement is still processing.",
            "Statement generation in progress, try later",
        ] {
            let body = format!(r#"{{"code":400,"message":"{text}"}}"#);
            assert!(read(400, &body).is_not_ready(), "{text}");
            assert!(!read(404, &body).is_not_ready(), "{text}");
        }
        for text in [
            "Error processing request",
            "Invalid date",
            "Unable to process",
        ] {
            let body = format!(r#"{{"code":400,"message":"{text}"}}"#);
            assert!(!read(400, &body).is_not_ready(), "{text}");
        }
    }

    #[test]
    fn an_excerpt_is_short() {
        assert_eq!(
            read(500, &"a ".repeat(10_000))
                .excerpt
                .unwrap()
                .chars()
                .count(),
            EXCERPT_LIMIT
        );
    }
}
