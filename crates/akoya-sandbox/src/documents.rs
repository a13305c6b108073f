//! The files that define a user, and how to write your own.
//!
//! In Rust, [`export_data`](crate::export_data) writes the folders that come with the crate, and
//! [`SandboxBuilder::data`](crate::SandboxBuilder::data) serves a folder.
//!
#![doc = include_str!("../data/README.md")]
