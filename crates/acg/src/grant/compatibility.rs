//! Whether a client can use a provider: its means, its keys and what the profile asks for.

use crate::dpop::key::PROOF_ALGORITHM;
use crate::endpoint::client::choose_auth;
use crate::error::Error;
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::provider::profile::{Dpop, Pkce, Provider, takes};
use crate::token::bearer::BearerSource;

/// Checks that this client can use the grant of this provider. Here and not at the first request: after a consent it
/// would be too late to find out.
pub(super) fn check(
    credentials: &AuthorizationCodeAuthCredentials,
    provider: &Provider,
) -> Result<(), Error> {
    // Nothing else would tie a code to the program that asked for it (RFC 9700 §2.1.1).
    if credentials.is_public() && provider.pkce == Pkce::Off {
        let text = "a client without a secret needs PKCE";
        return Err(Error::configuration(text));
    }
    check_means(credentials, provider)?;
    check_bound(provider)?;
    provider.check_fapi2_client(credentials)?;
    #[cfg(feature = "jose")]
    provider.id_tokens.check(provider.issuer.as_deref())?;
    #[cfg(feature = "jose")]
    provider.check_response_mode()?;
    Ok(())
}

/// Refuses a client that could not authenticate: it would find out only when a customer has consented.
fn check_means(
    credentials: &AuthorizationCodeAuthCredentials,
    provider: &Provider,
) -> Result<(), Error> {
    let revoke_auth = provider.revocation_endpoint.as_ref();
    // What metadata asks for at a revocation alone costs no grant: the revocation reports it. Canaille
    // takes keys at the token endpoint and a secret alone there. In a profile that a person wrote it is a mistake.
    let revoke_auth = revoke_auth
        .map(|_| &provider.revoke_auth)
        .filter(|accepted| !accepted.is_published || choose_auth(credentials, accepted).is_ok());
    let accepted = [&provider.exchange_auth, &provider.refresh_auth];
    for accepted in accepted.into_iter().chain(revoke_auth) {
        let auth = choose_auth(credentials, accepted)?;
        let algorithm = credentials.assertion_algorithm(auth);
        let named = provider.algorithms.assertions.as_ref();
        if algorithm.is_some_and(|algorithm| !takes(named, algorithm)) {
            let text = "the provider does not accept client assertions signed with the algorithm of the client's key";
            return Err(Error::configuration(text));
        }
    }
    Ok(())
}

/// Refuses to bind what cannot be bound: an id_token is no access token (RFC 9449 §6).
fn check_bound(provider: &Provider) -> Result<(), Error> {
    if provider.dpop == Dpop::Required && provider.bearer != BearerSource::AccessToken {
        let text = "tokens can be bound to a key only if the access token is the bearer";
        return Err(Error::configuration(text));
    }
    let named = provider.algorithms.proofs.as_ref();
    if provider.dpop == Dpop::Required && !takes(named, PROOF_ALGORITHM) {
        let text = format!(
            "the provider does not accept proofs of possession signed with {PROOF_ALGORITHM}"
        );
        return Err(Error::configuration(text));
    }
    Ok(())
}
