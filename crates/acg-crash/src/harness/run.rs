//! One scenario on one store with a number of processes.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::audit::{Audit, Terms};
use super::grants::{Home, Spool};
use super::journal::{Events, Journal};
use super::process::{PATIENCE, Process};
use super::provider::{Provider, Rules};
use super::scenario::{Blow, Scenario, Speed};
use crate::orders::{Grants, Orders, Task, WorkerEvent, lease};

/// The most that a run takes that is measured by its kills.
const MOST: Duration = Duration::from_secs(4 * 60 * 60);

/// How long a spool retains what the store has taken, where the store goes back: longer than any run.
const RETENTION: Duration = Duration::from_secs(60 * 60);

/// How long it takes at most until processes have noticed that their store is another one, and have ended what they had
/// begun.
const NOTICED: Duration = Duration::from_secs(2);

/// By how much a standby is behind.
const REPLICATION_LAG: Duration = Duration::from_millis(300);

/// The number of the worker that is the last one.
const LAST: u32 = 1_000_000;

/// How many processes do what to how many connections, for how long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) scenario: &'static Scenario,
    pub(crate) processes: u32,
    pub(crate) connections: u32,
    pub(crate) length: Duration,
    /// How many processes are ended, instead of for how long.
    pub(crate) kills: Option<u32>,
    pub(crate) seed: u64,
    /// Without a spool, to see what it is good for.
    pub(crate) spool: Spool,
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct RunResult {
    pub(crate) audit: Audit,
    pub(crate) events: Events,
    pub(crate) length: Duration,
}

/// What the processes of a run share.
#[derive(Clone)]
struct Setup {
    plan: Plan,
    home: Arc<Home>,
    grants: Grants,
    journal: Arc<Journal>,
    until: Instant,
}

impl Plan {
    /// Runs it.
    pub(crate) async fn run(self, home: &Arc<Home>) -> Result<RunResult> {
        let journal = Arc::new(Journal::default());
        let provider = Provider::start(self.connections, self.rules(), journal.clone()).await?;
        let mut grants = home
            .grants(
                &provider.token_endpoint(),
                self.scenario.tokens,
                self.scenario.timeout,
                self.spool,
            )
            .await?;
        if self.scenario.blow.takes_the_store_back() {
            grants.retention = RETENTION;
        }
        home.fill(&grants, self.connections).await?;
        let began = Instant::now();
        let until = began + self.length();
        let setup = Setup {
            plan: self,
            home: home.clone(),
            grants,
            journal: journal.clone(),
            until,
        };
        if self.scenario.blow == Blow::Restore {
            setup.go_back().await?;
        } else {
            setup.play(&provider).await;
        }
        let length = began.elapsed();
        provider.calm_down();
        setup.finish().await?;
        let ends = home.ends(&setup.grants, &provider.live()).await?;
        let events = std::mem::take(&mut *journal.events());
        Ok(RunResult {
            audit: Audit::of(&events, &ends, self.terms()),
            events,
            length,
        })
    }

    fn terms(&self) -> Terms {
        Terms {
            grace: self.scenario.grace,
            timeout: self.scenario.timeout,
        }
    }

    fn rules(&self) -> Rules {
        let Terms { grace, timeout } = self.terms();
        Rules {
            life: 1,
            grace,
            whims: self.scenario.whims,
            tokens: self.scenario.tokens,
            timeout,
            seed: self.seed,
            denies: false,
        }
    }

    /// Returns how long the run lasts. A pause takes as long as a lease, however short the run was wished.
    fn length(&self) -> Duration {
        match self.scenario.blow {
            Blow::Pause => self.length.max(self.pause() + Duration::from_secs(2)),
            _ if self.kills.is_some() => MOST,
            _ => self.length,
        }
    }

    fn pause(&self) -> Duration {
        lease(self.scenario.timeout) + Duration::from_secs(3)
    }
}

