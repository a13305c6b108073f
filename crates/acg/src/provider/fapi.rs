//! The FAPI 2.0 Security Profile: what it demands of a client.

use crate::endpoint::client::choose_auth;
use crate::error::Error;
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::provider::client_auth::ClientAuth;
use crate::provider::profile::{
    CallbackIssuer, Dpop, Pkce, Provider, PushedRequests, SenderConstraint,
};
use crate::token::bearer::BearerSource;

impl Provider {
    /// Turns on together what the FAPI 2.0 Security Profile asks of a client, and refuses what it forbids:
    ///
    /// - authorization requests are pushed (RFC 9126), with PKCE and S256;
    /// - the client authenticates with `private_key_jwt` or its certificate, whatever else the provider takes; the
    ///   assertion is for the issuer, and signed with ES256, PS256 or EdDSA;
    /// - tokens are bound to a key or to the certificate, and a bearer token is not believed;
    /// - every callback names its issuer (RFC 9207), and another or none is refused.
    ///
    /// A later setting that contradicts it is refused when the grant is [built](crate::grant::AuthBuilder::build).
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), acg::Error> {
    /// use acg::Provider;
    /// use acg::provider::SenderConstraint;
    ///
    /// let provider = Provider::discover("https://bank.example").await?.fapi2(SenderConstraint::Dpop)?;
    /// # let _ = provider;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when the provider has no issuer, no endpoint for pushed
    /// requests, or accepts neither of the two client authentications.
    pub fn fapi2(mut self, constraint: SenderConstraint) -> Result<Self, Error> {
        self.pkce = Pkce::S256;
        self.pushed_requests = PushedRequests::Required;
        // Against mix-up: a code of one provider must not be sent to another (RFC 9207 §1).
        self.callback_issuer = CallbackIssuer::Required;
        self.dpop = match constraint {
            SenderConstraint::Dpop => Dpop::Required,
            SenderConstraint::MutualTls => Dpop::Off,
        };
        for auth in [
            &mut self.exchange_auth,
            &mut self.refresh_auth,
            &mut self.revoke_auth,
        ] {
            auth.keep_only(&[ClientAuth::PrivateKeyJwt, ClientAuth::MutualTls])
                .ok_or_else(|| {
                    refused("the provider accepts neither `private_key_jwt` nor a certificate")
                })?;
        }
        self.fapi2 = Some(constraint);
        self.check_fapi2()?;
        Ok(self)
    }

    /// Checks that nothing was set against the profile.
    fn check_fapi2(&self) -> Result<(), Error> {
        let is_bound = match self.fapi2 {
            None => return Ok(()),
            Some(SenderConstraint::Dpop) => self.dpop == Dpop::Required,
            Some(SenderConstraint::MutualTls) => self.dpop == Dpop::Off,
        };
        let problem = if self.issuer.is_none() {
            "the provider has no issuer"
        } else if self.pushed_authorization_request_endpoint.is_none() {
            "the provider has no pushed authorization request endpoint"
        } else if self.pushed_requests != PushedRequests::Required {
            "authorization requests must be pushed"
        } else if self.pkce != Pkce::S256 {
            "PKCE must be on"
        } else if self.callback_issuer != CallbackIssuer::Required {
            "every callback must name its issuer"
        } else if !is_bound {
            "tokens must be bound as the profile was set up"
        } else if self.bearer != BearerSource::AccessToken {
            "the access token must be the bearer"
        } else if self.assertion_audience.is_some() && self.assertion_audience != self.issuer {
            // Any other audience lets a hostile provider obtain an assertion that an honest one
            // accepts.
            "the audience of an assertion must be the issuer"
        } else {
            return Ok(());
        };
        Err(refused(problem))
    }

    /// Checks that the client is one that the profile allows, if it is FAPI 2.0's.
    pub(crate) fn check_fapi2_client(
        &self,
        credentials: &AuthorizationCodeAuthCredentials,
    ) -> Result<(), Error> {
        let Some(constraint) = self.fapi2 else {
            return Ok(());
        };
        self.check_fapi2()?;
        // The profile is for confidential clients alone (RFC 6749 §2.1).
        if credentials.is_public() {
            return Err(refused("a client without a key or certificate"));
        }
        for accepted in [&self.exchange_auth, &self.refresh_auth, &self.revoke_auth] {
            match choose_auth(credentials, accepted)? {
                ClientAuth::PrivateKeyJwt => check_algorithm(credentials)?,
                ClientAuth::MutualTls => {}
                _ => return Err(refused("a client that sends its secret, or signs with it")),
            }
        }
        let has_certificate = credentials.has_means_for(ClientAuth::MutualTls);
        if constraint == SenderConstraint::MutualTls && !has_certificate {
            return Err(refused(
                "tokens bound to a certificate, for a client without one",
            ));
        }
        Ok(())
    }
}

