//! Consents in the state file: what was allowed, and whether it is in force.

use std::collections::BTreeSet;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use serde::{Deserialize, Serialize};

/// What a customer allowed an application to read, and how often its refresh token has been rotated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Consent {
    /// The `grant_id` claim.
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) user: String,
    pub(crate) connector: String,
    /// Separated by spaces, in the order of the request.
    pub(crate) scope: String,
    /// The ids of the accounts that the customer chose, at least one.
    pub(crate) accounts: Vec<String>,
    /// The `sid` claim.
    pub(crate) session: String,
    /// When the authorization request arrived. All times are in milliseconds by the sandbox's clock.
    pub(crate) requested_at: i64,
    pub(crate) signed_in_at: i64,
    pub(crate) granted_at: i64,
    /// The part of the refresh token that stays the same.
    #[serde(skip)]
    pub(crate) refresh_id: String,
    /// The number of the valid refresh token; 0 until the code is redeemed.
    pub(crate) generation: i64,
    /// When `generation` last changed.
    pub(crate) rotated_at: i64,
    pub(crate) revoked_by: Option<Revoker>,
}

/// Who ended a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Revoker {
    /// The application, through the revoke endpoint.
    Client,
    /// The customer, at the bank.
    Customer,
}

impl Revoker {
    fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Customer => "customer",
        }
    }
}

const SELECT: &str =
    "SELECT id, client_id, user, connector, scope, accounts, session, requested_at, signed_in_at,
    granted_at, refresh_id, generation, rotated_at, revoked_by FROM consent";

pub(crate) fn insert(transaction: &Transaction<'_>, consent: &Consent) -> rusqlite::Result<()> {
    let accounts = in_json(&consent.accounts)?;
    transaction.execute(
        "INSERT INTO consent (id, client_id, user, connector, scope, accounts, session, requested_at, signed_in_at,
            granted_at, refresh_id, generation, rotated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        (
            &consent.id,
            &consent.client_id,
            &consent.user,
            &consent.connector,
            &consent.scope,
            accounts,
            &consent.session,
            consent.requested_at,
            consent.signed_in_at,
            consent.granted_at,
            &consent.refresh_id,
            consent.generation,
            consent.rotated_at,
        ),
    )?;
    Ok(())
}

pub(crate) fn by_id(connection: &Connection, id: &str) -> rusqlite::Result<Option<Consent>> {
    connection
        .prepare_cached(&format!("{SELECT} WHERE id = ?1"))?
        .query_row([id], from_row)
        .optional()
}

pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<Consent>> {
    connection
        .prepare_cached(&format!("{SELECT} ORDER BY granted_at, id"))?
        .query_map((), from_row)?
        .collect()
}

pub(crate) fn by_refresh_id(
    connection: &Connection,
    refresh_id: &str,
) -> rusqlite::Result<Option<Consent>> {
    connection
        .prepare_cached(&format!("{SELECT} WHERE refresh_id = ?1"))?
        .query_row([refresh_id], from_row)
        .optional()
}

/// Makes the next refresh token valid.
pub(crate) fn rotate(
    transaction: &Transaction<'_>,
    consent: &mut Consent,
    now: i64,
) -> rusqlite::Result<()> {
    consent.generation += 1;
    consent.rotated_at = now;
    transaction.execute(
        "UPDATE consent SET generation = ?2, rotated_at = ?3 WHERE id = ?1",
        (&consent.id, consent.generation, now),
    )?;
    Ok(())
}

/// Ends a consent. Returns whether it was still in force.
pub(crate) fn revoke(
    transaction: &Transaction<'_>,
    id: &str,
    by: Revoker,
) -> rusqlite::Result<bool> {
    let sql = "UPDATE consent SET revoked_by = ?2 WHERE id = ?1 AND revoked_by IS NULL";
    Ok(transaction.execute(sql, (id, by.as_str()))? == 1)
}

/// Lists the consents of a user that are in force, oldest first.
pub(crate) fn in_force_of(connection: &Connection, user: &str) -> rusqlite::Result<Vec<String>> {
    let sql =
        "SELECT id FROM consent WHERE user = ?1 AND revoked_by IS NULL ORDER BY granted_at, id";
    connection
        .prepare_cached(sql)?
        .query_map([user], |row| row.get(0))?
        .collect()
}

/// What became of the accounts that a consent was to share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sharing {
    /// They are others than before.
    Changed,
    /// They are those that it shares already.
    Unchanged,
    /// There is no such consent in force.
    NoConsent,
}

/// Replaces the accounts of a consent.
pub(crate) fn set_accounts(
    transaction: &Transaction<'_>,
    id: &str,
    accounts: &[String],
) -> rusqlite::Result<Sharing> {
    let consent = by_id(transaction, id)?.filter(|consent| consent.revoked_by.is_none());
    let Some(consent) = consent else {
        return Ok(Sharing::NoConsent);
    };
    // Their order says nothing, nor that one of them is named twice.
    let set = |accounts: &[String]| accounts.iter().cloned().collect::<BTreeSet<_>>();
    if set(&consent.accounts) == set(accounts) {
        return Ok(Sharing::Unchanged);
    }
    let sql = "UPDATE consent SET accounts = ?2 WHERE id = ?1";
    transaction.execute(sql, (id, in_json(accounts)?))?;
    Ok(Sharing::Changed)
}

fn in_json(accounts: &[String]) -> rusqlite::Result<String> {
    serde_json::to_string(accounts)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Consent> {
    let accounts: String = row.get(5)?;
    let accounts = serde_json::from_str(&accounts).map_err(|source| {
        rusqlite::Error::FromSqlConversionFailure(5, Type::Text, Box::new(source))
    })?;
    Ok(Consent {
        id: row.get(0)?,
        client_id: row.get(1)?,
        user: row.get(2)?,
        connector: row.get(3)?,
        scope: row.get(4)?,
        accounts,
        session: row.get(6)?,
        requested_at: row.get(7)?,
        signed_in_at: row.get(8)?,
        granted_at: row.get(9)?,
        refresh_id: row.get(10)?,
        generation: row.get(11)?,
        rotated_at: row.get(12)?,
        revoked_by: row
            .get::<_, Option<String>>(13)?
            .map(|by| match by.as_str() {
                "customer" => Revoker::Customer,
                _ => Revoker::Client,
            }),
    })
}
