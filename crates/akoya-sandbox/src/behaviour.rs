//! What the servers answer.
