//! A response with the status of an error is never a token, and the grant it was for can still be asked.

use acg::OauthToken;

use crate::token_endpoint::{TokenEndpoint, assert_no_secret, run};

/// A token that has expired.
const TOKEN: &str =
    r#"{"access_token":"access","refresh_token":"refresh","token_type":"bearer","expiry":0}"#;

/// Exchanges a code and refreshes a token for the input.
pub fn check(data: &[u8]) {
    let statuses = [400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504, 302];
    let Some(endpoint) = TokenEndpoint::new(&statuses, data) else {
        return;
    };
    let token: OauthToken = match serde_json::from_str(TOKEN) {
        Ok(token) => token,
        Err(error) => unreachable!("the token is one: {error}"),
    };
    for (token, has_grant) in [(None, false), (Some(token), true)] {
        let Ok(grant) = endpoint.clone().grant(token) else {
            unreachable!("the settings are right");
        };
        let refused = if has_grant {
            run(grant.refresh_token())
        } else {
            run(grant.fetch_token("code"))
        };
        match refused {
            Ok(_) => panic!("an error became a token"),
            Err(error) => assert_no_secret(&error),
        }
    }
}
