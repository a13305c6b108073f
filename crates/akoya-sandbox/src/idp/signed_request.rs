//! The authorization request on its way through the consent pages.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};

/// How long a customer may take from the first page to the last, in milliseconds.
pub(super) const LIFETIME_MS: i64 = 60 * 60 * 1000;

/// An authorization request that the pages carry from one to the next.
///
/// It is a signed hidden field of each form, so that the server keeps nothing about unfinished requests and the
/// pages work without cookies. A page accepts only a request for itself, and an `id` is decided on once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SignedRequest {
    pub(super) id: String,
    pub(super) page: ConsentPage,
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    pub(super) scope: String,
    pub(super) state: String,
    pub(super) connector: String,
    pub(super) requested_at: i64,
    /// Who has signed in, and when; empty and 0 until then.
    pub(super) user: String,
    pub(super) signed_in_at: i64,
    pub(super) expires_at: i64,
}

/// The page that a signed request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum ConsentPage {
    SignIn,
    Terms,
    Accounts,
}

impl SignedRequest {
    pub(super) fn sign(&self, key: &[u8]) -> Result<String, Error> {
        jsonwebtoken::encode(
            &Header::new(Algorithm::HS256),
            self,
            &EncodingKey::from_secret(key),
        )
        .map_err(|source| {
            Error::new(ErrorKind::System, "cannot sign the request of a page").because(source)
        })
    }

    /// Verifies a signed request. Returns `None` if it is forged, expired, or of another page.
    pub(super) fn open(signed: &str, key: &[u8], page: ConsentPage, now: i64) -> Option<Self> {
        let mut validation = Validation::new(Algorithm::HS256);
        // The library would compare the expiry with real time; below it is compared with the sandbox's clock.
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        let request =
            jsonwebtoken::decode::<Self>(signed, &DecodingKey::from_secret(key), &validation)
                .ok()?
                .claims;
        (request.page == page && now < request.expires_at).then_some(request)
    }

    pub(super) fn at(mut self, page: ConsentPage) -> Self {
        self.page = page;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> SignedRequest {
        SignedRequest {
            id: "id".into(),
            page: ConsentPage::Terms,
            client_id: "client".into(),
            redirect_uri: "http://127.0.0.1/".into(),
            scope: "openid".into(),
            state: "\u{1F511}".into(),
            connector: "mikomo".into(),
            requested_at: 1,
            user: "kim".into(),
            signed_in_at: 2,
            expires_at: 1000,
        }
    }

    #[test]
    fn a_request_opens_on_its_own_page_until_it_expires() {
        let signed = request().sign(b"key").unwrap();
        assert_eq!(
            SignedRequest::open(&signed, b"key", ConsentPage::Terms, 999),
            Some(request())
        );
        assert_eq!(
            SignedRequest::open(&signed, b"key", ConsentPage::Terms, 1000),
            None
        );
        assert_eq!(
            SignedRequest::open(&signed, b"key", ConsentPage::Accounts, 0),
            None
        );
    }

    #[test]
    fn a_request_with_another_key_or_a_changed_letter_does_not_open() {
        let signed = request().sign(b"key").unwrap();
        assert_eq!(
            SignedRequest::open(&signed, b"other", ConsentPage::Terms, 0),
            None
        );
        for index in 0..signed.len() - 1 {
            let mut changed = signed.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(
                SignedRequest::open(&changed, b"key", ConsentPage::Terms, 0),
                None,
                "index {index}"
            );
        }
    }
}
