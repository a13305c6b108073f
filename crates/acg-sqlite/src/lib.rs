//! acg-sqlite
