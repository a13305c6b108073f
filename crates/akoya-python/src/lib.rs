//! The private extension module of the Python package `akoyaapisv240`: `akoyaapisv240._akoya`.
//!
//! What Python programs see is the package in `python/akoyaapisv240`: thin, typed, and
//! without logic of its own where the Rust crates have it. This module is the way from there
//! to `akoya` and `acg`, and is no public interface.

mod awaiting;
mod call;
mod client;
mod download;
mod driver;
mod exchange;
mod failure;
mod grant;
mod held;
mod model;
mod module;
mod pages;
mod resolver;
mod runtime;
mod sandbox;
mod settings;
mod shareable;
mod store;
mod wire;
