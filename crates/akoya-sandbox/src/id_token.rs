use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::data::User;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::random;
use crate::signing_key::SigningKey;
use crate::state::consent::Consent;

/// What an id_token lets its bearer read, in Akoya's product names.
const PRODUCTS: [&str; 8] = [
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

/// Signs an id_token for a consent.
pub(crate) fn issue(
    key: &SigningKey,
    issuer: &str,
    consent: &Consent,
    user: Option<&User>,
    dialect: Dialect,
    now_ms: i64,
    lifetime_s: i64,
) -> Result<String, Error> {
    let asked = |scope: &str| consent.scope.split(' ').any(|one| one == scope);
    let email = user
        .filter(|_| asked("email"))
        .and_then(|user| user.profile.email.as_deref());
    let (now, jti) = (now_ms / 1000, random::uuid()?);
    key.sign(&Claims {
        iss: issuer,
        aud: [&consent.client_id],
        sub: match dialect {
            Dialect::Dex => subject(&consent.user, &consent.connector),
            Dialect::Hydra => uuid_of(&format!("{}/{}", consent.connector, consent.user)),
        },
        exp: now.saturating_add(lifetime_s),
        iat: now,
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
        name: user
            .filter(|_| asked("profile"))
            .and_then(|user| user.profile.name.as_deref()),
        email,
        email_verified: email.map(|_| true),
    })
}

/// Checks form, algorithm and signature.
pub(crate) fn open(key: &SigningKey, token: &str) -> Option<Bearer> {
    let mut validation = Validation::new(Algorithm::RS256);
    // The library would go by real time and would ask for one audience; the sandbox has its own clock and all clients.
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

/// Dex's subject: user and connector as a small protobuf message, so that it is the same at every sign-in.
fn subject(user: &str, connector: &str) -> String {
    URL_SAFE_NO_PAD.encode(two_strings(user, connector))
}

/// A protobuf message of two strings, fields 1 and 2. Both are shorter than 128 bytes here.
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

/// Akoya's samples have an `at_hash` although the answer has no access token; what it is the hash of is not documented.
fn half_hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(text)[..16])
}

/// A stable identifier for something, in the form of a UUID.
fn uuid_of(name: &str) -> String {
    let hex: String = Sha256::digest(name)[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_is_the_documented_sample_for_mikomo_1() {
        assert_eq!(subject("mikomo_1", "mikomo"), "CghtaWtvbW9fMRIGbWlrb21v");
    }
}
