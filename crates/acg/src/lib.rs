//! acg
