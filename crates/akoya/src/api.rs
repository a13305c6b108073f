//! The data products, one file each.

mod accounts;
mod balances;
mod customers;
mod filter;
mod investments;
mod operation;
mod outline;
mod payments;
mod raw;
mod statements;
mod tax;
mod transactions;

pub use self::filter::{ByAccount, ByTime};
