//! How a client proves who it is.

use std::fmt;

/// How the client proves who it is (RFC 6749 §2.3). Exactly one way per request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClientAuth {
    /// `Authorization: Basic`, id and secret form-encoded first (RFC 6749 §2.3.1).
    Basic,
    /// `client_id` and `client_secret` in the body, and no `Authorization` header.
    Body,
    /// `client_id` in the body and no secret (RFC 6749 §3.2.1): for a public client. A
    /// [client without a secret](crate::AuthorizationCodeAuthCredentials::public_client) always does this.
    None,
    /// An assertion that is signed with the
    /// [key](crate::AuthorizationCodeAuthCredentials::key_client) of the client (RFC 7523 §2.2).
    PrivateKeyJwt,
    /// An assertion that is signed with the client secret: HMAC with SHA-256 (OpenID Connect Core §9).
    ClientSecretJwt,
    /// The certificate with which the [HTTP client](crate::http::HttpService) makes its TLS connections, of an
    /// authority or self-signed, and `client_id` in the body (RFC 8705 §2): for a [client with a
    /// certificate](crate::AuthorizationCodeAuthCredentials::certificate_client).
    MutualTls,
}

/// The ways with their names in metadata, the better one first. `client_secret_jwt` comes after those that send the
/// secret, because servers offer it that keep secrets as hashes, which it does not work with.
const NAMES: [(&str, ClientAuth); 7] = [
    ("private_key_jwt", ClientAuth::PrivateKeyJwt),
    ("tls_client_auth", ClientAuth::MutualTls),
    ("self_signed_tls_client_auth", ClientAuth::MutualTls),
    ("client_secret_basic", ClientAuth::Basic),
    ("client_secret_post", ClientAuth::Body),
    ("client_secret_jwt", ClientAuth::ClientSecretJwt),
    ("none", ClientAuth::None),
];

impl ClientAuth {
    /// Finds the way of this name in metadata (RFC 8414 §2), such as `private_key_jwt`.
    pub fn from_name(name: &str) -> Option<Self> {
        let named = NAMES.into_iter().find(|(known, _)| *known == name);
        named.map(|(_, auth)| auth)
    }
}

/// The ways that an endpoint takes, the preferred one first. Which of them is used is up to what the client has;
/// nothing is tried out, because a refused request may spend a code (RFC 6749 §4.1.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AcceptedAuth {
    ways: Vec<ClientAuth>,
    /// Whether metadata names them; otherwise the profile's author does.
    pub(crate) is_published: bool,
}

impl AcceptedAuth {
    /// Accepts one way alone.
    pub(crate) fn only(auth: ClientAuth) -> Self {
        Self {
            ways: vec![auth],
            is_published: false,
        }
    }

    /// Accepts those of the names in metadata that are known here; `None` if there are none.
    pub(crate) fn named(names: &[String]) -> Option<Self> {
        let is_named = |name: &str| names.iter().any(|one| one == name);
        let mut ways: Vec<_> = NAMES
            .into_iter()
            .filter(|(name, _)| is_named(name))
            .map(|(_, auth)| auth)
            .collect();
        ways.dedup();
        (!ways.is_empty()).then_some(Self {
            ways,
            is_published: true,
        })
    }

    /// Leaves those of `allowed`; `None` if that leaves none.
    pub(crate) fn keep_only(&mut self, allowed: &[ClientAuth]) -> Option<()> {
        self.ways.retain(|auth| allowed.contains(auth));
        (!self.ways.is_empty()).then_some(())
    }

    /// Chooses the first way that the client has the means for.
    pub(crate) fn choose(&self, has_means: impl Fn(ClientAuth) -> bool) -> Option<ClientAuth> {
        self.ways.iter().copied().find(|auth| has_means(*auth))
    }
}

impl fmt::Display for AcceptedAuth {
    /// Writes the names that metadata have for the ways.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (name, _) in NAMES.iter().filter(|(_, auth)| self.ways.contains(auth)) {
            write!(f, "{separator}{name}")?;
            separator = ", ";
        }
        Ok(())
    }
}
