//! What a test lets happen to a request: processed or not, and whether its response arrives.

use serde_json::Value;

use crate::testing::gate::Gate;

/// What the provider and the network do with a request.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Reaction {
    /// No connection is made.
    Unreachable,
    /// Nothing is processed; the response has this status, content type and body.
    Respond(u16, &'static str, String),
    /// Nothing is processed; the response asks for a retry after this many seconds.
    Throttle(&'static str),
    /// Nothing is processed; the response says that the provider is unavailable for this many seconds.
    Unavailable(&'static str),
    /// The request is processed; its response never arrives.
    LoseResponse,
    /// The request is processed, but this is the response.
    ProcessAndRespond(u16, &'static str, String),
    /// The request is processed; the body of the response never ends.
    EndlessBody,
    /// The request is processed; this much of the body arrives, then the connection breaks.
    BreakAfter(String),
    /// The request is processed; the members of the response are changed.
    Edit(fn(&mut Value)),
    /// The request is held before it is processed.
    HoldRequest(Gate),
    /// The request is processed, and its response held.
    HoldResponse(Gate),
    /// Nothing is processed, and no response ever comes.
    Hang,
    /// The HTTP client panics.
    Panic,
}
