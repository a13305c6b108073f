//! The API's error responses, in whatever form they come.

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
    /// The body, when it is JSON: code, message, debug message and unknown fields.
    pub body: Option<ApiErrorBody>,
    /// The beginning of a body that is not JSON, as plain text with long numbers masked.
    pub excerpt: Option<String>,
    /// `x-akoya-interaction-id`: Akoya's support asks for it.
    pub interaction_id: Option<String>,
    /// `Retry-After`, when the response has it.
    pub retry_after: Option<Duration>,
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
            Some(excerpt(bytes))
        } else {
            None
        };
        let code = body.as_ref().and_then(ApiErrorBody::fdx_code);
        Self {
            status,
            code,
            body,
            excerpt,
            interaction_id,
            retry_after,
        }
    }

    /// Returns the server's message, as it came. May hold account data.
    pub fn message(&self) -> Option<&str> {
        self.body.as_ref()?.message.as_deref()
    }

    /// Returns the server's message for developers, as it came. May hold account data; decide nothing by it.
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
    let text = String::from_utf8_lossy(bytes.get(..4 * EXCERPT_LIMIT).unwrap_or(bytes));
    masked(&text).chars().take(EXCERPT_LIMIT).collect()
}

/// Returns the text with control characters replaced, and words masked that could be an account number, an id or a token: those with
/// four digits or more, and those of more than 24 characters.
pub(crate) fn masked(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let mask = |word: &str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        if digits >= 4 || word.chars().count() > 24 {
            "…".to_owned()
        } else {
            word.to_owned()
        }
    };
    text.split_whitespace()
        .map(mask)
        .collect::<Vec<_>>()
        .join(" ")
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
        let html = read(502, "<html>\r\n<h1>Bad gateway</h1>");
        assert_eq!(
            (html.body, html.excerpt.as_deref()),
            (None, Some("<html> <h1>Bad gateway</h1>"))
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
