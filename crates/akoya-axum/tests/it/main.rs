//! The routes in a running application, against a sandbox.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod consent;
mod failure;
mod killed;
mod notifications;
mod world;