impl Setup {
    /// Lets processes work in every slot, and the blow fall.
    async fn play(&self, provider: &Provider) {
        let mut slots = JoinSet::new();
        for slot in 0..self.plan.processes {
            slots.spawn(self.clone().occupy(slot));
        }
        let (blow, length) = (self.plan.scenario.blow, self.plan.length());
        match blow {
            Blow::SmallDisk => drop(slots.spawn(self.clone().fill_disk())),
            Blow::Incident => {
                tokio::time::sleep(length / 4).await;
                provider.deny();
                self.journal.blow();
                tokio::time::sleep(length / 2).await;
                provider.calm_down();
            }
            Blow::Revoke(speed) => {
                tokio::time::sleep(length / 4).await;
                self.revoke(provider, speed).await;
            }
            _ => {}
        }
        for result in slots.join_all().await {
            result.unwrap_or_else(|error| self.journal.complain(format!("{error:#}")));
        }
    }

    /// Lets the bank end every third consent.
    async fn revoke(&self, provider: &Provider, speed: Speed) {
        let connections = self.plan.connections;
        let pause = self.plan.length() / 2 / connections.div_ceil(3);
        for connection in (0..connections).step_by(3) {
            provider.revoke(connection);
            self.journal.blow();
            if speed == Speed::Slowly {
                tokio::time::sleep(pause).await;
            }
        }
    }

    /// Puts the store back to its first state under the processes, says that it is the
    /// original, and lets others continue with it.
    async fn go_back(&self) -> Result<()> {
        let half = self.plan.length() / 2;
        let first = self.home.copy().await?;
        let before = self.crew(0).await?;
        tokio::time::sleep(half).await;
        self.home.put_back(first).await?;
        self.journal.blow();
        tokio::time::sleep(NOTICED).await;
        for worker in before {
            worker.kill().await?;
        }
        self.home.adopt(&self.grants).await?;
        let after = self.crew(self.plan.processes).await?;
        tokio::time::sleep(half).await;
        for worker in after {
            worker.stop().await?;
        }
        Ok(())
    }

    /// Starts a process for each slot, with numbers from here.
    async fn crew(&self, from: u32) -> Result<Vec<Process>> {
        let mut crew = Vec::new();
        for worker in from..from + self.plan.processes {
            let orders = self.orders(worker, self.plan.scenario.task);
            let mut worker = Process::start(&orders, &[], &self.journal).await?;
            worker.go().await?;
            crew.push(worker);
        }
        Ok(crew)
    }

    /// Returns whether it has lasted for long enough.
    fn is_over(&self) -> bool {
        let is_enough = |kills| self.journal.events().blows >= kills;
        Instant::now() >= self.until || self.plan.kills.is_some_and(is_enough)
    }

    /// Fills the disk to an unforeseeable page, and empties it again.
    async fn fill_disk(self) -> Result<()> {
        let Some(disk) = self.home.disk() else {
            bail!("there is no disk to fill");
        };
        let mut random = fastrand::Rng::with_seed(self.plan.seed);
        while !self.is_over() {
            tokio::time::sleep(millis(&mut random, 5..60)).await;
            disk.fill(random.u64(0..64 * 1024))?;
            tokio::time::sleep(millis(&mut random, 5..60)).await;
            disk.empty();
        }
        Ok(())
    }

    /// Keeps a worker in this slot until the time is over, and replaces it when it was killed.
    async fn occupy(self, slot: u32) -> Result<()> {
        let mut random = fastrand::Rng::with_seed(
            self.plan
                .seed
                .wrapping_mul(1_000)
                .wrapping_add(u64::from(slot)),
        );
        let wrapper = self.plan.scenario.blow.wrapper(slot);
        for turn in 0.. {
            let mut orders =
                self.orders(turn * self.plan.processes + slot, self.plan.scenario.task);
            let rests = self.is_over();
            orders.halt = self.halt(&mut random).filter(|_| !rests);
            let started = Process::start(&orders, wrapper, &self.journal).await;
            if started.is_err() && !rests && self.plan.scenario.blow.hinders_start() {
                // A store that cannot be opened is no store; the program that runs the process starts it again.
                continue;
            }
            let mut worker = started?;
            worker.go().await?;
            // Whatever a process leaves is asked for again by the next but one in its slot, within any grace
            // window: of two, one lives for long enough. The other one is killed also while it does so.
            if turn % 2 == 1 && self.plan.scenario.blow.ends_at_any_moment() {
                worker.expect(&WorkerEvent::CaughtUp, PATIENCE).await?;
            }
            if rests || !self.hit(&mut worker, slot, &mut random).await? {
                return worker.stop().await;
            }
            if self.plan.scenario.blow == Blow::Ask {
                worker.ask_to_end(&mut random).await?;
            } else {
                worker.kill().await?;
            }
        }
        Ok(())
    }

