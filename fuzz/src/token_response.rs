//! The response to a code becomes a token or an error, never a panic; a token that is accepted can be used.

use crate::token_endpoint::{TokenEndpoint, assert_no_secret, run};

/// Exchanges a code for the input.
pub fn check(data: &[u8]) {
    let Some(endpoint) = TokenEndpoint::new(&[200, 201, 204, 299], data) else {
        return;
    };
    let Ok(grant) = endpoint.grant(None) else {
        unreachable!("the settings are right");
    };
    match run(grant.fetch_token("code")) {
        Ok(token) => {
            assert!(grant.oauth_token().is_some());
            let bearer = token.access_token.or(token.id_token);
            assert!(bearer.is_some_and(|bearer| !bearer.expose().is_empty()));
        }
        Err(error) => assert_no_secret(&error),
    }
}
