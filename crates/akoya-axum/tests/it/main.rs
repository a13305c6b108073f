//! The routes in a running application, against a sandbox.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod catch_up;
mod consent;
mod failure;
mod hostile_callbacks;
mod killed;
mod notifications;
mod receiver;
mod world;
