//! The `akoya` command, run as a process of its own.
