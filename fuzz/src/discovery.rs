//! Metadata become a profile or an error, never a panic; those of another issuer are refused (RFC 8414 §3.3).

use acg::Provider;
use serde_json::Value;

use crate::token_endpoint::{TokenEndpoint, assert_no_secret, run};

const ISSUER: &str = "https://idp.example";

/// Asks for the metadata of an issuer and gets the input.
pub fn check(data: &[u8]) {
    let Some(endpoint) = TokenEndpoint::new(&[200, 404, 500, 302], data) else {
        return;
    };
    match run(Provider::discover_with(ISSUER, &endpoint)) {
        Ok(_) => {
            let metadata: Value = serde_json::from_slice(endpoint.body()).unwrap_or_default();
            assert_eq!(metadata["issuer"], ISSUER);
        }
        Err(error) => assert_no_secret(&error),
    }
}
