//! The `akoya` command, run as a process of its own.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod akoya;
mod browser;
mod waiting_login;

mod api;
mod callback;
mod csv;
mod demo;
mod doctor;
mod documents;
mod exit_codes;
mod help;
mod incomplete;
mod inspect;
mod interrupt;
mod keeper;
mod login;
mod logout;
mod made_up;
mod odd_documents;
mod products;
mod reading;
mod reconnect;
mod refresh;
mod sandbox;
mod sandbox_control;
mod secrets;
mod service;
mod settings;
mod status;
mod store;
mod store_keys;
mod surroundings;
mod verbose;
