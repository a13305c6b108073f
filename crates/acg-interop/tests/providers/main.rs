//! The grant engine against oidc-provider (npm) and django-oauth-toolkit (PyPI). `cargo xtask test interop` starts
//! them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod grace;
mod identity;
mod oauth_toolkit;
mod oidc_provider;
mod profiles;
