//! What the provider wants of a proof of possession (RFC 9449): a key, a nonce of its own, and that none is presented twice.

use std::collections::{HashMap, HashSet};

use axum::http::HeaderMap;
use jsonwebtoken::jwk::ThumbprintHash;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;

/// After how many proofs the provider wants another nonce, so that a process meets one that it does
/// not know while it refreshes. More than are under way at a time: a nonce must not be outdated
/// before the request that repeats it arrives.
const PROOFS_PER_NONCE: u64 = 256;

/// The proofs that came, and the keys that the grants are bound to.
#[derive(Debug, Default)]
pub(crate) struct Proofs {
    accepted: u64,
    seen: HashSet<String>,
    /// By connection: the first generation of each consent, and the thumbprint of its key.
    keys: HashMap<u32, Vec<(u64, Option<String>)>>,
}

/// Why a proof is not accepted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Objection {
    /// It lacks this nonce.
    WantsNonce(String),
    /// No client may send it.
    Broken(&'static str),
}

#[derive(Deserialize)]
struct Claims {
    jti: String,
    htm: String,
    htu: String,
    nonce: Option<String>,
}

impl Proofs {
    /// Judges the proof of a request to the token endpoint. Returns the thumbprint of its key.
    pub(crate) fn judge(&mut self, headers: &HeaderMap) -> Result<String, Objection> {
        let mut proofs = headers.get_all("dpop").iter();
        let (Some(proof), None) = (proofs.next(), proofs.next()) else {
            return Err(Objection::Broken("a request has not one proof"));
        };
        let proof = proof.to_str().unwrap_or_default();
        let (key, claims) = verified(proof).ok_or(Objection::Broken("a proof is not signed"))?;
        if claims.htm != "POST" || !claims.htu.ends_with("/token") {
            return Err(Objection::Broken("a proof is for another request"));
        }
        if !self.seen.insert(claims.jti) {
            return Err(Objection::Broken("a proof came twice"));
        }
        let number = self.accepted / PROOFS_PER_NONCE;
        // The one before is taken too, as RFC 9449 §8.2 suggests: several requests are under way.
        let fits = |nonce: &String| {
            [number, number.saturating_sub(1)]
                .map(nonce_of)
                .contains(nonce)
        };
        if !claims.nonce.as_ref().is_some_and(fits) {
            return Err(Objection::WantsNonce(nonce_of(number)));
        }
        self.accepted += 1;
        Ok(key)
    }

    /// Binds the tokens of a consent, from this generation on, to a key.
    pub(crate) fn bind(&mut self, connection: u32, generation: u64, key: Option<String>) {
        self.keys
            .entry(connection)
            .or_default()
            .push((generation, key));
    }

    /// Returns whether a refresh token is bound to this key.
    pub(crate) fn is_key_of(&self, connection: u32, generation: u64, key: &Option<String>) -> bool {
        let mut keys = self.keys.get(&connection).into_iter().flatten();
        let bound = keys.rfind(|(first, _)| *first <= generation);
        bound.and_then(|(_, bound)| bound.as_ref()) == key.as_ref()
    }
}

fn nonce_of(number: u64) -> String {
    format!("nonce-{number}")
}

/// Returns the thumbprint of the key in a proof, and its claims, if the key has signed them.
fn verified(proof: &str) -> Option<(String, Claims)> {
    let header = jsonwebtoken::decode_header(proof).ok()?;
    let key = header
        .jwk
        .filter(|_| header.typ.as_deref() == Some("dpop+jwt"))?;
    let mut validation = Validation::new(Algorithm::ES256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    let public = DecodingKey::from_jwk(&key).ok()?;
    let token = jsonwebtoken::decode::<Claims>(proof, &public, &validation).ok()?;
    Some((key.thumbprint(ThumbprintHash::SHA256).ok()?, token.claims))
}
