//! Which processors a client and its server run on.
//!
//! Where one waits for the other all the time, the system may have both on one processor, which then never sleeps, or each on its own, which costs
//! twice as much, and may change its mind in the middle of a measurement.

#[cfg(target_os = "linux")]
use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
#[cfg(target_os = "linux")]
use nix::unistd::Pid;

/// As long as it lives, this thread, and those that it starts, run on one processor and the server on another. Where there are not two, and on another
/// system than Linux, both run where they did.
#[derive(Debug)]
pub struct Apart {
    #[cfg(target_os = "linux")]
    before: Option<(CpuSet, Pid)>,
}

#[cfg(target_os = "linux")]
impl Apart {
    /// Keeps this thread and the process of the server apart.
    pub fn from(server: u32) -> Self {
        let separated = i32::try_from(server).map(Pid::from_raw).ok();
        let before = separated.and_then(|server| Some((separate(server)?, server)));
        Self { before }
    }
}

#[cfg(target_os = "linux")]
fn separate(server: Pid) -> Option<CpuSet> {
    let this = Pid::from_raw(0);
    let all = sched_getaffinity(this).ok()?;
    let mut processors = (0..CpuSet::count()).filter(|at| all.is_set(*at) == Ok(true));
    let (own, servers) = (alone(processors.next()?)?, alone(processors.next()?)?);
    sched_setaffinity(server, &servers).ok()?;
    sched_setaffinity(this, &own).ok()?;
    Some(all)
}

#[cfg(target_os = "linux")]
fn alone(processor: usize) -> Option<CpuSet> {
    let mut set = CpuSet::new();
    set.set(processor).ok()?;
    Some(set)
}

#[cfg(target_os = "linux")]
impl Drop for Apart {
    fn drop(&mut self) {
        if let Some((all, server)) = &self.before {
            let _ = sched_setaffinity(Pid::from_raw(0), all);
            let _ = sched_setaffinity(*server, all);
        }
    }
}

#[cfg(not(target_os = "linux"))]
impl Apart {
    /// Leaves both where they are.
    pub fn from(_server: u32) -> Self {
        Self {}
    }
}
