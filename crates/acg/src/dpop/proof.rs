//! The proof that accompanies a request (RFC 9449 §4).

use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::HeaderName;
use http::{HeaderValue, Method, Uri};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::clock::unix_seconds;
use crate::dpop::key::DpopKey;
use crate::error::Error;
use crate::random::{self, Random};
use crate::secret::Secret;

/// The header of a proof.
pub(crate) const DPOP: HeaderName = HeaderName::from_static("dpop");

/// The error of a server that wants a nonce in the proof (RFC 9449 §8): it has processed nothing.
pub(crate) const USE_DPOP_NONCE: &str = "use_dpop_nonce";

/// The error of a server that does not accept a proof (RFC 9449 §5).
pub(crate) const INVALID_DPOP_PROOF: &str = "invalid_dpop_proof";

/// What a proof is made for: one request, at one moment.
pub(crate) struct Proof<'a> {
    pub(crate) method: &'a Method,
    pub(crate) uri: &'a Uri,
    pub(crate) nonce: Option<String>,
    /// The access token that the request presents, if it presents one (RFC 9449 §7).
    pub(crate) token: Option<&'a Secret>,
}

impl Proof<'_> {
    /// Signs the proof, as the value of its header.
    pub(crate) fn sign(
        self,
        key: &DpopKey,
        now: SystemTime,
        random: &dyn Random,
    ) -> Result<HeaderValue, Error> {
        let mut claims = json!({
            // A server refuses a proof whose `jti` it has seen (RFC 9449 §11.1).
            "jti": random::token(random)?,
            "htm": self.method.as_str(),
            "htu": without_query(self.uri),
            "iat": unix_seconds(now),
        });
        if let Some(token) = self.token {
            claims["ath"] = URL_SAFE_NO_PAD
                .encode(Sha256::digest(token.expose()))
                .into();
        }
        if let Some(nonce) = self.nonce {
            claims["nonce"] = nonce.into();
        }
        let proof = key.sign(&claims)?;
        let mut header = HeaderValue::try_from(proof.expose()).map_err(|_| {
            Error::configuration("the proof of possession is not a valid header value")
        })?;
        // A program that sees it can use it until it is too old.
        header.set_sensitive(true);
        Ok(header)
    }
}

/// Returns the address without query and fragment (RFC 9449 §4.2).
fn without_query(uri: &Uri) -> String {
    let scheme = uri.scheme_str().unwrap_or_default();
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    format!("{scheme}://{authority}{}", uri.path())
}

#[cfg(feature = "jose")]
#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::random::SystemRandom;

    fn proof(token: Option<&Secret>, nonce: Option<&str>) -> (Value, Value) {
        let key = DpopKey::generate().unwrap();
        let header = Proof {
            method: &Method::POST,
            uri: &"https://idp.example/token?a=b".parse().unwrap(),
            nonce: nonce.map(ToOwned::to_owned),
            token,
        }
        .sign(&key, crate::clock::from_unix_seconds(7), &SystemRandom)
        .unwrap();
        assert!(header.is_sensitive());
        let mut parts = header.to_str().unwrap().split('.').map(|part| {
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap_or_default())
                .unwrap_or_default()
        });
        (parts.next().unwrap(), parts.next().unwrap())
    }

    #[test]
    fn a_proof_is_for_one_request_and_holds_the_public_key_alone() {
        let (header, claims) = proof(None, None);
        assert_eq!(
            (&header["typ"], &header["alg"]),
            (&"dpop+jwt".into(), &"ES256".into())
        );
        assert_eq!(header["jwk"]["kty"], "EC");
        assert_eq!(header["jwk"].get("d"), None);
        assert_eq!(claims["htu"], "https://idp.example/token");
        assert_eq!(
            (&claims["htm"], &claims["iat"]),
            (&"POST".into(), &7.into())
        );
        assert_eq!((claims.get("ath"), claims.get("nonce")), (None, None));
        assert_ne!(claims["jti"], proof(None, None).1["jti"]);
    }

    #[test]
    fn a_proof_names_the_token_and_the_nonce_of_the_server() {
        // The token of RFC 9449 §7.1, and its hash there.
        let token = Secret::new("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU");
        let (_, claims) = proof(Some(&token), Some("n-1"));
        assert_eq!(claims["ath"], "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
        assert_eq!(claims["nonce"], "n-1");
    }
}
