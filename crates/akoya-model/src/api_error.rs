//! The body of an error response, and the codes in it.

use std::fmt;

use crate::number::Integer;
use crate::wire::extra::Extra;
use crate::wire::json::{Json, JsonKind};
use crate::wire::model::model;

model! {
    /// What went wrong, as the API describes it: the body of every error response, and the error
    /// of one account in a partial response.
    ///
    /// FDX makes `code` a string, Akoya sends an integer; both are taken.
    #[doc(alias = "ErrorErrorException")]
    pub struct ApiErrorBody = "Error" {
        /// FDX error code, such as 602; see [`ApiErrorBody::fdx_code`].
        pub code: Option<Integer>,
        /// What went wrong, for a person to read. Not stable: do not decide anything by it.
        pub message: Option<String>,
        /// More for the developer, when there is more. Not stable.
        pub debug_message: Option<String> = "debugMessage",
    }
}

impl ApiErrorBody {
    /// Returns what went wrong in one line, wherever the body has it: `message`, else `detail` or `title`
    /// of a problem document (RFC 9457), else a nested `error`, the first of `errors`, or a gateway's
    /// `Fault`. Nothing when there is no text.
    pub fn text(&self) -> Option<String> {
        let direct = self.message.clone().filter(|text| !text.trim().is_empty());
        direct.or_else(|| {
            let mut found = TEXTS.iter().filter_map(|name| self.extra.get(name));
            found.find_map(text_in)
        })
    }

    /// Returns the error that came in place of something else: an object with a code, a message, or an error in it.
    pub fn in_place_of(json: &Json) -> Option<Self> {
        if json.kind() != JsonKind::Object {
            return None;
        }
        let body: Self = json.read().ok()?;
        let is_named = ERRORS.iter().any(|name| body.extra.get(name).is_some());
        let is_error = body.code.is_some() || body.message.is_some() || is_named;
        is_error.then(|| body.unwrapped())
    }

    /// Returns the error or warning that stands beside the data of a document, of which these are the fields that its
    /// type does not have. A code or message that says that all went well is none.
    pub fn beside(extra: &Extra) -> Option<Self> {
        let is_problem = |name: &str| ERRORS.contains(&name) || WARNINGS.contains(&name);
        let is_of_error = |name: &str| ["code", "message"].contains(&name) || is_problem(name);
        let found = extra.unknown().filter(|(name, _)| is_of_error(name));
        let mut found = found.peekable();
        // The usual case: every document passes here.
        found.peek()?;
        let mut body = Self::default();
        let mut is_success = false;
        let mut has_problem = false;
        for (name, json) in found {
            has_problem |= is_problem(name) && !is_nothing(json);
            match name {
                "code" => {
                    is_success = is_code_of_success(json);
                    body.code = json.read().ok();
                }
                "message" => {
                    body.message = Some(json.text().into_owned()).filter(|_| !json.is_null())
                }
                name => body.extra.insert(name, json.clone()),
            }
        }
        is_success |=
            body.code.is_none() && body.message.as_deref().is_some_and(is_word_of_success);
        let body = body.unwrapped();
        let has_any = body.code.is_some() || body.text().is_some();
        (has_problem || has_any && !is_success).then_some(body)
    }

    /// Returns the nested error of a body such as `{"error": {"code": 1107, "message": "…"}}`, or the body itself.
    #[must_use]
    pub fn unwrapped(self) -> Self {
        let nested = self
            .extra
            .get("error")
            .and_then(|json| json.read::<Self>().ok());
        match nested {
            Some(nested)
                if self.code.is_none() && (nested.code.is_some() || nested.message.is_some()) =>
            {
                nested
            }
            _ => self,
        }
    }

    /// Returns the code's meaning; nothing when there is no code, or one of more than 64 bits.
    pub fn fdx_code(&self) -> Option<FdxCode> {
        self.code.as_ref().and_then(Integer::get).map(FdxCode::from)
    }
}

/// Names of what is an error when it stands beside data or in its place.
const ERRORS: &[&str] = &["error", "errors", "Fault", "fault", "detail"];

/// Names of what is a warning when it stands beside data: nothing says that the data are whole then.
const WARNINGS: &[&str] = &["warning", "warnings"];

/// Returns whether a value says that there is nothing.
fn is_nothing(json: &Json) -> bool {
    json.is_null() || matches!(json.text().trim(), "" | "[]" | "{}" | "false" | "0")
}

