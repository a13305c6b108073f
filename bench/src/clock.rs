//! What a piece of work takes: CPU time, and time.

use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::time::{ClockId, clock_gettime};

/// What a piece of work took.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// CPU time of this process, all threads.
    pub cpu: Duration,
    /// Time on the clock.
    pub wall: Duration,
}

/// Does the work and measures it.
pub fn measured<T>(work: impl FnOnce() -> T) -> (T, Cost) {
    let (cpu, wall) = (process_cpu(), Instant::now());
    let result = work();
    let cost = Cost {
        cpu: process_cpu().saturating_sub(cpu),
        wall: wall.elapsed(),
    };
    (result, cost)
}

/// Does the work so many times over and returns CPU nanoseconds for each.
pub fn nanos_each(count: usize, work: impl FnOnce()) -> f64 {
    let ((), cost) = measured(work);
    cost.cpu.as_nanos() as f64 / count as f64
}

fn process_cpu() -> Duration {
    clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}

/// The CPU time of all processes that this one has started and waited for.
pub fn children_cpu() -> Duration {
    let Ok(usage) = getrusage(UsageWho::RUSAGE_CHILDREN) else {
        return Duration::ZERO;
    };
    let of = |time: nix::sys::time::TimeVal| {
        Duration::from_micros(
            u64::try_from(time.tv_sec() * 1_000_000 + time.tv_usec()).unwrap_or(0),
        )
    };
    of(usage.user_time()) + of(usage.system_time())
}
