//! Who drives the runtime: the thread that waits for a call, so that no part of its response goes from one thread to
//! another. While nobody waits, a thread of the module's own stands in: for refreshes whose callers have gone, calls of
//! asyncio, and a sandbox.

use std::io;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Arc, OnceLock};
use std::thread::{self, Thread};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;

/// How long what nobody waits for may stand still after a call: the next call mostly comes sooner, and to hand the
/// runtime over and back costs more than all else that a call does here.
const REST: Duration = Duration::from_millis(20);

/// How long the module's own thread sleeps at most. A timer that is set for an earlier moment than a runtime would wake at wakes
/// it, by a call of the system, and a call has two timers, which are mostly for a later one than this.
const LONGEST_SLEEP: Duration = Duration::from_secs(20);

/// A runtime of one thread at a time. The counters are in one order with one another (`SeqCst`): each side changes its
/// own before it looks at the other's.
pub(crate) struct Driver {
    runtime: Runtime,
    /// How many threads wait for work of theirs; one of them drives.
    waiting: AtomicUsize,
    /// How much continues that no thread waits for, and that must not stand still.
    standing: AtomicUsize,
    /// Whether the module's own thread drives, or is about to.
    stands_in: AtomicBool,
    /// Asks the module's own thread to leave the runtime to another.
    relieved: Notify,
    own: OnceLock<Thread>,
}

impl Driver {
    pub(crate) fn new() -> io::Result<Self> {
        let runtime = Builder::new_current_thread()
            .thread_name("akoya")
            .enable_all()
            .build()?;
        Ok(Self {
            runtime,
            waiting: AtomicUsize::new(0),
            standing: AtomicUsize::new(0),
            stands_in: AtomicBool::new(false),
            relieved: Notify::new(),
            own: OnceLock::new(),
        })
    }

    /// Starts the thread that stands in.
    pub(crate) fn start(self: &Arc<Self>) -> io::Result<()> {
        let driver = self.clone();
        let own = thread::Builder::new().name("akoya".to_owned());
        let own = own.spawn(move || driver.stand_in())?;
        let _ = self.own.set(own.thread().clone());
        Ok(())
    }

    pub(crate) fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// Waits for work, and drives the runtime until it is done, if no other thread does.
    pub(crate) fn drive<T>(&self, work: impl Future<Output = T>) -> T {
        let _waiting = Waiting::begin(self);
        self.runtime.block_on(work)
    }

    /// Has the runtime driven as long as the value lives, also while nobody waits.
    pub(crate) fn stand(self: &Arc<Self>) -> Standing {
        self.standing.fetch_add(1, SeqCst);
        if !self.stands_in.load(SeqCst) {
            self.wake();
        }
        Standing(self.clone())
    }

    fn stand_in(&self) {
        loop {
            self.stands_in.store(true, SeqCst);
            self.runtime.block_on(self.until_relieved());
            self.stands_in.store(false, SeqCst);
            loop {
                thread::park_timeout(REST);
                if self.waiting.load(SeqCst) == 0 {
                    break;
                }
            }
        }
    }

    async fn until_relieved(&self) {
        while self.waiting.load(SeqCst) == 0 {
            let _ = tokio::time::timeout(LONGEST_SLEEP, self.relieved.notified()).await;
        }
    }

    fn wake(&self) {
        if let Some(own) = self.own.get() {
            own.unpark();
        }
    }
}

/// A thread that waits for work of its own.
struct Waiting<'a>(&'a Driver);

impl<'a> Waiting<'a> {
    fn begin(driver: &'a Driver) -> Self {
        driver.waiting.fetch_add(1, SeqCst);
        if driver.stands_in.load(SeqCst) {
            driver.relieved.notify_one();
        }
        Self(driver)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let is_last = self.0.waiting.fetch_sub(1, SeqCst) == 1;
        if is_last && self.0.standing.load(SeqCst) > 0 {
            self.0.wake();
        }
    }
}

/// Something that continues without a thread that waits for it.
pub(crate) struct Standing(Arc<Driver>);

impl Drop for Standing {
    fn drop(&mut self) {
        self.0.standing.fetch_sub(1, SeqCst);
    }
}
