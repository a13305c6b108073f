//! Uses a sandbox over HTTP, as clients and browsers do. One file per subject.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed step fails its test"
)]

mod accounts;
mod admin;
mod apps;
mod authorize;
mod balances;
mod catalogue;
mod consent;
mod customer;
mod customers;
mod data;
mod deliveries;
mod dialects;
mod embedding;
mod error_users;
mod faults;
mod https_subscribers;
mod investments;
mod mode;
mod odd_data;
mod openapi;
mod payments;
mod revoke;
mod services;
mod state;
mod statements;
mod tax;
mod token;
mod transactions;
mod versions;
