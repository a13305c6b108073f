//! What a profile says, for a person to read.

use std::fmt;

use crate::dpop::key::PROOF_ALGORITHM;
use crate::provider::profile::{CallbackIssuer, Dpop, Pkce, Provider, PushedRequests, takes};

/// How wide the names of the facts are.
const NAMES: usize = 26;

/// Writes what is known of the provider, a line for each fact. Texts that the provider made up are not among them, except
/// its URLs.
impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lead, facts) = (self.issuer.as_deref().unwrap_or("unknown"), self.facts());
        write!(f, "{:NAMES$}{lead}", "issuer")?;
        for (name, fact) in facts {
            write!(f, "\n{name:NAMES$}{fact}")?;
        }
        Ok(())
    }
}

impl Provider {
    fn facts(&self) -> Vec<(&'static str, String)> {
        let tls = &self.tls_endpoints;
        let optional = [
            ("revocation endpoint", self.revocation_endpoint.as_ref()),
            (
                "device endpoint",
                self.device_authorization_endpoint.as_ref(),
            ),
            (
                "pushed request endpoint",
                self.pushed_authorization_request_endpoint.as_ref(),
            ),
            ("token, by certificate", tls.token.as_ref()),
            ("revocation, the same", tls.revocation.as_ref()),
            ("pushed request, the same", tls.pushed.as_ref()),
            ("device, the same", tls.device.as_ref()),
        ];
        let mut facts = vec![
            (
                "authorization endpoint",
                self.authorization_endpoint.to_string(),
            ),
            ("token endpoint", self.token_endpoint.to_string()),
        ];
        let there = optional
            .into_iter()
            .filter_map(|(name, url)| Some((name, url?)));
        facts.extend(there.map(|(name, url)| (name, url.to_string())));
        facts.push(("client authentication", self.exchange_auth.to_string()));
        if self.revocation_endpoint.is_some() && self.revoke_auth != self.exchange_auth {
            facts.push(("… for a revocation", self.revoke_auth.to_string()));
        }
        facts.extend([
            ("PKCE", self.pkce_in_words().to_owned()),
            (
                "issuer in callbacks",
                self.callback_issuer_in_words().to_owned(),
            ),
            ("pushed requests", self.pushed_in_words().to_owned()),
            ("DPoP", self.dpop_in_words()),
        ]);
        #[cfg(feature = "jose")]
        facts.push(("id_tokens", self.id_tokens.to_string()));
        facts
    }

    const fn pkce_in_words(&self) -> &'static str {
        match self.pkce {
            Pkce::S256 => "S256",
            Pkce::Off => "off",
        }
    }

    const fn callback_issuer_in_words(&self) -> &'static str {
        match self.callback_issuer {
            CallbackIssuer::Required => "promised, so a callback without it is refused",
            CallbackIssuer::Optional => "not promised, and compared if it is there",
        }
    }

    fn pushed_in_words(&self) -> &'static str {
        match (
            self.pushed_requests,
            &self.pushed_authorization_request_endpoint,
        ) {
            (PushedRequests::Required, _) => "required",
            (PushedRequests::Off, Some(_)) => "possible, and off",
            (PushedRequests::Off, None) => "off",
        }
    }

    fn dpop_in_words(&self) -> String {
        let switch = match self.dpop {
            Dpop::Required => "required",
            Dpop::Off => "off",
        };
        match self.algorithms.proofs.as_ref() {
            None => switch.to_owned(),
            proofs if takes(proofs, PROOF_ALGORITHM) => {
                format!("{switch}; the provider accepts proofs with {PROOF_ALGORITHM}")
            }
            Some(_) => {
                format!("{switch}; the provider does not accept proofs with {PROOF_ALGORITHM}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::client_auth::ClientAuth;

    fn provider() -> Provider {
        let at = |path: &str| format!("https://idp.example/{path}").parse().unwrap();
        Provider::rfc6749(at("auth"), at("token"))
            .unwrap()
            .issuer("https://idp.example")
            .revocation_endpoint(at("revoke"))
            .unwrap()
    }

    #[test]
    fn a_profile_is_said_in_lines_of_which_each_has_a_name() {
        let text = provider().revoke_auth(ClientAuth::Body).to_string();
        for line in [
            "issuer                    https://idp.example",
            "authorization endpoint    https://idp.example/auth",
            "token endpoint            https://idp.example/token",
            "revocation endpoint       https://idp.example/revoke",
            "client authentication     client_secret_basic",
            "… for a revocation        client_secret_post",
            "PKCE                      S256",
            "pushed requests           off",
            "DPoP                      off",
        ] {
            assert!(text.lines().any(|one| one == line), "{line}\n{text}");
        }
    }

    #[test]
    fn texts_that_the_provider_made_up_are_not_shown() {
        let mut provider = provider();
        provider.algorithms.proofs = Some(vec!["\u{1b}[31mES256".to_owned()]);
        let text = provider.to_string();
        assert!(text.contains("does not accept proofs"), "{text}");
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }
}
