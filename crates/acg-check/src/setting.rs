//! The assumptions of a world: who sees whose files, how long a lease is, and which mistake the protocol has.

/// How long a lease lasts: longer than two requests.
pub(crate) const LEASE: u8 = 3;

/// How long after a refusal the token is presented once more: longer than any lease and any grace window.
pub(crate) const SECOND_LOOK: u8 = LEASE + 3;

/// Who can look into whose spool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Spools {
    /// Both processes share one: they are on one machine.
    Shared,
    /// Each has its own: they are on two machines.
    Apart,
}

/// What a process knows of another one that holds a lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Owners {
    /// Nothing: the lease's end counts.
    Unknown,
    /// Whether it lives.
    Known,
}

/// The protocol, and ways to break it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Variant {
    /// As the engine does it.
    Real,
    /// A response is not written to a spool.
    NoSpool,
    /// A response is thrown away when its lease is over.
    CommitUnderLease,
    /// A lease is taken over without a look into the spool.
    BlindTakeover,
    /// A token is shown before it is in the store.
    PublishFirst,
    /// A bad end is written without asking whether another process has advanced the record.
    BlindEnd,
    /// A request is begun whatever is left of the lease.
    NoFence,
    /// A refusal ends the grant although a sibling was put beside the refused token in the meantime.
    DeafEnd,
    /// Responses are distinguished by their generation alone, and a removal forgets how far that went.
    GenerationAlone,
    /// A sibling is put beside the first token although that one was refused in the meantime.
    DeafSibling,
    /// A refused token is not presented once more.
    NoSecondLook,
    /// A token that is refused again is presented again, and so on.
    EndlessLooks,
}
