//! The list of targets.

use crate::{
    amount, callback, date_time, discovery, document, error_response, jwks, jws, token_response,
    union,
};

/// A target: its name, and what it demands of any input.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const ALL: &[Target] = &[
    ("amount", amount::check),
    ("callback", callback::check),
    ("date_time", date_time::check),
    ("discovery", discovery::check),
    ("document", document::check),
    ("error_response", error_response::check),
    ("jwks", jwks::check),
    ("jws", jws::check),
    ("token_response", token_response::check),
    ("union", union::check),
];
