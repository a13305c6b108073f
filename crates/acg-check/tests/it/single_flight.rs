//! The single flight of a process, in many orders of its threads: the engine's own file, with a lock that shuttle
//! controls.

use std::io::{self, Write as _};
use std::panic::{self, AssertUnwindSafe};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use shuttle::future::block_on;
use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use shuttle::{Config, Runner, thread};

use crate::{broken_single_flight, real_single_flight};

const SEED: u64 = 20_260_101;
const ITERATIONS: usize = 3_000;

/// What the engine does with a single flight.
trait Flight: Send + Sync + 'static {
    type Waiter;
    type Leader: Send + 'static;

    fn new() -> Self;
    fn join(&self) -> (Self::Waiter, Option<Self::Leader>);
    fn complete(leader: Self::Leader, result: u32);
    fn wait(waiter: Self::Waiter) -> impl Future<Output = Option<u32>>;
}

macro_rules! flight {
    ($module:ident) => {
        impl Flight for $module::SingleFlight<u32> {
            type Waiter = $module::Waiter<u32>;
            type Leader = $module::Leader<u32>;

            fn new() -> Self {
                Self::new()
            }

            fn join(&self) -> (Self::Waiter, Option<Self::Leader>) {
                self.join()
            }

            fn complete(leader: Self::Leader, result: u32) {
                leader.complete(result);
            }

            fn wait(waiter: Self::Waiter) -> impl Future<Output = Option<u32>> {
                waiter.wait()
            }
        }
    };
}

flight!(real_single_flight);
flight!(broken_single_flight);

/// A single flight whose runs are counted.
struct Counted<F> {
    flight: F,
    is_running: AtomicBool,
    started: AtomicU32,
    completed: AtomicU32,
    /// How many leaders are still to be dropped without a result.
    failures: AtomicU32,
}

impl<F: Flight> Counted<F> {
    fn new(failures: u32) -> Arc<Self> {
        Arc::new(Self {
            flight: F::new(),
            is_running: AtomicBool::new(false),
            started: AtomicU32::new(0),
            completed: AtomicU32::new(0),
            failures: AtomicU32::new(failures),
        })
    }

    /// Joins; a leader works on a thread of its own, as in the engine.
    fn join(self: &Arc<Self>) -> F::Waiter {
        let (waiter, leader) = self.flight.join();
        if let Some(leader) = leader {
            let counted = self.clone();
            thread::spawn(move || counted.work(leader));
        }
        waiter
    }

    fn work(&self, leader: F::Leader) {
        assert!(
            !self.is_running.swap(true, Ordering::SeqCst),
            "two leaders at once"
        );
        let number = self.started.fetch_add(1, Ordering::SeqCst) + 1;
        thread::yield_now();
        self.is_running.store(false, Ordering::SeqCst);
        let fails = self
            .failures
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                left.checked_sub(1)
            })
            .is_ok();
        if fails {
            return drop(leader);
        }
        F::complete(leader, number);
        self.completed.fetch_max(number, Ordering::SeqCst);
    }

    /// A caller's result: of a run that was not completed when the caller came.
    fn call(self: &Arc<Self>) -> u32 {
        loop {
            let before = self.completed.load(Ordering::SeqCst);
            if let Some(number) = block_on(F::wait(self.join())) {
                assert!(
                    number > before,
                    "run {number} was completed before the caller came"
                );
                return number;
            }
        }
    }

    /// Callers on threads of their own.
    fn spawn_callers(self: &Arc<Self>, count: usize) -> Vec<thread::JoinHandle<u32>> {
        let caller = |_| {
            let counted = self.clone();
            thread::spawn(move || counted.call())
        };
        (0..count).map(caller).collect()
    }
}

fn callers_at_once<F: Flight>() {
    let counted = Counted::<F>::new(0);
    let callers = counted.spawn_callers(3);
    let numbers: Vec<_> = callers
        .into_iter()
        .map(|caller| caller.join().unwrap())
        .collect();
    assert!(
        numbers
            .iter()
            .all(|number| (1..=counted.started.load(Ordering::SeqCst)).contains(number)),
        "{numbers:?}"
    );
    let after = counted.started.load(Ordering::SeqCst);
    assert_eq!(
        counted.call(),
        after + 1,
        "a caller that comes after the result begins another run"
    );
}

fn a_leader_is_lost<F: Flight>() {
    for caller in Counted::<F>::new(2).spawn_callers(3) {
        assert!(caller.join().unwrap() > 0);
    }
}

fn a_caller_goes_away<F: Flight>() {
    let counted = Counted::<F>::new(0);
    let leaver = thread::spawn({
        let counted = counted.clone();
        move || {
            let waiter = counted.join();
            thread::yield_now();
            let _ = pin!(F::wait(waiter))
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()));
        }
    });
    for caller in counted.spawn_callers(2) {
        assert!(caller.join().unwrap() > 0);
    }
    leaver.join().unwrap();
}

/// Prints past the test's capture: every run shows how many schedules were tried.
fn run(name: &str, scheduler: impl Scheduler + 'static, scenario: fn()) {
    let runs = Runner::new(scheduler, Config::default()).run(scenario);
    let _ = writeln!(io::stderr(), "single flight, {name}: {runs} schedules");
    assert_eq!(runs, ITERATIONS);
}

#[test]
fn every_caller_gets_the_result_of_the_one_leader() {
    for (name, scenario) in [
        (
            "callers at once",
            callers_at_once::<real_single_flight::SingleFlight<u32>> as fn(),
        ),
        (
            "a leader is lost",
            a_leader_is_lost::<real_single_flight::SingleFlight<u32>>,
        ),
        (
            "a caller goes away",
            a_caller_goes_away::<real_single_flight::SingleFlight<u32>>,
        ),
    ] {
        run(
            &format!("{name}, random"),
            RandomScheduler::new_from_seed(SEED, ITERATIONS),
            scenario,
        );
        run(
            &format!("{name}, PCT"),
            PctScheduler::new_from_seed(SEED, 3, ITERATIONS),
            scenario,
        );
    }
}

#[test]
fn a_single_flight_that_looks_and_begins_in_two_steps_is_found_out() {
    let scenario = callers_at_once::<broken_single_flight::SingleFlight<u32>>;
    let found = panic::catch_unwind(AssertUnwindSafe(|| {
        Runner::new(
            RandomScheduler::new_from_seed(SEED, ITERATIONS),
            Config::default(),
        )
        .run(scenario)
    }));
    let error = found.unwrap_err();
    let text = error
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| error.downcast_ref::<&str>().map(|s| (*s).to_owned()));
    assert!(
        text.as_deref().is_some_and(
            |text| text.contains("two leaders at once") || text.contains("another run")
        ),
        "{text:?}"
    );
}
