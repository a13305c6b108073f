//! The grant engine beside other OAuth clients.
//!
//! Two things are here: differential tests (in `tests`), and the consent-loss benchmark, in which one
//! black box drives any OAuth client through refreshes while it injects faults. A client takes part
//! through an *adapter*, a program that reads commands on standard input and writes a line for each;
//! [`adapter`] is what the adapters in Rust share.
//!
//! | to read | see |
//! |---|---|
//! | what an adapter does | [`adapter`] |
//! | what is done to the clients | [`fault`] |
//! | what the provider does | [`provider`] |
//! | when a grant counts as lost | [`trial`] |

pub mod adapter;
pub mod fault;
pub mod file;
pub mod peer;
pub mod provider;
pub mod table;
pub mod trial;
