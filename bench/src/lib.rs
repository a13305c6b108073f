//! What this client costs beside its peers: the same work, in one run, in turn.
//!
//! The program `bench` starts a stub server in a process of its own, has every client do each piece of work against
//! it, and prints one table. How to read it is in `docs/performance.md`.

pub mod alone;
pub mod client;
pub mod clock;
pub mod contest;
pub mod memory;
pub mod processor;
pub mod row;
pub mod scale;
pub mod server;
pub mod stub;
pub mod work;
