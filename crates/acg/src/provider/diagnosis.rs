//! What is wrong with a response, for the engineer who has to fix it.

use std::fmt;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};

use crate::provider::error::{clean, redact};
use crate::provider::excerpt::excerpt;

/// What is wrong with a response of a provider: see [`Error::diagnosis`](crate::Error::diagnosis).
///
/// It holds no value of the response: of the body there is at most an outline.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnosis {
    /// The field that is missing or malformed; `None` when it is the response as a whole.
    pub field: Option<String>,
    /// What is wrong, such as "is not a JSON object".
    pub problem: String,
    /// The rule that the response breaks, such as "RFC 6749 §5.1".
    pub rule: &'static str,
    /// A habit of providers that it looks like, with what to do about it; `None` when it looks like none.
    pub quirk: Option<&'static str>,
    /// The status of HTTP.
    pub status: u16,
    /// What the response calls itself; `None` when it does not say so.
    pub content_type: Option<String>,
    /// How the body begins: the names and types of its fields if it is JSON, otherwise its
    /// plain words. `None` for an empty one.
    pub excerpt: Option<String>,
}

/// What a rule says, and what the response has instead.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub(crate) rule: &'static str,
    pub(crate) field: Option<String>,
    pub(crate) text: String,
    pub(crate) quirk: Option<&'static str>,
}

impl Problem {
    pub(crate) fn new(rule: &'static str, text: impl Into<String>) -> Self {
        Self {
            rule,
            field: None,
            text: text.into(),
            quirk: None,
        }
    }

    pub(crate) fn of_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    pub(crate) fn like(mut self, quirk: &'static str) -> Self {
        self.quirk = Some(quirk);
        self
    }

    /// Describes the response that has it. `secrets` are those of the request, which the provider may repeat.
    pub(crate) fn found_in(
        self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        secrets: &[&str],
    ) -> Diagnosis {
        let content_type = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .map(|text| clean(&redact(text, secrets)))
            .filter(|text| !text.is_empty());
        let quirk = self.quirk.or_else(|| {
            let is_page = body.trim_ascii_start().starts_with(b"<");
            is_page.then_some(PAGE)
        });
        Diagnosis {
            field: self.field,
            problem: self.text,
            rule: self.rule,
            quirk,
            status: status.as_u16(),
            content_type,
            excerpt: excerpt(body, secrets),
        }
    }
}

const PAGE: &str = "a web page instead of data: a gateway responded in place of the provider, or the URL of the endpoint is that of a page";

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule)?;
        if let Some(field) = &self.field {
            write!(f, "; field `{field}`")?;
        }
        match &self.content_type {
            Some(content_type) => write!(f, "; {content_type}")?,
            None => f.write_str("; without a content type")?,
        }
        match &self.excerpt {
            Some(excerpt) => write!(f, "; begins with `{excerpt}`")?,
            None => f.write_str("; without a body")?,
        }
        match self.quirk {
            Some(quirk) => write!(f, "; {quirk}"),
            None => Ok(()),
        }
    }
}
