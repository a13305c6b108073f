//! What is known about the owner of a lease.

/// What is known about the process that holds a lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OwnerState {
    /// The process has ended.
    Gone,
    /// The process is alive. Its lease does not end because a clock says so: the clock may be wrong.
    Alive,
    /// It is not known whether the process is alive; the end of the lease counts.
    Unknown,
}
