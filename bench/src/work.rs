//! The pieces of work that are measured, one file each.

pub mod call;
pub mod commits;
pub mod document;
pub mod expiry;
pub mod header;
pub mod keeper;
pub mod paging;
pub mod parse;
pub mod python;
pub mod start;

use crate::row::Row;
use crate::scale::Scale;
use crate::server::Server;

/// What a work is done with.
pub struct Setting<'a> {
    /// The stub server.
    pub server: &'a Server,
    /// How much is done.
    pub scale: Scale,
    /// How many calls are made at once, beside 1, 8 and 64.
    pub concurrency: Option<usize>,
    /// How many transactions are on a page.
    pub page: usize,
    /// A PostgreSQL database that may be written to.
    pub postgres: Option<String>,
    /// The `akoya` command.
    pub akoya: Option<String>,
    /// Python interpreters that may have a package of the original's name.
    pub pythons: Vec<String>,
}

/// What a work has shown: rows, or why there are none.
pub enum Shown {
    /// The rows.
    Rows(Vec<Row>),
    /// What is missing for it.
    Skipped(String),
    /// The rows that could be, and what is missing for others.
    Part(Vec<Row>, String),
}

/// A work: its name, and how it is done.
pub type Work = (&'static str, fn(&Setting<'_>) -> anyhow::Result<Shown>);

/// Every work, in the order of the table.
pub const ALL: &[Work] = &[
    ("header", header::run),
    ("call", call::run),
    ("python", python::run),
    ("parse", parse::run),
    ("paging", paging::run),
    ("document", document::run),
    ("expiry", expiry::run),
    ("sqlite", commits::sqlite),
    ("postgres", commits::postgres),
    ("keeper", keeper::run),
    ("start", start::run),
];

/// A runtime with so many worker threads; none means that the work is done on the thread that waits for it.
fn runtime(workers: usize) -> tokio::runtime::Runtime {
    let mut builder = if workers == 0 {
        tokio::runtime::Builder::new_current_thread()
    } else {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(workers);
        builder
    };
    builder.enable_all().build().unwrap()
}
