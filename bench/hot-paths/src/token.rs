//! The tokens that everybody has.

use std::time::Duration;

use http::HeaderValue;

/// How long a token is valid that nobody is to refresh.
pub const LONG: Duration = Duration::from_secs(86_400);

/// A token as large as Akoya's: 1.2 KB.
pub fn token(number: u64) -> String {
    format!("{number:012}{}", "t".repeat(1_200))
}

/// The value of the `Authorization` header, made again for each call.
pub fn header(token: &str) -> HeaderValue {
    let mut value = HeaderValue::try_from(format!("Bearer {token}")).unwrap();
    value.set_sensitive(true);
    value
}
