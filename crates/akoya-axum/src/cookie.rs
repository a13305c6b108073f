//! The cookie that identifies a browser while its customer is at the bank.

use std::time::Duration;

use akoya::oauth::random::{self, SystemRandom};
use akoya::oauth::{Error, Secret};
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// The name. With this prefix a browser takes the cookie only with `Secure` and for the whole host alone, so that
/// neither plain http nor another subdomain can plant one (RFC 6265bis §4.1.3.2).
const NAME: &str = "__Host-akoya-consent";

/// The length of a value: 256 bits in the URL-safe base64 alphabet.
const LENGTH: usize = 43;

/// Generates a new value.
pub(crate) fn generate() -> Result<Secret, Error> {
    random::token(&SystemRandom).map(Secret::new)
}

/// Reads the value that the browser sent, if it has the form of ours and is the only one.
pub(crate) fn read(headers: &HeaderMap) -> Option<Secret> {
    let texts = headers.get_all(COOKIE).iter();
    let mut values = texts
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(|(name, value)| (name == NAME).then_some(value));
    let value = values.next()?;
    let is_one = values.next().is_none();
    let is_ours = value.len() == LENGTH && value.bytes().all(is_ours);
    (is_one && is_ours).then(|| Secret::new(value))
}

fn is_ours(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// Builds the header that gives the browser a value. `Lax`, because the way back from the bank is a navigation between
/// sites.
pub(crate) fn set(value: &Secret, lifetime: Duration) -> Option<HeaderValue> {
    let text = format!(
        "{NAME}={}; Path=/; Max-Age={}; Secure; HttpOnly; SameSite=Lax",
        value.expose(),
        lifetime.as_secs()
    );
    let mut header = HeaderValue::try_from(text).ok()?;
    header.set_sensitive(true);
    Some(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(cookies: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for cookie in cookies {
            headers.append(COOKIE, cookie.parse().unwrap());
        }
        read(&headers).map(|value| value.expose().to_owned())
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let value = generate().unwrap();
        let set = set(&value, Duration::from_secs(600)).unwrap();
        let set = set.to_str().unwrap();
        assert!(set.ends_with("; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax"));
        let pair = set.split(';').next().unwrap();
        let value = Some(value.expose().to_owned());
        assert_eq!(sent(&[&format!("session=1; {pair}")]), value);
        assert_eq!(sent(&["session=1", pair]), value);
    }

    #[test]
    fn every_cookie_has_another_value() {
        assert_ne!(generate().unwrap(), generate().unwrap());
    }

    #[test]
    fn no_other_cookie_is_taken_for_the_consents() {
        let value = "0".repeat(LENGTH);
        let (short, long) = (&value[1..], format!("{value}0"));
        let strange = format!("{}<b>", &value[3..]);
        for wrong in [short, &long, &strange, ""] {
            assert_eq!(sent(&[&format!("{NAME}={wrong}")]), None, "{wrong}");
        }
        assert_eq!(sent(&[&format!("{NAME}={value}; {NAME}={value}")]), None);
        assert_eq!(sent(&[&format!("akoya-consent={value}")]), None);
        assert_eq!(sent(&[]), None);
    }
}
