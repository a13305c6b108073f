//! The body of an error response, and the codes in it.

use std::fmt;

use crate::number::Integer;
use crate::wire::model::model;

model! {
    /// What went wrong, as the API describes it: the body of every error response, and the error of one account in a partial response.
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
    /// Returns the code's meaning; nothing when there is no code, or one of more than 64 bits.
    pub fn fdx_code(&self) -> Option<FdxCode> {
        self.code.as_ref().and_then(Integer::get).map(FdxCode::from)
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
    /// Slow down. HTTP 429.
    TooManyRequests = 1207, "too many requests";
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
