//! The providers that `cargo xtask test interop` starts, by the names that it gives them.

use acg_interop::Server;

/// `oidc-provider`.
pub(crate) async fn oidc_provider() -> Server {
    Server::named("OIDC_PROVIDER").await.unwrap()
}

/// `oidc-provider` that wants a nonce in every proof.
pub(crate) async fn with_nonce() -> Server {
    Server::named("DPOP_NONCE").await.unwrap()
}

/// `oidc-provider` as FAPI 2.0 has it.
pub(crate) async fn fapi() -> Server {
    Server::named("FAPI").await.unwrap()
}

/// `oidc-provider` as FAPI 2.0 has it with mutual TLS.
pub(crate) async fn mutual_tls() -> Server {
    Server::named("MUTUAL_TLS").await.unwrap()
}

/// `django-oauth-toolkit` without a grace period.
pub(crate) async fn oauth_toolkit() -> Server {
    Server::named("OAUTH_TOOLKIT").await.unwrap()
}

/// `django-oauth-toolkit` with one.
pub(crate) async fn oauth_toolkit_with_grace() -> Server {
    Server::named("OAUTH_TOOLKIT_GRACE").await.unwrap()
}

/// `canaille`.
pub(crate) async fn canaille() -> Server {
    Server::named("CANAILLE").await.unwrap()
}
