//! Crash harness: real processes refresh real connections through `acg`, with real HTTP, and are
//! killed, stopped, starved of disk and cut off while they do it. In the end every grant is
//! looked for. Run it with `cargo xtask crash`.
//!
//! This program is the harness and, when it is started with the word `worker`, one of the processes that it kills.

#[cfg(target_os = "linux")]
mod harness;
#[cfg(target_os = "linux")]
mod orders;
mod sync;
#[cfg(target_os = "linux")]
mod worker;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    harness::arguments::main()
}

#[cfg(not(target_os = "linux"))]
fn main() -> std::process::ExitCode {
    use std::io::Write as _;
    drop(writeln!(
        std::io::stderr(),
        "error: the crash harness stops processes and fills disks in ways that need Linux"
    ));
    std::process::ExitCode::FAILURE
}
