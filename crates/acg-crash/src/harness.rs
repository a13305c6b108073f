//! The side that starts processes, does them harm, and counts.

pub(crate) mod arguments;
mod audit;
mod grants;
mod job;
mod journal;
mod process;
mod proofs;
mod provider;
mod run;
mod rush;
mod scenario;
mod server;
mod small_disk;
mod table;
