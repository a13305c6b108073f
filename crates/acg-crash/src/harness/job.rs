//! What is to be run, and whether it passed.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::sync::Mutex;

use super::grants::{Home, Spool, StoreKind};
use super::run::{Plan, RunResult};
use super::rush::{self, Rush};
use super::scenario::{self, Blow, Scenario, Stores};
use super::server::Server;
use super::small_disk::SmallDisk;
use super::table::Line;
use crate::orders::{Task, Tokens};

/// One row of the table to be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Job {
    pub(crate) what: What,
    pub(crate) store: StoreKind,
    pub(crate) processes: u32,
}

/// What the test command runs with two processes, several at a time; what takes longest comes first.
pub(crate) const SHORT: &[(&str, StoreKind)] = &[
    ("pause", StoreKind::Sqlite),
    ("kill-grace", StoreKind::Postgres),
    ("kill-at-points", StoreKind::Sqlite),
    ("server-stopped", StoreKind::Postgres),
    ("kill-at-points-grace", StoreKind::Sqlite),
    ("kill", StoreKind::Sqlite),
    ("dpop", StoreKind::Sqlite),
    ("kill-dpop", StoreKind::Sqlite),
    ("bad-responses-grace", StoreKind::Sqlite),
    ("connections-cut", StoreKind::Postgres),
    ("disk-full", StoreKind::Sqlite),
    ("small-disk", StoreKind::Sqlite),
    ("consents", StoreKind::Sqlite),
    ("kill-consents", StoreKind::Postgres),
    ("odd-responses", StoreKind::Sqlite),
    ("ask-to-end", StoreKind::Sqlite),
    ("incident", StoreKind::Sqlite),
    ("store-restored", StoreKind::Sqlite),
    ("store-restored", StoreKind::Postgres),
    ("failover", StoreKind::Postgres),
    ("mass-revocation", StoreKind::Sqlite),
    ("slow-revocation", StoreKind::Sqlite),
    ("keeper-unavailable", StoreKind::Sqlite),
    ("keeper-refused", StoreKind::Sqlite),
    ("bad-fsync", StoreKind::Sqlite),
    ("clocks", StoreKind::Postgres),
    ("callers", StoreKind::Sqlite),
    ("expired-all", StoreKind::Sqlite),
    ("expired-all", StoreKind::Postgres),
];

/// What it is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum What {
    Faults(&'static Scenario),
    Rush(&'static Rush),
}

/// How large and how long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measure {
    pub(crate) seed: u64,
    /// How many processes are ended, instead of for how long.
    pub(crate) kills: Option<u32>,
    pub(crate) length: Duration,
    pub(crate) connections: u32,
    /// How many callers or connections a rush has.
    pub(crate) crowd: u32,
    pub(crate) spool: Spool,
}

impl What {
    /// Lists everything there is, in the order it runs.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        scenario::ALL
            .iter()
            .map(Self::Faults)
            .chain(rush::ALL.iter().map(Self::Rush))
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Faults(scenario) => scenario.name,
            Self::Rush(rush) => rush.name,
        }
    }

    /// Returns whether it makes sense there.
    pub(crate) fn fits(self, store: StoreKind, processes: u32) -> bool {
        let Self::Faults(scenario) = self else {
            return true;
        };
        let has_store = match scenario.stores {
            Stores::Every => true,
            Stores::Servers => store == StoreKind::Postgres,
            Stores::Files => store == StoreKind::Sqlite,
        };
        has_store && processes >= scenario.least_processes
    }

    fn hits_with(self, is_it: impl Fn(Blow) -> bool) -> bool {
        matches!(self, Self::Faults(scenario) if is_it(scenario.blow))
    }

    /// Returns how to get what it needs and this machine does not have.
    pub(crate) fn missing(self) -> Option<String> {
        let Self::Faults(scenario) = self else {
            return None;
        };
        if scenario.blow == Blow::SmallDisk && !SmallDisk::is_possible() {
            return Some("a file system cannot be mounted; run it as the superuser".to_owned());
        }
        let (program, package) = scenario.blow.needs()?;
        let is_missing = !is_on_path(program);
        is_missing.then(|| {
            format!(
                "{program} is not on this machine; get it with `sudo apt-get install {package}`"
            )
        })
    }
}

/// The servers that stores may be on.
#[derive(Debug, Default)]
pub(crate) struct Servers {
    pub(crate) shared: Option<String>,
    /// The one that may be stopped.
    pub(crate) stoppable: Option<String>,
    pub(crate) turn: Mutex<()>,
}

impl Servers {
    fn of(&self, job: Job) -> Result<Option<Server>> {
        if job.store == StoreKind::Sqlite {
            return Ok(None);
        }
        let url = if job.what.hits_with(|blow| blow == Blow::StopServer) {
            &self.stoppable
        } else {
            &self.shared
        };
        let url = url
            .as_ref()
            .context("there is no PostgreSQL server; `cargo xtask crash` brings one")?;
        Ok(Some(Server::new(url)))
    }
}

