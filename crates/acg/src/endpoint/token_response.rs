//! The token response (RFC 6749 §5.1) and its errors (§5.2).

use crate::endpoint::failure::Failure;
use crate::endpoint::response::{RawResponse, refused};
use crate::provider::profile::Provider;
use crate::token::oauth_token::OauthToken;

/// How a code exchange or a refresh went. Whether the token set has a bearer is for the caller to check.
pub(crate) type TokenResponse = Result<Box<OauthToken>, Failure>;

/// Reads the response to a code exchange or a refresh.
pub(crate) fn read_token_response(
    provider: &Provider,
    response: &RawResponse<'_>,
) -> TokenResponse {
    response.check_status(provider)?;
    // From here on the provider says that it has processed the request. A body that cannot be used means that the token
    // which it issued is lost; it is never a verdict on the token that was sent.
    let lost = |what: &str| {
        let status = response.status.as_u16();
        let text = format!("the provider's response, HTTP {status}, {what}");
        Err(Failure::Lost(response.unexpected(text)))
    };
    let Some(members) = response.members() else {
        return lost("is not a JSON object with unique names");
    };
    if let Some(error) = response.oauth_error_in(&members) {
        return Err(refused(provider, error));
    }
    let token = match OauthToken::from_members(members) {
        Ok(token) => token,
        Err(malformed) => return lost(&format!("is malformed: {malformed}")),
    };
    // A proof-of-possession token (RFC 9449) must not be sent as a bearer.
    if !token.token_type.eq_ignore_ascii_case("bearer") {
        return lost("has a token whose type is not Bearer");
    }
    if !token.holds_anything() {
        return lost("has no token");
    }
    Ok(Box::new(token))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::testing::{provider, with_response};
    use crate::operation::Operation;
    use crate::provider::profile::Verdict;

    fn read(status: u16, content_type: &str, body: &str) -> TokenResponse {
        with_response(Operation::Refresh, status, content_type, body, |response| {
            read_token_response(&provider(), response)
        })
    }

    #[test]
    fn every_2xx_with_a_token_is_a_success() {
        for status in [200, 201, 203] {
            let body = "\u{feff}{\"access_token\":\"t\",\"expires_in\":\"60\"}";
            let token = read(status, "application/json", body).unwrap();
            assert_eq!(token.expires_in, Some(60), "{status}");
        }
        let form = read(
            200,
            "application/x-www-form-urlencoded; charset=utf-8",
            "access_token=t&expires_in=60",
        );
        assert_eq!(form.unwrap().expires_in, Some(60));
    }

    #[test]
    fn a_malformed_success_is_a_lost_response() {
        let bodies = [
            "",
            "null",
            "[]",
            "\"t\"",
            "{}",
            "<html>",
            "{\"access_token\":\"t\"",
            "{\"access_token\":\"t\"} x",
            "{\"access_token\":17}",
            "{\"access_token\":\"\"}",
            "{\"access_token\":\"t\",\"access_token\":\"u\"}",
            "{\"access_token\":\"t\",\"token_type\":\"DPoP\"}",
            "{\"access_token\":\"t\\r\\nX: y\"}",
            "{\"refresh_token\":[\"r\"],\"access_token\":\"t\"}",
        ];
        for body in bodies {
            assert!(
                matches!(read(200, "application/json", body), Err(Failure::Lost(_))),
                "{body}"
            );
        }
    }

    #[test]
    fn an_error_is_a_verdict_unless_the_server_failed() {
        let body = r#"{"error":"invalid_grant","error_description":"token canary is over"}"#;
        for status in [200, 400, 401, 403] {
            let Err(Failure::Refused(error, verdict)) = read(status, "text/plain", body) else {
                panic!("{status}")
            };
            assert_eq!(
                (verdict, error.status),
                (Verdict::TokenInvalid, Some(status))
            );
            assert_eq!(
                error.error_description.as_deref(),
                Some("token [redacted] is over")
            );
        }
        for status in [500, 502, 503, 504] {
            assert!(
                matches!(
                    read(status, "application/json", body),
                    Err(Failure::Lost(_))
                ),
                "{status}"
            );
        }
    }

    #[test]
    fn other_statuses_have_their_own_meaning() {
        assert!(matches!(
            read(429, "application/json", "{}"),
            Err(Failure::Throttled(None))
        ));
        assert!(matches!(
            read(302, "application/json", "{}"),
            Err(Failure::Unexpected(_))
        ));
        assert!(matches!(
            read(400, "text/html", "<html>"),
            Err(Failure::Unexpected(_))
        ));
        assert!(matches!(
            read(401, "text/html", ""),
            Err(Failure::Refused(_, Verdict::Misconfigured))
        ));
    }

    proptest::proptest! {
        #[test]
        fn any_body_is_read_without_a_panic(status in 200_u16..600, body in ".{0,120}") {
            let _ = read(status, "application/json", &body);
        }
    }
}
