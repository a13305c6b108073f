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
use super::scenario::{Blow, Scenario};
use crate::orders::{Grants, Orders, Task, WorkerEvent, lease};

/// The most that a run takes that is measured by its kills.
const MOST: Duration = Duration::from_secs(4 * 60 * 60);

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
struct Stage {
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
        let grants = home
            .grants(
                &provider.token_endpoint(),
                self.scenario.timeout,
                self.spool,
            )
            .await?;
        home.fill(&grants, self.connections).await?;
        let began = Instant::now();
        let until = began + self.length();
        let stage = Stage {
            plan: self,
            home: home.clone(),
            grants,
            journal: journal.clone(),
            until,
        };
        let mut slots = JoinSet::new();
        for slot in 0..self.processes {
            slots.spawn(stage.clone().occupy(slot));
        }
        if self.scenario.blow == Blow::SmallDisk {
            slots.spawn(stage.clone().fill_disk());
        }
        if self.scenario.blow == Blow::Incident {
            tokio::time::sleep(self.length() / 4).await;
            provider.deny();
            journal.blow();
            tokio::time::sleep(self.length() / 2).await;
            provider.calm_down();
        }
        for result in slots.join_all().await {
            result.unwrap_or_else(|error| journal.complain(format!("{error:#}")));
        }
        let length = began.elapsed();
        provider.calm_down();
        stage.finish().await?;
        let ends = home.ends(&stage.grants, &provider.live()).await?;
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

impl Stage {
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
            Blow::StopServer | Blow::CutConnections if slot == 0 => {
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
