//! The `akoya` command.
fn main() {}
