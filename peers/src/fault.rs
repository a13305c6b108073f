//! What is done to the clients.

use crate::provider::Reuse;

/// A fault that comes during one refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The provider has the status 503 and does nothing.
    Unavailable,
    /// The provider rotates, and the connection ends without a response.
    LostResponse(Reuse),
    /// The process is killed at a random moment of the refresh.
    Killed(Reuse),
    /// The store takes its time for a write, and the process is killed at a random moment of that time.
    KilledWithSlowStore,
    /// The store refuses every write, and the process is restarted before it takes any.
    StoreFails,
    /// Several callers in one process need a token.
    Callers,
    /// Two processes with the same store need a token.
    Processes,
    /// The caller gives up before the response comes.
    CallerGivesUp,
    /// The clock is a day wrong, before or behind, and then right again.
    ClockJumps,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Unavailable,
        Self::Callers,
        Self::CallerGivesUp,
        Self::Processes,
        Self::StoreFails,
        Self::KilledWithSlowStore,
        Self::Killed(Reuse::IsAccepted),
        Self::Killed(Reuse::EndsTheGrant),
        Self::LostResponse(Reuse::IsAccepted),
        Self::LostResponse(Reuse::EndsTheGrant),
        Self::ClockJumps,
    ];

    /// What the table calls it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Unavailable => "provider unavailable",
            Self::Callers => "eight callers at once",
            Self::CallerGivesUp => "the caller gives up",
            Self::Processes => "two processes at once",
            Self::StoreFails => "store fails, restart",
            Self::KilledWithSlowStore => "slow store, killed",
            Self::Killed(Reuse::IsAccepted) => "killed, reuse accepted",
            Self::Killed(Reuse::EndsTheGrant) => "killed",
            Self::LostResponse(Reuse::IsAccepted) => "lost response, reuse accepted",
            Self::LostResponse(Reuse::EndsTheGrant) => "lost response",
            Self::ClockJumps => "clock jumps",
        }
    }

    /// What the provider does when a token is presented twice.
    pub fn reuse(self) -> Reuse {
        match self {
            Self::Killed(reuse) | Self::LostResponse(reuse) => reuse,
            _ => Reuse::EndsTheGrant,
        }
    }
}
