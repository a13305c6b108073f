//! How Akoya differs from RFC 6749.

use acg::{BearerSource, ClientAuth, OauthErrorCode, OauthProviderError, Operation, Pkce, Provider, Verdict};
use akoya_model::api_error::{ApiErrorBody, FdxCode};

use crate::environment::Environment;
use crate::error::Error;

/// Akoya's profile for the grant engine.
///
/// - The client authenticates in the `Authorization` header at the code exchange and in the body at refresh and revocation.
/// - There is no access token: the `id_token` is the bearer.
/// - A dead code or refresh token is `invalid_request`; `invalid_grant` means a wrong `grant_type`.
/// - A bearer that dies early is answered 401 with code 602.
/// - The `connector` names the customer's institution; without it a wrong login page is shown.
pub(crate) fn akoya(environment: &Environment, pkce: Pkce) -> Result<Provider, Error> {
    let idp = environment.idp()?;
    let endpoint = |path: &str| {
        idp.join(path).map_err(|_| Error::configuration("the identity provider's base URL cannot be extended"))
    };
    Ok(Provider::rfc6749(endpoint("auth")?, endpoint("token")?)?
        .revocation_endpoint(endpoint("revoke")?)?
        .identity(environment.name())
        .exchange_auth(ClientAuth::Basic)
        .refresh_auth(ClientAuth::Body)
        .revoke_auth(ClientAuth::Body)
        .bearer(BearerSource::IdToken)
        .pkce(pkce)
        .scopes(["openid", "profile", "offline_access"])
        .required_parameters(["connector"])
        .classify(verdict)
        .rejects_bearer(is_bearer_rejected))
}

/// What Akoya's errors mean. The documented texts are Dex's; Ory Hydra's, which later samples point to, follow the RFC.
fn verdict(error: &OauthProviderError) -> Verdict {
    match error.error {
        OauthErrorCode::InvalidRequest => invalid_request(error),
        OauthErrorCode::InvalidGrant => invalid_grant(error),
        OauthErrorCode::InvalidClient | OauthErrorCode::UnauthorizedClient => Verdict::Misconfigured,
        OauthErrorCode::ServerError | OauthErrorCode::TemporarilyUnavailable => Verdict::Transient,
        OauthErrorCode::Unknown(_) => Verdict::Unclear,
        _ => Verdict::BadRequest,
    }
}

fn invalid_request(error: &OauthProviderError) -> Verdict {
    let says = |words| error.description_contains(words);
    match error.operation {
        Operation::Exchange if says("redirect_uri") => Verdict::Misconfigured,
        Operation::Exchange if says("code") || error.error_description.is_none() => Verdict::Dead,
        // Documented without any description: the token is missing, spent or wrong.
        Operation::Revoke => Verdict::Dead,
        Operation::Refresh if says("already been claimed") || says("expired") || says("revoked") => Verdict::Dead,
        Operation::Refresh if says("refresh token is invalid") => Verdict::Dead,
        Operation::Refresh if says("retry") => Verdict::Transient,
        Operation::Refresh if says("no refresh token") => Verdict::BadRequest,
        _ => Verdict::Unclear,
    }
}

/// Akoya: the `grant_type` is missing or wrong, which says nothing of the token. Hydra: the token is dead, and it says so.
fn invalid_grant(error: &OauthProviderError) -> Verdict {
    let hydra =
        ["refresh token", "authorization code", "authorization grant", "expired", "revoked", "already been used"];
    if hydra.into_iter().any(|words| error.description_contains(words)) { Verdict::Dead } else { Verdict::BadRequest }
}

/// 401 with code 602, or 401 with nothing that says otherwise.
fn is_bearer_rejected(status: u16, body: &[u8]) -> bool {
    if status != 401 {
        return false;
    }
    let code = akoya_model::from_slice::<ApiErrorBody>(body).ok().and_then(|body| body.fdx_code());
    code.is_none_or(|code| code == FdxCode::CustomerNotAuthorized)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Client, ErrorKind};

    #[test]
    fn a_601_or_603_is_not_worth_a_refresh() {
        assert!(is_bearer_rejected(401, br#"{"code":602,"message":"Customer not authorized"}"#));
        assert!(is_bearer_rejected(401, br#"{"code":"602"}"#));
        assert!(is_bearer_rejected(401, b"<html>"));
        assert!(!is_bearer_rejected(401, br#"{"code":603}"#));
        assert!(!is_bearer_rejected(404, br#"{"code":602}"#));
    }

    #[test]
    fn a_missing_connector_is_an_error_and_not_a_wrong_login_page() {
        let credentials =
            crate::AuthorizationCodeAuthCredentials::builder("id", "secret", "https://a.example/cb").build().unwrap();
        let client = Client::builder(credentials).build().unwrap();
        for connector in ["", " "] {
            let error = client.acg_auth().get_authorization_url(connector, "12345678").unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
        }
    }
}
