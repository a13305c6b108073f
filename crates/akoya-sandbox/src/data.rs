//! The users, and what the data API says about them: JSON documents, one folder per user.
//!
//! Documents are served from their own text. They are parsed only as far as needed to find accounts and times, so that
//! numbers keep their digits and unknown fields stay.

pub(crate) mod account_list;
mod coherence;
mod error;
mod folder;
mod generator;
pub(crate) mod ledger;
mod library;
mod parse_error;
pub(crate) mod standard;
pub(crate) mod statements;
pub(crate) mod tax;
pub(crate) mod tax_lots;
pub(crate) mod timestamp;
mod user;
mod volume;

pub(crate) use library::Library;
pub use library::export_data;
pub(crate) use user::{Profile, User};
