//! The client against the sandbox over real HTTP, and against scripted responses.

#![expect(
    clippy::unwrap_used,
    clippy::type_complexity,
    reason = "a test fails by panicking, and says what it collects"
)]

mod accounts;
mod all_pages;
mod balances;
mod blocking;
mod complete_example;
mod connections;
mod consent;
mod dialects;
mod errors;
mod lists;
mod outline;
mod paging;
mod raw;
mod refresh;
mod rejections;
mod retries;
mod scripted;
mod secrets;
mod seed;
mod service;
mod statements;
mod tax;
mod transactions;
mod versions;
mod world;
