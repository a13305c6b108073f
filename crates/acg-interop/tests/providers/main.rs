//! The grant engine against oidc-provider (npm), django-oauth-toolkit and Canaille (PyPI). `cargo xtask test interop`
//! starts them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod canaille;
mod certificate;
mod grace;
mod identity;
mod oauth_toolkit;
mod oidc_provider;
mod profiles;
mod servers;
