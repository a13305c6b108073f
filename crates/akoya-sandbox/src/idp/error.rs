//! The errors of the token and revoke endpoints, in both dialects.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use crate::dialect::Dialect;
use crate::error::Error;
use crate::wire;

/// Why the token or revoke endpoint refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OAuthError {
    /// The client is unknown, its secret is wrong, or it authenticates in a way that the grant does not accept.
    InvalidClient,
    /// The code is unknown, expired, used, or belongs to another client.
    InvalidCode,
    WrongRedirectUri,
    /// `grant_type` is missing or unknown.
    WrongGrantType,
    NoRefreshToken,
    /// The refresh token is unknown, expired, used, revoked, or belongs to another client.
    ClaimedRefreshToken,
    /// These scopes were not granted.
    WiderScope(Vec<String>),
    RepeatedParameter,
    /// A parameter of a revocation is missing or invalid.
    InvalidRevocation,
    /// The `token_type_hint` is not `refresh_token`.
    UnsupportedTokenType,
    /// The secret of a revocation is wrong.
    UnauthorizedClient,
    WrongMethod,
    /// The sandbox itself failed.
    Internal,
}

#[derive(Serialize)]
struct Body<'a> {
    error: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_description: Option<&'a str>,
}

/// The text of fosite, Hydra's library, for everything that is wrong with a grant.
const HYDRA_GRANT: &str = "The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token \
    is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another \
    client.";
const HYDRA_REQUEST: &str = "The request is missing a required parameter, includes an invalid parameter value, includes a parameter \
    more than once, or is otherwise malformed.";
const HYDRA_CLIENT: &str = "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported \
    authentication method).";

impl OAuthError {
    /// Writes the error as the dialect does.
    pub(crate) fn response(self, dialect: Dialect) -> Response {
        let status = match self {
            Self::InvalidClient | Self::UnauthorizedClient => StatusCode::UNAUTHORIZED,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        };
        let (error, description) = match dialect {
            Dialect::Dex => self.in_dex(),
            Dialect::Hydra => self.in_hydra(),
        };
        wire::json(
            status,
            &Body {
                error,
                error_description: description.as_deref(),
            },
        )
    }

    /// Returns Dex's code and text. Its meanings differ from RFC 6749 §5.2: a code or refresh token that is no
    /// longer valid is `invalid_request`, and `invalid_grant` is a wrong `grant_type`.
    fn in_dex(&self) -> (&'static str, Option<String>) {
        let request = |text: &str| ("invalid_request", Some(text.to_owned()));
        match self {
            Self::InvalidClient => (
                "invalid_client",
                Some("Invalid client credentials.".to_owned()),
            ),
            Self::InvalidCode => request("Invalid or expired code parameter."),
            Self::WrongRedirectUri => {
                request("redirect_uri did not match URI from initial request.")
            }
            Self::WrongGrantType => ("invalid_grant", None),
            Self::NoRefreshToken => request("No refresh token in request."),
            Self::ClaimedRefreshToken => {
                request("Refresh token is invalid or has already been claimed by another client.")
            }
            Self::WiderScope(scopes) => {
                let scopes: Vec<String> = scopes.iter().map(|scope| format!("{scope:?}")).collect();
                request(&format!(
                    "Requested scopes contain unauthorized scope(s): [{}].",
                    scopes.join(" ")
                ))
            }
            Self::RepeatedParameter => request("A parameter appears more than once."),
            Self::WrongMethod => request("method not allowed"),
            Self::InvalidRevocation => ("invalid_request", None),
            Self::UnsupportedTokenType => ("unsupported_token_type", None),
            Self::UnauthorizedClient => ("unauthorized_client", None),
            Self::Internal => ("server_error", None),
        }
    }

    fn in_hydra(&self) -> (&'static str, Option<String>) {
        let grant = |hint: &str| ("invalid_grant", Some(format!("{HYDRA_GRANT} {hint}")));
        let request = |hint: &str| ("invalid_request", Some(format!("{HYDRA_REQUEST} {hint}")));
        match self {
            Self::InvalidClient => ("invalid_client", Some(HYDRA_CLIENT.to_owned())),
            Self::InvalidCode => {
                grant("The authorization code is not valid or has already been used.")
            }
            Self::WrongRedirectUri => grant(
                "The 'redirect_uri' from this request does not match the one from the authorize request.",
            ),
            Self::WrongGrantType => request("The 'grant_type' is missing or not known."),
            Self::NoRefreshToken => request("The 'refresh_token' is missing."),
            Self::ClaimedRefreshToken => grant("The refresh token was already used."),
            Self::WiderScope(_) => (
                "invalid_scope",
                Some("The requested scope was not granted.".to_owned()),
            ),
            other => other.in_dex(),
        }
    }
}

impl From<Error> for OAuthError {
    fn from(error: Error) -> Self {
        tracing::error!(%error, "a token request failed inside the sandbox");
        Self::Internal
    }
}
