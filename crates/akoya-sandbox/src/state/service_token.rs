//! Service tokens: which are valid, and for what.

use rusqlite::{Connection, OptionalExtension, Transaction};
use sha2::{Digest, Sha256};

/// Makes a token valid for scopes that are separated by spaces.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    token: &str,
    scope: &str,
    now: i64,
    expires_at: i64,
) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM service_token WHERE expires_at <= ?1", [now])?;
    transaction.execute(
        "INSERT INTO service_token (hash, scope, expires_at) VALUES (?1, ?2, ?3)",
        (hash(token), scope, expires_at),
    )?;
    Ok(())
}

/// Finds the scopes of a token that is valid now.
pub(crate) fn scope(
    connection: &Connection,
    token: &str,
    now: i64,
) -> rusqlite::Result<Option<String>> {
    connection
        .query_row(
            "SELECT scope FROM service_token WHERE hash = ?1 AND expires_at > ?2",
            (hash(token), now),
            |row| row.get(0),
        )
        .optional()
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}