/// Returns whether a code says that all went well: as HTTP says it, or many other APIs.
fn is_code_of_success(json: &Json) -> bool {
    let text = json.text();
    match text.trim().parse() {
        Ok(0 | 200..=205 | 207..=299) => true,
        Ok::<i64, _>(_) => false,
        Err(_) => is_word_of_success(&text),
    }
}

/// Returns whether a text says that all went well, and nothing else.
fn is_word_of_success(text: &str) -> bool {
    let words = ["ok", "success", "successful", "succeeded"];
    let text = text.trim().trim_end_matches(['.', '!']);
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Fields that have the text of an error, the most specific first.
const TEXTS: &[&str] = &[
    "detail",
    "title",
    "error_description",
    "error",
    "errors",
    "Fault",
    "fault",
    "faultstring",
    "description",
    "reason",
    "warning",
    "warnings",
];

/// Returns the first text in a value: itself, an element, or one of [`TEXTS`] or `message` in an object.
fn text_in(json: &Json) -> Option<String> {
    match json.kind() {
        JsonKind::String => Some(json.text().into_owned()).filter(|text| !text.trim().is_empty()),
        JsonKind::Array => json.read::<Vec<Json>>().ok()?.iter().find_map(text_in),
        JsonKind::Object => json.read::<ApiErrorBody>().ok()?.text(),
        _ => None,
    }
}

/// Defines the codes with their meanings once.
macro_rules! fdx_codes {
    ($($(#[$meta:meta])* $variant:ident = $code:literal, $meaning:literal;)*) => {
        /// An error code of the FDX standard, as Akoya uses it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum FdxCode {
            $(
                #[doc = concat!("Code ", stringify!($code), ": ", $meaning, ".")]
                $(#[$meta])*
                $variant,
            )*
            /// Another code.
            Other(i64),
        }

        impl FdxCode {
            /// Returns the number.
            pub fn code(self) -> i64 {
                match self {
                    $(Self::$variant => $code,)*
                    Self::Other(code) => code,
                }
            }

            /// Returns what the code means, in a few words.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$variant => $meaning,)*
                    Self::Other(_) => "a code that this version does not know",
                }
            }
        }

        impl From<i64> for FdxCode {
            fn from(code: i64) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    code => Self::Other(code),
                }
            }
        }
    };
}

fdx_codes! {
    /// Usually with HTTP 500.
    InternalError = 500, "internal server error";
    /// Usually with HTTP 500 or 501.
    SubsystemUnavailable = 501, "a system behind the API is unavailable";
    /// Usually with HTTP 503.
    Maintenance = 503, "scheduled maintenance";
    /// The customer took back the consent at the provider, or is gone. Usually with HTTP 404.
    CustomerNotFound = 601, "customer not found, or consent revoked";
    /// The `id_token` expired early or was revoked: refresh once and try again. HTTP 401.
    CustomerNotAuthorized = 602, "customer not authorized: token expired or revoked";
    /// Usually with HTTP 401.
    AuthenticationFailed = 603, "authentication failed";
    /// Also a holding or tax lot. Usually with HTTP 404.
    AccountNotFound = 701, "account, holding or tax lot not found";
    /// Usually with HTTP 400.
    InvalidDate = 702, "invalid start or end date";
    /// Usually with HTTP 400.
    InvalidDateRange = 703, "invalid date range";
    /// Usually with HTTP 400 or 404.
    AccountTypeNotSupported = 704, "account type not supported";
    /// Usually with HTTP 404 or as the error of one account.
    AccountClosed = 705, "account is closed";
    /// An empty list in other words. HTTP 404.
    DataNotFound = 1107, "no data for this request";
    /// Slow down. HTTP 429.
    TooManyRequests = 1207, "too many requests";
}

impl FdxCode {
    /// Returns whether the code says that there is nothing to list: 1107, and 1104 and 1108, which banks use for
    /// the same.
    pub fn is_no_data(self) -> bool {
        matches!(self.code(), 1104 | 1107 | 1108)
    }
}

