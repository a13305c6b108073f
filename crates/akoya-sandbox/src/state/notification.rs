//! Notifications on their way to subscribers.

use rusqlite::{Connection, OptionalExtension, Row, Transaction};

/// How long after each failed attempt the next one follows, in milliseconds. Akoya documents three retries, not when.
const WAITS: [i64; 3] = [10_000, 60_000, 300_000];

/// A notification that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outgoing {
    pub(crate) id: String,
    pub(crate) callback_url: String,
    /// The JSON that is sent, the same in every attempt.
    pub(crate) body: String,
}

/// A notification, and how its delivery went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) outgoing: Outgoing,
    pub(crate) attempts: u32,
    /// When the next attempt is due; `None` if there is none. All times are in milliseconds by the sandbox's clock.
    pub(crate) due_at: Option<i64>,
    pub(crate) delivered_at: Option<i64>,
    /// Why the last attempt failed.
    pub(crate) problem: Option<String>,
}

/// Adds a notification that is due now.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    one: &Outgoing,
    now: i64,
) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT INTO notification (id, callback_url, body, due_at) VALUES (?1, ?2, ?3, ?4)",
        (&one.id, &one.callback_url, &one.body, now),
    )?;
    Ok(())
}

/// Takes up to `limit` notifications of a subscriber that are due, and counts an attempt of each.
///
/// The next attempt is already noted, so that a process that is killed while it sends loses one attempt, not the
/// notification.
pub(crate) fn claim(
    transaction: &Transaction<'_>,
    callback_url: &str,
    now: i64,
    limit: u32,
) -> rusqlite::Result<Vec<Outgoing>> {
    let due: Vec<Stored> = transaction
        .prepare_cached(&format!(
            "{SELECT} WHERE due_at <= ?1 AND callback_url = ?2 ORDER BY due_at, number LIMIT ?3"
        ))?
        .query_map((now, callback_url, limit), from_row)?
        .collect::<rusqlite::Result<_>>()?;
    for Stored {
        outgoing, attempts, ..
    } in &due
    {
        let wait = WAITS.get(usize::try_from(*attempts).unwrap_or(usize::MAX));
        transaction.execute(
            "UPDATE notification SET attempts = attempts + 1, due_at = ?2, problem = 'not finished' WHERE id = ?1",
            (&outgoing.id, wait.map(|wait| now.saturating_add(*wait))),
        )?;
    }
    Ok(due.into_iter().map(|one| one.outgoing).collect())
}

/// Notes how an attempt went: `None` if the subscriber has accepted the notification, else the problem.
pub(crate) fn finish(
    transaction: &Transaction<'_>,
    id: &str,
    problem: Option<&str>,
    now: i64,
) -> rusqlite::Result<()> {
    match problem {
        None => transaction.execute(
            "UPDATE notification SET delivered_at = ?2, due_at = NULL, problem = NULL WHERE id = ?1",
            (id, now),
        )?,
        // An earlier attempt may have been accepted while this one was on its way.
        Some(problem) => transaction.execute(
            "UPDATE notification SET problem = ?2 WHERE id = ?1 AND delivered_at IS NULL",
            (id, problem),
        )?,
    };
    Ok(())
}

/// Lists the addresses of the subscribers for whom something is due.
pub(crate) fn due_subscribers(connection: &Connection, now: i64) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT DISTINCT callback_url FROM notification WHERE due_at <= ?1")?
        .query_map([now], |row| row.get(0))?
        .collect()
}

/// Returns when an attempt is due next after `now`.
pub(crate) fn next_due(connection: &Connection, now: i64) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT min(due_at) FROM notification WHERE due_at > ?1";
    connection.query_row(sql, [now], |row| row.get(0))
}

/// Finds what was sent about something of a category: the body of the first notification.
pub(crate) fn about(
    connection: &Connection,
    category: &str,
    id: &str,
) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached(
            "SELECT body FROM notification WHERE json_extract(body, '$.category') = ?1
             AND json_extract(body, '$.notificationPayload.id') = ?2 ORDER BY number LIMIT 1",
        )?
        .query_row((category, id), |row| row.get(0))
        .optional()
}

/// Lists all notifications, oldest first.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<Stored>> {
    connection
        .prepare_cached(&format!("{SELECT} ORDER BY number"))?
        .query_map((), from_row)?
        .collect()
}

const SELECT: &str =
    "SELECT id, callback_url, body, attempts, due_at, delivered_at, problem FROM notification";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        outgoing: Outgoing {
            id: row.get(0)?,
            callback_url: row.get(1)?,
            body: row.get(2)?,
        },
        attempts: row.get(3)?,
        due_at: row.get(4)?,
        delivered_at: row.get(5)?,
        problem: row.get(6)?,
    })
}
