//! What is done to the processes, and what must come of it.

use std::time::Duration;

use super::provider::Whim;
use crate::orders::{Consents, Task, Tokens};

/// One kind of trouble.
#[derive(Debug)]
pub(crate) struct Scenario {
    /// What a person types to run it alone.
    pub(crate) name: &'static str,
    pub(crate) blow: Blow,
    /// The provider's grace window.
    pub(crate) grace: Duration,
    /// What the provider does to its responses, in thousandths.
    pub(crate) whims: &'static [(Whim, u64)],
    pub(crate) tokens: Tokens,
    /// How many calls each process makes at a time.
    pub(crate) hands: u32,
    /// The longest time that a worker waits for a response.
    pub(crate) timeout: Duration,
    pub(crate) stores: Stores,
    pub(crate) consents: Consents,
    pub(crate) task: Task,
    /// The fewest processes that it makes sense with.
    pub(crate) least_processes: u32,
}

/// What befalls the processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blow {
    Nothing,
    /// SIGKILL at one of these points of a refresh.
    KillAt(&'static [&'static str]),
    /// SIGKILL at any moment.
    Kill,
    /// SIGSTOP for longer than a lease lasts, then SIGCONT.
    Pause,
    /// No file may grow, for a while.
    DiskFull,
    /// A disk that fills up and is emptied again and again, and SIGKILL at points where nothing is on its way.
    SmallDisk,
    /// One of the signals that ask a process to end, at any moment.
    Ask,
    /// The provider refuses every refresh token for a while, and accepts them again.
    Incident,
    /// The bank ends every third consent at this speed.
    Revoke(Speed),
    /// The store is put back to an older state under the processes, and is adopted.
    Restore,
    /// The database's server fails over to a standby that lacks the last commits.
    FailOver,
    /// One fsync of ten fails.
    BadFsync,
    /// Every second process has a clock that is an hour ahead.
    Clocks,
    /// The database's server crashes and is started again.
    StopServer,
    /// Every connection to the database is cut, whatever is on its way.
    CutConnections,
}

/// How fast it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speed {
    AtOnce,
    /// One after the other, over half of the run.
    Slowly,
}

/// Which stores it concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stores {
    Every,
    /// Those that are reached through a network.
    Servers,
    /// Those in a file.
    Files,
}

const NO_GRACE: Duration = Duration::ZERO;
/// Longer than it takes, on a busy machine, until a process lives for long enough to ask again.
const GRACE: Duration = Duration::from_secs(60);

/// Long enough for a token to be presented three times by a worker that waits for every response.
const LONG_GRACE: Duration = Duration::from_secs(15);

const CALM: Scenario = Scenario {
    name: "calm",
    blow: Blow::Nothing,
    grace: NO_GRACE,
    whims: &[],
    tokens: Tokens::Bearer,
    hands: 16,
    timeout: Duration::from_secs(3),
    stores: Stores::Every,
    consents: Consents::Never,
    task: Task::Churn,
    least_processes: 1,
};

/// Where nothing is on its way: no kill may cost anything.
const SAFE_POINTS: &[&str] = &[
    "Leased",
    "Spooled",
    "Committed",
    "SpoolCleared",
    "Published",
];

const ALL_POINTS: &[&str] = &[
    "Leased",
    "Received",
    "Spooled",
    "Committed",
    "SpoolCleared",
    "Published",
];

const BAD_RESPONSES: &[(Whim, u64)] = &[
    (Whim::TooLate, 8),
    (Whim::Dropped, 8),
    (Whim::UnavailableBefore, 8),
    (Whim::UnavailableAfter, 8),
];

