//! Subscriptions to notifications.

use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use serde::{Deserialize, Serialize};

/// Who is notified of what, with the names of the Notifications API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Subscription {
    pub(crate) subscription_id: String,
    pub(crate) category: String,
    pub(crate) r#type: String,
    pub(crate) callback_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) effective_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) callback_email: Option<String>,
}

const SELECT: &str =
    "SELECT id, category, type, callback_url, effective_date, callback_email FROM subscription";

/// Adds a subscription, or replaces the one with its id.
pub(crate) fn put(transaction: &Transaction<'_>, one: &Subscription) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT INTO subscription (id, category, type, callback_url, effective_date, callback_email)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (id) DO UPDATE SET category = ?2, type = ?3, callback_url = ?4, effective_date = ?5, callback_email = ?6",
        (
            &one.subscription_id,
            &one.category,
            &one.r#type,
            &one.callback_url,
            &one.effective_date,
            &one.callback_email,
        ),
    )?;
    Ok(())
}

/// Lists all subscriptions, oldest first.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<Subscription>> {
    connection
        .prepare_cached(&format!("{SELECT} ORDER BY number"))?
        .query_map((), from_row)?
        .collect()
}

pub(crate) fn by_id(connection: &Connection, id: &str) -> rusqlite::Result<Option<Subscription>> {
    connection
        .prepare_cached(&format!("{SELECT} WHERE id = ?1"))?
        .query_row([id], from_row)
        .optional()
}

/// Lists the subscriptions to a type of event that are in effect on a day, written `2026-11-23`.
pub(crate) fn to(
    connection: &Connection,
    r#type: &str,
    day: &str,
) -> rusqlite::Result<Vec<Subscription>> {
    connection
        .prepare_cached(&format!(
            "{SELECT} WHERE type = ?1 AND (effective_date IS NULL OR effective_date <= ?2) ORDER BY number"
        ))?
        .query_map((r#type, day), from_row)?
        .collect()
}

/// Returns whether there was such a subscription.
pub(crate) fn delete(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<bool> {
    Ok(transaction.execute("DELETE FROM subscription WHERE id = ?1", [id])? == 1)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Subscription> {
    Ok(Subscription {
        subscription_id: row.get(0)?,
        category: row.get(1)?,
        r#type: row.get(2)?,
        callback_url: row.get(3)?,
        effective_date: row.get(4)?,
        callback_email: row.get(5)?,
    })
}
