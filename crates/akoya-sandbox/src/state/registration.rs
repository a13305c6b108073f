//! Applications that were registered through Apps Management.

use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use serde::{Deserialize, Serialize};

/// An application, with the names of Apps Management, which are those of RFC 7591.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Registration {
    /// Given by the sandbox.
    #[serde(default)]
    pub(crate) client_id: String,
    pub(crate) client_name: String,
    pub(crate) description: String,
    #[serde(alias = "redirectUris")]
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) logo_uri: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) icon_url: Option<String>,
    pub(crate) contacts: Vec<String>,
    pub(crate) client_uri: String,
    /// Products, separated by spaces.
    pub(crate) scope: String,
}

/// The outcome of a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Registered {
    Done,
    NameTaken,
    TooMany,
}

/// As in Akoya's sandbox.
const MOST: i64 = 10;
const SELECT: &str = "SELECT details, secret FROM app";

/// Adds an application with its secret.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    app: &Registration,
    secret: &str,
) -> rusqlite::Result<Registered> {
    let count: i64 = transaction.query_row("SELECT count(*) FROM app", (), |row| row.get(0))?;
    if count >= MOST {
        return Ok(Registered::TooMany);
    }
    let sql = "INSERT OR IGNORE INTO app (id, name, secret, details) VALUES (?1, ?2, ?3, ?4)";
    let details = in_json(app)?;
    let inserted = transaction.execute(sql, (&app.client_id, &app.client_name, secret, details))?;
    Ok(if inserted == 1 {
        Registered::Done
    } else {
        Registered::NameTaken
    })
}

/// Replaces an application that exists.
pub(crate) fn update(
    transaction: &Transaction<'_>,
    app: &Registration,
    secret: &str,
) -> rusqlite::Result<()> {
    let sql = "UPDATE app SET details = ?2, secret = ?3 WHERE id = ?1";
    transaction.execute(sql, (&app.client_id, in_json(app)?, secret))?;
    Ok(())
}

/// Finds an application and its secret.
pub(crate) fn by_id(
    connection: &Connection,
    id: &str,
) -> rusqlite::Result<Option<(Registration, String)>> {
    connection
        .prepare_cached(&format!("{SELECT} WHERE id = ?1"))?
        .query_row([id], from_row)
        .optional()
}

/// Lists all applications, oldest first.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<Registration>> {
    connection
        .prepare_cached(&format!("{SELECT} ORDER BY number"))?
        .query_map((), |row| Ok(from_row(row)?.0))?
        .collect()
}

fn in_json(app: &Registration) -> rusqlite::Result<String> {
    serde_json::to_string(app)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<(Registration, String)> {
    let details: String = row.get(0)?;
    let app = serde_json::from_str(&details).map_err(|source| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, source.into())
    })?;
    Ok((app, row.get(1)?))
}