impl fmt::Display for FdxCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.code(), self.meaning())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_taken_as_number_and_as_string() {
        for json in [
            r#"{"code":602,"message":"no"}"#,
            r#"{"code":"602","message":"no"}"#,
        ] {
            let body: ApiErrorBody = crate::from_str(json).unwrap();
            assert_eq!(body.fdx_code(), Some(FdxCode::CustomerNotAuthorized));
            assert_eq!(crate::to_string(&body), json);
        }
    }

    #[test]
    fn text_is_found_wherever_a_body_has_it() {
        for (json, text) in [
            (r#"{"code":1,"message":"a","detail":"b"}"#, Some("a")),
            (
                r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"endTime is in the future"}"#,
                Some("endTime is in the future"),
            ),
            (
                r#"{"error":{"code":1107,"message":"nothing"}}"#,
                Some("nothing"),
            ),
            (
                r#"{"error":"invalid_request","error_description":"no"}"#,
                Some("no"),
            ),
            (
                r#"{"errors":["Connection to bank may need attention"]}"#,
                Some("Connection to bank may need attention"),
            ),
            (r#"{"errors":[{"title":"t"}]}"#, Some("t")),
            (
                r#"{"Fault":{"faultstring":"Rate limit quota violation"}}"#,
                Some("Rate limit quota violation"),
            ),
            (r#"{"message":" ","title":7}"#, None),
        ] {
            let body: ApiErrorBody = crate::from_str(json).unwrap();
            assert_eq!(body.text().as_deref(), text, "{json}");
        }
    }

    #[test]
    fn nested_error_is_the_error() {
        let body: ApiErrorBody =
            crate::from_str(r#"{"error":{"code":1107,"message":"nothing"}}"#).unwrap();
        assert_eq!(body.unwrapped().fdx_code(), Some(FdxCode::DataNotFound));
        let body: ApiErrorBody = crate::from_str(r#"{"code":701,"error":{"code":1}}"#).unwrap();
        assert_eq!(body.unwrapped().fdx_code(), Some(FdxCode::AccountNotFound));
    }

    #[test]
    fn error_differs_from_data_of_another_form() {
        let parsed = |json: &str| {
            let error = ApiErrorBody::in_place_of(&json.parse().unwrap())?;
            Some((error.fdx_code().map(FdxCode::code), error.text()))
        };
        let busy = Some("busy".to_owned());
        assert_eq!(
            parsed(r#"{"code":501,"message":"busy"}"#),
            Some((Some(501), busy.clone()))
        );
        assert_eq!(
            parsed(r#"{"error":{"code":501,"message":"busy"}}"#),
            Some((Some(501), busy.clone()))
        );
        assert_eq!(parsed(r#"{"error":"busy"}"#), Some((None, busy)));
        for data in [
            r#"{"description":"x"}"#,
            "[]",
            "17",
            "null",
            r#""error""#,
            "{}",
        ] {
            assert_eq!(parsed(data), None, "{data}");
        }
    }

    #[test]
    fn error_or_warning_beside_data_differs_from_the_word_that_all_went_well() {
        let beside = |fields: &str| {
            let document: crate::accounts::AccountsInfo =
                crate::from_str(&format!(r#"{{"accounts":[],{fields}}}"#)).unwrap();
            ApiErrorBody::beside(&document.extra)
        };
        for (problem, text) in [
            (
                r#""warnings":["Some accounts are missing"]"#,
                Some("Some accounts are missing"),
            ),
            (r#""warning":{"code":206,"message":"late"}"#, Some("late")),
            (r#""warnings":[{"code":17}]"#, None),
            (r#""errors":[{"code":501}]"#, None),
            (r#""code":206,"message":"Success""#, Some("Success")),
            (r#""code":501"#, None),
            (r#""message":"try later""#, Some("try later")),
            (r#""code":200,"errors":["late"]"#, Some("late")),
        ] {
            let found = beside(problem).unwrap_or_else(|| panic!("{problem}"));
            assert_eq!(found.text().as_deref(), text, "{problem}");
        }
        for well in [
            r#""warnings":[],"errors":null,"error":false"#,
            r#""code":0,"message":"3 accounts""#,
            r#""code":"200""#,
            r#""code":"SUCCESS","message":"done""#,
            r#""message":"Success.""#,
            r#""message":" ok ""#,
        ] {
            assert_eq!(beside(well), None, "{well}");
        }
    }

    #[test]
    fn unknown_code_is_kept() {
        assert_eq!(FdxCode::from(9999).code(), 9999);
        assert_eq!(FdxCode::from(1207).to_string(), "1207 (too many requests)");
    }

    #[test]
    fn code_that_is_no_number_does_not_hide_the_message() {
        let body: ApiErrorBody = crate::from_str(r#"{"code":"E-17","message":"no"}"#).unwrap();
        assert_eq!(
            (body.fdx_code(), body.message.as_deref()),
            (None, Some("no"))
        );
        assert_eq!(
            body.extra.invalid("code").map(|json| json.as_str()),
            Some("\"E-17\"")
        );
    }
}
