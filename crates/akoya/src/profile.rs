//! How Akoya differs from RFC 6749.

use acg::provider::{ClientAuth, Nonce, OauthErrorCode, OauthProviderError, Pkce, Verdict};
use acg::token::BearerSource;
use acg::{Operation, Provider};
use akoya_model::api_error::{ApiErrorBody, FdxCode};

use crate::environment::Environment;
use crate::error::Error;

/// Builds Akoya's profile for the grant engine.
///
/// - The client authenticates in the `Authorization` header at the code exchange and in the body at refresh and
///   revocation.
/// - There is no access token: the `id_token` is the bearer.
/// - An invalid code or refresh token is `invalid_request`; `invalid_grant` means a wrong `grant_type`.
/// - A bearer that ends early is rejected with 401 and code 602.
/// - The `connector` names the customer's institution; without it a wrong login page is shown.
pub(crate) fn akoya(environment: &Environment, pkce: Pkce) -> Result<Provider, Error> {
    let idp = environment.idp()?;
    let endpoint = |path: &str| {
        idp.join(path).map_err(|_| {
            Error::configuration("the identity provider's base URL cannot be extended")
        })
    };
    Ok(Provider::rfc6749(endpoint("auth")?, endpoint("token")?)?
        .revocation_endpoint(endpoint("revoke")?)?
        .identity(environment.name())
        .exchange_auth(ClientAuth::Basic)
        .refresh_auth(ClientAuth::Body)
        .revoke_auth(ClientAuth::Body)
        .bearer(BearerSource::IdToken)
        .pkce(pkce)
        // Akoya documents none.
        .nonce(Nonce::Off)
        .scopes(["openid", "profile", "offline_access"])
        .required_parameters(["connector"])
        // Behind it are thousands of banks, each with incidents of its own.
        .incident_group("connector")
        .classify(verdict)
        .rejects_bearer(is_bearer_rejected))
}

/// Returns what Akoya's errors mean. The documented texts are Dex's; Ory Hydra's, which later samples point to,
/// follow the RFC.
fn verdict(error: &OauthProviderError) -> Verdict {
    match error.error {
        OauthErrorCode::InvalidRequest => invalid_request(error),
        OauthErrorCode::InvalidGrant => invalid_grant(error),
        OauthErrorCode::InvalidClient | OauthErrorCode::UnauthorizedClient => {
            Verdict::Misconfigured
        }
        OauthErrorCode::ServerError | OauthErrorCode::TemporarilyUnavailable => Verdict::Transient,
        OauthErrorCode::Unknown(_) => Verdict::Unclear,
        _ => Verdict::BadRequest,
    }
}

fn invalid_request(error: &OauthProviderError) -> Verdict {
    let says = |words| error.description_contains(words);
    match error.operation {
        Operation::Exchange if says("redirect_uri") => Verdict::Misconfigured,
        Operation::Exchange if says("code") || error.error_description.is_none() => {
            Verdict::TokenInvalid
        }
        // Documented without any description: the token is missing, spent or wrong.
        Operation::Revoke => Verdict::TokenInvalid,
        Operation::Refresh
            if says("already been claimed") || says("expired") || says("revoked") =>
        {
            Verdict::TokenInvalid
        }
        Operation::Refresh if says("refresh token is invalid") => Verdict::TokenInvalid,
        Operation::Refresh if says("retry") => Verdict::Transient,
        Operation::Refresh if says("no refresh token") => Verdict::BadRequest,
        _ => Verdict::Unclear,
    }
}

/// Decides what `invalid_grant` means. Hydra follows RFC 6749 section 5.2: the code or token is dead. Dex, as Akoya
/// documents it, means that the `grant_type` is missing or wrong, which says nothing of the token. This engine always
/// sends a right one, so only a text that names it is believed.
fn invalid_grant(error: &OauthProviderError) -> Verdict {
    let names_grant_type = ["grant_type", "grant type"]
        .into_iter()
        .any(|words| error.description_contains(words));
    if names_grant_type {
        Verdict::BadRequest
    } else {
        Verdict::TokenInvalid
    }
}

/// Returns whether the bearer was refused: 401 with code 602, or 401 with nothing that says otherwise.
fn is_bearer_rejected(status: u16, body: &[u8]) -> bool {
    status == 401 && code(body).is_none_or(|code| code == FdxCode::CustomerNotAuthorized)
}

