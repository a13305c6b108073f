//! Failed sign-ins, and authorization requests that have been decided.

use rusqlite::{Connection, OptionalExtension, Transaction};

/// After this many wrong passwords a user must wait.
const ALLOWED_FAILURES: i64 = 5;
/// Failures older than this are forgotten.
const WINDOW_MS: i64 = 5 * 60 * 1000;

/// Returns whether a user must wait because of too many wrong passwords in the last minutes.
pub(crate) fn is_locked(connection: &Connection, user: &str, now: i64) -> rusqlite::Result<bool> {
    // A clock that has been set back makes the difference negative; such failures do not count.
    let sql = "SELECT 1 FROM sign_in_failure WHERE user = ?1 AND count >= ?2 AND ?3 - since BETWEEN 0 AND ?4";
    Ok(connection
        .query_row(sql, (user, ALLOWED_FAILURES, now, WINDOW_MS), |_| Ok(()))
        .optional()?
        .is_some())
}

/// Counts a wrong password.
pub(crate) fn failed(transaction: &Transaction<'_>, user: &str, now: i64) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT INTO sign_in_failure (user, count, since) VALUES (?1, 1, ?2)
         ON CONFLICT (user) DO UPDATE SET
            count = iif(?2 - since BETWEEN 0 AND ?3, count + 1, 1),
            since = iif(?2 - since BETWEEN 0 AND ?3, since, ?2)",
        (user, now, WINDOW_MS),
    )?;
    Ok(())
}

pub(crate) fn succeeded(transaction: &Transaction<'_>, user: &str) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM sign_in_failure WHERE user = ?1", [user])?;
    Ok(())
}

/// Marks an authorization request as decided. Returns whether this is the first decision.
pub(crate) fn decide_once(
    transaction: &Transaction<'_>,
    id: &str,
    expires_at: i64,
    now: i64,
) -> rusqlite::Result<bool> {
    transaction.execute("DELETE FROM decided_request WHERE expires_at < ?1", [now])?;
    let sql = "INSERT OR IGNORE INTO decided_request (id, expires_at) VALUES (?1, ?2)";
    Ok(transaction.execute(sql, (id, expires_at))? == 1)
}
