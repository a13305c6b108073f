//! The steps of the model: what a process, the network, the provider or a customer can do next.

use crate::state::{At, State};

/// Something that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// A process needs another token.
    Begin(u8),
    /// A process does its next step.
    Step(u8),
    /// A process does its next step, a write, which is done but reported as failed.
    StepUnknown(u8),
    /// A process does its next step, a write, which fails.
    StepFails(u8),
    /// A process gets its response.
    Deliver(u8),
    /// A process gives up waiting for its response.
    GiveUp(u8),
    /// A process ends; what it had in memory is gone.
    Crash(u8),
    /// It is started again.
    Start(u8),
    /// The provider processes a request.
    Process(u8),
    /// The provider says: not now.
    Refuse(u8),
    /// The provider refuses a token that lives: an incident.
    Mistake(u8),
    /// A request or its response is dropped.
    Lose(u8),
    /// The customer ends the grant, and the row says so.
    Remove,
    /// The customer consents again, through this process.
    Consent(u8),
    /// Time passes.
    Tick,
}

impl Action {
    /// Describes the action, in the state that it happens in.
    pub(crate) fn describe(self, state: &State) -> String {
        let (Self::Step(index) | Self::StepUnknown(index) | Self::StepFails(index)) = self else {
            return format!("{self:?}");
        };
        let at = match &state.workers[index as usize].at {
            At::Commit(commit) => format!("Commit{:?}", commit.next),
            At::Replay(replay) => format!("Replay{:?}", replay.next),
            at => format!("{at:?}"),
        };
        let outcome = match self {
            Self::Step(_) => "",
            Self::StepUnknown(_) => " done, reported as failed",
            _ => " fails",
        };
        format!(
            "{}({index}){outcome}",
            at.split(['(', ' ', '{']).next().unwrap_or_default()
        )
    }
}

/// How a write ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Write {
    Sound,
    /// Done, and reported as failed.
    Unknown,
    /// Not done.
    Failed,
}

/// What a conditional write returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Swap {
    Done,
    Conflict,
    Error,
}