    fn halt(&self, random: &mut fastrand::Rng) -> Option<(String, u32)> {
        let points = self.plan.scenario.blow.points()?;
        let point = match points[random.usize(..points.len())] {
            // The same moment, where there is no spool.
            "Spooled" if self.plan.spool == Spool::Left => "Received",
            point => point,
        };
        Some((point.to_owned(), random.u32(1..8)))
    }

    /// Lets the blow fall. Returns whether the worker is to be killed now.
    async fn hit(
        &self,
        worker: &mut Process,
        slot: u32,
        random: &mut fastrand::Rng,
    ) -> Result<bool> {
        match self.plan.scenario.blow {
            // Short: what takes long is to start a process, and a kill finds the more under way the younger it is.
            Blow::Kill | Blow::Ask => {
                let moment = random.u64(0..150_000);
                tokio::time::sleep(Duration::from_micros(moment)).await;
            }
            Blow::KillAt(_) | Blow::SmallDisk => {
                worker.expect(&WorkerEvent::Halted, PATIENCE).await?
            }
            Blow::Pause if slot % 2 == 1 => {
                tokio::time::sleep(millis(random, 300..900)).await;
                worker.pause(self.plan.pause()).await?;
                tokio::time::sleep_until(self.until).await;
                return Ok(false);
            }
            Blow::DiskFull => {
                while Instant::now() < self.until {
                    tokio::time::sleep(millis(random, 200..600)).await;
                    worker.fill_disk(millis(random, 100..900)).await?;
                }
                return Ok(false);
            }
            // One server, one hand that stops it.
            Blow::StopServer | Blow::CutConnections | Blow::FailOver if slot == 0 => {
                while Instant::now() < self.until {
                    tokio::time::sleep(millis(random, 300..1_500)).await;
                    self.hit_server().await?;
                    self.journal.blow();
                }
                return Ok(false);
            }
            _ => {
                tokio::time::sleep_until(self.until).await;
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn hit_server(&self) -> Result<()> {
        match (
            self.plan.scenario.blow,
            self.home.server(),
            self.home.line(),
        ) {
            (Blow::StopServer, Some(server), _) => server.restart().await,
            (Blow::FailOver, _, _) => self.home.fail_over(REPLICATION_LAG).await,
            (Blow::CutConnections, _, Some(line)) => {
                line.cut();
                Ok(())
            }
            _ => bail!("there is no server to stop"),
        }
    }

    /// Refreshes every connection once more, without any trouble: a grant that was not lost works.
    async fn finish(&self) -> Result<()> {
        if let Some(disk) = self.home.disk() {
            disk.empty();
        }
        let mut orders = self.orders(LAST, Task::Finish);
        // What is tried here is not whether a busy machine responds in time.
        orders.grants.timeout = Duration::from_secs(30);
        orders.hands = 16;
        let mut worker = Process::start(&orders, &[], &self.journal).await?;
        worker.go().await?;
        worker.finish(PATIENCE * 3).await
    }

    fn orders(&self, worker: u32, task: Task) -> Orders {
        let Plan {
            scenario,
            connections,
            seed,
            ..
        } = self.plan;
        let grants = self.grants.clone();
        Orders {
            worker,
            grants,
            task,
            connections: 0..connections,
            hands: scenario.hands,
            consents: scenario.consents,
            slots: self.plan.processes,
            seed,
            halt: None,
        }
    }
}

fn millis(random: &mut fastrand::Rng, range: Range<u64>) -> Duration {
    Duration::from_millis(random.u64(range))
}
