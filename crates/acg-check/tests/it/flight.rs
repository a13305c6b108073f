//! The single flight of a process, in many orders of its threads: the engine's own file, with a lock that shuttle controls.

use std::io::{self, Write as _};
use std::panic::{self, AssertUnwindSafe};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use shuttle::future::block_on;
use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use shuttle::{Config, Runner, thread};

use crate::{broken_flight, real_flight};

const SEED: u64 = 20_260_101;
const ITERATIONS: usize = 3_000;

/// What the engine does with flights.
trait Flights: Send + Sync + 'static {
    type Seat;
    type Pilot: Send + 'static;

    fn new() -> Self;
    fn board(&self) -> (Self::Seat, Option<Self::Pilot>);
    fn land(pilot: Self::Pilot, result: u32);
    fn landed(seat: Self::Seat) -> impl Future<Output = Option<u32>>;
}

macro_rules! flights {
    ($module:ident) => {
        impl Flights for $module::Flights<u32> {
            type Seat = $module::Seat<u32>;
            type Pilot = $module::Pilot<u32>;

            fn new() -> Self {
                Self::new()
            }

            fn board(&self) -> (Self::Seat, Option<Self::Pilot>) {
                self.board()
            }

            fn land(pilot: Self::Pilot, result: u32) {
                pilot.land(result);
            }

            fn landed(seat: Self::Seat) -> impl Future<Output = Option<u32>> {
                seat.landed()
            }
        }
    };
}

flights!(real_flight);
flights!(broken_flight);

/// Flights that are counted.
struct Airport<F> {
    flights: F,
    is_flying: AtomicBool,
    started: AtomicU32,
    landed: AtomicU32,
    /// How many pilots are still to be dropped without landing.
    accidents: AtomicU32,
}

impl<F: Flights> Airport<F> {
    fn new(accidents: u32) -> Arc<Self> {
        Arc::new(Self {
            flights: F::new(),
            is_flying: AtomicBool::new(false),
            started: AtomicU32::new(0),
            landed: AtomicU32::new(0),
            accidents: AtomicU32::new(accidents),
        })
    }

    /// A seat; who is the pilot flies on a thread of its own, as the engine does.
    fn board(self: &Arc<Self>) -> F::Seat {
        let (seat, pilot) = self.flights.board();
        if let Some(pilot) = pilot {
            let airport = self.clone();
            thread::spawn(move || airport.fly(pilot));
        }
        seat
    }

    fn fly(&self, pilot: F::Pilot) {
        assert!(
            !self.is_flying.swap(true, Ordering::SeqCst),
            "two flights at once"
        );
        let number = self.started.fetch_add(1, Ordering::SeqCst) + 1;
        thread::yield_now();
        self.is_flying.store(false, Ordering::SeqCst);
        let fails = self
            .accidents
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                left.checked_sub(1)
            })
            .is_ok();
        if fails {
            return drop(pilot);
        }
        F::land(pilot, number);
        self.landed.fetch_max(number, Ordering::SeqCst);
    }

    /// A caller's result: of a flight that had not landed when it came.
    fn travel(self: &Arc<Self>) -> u32 {
        loop {
            let before = self.landed.load(Ordering::SeqCst);
            if let Some(number) = block_on(F::landed(self.board())) {
                assert!(
                    number > before,
                    "flight {number} had landed before the caller came"
                );
                return number;
            }
        }
    }
}

fn callers_at_once<F: Flights>() {
    let airport = Airport::<F>::new(0);
    let callers: Vec<_> = (0..3)
        .map(|_| {
            thread::spawn({
                let airport = airport.clone();
                move || airport.travel()
            })
        })
        .collect();
    let numbers: Vec<_> = callers
        .into_iter()
        .map(|caller| caller.join().unwrap())
        .collect();
    assert!(
        numbers
            .iter()
            .all(|number| (1..=airport.started.load(Ordering::SeqCst)).contains(number)),
        "{numbers:?}"
    );
    let after = airport.started.load(Ordering::SeqCst);
    assert_eq!(
        airport.travel(),
        after + 1,
        "who comes after a landing starts another flight"
    );
}

fn a_pilot_is_lost<F: Flights>() {
    let airport = Airport::<F>::new(2);
    let callers: Vec<_> = (0..3)
        .map(|_| {
            thread::spawn({
                let airport = airport.clone();
                move || airport.travel()
            })
        })
        .collect();
    callers
        .into_iter()
        .for_each(|caller| assert!(caller.join().unwrap() > 0));
}

fn a_caller_goes_away<F: Flights>() {
    let airport = Airport::<F>::new(0);
    let leaver = thread::spawn({
        let airport = airport.clone();
        move || {
            let seat = airport.board();
            thread::yield_now();
            let _ = pin!(F::landed(seat))
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()));
        }
    });
    let callers: Vec<_> = (0..2)
        .map(|_| {
            thread::spawn({
                let airport = airport.clone();
                move || airport.travel()
            })
        })
        .collect();
    callers
        .into_iter()
        .for_each(|caller| assert!(caller.join().unwrap() > 0));
    leaver.join().unwrap();
}

/// Told past the test's capture.
fn run(name: &str, scheduler: impl Scheduler + 'static, scenario: fn()) {
    let runs = Runner::new(scheduler, Config::default()).run(scenario);
    let _ = writeln!(io::stderr(), "single flight, {name}: {runs} schedules");
    assert_eq!(runs, ITERATIONS);
}

#[test]
fn every_caller_gets_the_result_of_the_one_flight() {
    for (name, scenario) in [
        (
            "callers at once",
            callers_at_once::<real_flight::Flights<u32>> as fn(),
        ),
        (
            "a pilot is lost",
            a_pilot_is_lost::<real_flight::Flights<u32>>,
        ),
        (
            "a caller goes away",
            a_caller_goes_away::<real_flight::Flights<u32>>,
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
fn a_flight_that_is_looked_for_and_started_in_two_steps_is_found_out() {
    let scenario = callers_at_once::<broken_flight::Flights<u32>>;
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
            |text| text.contains("two flights at once") || text.contains("another flight")
        ),
        "{text:?}"
    );
}