/// Refuses a key whose algorithm is not among those of FAPI 2.0 §5.4.1.
#[cfg(feature = "jose")]
fn check_algorithm(credentials: &AuthorizationCodeAuthCredentials) -> Result<(), Error> {
    use crate::jose::Algorithm::{EdDsa, Es256, Ps256};
    let algorithm = credentials.signing_key().map(|key| key.algorithm());
    match algorithm {
        Some(Es256 | Ps256 | EdDsa) => Ok(()),
        _ => Err(refused(
            "a signature algorithm other than ES256, PS256 and EdDSA",
        )),
    }
}

#[cfg(not(feature = "jose"))]
fn check_algorithm(_: &AuthorizationCodeAuthCredentials) -> Result<(), Error> {
    Err(refused("a key, without the feature `jose`"))
}

fn refused(problem: &str) -> Error {
    Error::configuration(format!("this does not conform to FAPI 2.0: {problem}"))
}

#[cfg(feature = "jose")]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::{Algorithm, SigningKey};

    fn plain() -> Provider {
        Provider::rfc6749(
            "https://idp.example/auth".parse().unwrap(),
            "https://idp.example/token".parse().unwrap(),
        )
        .unwrap()
        .issuer("https://idp.example")
        .client_auth(ClientAuth::PrivateKeyJwt)
    }

    fn provider() -> Provider {
        let par = "https://idp.example/par".parse().unwrap();
        plain().pushed_authorization_request_endpoint(par).unwrap()
    }

    fn fapi2() -> Provider {
        provider()
            .pkce(Pkce::Off)
            .fapi2(SenderConstraint::Dpop)
            .unwrap()
    }

    fn client(algorithm: Algorithm) -> AuthorizationCodeAuthCredentials {
        let key = SigningKey::generate(algorithm).unwrap();
        let redirect_uri = "https://app.example/callback";
        AuthorizationCodeAuthCredentials::key_client("client", key, redirect_uri)
            .build()
            .unwrap()
    }

    #[test]
    fn the_right_things_are_on_together() {
        let provider = fapi2();
        assert_eq!(provider.pkce, Pkce::S256);
        assert_eq!(provider.pushed_requests, PushedRequests::Required);
        assert_eq!(provider.dpop, Dpop::Required);
        assert_eq!(provider.callback_issuer, CallbackIssuer::Required);
        assert!(
            provider
                .check_fapi2_client(&client(Algorithm::Es256))
                .is_ok()
        );
        let by_certificate = provider_with_certificate();
        assert_eq!(by_certificate.dpop, Dpop::Off);
    }

    fn provider_with_certificate() -> Provider {
        provider()
            .client_auth(ClientAuth::MutualTls)
            .fapi2(SenderConstraint::MutualTls)
            .unwrap()
    }

    fn provider_by_key_with_certificate() -> Provider {
        provider().fapi2(SenderConstraint::MutualTls).unwrap()
    }

    #[test]
    fn a_provider_that_cannot_hold_the_profile_is_refused() {
        assert!(plain().fapi2(SenderConstraint::Dpop).is_err());
        let basic = provider().client_auth(ClientAuth::Basic);
        assert!(basic.fapi2(SenderConstraint::Dpop).is_err());
        let one_way = provider().refresh_auth(ClientAuth::Body);
        assert!(one_way.fapi2(SenderConstraint::Dpop).is_err());
    }

    #[test]
    fn what_is_set_against_the_profile_is_found() {
        let client = client(Algorithm::Es256);
        for weakened in [
            fapi2().pkce(Pkce::Off),
            fapi2().pushed_requests(PushedRequests::Off),
            fapi2().callback_issuer(CallbackIssuer::Optional),
            fapi2().dpop(Dpop::Off),
            fapi2().bearer(BearerSource::IdToken),
            fapi2().refresh_auth(ClientAuth::ClientSecretJwt),
            fapi2().assertion_audience("https://other.example"),
        ] {
            assert!(
                weakened.check_fapi2_client(&client).is_err(),
                "{weakened:?}"
            );
        }
    }

    #[test]
    fn a_client_that_the_profile_forbids_is_refused() {
        let uri = "https://app.example/callback";
        let secret = AuthorizationCodeAuthCredentials::builder("client", "secret", uri);
        let public = AuthorizationCodeAuthCredentials::public_client("client", uri);
        for credentials in [secret, public] {
            let credentials = credentials.build().unwrap();
            assert!(fapi2().check_fapi2_client(&credentials).is_err());
        }
        let weak = client(Algorithm::Es384);
        assert!(fapi2().check_fapi2_client(&weak).is_err());
        let without_certificate = client(Algorithm::Es256);
        let provider = provider_with_certificate();
        assert!(provider.check_fapi2_client(&without_certificate).is_err());
        // It may prove with its key who it is, but has nothing to bind tokens to.
        let by_key = provider_by_key_with_certificate();
        assert!(by_key.check_fapi2_client(&without_certificate).is_err());
    }
}
