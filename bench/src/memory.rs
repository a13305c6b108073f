//! How much memory this process uses, now and at most. Only Linux reports it.

/// Forgets the highest use so far.
pub fn reset_peak() {
    // proc_pid_clear_refs(5): 5 resets the peak of the resident set.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The resident set in KiB.
pub fn resident() -> u64 {
    kib("VmRSS:")
}

/// The highest resident set since the start, or since [`reset_peak`], in KiB.
pub fn peak() -> u64 {
    kib("VmHWM:")
}

fn kib(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or_default()
}
