//! Many who need a token at the same moment: each connection is refreshed once.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use tokio::time::Instant;

use super::audit::{Audit, Terms};
use super::grants::{Home, Spool};
use super::journal::Journal;
use super::process::Process;
use super::provider::{Provider, Rules};
use super::run::RunResult;
use crate::orders::{Consents, Grants, Orders, Task, Tokens, WorkerEvent};

/// A rush is over after this long, or something hangs.
const PATIENCE: Duration = Duration::from_secs(300);

/// Who asks for what.
#[derive(Debug)]
pub(crate) struct Rush {
    /// What a person types to run it alone.
    pub(crate) name: &'static str,
    crowd: Crowd,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Crowd {
    /// Everybody wants the same connection.
    OneConnection,
    /// The processes have shared the connections out.
    OwnConnections,
    /// Every process wants every connection.
    AllConnections,
}

/// Every rush, in the order they run.
pub(crate) const ALL: &[Rush] = &[
    Rush {
        name: "callers",
        crowd: Crowd::OneConnection,
    },
    Rush {
        name: "expired-own",
        crowd: Crowd::OwnConnections,
    },
    Rush {
        name: "expired-all",
        crowd: Crowd::AllConnections,
    },
];

impl Rush {
    /// Runs it with this many callers or connections.
    pub(crate) async fn run(&self, home: &Home, processes: u32, crowd: u32) -> Result<RunResult> {
        let journal = Arc::new(Journal::default());
        let timeout = Duration::from_secs(60);
        let rules = Rules {
            life: 3_600,
            grace: Duration::ZERO,
            whims: &[],
            tokens: Tokens::Bearer,
            timeout,
            seed: 0,
            denies: false,
        };
        let connections = self.connections(crowd);
        let provider = Provider::start(connections, rules, journal.clone()).await?;
        let grants = home
            .grants(
                &provider.token_endpoint(),
                Tokens::Bearer,
                timeout,
                Spool::Used,
            )
            .await?;
        home.fill(&grants, connections).await?;
        let mut workers = Vec::new();
        for slot in 0..processes {
            let orders = self.orders(&grants, slot, processes, crowd);
            workers.push(Process::start(&orders, &[], &journal).await?);
        }
        let length = all_at_once(workers).await?;
        let ends = home.ends(&grants, &provider.live()).await?;
        let events = std::mem::take(&mut *journal.events());
        Ok(RunResult {
            audit: Audit::of(
                &events,
                &ends,
                Terms {
                    grace: Duration::ZERO,
                    timeout,
                },
            ),
            events,
            length,
        })
    }

    /// Returns how many refreshes there must be.
    pub(crate) fn connections(&self, crowd: u32) -> u32 {
        if self.crowd == Crowd::OneConnection {
            1
        } else {
            crowd
        }
    }

    fn orders(&self, grants: &Grants, slot: u32, processes: u32, crowd: u32) -> Orders {
        let part = |slot: u32| crowd * slot / processes;
        let task = match self.crowd {
            Crowd::OneConnection => Task::Callers(part(slot + 1) - part(slot)),
            Crowd::OwnConnections | Crowd::AllConnections => Task::Once,
        };
        let connections: Range<u32> = match self.crowd {
            Crowd::OwnConnections => part(slot)..part(slot + 1),
            Crowd::OneConnection | Crowd::AllConnections => 0..self.connections(crowd),
        };
        Orders {
            worker: slot,
            grants: grants.clone(),
            task,
            connections,
            hands: 64,
            consents: Consents::Never,
            slots: processes,
            seed: 0,
            halt: None,
        }
    }
}

/// Lets all begin, and waits for all.
async fn all_at_once(mut workers: Vec<Process>) -> Result<Duration> {
    let began = Instant::now();
    for worker in &mut workers {
        worker.go().await?;
    }
    for worker in &mut workers {
        worker.expect(&WorkerEvent::Done, PATIENCE).await?;
    }
    let length = began.elapsed();
    for worker in workers {
        worker.end().await?;
    }
    Ok(length)
}
