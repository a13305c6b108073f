//! The nonces that servers want in the next proof (RFC 9449 §8, §9).

use std::collections::HashMap;

use http::{HeaderMap, Uri};

use crate::sync::{Mutex, lock};

/// The header of a nonce.
const NONCE: &str = "dpop-nonce";

/// The longest nonce that is taken: it has to fit in a header with the rest of a proof.
const NONCE_LIMIT: usize = 1024;

/// How many servers are remembered. A program talks to a few.
const MOST_ORIGINS: usize = 64;

/// The newest nonce of each server, by its origin.
#[derive(Debug, Default)]
pub(crate) struct Nonces(Mutex<HashMap<String, String>>);

impl Nonces {
    /// Returns what the next proof for this server has to hold.
    pub(crate) fn of(&self, uri: &Uri) -> Option<String> {
        lock(&self.0).get(&origin(uri)).cloned()
    }

    /// Remembers the nonce of a response, if it has one. Returns whether it has.
    pub(crate) fn remember(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let mut named = headers.get_all(NONCE).iter();
        let nonce = named.next().and_then(|nonce| nonce.to_str().ok());
        // The characters of RFC 9449 §8.1; two nonces are none.
        let is_usable = |nonce: &&str| {
            (1..=NONCE_LIMIT).contains(&nonce.len())
                && nonce.bytes().all(|byte| byte.is_ascii_graphic())
        };
        let Some(nonce) = nonce.filter(is_usable) else {
            return false;
        };
        if named.next().is_some() {
            return false;
        }
        let mut nonces = lock(&self.0);
        if nonces.len() >= MOST_ORIGINS {
            // A forgotten nonce costs one request.
            nonces.clear();
        }
        nonces.insert(origin(uri), nonce.to_owned());
        true
    }
}

fn origin(uri: &Uri) -> String {
    let scheme = uri.scheme_str().unwrap_or_default();
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    // Scheme and host are the same in any case (RFC 3986 §6.2.2.1).
    format!("{scheme}://{authority}").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(nonces: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for nonce in nonces {
            headers.append(NONCE, nonce.parse().unwrap());
        }
        headers
    }

    #[test]
    fn each_server_has_a_nonce_of_its_own() {
        let nonces = Nonces::default();
        let here: Uri = "https://idp.example/token?a=b".parse().unwrap();
        let there: Uri = "https://api.example/token".parse().unwrap();
        assert!(nonces.remember(&here, &headers(&["one"])));
        assert!(nonces.remember(
            &"https://IDP.example/par".parse().unwrap(),
            &headers(&["two"])
        ));
        assert_eq!(nonces.of(&here).as_deref(), Some("two"));
        assert_eq!(nonces.of(&there), None);
    }

    #[test]
    fn what_is_no_nonce_is_not_taken_and_floods_take_no_room() {
        let nonces = Nonces::default();
        let uri: Uri = "https://idp.example/".parse().unwrap();
        let long = "n".repeat(2000);
        for odd in [&[][..], &[""], &["a", "b"], &["a b"], &[&long]] {
            assert!(!nonces.remember(&uri, &headers(odd)), "{odd:?}");
        }
        for number in 0..1000 {
            let uri = format!("https://host-{number}.example/").parse().unwrap();
            nonces.remember(&uri, &headers(&["n"]));
        }
        assert!(lock(&nonces.0).len() <= MOST_ORIGINS);
    }
}