/// Every scenario, in the order they run.
pub(crate) const ALL: &[Scenario] = &[
    CALM,
    Scenario {
        name: "kill-at-points",
        blow: Blow::KillAt(SAFE_POINTS),
        hands: 1,
        ..CALM
    },
    Scenario {
        name: "kill-at-points-grace",
        blow: Blow::KillAt(ALL_POINTS),
        hands: 1,
        grace: GRACE,
        ..CALM
    },
    Scenario {
        name: "kill",
        blow: Blow::Kill,
        consents: Consents::WhenEnded,
        ..CALM
    },
    Scenario {
        name: "kill-grace",
        blow: Blow::Kill,
        grace: GRACE,
        ..CALM
    },
    Scenario {
        name: "dpop",
        blow: Blow::KillAt(SAFE_POINTS),
        hands: 1,
        tokens: Tokens::Bound,
        ..CALM
    },
    Scenario {
        name: "dpop-grace",
        blow: Blow::KillAt(ALL_POINTS),
        hands: 1,
        grace: GRACE,
        tokens: Tokens::Bound,
        ..CALM
    },
    Scenario {
        name: "kill-dpop",
        blow: Blow::Kill,
        consents: Consents::WhenEnded,
        tokens: Tokens::Bound,
        ..CALM
    },
    Scenario {
        name: "consents",
        consents: Consents::Often,
        whims: &[(Whim::Late, 20)],
        ..CALM
    },
    Scenario {
        name: "kill-consents",
        blow: Blow::Kill,
        consents: Consents::Often,
        ..CALM
    },
    Scenario {
        name: "odd-responses",
        whims: &[(Whim::Odd, 800)],
        ..CALM
    },
    Scenario {
        name: "ask-to-end",
        blow: Blow::Ask,
        whims: &[(Whim::Late, 30)],
        consents: Consents::Often,
        ..CALM
    },
    Scenario {
        name: "small-disk",
        blow: Blow::SmallDisk,
        hands: 1,
        stores: Stores::Files,
        ..CALM
    },
    Scenario {
        name: "incident",
        blow: Blow::Incident,
        ..CALM
    },
    Scenario {
        name: "mass-revocation",
        blow: Blow::Revoke(Speed::AtOnce),
        ..CALM
    },
    Scenario {
        name: "slow-revocation",
        blow: Blow::Revoke(Speed::Slowly),
        task: Task::Keep,
        ..CALM
    },
    Scenario {
        name: "store-restored",
        blow: Blow::Restore,
        ..CALM
    },
    Scenario {
        name: "failover",
        blow: Blow::FailOver,
        stores: Stores::Servers,
        ..CALM
    },
    Scenario {
        name: "keeper",
        task: Task::Keep,
        ..CALM
    },
    Scenario {
        name: "keeper-unavailable",
        task: Task::Keep,
        whims: &[(Whim::UnavailableBefore, 1000)],
        ..CALM
    },
    Scenario {
        name: "keeper-throttled",
        task: Task::Keep,
        whims: &[(Whim::TooMany, 1000)],
        ..CALM
    },
    Scenario {
        name: "keeper-refused",
        task: Task::Keep,
        whims: &[(Whim::Unclear, 1000)],
        ..CALM
    },
    Scenario {
        name: "pause",
        blow: Blow::Pause,
        // Most of a refresh is spent waiting for the response, so that the pause falls into that.
        whims: &[(Whim::Late, 500)],
        least_processes: 2,
        ..CALM
    },
    Scenario {
        name: "slow-responses",
        whims: &[(Whim::Late, 30)],
        ..CALM
    },
    Scenario {
        name: "bad-responses",
        whims: BAD_RESPONSES,
        timeout: Duration::from_secs(2),
        ..CALM
    },
    Scenario {
        name: "bad-responses-grace",
        whims: BAD_RESPONSES,
        grace: LONG_GRACE,
        timeout: Duration::from_secs(2),
        ..CALM
    },
    Scenario {
        name: "disk-full",
        blow: Blow::DiskFull,
        ..CALM
    },
    Scenario {
        name: "bad-fsync",
        blow: Blow::BadFsync,
        ..CALM
    },
    Scenario {
        name: "server-stopped",
        blow: Blow::StopServer,
        stores: Stores::Servers,
        ..CALM
    },
    Scenario {
        name: "keeper-server-stopped",
        blow: Blow::StopServer,
        task: Task::Keep,
        stores: Stores::Servers,
        ..CALM
    },
    Scenario {
        name: "keeper-failover",
        blow: Blow::FailOver,
        task: Task::Keep,
        stores: Stores::Servers,
        ..CALM
    },
    Scenario {
        name: "connections-cut",
        blow: Blow::CutConnections,
        stores: Stores::Servers,
        ..CALM
    },
    Scenario {
        name: "clocks",
        blow: Blow::Clocks,
        least_processes: 2,
        ..CALM
    },
];

impl Blow {
    /// Returns whether it falls now and then, rather than all the time.
    pub(crate) fn is_counted(self) -> bool {
        !matches!(self, Self::Nothing | Self::BadFsync | Self::Clocks)
    }

    /// Returns whether it ends a process, so that another one takes its place.
    pub(crate) fn ends_processes(self) -> bool {
        matches!(
            self,
            Self::Kill | Self::KillAt(_) | Self::SmallDisk | Self::Ask
        )
    }

    /// Returns whether it ends processes at moments that they do not know of.
    pub(crate) fn ends_at_any_moment(self) -> bool {
        matches!(self, Self::Kill | Self::Ask)
    }

    /// Returns whether the store forgets what it has taken: then the spool retains it.
    pub(crate) fn takes_the_store_back(self) -> bool {
        matches!(self, Self::Restore | Self::FailOver)
    }

    /// Returns whether a process may be unable to open its store.
    pub(crate) fn hinders_start(self) -> bool {
        matches!(self, Self::BadFsync | Self::SmallDisk)
    }

    /// Returns the points at which a process is killed.
    pub(crate) fn points(self) -> Option<&'static [&'static str]> {
        match self {
            Self::KillAt(points) => Some(points),
            Self::SmallDisk => Some(SAFE_POINTS),
            _ => None,
        }
    }

    /// Names a program that the blow needs, and the Debian package that has it.
    pub(crate) fn needs(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::BadFsync => Some(("fiu-run", "fiu-utils")),
            Self::Clocks => Some(("faketime", "faketime")),
            _ => None,
        }
    }

    /// Returns the words in front of a worker's own command line.
    pub(crate) fn wrapper(self, slot: u32) -> &'static [&'static str] {
        match self {
            Self::BadFsync => &[
                "fiu-run",
                "-x",
                "-c",
                "enable_random name=posix/io/sync/*,probability=0.1",
            ],
            // The clock that nobody can set is left alone, as on another machine.
            Self::Clocks if slot % 2 == 1 => &["faketime", "--exclude-monotonic", "-f", "+3600s"],
            _ => &[],
        }
    }
}