/// Returns whether an error of the API says that the customer has ended the consent: code 601.
pub(crate) fn says_consent_ended(body: &[u8]) -> bool {
    code(body) == Some(FdxCode::CustomerNotFound)
}

fn code(body: &[u8]) -> Option<FdxCode> {
    let body = akoya_model::from_slice::<ApiErrorBody>(body).ok()?;
    body.unwrapped().fdx_code()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Client, ErrorKind};

    fn judged(operation: Operation, code: &str, description: Option<&str>) -> Verdict {
        verdict(&OauthProviderError::new(operation, Some(400), code).with_description(description))
    }

    #[test]
    fn the_documented_errors_mean_what_akoya_means_by_them() {
        use Operation::{Exchange, Refresh, Revoke};
        let cases = [
            (
                Exchange,
                "invalid_request",
                Some("Invalid or expired code parameter."),
                Verdict::TokenInvalid,
            ),
            (
                Exchange,
                "invalid_request",
                Some("redirect_uri did not match URI from initial request."),
                Verdict::Misconfigured,
            ),
            (Exchange, "invalid_grant", None, Verdict::TokenInvalid),
            (
                Exchange,
                "invalid_client",
                Some("Invalid client credentials."),
                Verdict::Misconfigured,
            ),
            (
                Refresh,
                "invalid_request",
                Some("Refresh token is invalid or has already been claimed by another client."),
                Verdict::TokenInvalid,
            ),
            (
                Refresh,
                "invalid_request",
                Some("Refresh token expired."),
                Verdict::TokenInvalid,
            ),
            (
                Refresh,
                "invalid_request",
                Some("No refresh token in request."),
                Verdict::BadRequest,
            ),
            (Refresh, "invalid_request", None, Verdict::Unclear),
            (Refresh, "invalid_grant", None, Verdict::TokenInvalid),
            (Refresh, "Bad Request", None, Verdict::Unclear),
            (
                Refresh,
                "invalid_grant",
                Some("The supplied grant type is not known"),
                Verdict::BadRequest,
            ),
            (
                Refresh,
                "invalid_grant",
                Some("Missing or incorrect grant_type"),
                Verdict::BadRequest,
            ),
            (Revoke, "invalid_request", None, Verdict::TokenInvalid),
            (Revoke, "unauthorized_client", None, Verdict::Misconfigured),
            (Revoke, "unsupported_token_type", None, Verdict::BadRequest),
        ];
        for (operation, code, description, expected) in cases {
            assert_eq!(
                judged(operation, code, description),
                expected,
                "{operation}: {code} {description:?}"
            );
        }
    }

    #[test]
    fn hydras_errors_are_distinguished_by_their_texts() {
        let dead = "The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is \
                    invalid, expired, revoked, does not match the redirection URI used in the authorization request";
        for operation in [Operation::Exchange, Operation::Refresh] {
            assert_eq!(
                judged(operation, "invalid_grant", Some(dead)),
                Verdict::TokenInvalid
            );
        }
        let race = "Failed to refresh token. Please retry the request.";
        assert_eq!(
            judged(Operation::Refresh, "invalid_request", Some(race)),
            Verdict::Transient
        );
    }

    #[test]
    fn codes_601_and_603_are_no_word_about_the_bearer() {
        assert!(is_bearer_rejected(
            401,
            br#"{"code":602,"message":"Customer not authorized"}"#
        ));
        assert!(is_bearer_rejected(401, br#"{"code":"602"}"#));
        assert!(is_bearer_rejected(401, b"<html>"));
        assert!(!is_bearer_rejected(401, br#"{"code":603}"#));
        assert!(!is_bearer_rejected(401, br#"{"code":601}"#));
        assert!(says_consent_ended(br#"{"error":{"code":"601"}}"#));
        assert!(!says_consent_ended(br#"{"code":701}"#));
        assert!(!is_bearer_rejected(404, br#"{"code":602}"#));
    }

    #[test]
    fn a_missing_connector_is_an_error_and_not_a_wrong_login_page() {
        let credentials =
            acg::AuthorizationCodeAuthCredentials::builder("id", "secret", "https://a.example/cb")
                .build()
                .unwrap();
        let client = Client::builder(credentials).build().unwrap();
        for connector in ["", " "] {
            let error = client
                .acg_auth()
                .get_authorization_url(connector, "12345678")
                .unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
        }
    }
}