impl Job {
    /// Runs it and judges it.
    pub(crate) async fn run(self, measure: Measure, servers: &Servers) -> Result<Line> {
        // A run that stops a server has it to itself.
        let _turn = if self.what.hits_with(|blow| blow == Blow::StopServer) {
            Some(servers.turn.lock().await)
        } else {
            None
        };
        let small = self.what.hits_with(|blow| blow == Blow::SmallDisk);
        let home = Arc::new(Home::new(servers.of(self)?, small)?);
        let (result, problems) = match self.what {
            What::Faults(scenario) => {
                let plan = self.plan(scenario, measure);
                let result = plan.run(&home).await?;
                let problems = complaints(&plan, &result);
                (result, problems)
            }
            What::Rush(rush) => {
                let result = rush.run(&home, self.processes, measure.crowd).await?;
                let problems = rush_complaints(rush.connections(measure.crowd), &result);
                (result, problems)
            }
        };
        Ok(Line {
            scenario: self.what.name(),
            store: self.store.name(),
            processes: self.processes,
            ends_processes: self.what.hits_with(Blow::ends_processes),
            result,
            problems,
        })
    }

    fn plan(self, scenario: &'static Scenario, measure: Measure) -> Plan {
        Plan {
            scenario,
            processes: self.processes,
            connections: measure.connections,
            length: measure.length,
            kills: measure.kills.filter(|_| scenario.blow.ends_processes()),
            seed: measure.seed,
            spool: measure.spool,
        }
    }
}

/// Lists what is wrong with a run.
fn complaints(plan: &Plan, result: &RunResult) -> Vec<String> {
    let scenario = plan.scenario;
    let mut problems = common(result);
    problems.extend(stuck(result));
    problems.extend(impatience(plan, result));
    if let Blow::Revoke(_) = scenario.blow {
        problems.extend(unasked(result));
    }
    let believed = plan.processes as usize * MOST_BELIEVED;
    if scenario.blow == Blow::Incident && result.events.ended.len() > believed {
        let ended = result.events.ended.len();
        problems.push(format!(
            "{ended} living grants ask for consent after an incident"
        ));
    }
    if result.events.blows == 0 && scenario.blow.is_counted() {
        problems.push("no blow has fallen".to_owned());
    }
    if scenario.tokens == Tokens::Bound && result.events.challenged == 0 {
        problems.push("no nonce was asked for".to_owned());
    }
    if result.audit.rotations == 0 {
        problems.push("nothing was refreshed".to_owned());
    }
    let costs = matches!(scenario.blow, Blow::Kill | Blow::Restore)
        || scenario.whims.iter().any(|(whim, _)| whim.may_cost());
    // A machine that is too busy to bring a response in time costs its grant in any scenario.
    let lost = result.audit.lost - result.audit.came_too_late;
    if lost > 0 && !costs {
        problems.push(format!("{lost} grants were lost where none can be"));
    }
    problems
}

/// Lists whose consent the bank has ended and who is not asked for another, and the reverse.
fn unasked(result: &RunResult) -> Vec<String> {
    let (revoked, asked) = (&result.events.revoked, &result.events.ended);
    let not_asked = revoked.iter().filter(|one| !asked.contains(one));
    let asked_in_vain = asked.iter().filter(|one| !revoked.contains(one));
    let not_asked = not_asked.map(|one| format!("connection {one} has ended and is not asked"));
    let asked_in_vain = asked_in_vain.map(|one| format!("connection {one} lives and is asked"));
    not_asked.chain(asked_in_vain).collect()
}

/// How many refusals a process believes before it sees an incident.
const MOST_BELIEVED: usize = 9;

/// Says by how much the provider was asked too often: one that turns everything away is asked less and less, each
/// connection at doubled intervals, and twice at once when its token may have been used up.
fn impatience(plan: &Plan, result: &RunResult) -> Option<String> {
    if plan.scenario.task != Task::Keep {
        return None;
    }
    let doublings = result.length.as_secs().max(1).ilog2() + 2;
    let (asked, most) = (result.events.turned_away, plan.connections * 2 * doublings);
    (asked > most).then(|| format!("{asked} requests were turned away, and {most} are patient"))
}

/// Lists what is wrong with a rush: each connection is refreshed once, and no call fails.
fn rush_complaints(connections: u32, result: &RunResult) -> Vec<String> {
    let mut problems = common(result);
    problems.extend(stuck(result));
    if result.audit.rotations != connections as usize || result.audit.again > 0 {
        let text = format!(
            "{} refreshes and {} more",
            result.audit.rotations, result.audit.again
        );
        problems.push(format!("{text} for {connections} connections"));
    }
    problems.extend(
        result
            .events
            .failures
            .iter()
            .map(|(failure, times)| format!("{times} times: {failure}")),
    );
    problems
}

fn common(RunResult { audit, events, .. }: &RunResult) -> Vec<String> {
    let mut problems: Vec<_> = audit.findings.iter().take(10).cloned().collect();
    if audit.findings.len() > problems.len() {
        let lost = audit.lost - audit.lost_in_flight;
        problems.push(format!(
            "in all: {lost} lost without need, {} spent twice",
            audit.double_spends
        ));
    }
    problems.extend(events.complaints.iter().cloned());
    problems
}

fn stuck(result: &RunResult) -> impl Iterator<Item = String> {
    let stuck = result.events.stuck.iter();
    stuck.map(|connection| format!("connection {connection} cannot be refreshed"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a program is looked for as a shell does it"
)]
fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder: PathBuf| folder.join(program).is_file())
}
