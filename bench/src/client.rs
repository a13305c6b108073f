//! The clients: ours and the peers, each as its own documentation shows it.

pub mod akoya;
pub mod huskarl;
pub mod hyper;
pub mod oauth2;
pub mod reqwest;

use std::path::Path;

use http::HeaderValue;

/// One who can make a balances call and parse the response.
pub trait Caller: Send + Sync + 'static {
    /// Makes the call. Returns the number of accounts.
    fn balances(&self) -> impl Future<Output = usize> + Send;
}

/// One who has a bearer for a call.
pub trait Bearers: Send + Sync + 'static {
    /// The value of the `Authorization` header.
    fn header(&self) -> impl Future<Output = HeaderValue> + Send;
}

/// One who can read much: all transactions of an account, and a file.
pub trait Reader {
    /// Reads all pages of an account, looks at each amount, and returns the number of transactions.
    fn transactions(&self, account: &str) -> impl Future<Output = usize>;

    /// Writes the file beside `path`, flushes it to the disk, renames it, and returns its length.
    fn save(&self, path: &Path) -> impl Future<Output = u64>;
}

/// The path of the balances call.
const BALANCES: &str = "/balances/v3/mikomo";
