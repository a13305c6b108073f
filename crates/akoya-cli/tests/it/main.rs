//! The `akoya` command, run as a process of its own.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod akoya;
mod browser;

mod demo;
mod exit_codes;
mod inspect;
mod login;
mod logout;
mod reading;
mod refresh;
mod sandbox;
mod secrets;
mod settings;
mod status;
