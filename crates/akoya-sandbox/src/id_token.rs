//! id_tokens: what they claim, and what the data API reads from them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::data::Profile;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::random;
use crate::signing_key::SigningKey;
use crate::state::consent::Consent;

/// The products that an id_token gives access to, as Akoya names them.
pub(crate) const PRODUCTS: [&str; 8] = [
    "ACCOUNTS",
    "BALANCES",
    "CUSTOMERS",
    "INVESTMENTS",
    "PAYMENTS",
    "STATEMENTS",
    "TAX",
    "TRANSACTIONS",
];

/// The claims of an id_token, with the names and forms of Akoya's samples. Times are in seconds since 1970.
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: [&'a str; 1],
    sub: String,
    exp: i64,
    iat: i64,
    auth_time: i64,
    rat: i64,
    sid: &'a str,
    jti: String,
    at_hash: String,
    grant_id: &'a str,
    #[serde(rename = "connectorId")]
    connector_id: &'a str,
    #[serde(rename = "recipientId")]
    recipient_id: String,
    accounts: &'a [String],
    products: [&'static str; 8],
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_verified: Option<bool>,
}

/// What the data API reads from a bearer token. Everything else it takes from the consent.
#[derive(Debug, Deserialize)]
pub(crate) struct Bearer {
    pub(crate) grant_id: String,
    exp: i64,
}

/// An id_token that is to be issued.
pub(crate) struct IdToken<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) dialect: Dialect,
    pub(crate) consent: &'a Consent,
    /// What is known of the customer; the scopes decide how much of it the token claims.
    pub(crate) profile: Option<&'a Profile>,
    pub(crate) issued_at_ms: i64,
    pub(crate) lifetime_s: i64,
}

impl<'a> IdToken<'a> {
    /// Signs the token, with a new `jti`.
    pub(crate) fn sign(&self, key: &SigningKey) -> Result<String, Error> {
        key.sign(&self.claims(random::uuid()?))
    }

    fn claims(&self, jti: String) -> Claims<'a> {
        let consent = self.consent;
        let issued_at = self.issued_at_ms / 1000;
        let email = self
            .profile_for("email")
            .and_then(|one| one.email.as_deref());
        Claims {
            iss: self.issuer,
            aud: [&consent.client_id],
            sub: self.subject(),
            exp: issued_at.saturating_add(self.lifetime_s),
            iat: issued_at,
            auth_time: consent.signed_in_at / 1000,
            rat: consent.requested_at / 1000,
            sid: &consent.session,
            at_hash: half_hash(&jti),
            jti,
            grant_id: &consent.id,
            connector_id: &consent.connector,
            recipient_id: uuid_of(&consent.client_id),
            accounts: &consent.accounts,
            products: PRODUCTS,
            name: self
                .profile_for("profile")
                .and_then(|one| one.name.as_deref()),
            email,
            email_verified: email.map(|_| true),
        }
    }

    /// Returns the profile, if this scope was granted.
    fn profile_for(&self, scope: &str) -> Option<&'a Profile> {
        let is_granted = self.consent.scope.split(' ').any(|one| one == scope);
        self.profile.filter(|_| is_granted)
    }

    /// Builds the subject of user and connector alone, so that it is the same after every sign-in and in every consent.
    fn subject(&self) -> String {
        let (user, connector) = (&self.consent.user, &self.consent.connector);
        match self.dialect {
            Dialect::Dex => dex_subject(user, connector),
            Dialect::Hydra => uuid_of(&format!("{connector}/{user}")),
        }
    }
}

/// Verifies form, algorithm and signature. The caller checks the expiry.
pub(crate) fn open(key: &SigningKey, token: &str) -> Option<Bearer> {
    let mut validation = Validation::new(Algorithm::RS256);
    // The library would use real time and require one audience; the sandbox has its own clock and serves all clients.
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    Some(
        jsonwebtoken::decode::<Bearer>(token, key.verifier(), &validation)
            .ok()?
            .claims,
    )
}

impl Bearer {
    pub(crate) fn is_expired(&self, now_ms: i64) -> bool {
        self.exp <= now_ms / 1000
    }
}

/// Builds Dex's subject: user and connector in a small protobuf message.
fn dex_subject(user: &str, connector: &str) -> String {
    URL_SAFE_NO_PAD.encode(two_strings(user, connector))
}

/// Encodes a protobuf message of two strings, fields 1 and 2. Both are shorter than 128 bytes here.
pub(crate) fn two_strings(first: &str, second: &str) -> Vec<u8> {
    let field = |tag: u8, text: &str| {
        [
            &[tag, u8::try_from(text.len()).unwrap_or(127)],
            text.as_bytes(),
        ]
        .concat()
    };
    [field(0x0a, first), field(0x12, second)].concat()
}

/// Hashes a text as `at_hash` does. Akoya's samples have one although there is no access token; what it hashes is not
/// documented.
fn half_hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(text)[..16])
}

/// Derives a stable identifier from a name, in the form of a UUID.
pub(crate) fn uuid_of(name: &str) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(name)[..16]);
    random::uuid_text(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_is_the_documented_sample_for_mikomo_1() {
        assert_eq!(
            dex_subject("mikomo_1", "mikomo"),
            "CghtaWtvbW9fMRIGbWlrb21v"
        );
    }
}
